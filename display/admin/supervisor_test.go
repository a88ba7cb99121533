package admin_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// windows opens one for somebody, pauses and closes it.
func (s *supervisor) windows() {
	s.t.Helper()
	s.click(`[data-window="w1"]`)
	s.see(`#sheet [name="staff"]`)
	s.set("staff", "demo")
	s.fits("hall-window")
	s.click(`#sheet [value="open"]`)
	s.told("1 号窗口已打开")
	if w := s.window("w1"); w.State != queue.WindowOpen || w.Staff != "demo" {
		s.t.Errorf("opened for somebody it is %+v", w)
	}
	s.see(`.spot.free[data-window="w1"]`)
	s.do(chromedp.Focus(chromedp.CSS(`[data-window="w1"]`)), chromedp.KeyEvent("\r"))
	s.see(`#sheet [value="pause"]`)
	s.click(`#sheet [value="pause"]`)
	s.told("1 号窗口已暂停")
	s.see(`.spot.paused[data-window="w1"]`)
	s.click(`[data-window="w1"]`)
	s.see(`#sheet [value="close"]`)
	s.click(`#sheet [value="close"]`)
	s.told("1 号窗口已关")
	if w := s.window("w1"); w.State != queue.WindowClosed {
		s.t.Errorf("closed it is %+v", w)
	}
}

// services moves a window to other services, from the list, and back.
func (s *supervisor) services() {
	s.t.Helper()
	s.click(`details.list summary`)
	s.click(`tr [data-sheet="windows/w1"]`)
	s.see(`#sheet [value="assign"]`)
	s.click(`#sheet [name="services"][value="mediation"]`)
	s.click(`#sheet [value="assign"]`)
	s.told("1 号窗口改为接待所选的业务")
	if r := s.h.queue.Rules().Window("w1"); !r.Serves("mediation") || !r.Serves("petition") {
		s.t.Errorf("it takes %v", r.Services)
	}
	s.click(`[data-window="w1"]`)
	s.see(`#sheet [value="file"]`)
	s.click(`#sheet [value="file"]`)
	s.told("1 号窗口改为接待所选的业务")
	if r := s.h.queue.Rules().Window("w1"); r.Serves("mediation") {
		s.t.Errorf("as usual it takes %v", r.Services)
	}
}

// tickets moves one, of which its phone tells, then all, with a plain yes.
func (s *supervisor) tickets() {
	s.t.Helper()
	first := queuetest.Issue(s.t, s.h.queue, "labour")
	queuetest.Issue(s.t, s.h.queue, "labour")
	queuetest.Issue(s.t, s.h.queue, "labour")
	phone := s.phone(first)
	s.see(`[data-part="queues"] > table [data-sheet="services/labour"]`)
	s.click(`[data-sheet="services/labour"]`)
	s.see(`#sheet [value="some"]`)
	s.click(`#sheet [value="some"]`)
	s.see(`#sheet [data-slot="sheet-refusal"]:not([hidden])`) // none is chosen
	s.click(`#sheet [name="numbers"][value="` + first.Number + `"]`)
	s.set("target", "service:mediation")
	s.fits("hall-service")
	s.click(`#sheet [value="some"]`)
	s.told("移走 1 个")
	phone.reads("main", "您的号改到“人民调解”接着等")
	s.click(`[data-sheet="services/labour"]`)
	s.see(`#sheet [value="all"]`)
	s.set("target", "service:mediation")
	s.click(`#sheet [value="all"]`)
	s.sure()
	s.told("移走 2 个")
	s.h.queue.View(func(l *queue.Lobby) {
		if l.WaitingFor("mediation") != 3 || l.WaitingFor("labour") != 0 {
			s.t.Errorf("%d wait for mediation, %d for labour rights", l.WaitingFor("mediation"), l.WaitingFor("labour"))
		}
	})
}

