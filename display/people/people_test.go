package people_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
)

// TestSomebodyNewChoosesTheirOwnPIN: an administrator adds a clerk; the clerk logs in, has to choose another PIN, is
// told why some aren't taken, and works.
func TestSomebodyNewChoosesTheirOwnPIN(t *testing.T) {
	h := open(t)
	root := h.root()
	empty := root.get("/admin/staff/new").is(http.StatusOK, "/admin/staff/new")
	f := empty.form(`form[action="/admin/staff/new"]`)
	if !slices.Equal(f["role"], []string{"clerk"}) || empty.Find(`form[action$="/duty"], form[action$="/remove"]`).Length() != 0 {
		t.Errorf("the empty form: %v", f)
	}
	f.Set("id", "zhao")
	f.Set("name", "赵芳")
	f["window"] = []string{"w2"}
	f.Set("first", "121212")
	root.post("/admin/staff/new", f).refused(http.StatusUnprocessableEntity, "重复")
	f.Set("first", "")
	added := root.post("/admin/staff/new", f).is(http.StatusOK, "/admin/staff/new")
	pin := added.words(".pin")
	if p := h.queue.Rules().Person("zhao"); len(pin) != 6 || p == nil || !p.Is(queue.RoleClerk) || p.MayServe("w1") || !strings.Contains(h.source(), "# runs the house") {
		t.Fatalf("added: %q %+v", pin, h.queue.Rules().Person("zhao"))
	}
	zhao, first := h.login("zhao", pin, "/window/w2")
	if first.is(http.StatusOK, "/pin").words(".note") == "" || first.Find(`a[href="/window/w2"]`).Length() != 0 {
		t.Error("the page doesn't say why, or lets one leave it as it is")
	}
	zhao.get("/window/w2").is(http.StatusOK, "/pin")
	change := func(present, fresh, again string) *page {
		return zhao.post("/pin", url.Values{"present": {present}, "new": {fresh}, "again": {again}, "to": {"/window/w2"}})
	}
	for _, tt := range [][4]string{
		{pin, "730518", "730519", "不一样"},
		{pin, "12345", "12345", "太短"},
		{pin, "345678", "345678", "顺着"},
		{pin, "199802", "199802", "年份"},
		{pin, pin, pin, "用过"},
		{"000007", "730518", "730518", "现在的密码不对"},
	} {
		change(tt[0], tt[1], tt[2]).refused(http.StatusUnprocessableEntity, tt[3])
	}
	change(pin, "730518", "730518").is(http.StatusOK, "/window/w2")
	change("730518", "840629", "840629").is(http.StatusOK, "/window/w2")
	change("840629", "730518", "730518").refused(http.StatusUnprocessableEntity, "用过")
	change("840629", pin, pin).refused(http.StatusUnprocessableEntity, "用过")
	if _, again := h.login("zhao", pin, "/window/w2"); again.status != http.StatusUnauthorized {
		t.Errorf("the first PIN still opens: %d", again.status)
	}
}

// TestWrongPINsLockOut: it says for how long, an administrator sees it and unlocks, and else it ends by itself.
func TestWrongPINsLockOut(t *testing.T) {
	h := open(t)
	root := h.root()
	wrong := func() *page {
		_, p := h.login("anna", "000007", "/")
		h.later(time.Minute) // each time the wait before the next is over
		return p
	}
	for range 5 {
		wrong().refused(http.StatusUnauthorized, "工号或密码不对")
	}
	_, p := h.login("anna", firstPIN, "/")
	p.refused(http.StatusTooManyRequests, "请等 14 分钟再试，或请管理员解锁")
	list := root.get("/admin/staff")
	if got := list.words(`form[action="/admin/staff/anna/unlock"]`); got != "解锁" || list.Find("td .warning").Length() != 1 {
		t.Errorf("the list: %q", list.said())
	}
	if got := root.get("/admin/staff/anna").words(".aside .warning"); !strings.Contains(got, "锁") {
		t.Errorf("the form: %q", got)
	}
	root.post("/admin/staff/anna/unlock", nil).is(http.StatusOK, "/admin/staff/anna/unlock")
	if _, p := h.login("anna", firstPIN, "/window"); p.status != http.StatusOK {
		t.Errorf("unlocked: %d", p.status)
	}
	for range 5 {
		wrong()
	}
	h.later(14 * time.Minute)
	if _, p := h.login("anna", firstPIN, "/window"); p.status != http.StatusOK {
		t.Errorf("afterwards: %d", p.status)
	}
	root.post("/admin/staff/nobody/unlock", nil).is(http.StatusNotFound, "/admin/staff/nobody/unlock")
}

