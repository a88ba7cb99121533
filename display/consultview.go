package display

import (
	"time"

	"onedoor/queue"
)

// ConsultationView is a joint consultation as staff see it: at the lead's window, at those
// invited and on /hall. It says the number and the service; notes and history are the lead's.
type ConsultationView struct {
	ID          queue.ConsultationID `json:"id"`
	Number      string               `json:"number"`
	Service     queue.ServiceID      `json:"service"`
	ServiceName string               `json:"service_name"`
	Party       int                  `json:"party"`
	Lead        Place                `json:"lead"`
	LeadStaff   queue.StaffID        `json:"lead_staff,omitempty"`
	Place       Place                `json:"place"` // where it meets
	Posts       []PostView           `json:"posts"`
	Auto        bool                 `json:"auto"` // begins by itself
	CalledAt    time.Time            `json:"called_at"`
	Until       time.Time            `json:"until"`              // when the invitations lapse
	BeganAt     *time.Time           `json:"began_at,omitempty"` // absent: it hasn't begun
	MayBegin    bool                 `json:"may_begin"`          // somebody has accepted
}

// PostView is an invited window.
type PostView struct {
	Window queue.WindowID `json:"window"`
	Label  string         `json:"label"`
	Staff  queue.StaffID  `json:"staff,omitempty"` // who is asked for
	Answer string         `json:"answer"`          // open, accepted, declined or timed_out
	By     queue.StaffID  `json:"by,omitempty"`    // who answered
	Busy   bool           `json:"busy"`            // somebody is in hand there, or it is in another consultation
}

// NewConsultationView makes the view of a consultation. It copies what it needs.
func NewConsultationView(l *queue.Lobby, c *queue.Consultation, lang string) ConsultationView {
	r := l.Rules()
	place := func(id queue.WindowID) Place { return *NewPlace(l.WindowRule(id), id, r, lang) }
	v := ConsultationView{
		ID: c.ID, Lead: place(c.Lead), LeadStaff: c.Staff, Place: place(c.Place()), Posts: make([]PostView, len(c.Posts)), Auto: c.Auto,
		CalledAt: c.Called.In(r.Location()), Until: c.Until.In(r.Location()), BeganAt: instant(c.Began, r.Location()),
	}
	if t := l.Ticket(c.Ticket); t != nil {
		v.Number, v.Service, v.Party, v.ServiceName = t.Number, t.Service, t.Party, string(t.Service)
		if s := l.Service(t.Service); s != nil {
			v.ServiceName = s.Name.In(lang)
		}
	}
	for i, p := range c.Posts {
		post := PostView{Window: p.Window, Label: place(p.Window).Label, Staff: p.Staff, Answer: string(p.Answer), By: p.By}
		if p.Answer == "" {
			post.Answer = "open"
		}
		if w := l.Window(p.Window); w != nil && !c.Running() {
			post.Busy = w.Ticket != 0 || l.ReservedBy(p.Window) != nil
		}
		v.MayBegin = v.MayBegin || p.Answer == queue.Accepted && !c.Running()
		v.Posts[i] = post
	}
	return v
}

// consultationsAt gives what a window has to do with consultations: the one it leads or is
// in, and those it is invited to.
func consultationsAt(l *queue.Lobby, id queue.WindowID, lang string) (at *ConsultationView, invited []ConsultationView) {
	c := l.Leads(id)
	if c == nil {
		c = l.ReservedBy(id)
	}
	if c != nil {
		v := NewConsultationView(l, c, lang)
		at = &v
	}
	invited = []ConsultationView{}
	for _, c := range l.InvitedTo(id) {
		invited = append(invited, NewConsultationView(l, c, lang))
	}
	return at, invited
}