// shut closes a service for the day, in one of the ways, with two who wait; a phone says what becomes of them.
func (s *supervisor) shut(service, name, then, words string) *queue.Ticket {
	s.t.Helper()
	first := queuetest.Issue(s.t, s.h.queue, queue.ServiceID(service))
	queuetest.Issue(s.t, s.h.queue, queue.ServiceID(service))
	phone := s.phone(first)
	s.see(`[data-part="queues"] > table [data-sheet="services/` + service + `"]`)
	s.click(`[data-sheet="services/` + service + `"]`)
	s.see(`#sheet .shut summary`)
	s.click(`#sheet .shut summary`)
	s.click(`#sheet [name="then"][value="` + then + `"]`)
	if then == "move" {
		s.set("to", "mediation")
	}
	s.set("reason", "system")
	s.click(`#sheet [value="shut"]`)
	s.see(`#sure[open]`)
	s.fits("hall-shut-" + then)
	if then == "tell" {
		s.click(`#sure [value="no"]`)
		s.do(chromedp.WaitNotVisible(chromedp.CSS(`#sure`)))
		s.h.queue.View(func(l *queue.Lobby) {
			if _, shut := l.ShutOf(queue.ServiceID(service)); shut {
				s.t.Error("closed, though the answer was no")
			}
		})
		s.click(`#sheet [value="shut"]`)
	}
	s.sure()
	s.told(name + "今天停办")
	s.h.queue.View(func(l *queue.Lobby) {
		if shut, ok := l.ShutOf(queue.ServiceID(service)); !ok || shut.Reason != queue.ShutSystem || string(shut.Then) != then {
			s.t.Errorf("closed it is %+v", shut)
		}
		if n := l.WaitingFor(queue.ServiceID(service)); (n == 2) != (then == "serve") {
			s.t.Errorf("%s: %d still wait for it", then, n)
		}
	})
	phone.reads("main", words)
	return first
}

// reopen gives out numbers again.
func (s *supervisor) reopen() {
	s.t.Helper()
	s.click(`[data-sheet="services/legal"]`)
	s.see(`#sheet [value="reopen"]`)
	s.click(`#sheet [value="reopen"]`)
	s.told("公共法律服务恢复取号")
	queuetest.Issue(s.t, s.h.queue, "legal")
}

// alerts looks at what needs somebody, and says that it is known. What grew by half is told again.
func (s *supervisor) alerts() {
	s.t.Helper()
	for range 5 {
		queuetest.Issue(s.t, s.h.queue, "reconsideration")
	}
	s.h.tick(s.t)
	const line = `.need[data-key-of="service-reconsideration"] `
	s.see(line + `.seen`)
	s.click(line + `[data-sheet]`)
	s.see(`#sheet[open] [data-sheet-of="windows/w4"] [value="open"]`) // the first that takes it and isn't open
	s.click(`#sheet [data-close]`)
	s.click(line + `.seen`)
	s.do(chromedp.WaitNotPresent(chromedp.CSS(line)))
	s.click(`.quiet summary`)
	s.reads(".quiet-need", "行政复议")
	s.h.queue.View(func(l *queue.Lobby) {
		for _, a := range l.Alerts() {
			if a.Service == "reconsideration" && a.Seen.Staff != "duty" {
				s.t.Errorf("acknowledged it is %+v", a)
			}
		}
	})
	for range 3 {
		queuetest.Issue(s.t, s.h.queue, "reconsideration")
	}
	s.h.tick(s.t)
	s.see(line + `.seen`)
}

// surge says that similar matters were seen.
func (s *supervisor) surge() {
	s.t.Helper()
	s.staff(queue.OpenWindow{Window: "w6"})
	for range 2 {
		queuetest.Issue(s.t, s.h.queue, "legal-aid")
		s.staff(queue.Next{Window: "w6"})
		s.staff(queue.MarkMatter{Window: "w6", Category: "wages", Tags: []queue.TagID{"site-1"}})
		s.staff(queue.Finish{Window: "w6", Outcome: "answered"})
	}
	s.see(`.need [data-post*="/surges/"]`)
	s.click(`.need [data-post*="/surges/"]`)
	s.do(chromedp.WaitNotPresent(chromedp.CSS(`.need [data-post*="/surges/"]`)))
}

