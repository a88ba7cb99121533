package display

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestStatusURL(t *testing.T) {
	for _, public := range []string{"https://tickets.example", "https://tickets.example/"} {
		if got := StatusURL(public, "abc"); got != "https://tickets.example/t/abc" {
			t.Errorf("%s gives %s", public, got)
		}
	}
}

// steps takes one ticket through a hall and gives how it stands after each.
func steps(t *testing.T, commands ...queue.Command) []*queue.Ticket {
	t.Helper()
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{})
	list := []*queue.Ticket{queuetest.Issue(t, q, "legal")}
	for _, w := range []queue.WindowID{"w1", "w2", "court"} {
		queuetest.Do(t, q, queue.System, queue.OpenWindow{Window: w})
	}
	for _, c := range commands {
		if _, leaves := c.(queue.Cancel); leaves {
			c = queue.Cancel{Ticket: list[0].ID}
		}
		list = append(list, queuetest.Do(t, q, queue.System, c).Ticket)
	}
	return list
}

func TestAWindowIsNamedOnlyFromTheCallOn(t *testing.T) {
	r := testRules(t)
	list := steps(
		t, queue.Next{Window: "w1"}, queue.Pass{Window: "w1"}, queue.Return{Number: "A001"}, queue.Next{Window: "w2"},
		queue.Hold{Window: "w2"}, queue.Call{Window: "w1", Number: "A001"}, queue.Start{Window: "w1"},
		queue.Transfer{Window: "w1", Service: "court"}, queue.Next{Window: "court"}, queue.Finish{Window: "court", Outcome: "accepted"},
	)
	for i, want := range []struct {
		state  queue.State
		window queue.WindowID
		legs   []queue.WindowID
		floor  queue.FloorID
	}{
		{queue.Waiting, "", []queue.WindowID{""}, "f1"},
		{queue.Called, "w1", []queue.WindowID{"w1"}, "f1"},
		{queue.NoShow, "", []queue.WindowID{""}, "f1"},
		{queue.Waiting, "", []queue.WindowID{""}, "f1"},
		{queue.Called, "w2", []queue.WindowID{"w2"}, "f1"},
		{queue.Held, "", []queue.WindowID{""}, "f1"},
		{queue.Called, "w1", []queue.WindowID{"w1"}, "f1"},
		{queue.Serving, "w1", []queue.WindowID{"w1"}, "f1"},
		{queue.Waiting, "", []queue.WindowID{"w1", ""}, "f3"},
		{queue.Called, "court", []queue.WindowID{"w1", "court"}, "f3"},
		{queue.Done, "", []queue.WindowID{"w1", "court"}, ""},
	} {
		v := NewTicketView(list[i], r, 0, "en")
		var legs []queue.WindowID
		for _, leg := range v.Legs {
			legs = append(legs, placeID(leg.Window))
		}
		floor := queue.FloorID("")
		if v.Wait != nil {
			floor = v.Wait.Floor
		}
		if v.State != want.state || placeID(v.Window) != want.window || !slices.Equal(legs, want.legs) || floor != want.floor {
			t.Errorf("step %d: %s at %q, legs %q, waits on %q", i, v.State, placeID(v.Window), legs, floor)
		}
	}
}

func placeID(p *Place) queue.WindowID {
	if p == nil {
		return ""
	}
	return p.ID
}

func TestWhatAVisitorMayDo(t *testing.T) {
	r := testRules(t)
	list := steps(t, queue.Next{Window: "w1"}, queue.Pass{Window: "w1"}, queue.Call{Window: "w1", Number: "A001"}, queue.Cancel{})
	for i, want := range []struct{ leave, back, lapses, undo bool }{
		{true, false, false, false}, {true, false, false, false}, {false, true, true, false}, {true, false, false, false}, {false, false, false, true},
	} {
		v := NewTicketView(list[i], r, 0, "zh")
		if v.MayCancel != want.leave || v.MayReturn != want.back || (v.LapsesAt != nil) != want.lapses || (v.UndoUntil != nil) != want.undo {
			t.Errorf("%s: %+v", v.State, v)
		}
	}
	v := NewTicketView(list[4], r, 0, "zh")
	if got := v.UndoUntil.Sub(v.ChangedAt); got != 2*time.Minute {
		t.Errorf("leaving can be taken back for %v", got)
	}
}

// A ticket of the projections has no more than its fields; services and windows
// of last year may be gone.
func TestATicketOfLastYear(t *testing.T) {
	then := time.Date(2025, 3, 3, 2, 0, 0, 0, time.UTC)
	old := &queue.Ticket{
		Number: "Z001", Service: "gone", State: queue.Done, Party: 1, Lang: "zh", Issued: then, Changed: then, Since: then,
		Outcome: "accepted", Legs: []queue.Leg{{Service: "gone", Window: "w9", From: then, Ended: then, End: "accepted"}},
	}
	v := NewTicketView(old, testRules(t), 0, "zh")
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if v.ServiceName != "gone" || v.Legs[0].Window.Label != "w9" || v.Print.State != queue.PrintNone || v.Legs[0].End != "done" {
		t.Errorf("%s", b)
	}
	if strings.Contains(string(b), "accepted") {
		t.Errorf("the outcome shows: %s", b)
	}
}

func TestAConsoleViewInsideAView(t *testing.T) {
	k := testKit(t)
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{})
	queuetest.Do(t, q, queue.ByStaff("anna"), queue.OpenWindow{Window: "w1"})
	queuetest.Issue(t, q, "legal")
	queuetest.Do(t, q, queue.System, queue.Issue{Service: "labour", Class: queue.ClassPriority, Staff: "anna", Party: 4, Seed: queuetest.Seed()})
	queuetest.Do(t, q, queue.ByStaff("anna"), queue.Next{Window: "w1"})
	queuetest.Do(t, q, queue.System, queue.Issue{Service: "legal", Window: "w1", Seed: queuetest.Seed()})
	q.View(func(l *queue.Lobby) {
		v, ok := k.ConsoleView(l, "w1", "anna", q.Now(), "en", 1)
		if !ok || v.Window.Staff != "anna" || v.Ticket == nil || v.Reason == nil || *v.Window.Ticket != v.Ticket.Number {
			t.Fatalf("%+v", v)
		}
		if strings.Contains(*v.Reason, "{") || strings.HasPrefix(*v.Reason, "reason.") {
			t.Errorf("no sentence: %s", *v.Reason)
		}
		if len(v.Candidates) != 1 || v.Waiting != 2 || v.Seq != l.Seq() {
			t.Errorf("%d candidates of %d", len(v.Candidates), v.Waiting)
		}
		if _, ok := k.ConsoleView(l, "w9", "anna", q.Now(), "en", 1); ok {
			t.Error("a window that isn't there")
		}
	})
}
