package queue

import (
	"slices"
	"strings"
	"time"
)

// A joint consultation (联合会商) brings several posts to one visitor. The window that has the
// ticket in hand leads it: it invites posts and perhaps a room, each post accepts or declines,
// and the lead begins. From then until the lead lets go of the ticket the posts and the room
// are paused, so nobody is called to them. The visitor's ticket stays in hand at the lead's
// window all the time, so nobody else calls it.
//
// Beginning reserves everybody in one event or is refused as a whole. Whatever takes the
// ticket out of the lead's hand ends the consultation in the same command: its end, sending
// it on, putting it aside, a missed call, leaving, the close of the day, undoing the call.
//
// Undoing: the call of a ticket whose consultation has not begun can be taken back, and the
// invitations go with it; so can the end of its visit, and the invitations stay withdrawn.
// Once a consultation has begun, nothing before it can be undone, nor the act that ended it:
// its posts are free for others at once and can't be brought back.

// ConsultationID is a consultation's number in the books: from 1, never reused.
type ConsultationID int64

// pausedForConsultation is why a window in a running consultation is paused.
const pausedForConsultation = "consultation"

// DefaultConsultation is how long posts have to answer where nobody says.
const DefaultConsultation = 3 * time.Minute

// maxConsultation is the longest time to answer, and maxPosts how many can be invited.
const (
	maxConsultation = 8 * time.Hour
	maxPosts        = 20
)

// Response is what became of an invitation.
type Response string

// The responses; empty while there is none.
const (
	Accepted   Response = "accepted"
	Declined   Response = "declined"
	Unanswered Response = "timed_out" // nobody said anything in time
)

// Post is a window that is invited to a consultation.
type Post struct {
	Window WindowID  `json:"window"`
	Staff  StaffID   `json:"staff,omitempty"` // who is asked for; empty: whoever is there
	Answer Response  `json:"answer,omitempty"`
	By     StaffID   `json:"by,omitempty"` // who answered
	At     time.Time `json:"at,omitzero"`
}

// Consultation is one that is being called together or is running.
type Consultation struct {
	ID     ConsultationID `json:"id"`
	Ticket TicketID       `json:"ticket"` // in hand at the lead's window
	Lead   WindowID       `json:"lead"`
	Staff  StaffID        `json:"staff,omitempty"` // who leads
	Posts  []Post         `json:"posts"`
	Room   WindowID       `json:"room,omitempty"` // where it meets; empty: at the lead's window
	Auto   bool           `json:"auto,omitempty"` // begins by itself
	Called time.Time      `json:"called"`
	Until  time.Time      `json:"until"`          // when the invitations lapse
	Began  time.Time      `json:"began,omitzero"` // zero: not yet
	Before []Window       `json:"before,omitempty"`
}

// Running says whether it has begun.
func (c *Consultation) Running() bool { return !c.Began.IsZero() }

// Place is where it meets.
func (c *Consultation) Place() WindowID {
	if c.Room != "" {
		return c.Room
	}
	return c.Lead
}

// Post gives a window's invitation, or nil.
func (c *Consultation) Post(id WindowID) *Post {
	for i := range c.Posts {
		if c.Posts[i].Window == id {
			return &c.Posts[i]
		}
	}
	return nil
}

// Open is how many posts have not answered yet.
func (c *Consultation) Open() int {
	n := 0
	for i := range c.Posts {
		if c.Posts[i].Answer == "" {
			n++
		}
	}
	return n
}

// Clone gives a copy that shares nothing with the Lobby.
func (c *Consultation) Clone() *Consultation {
	o := *c
	o.Posts, o.Before = slices.Clone(c.Posts), slices.Clone(c.Before)
	return &o
}

// accepted lists the windows that come, in the order of the invitations.
func (c *Consultation) accepted() []WindowID {
	var list []WindowID
	for i := range c.Posts {
		if c.Posts[i].Answer == Accepted {
			list = append(list, c.Posts[i].Window)
		}
	}
	return list
}

// reserves says whether a window is kept by it while it runs.
func (c *Consultation) reserves(id WindowID) bool {
	return c.Running() && slices.ContainsFunc(c.Before, func(w Window) bool { return w.ID == id })
}

// Consultations gives the consultations that are being called together or run, oldest first.
func (l *Lobby) Consultations() []*Consultation { return l.consultations }

// Leads gives the consultation that a window leads, or nil.
func (l *Lobby) Leads(id WindowID) *Consultation {
	for _, c := range l.consultations {
		if c.Lead == id {
			return c
		}
	}
	return nil
}

// ReservedBy gives the running consultation that keeps a window, as a post or as the room; or
// nil.
func (l *Lobby) ReservedBy(id WindowID) *Consultation {
	for _, c := range l.consultations {
		if c.reserves(id) {
			return c
		}
	}
	return nil
}

// InvitedTo gives the consultations not yet begun that a window is invited to and has not
// declined, oldest first.
func (l *Lobby) InvitedTo(id WindowID) []*Consultation {
	var list []*Consultation
	for _, c := range l.consultations {
		if p := c.Post(id); p != nil && !c.Running() && (p.Answer == "" || p.Answer == Accepted) {
			list = append(list, c)
		}
	}
	return list
}