// help goes where somebody asks for a person, by its key.
func (s *supervisor) help() {
	s.t.Helper()
	queuetest.Do(s.t, s.h.queue, queue.ByKiosk("main"), queue.AskHelp{Kiosk: "main"})
	const take, over = `[data-post="/api/v1/desk/help/1/take"]:not([data-method])`, `[data-post="/api/v1/desk/help/1/over"]`
	s.see(take)
	s.do(chromedp.KeyEvent(s.keyOf(take)))
	s.see(over)
	s.click(`[data-post="/api/v1/desk/help/1/take"][data-method]`)
	s.see(take)
	s.do(chromedp.KeyEvent(s.keyOf(take)))
	s.see(over)
	s.click(over)
	s.do(chromedp.WaitNotPresent(chromedp.CSS(`[data-key-of="help-1"]`)))
}

// duty calls somebody in, answers for them, and has others take who waits for somebody away, until they are back.
func (s *supervisor) duty() {
	s.t.Helper()
	s.click(`[data-duty="page"][data-staff="clerk"]`)
	s.click(`[data-duty="answer"][data-staff="clerk"][data-minutes="10"]`)
	s.reads(".duty.coming", "王律师")
	queuetest.Issue(s.t, s.h.queue, "xiao")
	s.staff(queue.OpenWindow{Window: "xiao"})
	x := s.staff(queue.Next{Window: "xiao"}).Ticket
	s.staff(queue.Transfer{Window: "xiao", Staff: "xiao"})
	queuetest.Do(s.t, s.h.queue, queue.ByStaff("duty"), queue.LeaveDuty{Staff: "xiao"})
	s.click(`[data-duty="anyone"][data-number="` + x.Number + `"]`)
	s.do(chromedp.WaitNotPresent(chromedp.CSS(`[data-duty="anyone"]`)))
	s.click(`[data-duty="back"][data-staff="xiao"]`)
	s.do(chromedp.WaitNotPresent(chromedp.CSS(`[data-duty="back"]`)))
}

// notices puts words and an emergency on the screens, and takes them away again.
func (s *supervisor) notices() {
	s.t.Helper()
	s.do(chromedp.KeyEvent("n"))
	s.see(`#post[open]`)
	s.click(`#post [value="post"]`)
	s.see(`[data-slot="post-refusal"]:not([hidden])`) // nothing to say
	s.do(chromedp.SendKeys(chromedp.CSS(`#post [data-lang="zh"]`), "三楼正在测试"))
	s.click(`#post [value="post"]`)
	s.see(`[data-notice="1"]`)
	s.screen.reads("#note", "三楼正在测试")
	s.click(`[data-open="post"]`)
	s.click(`#post [value="evacuate"]`)
	s.click(`#post [value="post"]`)
	s.see(`#sure[open]`)
	s.click(`#sure [value="no"]`)
	s.do(chromedp.WaitNotVisible(chromedp.CSS(`#sure`)))
	s.click(`#post [value="post"]`)
	s.sure()
	s.see(`.urgent [data-notice="2"]`)
	s.fits("hall-notices")
	s.screen.reads("#emergency", "请跟着工作人员从最近的安全出口离开")
	s.kiosk.reads("main", "不要乘电梯")
	for _, id := range []string{"2", "1"} {
		s.click(`[data-notice="` + id + `"]`)
		s.do(chromedp.WaitNotPresent(chromedp.CSS(`[data-notice="` + id + `"]`)))
	}
	s.screen.until("nothing is told any more", `!["三楼正在测试", "从最近的安全出口离开"].some((words) => document.body.innerText.includes(words))`)
	s.kiosk.until("the kiosk is a kiosk again", `document.querySelector('[data-page="start"]')`)
}

// reprint has a slip that nobody got printed again.
func (s *supervisor) reprint() {
	s.t.Helper()
	x := s.h.slip(s.t, queue.PrintFailed, false, "fault")
	s.see(`[data-again="` + x.Number + `"]`)
	s.click(`[data-again="` + x.Number + `"]`)
	s.until("it is on its way", `!document.querySelector('[data-again="`+x.Number+`"]')`)
	s.h.queue.View(func(l *queue.Lobby) {
		if p := l.Ticket(x.ID).Print; p.State != queue.PrintQueued {
			s.t.Errorf("the slip is %+v", p)
		}
	})
}

