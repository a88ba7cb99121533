package queue

import (
	"slices"
	"time"
)

// Consult invites posts to a joint consultation about the ticket in hand.
type Consult struct {
	Window WindowID      // of the lead
	Posts  []Invitation  // at least one
	Room   WindowID      // a window that is a room; empty: at the lead's window
	For    time.Duration // to answer; 0: as the policy says
	Auto   bool          // begins by itself once all have answered, one comes and all who come are free
}

// Invitation asks a window to come, or one person there.
type Invitation struct {
	Window WindowID
	Staff  StaffID // empty: whoever is there
}

func (c Consult) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if l.Leads(c.Window) != nil {
		return nil, refuse(ErrInConsultation, "what", "lead", "window", string(c.Window), "number", t.Number)
	}
	if err := c.fill(l); err != nil {
		return nil, err
	}
	d := ConsultationCalledData{
		OnTicket: on(t), Consultation: l.lastConsultation + 1, Number: t.Number, Lead: c.Window, Staff: t.Staff,
		Room: c.Room, Auto: c.Auto, Until: in.Now.Add(c.For),
	}
	if staff := staffOf(in.Actor); staff != "" {
		d.Staff = staff
	}
	for _, p := range c.Posts {
		d.Posts = append(d.Posts, Post{Window: p.Window, Staff: p.Staff})
	}
	return one(t, c.Window, d), nil
}

// fill puts in what was left out and refuses posts and rooms that can't be invited.
func (c *Consult) fill(l *Lobby) error {
	if c.For == 0 {
		c.For = DefaultConsultation
		if s := l.rules.Policy.ConsultationS; s > 0 {
			c.For = seconds(s)
		}
	}
	if c.For < time.Second || c.For > maxConsultation {
		return refuse(ErrBadValue, "field", "timeout_s", "max", "28800")
	}
	if len(c.Posts) == 0 || len(c.Posts) > maxPosts {
		return refuse(ErrBadValue, "field", "windows", "max", "20")
	}
	if c.Room == c.Window {
		c.Room = ""
	}
	if c.Room != "" && l.rules.Window(c.Room) == nil {
		return refuse(ErrUnknownWindow, "window", string(c.Room))
	}
	for i, p := range c.Posts {
		if l.rules.Window(p.Window) == nil {
			return refuse(ErrUnknownWindow, "window", string(p.Window))
		}
		twice := slices.ContainsFunc(c.Posts[:i], func(o Invitation) bool { return o.Window == p.Window })
		if twice || p.Window == c.Window {
			return refuse(ErrBadValue, "field", "windows", "value", string(p.Window))
		}
		if p.Staff == "" {
			continue
		}
		person := l.rules.Person(p.Staff)
		if person == nil {
			return refuse(ErrUnknownStaff, "staff", string(p.Staff))
		}
		if !person.MayServe(p.Window) {
			return refuse(ErrNotServed, "what", "person", "window", string(p.Window))
		}
	}
	return nil
}

// AnswerConsultation is an invited post's yes or no. A yes can be taken back and a no be
// turned into a yes until the consultation begins or its time is over.
type AnswerConsultation struct {
	Window       WindowID
	Consultation ConsultationID // 0: the oldest that is still to be answered
	Accept       bool
}

func (c AnswerConsultation) decide(l *Lobby, in Input) (*Decision, error) {
	w, _, err := atWindow(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	k := l.toAnswer(c.Window, c.Consultation)
	if k == nil {
		return nil, refuse(ErrNoConsultation, "window", string(c.Window))
	}
	p, staff := k.Post(c.Window), staffOf(in.Actor)
	if c.Accept && !l.standsFor(staff, p.Staff) {
		return nil, refuse(ErrNotAllowed, "window", string(c.Window))
	}
	answer := Declined
	if c.Accept {
		answer = Accepted
	}
	d := &Decision{window: w.ID}
	if p.Answer == answer {
		return d, nil
	}
	d.Data = []Data{l.answered(k, p, answer, staff)}
	after := k.Clone()
	after.Post(c.Window).Answer = answer
	d.Data = append(d.Data, l.beginByItself(after)...)
	return d, nil
}

// toAnswer finds the consultation that a window answers: the one named, or the oldest that
// it has not answered, or the oldest that it is invited to.
func (l *Lobby) toAnswer(id WindowID, named ConsultationID) *Consultation {
	var best *Consultation
	for _, c := range l.consultations {
		p := c.Post(id)
		if c.Running() || p == nil || p.Answer == Unanswered || (named != 0 && c.ID != named) {
			continue
		}
		if best == nil || (best.Post(id).Answer != "" && p.Answer == "") {
			best = c
		}
	}
	return best
}

// standsFor says whether somebody may say yes for the person asked for: that person, a
// supervisor, the house.
func (l *Lobby) standsFor(staff, asked StaffID) bool {
	if asked == "" || staff == "" || staff == asked {
		return true
	}
	p := l.rules.Person(staff)
	return p != nil && p.Is(RoleSupervisor)
}

func (l *Lobby) answered(c *Consultation, p *Post, a Response, by StaffID) Data {
	return ConsultationAnsweredData{
		OnTicket: OnTicket{c.Ticket}, Consultation: c.ID, Window: p.Window, Answer: a, Staff: by,
	}
}

// BeginConsultation begins the consultation that a window leads with those who accepted;
// whoever has not answered is not waited for. Its ticket's service begins, if it hasn't.
type BeginConsultation struct{ Window WindowID }

func (c BeginConsultation) decide(l *Lobby, in Input) (*Decision, error) {
	k, t, err := l.led(c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	data, err := l.begin(k)
	if err != nil {
		return nil, err
	}
	return one(t, c.Window, data...), nil
}

// led gives the consultation not yet begun that a window leads, and its ticket.
func (l *Lobby) led(id WindowID, actor Actor) (*Consultation, *Ticket, error) {
	t, err := inHand(l, id, actor)
	if err != nil {
		return nil, nil, err
	}
	c := l.Leads(id)
	if c == nil {
		return nil, nil, refuse(ErrNoConsultation, "window", string(id))
	}
	if c.Running() {
		return nil, nil, refuse(ErrInConsultation, "what", "lead", "window", string(id), "number", t.Number)
	}
	return c, t, nil
}

// WithdrawConsultation calls off a consultation that has not begun.
type WithdrawConsultation struct{ Window WindowID }

func (c WithdrawConsultation) decide(l *Lobby, in Input) (*Decision, error) {
	k, t, err := l.led(c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	return one(t, c.Window, l.consultationOver(k, "withdrawn", "")), nil
}
