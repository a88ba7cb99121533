package admin_test

import (
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// windows opens one for somebody, pauses and closes it.
func (s *supervisor) windows() {
	s.T.Helper()
	s.Click(`[data-window="w1"]`)
	s.See(`#sheet [name="staff"]`)
	s.set("staff", "demo")
	s.fits("hall-window")
	s.Click(`#sheet [value="open"]`)
	s.told("1 号窗口已打开")
	if w := s.window("w1"); w.State != queue.WindowOpen || w.Staff != "demo" {
		s.T.Errorf("opened for somebody it is %+v", w)
	}
	s.See(`.spot.free[data-window="w1"]`)
	s.Focus(`[data-window="w1"]`)
	s.Press("\r")
	s.See(`#sheet [value="pause"]`)
	s.Click(`#sheet [value="pause"]`)
	s.told("1 号窗口已暂停")
	s.See(`.spot.paused[data-window="w1"]`)
	s.Click(`[data-window="w1"]`)
	s.See(`#sheet [value="close"]`)
	s.Click(`#sheet [value="close"]`)
	s.told("1 号窗口已关")
	if w := s.window("w1"); w.State != queue.WindowClosed {
		s.T.Errorf("closed it is %+v", w)
	}
}

// services moves a window to other services, from the list, and back.
func (s *supervisor) services() {
	s.T.Helper()
	s.Click(`details.list summary`)
	s.Click(`tr [data-sheet="windows/w1"]`)
	s.See(`#sheet [value="assign"]`)
	s.Click(`#sheet [name="services"][value="mediation"]`)
	s.Click(`#sheet [value="assign"]`)
	s.told("1 号窗口改为接待所选的业务")
	if r := s.h.queue.Rules().Window("w1"); !r.Serves("mediation") || !r.Serves("petition") {
		s.T.Errorf("it takes %v", r.Services)
	}
	s.Click(`[data-window="w1"]`)
	s.See(`#sheet [value="file"]`)
	s.Click(`#sheet [value="file"]`)
	s.told("1 号窗口改为接待所选的业务")
	if r := s.h.queue.Rules().Window("w1"); r.Serves("mediation") {
		s.T.Errorf("as usual it takes %v", r.Services)
	}
}

// tickets moves one, of which its phone tells, then all, with a plain yes.
func (s *supervisor) tickets() {
	s.T.Helper()
	first := queuetest.Issue(s.T, s.h.queue, "labour")
	queuetest.Issue(s.T, s.h.queue, "labour")
	queuetest.Issue(s.T, s.h.queue, "labour")
	phone := s.phone(first)
	s.See(`[data-part="queues"] > table [data-sheet="services/labour"]`)
	s.Click(`[data-sheet="services/labour"]`)
	s.See(`#sheet [value="some"]`)
	s.Click(`#sheet [value="some"]`)
	s.See(`#sheet [data-slot="sheet-refusal"]:not([hidden])`) // none is chosen
	s.Click(`#sheet [name="numbers"][value="` + first.Number + `"]`)
	for _, go_ := range []string{"some", "all"} { // nobody said where to: it isn't the first service by itself
		s.Click(`#sheet [value="` + go_ + `"]`)
		s.Until(`document.querySelector('#sheet [data-slot="sheet-refusal"]').textContent.includes("请先选改到哪里") && !document.querySelector("#sure").open`)
	}
	s.set("target", "service:mediation")
	s.fits("hall-service")
	s.Click(`#sheet [value="some"]`)
	s.told("移走 1 个")
	phone.reads("main", "您的号改到“人民调解”接着等")
	s.Click(`[data-sheet="services/labour"]`)
	s.See(`#sheet [value="all"]`)
	s.set("target", "service:mediation")
	s.Click(`#sheet [value="all"]`)
	s.sure()
	s.told("移走 2 个")
	s.h.queue.View(func(l *queue.Lobby) {
		if l.WaitingFor("mediation") != 3 || l.WaitingFor("labour") != 0 {
			s.T.Errorf("%d wait for mediation, %d for labour rights", l.WaitingFor("mediation"), l.WaitingFor("labour"))
		}
	})
}

// shut closes a service for the day, in one of the ways, with two who wait; a phone says what becomes of them.
func (s *supervisor) shut(service, name, then, words string) *queue.Ticket {
	s.T.Helper()
	first := queuetest.Issue(s.T, s.h.queue, queue.ServiceID(service))
	queuetest.Issue(s.T, s.h.queue, queue.ServiceID(service))
	phone := s.phone(first)
	s.See(`[data-part="queues"] > table [data-sheet="services/` + service + `"]`)
	s.Click(`[data-sheet="services/` + service + `"]`)
	s.See(`#sheet .shut summary`)
	s.Click(`#sheet .shut summary`)
	s.Click(`#sheet [name="then"][value="` + then + `"]`)
	if then == "move" {
		s.set("to", "mediation")
	}
	s.set("reason", "system")
	s.Click(`#sheet [value="shut"]`)
	s.See(`#sure[open]`)
	s.fits("hall-shut-" + then)
	if then == "tell" {
		s.Click(`#sure [value="no"]`)
		s.Gone(`#sure`)
		s.h.queue.View(func(l *queue.Lobby) {
			if _, shut := l.ShutOf(queue.ServiceID(service)); shut {
				s.T.Error("closed, though the answer was no")
			}
		})
		s.Click(`#sheet [value="shut"]`)
	}
	s.sure()
	s.told(name + "今天停办")
	s.h.queue.View(func(l *queue.Lobby) {
		if shut, ok := l.ShutOf(queue.ServiceID(service)); !ok || shut.Reason != queue.ShutSystem || string(shut.Then) != then {
			s.T.Errorf("closed it is %+v", shut)
		}
		if n := l.WaitingFor(queue.ServiceID(service)); (n == 2) != (then == "serve") {
			s.T.Errorf("%s: %d still wait for it", then, n)
		}
	})
	phone.reads("main", words)
	return first
}

// reopen gives out numbers again.
func (s *supervisor) reopen() {
	s.T.Helper()
	s.Click(`[data-sheet="services/legal"]`)
	s.See(`#sheet [value="reopen"]`)
	s.Click(`#sheet [value="reopen"]`)
	s.told("公共法律服务恢复取号")
	queuetest.Issue(s.T, s.h.queue, "legal")
}

// alerts looks at what needs somebody, and says that it is known. What grew by half is told again.
func (s *supervisor) alerts() {
	s.T.Helper()
	for range 5 {
		queuetest.Issue(s.T, s.h.queue, "reconsideration")
	}
	s.h.tick(s.T)
	const line = `.need[data-key-of="service-reconsideration"] `
	s.See(line + `.seen`)
	s.Click(line + `[data-sheet]`)
	s.See(`#sheet[open] [data-sheet-of="windows/w4"] [value="open"]`) // the first that takes it and isn't open
	s.Click(`#sheet [data-close]`)
	s.Click(line + `.seen`)
	s.Absent(line)
	s.Click(`.quiet summary`)
	s.reads(".quiet-need", "行政复议")
	s.h.queue.View(func(l *queue.Lobby) {
		for _, a := range l.Alerts() {
			if a.Service == "reconsideration" && a.Seen.Staff != "duty" {
				s.T.Errorf("acknowledged it is %+v", a)
			}
		}
	})
	for range 3 {
		queuetest.Issue(s.T, s.h.queue, "reconsideration")
	}
	s.h.tick(s.T)
	s.See(line + `.seen`)
}

// surge says that similar matters were seen.
func (s *supervisor) surge() {
	s.T.Helper()
	s.staff(queue.OpenWindow{Window: "w6"})
	for range 2 {
		queuetest.Issue(s.T, s.h.queue, "legal-aid")
		s.staff(queue.Next{Window: "w6"})
		s.staff(queue.MarkMatter{Window: "w6", Category: "wages", Tags: []queue.TagID{"site-1"}})
		s.staff(queue.Finish{Window: "w6", Outcome: "answered"})
	}
	s.See(`.need [data-post*="/surges/"]`)
	s.Click(`.need [data-post*="/surges/"]`)
	s.Absent(`.need [data-post*="/surges/"]`)
}

// help goes where somebody asks for a person, by its key.
func (s *supervisor) help() {
	s.T.Helper()
	queuetest.Do(s.T, s.h.queue, queue.ByKiosk("main"), queue.AskHelp{Kiosk: "main"})
	const take, over = `[data-post="/api/v1/desk/help/1/take"]:not([data-method])`, `[data-post="/api/v1/desk/help/1/over"]`
	s.See(take)
	s.Press(s.keyOf(take))
	s.See(over)
	s.Click(`[data-post="/api/v1/desk/help/1/take"][data-method]`)
	s.See(take)
	s.Press(s.keyOf(take))
	s.See(over)
	s.Click(over)
	s.Absent(`[data-key-of="help-1"]`)
}

// duty calls somebody in, answers for them, and has others take who waits for somebody away, until they are back.
func (s *supervisor) duty() {
	s.T.Helper()
	s.Click(`[data-duty="page"][data-staff="clerk"]`)
	s.Click(`[data-duty="answer"][data-staff="clerk"][data-minutes="10"]`)
	s.reads(".duty.coming", "王律师")
	queuetest.Issue(s.T, s.h.queue, "xiao")
	s.staff(queue.OpenWindow{Window: "xiao"})
	x := s.staff(queue.Next{Window: "xiao"}).Ticket
	s.staff(queue.Transfer{Window: "xiao", Staff: "xiao"})
	queuetest.Do(s.T, s.h.queue, queue.ByStaff("duty"), queue.LeaveDuty{Staff: "xiao"})
	s.Click(`[data-duty="anyone"][data-number="` + x.Number + `"]`)
	s.Absent(`[data-duty="anyone"]`)
	s.Click(`[data-duty="back"][data-staff="xiao"]`)
	s.Absent(`[data-duty="back"]`)
}

// notices puts words and an emergency on the screens, and takes them away again.
func (s *supervisor) notices() {
	s.T.Helper()
	s.Press("n")
	s.See(`#post[open]`)
	s.Click(`#post [value="post"]`)
	s.See(`[data-slot="post-refusal"]:not([hidden])`) // nothing to say
	s.Typed(`#post [data-lang="zh"]`, "三楼正在测试")
	s.Click(`#post [value="post"]`)
	s.See(`[data-notice="1"]`)
	s.screen.reads("#note", "三楼正在测试")
	s.Click(`[data-open="post"]`)
	s.Click(`#post [value="evacuate"]`)
	s.Click(`#post [value="post"]`)
	s.See(`#sure[open]`)
	s.Click(`#sure [value="no"]`)
	s.Gone(`#sure`)
	s.Click(`#post [value="post"]`)
	s.sure()
	s.See(`.urgent [data-notice="2"]`)
	s.fits("hall-notices")
	s.screen.reads("#emergency", "请跟着工作人员从最近的安全出口离开")
	s.kiosk.reads("main", "不要乘电梯")
	for _, id := range []string{"2", "1"} {
		s.Click(`[data-notice="` + id + `"]`)
		s.Absent(`[data-notice="` + id + `"]`)
	}
	s.screen.Until(`!["三楼正在测试", "从最近的安全出口离开"].some((words) => document.body.innerText.includes(words))`)
	s.kiosk.Until(`document.querySelector('[data-page="start"]')`)
}

// reprint has a slip that nobody got printed again.
func (s *supervisor) reprint() {
	s.T.Helper()
	x := s.h.slip(s.T, queue.PrintFailed, false, "fault")
	s.See(`[data-again="` + x.Number + `"]`)
	s.Click(`[data-again="` + x.Number + `"]`)
	s.Until(`!document.querySelector('[data-again="` + x.Number + `"]')`)
	s.h.queue.View(func(l *queue.Lobby) {
		if p := l.Ticket(x.ID).Print; p.State != queue.PrintQueued {
			s.T.Errorf("the slip is %+v", p)
		}
	})
}

// clock says that the wall clock is right after it has jumped.
func (s *supervisor) clock() {
	s.T.Helper()
	s.h.clock.forward(2 * time.Hour)
	s.h.tick(s.T)
	s.See(`[data-act="trust"]`)
	s.Click(`[data-act="trust"]`)
	s.Absent(`[data-act="trust"]`)
	if doubt := s.h.queue.ClockDoubt(); doubt != "" {
		s.T.Errorf("the clock is still doubted: %s", doubt)
	}
}

// TestASupervisorsActs does by hand, in a browser, all that a supervisor may do in the hall. A button of the page
// that isn't in the table fails the test.
func TestASupervisorsActs(t *testing.T) {
	s := atWork(t)
	s.screen, s.kiosk = s.elsewhere("/screen/hall"), s.elsewhere("/kiosk/main")
	s.screen.See("#now")
	s.kiosk.See(`[data-page="start"]`)
	s.Click(`[data-key-of="kiosks"] summary`)
	s.Click(`[data-key-of="screens"] summary`)
	screen, kiosk := s.screen.loads(), s.kiosk.loads()
	acts := []struct {
		does []string // buttons of the templates, as buttons gives them
		act  func()
	}{
		{[]string{"/api/v1/screens/*/reload"}, func() {
			s.Click(`[data-post="/api/v1/screens/hall/reload"]`)
			s.told("大厅总屏十秒内重新载入")
		}},
		{[]string{"reload"}, func() { s.Click(`[data-reload="main"]`); s.See(`[data-reload="main"][data-now]`) }},
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
			s.kiosk.Open("/kiosk/main?lang=en")
			s.kiosk.See(`[data-page="start"]`)
			kiosk = s.kiosk.loads()
			s.Absent(`[data-reload="main"][data-now]`)
			s.Click(`[data-reload="main"]`)
			s.Click(`[data-reload="main"][data-now]`)
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