// TestRightsFollowTheForm: what somebody may do changes with the form, at the next thing they do, and ends with them.
func TestRightsFollowTheForm(t *testing.T) {
	h := open(t)
	root := h.root()
	anna, page := h.login("anna", firstPIN, "/hall")
	page.is(http.StatusOK, "/hall")
	f := root.get("/admin/staff/anna").form(`form[action="/admin/staff/anna"]`)
	if !slices.Equal(f["role"], []string{"clerk", "supervisor"}) || !slices.Equal(f["window"], []string{"w1"}) || f.Get("name") != "安娜" {
		t.Fatalf("the form: %v", f)
	}
	f["role"] = []string{"clerk"}
	root.post("/admin/staff/anna", f).is(http.StatusOK, "/admin/staff/anna")
	anna.get("/hall").is(http.StatusForbidden, "/hall")
	anna.get("/window/w1").is(http.StatusOK, "/window/w1")
	if src := h.source(); !strings.Contains(src, "# comes on weekdays") || strings.Contains(src, "supervisor") {
		t.Errorf("the file:\n%s", src)
	}
	for _, refused := range []struct {
		path, words string
		form        url.Values
	}{
		{"/admin/staff/anna", "姓名", url.Values{"name": {strings.Repeat("长", 41)}, "role": {"clerk"}}},
		{"/admin/staff/anna", "角色", url.Values{"name": {"安娜"}}},
		{"/admin/staff/root", "最后一个管理员", url.Values{"name": {"丁一"}, "role": {"clerk"}}},
		{"/admin/staff/root/remove", "自己", nil},
		{"/admin/staff/anna/pin", "顺着", url.Values{"first": {"123456"}}},
	} {
		root.post(refused.path, refused.form).refused(http.StatusUnprocessableEntity, refused.words)
	}
	for _, path := range []string{"/admin/staff/nobody", "/admin/staff/nobody/pin", "/admin/staff/nobody/duty"} {
		root.post(path, url.Values{"name": {"某"}, "role": {"clerk"}}).is(http.StatusNotFound, path)
	}
	root.get("/admin/staff/nobody").is(http.StatusNotFound, "/admin/staff/nobody")

	sessions := root.get("/admin/staff").Find(`form[action^="/admin/sessions/"]`)
	if sessions.Length() != 2 {
		t.Fatalf("%d sessions", sessions.Length())
	}
	sessions.Each(func(_ int, f *goquery.Selection) {
		if strings.Contains(f.Find("button").AttrOr("aria-label", ""), "安娜") {
			root.post(f.AttrOr("action", ""), nil).is(http.StatusOK, "/admin/staff")
		}
	})
	anna.get("/window/w1").is(http.StatusOK, "/login")
	anna, _ = h.login("anna", firstPIN, "/window/w1")
	removed := root.post("/admin/staff/anna/remove", nil).is(http.StatusOK, "/admin/staff/anna/remove")
	if got := removed.words(".done"); !strings.Contains(got, "安娜") || h.queue.Rules().Person("anna") != nil {
		t.Errorf("removed: %q", got)
	}
	anna.get("/window/w1").is(http.StatusOK, "/login")
	if _, p := h.login("anna", firstPIN, "/"); p.status != http.StatusUnauthorized {
		t.Errorf("whoever has left logs in: %d", p.status)
	}
}

