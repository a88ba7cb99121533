package queue

import "fmt"

// The types of the events about a visitor that staff write at their window besides calling and
// finishing.
const (
	ClassSet   Type = "class_set"
	HandedOver Type = "handed_over"
	NoteAdded  Type = "note_added"
)

type (
	// ClassSetData is a ticket that staff made one with priority on the spot, or an ordinary one again.
	ClassSetData struct {
		OnTicket
		Class  Class    `json:"class"`
		Reason string   `json:"reason,omitempty"` // a code; the certificate is looked at and not kept
		Window WindowID `json:"window,omitempty"` // where it was said; empty: at the desk
	}
	// HandedOverData is a ticket in hand that somebody else goes on with.
	HandedOverData struct {
		OnTicket
		From   WindowID `json:"from"`
		Window WindowID `json:"window"` // the same one: another person has taken it over
		Staff  StaffID  `json:"staff,omitempty"`
	}
	// NoteAddedData is a note about the ticket in hand.
	NoteAddedData struct {
		OnTicket
		Note int64 `json:"note"` // id of the personal row
	}
)

// Type names the event's type.
func (ClassSetData) Type() Type { return ClassSet }

// Type names the event's type.
func (HandedOverData) Type() Type { return HandedOver }

// Type names the event's type.
func (NoteAddedData) Type() Type { return NoteAdded }

func decodeConsole(t Type, raw []byte) (Data, error) {
	switch t {
	case ClassSet:
		return decode[ClassSetData](raw)
	case HandedOver:
		return decode[HandedOverData](raw)
	case NoteAdded:
		return decode[NoteAddedData](raw)
	default:
		return nil, fmt.Errorf("unknown event type %q", t)
	}
}

func (d ClassSetData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	if t.State == Waiting {
		l.leave(t)
	}
	why := d.Reason
	if d.Class != ClassPriority {
		why = ""
	}
	t.Class, t.ClassWhy = d.Class, why
	if t.State == Waiting {
		l.enter(t)
	}
	t.beforeToo(func(p *Ticket) { p.Class, p.ClassWhy = d.Class, why })
	t.touch(e)
}

func (d HandedOverData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	if d.From != d.Window {
		from := l.windows[d.From]
		if from.Freed = e.At; from.Last.Ticket == t.ID { // it is handed back, not undone
			from.Last = LastAct{}
		}
		l.free(d.From)
		t.prior = nil
		l.windows[d.Window].Ticket = t.ID
	}
	if d.Staff != "" {
		l.windows[d.Window].Staff = d.Staff
	}
	t.Window, t.Staff = d.Window, d.Staff
	leg := t.Leg()
	leg.Window, leg.Staff = d.Window, d.Staff
	t.touch(e)
}

func (d NoteAddedData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	l.lastNote = max(l.lastNote, d.Note)
	t.Notes = append(t.Notes, d.Note)
	t.beforeToo(func(p *Ticket) { p.Notes = append(p.Notes, d.Note) })
	t.touch(e)
}

// beforeToo changes how a ticket stood before its last act: what is known of the visitor outlives the
// undoing of that act.
func (t *Ticket) beforeToo(change func(*Ticket)) {
	if t.prior == nil {
		return
	}
	p := *t.prior
	p.Ticket = p.Ticket.Clone()
	change(p.Ticket)
	t.prior = &p
}
