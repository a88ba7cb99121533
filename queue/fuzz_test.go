package queue_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// FuzzLobby drives a Lobby with the commands that the input spells and holds
// the invariants after each event: numbers unique in the day, a ticket at one
// window at most, a window with one ticket at most, no ticket lost, states that
// move along the allowed arrows only, and a replay that gives the same state
// bit for bit. Of paper: one original a ticket, one slip of it that waits, and a ticket
// that tells of its newest slip unless an older one alone came out. Of briefs: each was
// a way through the tree when it was taken, and stays as it is. Nobody is passed while
// somebody fetches them, and who stepped outside is never the next one. A place has one
// open help call at most.
func FuzzLobby(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(script(seed, 100))
	}
	f.Fuzz(run)
}

// TestRandomDays is the same over longer days that chance writes.
func TestRandomDays(t *testing.T) {
	seen := map[queue.Type]bool{}
	for seed := range uint64(40) {
		for _, e := range play(t, script(seed, 1000)).events {
			seen[e.Type] = true
		}
	}
	for _, rare := range []queue.Type{
		queue.Joined, queue.Undone, queue.ConsultationBegun, queue.ConsultationOver, queue.ClassSet, queue.HandedOver, queue.NoteAdded,
		queue.TicketMoved, queue.WindowServices, queue.ServiceShut, queue.AlertRaised, queue.AlertGrown, queue.AlertOver,
		queue.FollowUpGiven, queue.FollowUpCalled, queue.FollowUpClosed, queue.FollowUpAgain, queue.TakesLonger,
	} {
		if !seen[rare] {
			t.Errorf("no day has an event %s", rare)
		}
	}
}

// longest is how many bytes of a script are played: a longer day tells nothing more,
// and each of its steps looks at all who live.
const longest = 4 * 1000

func run(t *testing.T, script []byte) { play(t, script) }

func play(t *testing.T, script []byte) *model {
	script = script[:min(len(script), longest)]
	m := newModel(t)
	for len(script) >= 4 {
		m.step(script[0], script[1], script[2], script[3])
		script = script[4:]
	}
	m.replay()
	return m
}

// script gives n random steps.
func script(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 7))
	b := make([]byte, 4*n)
	for i := 0; i+8 <= len(b); i += 8 {
		binary.LittleEndian.PutUint64(b[i:], r.Uint64())
	}
	return b
}

// model holds a Lobby against what must always be true of it.
type model struct {
	t      *testing.T
	lobby  *queue.Lobby
	now    time.Time
	events []queue.Event
	known  map[queue.TicketID]queue.State // every ticket ever issued
	number map[string]queue.TicketID      // day and number
	prints map[queue.TicketID]int         // originals asked for
	all    bool                           // every ticket is looked at after every event, which takes long
	before map[int64]string               // by event: its ticket as it stood before
	matter map[queue.TicketID]queue.MatterID
	last   queue.MatterID
	marked []queue.MatterID
	briefs map[queue.TicketID][]queue.Reply
	halves map[queue.TicketID]string         // of which quota it is one
	visits []queue.Visited                   // that ended
	follow map[queue.TicketID]queue.FollowUp // as they stood before the event
	closed []queue.FollowUp                  // as the books have them
}

func newModel(t *testing.T) *model {
	m := &model{
		t: t, lobby: queue.NewLobby(), now: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC),
		known: map[queue.TicketID]queue.State{}, number: map[string]queue.TicketID{}, prints: map[queue.TicketID]int{},
		before: map[int64]string{}, matter: map[queue.TicketID]queue.MatterID{}, briefs: map[queue.TicketID][]queue.Reply{}, halves: map[queue.TicketID]string{},
	}
	m.do(queue.System, queue.SetRules{Rules: full()})
	return m
}

