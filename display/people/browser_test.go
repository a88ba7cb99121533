package people_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// tab is a page in a Chromium without a head, with cookies of its own. An uncaught exception on it fails the test.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string
}

// chromium starts the browser and gives its first page, ended with the test.
func chromium(t *testing.T, h *house) *tab {
	t.Helper()
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "zh-CN"), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), o...)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewContext(ctx)
	t.Cleanup(stop)
	return begin(t, ctx, stop, h.url)
}

// other is a page in the same browser that shares no cookie with the first.
func (b *tab) other() *tab {
	b.t.Helper()
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	b.t.Cleanup(stop)
	return begin(b.t, ctx, stop, b.base)
}

func begin(t *testing.T, ctx context.Context, stop func(), base string) *tab {
	t.Helper()
	must(t, chromedp.Do(ctx))
	messages := chromedp.Console(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.IsException() {
				t.Errorf("on the page: %s", m)
			}
		}
	}()
	t.Cleanup(func() { stop(); <-done })
	b := &tab{t, ctx, base}
	b.do(chromedp.EmulateViewport(1366, 768))
	b.open("/language/zh?to=/login")
	return b
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	for _, step := range steps {
		ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
		err := chromedp.Do(ctx, step)
		cancel()
		if err != nil {
			b.t.Fatalf("%v, at %s", err, b.value(`location.pathname + ": " + document.body.innerText.slice(0, 400)`))
		}
	}
}

func (b *tab) value(js string) string {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](js))
	must(b.t, err)
	return v
}

func (b *tab) open(path string) { b.t.Helper(); b.do(chromedp.Navigate(b.base + path)) }
func (b *tab) see(css string)   { b.t.Helper(); b.do(chromedp.WaitVisible(chromedp.CSS(css))) }
func (b *tab) click(css string) { b.t.Helper(); b.do(chromedp.Click(chromedp.CSS(css))) }
func (b *tab) text(css string) string {
	b.t.Helper()
	b.see(css)
	return b.value(`document.querySelector('` + css + `').textContent`)
}

func (b *tab) typed(name, text string) {
	b.t.Helper()
	css := chromedp.CSS(`[name="` + name + `"]`)
	b.do(chromedp.WaitVisible(css), chromedp.Clear(css), chromedp.SendKeys(css, text))
}

// until waits until something is so on the page, also when that is another one by then.
func (b *tab) until(what, js string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	for {
		look, stop := context.WithTimeout(ctx, time.Second) // a page that goes meanwhile may take the answer along
		_, err := chromedp.Run(look, chromedp.Poll[bool](js))
		stop()
		switch {
		case err == nil:
			return
		case ctx.Err() != nil:
			b.t.Fatalf("%s: %v, at %s", what, err, b.value(`location.pathname + ": " + document.body.innerText.slice(0, 400)`))
		}
	}
}

func (b *tab) says(words string) {
	b.t.Helper()
	b.until(words, `document.body && document.body.innerText.includes("`+words+`")`)
}

func (b *tab) login(staff, pin, to string) {
	b.t.Helper()
	b.open("/login?to=" + to)
	b.typed("staff", staff)
	b.typed("pin", pin+"\r")
}

// TestAPersonsDaysInABrowser: an administrator adds a clerk by form; the clerk logs in, has to choose another PIN, works;
// wrong PINs lock the clerk out and the administrator unlocks; the open page follows what the clerk may do, and ends with
// the clerk.
func TestAPersonsDaysInABrowser(t *testing.T) {
	h := open(t)
	root := chromium(t, h)
	root.login("root", firstPIN, "/admin/staff/new")
	root.typed("id", "zhao")
	root.typed("name", "赵芳")
	root.click(`[name="role"][value="desk"]`)
	root.click(`[name="window"][value="w2"]`)
	root.typed("first", "840629")
	root.click(`form.person .button.main`)
	if got := root.text(".pin"); got != "840629" {
		t.Fatalf("the first PIN: %q", got)
	}

	zhao := root.other()
	zhao.login("zhao", "840629", "/window/w2")
	zhao.says("换成自己的才能继续")
	fill := func(fresh string) {
		zhao.typed("present", "840629")
		zhao.typed("new", fresh)
		zhao.typed("again", fresh+"\r")
	}
	fill("222222")
	zhao.says("密码不能是顺着数的数字")
	fill("840629")
	zhao.says("用过")
	fill("730518")
	zhao.see(`#frame[data-view="closed"] [data-live="live"]`)
	zhao.do(chromedp.KeyEvent("\r"))
	zhao.see(`#frame[data-view="nobody"]`)

	for range 5 {
		h.browser().post("/login", map[string][]string{"staff": {"zhao"}, "pin": {"000007"}})
		h.later(time.Minute)
	}
	third := root.other()
	third.login("zhao", "730518", "/window/w2")
	third.says("请等 14 分钟再试，或请管理员解锁")
	root.open("/admin/staff")
	root.click(`form[action="/admin/staff/zhao/unlock"] button`)
	root.says("赵芳：")
	third.login("zhao", "730518", "/window/w2")
	third.see(`#frame[data-view="nobody"]`)

	root.open("/admin/staff/zhao")
	root.click(`[name="window"][value="w2"]`)
	root.click(`[name="window"][value="w1"]`)
	root.click(`form[action="/admin/staff/zhao"] .button.main`)
	zhao.says("您不在“2 号窗口”的名单里")
	zhao.open("/desk")
	zhao.see(`.desk [data-live="live"]`)
	root.open("/admin/staff/zhao")
	root.click("details summary")
	root.click(`form[action="/admin/staff/zhao/remove"] .danger`)
	zhao.until("the log-in", `location.pathname === "/login"`)
	if h.queue.Rules().Person("zhao") != nil {
		t.Error("still there")
	}
}

// TestAScreenIsRegisteredInABrowser: a screen shows a code, an administrator types it, the page becomes the screen and
// stays it; a code that is over is replaced by another; shut out, the screen says so.
func TestAScreenIsRegisteredInABrowser(t *testing.T) {
	h := open(t)
	device := chromium(t, h)
	device.do(chromedp.EmulateViewport(1920, 1080))
	device.open("/screen/s1")
	device.click(`a[href="/pair"]`)
	first := device.text(".digits")
	h.later(10 * time.Minute)
	device.until("another code", `document.querySelector(".digits")?.textContent !== "`+first+`" && document.querySelector(".digits") !== null`)

	root := device.other()
	root.login("root", firstPIN, "/admin/devices")
	let := func(code string) {
		root.typed("code", code)
		root.do(chromedp.SetValue(chromedp.CSS(`[name="device"]`), "screen/s1"))
		root.click(`form[action="/admin/devices"] .button.main`)
	}
	let(first)
	root.says("没有设备显示这个配对码")
	let(strings.ReplaceAll(device.text(".digits"), " ", ""))
	root.says("大厅屏")
	device.until("the screen", `location.pathname === "/screen/s1"`)
	device.see("#board")
	device.do(chromedp.Reload())
	device.see("#board")
	device.until("live", `!document.querySelector("#board").hasAttribute("data-stale")`)
	if len(h.devices.LetIns()) != 1 {
		t.Fatal("nothing was let in")
	}
	root.open("/admin/devices") // the device has taken its token by now
	root.click(`form[action$="/shut"] button`)
	device.says("登记已被取消")
	device.see(`a[href="/pair"]`)
}
