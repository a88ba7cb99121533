package phone

import (
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
