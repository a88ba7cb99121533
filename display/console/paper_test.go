package console_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// slip takes a ticket at the kiosk main and brings its slip to a state: a stall
// when it is queued for a reason.
func (h *house) slip(t *testing.T, s queue.PrintState, weak bool, why string) *queue.Ticket {
	t.Helper()
	r := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{Service: "legal", Kiosk: "main", Seed: queuetest.Seed()})
	by := queue.ByPrinter("p1")
	do := func(c queue.Command) { queuetest.Do(t, h.queue, by, c) }
	begin := queue.BeginPrint{Job: r.Job, Attempt: 1, Process: 1}
	switch s {
	case queue.PrintQueued:
		if why != "" {
			do(queue.StallPrint{Job: r.Job, Why: why})
		}
	case queue.Printing:
		do(begin)
	default:
		do(begin)
		do(queue.SettlePrint{Job: r.Job, State: s, Weak: weak, Why: why})
	}
	return r.Ticket
}

func TestTheDeskSaysEachFateOfThePaper(t *testing.T) {
	h := open(t, houseOptions{})
	desk, clerk := h.login(t, "desk"), h.login(t, "anna")
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	for _, c := range []struct {
		name   string
		state  queue.PrintState
		weak   bool
		why    string
		zh, en string
		need   string // how the desk lists it: missing, maybe, or not
	}{
		{name: "queued", state: queue.PrintQueued, zh: "等着打印", en: "waiting to print"},
		{name: "stalled", state: queue.PrintQueued, why: "cover_open", zh: "还没打出来（盖子开着）", en: "not printed yet: cover open", need: "missing"},
		{name: "unplugged", state: queue.PrintQueued, why: "unplugged", zh: "还没打出来（线断了或没通电）", en: "not printed yet: unplugged or switched off", need: "missing"},
		{name: "printing", state: queue.Printing, zh: "正在打印", en: "printing"},
		{name: "confirmed", state: queue.PrintConfirmed, zh: "号票打好了", en: "slip printed"},
		{name: "weak", state: queue.PrintConfirmed, weak: true, zh: "号票应该打好了", en: "slip printed, as far as can be told"},
		{name: "sent", state: queue.PrintSent, zh: "已送打印机，它不回话", en: "sent; this printer never answers"},
		{name: "failed", state: queue.PrintFailed, why: "no_printer", zh: "没打印出来（没有打印机）", en: "not printed: no printer", need: "missing"},
		{name: "in doubt", state: queue.PrintInDoubt, why: "crashed", zh: "可能没打出来，或只有半张（打印时程序重启）", en: "may be missing or half printed: program restarted within the slip", need: "maybe"},
		{name: "lapsed", state: queue.PrintLapsed, why: "too_old", zh: "没打印出来，不再打了（等得太久）", en: "not printed, given up: waited too long", need: "missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := h.slip(t, c.state, c.weak, c.why)
			for lang, want := range map[string]string{"zh": c.zh, "en": c.en} {
				_, doc := h.get(t, desk, "/desk?lang="+lang+"&last="+x.Number)
				paper := doc.Find(".last .paper")
				if got := words(paper); !strings.HasPrefix(got, want+" ") {
					t.Errorf("%s: the last ticket says %q, want %q", lang, got, want)
				}
				row := doc.Find(`#list-paper [data-number="` + x.Number + `"]`)
				if listed := row.Length() == 1; listed != (c.need != "") || listed && !row.HasClass(c.need) {
					t.Errorf("%s: in the list %v as %q, want %q", lang, listed, row.AttrOr("class", ""), c.need)
				}
				if c.need != "" && words(row.Find(".why")) != want {
					t.Errorf("%s: the list says %q, want %q", lang, words(row.Find(".why")), want)
				}
			}
			// The same ticket in hand.
			h.as(t, "anna", queue.Call{Window: "w1", Number: x.Number})
			_, doc := h.get(t, clerk, "/window/w1?lang=zh")
			facts := words(doc.Find(`[data-slot="ticket-facts"]`))
			for need, word := range map[string]string{"missing": " · 没有号票", "maybe": " · 可能没有号票"} {
				if strings.HasSuffix(facts, word) != (c.need == need) {
					t.Errorf("in hand: %q, want it %q", facts, c.need)
				}
			}
			if doc.Find("[data-reprint]").Length() != 0 {
				t.Error("a clerk without the desk is offered to print again")
			}
			h.as(t, "anna", queue.Finish{Window: "w1", Outcome: "answered"})
		})
	}
}

