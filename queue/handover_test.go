package queue_test

import (
	"slices"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// shared are rules under which anna and xiao may both be at windows 1 and 2.
func shared() *queue.Rules {
	r := queuetest.Rules()
	for i := range r.Staff {
		r.Staff[i].Windows = nil
	}
	return r
}

// by does a command as somebody.
func (d *hallDay) by(staff queue.StaffID, c queue.Command) {
	d.t.Helper()
	in := queue.Input{Actor: queue.ByStaff(staff), Now: d.now}
	decision, err := queue.Decide(d.lobby, c, in)
	if err != nil {
		d.t.Fatalf("%#v: %v", c, err)
	}
	for _, e := range decision.Events(d.lobby, in) {
		d.lobby.Apply(&e)
	}
}

func TestSilentHelpStandsBesideAnOrdinaryOne(t *testing.T) {
	d := newHallDay(t, shared())
	d.do(queue.AskHelp{Window: "w1"})
	d.by("anna", queue.SilentHelp{Window: "w1"})
	d.by("anna", queue.SilentHelp{Window: "w1"})
	calls := d.lobby.HelpCalls()
	if len(calls) != 2 || !calls[1].Silent || calls[1].Asker != "anna" || calls[1].Window != "w1" {
		t.Fatalf("open are %+v", calls)
	}
	if h := d.lobby.HelpAt("", "w1"); h == nil || h.Silent {
		t.Errorf("the window would show %+v", h)
	}
	d.do(queue.EndHelp{Help: 1})
	if h := d.lobby.HelpAt("", "w1"); h != nil {
		t.Errorf("the window would show %+v", h)
	}
	raw, err := d.lobby.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	again, err := queue.RestoreLobby(raw)
	if err != nil || again.SilentHelpAt("w1") == nil {
		t.Errorf("after a restart the call is lost: %v", err)
	}
	d.refused(queue.SilentHelp{Window: "w9"}, queue.ErrUnknownWindow)
	if h := d.lobby.SilentHelpAt("w2"); h != nil {
		t.Errorf("window 2 asks for help: %+v", h)
	}
}

func TestPriorityOnTheSpot(t *testing.T) {
	d := newHallDay(t, shared())
	d.do(queue.OpenWindow{Window: "w1"})
	d.do(queue.Issue{Service: "legal", Seed: queue.Seed{1}}, queue.Issue{Service: "legal", Seed: queue.Seed{2, 12: 2}}, queue.Issue{Service: "legal", Seed: queue.Seed{3, 12: 3}})
	d.now = d.now.Add(5 * time.Minute)
	d.refused(queue.SetClass{Window: "w1", Number: "A003", Class: queue.ClassPriority}, queue.ErrBadValue)
	d.refused(queue.SetClass{Window: "w1", Number: "A003", Class: "royal", Reason: "other"}, queue.ErrBadValue)
	d.refused(queue.SetClass{Window: "w1", Number: "A009", Class: queue.ClassPriority, Reason: "elderly"}, queue.ErrUnknownTicket)
	d.refused(queue.SetClass{Window: "court", Number: "A003", Class: queue.ClassPriority, Reason: "elderly"}, queue.ErrNotServed)
	d.do(queue.SetClass{Window: "w1", Number: "A003", Class: queue.ClassPriority, Reason: "elderly"})
	d.wantOrder("w1", "A003 priority_rate", "A001 longest_wait", "A002 only_one")
	d.do(queue.SetClass{Number: "A002", Class: queue.ClassPriority, Reason: "pregnant"}) // at the desk
	d.wantOrder("w1", "A002 priority_rate", "A003 priority_rate", "A001 only_one")
	d.do(queue.Next{Window: "w1"}, queue.SetClass{Window: "w1", Class: queue.ClassOrdinary})
	if x := d.lobby.ByNumber("A002"); x.Class != queue.ClassOrdinary {
		t.Errorf("the ticket in hand is %s", x.Class)
	}
	d.do(queue.Undo{Window: "w1"}) // the call; what was said of the visitor stays
	if x := d.lobby.ByNumber("A002"); x.State != queue.Waiting || x.Class != queue.ClassOrdinary {
		t.Errorf("after undoing the call it is %s, %s", x.State, x.Class)
	}
	d.wantOrder("w1", "A003 priority_rate", "A001 longest_wait", "A002 only_one")
	d.do(queue.Next{Window: "w1"}, queue.Finish{Window: "w1", Outcome: "answered"})
	d.refused(queue.SetClass{Window: "w1", Class: queue.ClassPriority, Reason: "elderly"}, queue.ErrNotInHand)
}

func TestNotesOutliveUndoing(t *testing.T) {
	d := newHallDay(t, shared())
	d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal"}, queue.Next{Window: "w1"})
	d.refused(queue.AddNote{Window: "w1", Note: " "}, queue.ErrBadValue)
	rows := d.do(queue.AddNote{Window: "w1", Note: "带了劳动合同"})
	if len(rows) != 1 || rows[0].Value != "带了劳动合同" || rows[0].EraseAfter.IsZero() {
		t.Fatalf("rows are %+v", rows)
	}
	d.do(queue.Undo{Window: "w1"})
	if notes := d.lobby.ByNumber("A001").Notes; !slices.Equal(notes, []int64{rows[0].ID}) {
		t.Errorf("after undoing the call the notes are %v", notes)
	}
	d.refused(queue.AddNote{Window: "w1", Note: "x"}, queue.ErrNotInHand)
}

func TestHandOver(t *testing.T) {
	d := newHallDay(t, shared())
	d.by("anna", queue.OpenWindow{Window: "w1"})
	d.do(queue.Issue{Service: "legal"}, queue.Issue{Service: "legal", Seed: queue.Seed{2, 12: 2}})
	d.by("anna", queue.Next{Window: "w1"})
	d.by("xiao", queue.HandOver{Window: "w1"}) // takes it over in the middle of the call
	first := d.lobby.ByNumber("A001")
	if w := d.lobby.Window("w1"); w.Staff != "xiao" || first.Staff != "xiao" || first.Leg().Staff != "xiao" || first.State != queue.Called {
		t.Errorf("the window is %+v, the ticket %s of %s", w, first.State, first.Staff)
	}
	d.refused(queue.InHand{Window: "w1", Number: "A002", Command: queue.Start{Window: "w1"}}, queue.ErrNotInHand)
	d.refused(queue.InHand{Window: "w2", Number: "A001", Command: queue.Start{Window: "w2"}}, queue.ErrNotInHand)
	seq := d.lobby.Seq()
	d.by("xiao", queue.HandOver{Window: "w1"})
	if d.lobby.Seq() != seq {
		t.Error("taking over what is one's own is an event")
	}
	d.refused(queue.HandOver{Window: "w1", To: "w2"}, queue.ErrBadState) // the visitor has not come yet
	d.by("xiao", queue.InHand{Window: "w1", Number: "A001", Command: queue.Start{Window: "w1"}})
	d.refused(queue.HandOver{Window: "w1", To: "w2"}, queue.ErrWindowClosed)
	d.refused(queue.HandOver{Window: "w1", To: "w9"}, queue.ErrUnknownWindow)
	d.by("anna", queue.OpenWindow{Window: "w2"})
	started := first.Leg().Started
	d.now = d.now.Add(time.Minute)
	calls := first.Calls()
	d.by("xiao", queue.HandOver{Window: "w1", To: "w2"})
	first = d.lobby.ByNumber("A001")
	one, two := d.lobby.Window("w1"), d.lobby.Window("w2")
	if one.Ticket != 0 || two.Ticket != first.ID || first.Staff != "anna" || first.State != queue.Serving || !first.Leg().Started.Equal(started) || first.Calls() != calls {
		t.Errorf("window 1 has %d, window 2 %d in hand; the ticket is %+v", one.Ticket, two.Ticket, first)
	}
	d.refused(queue.Undo{Window: "w1"}, queue.ErrTooLate)
	d.by("xiao", queue.Next{Window: "w1"})
	d.by("xiao", queue.Start{Window: "w1"})
	d.refused(queue.HandOver{Window: "w1", To: "w2"}, queue.ErrWindowBusy)
	d.by("anna", queue.Finish{Window: "w2", Outcome: "answered"})
}

// TestAWindowCallsOn has the end of a visit call the next one, and both taken back.
func TestAWindowCallsOn(t *testing.T) {
	r := shared()
	r.Windows[0].CallOn = true
	d := newHallDay(t, r)
	d.do(queue.OpenWindow{Window: "w1"})
	d.do(queue.Issue{Service: "legal"}, queue.Issue{Service: "legal", Seed: queue.Seed{2, 12: 2}})
	d.do(queue.Next{Window: "w1"}, queue.Finish{Window: "w1", Outcome: "answered"})
	second := d.lobby.ByNumber("A002")
	if second.State != queue.Called || d.lobby.Window("w1").Ticket != second.ID || second.Reason == nil || second.Reason.Code != "only_one" {
		t.Fatalf("the next one is %s: %+v", second.State, second.Reason)
	}
	d.do(queue.Undo{Window: "w1"}) // the call
	if second = d.lobby.ByNumber("A002"); second.State != queue.Waiting {
		t.Errorf("then it is %s", second.State)
	}
	d.do(queue.Undo{Window: "w1"}) // the end
	if first := d.lobby.ByNumber("A001"); first == nil || first.State != queue.Called {
		t.Fatal("the end of the visit can't be taken back")
	}
	d.do(queue.PauseWindow{Window: "w1", Reason: "break"}, queue.Finish{Window: "w1", Outcome: "answered"})
	if second = d.lobby.ByNumber("A002"); second.State != queue.Waiting {
		t.Errorf("a window that pauses calls on: %s", second.State)
	}
	d.do(queue.OpenWindow{Window: "w1"}, queue.Next{Window: "w1"}, queue.Finish{Window: "w1", Outcome: "answered"})
	if w := d.lobby.Window("w1"); w.Ticket != 0 {
		t.Errorf("with nobody waiting ticket %d is in hand", w.Ticket)
	}
}
