package queue_test

import (
	"slices"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// visit is one visit to window w1 about something, begun and not ended.
func (d *hallDay) visit(earlier *queue.Earlier) *queue.Ticket {
	d.t.Helper()
	seed := queuetest.Seed()
	d.do(queue.Issue{Service: "legal", Seed: seed, Earlier: earlier}, queue.Next{Window: "w1"})
	return d.lobby.Ticket(d.lobby.Window("w1").Ticket)
}

func earlier(t *queue.Ticket) *queue.Earlier {
	return &queue.Earlier{Ticket: t.ID, Matter: t.Matter, Day: t.Day, Service: t.Service}
}

func newMatterDay(t *testing.T) *hallDay {
	d := newHallDay(t, formal())
	d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"})
	return d
}

// TestAnOldTicketOnlyProposes has a visitor come back with the paper of an earlier visit.
func TestAnOldTicketOnlyProposes(t *testing.T) {
	for name, c := range map[string]struct {
		open   bool // a matter was opened at the first visit
		now    func(first *queue.Ticket) queue.Command
		matter queue.MatterID
		repeat bool
	}{
		"confirmed, and no matter was opened then":          {false, func(*queue.Ticket) queue.Command { return queue.ConfirmMatter{Window: "w1"} }, 1, true},
		"confirmed, with its matter":                        {true, func(*queue.Ticket) queue.Command { return queue.ConfirmMatter{Window: "w1"} }, 1, true},
		"confirmed, with a matter opened since it was read": {true, func(f *queue.Ticket) queue.Command { return queue.ConfirmMatter{Window: "w1", Matter: f.Matter} }, 1, true},
		"rejected":                  {true, func(*queue.Ticket) queue.Command { return queue.DropMatter{Window: "w1"} }, 0, false},
		"another matter, after all": {true, func(*queue.Ticket) queue.Command { return queue.TakeMatter{Window: "w1"} }, 2, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := newMatterDay(t)
			first := d.visit(nil)
			if c.open {
				d.do(queue.TakeMatter{Window: "w1"})
			}
			d.do(queue.Finish{Window: "w1", Outcome: "answered"})
			second := d.visit(earlier(first))
			if !second.Proposed() || second.Matter != 0 || second.Repeat {
				t.Errorf("before anybody confirmed: %+v", second.Visit)
			}
			d.do(c.now(first))
			if second.Matter != c.matter || second.Repeat != c.repeat || second.Proposed() {
				t.Errorf("afterwards: %+v, want matter %d", second.Visit, c.matter)
			}
			if c.repeat && first.Matter != second.Matter {
				t.Errorf("the first visit is about %d, the second about %d", first.Matter, second.Matter)
			}
		})
	}
}

func TestAMatterIsFoundByItsCaseNumber(t *testing.T) {
	d := newMatterDay(t)
	first := d.visit(nil)
	rows := d.do(queue.TakeMatter{Window: "w1", Case: "（2026）宁0105民初18号"})
	if len(rows) != 1 || rows[0].Kind != queue.RowCase || rows[0].Value != "(2026)宁0105民初18号" || rows[0].EraseAfter.Sub(d.now) < 1800*24*time.Hour {
		t.Fatalf("personal rows %+v", rows)
	}
	if noted := d.events[len(d.events)-1].Data.(queue.MatterNotedData); noted.Matter != 1 || noted.Row != rows[0].ID {
		t.Errorf("noted %+v", noted)
	}
	d.do(queue.Finish{Window: "w1", Outcome: "answered"})
	second := d.visit(nil)
	// What the books found by the number comes with the command.
	if rows := d.do(queue.TakeMatter{Window: "w1", Case: "(2026)宁0105民初18号", Found: earlier(first)}); len(rows) > 0 {
		t.Errorf("the number is noted again: %+v", rows)
	}
	if second.Matter != 1 || !second.Repeat {
		t.Errorf("the second visit: %+v", second.Visit)
	}
	n := len(d.events)
	d.do(queue.TakeMatter{Window: "w1", Found: earlier(first)}, queue.TakeMatter{Window: "w1"})
	if len(d.events) != n {
		t.Errorf("asked again, it changes %v", d.events[n:])
	}
}