// step does the command that four bytes spell, some minutes later at most.
func (m *model) step(op, a, b, wait byte) {
	m.now = m.now.Add(time.Duration(wait) * time.Duration(wait) * 5 * time.Millisecond)
	m.do(queue.Clock, queue.CloseDay{Day: queue.DayOf(m.now, m.lobby.Rules().Location())})
	m.do(queue.Clock, queue.Tick{})
	rules := m.lobby.Rules()
	window := rules.Windows[int(a)%len(rules.Windows)].ID
	service := rules.Services[int(b)%len(rules.Services)].ID
	command := m.command(op, a, b, window, service)
	switch command.(type) {
	case queue.GiveFollowUp, queue.NoteCallBack, queue.CloseFollowUp, queue.ReopenFollowUp: // whoever served doesn't
		m.do("staff:chief", command)
	default:
		m.do("staff:boss", command)
	}
}

func (m *model) command(op, a, b byte, w queue.WindowID, s queue.ServiceID) queue.Command {
	id, number := m.pick(int(b))
	if op >= 192 {
		return m.care(op%8, a, b, w)
	}
	if op >= 144 {
		return m.session(op, a, b, w)
	}
	more := m.more(a, b, w, s, id, number)
	n := int(op) % (usual + len(more))
	if n >= usual {
		return more[n-usual]()
	}
	switch n {
	case 0, 1, 2, 3:
		c := queue.Issue{Service: s, Over: true, Party: int(a % 4), Seed: queue.Seed{0: op, 1: a, 2: b, 12: byte(len(m.events)), 13: byte(len(m.events) >> 8)}}
		if a&4 > 0 {
			c.Class = queue.ClassPriority
		}
		if a&8 > 0 {
			c.Kiosk = "main"
		}
		if a&16 > 0 {
			c.Brief = m.brief(int(a>>5), int(b))
		}
		if a&0xf0 == 0xf0 {
			c.At = m.now.Add(time.Duration(int(b)-160) * time.Minute / 2)
		}
		c.Needs = needs(b)
		if a&48 == 48 {
			c.Service, c.Bundle = "", []queue.BundleID{"wages", "papers"}[b%2]
		}
		return c
	case 4, 5, 6:
		return queue.Next{Window: w}
	case 7:
		return queue.Call{Window: w, Number: number}
	case 8:
		return queue.Recall{Window: w}
	case 9:
		return queue.Start{Window: w, Party: int(b % 8)}
	case 10, 11:
		return queue.Finish{Window: w, Outcome: "answered", End: b%8 == 0}
	case 12:
		return queue.Pass{Window: w}
	case 13:
		return queue.Hold{Window: w, For: time.Duration(b) * time.Second, Note: "n"}
	case 14:
		return queue.Transfer{Window: w, Service: s, Back: a&16 > 0, Front: a&32 > 0, Reason: "sent_wrong"}
	case 15:
		return queue.Transfer{Window: w, To: m.lobby.Rules().Windows[int(b)%len(m.lobby.Rules().Windows)].ID}
	case 16:
		if a&64 > 0 {
			return queue.Cancel{Ticket: id, Reason: "wrong_service"}
		}
		return queue.Cancel{Ticket: id}
	case 17:
		return queue.TakeBack{Ticket: id}
	case 18:
		return queue.Return{Number: number}
	case 19, 20:
		return queue.OpenWindow{Window: w}
	case 21:
		return []queue.Command{queue.CloseWindow{Window: w}, queue.PauseWindow{Window: w, Reason: "break"}}[b%2]
	case 22, 23, 24:
		return m.printing(a, b)
	}
	return m.rules(a, b)
}

// usual is how many of a script's commands are those that every visit has.
const usual = 26

