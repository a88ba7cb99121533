package phone

import (
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestThePhoneTellsThePapersFate(t *testing.T) {
	h := newHouse(t)
	p1 := queue.ByPrinter("p1")
	for _, c := range []struct {
		name  string
		state queue.PrintState
		weak  bool
		why   string
		want  string
	}{
		{name: "queued", state: queue.PrintQueued, want: "正在出号票"},
		{name: "stalled", state: queue.PrintQueued, why: "paper_out", want: "取号机暂时不出票，这一页就是您的号"},
		{name: "confirmed", state: queue.PrintConfirmed, want: "号票已出"},
		{name: "weak", state: queue.PrintConfirmed, weak: true, want: "号票应该已出；没有的话，可以到咨询台补一张"},
		{name: "sent", state: queue.PrintSent, want: "号票应该已出；没有的话，可以到咨询台补一张"},
		{name: "in doubt", state: queue.PrintInDoubt, why: "timeout", want: "号票可能没打好，可以到咨询台补一张"},
		{name: "failed", state: queue.PrintFailed, why: "slip", want: "号票没打出来，可以到咨询台补一张"},
		{name: "lapsed", state: queue.PrintLapsed, why: "too_old", want: "号票没打出来，可以到咨询台补一张"},
	} {
		r := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{Service: "legal", Kiosk: "main", Seed: queuetest.Seed()})
		switch {
		case c.state != queue.PrintQueued:
			queuetest.Do(t, h.queue, p1, queue.SettlePrint{Job: r.Job, State: c.state, Weak: c.weak, Why: c.why})
		case c.why != "":
			queuetest.Do(t, h.queue, p1, queue.StallPrint{Job: r.Job, Why: c.why})
		}
		if got := words(h.page(t, r.Ticket.Ref).Find(".paper")); got != c.want {
			t.Errorf("%s: says %q, want %q", c.name, got, c.want)
		}
		if c.state == queue.PrintLapsed {
			h.boss(t, queue.NoteHandWritten{Ticket: r.Ticket.ID})
			if got := words(h.page(t, r.Ticket.Ref).Find(".paper")); got != "" {
				t.Errorf("written by hand, it still says %q", got)
			}
		}
	}
}

// TestThePhoneTellsOfADoubtBehindAReprint has an original end in doubt: what is said
// isn't that the slip is being printed, as though it were the first.
func TestThePhoneTellsOfADoubtBehindAReprint(t *testing.T) {
	h := newHouse(t)
	p1 := queue.ByPrinter("p1")
	r := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{Service: "legal", Kiosk: "main", Seed: queuetest.Seed()})
	l := h.listen(t, r.Ticket.Ref)
	says := func(want string, doubt bool) {
		t.Helper()
		if m := l.next(); m.Print.Doubt != doubt {
			t.Errorf("the socket tells %+v", m.Print)
		}
		doc := h.page(t, r.Ticket.Ref)
		if got := words(doc.Find(".paper")); got != want {
			t.Errorf("says %q, want %q", got, want)
		}
		if got := doc.Find("main").AttrOr("data-print", ""); strings.HasSuffix(got, "?") != doubt {
			t.Errorf("the page is drawn for %q", got)
		}
	}
	says("正在出号票", false)
	queuetest.Do(t, h.queue, p1, queue.SettlePrint{Job: r.Job, State: queue.PrintInDoubt, Why: "timeout"})
	says("号票可能没打好，可以到咨询台补一张", false)
	again := h.boss(t, queue.Reprint{Ticket: r.Ticket.ID})
	says("号票可能没打好，正在补打一张", true)
	queuetest.Do(t, h.queue, p1, queue.StallPrint{Job: again.Job, Why: "paper_out"})
	says("号票可能没打好；取号机暂时不出票，这一页就是您的号", true)
	queuetest.Do(t, h.queue, p1, queue.SettlePrint{Job: r.Job, State: queue.PrintConfirmed})
	says("号票已出", false)
}