func TestOneVisitIsAboutOneMatter(t *testing.T) {
	d := newMatterDay(t)
	first := d.visit(nil)
	d.do(queue.TakeMatter{Window: "w1"}, queue.Finish{Window: "w1", Outcome: "answered"})
	second := d.visit(nil)
	d.do(queue.TakeMatter{Window: "w1"})
	d.refused(queue.TakeMatter{Window: "w1", Found: earlier(first)}, queue.ErrHasMatter)
	d.do(queue.DropMatter{Window: "w1"}, queue.TakeMatter{Window: "w1", Found: earlier(first)})
	if second.Matter != 1 {
		t.Errorf("it is about %d", second.Matter)
	}
	d.do(queue.DropMatter{Window: "w1"})
	for name, c := range map[string]queue.Command{
		"itself":           queue.TakeMatter{Window: "w1", Found: &queue.Earlier{Ticket: second.ID}},
		"a matter to come": queue.TakeMatter{Window: "w1", Found: &queue.Earlier{Matter: 99}},
		"a visit to come":  queue.Issue{Service: "legal", Earlier: &queue.Earlier{Ticket: 99}},
		"nothing":          queue.TakeMatter{Window: "w1", Found: &queue.Earlier{}},
	} {
		t.Run(name, func(*testing.T) { d.refused(c, queue.ErrUnknownMatter) })
	}
	d.refused(queue.DropMatter{Window: "w1"}, queue.ErrNoProposal)
	d.refused(queue.ConfirmMatter{Window: "w1"}, queue.ErrNoProposal)
	d.refused(queue.TakeMatter{Window: "w2"}, queue.ErrNotInHand)
}

func TestUndoTakesBackNoMatter(t *testing.T) {
	d := newMatterDay(t)
	first := d.visit(nil)
	d.do(queue.TakeMatter{Window: "w1"})
	d.refused(queue.Undo{Window: "w1"}, queue.ErrTooLate) // of the call
	d.do(queue.Finish{Window: "w1", Outcome: "accepted"}, queue.Undo{Window: "w1"})
	if first.Matter != 1 || first.State != queue.Called {
		t.Errorf("it is %s, about %d", first.State, first.Matter)
	}
}

// surged are the surges that a day told of: category, tag, matters.
func (d *hallDay) surged() (told []queue.SurgeFoundData) {
	for _, e := range d.events {
		if s, ok := e.Data.(queue.SurgeFoundData); ok {
			told = append(told, s)
		}
	}
	return told
}

// TestSurge (舆情预警) marks matters as they come, and says when the supervisor is told.
func TestSurge(t *testing.T) {
	type mark struct {
		days     int // since the one before
		category queue.CategoryID
		tags     []queue.TagID
	}
	east := func(days int) mark { return mark{days, "fees", []queue.TagID{"east-gardens"}} }
	for name, c := range map[string]struct {
		marks []mark
		want  []int // the size of each surge told
	}{
		"three about one estate":           {[]mark{east(0), east(1), east(12)}, []int{3}},
		"two are none":                     {[]mark{east(0), east(1)}, nil},
		"not over more than a fortnight":   {[]mark{east(0), east(1), east(13)}, nil},
		"told again when it has grown":     {[]mark{east(0), east(0), east(0), east(1)}, []int{3, 4}},
		"another trouble isn't similar":    {[]mark{east(0), east(0), {0, "wages", []queue.TagID{"east-gardens"}}}, nil},
		"another place isn't similar":      {[]mark{east(0), east(0), {0, "fees", []queue.TagID{"acme"}}}, nil},
		"a category alone is too little":   {[]mark{{0, "fees", nil}, {0, "fees", nil}, {0, "fees", nil}}, nil},
		"place and party are told apart":   {[]mark{east(0), {0, "fees", []queue.TagID{"acme", "east-gardens"}}, east(0), {0, "fees", []queue.TagID{"acme"}}}, []int{3}},
		"a new one after all is forgotten": {[]mark{east(0), east(0), east(0), east(20), east(0), east(0)}, []int{3, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newMatterDay(t)
			for _, m := range c.marks {
				d.now = d.now.AddDate(0, 0, m.days)
				d.visit(nil)
				d.do(queue.MarkMatter{Window: "w1", Category: m.category, Tags: m.tags})
				d.do(queue.MarkMatter{Window: "w1", Category: m.category, Tags: m.tags}) // twice is once
				d.do(queue.Finish{Window: "w1", Outcome: "answered"})
			}
			var sizes []int
			for _, s := range d.surged() {
				sizes = append(sizes, len(s.Matters))
			}
			if !slices.Equal(sizes, c.want) {
				t.Errorf("told of surges of %v matters, want %v", sizes, c.want)
			}
		})
	}
}

