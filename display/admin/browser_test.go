package admin_test

import (
	"testing"
	"time"

	"onedoor/display"
	"onedoor/display/admin"
	"onedoor/display/browsertest"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// tab is a page of the shared Chromium, ended with the test.
type tab struct {
	*browsertest.Tab
}

func newTab(t *testing.T, h *house) *tab {
	t.Helper()
	return &tab{browsertest.Open(t, h.url, 1366, 768)}
}

// login logs in on the page that asks for it.
func (b *tab) login(staff string) {
	b.T.Helper()
	b.Typed(`[name="staff"]`, staff)
	b.Typed(`[name="pin"]`, admin.DemoPIN+"\r")
}

// elsewhere opens a page as somebody else would.
func (b *tab) elsewhere(path string) *tab {
	b.T.Helper()
	o := &tab{browsertest.Open(b.T, b.Base, 1366, 768)}
	o.Open(path)
	return o
}

// fits fails when the page is wider than its window, and keeps a picture where
// ONEDOOR_SHOTS says, if it does.
func (b *tab) fits(name string) {
	b.T.Helper()
	if wide := browsertest.Value[string](b.Tab, `document.documentElement.scrollWidth <= innerWidth ? "" :
		[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.tagName + "." + e.className).join("; ")`); wide != "" {
		b.T.Errorf("%s is wider than its window: %s", name, wide)
	}
	b.Shot(name)
}

func TestPagesFit(t *testing.T) {
	h := open(t, houseOptions{rules: noReprint})
	demo := queue.ByStaff("demo")
	for _, w := range []queue.WindowID{"w1", "w3", "w31"} {
		queuetest.Do(t, h.queue, demo, queue.OpenWindow{Window: w})
	}
	queuetest.Do(t, h.queue, demo, queue.PauseWindow{Window: "w1", Reason: "meeting"})
	for range 3 {
		queuetest.Issue(t, h.queue, "legal")
	}
	queuetest.Do(t, h.queue, demo, queue.Next{Window: "w3"})
	h.badPaper(t)
	again := queuetest.Do(t, h.queue, demo, queue.Reprint{Ticket: h.slip(t, queue.PrintFailed, false, "fault").ID})
	queuetest.Do(t, h.queue, queue.ByPrinter("hall"), queue.BeginPrint{Job: again.Job, Attempt: 1, Process: 8}) // and halts
	b := newTab(t, h)
	for _, lang := range []string{"zh", "en"} {
		b.Open("/logout")
		b.Open("/language/" + lang + "?to=/")
		b.See(".way")
		b.fits("start-" + lang)
		b.Open("/login?to=/hall")
		b.fits("login-" + lang)
		b.login("supervisor")
		b.See(`.hall [data-live="live"]`)
		b.fits("hall-" + lang)
	}
}

// TestHallStaysRight opens the hall and lets things happen: nobody reloads.
func TestHallStaysRight(t *testing.T) {
	begin := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	h := open(t, houseOptions{begin: begin, last: begin.Add(30 * time.Minute)})
	b := newTab(t, h)
	b.Open("/login?to=/hall")
	b.login("duty")
	b.See(`.hall [data-live="live"]`)
	b.See(`[data-act="trust"]`)
	h.board.Printer(display.PrinterHealth{ID: "hall", State: "cover_open", Since: h.queue.Now()})
	b.See(".printer.bad")
	b.fits("hall-broken")
	b.Click(`[data-act="trust"]`)
	b.Absent(`[data-act="trust"]`)
	if doubt := h.queue.ClockDoubt(); doubt != "" {
		t.Errorf("the clock is still doubted: %s", doubt)
	}
	b.notices(h)
}

// notices has the hall post two and take them back.
func (b *tab) notices(h *house) {
	b.T.Helper()
	b.Click(`[data-open="post"]`)
	b.Click(`#post [value="post"]`)
	b.See(`[data-slot="post-refusal"]`) // nothing to say
	b.Typed(`#post [data-lang="zh"]`, "三楼正在测试")
	b.Click(`#post summary`)
	b.Click(`#post [name="screen"][value="hall"]`)
	b.fits("hall-post")
	b.Click(`#post [value="post"]`)
	b.See(`[data-notice="1"]`)
	b.Click(`[data-open="post"]`)
	b.Click(`#post [value="evacuate"]`)
	b.Click(`#post [value="post"]`)
	b.See(`#sure[open]`)
	b.Click(`#sure [value="yes"]`)
	b.See(`.urgent [data-notice="2"]`)
	b.fits("hall-notices")
	var list []queue.Notice
	h.queue.View(func(l *queue.Lobby) { list = l.Notices() })
	if len(list) != 2 || list[0].Kind != queue.NoticeEmergency || len(list[0].Screens) != 0 || list[1].On("hall") || !list[1].On("floor1") || list[1].Row == 0 {
		b.T.Errorf("the screens are told %+v", list)
	}
	b.Click(`[data-notice="2"]`)
	b.Absent(`[data-notice="2"]`)
	b.Click(`[data-notice="1"]`)
	b.Absent(`[data-notice="1"]`)
}
