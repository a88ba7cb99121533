package console_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAMediatorsDayOnAPhone: whoever comes next is called, takes longer, is finished, and there is no more today.
func TestAMediatorsDayOnAPhone(t *testing.T) {
	h := open(t, houseOptions{})
	first := h.as(t, "boss", queue.Issue{Service: "mediation", Staff: "xiao", Seed: queuetest.Seed()}).Ticket
	second := h.as(t, "boss", queue.Issue{Service: "mediation", Staff: "xiao", Seed: queuetest.Seed()}).Ticket
	b := newTab(t, h)
	b.do(chromedp.EmulateViewport(390, 844))
	b.open("/language/zh?to=/login")
	b.login("xiao", "/mine?at=w3")
	b.see(`[data-act="open"]`)
	b.click(`[data-act="open"]`)
	b.see(`[data-act="next"]`)
	b.fits("mine-next")
	h.lines.cut() // in mid-air
	b.click(`[data-act="next"]`)
	b.poll(`document.querySelector(".hand .number")?.textContent === "` + first.Number + `"`)
	b.click(`[data-act="start"]`)
	b.see(`[data-sheet="finish"].main`)
	b.click(`[data-act="longer"]`)
	b.see(".longer")
	h.queue.View(func(l *queue.Lobby) {
		if until := l.LongerFor(l.Ticket(second.ID), h.queue.Now()); until.Sub(h.queue.Now()).Round(time.Minute) != 20*time.Minute {
			t.Errorf("who waits is told until %s", until)
		}
	})
	if small := value[string](b, `[...document.querySelectorAll("button, .all a")].filter((e) => { const r = e.getBoundingClientRect(); return r.width && r.height < 43.5; }).map((e) => e.textContent).join("; ")`); small != "" {
		t.Errorf("too small for a thumb: %s", small)
	}
	b.click(`[data-sheet="finish"]`)
	b.click(`[data-outcome="answered"]`)
	b.see(`[data-act="next"]`)
	b.click(`[data-sheet="leave"]`)
	b.see("#leave[open]")
	if got := value[string](b, `document.querySelector("#leave p").textContent`); !strings.Contains(got, "有 1 批在等您，暂时没有人接") {
		t.Errorf("before leaving it says %q", got)
	}
	b.click(`#leave [data-act="leave"]`)
	b.see(`[data-act="here"]`)
	h.queue.View(func(l *queue.Lobby) {
		a, away := l.Absence("xiao")
		if !away || a.Until.IsZero() || l.Window("w3").State != queue.WindowClosed || l.Ticket(first.ID) != nil && l.Ticket(first.ID).Outcome != "answered" {
			t.Errorf("away %v %+v, the window is %s", away, a, l.Window("w3").State)
		}
	})
	b.click(`[data-act="here"]`)
	b.see(`[data-act="next"]:not([disabled])`)
}

// TestOnesOwnPageOpensWhereSomebodyWaits, counts who does, begins and takes back.
func TestOnesOwnPageOpensWhereSomebodyWaits(t *testing.T) {
	h := open(t, houseOptions{})
	c := h.login(t, "xiao") // at w3 and the court
	queuetest.Issue(t, h.queue, "court")
	_, doc := h.get(t, c, "/mine?lang=zh")
	if got := words(doc.Find(`.places [aria-current]`)); got != "共享法庭1 批在等" {
		t.Errorf("it opens at %q", got)
	}
	h.as(t, "xiao", queue.OpenWindow{Window: "court"})
	h.as(t, "xiao", queue.Next{Window: "court"})
	_, doc = h.get(t, c, "/mine?lang=zh")
	if doc.Find(`[data-act="start"].main`).Length() != 1 || words(doc.Find(`[data-act="undo"]`)) != "撤销叫号 H001" {
		t.Errorf("of who was called it offers %s", words(doc.Find(".thumbs")))
	}
	h.as(t, "xiao", queue.Undo{Window: "court"})
	h.as(t, "xiao", queue.LeaveDuty{Staff: "xiao"})
	_, doc = h.get(t, c, "/mine?lang=zh")
	if doc.Find(`[data-duty="back"]`).Length() != 0 || doc.Find(`[data-act="here"]`).Length() != 1 {
		t.Errorf("to come back it offers %s", words(doc.Find("main")))
	}
}