// TestDutyIsChangedByForm: the roster stands in the form as in the file, what is wrong is said, what is new goes into
// the file and nothing else, and the list shows the week.
func TestDutyIsChangedByForm(t *testing.T) {
	h := open(t)
	root := h.root()
	const form = `form[action="/admin/staff/anna/duty"]`
	before := h.source()
	f := root.get("/admin/staff/anna").form(form)
	if f.Get("by") != "roster" || f.Get("mon") != "9:00-12:00, 14:00-17:30" || f.Get("sat") != "" || f.Get("fallback") != "" || f.Has("on_call") {
		t.Fatalf("the form: %v", f)
	}
	root.post("/admin/staff/anna/duty", f)
	if h.source() != before {
		t.Error("the form as it stands changes the file")
	}
	bad := url.Values{"by": {"roster"}, "tue": {"9-12"}}
	again := root.post("/admin/staff/anna/duty", bad)
	again.refused(http.StatusUnprocessableEntity, "周二")
	if got := again.form(form); got.Get("tue") != "9-12" || got.Get("mon") != "" {
		t.Errorf("what was filled in is lost: %v", got)
	}
	root.post("/admin/staff/anna/duty", url.Values{"by": {"roster"}, "tue": {"12:00-9:00"}}).refused(http.StatusUnprocessableEntity, "周二")
	root.post("/admin/staff/anna/duty", url.Values{"by": {"roster"}}).refused(http.StatusUnprocessableEntity, "至少")
	f = url.Values{"by": {"roster"}, "tue": {"9:00-12:00，13:30-17:30"}, "wed": {"9:00-12:00, 13:30-17:30"}, "sun": {"10:00-11:00"}, "on_call": {"yes"}, "fallback": {"root"}}
	done := root.post("/admin/staff/anna/duty", f).is(http.StatusOK, "/admin/staff/anna/duty")
	p := h.queue.Rules().Person("anna")
	if done.words(".done") == "" || len(p.Roster.Week[time.Tuesday]) != 2 || p.Roster.Week[time.Monday] != nil || p.Roster.Week[time.Sunday][0] != (queue.Span{From: 600, To: 660}) || !p.OnCall || p.Fallback != "root" {
		t.Errorf("%s: %+v", done.said(), p.Duty)
	}
	if src := h.source(); !strings.Contains(src, "# comes on weekdays") || !strings.Contains(src, "tue-wed:") {
		t.Errorf("the file:\n%s", src)
	}
	list := root.get("/admin/staff")
	cells := list.Find(".week tbody tr td")
	if list.Find(".week tbody tr").Length() != 1 || cells.Length() != 7 || list.Find(".week td.today").Length() != 1 || list.Find(".week thead [aria-current]").Length() != 1 {
		t.Errorf("the week: %s", list.words(".week"))
	}
	if got := strings.TrimSpace(cells.Eq(6).Text()); got != "10:00–11:00" || strings.TrimSpace(cells.Eq(0).Text()) != "休" || !strings.Contains(list.said(), "没有排班，来了就在： 丁一") {
		t.Errorf("the week: %q in %s", got, list.said())
	}
	root.post("/admin/staff/anna/duty", url.Values{"by": {""}, "tue": {"whatever"}}).is(http.StatusOK, "/admin/staff/anna/duty")
	if p := h.queue.Rules().Person("anna"); p.Roster != nil || p.OnCall || p.Fallback != "" || strings.Contains(h.source(), "roster") {
		t.Errorf("no roster: %+v\n%s", p.Duty, h.source())
	}
}

