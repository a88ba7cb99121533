package queue

import "slices"

// The events that tell of surges.
const (
	SurgeFound Type = "surge_found"
	SurgeSeen  Type = "surge_seen"
)

type (
	// SurgeFoundData is a number of similar matters within days.
	SurgeFoundData struct {
		Category CategoryID `json:"category"`
		Tag      TagID      `json:"tag"`
		Matters  []MatterID `json:"matters"`
	}
	// SurgeSeenData is a surge that somebody acknowledged.
	SurgeSeenData struct {
		Surge    int64      `json:"surge"` // seq of the event that told of it
		Category CategoryID `json:"category"`
		Tag      TagID      `json:"tag"`
		Staff    StaffID    `json:"staff,omitempty"`
	}
)

// Type names the event's type.
func (SurgeFoundData) Type() Type { return SurgeFound }

// Type names the event's type.
func (SurgeSeenData) Type() Type { return SurgeSeen }

func (d MatterMarkedData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	t.Seq, t.Category, t.Tags = e.Seq, d.Category, d.Tags
	l.marks = slices.DeleteFunc(l.marks, func(m Mark) bool { return m.Matter == d.Matter || !l.recent(m.At, e.At) })
	for _, tag := range d.Tags {
		l.marks = append(l.marks, Mark{Matter: d.Matter, Category: d.Category, Tag: tag, At: e.At})
	}
	l.surges = slices.DeleteFunc(l.surges, func(s Surge) bool { return !l.recent(s.At, e.At) })
}

func (d SurgeFoundData) apply(l *Lobby, e *Event) {
	if i := l.surgeOf(d.Category, d.Tag); i >= 0 {
		l.surges = slices.Delete(l.surges, i, i+1)
	}
	l.surges = append(l.surges, Surge{Seq: e.Seq, Category: d.Category, Tag: d.Tag, Matters: d.Matters, At: e.At})
}

func (d SurgeSeenData) apply(l *Lobby, e *Event) {
	for i := range l.surges {
		if s := &l.surges[i]; s.Seq == d.Surge {
			s.SeenAt, s.SeenBy = e.At, d.Staff
		}
	}
}