// more are the commands that come of the other rules, one a line.
func (m *model) more(a, b byte, w queue.WindowID, s queue.ServiceID, id queue.TicketID, number string) []func() queue.Command {
	return []func() queue.Command{
		func() queue.Command { return queue.Undo{Window: w} },
		func() queue.Command { return queue.Undo{Window: w} },
		func() queue.Command {
			return queue.Plan{Window: w, Steps: []queue.ServiceID{s, "court"}[:a%3%2+1], AnyOrder: a&64 > 0}
		},
		func() queue.Command { return queue.Skip{Number: number} },
		func() queue.Command { return m.duty(a, b, w, s) },
		func() queue.Command { return m.matters(a, b, w, s) },
		func() queue.Command { return m.matters(b, a, w, s) },
		func() queue.Command { return m.duty(b, a, w, s) },
		func() queue.Command { return queue.Join{Ticket: id, Heads: int(a % 5)} },
		func() queue.Command { return m.consulting(0, a, b, w) },
		func() queue.Command { return m.consulting(1, a, b, w) },
		func() queue.Command { return m.consulting(2, a, b, w) },
		func() queue.Command { return m.consulting(3, a, b, w) },
		func() queue.Command {
			return queue.CountSearch{Kiosk: "main", Hits: int(a) - 1, Service: map[byte]queue.ServiceID{0: "legal", 1: "nothing"}[b%3], Typed: string([]byte{a, b})}
		},
		func() queue.Command { return m.notice(a, b) },
		func() queue.Command { return m.evaluate(a, b) },
		func() queue.Command { return m.followUp(a, b) },
		func() queue.Command { return m.followUp(b, a) },
		func() queue.Command { return queue.NeedLonger{Window: w, For: time.Duration(a%3*b) * time.Minute / 4} },
		func() queue.Command { return m.console(a, b, w, number) },
		func() queue.Command { return m.console(b, a, w, number) },
		func() queue.Command { return m.hall(a, b, w, s, id) },
		func() queue.Command { return m.hall(b, a, w, s, id) },
	}
}

// console gives the commands about a visitor at a window besides calling and finishing.
func (m *model) console(a, b byte, w queue.WindowID, number string) queue.Command {
	switch a % 8 {
	case 7:
		return queue.CountHeads{Window: w, Party: int(b) % 9}
	case 6:
		return queue.WithdrawHelp{Window: w}
	case 5:
		return queue.InHand{Window: w, Number: number, Command: queue.Finish{Window: w, Outcome: "answered"}}
	case 0:
		return queue.SetClass{Window: w, Class: queue.Classes()[b%2], Reason: "elderly"}
	case 1:
		return queue.SetClass{Window: w, Number: number, Class: queue.Classes()[b%2], Reason: "elderly"}
	case 2:
		return queue.AddNote{Window: w, Note: "n"}
	case 3:
		return queue.HandOver{Window: w}
	}
	for at := range m.lobby.Windows() { // that has somebody to hand over
		if t := m.lobby.Ticket(at.Ticket); t != nil && t.State == queue.Serving {
			w = at.ID
		}
	}
	return queue.HandOver{Window: w, To: m.lobby.Rules().Windows[int(b)%len(m.lobby.Rules().Windows)].ID}
}

// brief gives up to two replies, mostly not a way through the tree.
func (m *model) brief(first, second int) []queue.Reply {
	var list []queue.Reply
	for i, q := range queuetest.Triage().Questions {
		n := [...]int{first, second}[i]
		if n%5 < 4 {
			list = append(list, queue.Reply{Question: q.ID, Answer: q.Answers[n%5%len(q.Answers)].ID})
		}
	}
	return list
}

// care gives the commands about who needs something besides a place in the order.
func (m *model) care(op, a, b byte, w queue.WindowID) queue.Command {
	id, _ := m.pick(int(b))
	switch op {
	case 0:
		return queue.SetNeeds{Ticket: id, Needs: needs(a)}
	case 1:
		if list := m.lobby.Fetches(); len(list) > 0 {
			id = list[int(b)%len(list)].ID
		}
		return queue.Fetched{Ticket: id, Found: a&1 > 0}
	case 2:
		return []queue.Command{
			queue.AskHelp{Kiosk: "main"}, queue.AskHelp{Window: w}, queue.TakeHelp{Help: queue.HelpID(b)}, queue.LeaveHelp{Help: queue.HelpID(b)}, queue.EndHelp{Help: queue.HelpID(b)}, queue.SilentHelp{Window: w},
		}[a%5]
	case 3, 4:
		return queue.StepOut{Ticket: id, For: time.Duration(a) * time.Second}
	case 5:
		return queue.Back{Ticket: id}
	case 6:
		return queue.WalkIn{Window: w, Needs: needs(a), Seed: queue.Seed{0: op, 1: a, 2: b, 12: byte(len(m.events)), 13: byte(len(m.events) >> 8), 14: 1}}
	}
	return queue.Postpone{Ticket: id, Places: 1 + int(a%3)}
}

