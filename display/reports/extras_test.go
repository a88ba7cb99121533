package reports_test

import (
	"math/rand/v2"
	"time"

	"onedoor/queue"
)

// extras is all that happens in a house beside visits: searches, paper, evaluations and what
// follows of them, consultations, alerts.
func (h *house) extras(rng *rand.Rand, windows []queue.WindowID, do func(queue.Actor, queue.Command) (queue.Result, bool)) {
	typed := []string{"社保卡", "社保卡", "社保卡", "gongjijin", "张三丰", "139 0000 1234", ""}
	if rng.IntN(2) == 0 {
		kiosk := []queue.KioskID{"main", "main", "desk"}[rng.IntN(3)]
		do(queue.ByKiosk(kiosk), queue.CountSearch{Kiosk: kiosk, Lang: "zh", Hits: rng.IntN(3), Typed: typed[rng.IntN(len(typed))], Service: []queue.ServiceID{"", "legal"}[rng.IntN(2)]})
	}
	h.paper(rng, do)
	var alerts []queue.Alert
	var due []queue.TicketID
	h.queue.View(func(l *queue.Lobby) {
		alerts = l.Alerts()
		for _, f := range l.FollowUps() {
			due = append(due, f.Visit)
		}
	})
	levels := h.queue.Rules().Evaluation
	if len(h.ended) > 0 && rng.IntN(2) == 0 {
		level := levels[min(rng.IntN(len(levels)), rng.IntN(len(levels)))]
		do(queue.Visitor, queue.Evaluate{Visit: h.ended[len(h.ended)-1], Level: level.ID, Contact: "139 0000 1234"})
		h.ended = h.ended[:len(h.ended)-1]
	}
	by := queue.ByStaff("supervisor")
	if len(due) > 0 && rng.IntN(3) == 0 {
		visit := due[rng.IntN(len(due))]
		do(by, queue.NoteCallBack{Visit: visit, Reached: true})
		do(by, queue.CloseFollowUp{Visit: visit, Result: queue.FollowUpResults()[0], Note: "说明了"})
	}
	if rng.IntN(4) == 0 {
		do(queue.Clock, queue.Tick{})
	}
	if len(alerts) > 0 && rng.IntN(3) == 0 {
		do(by, queue.SeeAlert{Alert: alerts[rng.IntN(len(alerts))].ID})
	}
	if rng.IntN(6) == 0 {
		h.consult(rng, windows, do)
	}
}

// paper prints, or can't for a while.
func (h *house) paper(rng *rand.Rand, do func(queue.Actor, queue.Command) (queue.Result, bool)) {
	var jobs []queue.Job
	h.queue.View(func(l *queue.Lobby) {
		for _, j := range l.Jobs() {
			jobs = append(jobs, *j)
		}
	})
	for _, j := range jobs {
		by := queue.ByPrinter(j.Printer)
		if rng.IntN(8) == 0 {
			do(by, queue.StallPrint{Job: j.ID, Why: "paper_out"})
			h.clock.forward(time.Duration(rng.IntN(400)) * time.Second)
		}
		do(by, queue.BeginPrint{Job: j.ID, Attempt: 1, Process: 7})
		do(by, queue.SettlePrint{Job: j.ID, State: []queue.PrintState{queue.PrintConfirmed, queue.PrintConfirmed, queue.PrintConfirmed, queue.PrintFailed, queue.PrintInDoubt}[rng.IntN(5)]})
	}
}

// consult calls several windows together about somebody, or tries to.
func (h *house) consult(rng *rand.Rand, windows []queue.WindowID, do func(queue.Actor, queue.Command) (queue.Result, bool)) {
	by, i := queue.ByStaff("demo"), rng.IntN(len(windows)-1)
	lead, post := windows[i], windows[i+1]
	if _, ok := do(by, queue.Next{Window: lead}); !ok {
		return
	}
	do(by, queue.Start{Window: lead})
	if _, ok := do(by, queue.Consult{Window: lead, Posts: []queue.Invitation{{Window: post}}}); !ok {
		return
	}
	if rng.IntN(4) == 0 {
		do(by, queue.WithdrawConsultation{Window: lead})
	} else {
		do(by, queue.AnswerConsultation{Window: post, Accept: true})
		do(by, queue.BeginConsultation{Window: lead})
	}
	h.clock.forward(time.Duration(rng.IntN(1200)) * time.Second)
	do(by, queue.Finish{Window: lead, Outcome: "answered"})
}
