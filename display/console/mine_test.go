package console_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAMediatorsDayOnAPhone: whoever comes next is called, takes longer, is finished, and there is no more today.
func TestAMediatorsDayOnAPhone(t *testing.T) {
	h := open(t, houseOptions{})
	first := h.as(t, "boss", queue.Issue{Service: "mediation", Staff: "xiao", Seed: queuetest.Seed()}).Ticket
	second := h.as(t, "boss", queue.Issue{Service: "mediation", Staff: "xiao", Seed: queuetest.Seed()}).Ticket
	b := newTab(t, h)
	b.Size(390, 844)
	b.Open("/language/zh?to=/login")
	b.login("xiao", "/mine?at=w3")
	b.See(`[data-act="open"]`)
	b.Click(`[data-act="open"]`)
	b.See(`[data-act="next"]`)
	b.fits("mine-next")
	h.lines.cut() // in mid-air
	b.Click(`[data-act="next"]`)
	b.Until(`document.querySelector(".hand .number")?.textContent === "` + first.Number + `"`)
	b.Click(`[data-act="start"]`)
	b.See(`[data-sheet="finish"].main`)
	b.Click(`[data-act="longer"]`)
	b.See(".longer")
	h.queue.View(func(l *queue.Lobby) {
		if until := l.LongerFor(l.Ticket(second.ID), h.queue.Now()); until.Sub(h.queue.Now()).Round(time.Minute) != 20*time.Minute {
			t.Errorf("who waits is told until %s", until)
		}
	})
	if small := value[string](b, `[...document.querySelectorAll("button, .all a")].filter((e) => { const r = e.getBoundingClientRect(); return r.width && r.height < 43.5; }).map((e) => e.textContent).join("; ")`); small != "" {
		t.Errorf("too small for a thumb: %s", small)
	}
	b.Click(`[data-sheet="finish"]`)
	b.Click(`[data-outcome="answered"]`)
	b.See(`[data-act="next"]`)
	b.Click(`[data-sheet="leave"]`)
	b.See("#leave[open]")
	if got := value[string](b, `document.querySelector("#leave p").textContent`); !strings.Contains(got, "有 1 批在等您，暂时没有人接") {
		t.Errorf("before leaving it says %q", got)
	}
	b.Click(`#leave [data-act="leave"]`)
	b.See(`[data-act="here"]`)
	h.queue.View(func(l *queue.Lobby) {
		a, away := l.Absence("xiao")
		if !away || a.Until.IsZero() || l.Window("w3").State != queue.WindowClosed || l.Ticket(first.ID) != nil && l.Ticket(first.ID).Outcome != "answered" {
			t.Errorf("away %v %+v, the window is %s", away, a, l.Window("w3").State)
		}
	})
	b.Click(`[data-act="here"]`)
	b.See(`[data-act="next"]:not([disabled])`)
}

// TestOnesOwnPageOpensWhereSomebodyWaits, counts who does, begins and takes back.
func TestOnesOwnPageOpensWhereSomebodyWaits(t *testing.T) {
	h := open(t, houseOptions{})
	c := h.login(t, "xiao") // at w3 and the court
	queuetest.Issue(t, h.queue, "court")
	_, doc := h.get(t, c, "/mine?lang=zh")
	if left := doc.Find(`[data-part] [data-until]`).AttrOr("data-until", "none"); doc.Find("[data-until]").Length() != 1 || left == "none" {
		t.Errorf("how much of the day is left isn't drawn anew: %s", left)
	}
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
	b.Open("/language/zh?to=/login")
	b.login("boss", "/follow-ups")
	b.See(`[data-open="give"]`)
	b.fits("follow-ups")
	b.Click(`[data-open="give"]`)
	b.Until(`document.querySelector('[data-owner="anna"]').hidden`) // who served isn't offered it
	b.Click(`[data-owner="xiao"]`)
	b.Until(`document.querySelector(".whose").textContent.includes("姓xiao")`)
	b.Click(`[data-open="call"]`)
	b.Typed(`#call [name="note"]`, "说下午再打")
	b.Click(`#call [data-do="reached"]`)
	b.See(`[data-open="close"]:not([disabled])`)
	b.Click(`[data-open="close"]`)
	b.Click(`#close [value="explained"]`)
	b.Typed(`#close [name="note"]`, "已说明原因")
	b.Click(`#close [data-do="close"]`)
	b.See(".nothing")
	_, doc := h.get(t, h.login(t, "xiao"), "/follow-ups?show=closed&lang=zh")
	if got := words(doc.Find(".list")); !strings.Contains(got, x.Number+" · ") || !strings.Contains(got, "已说明原因") || !strings.Contains(got, "说下午再打") || strings.Contains(got, "139") {
		t.Errorf("closed: %s", got)
	}
	if doc.Find(`[data-open="again"]`).Length() != 0 {
		t.Error("whoever isn't a supervisor takes it up again")
	}
	b.Open("/follow-ups?show=closed")
	b.Click(`[data-open="again"]`) // the promise wasn't kept
	b.See("#again[open]")
	b.fits("follow-ups-again")
	b.Typed(`#again [name="note"]`, "还没收到")
	b.Press("\x1b")
	b.Until(`!document.querySelector("#again").open`)
	b.Click(`[data-open="again"]`)
	b.Until(`document.querySelector('#again [name="note"]').value === "还没收到"`) // what was typed stays
	b.Typed(`#again [name="contact"]`, "13900001234")
	b.Click(`#again [value="promise"]`)
	b.Click(`#again [data-do="again"]`)
	b.See(".nothing")
	b.Open("/follow-ups")
	b.Until(`document.querySelector(".calls").textContent.includes("答应的事没有办")`)
	b.See(`[data-open="close"][disabled]`)
	b.fits("follow-ups-taken-up")
}