func TestWhatWasMarkedByMistakeIsNoSurge(t *testing.T) {
	d := newMatterDay(t)
	for range 4 {
		d.visit(nil)
		d.do(queue.MarkMatter{Window: "w1", Category: "fees", Tags: []queue.TagID{"east-gardens"}}, queue.DropMatter{Window: "w1"})
		d.do(queue.Finish{Window: "w1", Outcome: "answered"})
	}
	if told := d.surged(); len(told) > 0 {
		t.Errorf("told of %+v", told)
	}
}

func TestOneMatterIsNoSurgeHoweverOftenItComes(t *testing.T) {
	d := newMatterDay(t)
	first := d.visit(nil)
	for range 4 {
		d.do(queue.TakeMatter{Window: "w1", Found: nil}, queue.MarkMatter{Window: "w1", Category: "fees", Tags: []queue.TagID{"east-gardens"}})
		d.do(queue.Finish{Window: "w1", Outcome: "answered"})
		d.visit(earlier(first))
		d.do(queue.ConfirmMatter{Window: "w1"})
	}
	if told := d.surged(); len(told) > 0 {
		t.Errorf("told of %+v", told)
	}
}

func TestASurgeIsAcknowledgedAndProposesAGroup(t *testing.T) {
	d := newMatterDay(t)
	for i := range 3 {
		d.visit(nil)
		d.do(queue.MarkMatter{Window: "w1", Category: "fees", Tags: []queue.TagID{"east-gardens"}})
		if i == 1 {
			d.do(queue.Transfer{Window: "w1", Service: "mediation"})
		} else {
			d.do(queue.Finish{Window: "w1", Outcome: "answered"})
		}
	}
	s := d.lobby.Surges()[0]
	if group := d.lobby.SurgeGroup(&s); len(group) != 1 || group[0].ID != 2 {
		t.Errorf("the group is %+v", group)
	}
	d.refused(queue.SeeSurge{Seq: s.Seq + 1}, queue.ErrUnknownSurge)
	if _, err := queue.Decide(d.lobby, queue.SeeSurge{Seq: s.Seq}, queue.Input{Actor: "staff:anna", Now: d.now}); err == nil {
		t.Error("a clerk acknowledged it")
	}
	d.do(queue.SeeSurge{Seq: s.Seq})
	if s = d.lobby.Surges()[0]; s.SeenAt.IsZero() {
		t.Errorf("the surge is %+v", s)
	}
	n := len(d.events)
	d.do(queue.SeeSurge{Seq: s.Seq})
	if len(d.events) != n {
		t.Error("acknowledged twice")
	}
	d.visit(nil)
	d.refused(queue.MarkMatter{Window: "w1", Category: "noise"}, queue.ErrBadValue)
	d.refused(queue.MarkMatter{Window: "w1", Category: "fees", Tags: []queue.TagID{"nowhere"}}, queue.ErrBadValue)
	d.do(queue.MarkMatter{Window: "w1", Category: "fees", Tags: []queue.TagID{"east-gardens"}})
	if s = d.lobby.Surges()[0]; len(d.lobby.Surges()) != 1 || !s.SeenAt.IsZero() || len(s.Matters) != 4 {
		t.Errorf("grown, it is %+v", s)
	}
}