// clock says that the wall clock is right after it has jumped.
func (s *supervisor) clock() {
	s.t.Helper()
	s.h.clock.forward(2 * time.Hour)
	s.h.tick(s.t)
	s.see(`[data-act="trust"]`)
	s.click(`[data-act="trust"]`)
	s.do(chromedp.WaitNotPresent(chromedp.CSS(`[data-act="trust"]`)))
	if doubt := s.h.queue.ClockDoubt(); doubt != "" {
		s.t.Errorf("the clock is still doubted: %s", doubt)
	}
}

// TestASupervisorsActs does by hand, in a browser, all that a supervisor may do in the hall. A button of the page
// that isn't in the table fails the test.
func TestASupervisorsActs(t *testing.T) {
	s := atWork(t)
	s.screen, s.kiosk = s.beside("/screen/hall"), s.beside("/kiosk/main")
	s.screen.see("#now")
	s.kiosk.see(`[data-page="start"]`)
	s.click(`[data-key-of="kiosks"] summary`)
	s.click(`[data-key-of="screens"] summary`)
	screen, kiosk := s.screen.loads(), s.kiosk.loads()
	acts := []struct {
		does []string // buttons of the templates, as buttons gives them
		act  func()
	}{
		{[]string{"/api/v1/screens/*/reload"}, func() {
			s.click(`[data-post="/api/v1/screens/hall/reload"]`)
			s.told("大厅总屏十秒内重新载入")
		}},
		{[]string{"reload"}, func() { s.click(`[data-reload="main"]`); s.see(`[data-reload="main"][data-now]`) }},
		{[]string{"window", "/api/v1/windows/*/open", "go open", "/api/v1/windows/*/pause", "go pause", "/api/v1/windows/*/close", "go close"}, s.windows},
		{[]string{"sheet windows/", "/api/v1/windows/*/services", "go assign", "go file"}, s.services},
		{[]string{"sheet services/", "/api/v1/services/*/move", "go some", "go all", "sure yes"}, s.tickets},
		{[]string{"/api/v1/services/*/close", "then serve", "go shut"}, func() {
			s.shut("petition", "信访接待", "serve", "这项业务今天不再取号，还在等的都会办完")
		}},
		{[]string{"then move"}, func() { s.shut("legal", "公共法律服务", "move", "您的号改到“人民调解”接着等") }},
		{[]string{"then tell", "sure no"}, func() { s.shut("hotline", "12345 热线事项", "tell", "这项业务今天停办了，此号作废") }},
		{[]string{"/api/v1/services/*/open", "go reopen"}, s.reopen},
		{[]string{"sheet ", "close", "/api/v1/alerts/*/seen"}, s.alerts},
		{[]string{"/api/v1/surges/*/seen"}, s.surge},
		{[]string{"/api/v1/desk/help/*/take", "/api/v1/desk/help/*/over"}, s.help},
		{[]string{"duty"}, s.duty},
		{[]string{"again"}, s.reprint},
		{[]string{"reload now"}, func() {
			kiosk(`[data-page="start"]`) // for it was asked before
			screen("#now")
			s.kiosk.open("/kiosk/main?lang=en")
			s.kiosk.see(`[data-page="start"]`)
			kiosk = s.kiosk.loads()
			s.do(chromedp.WaitNotPresent(chromedp.CSS(`[data-reload="main"][data-now]`)))
			s.click(`[data-reload="main"]`)
			s.click(`[data-reload="main"][data-now]`)
			kiosk(`[data-page="start"]`)
		}},
		{[]string{"open post", "post", "notice"}, s.notices},
		{[]string{"/api/v1/clock/trust"}, s.clock},
	}
	table := map[string]bool{}
	for _, a := range acts {
		for _, b := range a.does {
			table[b] = true
		}
	}
	for _, b := range buttons(t) {
		if !table[b] {
			t.Errorf("nobody tries the button %q", b)
		}
		delete(table, b)
	}
	for b := range table {
		t.Errorf("the page has no button %q", b)
	}
	for _, a := range acts {
		a.act()
	}
}
