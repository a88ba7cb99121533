package journal_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// clock is a wall clock that moves when it is told to.
type clock struct{ us atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.us.Store(time.Date(2026, 11, 23, 8, 30, 0, 0, time.FixedZone("", 8*3600)).UnixMicro())
	return c
}

// Now gives the clock's time.
func (c *clock) Now() time.Time { return time.UnixMicro(c.us.Load()) }

func (c *clock) forward(d time.Duration) { c.us.Add(d.Microseconds()) }

// day drives a queue with random commands, the same ones for the same seed.
type day struct {
	q     *queue.Queue
	rng   *rand.Rand
	clock *clock

	visits []queue.Visited // that ended
	nights int             // how many of twenty more times the lobby sleeps over
	closed closedFollowUps
}

type closedFollowUps interface {
	ClosedFollowUps(ctx context.Context, owner queue.StaffID, before time.Time, most int) ([]queue.FollowUp, error)
}

// randomDay runs a queue over a store through random commands and ends it.
func randomDay(t *testing.T, store queue.Store, seed uint64, commands int) {
	t.Helper()
	randomDays(t, store, seed, commands, 0)
}

// randomDays is randomDay with more nights.
func randomDays(t *testing.T, store queue.Store, seed uint64, commands, nights int) {
	t.Helper()
	t.Run("day", func(t *testing.T) {
		d := &day{rng: rand.New(rand.NewPCG(seed, 1)), clock: newClock(), nights: nights}
		d.closed, _ = store.(closedFollowUps)
		r := asking()
		r.Policy.Target, r.Services[1].Target = &queue.Target{WithinS: 600, Percent: 80}, &queue.Target{WithinS: 60, Percent: 50}
		d.q = queuetest.Start(t, r, queue.Options{Store: store, Now: d.clock.Now, Tick: time.Hour, SnapshotEvery: 100})
		for _, w := range []queue.WindowID{"w1", "w2", "w3", "court"} {
			d.do(t, queue.System, queue.OpenWindow{Window: w})
		}
		for i := range commands {
			if i == commands/2 {
				d.do(t, queue.System, queue.SetRules{Rules: others()})
			}
			d.step(t)
		}
	})
}

// others are the rules that such days go on with: with other targets, a service in another department,
// and a level more that asks for a call-back.
func others() *queue.Rules {
	r := asking()
	r.Policy.Target, r.Services[0].Target = &queue.Target{WithinS: 300, Percent: 90}, &queue.Target{WithinS: 30, Percent: 60}
	r.Services[1].Department = "court"
	r.Evaluation[0].FollowUp = true
	return r
}

// asking are the rules of such a day.
func asking() *queue.Rules {
	r := queuetest.Rules()
	r.Triage = queuetest.Triage()
	for i := range r.Services[2:] { // mediation and court
		r.Services[2+i].Sides = []queue.SideRule{{ID: "plaintiff", Name: queue.Text{"zh": "原告"}}, {ID: "defendant", Name: queue.Text{"zh": "被告"}}}
	}
	r.Policy.Surge = queue.SurgeRule{Count: 2, Days: 14}
	r.Policy.OutsideMaxS, r.Policy.PostponePlaces, r.Policy.PostponeTimes = 600, 3, 2
	r.Bundles = []queue.Bundle{{ID: "wages", Name: queue.Text{"zh": "讨薪", "en": "Wages"}, Steps: []queue.ServiceID{"legal", "labour", "court"}}}
	day := []queue.Span{{From: 6 * 60, To: 23 * 60}}
	hours := &queue.Hours{Week: [7][]queue.Span{day, day, day, day, day, day, day}}
	r.Services[1].Quota = &queue.Quota{Morning: 60, Afternoon: 60}
	r.Services[3].Hours, r.Services[3].Closing = hours, queue.ClosingCarry
	r.Staff[1].OnCall, r.Staff[1].Roster, r.Staff[1].Fallback, r.Policy.PageS = true, hours, queue.Anybody, 180
	r.Notices = []queue.NoticeText{{ID: "leave", Text: queue.Text{"zh": "请离开大楼"}, Emergency: true}}
	r.Alerts = &queue.AlertRules{WaitS: 900, Queue: 4, PerWindow: 2, NobodyS: 120, ScreenS: 60, AgainS: 300}
	return r
}

// do asks a command; a refusal by the rules is part of the day.
func (d *day) do(t *testing.T, actor queue.Actor, c queue.Command) queue.Result {
	t.Helper()
	r, err := d.q.Do(t.Context(), queue.Request{Command: c, Actor: actor})
	var refused *queue.Error
	if err != nil && (!errors.As(err, &refused) || refused.Code == queue.ErrNotDurable || refused.Code == queue.ErrDamaged) {
		t.Fatalf("%#v: %v", c, err)
	}
	return r
}