// needs are of somebody who has some, mostly to be fetched.
func needs(b byte) []queue.Need {
	return map[byte][]queue.Need{1: {queue.NeedFetch}, 2: {queue.NeedWheelchair, queue.NeedFetch}, 3: {queue.NeedSight}}[b>>6]
}

// full are rules with everything in them that the rules know.
func full() *queue.Rules {
	r := dutiful(passing())
	r.Bundles = journeys().Bundles
	r.Staff = append(r.Staff, queue.Staff{ID: "chief", Roles: []queue.Role{queue.RoleSupervisor}}) // serves nobody
	r.Services[2].Sides, r.Services[3].Sides = hearings().Services[2].Sides, hearings().Services[3].Sides
	r.Triage = queuetest.Triage()
	r.Windows[2].Helps = []queue.Help{{Service: "legal", AfterS: 120}}
	r.Windows[1].Low, r.Windows[1].Seats, r.Windows[1].CallOn = true, 2, true
	f := formal()
	r.Categories, r.Tags, r.Policy.Surge, r.Outcomes = f.Categories, f.Tags, f.Policy.Surge, f.Outcomes
	r.Notices = []queue.NoticeText{{ID: "lift", Text: queue.Text{"zh": "电梯停用"}}, {ID: "leave", Text: queue.Text{"zh": "请离开大楼"}, Emergency: true}}
	r.Policy.OutsideMaxS, r.Policy.PostponePlaces, r.Policy.PostponeTimes, r.Policy.HelpOverS = 255, 3, 2, 60
	r.Alerts = &queue.AlertRules{WaitS: 600, Queue: 4, PerWindow: 2, NobodyS: 120, ScreenS: 60, AgainS: 300}
	return r
}

// pick gives one of the living tickets; none when nobody lives.
func (m *model) pick(n int) (queue.TicketID, string) {
	if m.lobby.Count() == 0 {
		return 0, ""
	}
	n %= m.lobby.Count()
	for t := range m.lobby.Tickets() {
		if n--; n < 0 {
			return t.ID, t.Number
		}
	}
	return 0, ""
}

func (m *model) printing(a, b byte) queue.Command {
	var id queue.JobID
	if jobs := m.lobby.Jobs(); len(jobs) > 0 {
		id = jobs[int(b)%len(jobs)].ID
	}
	if doubts := m.lobby.Doubts(); len(doubts) > 0 && a&32 > 0 {
		return queue.SettlePrint{Job: doubts[int(b)%len(doubts)].ID, State: queue.PrintConfirmed}
	}
	ticket, _ := m.pick(int(b))
	switch a % 6 {
	case 0:
		return queue.Reprint{Ticket: ticket, Kiosk: "main"}
	case 4:
		return queue.MovePrint{Job: id, Printer: []queue.PrinterID{"p1", "p2", "p3"}[b%3], Why: "paper_out"}
	case 5:
		return queue.NoteHandWritten{Ticket: ticket}
	case 1:
		return queue.BeginPrint{Job: id, Attempt: 1 + int(a>>6), Process: uint32(a)}
	case 2:
		return queue.StallPrint{Job: id, Why: "paper_out"}
	}
	states := []queue.PrintState{queue.PrintConfirmed, queue.PrintSent, queue.PrintInDoubt, queue.PrintFailed}
	return queue.SettlePrint{Job: id, State: states[a>>6]}
}

