package queue

import (
	"fmt"
	"slices"
	"time"
)

// The types of the events that tell of joint consultations.
const (
	ConsultationCalled   Type = "consultation_called"
	ConsultationAnswered Type = "consultation_answered"
	ConsultationBegun    Type = "consultation_begun"
	ConsultationOver     Type = "consultation_over"
)

// The data of the events that tell of joint consultations.
type (
	// ConsultationCalledData invites posts.
	ConsultationCalledData struct {
		OnTicket
		Consultation ConsultationID `json:"consultation"`
		Number       string         `json:"number"`
		Lead         WindowID       `json:"lead"`
		Staff        StaffID        `json:"staff,omitempty"` // who leads
		Posts        []Post         `json:"posts"`           // without answers
		Room         WindowID       `json:"room,omitempty"`
		Auto         bool           `json:"auto,omitempty"`
		Until        time.Time      `json:"until"` // when the invitations lapse
	}
	// ConsultationAnsweredData is a post's answer, or that none came in time.
	ConsultationAnsweredData struct {
		OnTicket
		Consultation ConsultationID `json:"consultation"`
		Window       WindowID       `json:"window"`
		Answer       Response       `json:"answer"`
		Staff        StaffID        `json:"staff,omitempty"`
	}
	// ConsultationBegunData reserves the posts and the room, all at once, and is the one
	// announcement.
	ConsultationBegunData struct {
		OnTicket
		Consultation ConsultationID `json:"consultation"`
		Number       string         `json:"number"`
		Lead         WindowID       `json:"lead"`
		Place        WindowID       `json:"place"`    // where the visitor goes
		Posts        []WindowID     `json:"posts"`    // who takes part besides the lead
		Reserved     []WindowID     `json:"reserved"` // the posts, and the room if it is none of them
	}
	// ConsultationOverData is the end of a consultation, begun or not.
	ConsultationOverData struct {
		OnTicket
		Consultation ConsultationID `json:"consultation"`
		Lead         WindowID       `json:"lead"`
		Staff        StaffID        `json:"staff,omitempty"`      // who led
		Department   DepartmentID   `json:"department,omitempty"` // of the service that led
		Posts        []WindowID     `json:"posts,omitempty"`      // who took part
		Room         WindowID       `json:"room,omitempty"`
		Began        time.Time      `json:"began,omitzero"` // zero: it never did
		// Why is finished, withdrawn, or what else happened to the ticket: held, transferred,
		// session_joined, passed, cancelled, lapsed, undone, day_over, gone.
		Why     string    `json:"why"`
		Outcome OutcomeID `json:"outcome,omitempty"` // the one outcome, when it is finished
	}
)

// Type names the event's type.
func (ConsultationCalledData) Type() Type { return ConsultationCalled }

// Type names the event's type.
func (ConsultationAnsweredData) Type() Type { return ConsultationAnswered }

// Type names the event's type.
func (ConsultationBegunData) Type() Type { return ConsultationBegun }

// Type names the event's type.
func (ConsultationOverData) Type() Type { return ConsultationOver }

// decodeConsultation reads the data of an event that tells of a consultation.
func decodeConsultation(t Type, raw []byte) (Data, error) {
	switch t {
	case ConsultationCalled:
		return decode[ConsultationCalledData](raw)
	case ConsultationAnswered:
		return decode[ConsultationAnsweredData](raw)
	case ConsultationBegun:
		return decode[ConsultationBegunData](raw)
	case ConsultationOver:
		return decode[ConsultationOverData](raw)
	default:
		return nil, fmt.Errorf("event type %q doesn't tell of a consultation", t)
	}
}

func (l *Lobby) consultation(id ConsultationID) *Consultation {
	for _, c := range l.consultations {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// apply calls posts together. Undoing the ticket's call takes it back with it.
func (d ConsultationCalledData) apply(l *Lobby, e *Event) {
	l.lastConsultation = d.Consultation
	l.consultations = append(l.consultations, &Consultation{
		ID: d.Consultation, Ticket: d.Ticket, Lead: d.Lead, Staff: d.Staff, Posts: slices.Clone(d.Posts), Room: d.Room, Auto: d.Auto,
		Called: e.At, Until: d.Until,
	})
	l.tickets[d.Ticket].touch(e)
}

func (d ConsultationAnsweredData) apply(l *Lobby, e *Event) {
	if c := l.consultation(d.Consultation); c != nil {
		if p := c.Post(d.Window); p != nil {
			p.Answer, p.By, p.At = d.Answer, d.Staff, e.At
		}
	}
	if t := l.tickets[d.Ticket]; t != nil {
		t.touch(e)
	}
}

// apply pauses the posts and the room and remembers how they stood. No act on the ticket
// before it can be undone any more.
func (d ConsultationBegunData) apply(l *Lobby, e *Event) {
	c, t := l.consultation(d.Consultation), l.tickets[d.Ticket]
	c.Began = e.At
	for _, id := range d.Reserved {
		w := l.windows[id]
		c.Before = append(c.Before, *w)
		w.State, w.Reason, w.Note, w.Changed = WindowPaused, pausedForConsultation, 0, e.At
	}
	t.Seq = e.Seq
	if d.Place != d.Lead {
		t.Room = d.Place
	}
	t.Joint = true
	l.announce(t, e, false)
}

// apply gives the windows back as they were. The end of one that ran can't be undone.
func (d ConsultationOverData) apply(l *Lobby, e *Event) {
	i := slices.IndexFunc(l.consultations, func(c *Consultation) bool { return c.ID == d.Consultation })
	if i < 0 {
		return
	}
	c := l.consultations[i]
	l.consultations = slices.Delete(l.consultations, i, i+1)
	for _, b := range c.Before {
		w := l.windows[b.ID]
		if w == nil || w.State != WindowPaused || w.Reason != pausedForConsultation {
			continue
		}
		b.Ticket, b.Last, b.Changed = w.Ticket, w.Last, e.At
		*w = b
	}
	t := l.tickets[d.Ticket]
	switch {
	case t == nil:
	case c.Running():
		t.Seq, t.Room, t.Joint = e.Seq, "", false
	default:
		t.touch(e)
	}
}

// dropPosts takes windows that left the rules out of the consultations.
func (l *Lobby) dropPosts() {
	gone := func(id WindowID) bool { return l.rules.Window(id) == nil }
	for _, c := range l.consultations {
		c.Posts = slices.DeleteFunc(c.Posts, func(p Post) bool { return gone(p.Window) })
		c.Before = slices.DeleteFunc(c.Before, func(w Window) bool { return gone(w.ID) })
		if c.Room != "" && gone(c.Room) {
			c.Room = ""
		}
	}
}
