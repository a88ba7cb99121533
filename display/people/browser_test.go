package people_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onedoor/display/browsertest"
)

// tab is a page of the shared Chromium, ended with the test.
type tab struct{ *browsertest.Tab }

func newTab(t testing.TB, h *house) *tab {
	t.Helper()
	b := &tab{browsertest.Open(t, h.url, 1366, 768)}
	b.Open("/language/zh?to=/login")
	return b
}

// fill types into a field of a form, in place of what it says.
func (b *tab) fill(name, text string) {
	b.T.Helper()
	css := `[name="` + name + `"]`
	b.Focus(css)
	b.Until(`(document.querySelector(` + browsertest.JS(css) + `).select?.(), true)`)
	b.Press(text)
}

func (b *tab) login(staff, pin, to string) {
	b.T.Helper()
	b.Open("/login?to=" + to)
	b.fill("staff", staff)
	b.fill("pin", pin+"\r")
}

// TestAPersonsDaysInABrowser: an administrator adds a clerk by form; the clerk logs in, has to choose another PIN, works;
// wrong PINs lock the clerk out and the administrator unlocks; the open page follows what the clerk may do, and ends with
// the clerk.
func TestAPersonsDaysInABrowser(t *testing.T) {
	h := open(t)
	root := newTab(t, h)
	root.login("root", firstPIN, "/admin/staff/new")
	root.fill("id", "zhao")
	root.fill("name", "赵芳")
	root.Click(`[name="role"][value="desk"]`)
	root.Click(`[name="window"][value="w2"]`)
	root.fill("first", "840629")
	root.Click(`form.person .button.main`)
	if got := root.Text(".pin"); got != "840629" {
		t.Fatalf("the first PIN: %q", got)
	}

	zhao := newTab(t, h)
	zhao.login("zhao", "840629", "/window/w2")
	zhao.Says("body", "换成自己的才能继续")
	change := func(fresh string) {
		zhao.fill("present", "840629")
		zhao.fill("new", fresh)
		zhao.fill("again", fresh+"\r")
	}
	change("222222")
	zhao.Says("body", "密码不能是顺着数的数字")
	change("840629")
	zhao.Says("body", "用过")
	change("730518")
	zhao.See(`#frame[data-view="closed"] [data-live="live"]`)
	zhao.Press("\r")
	zhao.See(`#frame[data-view="nobody"]`)

	for range 5 {
		h.browser().post("/login", map[string][]string{"staff": {"zhao"}, "pin": {"000007"}})
		h.later(time.Minute)
	}
	third := newTab(t, h)
	third.login("zhao", "730518", "/window/w2")
	third.Says("body", "请等 14 分钟再试，或请管理员解锁")
	root.Open("/admin/staff")
	root.Click(`form[action="/admin/staff/zhao/unlock"] button`)
	root.Says("body", "赵芳：")
	third.login("zhao", "730518", "/window/w2")
	third.See(`#frame[data-view="nobody"]`)

	root.Open("/admin/staff/zhao")
	root.Click(`[name="window"][value="w2"]`)
	root.Click(`[name="window"][value="w1"]`)
	root.Click(`form[action="/admin/staff/zhao"] .button.main`)
	zhao.Says("body", "您不在“2 号窗口”的名单里")
	zhao.Open("/desk")
	zhao.See(`.desk [data-live="live"]`)
	root.Open("/admin/staff/zhao")
	root.Click("details summary")
	root.Click(`form[action="/admin/staff/zhao/remove"] .danger`)
	zhao.Until(`location.pathname === "/login"`)
	if h.queue.Rules().Person("zhao") != nil {
		t.Error("still there")
	}
}

// TestAScreenIsRegisteredInABrowser: a screen shows a code, an administrator types it, the page becomes the screen and
// stays it; a code that is over is replaced by another; shut out, the screen says so.
func TestAScreenIsRegisteredInABrowser(t *testing.T) {
	h := open(t)
	device := newTab(t, h)
	device.Size(1920, 1080)
	device.Open("/screen/s1")
	device.Click(`a[href="/pair"]`)
	first := device.Text(".digits")
	h.later(10 * time.Minute)
	device.Until(`document.querySelector(".digits")?.textContent !== "` + first + `" && document.querySelector(".digits") !== null`)

	root := newTab(t, h)
	root.login("root", firstPIN, "/admin/devices")
	let := func(code string) {
		root.fill("code", code)
		root.Chosen(`[name="device"]`, "screen/s1")
		root.Click(`form[action="/admin/devices"] .button.main`)
	}
	let(first)
	root.Says("body", "没有设备显示这个配对码")
	let(strings.ReplaceAll(device.Text(".digits"), " ", ""))
	root.Says("body", "大厅屏")
	device.Until(`location.pathname === "/screen/s1"`)
	device.See("#board")
	device.Do(chromedp.Reload())
	device.See("#board")
	device.Until(`!document.querySelector("#board").hasAttribute("data-stale")`)
	if len(h.devices.LetIns()) != 1 {
		t.Fatal("nothing was let in")
	}
	root.Open("/admin/devices") // the device has taken its token by now
	root.Click(`form[action$="/shut"] button`)
	device.Says("body", "登记已被取消")
	device.See(`a[href="/pair"]`)
}