func pick[T any](d *day, list ...T) T { return list[d.rng.IntN(len(list))] }

// ticket gives a living ticket, most likely.
func (d *day) ticket() *queue.Ticket {
	var list []*queue.Ticket
	d.q.View(func(l *queue.Lobby) {
		for t := range l.Tickets() {
			list = append(list, t.Clone())
		}
	})
	if len(list) == 0 {
		return &queue.Ticket{ID: 1, Number: "A001"}
	}
	return pick(d, list...)
}

// rather gives a living ticket of some kind, if there is one.
func (d *day) rather(kind func(*queue.Ticket) bool) *queue.Ticket {
	x := d.ticket()
	for range 20 {
		if kind(x) {
			break
		}
		x = d.ticket()
	}
	return x
}

// step is one thing that happens on the day.
func (d *day) step(t *testing.T) {
	d.clock.forward(time.Duration(d.rng.IntN(90)) * time.Second)
	services := []queue.ServiceID{"legal", "labour", "mediation", "court"}
	w := pick[queue.WindowID](d, "w1", "w2", "w3", "court")
	if d.rng.IntN(6) == 0 {
		d.care(t, w)
		return
	}
	more := d.more(t, w)
	n := d.rng.IntN(28 + len(more))
	if n >= 28 {
		more[n-28]()
		return
	}
	switch n {
	case 0, 1, 2, 3, 4, 5:
		d.issue(t, pick(d, services...))
	case 6, 7, 8:
		d.do(t, queue.System, queue.Next{Window: w})
	case 9:
		d.do(t, queue.System, queue.Call{Window: w, Number: d.ticket().Number})
	case 10:
		d.do(t, queue.System, queue.Recall{Window: w})
	case 11:
		d.do(t, queue.System, queue.Start{Window: w, Party: d.rng.IntN(8)})
	case 12, 13, 14:
		d.do(t, queue.System, queue.Finish{Window: w, Outcome: pick[queue.OutcomeID](d, "answered", "accepted", "concluded")})
	case 15:
		d.do(t, queue.System, queue.Pass{Window: w})
	case 16:
		d.do(t, queue.System, queue.Hold{Window: w, Reason: "copying", Note: pick(d, "", "waits for a paper")})
	case 17:
		d.do(t, queue.System, queue.Transfer{Window: w, Service: pick(d, services...), Note: pick(d, "", "knows the case")})
	case 18:
		d.do(t, queue.Visitor, queue.Cancel{Ticket: d.ticket().ID})
	case 19:
		d.do(t, queue.Visitor, queue.TakeBack{Ticket: d.ticket().ID})
	case 20, 24, 25, 26, 27:
		d.print(t)
	case 21:
		d.do(t, queue.System, queue.Return{Number: d.rather(func(x *queue.Ticket) bool { return x.State == queue.NoShow }).Number})
	case 22:
		d.do(t, queue.System, queue.PauseWindow{Window: w, Reason: "break"})
		d.do(t, queue.System, queue.CloseWindow{Window: w})
		d.do(t, queue.System, queue.OpenWindow{Window: w})
	case 23:
		d.do(t, queue.Clock, queue.Tick{})
		if d.rng.IntN(20) <= d.nights { // several days, with visits that go on over midnight
			d.clock.forward(13 * time.Hour)
		}
	}
}

// care is a thing about who needs something besides a place in the order.
func (d *day) care(t *testing.T, w queue.WindowID) {
	switch d.rng.IntN(5) {
	case 0:
		d.do(t, queue.System, queue.SetNeeds{Ticket: d.ticket().ID, Needs: pick(d, nil, []queue.Need{queue.NeedFetch}, queue.Needs())})
	case 1:
		d.do(t, queue.Visitor, pick[queue.Command](d, queue.StepOut{Ticket: d.ticket().ID}, queue.Back{Ticket: d.ticket().ID}))
	case 2:
		d.do(t, queue.Visitor, queue.Postpone{Ticket: d.ticket().ID, Places: 1 + d.rng.IntN(3)})
	case 3:
		c := queue.WalkIn{Window: w}
		for i := range c.Seed {
			c.Seed[i] = byte(d.rng.UintN(256))
		}
		d.do(t, queue.System, c)
	case 4:
		d.do(t, queue.System, queue.Fetched{Ticket: d.ticket().ID, Found: true})
		d.do(t, queue.System, pick[queue.Command](d, queue.AskHelp{Kiosk: "main"}, queue.TakeHelp{Help: queue.HelpID(1 + d.rng.IntN(9))}, queue.LeaveHelp{Help: queue.HelpID(1 + d.rng.IntN(9))}, queue.EndHelp{Help: queue.HelpID(1 + d.rng.IntN(9))}))
	}
}