func TestTheDeskListsTheMostUrgentFirst(t *testing.T) {
	h := open(t, houseOptions{})
	doubt := h.slip(t, queue.PrintInDoubt, false, "timeout")
	failed := h.slip(t, queue.PrintFailed, false, "fault")
	stalled := h.slip(t, queue.PrintQueued, false, "paper_out")
	h.slip(t, queue.PrintConfirmed, false, "")
	written := h.slip(t, queue.PrintLapsed, false, "too_old")
	h.as(t, "desk", queue.NoteHandWritten{Ticket: written.ID})
	_, doc := h.get(t, h.login(t, "desk"), "/desk")
	var got []string
	doc.Find("#list-paper .number").Each(func(_ int, s *goquery.Selection) { got = append(got, words(s)) })
	if want := strings.Join([]string{failed.Number, stalled.Number, doubt.Number}, " "); strings.Join(got, " ") != want {
		t.Errorf("the list is %q, want %q", got, want)
	}
	if facts := words(doc.Find("#list-paper .facts").First()); !strings.Contains(facts, "起 · 前面还有 1 位 · ") {
		t.Errorf("says %q", facts)
	}
	if n := words(doc.Find("#tab-paper b")); n != "3" || !doc.Find("#tab-paper").HasClass("alarm") {
		t.Errorf("the tab counts %s", n)
	}
}

// TestPrintingAgainAndWritingByHand does both at the desk, and prints again from
// a window.
func TestPrintingAgainAndWritingByHand(t *testing.T) {
	h := open(t, houseOptions{})
	first, second := h.slip(t, queue.PrintFailed, false, "fault"), h.slip(t, queue.PrintInDoubt, false, "short_write")
	h.slip(t, queue.PrintQueued, false, "paper_out")
	h.slip(t, queue.PrintLapsed, false, "too_old")
	b := newTab(t, h)
	b.Open("/language/zh?to=/login")
	b.login("xiao", "/desk")
	b.See(`#list-paper [data-number="` + first.Number + `"]`) // nobody had to choose the tab
	b.fits("desk-paper-zh")
	b.Click(`[data-hand="` + first.Number + `"]`)
	b.Until(`!document.querySelector('#list-paper [data-number="` + first.Number + `"]')`)
	if p := h.queueState(first.ID).Print; !p.ByHand {
		t.Errorf("written by hand, the books say %+v", p)
	}
	b.Click(`[data-again="` + second.Number + `"]`)
	b.Until(`document.querySelector(".lastly .tag")?.textContent === "补打 1"`)
	if p := h.queueState(second.ID).Print; p.Copies != 1 || p.State != queue.PrintQueued {
		t.Errorf("printed again, the books say %+v", p)
	}
	b.Open("/language/en?to=/desk")
	b.See("#list-paper .keys")
	b.fits("desk-paper-en")

	h.as(t, "boss", queue.OpenWindow{Window: "w1"})
	h.as(t, "boss", queue.Call{Window: "w1", Number: first.Number})
	b.login("boss", "/login?to=/window/w1")
	b.See("html[data-ready] [data-reprint]")
	b.Press("b") // the first was written by hand: this is its first reprint
	b.Until(`document.querySelector('[data-slot="ticket-facts"]').textContent.endsWith("reprint 1")`)
	b.See(`[data-slot="telling"]`)
	b.fits("console-reprint-en")
}