// rules takes a window or a service out of the rules, or puts all back.
func (m *model) rules(a, b byte) queue.Command {
	r := full()
	r.Policy.ReprintDoubt = a&1 > 0
	switch a % 3 {
	case 0:
		r.Windows = append(r.Windows[:b%4:b%4], r.Windows[b%4+1:]...)
	case 1:
		r.Triage = nil
		gone := r.Services[b%4].ID
		r.Services = append(r.Services[:b%4:b%4], r.Services[b%4+1:]...)
		for i := range r.Windows {
			var left []queue.ServiceID
			for _, s := range r.Windows[i].Services {
				if s != gone {
					left = append(left, s)
				}
			}
			r.Windows[i].Services = left
			is := func(h queue.Help) bool { return h.Service == gone }
			r.Windows[i].Helps = slices.DeleteFunc(slices.Clone(r.Windows[i].Helps), is)
		}
		for i := range r.Bundles {
			is := func(s queue.ServiceID) bool { return s == gone }
			r.Bundles[i].Steps = slices.DeleteFunc(slices.Clone(r.Bundles[i].Steps), is)
		}
	}
	return queue.SetRules{Rules: r}
}

// do decides a command, applies its events one by one and checks after each.
func (m *model) do(actor queue.Actor, c queue.Command) {
	in := queue.Input{Actor: actor, Now: m.now, Wall: m.now}
	fair := m.fair(c)
	d, err := queue.Decide(m.lobby, c, in)
	if err != nil {
		if _, ok := errors.AsType[*queue.Error](err); !ok {
			m.t.Fatalf("%#v: %v has no code", c, err)
		}
		return
	}
	_, next := c.(queue.Next)
	for _, e := range d.Events(m.lobby, in) {
		if t := m.lobby.Ticket(e.TicketOf()); t != nil {
			if next && t.Out() {
				m.t.Fatalf("next called ticket %d, whose visitor has stepped outside", t.ID)
			}
			if e.Type == queue.Passed && !t.Fetching.IsZero() {
				m.t.Fatalf("ticket %d is passed while somebody fetches its visitor", t.ID)
			}
		}
		if t := m.lobby.Ticket(e.TicketOf()); t != nil {
			m.before[e.Seq] = bare(m.t, t) + m.meets(t.Session)
		}
		told := m.told()
		m.lobby.Apply(&e)
		m.events = append(m.events, e)
		told(&e)
		m.check(&e)
		if called, ok := e.Data.(queue.CalledData); ok {
			fair(called)
		}
		if u, ok := e.Data.(queue.UndoneData); ok && u.Window != "" {
			if got, want := bare(m.t, m.lobby.Ticket(u.Ticket)), m.before[u.Event]; !strings.HasPrefix(want, got) {
				m.t.Fatalf("undoing event %d gives\n%s\nbefore it was\n%s", u.Event, got, want)
			}
		}
		if u, ok := e.Data.(queue.SessionUndoneData); ok {
			if got, want := m.meets(u.Session), m.before[u.Event]; !strings.HasSuffix(want, got) {
				m.t.Fatalf("undoing event %d leaves %s\nbefore it was\n%s", u.Event, got, want)
			}
		}
	}
	m.consultations(fmt.Sprintf("%T", c))
	m.sides()
}

// replay applies the events anew, each by way of its stored form, the second
// half on a restored snapshot, the last quarter on a clone and on what it was
// cloned from, and compares.
func (m *model) replay() {
	want, err := m.lobby.Snapshot()
	if err != nil {
		m.t.Fatal(err)
	}
	again := queue.NewLobby()
	var original *queue.Lobby
	for i, e := range m.events {
		raw, err := queue.EncodeData(e.Data)
		if err != nil {
			m.t.Fatal(err)
		}
		if e.Data, err = queue.DecodeData(e.Type, e.V, raw); err != nil {
			m.t.Fatal(err)
		}
		again.Apply(&e)
		if original != nil {
			original.Apply(&e)
		}
		if i == len(m.events)*3/4 {
			original, again = again, again.Clone()
		}
		if i == len(m.events)/2 {
			half, err := again.Snapshot()
			if err != nil {
				m.t.Fatal(err)
			}
			if again, err = queue.RestoreLobby(half); err != nil {
				m.t.Fatal(err)
			}
		}
	}
	for _, l := range []*queue.Lobby{again, original} {
		if l == nil {
			continue
		}
		got, err := l.Snapshot()
		if err != nil {
			m.t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			m.t.Fatalf("the replay differs:\n%s\n%s", got, want)
		}
	}
}