// more are the steps that come of the other rules, one a line.
func (d *day) more(t *testing.T, w queue.WindowID) []func() {
	return []func(){
		func() { d.do(t, queue.System, queue.Undo{Window: w}) },
		func() { d.matter(t, w) },
		func() { d.do(t, queue.System, queue.TrustClock{Wall: d.clock.Now()}) },
		func() { d.matter(t, w) },
		func() { d.do(t, queue.System, queue.Plan{Window: w, Bundle: "wages"}) },
		func() {
			d.do(t, queue.System, queue.Transfer{Window: w, Service: "court", Back: true, Front: true, Reason: "sent_wrong"})
		},
		func() {
			d.do(t, queue.ByKiosk("main"), queue.Join{Ticket: d.ticket().ID, Heads: 1 + d.rng.IntN(3)})
		},
		func() { d.consult(t, w) },
		func() { d.consult(t, w) },
		func() { d.session(t) },
		func() { d.session(t) },
		func() { d.session(t) },
		func() { d.duty(t, w) },
		func() {
			d.do(t, queue.ByKiosk("main"), queue.CountSearch{Kiosk: "main", Lang: "zh", Hits: d.rng.IntN(9) - 1, Service: pick[queue.ServiceID](d, "", "legal"), Typed: pick(d, "", "工资卡", "Wage  card", "13912345678")})
		},
		func() { d.notice(t) },
		func() { d.evaluate(t) },
		func() { d.followUp(t, w) },
		func() { d.followUp(t, w) },
		func() { d.console(t, w) },
		func() { d.console(t, w) },
		func() { d.hall(t, w) },
	}
}

// console is a thing about a visitor at a window besides calling and finishing.
func (d *day) console(t *testing.T, w queue.WindowID) {
	switch d.rng.IntN(6) {
	case 5:
		d.do(t, queue.System, queue.Next{Window: w})
		d.do(t, queue.System, queue.CountHeads{Window: w, Party: 1 + d.rng.IntN(5)})
		d.do(t, queue.System, queue.WithdrawHelp{Window: w})
	case 0:
		d.do(t, queue.System, queue.SetClass{Window: w, Class: pick(d, queue.Classes()...), Reason: "elderly"})
	case 1:
		waits := d.rather(func(x *queue.Ticket) bool { return x.State == queue.Waiting })
		d.do(t, queue.System, queue.SetClass{Window: w, Number: waits.Number, Class: pick(d, queue.Classes()...), Reason: "veteran"})
	case 2:
		d.do(t, queue.System, queue.Next{Window: w})
		d.do(t, queue.System, queue.InHand{Window: w, Number: d.ticket().Number, Command: queue.Recall{Window: w}})
		d.do(t, queue.System, queue.AddNote{Window: w, Note: "has the contract along"})
	case 3:
		d.do(t, queue.System, queue.Next{Window: w})
		d.do(t, queue.System, queue.Start{Window: w})
		d.do(t, queue.ByStaff("boss"), queue.HandOver{Window: w, To: pick[queue.WindowID](d, "", "w1", "w2")})
	case 4:
		d.do(t, queue.ByStaff("boss"), queue.SilentHelp{Window: w})
	}
}

// duty is a thing about who is there, and about whom a visitor asked for.
func (d *day) duty(t *testing.T, w queue.WindowID) {
	who := pick[queue.StaffID](d, "anna", "xiao")
	switch d.rng.IntN(6) {
	case 0:
		d.do(t, queue.System, queue.LeaveDuty{Staff: who, For: time.Duration(d.rng.IntN(3)) * time.Hour})
	case 1:
		d.do(t, queue.ByStaff(who), queue.OpenWindow{Window: w})
		d.do(t, queue.ByStaff(who), queue.Next{Window: w})
	case 2:
		c := queue.Issue{Service: "mediation", Staff: "xiao"}
		for i := range c.Seed {
			c.Seed[i] = byte(d.rng.UintN(256))
		}
		d.do(t, queue.System, c)
	case 3:
		d.do(t, queue.Visitor, queue.Anyone{Ticket: d.rather(func(x *queue.Ticket) bool { return x.ForStaff != "" }).ID})
	case 4:
		d.do(t, queue.System, queue.AnswerPage{Staff: "xiao", Minutes: d.rng.IntN(30)})
	case 5:
		d.do(t, queue.System, queue.CallIn{Staff: "xiao"})
		d.do(t, queue.System, queue.PauseWindow{Window: w, Reason: "meeting", For: time.Hour})
	}
}