// TestOnesOwnEvaluationsComeInBlocks: below the first nothing is shown, and the one after it changes nothing.
func TestOnesOwnEvaluationsComeInBlocks(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) { r.Policy.Evaluation.ShowFrom = 2 }})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	c := h.login(t, "anna")
	shown := func() string {
		t.Helper()
		_, doc := h.get(t, c, "/mine?lang=zh")
		return words(doc.Find(".more tbody"))
	}
	evaluated := func(level queue.LevelID) {
		t.Helper()
		queuetest.Issue(t, h.queue, "legal")
		h.as(t, "anna", queue.Next{Window: "w1"})
		x := h.as(t, "anna", queue.Finish{Window: "w1", Outcome: "answered"}).Ticket
		queuetest.Do(t, h.queue, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(x), Level: level, Words: "等了一个小时"})
	}
	evaluated("5")
	if got := shown(); got != "" {
		t.Errorf("of one answer it shows %q", got)
	}
	evaluated("1")
	const two = "非常满意150%非常不满意150%"
	if got := shown(); got != two {
		t.Errorf("of two it shows %q", got)
	}
	evaluated("1")
	if got := shown(); got != two {
		t.Errorf("the third changes it to %q", got)
	}
	_, doc := h.get(t, c, "/mine?lang=zh")
	if html, _ := doc.Html(); strings.Contains(html, "一个小时") {
		t.Error("a clerk reads what a visitor wrote")
	}
}

// TestFollowUpsAreCalledBackAndClosed by their owner, on the page; whoever served sees none.
func TestFollowUpsAreCalledBackAndClosed(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.Next{Window: "w1"})
	x := h.as(t, "anna", queue.Finish{Window: "w1", Outcome: "answered"}).Ticket
	queuetest.Do(t, h.queue, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "1", Reasons: []queue.ReasonID{"waited"}, Words: "等了一个小时", Contact: "13900001234"})
	for _, staff := range []string{"anna", "xiao"} {
		if status, doc := h.get(t, h.login(t, staff), "/follow-ups?lang=zh"); status != http.StatusOK || doc.Find("[data-visit]").Length() != 0 {
			t.Errorf("%s sees %d, %s", staff, status, words(doc.Find(".list")))
		}
	}
	b := newTab(t, h)
	b.open("/language/zh?to=/login")
	b.login("boss", "/follow-ups")
	b.see(`[data-open="give"]`)
	b.fits("follow-ups")
	b.click(`[data-open="give"]`)
	b.poll(`document.querySelector('[data-owner="anna"]').hidden`) // who served isn't offered it
	b.click(`[data-owner="xiao"]`)
	b.poll(`document.querySelector(".whose").textContent.includes("姓xiao")`)
	b.click(`[data-open="call"]`)
	b.typed(`#call [name="note"]`, "说下午再打")
	b.click(`#call [data-do="reached"]`)
	b.see(`[data-open="close"]:not([disabled])`)
	b.click(`[data-open="close"]`)
	b.click(`#close [value="explained"]`)
	b.typed(`#close [name="note"]`, "已说明原因")
	b.click(`#close [data-do="close"]`)
	b.see(".nothing")
	_, doc := h.get(t, h.login(t, "xiao"), "/follow-ups?show=closed&lang=zh")
	if got := words(doc.Find(".list")); !strings.Contains(got, "已说明原因") || !strings.Contains(got, "说下午再打") || strings.Contains(got, "139") {
		t.Errorf("closed: %s", got)
	}
	if doc.Find(`[data-open="again"]`).Length() != 0 {
		t.Error("whoever isn't a supervisor takes it up again")
	}
	b.open("/follow-ups?show=closed")
	b.click(`[data-open="again"]`) // the promise wasn't kept
	b.see("#again[open]")
	b.fits("follow-ups-again")
	b.typed(`#again [name="note"]`, "还没收到")
	b.do(chromedp.KeyEvent("\x1b"))
	b.poll(`!document.querySelector("#again").open`)
	b.click(`[data-open="again"]`)
	b.poll(`document.querySelector('#again [name="note"]').value === "还没收到"`) // what was typed stays
	b.typed(`#again [name="contact"]`, "13900001234")
	b.click(`#again [value="promise"]`)
	b.click(`#again [data-do="again"]`)
	b.see(".nothing")
	b.open("/follow-ups")
	b.poll(`document.querySelector(".calls").textContent.includes("答应的事没有办")`)
	b.see(`[data-open="close"][disabled]`)
	b.fits("follow-ups-taken-up")
}