// TestDevicesAreLetInAndShutOut over the administrator's page.
func TestDevicesAreLetInAndShutOut(t *testing.T) {
	h := open(t)
	root, device := h.root(), h.browser()
	device.get("/kiosk/k1").is(http.StatusUnauthorized, "/kiosk/k1")
	if got := device.get("/kiosk/k1"); got.Find(`a[href="/pair"]`).Length() != 1 {
		t.Errorf("the device isn't led to its code: %s", got.said())
	}
	code := device.get("/pair").words(".digits")
	where := root.get("/admin/devices?code=" + strings.ReplaceAll(code, " ", ""))
	if f := where.form(`form[action="/admin/devices"]`); f.Get("code") != strings.ReplaceAll(code, " ", "") || where.Find("option[value='kiosk/k1'], option[value='screen/s1'], option[value='tablet/w1']").Length() != 3 {
		t.Errorf("the form: %v", f)
	}
	let := func(code, device string) *page {
		return root.post("/admin/devices", url.Values{"code": {code}, "device": {device}})
	}
	let("000000", "kiosk/k1").refused(http.StatusNotFound, "没有设备显示这个配对码")
	let(code, "kiosk/k9").refused(http.StatusUnprocessableEntity, "")
	h.later(10 * time.Minute)
	let(code, "kiosk/k1").refused(http.StatusNotFound, "过期")
	code = device.get("/pair").words(".digits")
	h.later(3 * time.Minute)
	if got := root.get("/admin/devices").Find("main").Text(); !strings.Contains(got, "127.0.0.1，3 分钟了") || strings.Contains(got, code) {
		t.Errorf("what waits: %s", got)
	}
	if got := let(code, "kiosk/k1").is(http.StatusOK, "/admin/devices").words(".done"); !strings.Contains(got, "大厅取号机") {
		t.Errorf("let in: %q", got)
	}
	device.post("/pair", nil)
	device.get("/kiosk/k1").is(http.StatusOK, "/kiosk/k1")
	device.get("/screen/s1").is(http.StatusUnauthorized, "/screen/s1")
	if got := root.get("/admin/audit").Find("main").Text(); !strings.Contains(got, "登记设备：大厅取号机（当时在 127.0.0.1）") {
		t.Errorf("the audit: %s", got)
	}
	shut := root.get("/admin/devices").Find(`form[action$="/shut"]`)
	if shut.Length() != 1 || !strings.Contains(shut.Find("button").AttrOr("aria-label", ""), "大厅取号机") {
		t.Fatalf("%d devices to be shut out", shut.Length())
	}
	root.post(shut.AttrOr("action", ""), nil).is(http.StatusOK, "/admin/devices")
	device.get("/kiosk/k1").is(http.StatusUnauthorized, "/kiosk/k1")
	root.post(shut.AttrOr("action", ""), nil).is(http.StatusNotFound, shut.AttrOr("action", ""))
	root.post("/admin/devices/x/shut", nil).is(http.StatusNotFound, "/admin/devices/x/shut")
}

// TestEveryHeaderLeadsToThePINAndOut: one place on every page of the staff's.
func TestEveryHeaderLeadsToThePINAndOut(t *testing.T) {
	h := open(t)
	root := h.root()
	for _, path := range []string{"/window", "/window/w1", "/desk", "/mine", "/follow-ups", "/hall", "/admin/staff", "/admin/staff/new", "/admin/devices", "/admin/audit"} {
		p := root.get(path).is(http.StatusOK, path)
		who := p.Find(`header form.who[action="/logout"], footer form.who[action="/logout"]`)
		if who.Length() != 1 || who.Find("button").Length() != 1 || !strings.EqualFold(who.Find("a").AttrOr("href", ""), "/pin?to="+url.QueryEscape(path)) || !strings.Contains(who.Find("a").Text(), "丁一") {
			html, _ := who.Html()
			t.Errorf("%s: %s", path, html)
		}
	}
	if got := root.get("/window/w1").Find(`#keys form.who a[href^="/pin?to="]`).Length(); got != 1 {
		t.Error("a narrow console has no way to the PIN")
	}
	root.post("/logout", nil).is(http.StatusOK, "/login")
	root.get("/admin/staff").is(http.StatusOK, "/login")
}

// TestAFormOfBeforeGivesNoRightsBack: two administrators have the same person's form open. What the first took away
// doesn't come back with the second's correction of a name; who saves once more after being told does so knowingly.
func TestAFormOfBeforeGivesNoRightsBack(t *testing.T) {
	h := open(t)
	root := h.root()
	const path, form = "/admin/staff/anna", `form[action="/admin/staff/anna"]`
	before := root.get(path).form(form)
	duty := root.get(path).form(`form[action="/admin/staff/anna/duty"]`)
	taken := root.get(path).form(form)
	taken["role"] = []string{"clerk"}
	root.post(path, taken).is(http.StatusOK, path)
	before.Set("name", "安娜娜")
	told := root.post(path, before)
	told.refused(http.StatusConflict, "别人改过这个人")
	root.post(path+"/duty", duty).refused(http.StatusConflict, "别人改过这个人")
	if src := h.source(); strings.Contains(src, "supervisor") || strings.Contains(src, "安娜娜") {
		t.Errorf("the file:\n%s", src)
	}
	again := told.form(form)
	if again.Get("name") != "安娜娜" {
		t.Errorf("what was typed is gone: %v", again)
	}
	root.post(path, again).is(http.StatusOK, path)
	if !strings.Contains(h.source(), "安娜娜") {
		t.Error("saved once more, and not taken")
	}
}