// evaluate is what a visitor thinks of a visit that is over, maybe so long that the Lobby has
// let go of it. Some think twice.
func (d *day) evaluate(t *testing.T) {
	d.q.View(func(l *queue.Lobby) {
		for x := range l.Tickets() {
			if x.State == queue.Done && !x.Evaluated {
				d.visits = append(d.visits, queue.VisitedOf(x))
			}
		}
	})
	if len(d.visits) == 0 {
		return
	}
	d.do(t, queue.Visitor, pick[queue.Command](d,
		queue.Evaluate{Visit: pick(d, d.visits...), Level: "5"},
		queue.Evaluate{Visit: pick(d, d.visits...), Level: "1", Reasons: []queue.ReasonID{"waited"}, Words: "等了一个小时", Contact: pick(d, "", "13900001234"), Via: queue.ViaKiosk},
	))
}

// followUp is a thing about a visitor who was not content. Some are called back too late.
func (d *day) followUp(t *testing.T, w queue.WindowID) {
	var visit queue.TicketID
	d.q.View(func(l *queue.Lobby) {
		if list := l.FollowUps(); len(list) > 0 {
			visit = pick(d, list...).Visit
		}
	})
	switch d.rng.IntN(5) {
	case 0:
		d.do(t, queue.ByStaff("boss"), queue.GiveFollowUp{Visit: visit, Owner: pick[queue.StaffID](d, "anna", "xiao")})
	case 1:
		d.do(t, queue.ByStaff("boss"), queue.NoteCallBack{Visit: visit, Reached: d.rng.IntN(2) == 0, Note: pick(d, "", "will ring again at noon")})
	case 2:
		d.do(t, queue.ByStaff("boss"), queue.CloseFollowUp{Visit: visit, Result: pick(d, queue.FollowUpResults()...), Note: "told why"})
		if d.closed == nil {
			return
		}
		list, err := d.closed.ClosedFollowUps(t.Context(), "", d.q.Now().Add(time.Hour), 5)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 0 && d.rng.IntN(2) == 0 {
			d.do(t, queue.ByStaff("boss"), queue.ReopenFollowUp{
				Was: pick(d, list...), Reason: pick(d, queue.AgainReasons()...), Note: pick(d, "", "still waits"), Contact: pick(d, "", "13900005678"),
			})
		}
	case 3:
		if visit != 0 && d.rng.IntN(3) == 0 {
			d.clock.forward(4 * 24 * time.Hour)
		}
		d.do(t, queue.Clock, queue.Tick{})
	case 4:
		d.do(t, queue.System, queue.Next{Window: w})
		d.do(t, queue.System, queue.NeedLonger{Window: w, For: 20 * time.Minute})
	}
}

// notice is a thing that is told by the screens, or told no longer.
func (d *day) notice(t *testing.T) {
	var stands queue.NoticeID
	d.q.View(func(l *queue.Lobby) {
		if list := l.Notices(); len(list) > 0 {
			stands = pick(d, list...).ID
		}
	})
	until := d.q.Now().Add(time.Duration(1+d.rng.IntN(60)) * time.Minute)
	d.do(t, queue.ByStaff("boss"), pick[queue.Command](d,
		queue.PostNotice{Code: "leave"},
		queue.PostNotice{Text: queue.Text{"zh": "三楼正在测试"}, Until: until},
		queue.TakeNotice{Notice: stands},
	))
}

// consult brings posts together at a window, or brings what there is a step on.
func (d *day) consult(t *testing.T, w queue.WindowID) {
	var lead, post queue.WindowID
	d.q.View(func(l *queue.Lobby) {
		if list := l.Consultations(); len(list) > 0 {
			c := pick(d, list...)
			lead, post = c.Lead, pick(d, c.Posts...).Window
		}
	})
	switch {
	case lead == "":
		other := map[queue.WindowID]queue.WindowID{"w1": "w2", "w2": "w3", "w3": "court", "court": "w1"}[w]
		d.do(t, queue.System, queue.Consult{Window: w, Posts: []queue.Invitation{{Window: other}}, Room: pick[queue.WindowID](d, "", "w3")})
	case d.rng.IntN(2) == 0:
		d.do(t, queue.System, queue.BeginConsultation{Window: lead})
	default:
		d.do(t, queue.System, queue.AnswerConsultation{Window: post, Accept: d.rng.IntN(4) > 0})
	}
}