// notReserved refuses what a window in a running consultation can't do.
func (l *Lobby) notReserved(id WindowID) error {
	c := l.ReservedBy(id)
	if c == nil {
		return nil
	}
	return refuse(ErrInConsultation, "window", string(id), "number", l.tickets[c.Ticket].Number)
}

// begin reserves the room and all who accepted, or says who is busy.
func (l *Lobby) begin(c *Consultation) ([]Data, error) {
	posts := c.accepted()
	if len(posts) == 0 {
		return nil, refuse(ErrNobodyAccepted, "window", string(c.Lead))
	}
	reserved := slices.Clone(posts)
	if c.Room != "" && !slices.Contains(posts, c.Room) {
		reserved = append(reserved, c.Room)
	}
	var busy []string
	for _, id := range reserved {
		if w := l.windows[id]; w == nil || w.Ticket != 0 || l.ReservedBy(id) != nil {
			busy = append(busy, string(id))
		}
	}
	if len(busy) > 0 {
		return nil, refuse(ErrPostsBusy, "windows", strings.Join(busy, ","))
	}
	t := l.tickets[c.Ticket]
	var data []Data
	if t.State == Called {
		data = append(data, StartedData{OnTicket: on(t), Window: c.Lead})
	}
	return append(data, ConsultationBegunData{
		OnTicket: on(t), Consultation: c.ID, Number: t.Number, Lead: c.Lead, Place: c.Place(), Posts: posts, Reserved: reserved,
	}), nil
}

// beginByItself begins a consultation that was asked to, when all have answered, somebody
// comes, the visitor is there and nobody is busy.
func (l *Lobby) beginByItself(c *Consultation) []Data {
	if t := l.tickets[c.Ticket]; !c.Auto || c.Open() > 0 || t == nil || t.State != Serving {
		return nil
	}
	data, err := l.begin(c)
	if err != nil {
		return nil
	}
	return data
}

// tickConsultations lets invitations lapse that nobody answered in time, begins what is to
// begin by itself, and ends what has no ticket in hand any more, however that came about.
func (l *Lobby) tickConsultations(now time.Time) []Data {
	var data, begun []Data // one begins at a time: the next may want the same posts
	for _, c := range l.consultations {
		t := l.tickets[c.Ticket]
		switch {
		case t == nil || !t.State.InHand() || t.Window != c.Lead:
			data = append(data, l.consultationOver(c, "gone", ""))
		case c.Running():
		case c.Open() > 0 && !now.Before(c.Until):
			after := c.Clone()
			for i := range after.Posts {
				if p := &after.Posts[i]; p.Answer == "" {
					data = append(data, l.answered(c, p, Unanswered, ""))
					p.Answer = Unanswered
				}
			}
			if begun == nil {
				begun = l.beginByItself(after)
			}
		case begun == nil:
			begun = l.beginByItself(c)
		}
	}
	return append(data, begun...)
}

// endConsultations adds the end of each consultation whose ticket a decision takes out of
// the lead's hand.
func (l *Lobby) endConsultations(d *Decision) {
	for _, c := range l.consultations {
		for _, data := range d.Data {
			if why, outcome := letsGo(data, c.Ticket); why != "" {
				d.Data = append(d.Data, l.consultationOver(c, why, outcome))
				break
			}
		}
	}
}

// letsGo says why an event takes a ticket out of a window's hand; "" when it doesn't.
func letsGo(data Data, id TicketID) (why string, outcome OutcomeID) {
	switch d := data.(type) {
	case FinishedData:
		if d.Ticket == id {
			return "finished", d.Outcome
		}
	case MovedOnData: // this leg's outcome, before the next one
		if d.Ticket == id {
			return "finished", OutcomeID(d.End)
		}
	case DayData:
		if slices.Contains(d.Lapsed, id) {
			return "day_over", ""
		}
	case UndoneData:
		if d.Ticket == id && !d.State.InHand() {
			return "undone", ""
		}
	case HeldData, TransferredData, PassedData, LeftData, LapsedData, SessionJoinedData:
		if (&Event{Data: data}).TicketOf() == id {
			return string(data.Type()), ""
		}
	}
	return "", ""
}

// consultationOver is the record of a consultation's end: who led it, for which department,
// who took part, and what came of it.
func (l *Lobby) consultationOver(c *Consultation, why string, outcome OutcomeID) Data {
	d := ConsultationOverData{
		OnTicket: OnTicket{c.Ticket}, Consultation: c.ID, Lead: c.Lead, Staff: c.Staff, Room: c.Room, Began: c.Began,
		Why: why, Outcome: outcome,
	}
	if t := l.tickets[c.Ticket]; t != nil {
		if s := l.Service(t.Service); s != nil {
			d.Department = s.Department
		}
	}
	if c.Running() {
		d.Posts = c.accepted()
	}
	return d
}
