package queue

import (
	"fmt"
	"slices"
)

// The events that tell of matters. The outside case number is a personal row.
const (
	MatterProposed Type = "matter_proposed"
	MatterOpened   Type = "matter_opened"
	MatterLinked   Type = "matter_linked"
	MatterDropped  Type = "matter_dropped"
	MatterNoted    Type = "matter_noted"
	MatterMarked   Type = "matter_marked"
)

type (
	// MatterProposedData is an earlier visit that a new ticket may be about: its visitor
	// had the old paper.
	MatterProposedData struct {
		OnTicket
		Earlier Earlier `json:"earlier"`
	}
	// MatterOpenedData is a new matter. With Earlier it begins with that visit.
	MatterOpenedData struct {
		OnTicket
		Window  WindowID  `json:"window"`
		Matter  MatterID  `json:"matter"`
		Service ServiceID `json:"service"` // where it was first asked about
		Earlier *Earlier  `json:"earlier,omitempty"`
		Repeat  bool      `json:"repeat,omitempty"` // the ticket is a repeated visit
	}
	// MatterLinkedData is a ticket that staff put to a matter.
	MatterLinkedData struct {
		OnTicket
		Window  WindowID `json:"window"`
		Matter  MatterID `json:"matter"`
		Earlier Earlier  `json:"earlier"` // the visit it was found by, or the matter's last
		Repeat  bool     `json:"repeat,omitempty"`
	}
	// MatterDroppedData is a proposal rejected, or a ticket taken off its matter.
	MatterDroppedData struct {
		OnTicket
		Window WindowID `json:"window"`
		Matter MatterID `json:"matter,omitempty"` // 0: it was only proposed
		Marks  bool     `json:"marks,omitempty"`  // what the matter is like was said with this ticket, and goes with it
	}
	// MatterNotedData is a personal row that belongs to a matter.
	MatterNotedData struct {
		OnTicket
		Window WindowID `json:"window"`
		Matter MatterID `json:"matter"`
		Row    int64    `json:"row"`
		Kind   string   `json:"kind"` // case
	}
	// MatterMarkedData is what a matter is like: the marks that it has from now on.
	MatterMarkedData struct {
		OnTicket
		Window   WindowID   `json:"window"`
		Matter   MatterID   `json:"matter"`
		Category CategoryID `json:"category"`
		Tags     []TagID    `json:"tags"` // places and parties, in order
	}
)

// Type names the event's type.
func (MatterProposedData) Type() Type { return MatterProposed }

// Type names the event's type.
func (MatterOpenedData) Type() Type { return MatterOpened }

// Type names the event's type.
func (MatterLinkedData) Type() Type { return MatterLinked }

// Type names the event's type.
func (MatterDroppedData) Type() Type { return MatterDropped }

// Type names the event's type.
func (MatterNotedData) Type() Type { return MatterNoted }

// Type names the event's type.
func (MatterMarkedData) Type() Type { return MatterMarked }

// decodeMatter reads the data of the events that tell of matters and surges.
func decodeMatter(t Type, raw []byte) (Data, error) {
	switch t {
	case MatterProposed:
		return decode[MatterProposedData](raw)
	case MatterOpened:
		return decode[MatterOpenedData](raw)
	case MatterLinked:
		return decode[MatterLinkedData](raw)
	case MatterDropped:
		return decode[MatterDroppedData](raw)
	case MatterNoted:
		return decode[MatterNotedData](raw)
	case MatterMarked:
		return decode[MatterMarkedData](raw)
	case SurgeFound:
		return decode[SurgeFoundData](raw)
	case SurgeSeen:
		return decode[SurgeSeenData](raw)
	default:
		return nil, fmt.Errorf("event type %q doesn't tell of a matter", t)
	}
}

// Undoing the act before any of these would take them back silently, while the books of
// matters had them: so they stand in its way.

func (d MatterProposedData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	earlier := d.Earlier
	t.Seq, t.Earlier = e.Seq, &earlier
}

func (d MatterOpenedData) apply(l *Lobby, e *Event) {
	l.lastMatter = max(l.lastMatter, d.Matter)
	t := l.tickets[d.Ticket]
	t.Seq, t.Matter, t.Earlier, t.Repeat = e.Seq, d.Matter, nil, d.Repeat
	if d.Earlier == nil {
		return
	}
	earlier := *d.Earlier
	t.Earlier = &earlier
	if x := l.tickets[earlier.Ticket]; x != nil { // it still lives
		x.Seq, x.Matter = e.Seq, d.Matter
	}
}

// touched lists both tickets that the event changes.
func (d MatterOpenedData) touched() []TicketID {
	if d.Earlier == nil {
		return []TicketID{d.Ticket}
	}
	return []TicketID{d.Earlier.Ticket, d.Ticket}
}

func (d MatterLinkedData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	earlier := d.Earlier
	t.Seq, t.Matter, t.Earlier, t.Repeat = e.Seq, d.Matter, &earlier, d.Repeat
}

func (d MatterDroppedData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	t.Seq, t.Matter, t.Earlier, t.Repeat, t.Category, t.Tags = e.Seq, 0, nil, false, "", nil
	if d.Marks {
		l.marks = slices.DeleteFunc(l.marks, func(m Mark) bool { return m.Matter == d.Matter })
	}
}

func (d MatterNotedData) apply(l *Lobby, e *Event) {
	l.tickets[d.Ticket].Seq = e.Seq
	l.lastNote = max(l.lastNote, d.Row)
}