func (d *day) issue(t *testing.T, s queue.ServiceID) {
	c := queue.Issue{Service: s, Class: pick(d, queue.ClassOrdinary, queue.ClassPriority), Party: 1 + d.rng.IntN(4), Lang: pick(d, "zh", "en")}
	c.Brief = pick(d, nil, queuetest.Brief("what", "law"), queuetest.Brief("what", "wages", "talk", "yes"))
	c.Kiosk = pick[queue.KioskID](d, "", "main")
	if s == "mediation" {
		c.Staff = pick[queue.StaffID](d, "", "xiao")
	}
	if d.rng.IntN(3) == 0 {
		c.Estimate = &queue.Range{LowS: d.rng.IntN(600), HighS: 600 + d.rng.IntN(600)}
	}
	for i := range c.Seed {
		c.Seed[i] = byte(d.rng.UintN(256))
	}
	d.do(t, queue.ByKiosk("main"), c)
}

// print brings one of the print jobs a step on.
func (d *day) print(t *testing.T) {
	var j queue.Job
	var doubt queue.JobID
	d.q.View(func(l *queue.Lobby) {
		if jobs := l.Jobs(); len(jobs) > 0 {
			j = *pick(d, jobs...)
		}
		if doubts := l.Doubts(); len(doubts) > 0 {
			doubt = doubts[0].ID
		}
	})
	switch {
	case doubt != 0 && d.rng.IntN(2) == 0:
		d.do(t, queue.ByPrinter("p1"), queue.SettlePrint{Job: doubt, State: queue.PrintConfirmed})
	case d.rng.IntN(8) == 0:
		d.do(t, queue.ByStaff("xiao"), queue.NoteHandWritten{Ticket: d.ticket().ID})
	case j.State == queue.PrintQueued && d.rng.IntN(4) == 0:
		d.do(t, queue.ByPrinter("p1"), queue.MovePrint{Job: j.ID, Printer: pick[queue.PrinterID](d, "p1", "p2"), Why: "paper_out"})
	case j.ID == 0:
		d.do(t, queue.System, queue.Reprint{Ticket: d.ticket().ID, Kiosk: "main"})
	case d.rng.IntN(6) == 0:
		d.do(t, queue.System, queue.Reprint{Ticket: j.Ticket, Kiosk: "main"})
	case j.State == queue.Printing:
		d.do(t, queue.ByPrinter("p1"), queue.SettlePrint{Job: j.ID, State: pick(d, queue.PrintConfirmed, queue.PrintInDoubt, queue.PrintFailed), Weak: d.rng.IntN(2) == 0})
	case d.rng.IntN(4) == 0:
		d.do(t, queue.ByPrinter(j.Printer), queue.StallPrint{Job: j.ID, Why: "paper_out"})
	default:
		d.do(t, queue.ByPrinter(j.Printer), queue.BeginPrint{Job: j.ID, Attempt: j.Attempt + 1, Process: d.rng.Uint32()})
	}
}

// matter is something about the matter of the ticket in hand, or a ticket about an earlier
// visit. Case numbers are few, so that some are given twice: the second is refused.
func (d *day) matter(t *testing.T, w queue.WindowID) {
	x := d.rather(func(x *queue.Ticket) bool { return x.Matter != 0 })
	found := &queue.Earlier{Ticket: x.ID, Matter: x.Matter, Day: x.Day, Service: x.Service}
	switch d.rng.IntN(7) {
	case 0:
		c := queue.Issue{Service: "legal", Earlier: found}
		for i := range c.Seed {
			c.Seed[i] = byte(d.rng.UintN(256))
		}
		d.do(t, queue.ByKiosk("main"), c)
	case 1:
		d.do(t, queue.System, queue.TakeMatter{Window: w, Case: pick(d, "", "2026-1", "2026-2", "2026-3", "2026-4")})
	case 2:
		d.do(t, queue.System, queue.TakeMatter{Window: w, Found: found})
	case 3:
		d.do(t, queue.System, queue.ConfirmMatter{Window: w})
	case 4:
		d.do(t, queue.System, queue.DropMatter{Window: w})
	case 6:
		var surge queue.SeeSurge
		d.q.View(func(l *queue.Lobby) {
			if list := l.Surges(); len(list) > 0 {
				surge.Seq = list[0].Seq
			}
		})
		d.do(t, queue.ByStaff("boss"), surge)
	case 5:
		d.do(t, queue.System, queue.MarkMatter{Window: w, Category: "fees", Tags: []queue.TagID{pick[queue.TagID](d, "east", "acme")}})
	}
}
