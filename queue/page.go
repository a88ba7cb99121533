package queue

import (
	"strconv"
	"time"
)

// Page is somebody on call who was asked to come, until they open a window, are away, or
// the day ends.
type Page struct {
	Staff   StaffID   `json:"staff"`
	Service ServiceID `json:"service"`
	Ticket  TicketID  `json:"ticket,omitempty"`
	At      time.Time `json:"at"`
	Until   time.Time `json:"until,omitzero"` // an alarm from then on unless they answer; zero: never
	Overdue bool      `json:"overdue,omitempty"`
	Minutes int       `json:"minutes,omitempty"` // as they said when they answered
	Coming  time.Time `json:"coming,omitzero"`   // when that is; zero: they haven't answered
}

// longestComing is within how many minutes somebody called in may be expected.
const longestComing = 240

// Pages gives who was called in and isn't there yet, in the order of the rules.
func (l *Lobby) Pages() []Page {
	var list []Page
	for i := range l.rules.Staff {
		if p, ok := l.duty.Pages[l.rules.Staff[i].ID]; ok {
			list = append(list, p)
		}
	}
	return list
}

// PageOf gives the page of somebody who was called in, ok is false when there is none.
func (l *Lobby) PageOf(id StaffID) (p Page, ok bool) {
	p, ok = l.duty.Pages[id]
	return p, ok
}

// CallIn asks somebody on call to come, for a service. A page that stands is no error.
type CallIn struct {
	Staff   StaffID
	Service ServiceID // empty: the first that they serve
	Window  WindowID  // that asks; empty: the desk
}

func (c CallIn) decide(l *Lobby, in Input) (*Decision, error) {
	p := l.rules.Person(c.Staff)
	if p == nil {
		return nil, refuse(ErrUnknownStaff, "staff", string(c.Staff))
	}
	if c.Window != "" {
		if _, _, err := atWindow(l, c.Window, in.Actor); err != nil {
			return nil, err
		}
	} else if err := forStaff(l, c.Staff, in.Actor); err != nil {
		return nil, err
	}
	if c.Service == "" {
		c.Service = l.firstServed("", c.Staff)
	}
	if err := l.addressee(c.Service, "", c.Staff); err != nil {
		return nil, err
	}
	switch _, asked := l.duty.Pages[c.Staff]; {
	case !p.OnCall:
		return nil, refuse(ErrBadValue, "field", "staff", "value", string(c.Staff), "what", "on_call")
	case l.Away(c.Staff):
		return nil, refuse(ErrStaffAway, "staff", string(c.Staff))
	case asked:
		return &Decision{}, nil
	}
	d := l.page(p, c.Service, 0, in.Now)
	d.Window = c.Window
	return &Decision{Data: []Data{d}}, nil
}

// page asks somebody to come.
func (l *Lobby) page(p *Staff, s ServiceID, t TicketID, now time.Time) PagedData {
	d := PagedData{Staff: p.ID, Service: s, Ticket: t}
	if n := l.rules.Policy.PageS; n > 0 {
		d.Until = now.Add(seconds(n))
	}
	return d
}

// pageFor asks those to come who are on call for a new ticket: the person it is for, or, while no window
// that serves it is open, everybody on call for it. Who was asked already isn't asked
// again.
func (l *Lobby) pageFor(d *Decision, t IssuedData, now time.Time) {
	if t.ForStaff == "" && l.openWindows(t.Service) > 0 {
		return
	}
	for i := range l.rules.Staff {
		p := &l.rules.Staff[i]
		_, asked := l.duty.Pages[p.ID]
		meant := t.ForStaff == "" && l.rules.rostered(p, t.Service) || t.ForStaff == p.ID
		if p.OnCall && meant && !asked && !l.Away(p.ID) && !l.present(p.ID) {
			d.Data = append(d.Data, l.page(p, t.Service, t.Ticket, now))
		}
	}
}

// coming is about when somebody who was called in for a service, or for themselves, comes; zero:
// nobody answered.
func (l *Lobby) coming(s ServiceID, person StaffID) (at time.Time) {
	for _, p := range l.Pages() {
		if p.Coming.IsZero() || person != "" && p.Staff != person || person == "" && p.Service != s {
			continue
		}
		if at.IsZero() || p.Coming.Before(at) {
			at = p.Coming
		}
	}
	return at
}

// openWindows counts the open windows that serve a service.
func (l *Lobby) openWindows(id ServiceID) int {
	n := 0
	for i := range l.rules.Windows {
		if w := &l.rules.Windows[i]; w.Serves(id) && l.windows[w.ID].State == WindowOpen {
			n++
		}
	}
	return n
}

// AnswerPage is the word of somebody called in that they come, and in how many minutes: by
// themselves, or by the desk that has them on the telephone.
type AnswerPage struct {
	Staff   StaffID
	Minutes int // 0 to 240
}

func (c AnswerPage) decide(l *Lobby, in Input) (*Decision, error) {
	if err := forStaff(l, c.Staff, in.Actor); err != nil {
		return nil, err
	}
	p, ok := l.duty.Pages[c.Staff]
	if !ok {
		return nil, refuse(ErrTooLate, "what", "page", "staff", string(c.Staff))
	}
	if c.Minutes < 0 || c.Minutes > longestComing {
		return nil, refuse(ErrBadValue, "field", "minutes", "max", strconv.Itoa(longestComing))
	}
	d := PageAnsweredData{
		Staff: c.Staff, Service: p.Service, Minutes: c.Minutes, At: in.Now.Add(time.Duration(c.Minutes) * time.Minute),
	}
	for t := range l.Tickets() {
		if t.State == Waiting && (t.ForStaff == c.Staff || t.ForStaff == "" && t.Service == p.Service) {
			d.Tickets = append(d.Tickets, t.ID)
		}
	}
	return &Decision{Data: []Data{d}}, nil
}

// wants gives the oldest waiting ticket for which somebody on call should come, however it came to wait
// there: it is for them, or no window that serves it is open; or nil.
func (l *Lobby) wants(p *Staff) *Ticket {
	var oldest *Ticket
	for i := range l.rules.Services {
		id := l.rules.Services[i].ID
		alone := l.openWindows(id) == 0 && l.rules.rostered(p, id)
		for _, ln := range l.lanes[id] {
			meant := ln.forStaff == p.ID || ln.forStaff == "" && alone
			if meant && len(ln.tickets) > 0 && (oldest == nil || laneOrder(ln.tickets[0], oldest) < 0) {
				oldest = ln.tickets[0]
			}
		}
	}
	return oldest
}

// pageTick has the clock page those on call whom a visitor waits for that came by another way than a new
// ticket, and raise the alarm for pages that nobody answered.
func (l *Lobby) pageTick(d *Decision, now time.Time) {
	for i := range l.rules.Staff {
		p := &l.rules.Staff[i]
		if _, asked := l.duty.Pages[p.ID]; !p.OnCall || asked || l.Away(p.ID) || l.present(p.ID) {
			continue
		}
		if t := l.wants(p); t != nil {
			d.Data = append(d.Data, l.page(p, t.Service, t.ID, now))
		}
	}
	for _, p := range l.Pages() {
		if p.Ticket != 0 && l.wants(l.rules.Person(p.Staff)) == nil {
			continue // whom it was for has left, or is served
		}
		if p.Coming.IsZero() && !p.Overdue && !p.Until.IsZero() && !now.Before(p.Until) {
			d.Data = append(d.Data, PageOverdueData{Staff: p.Staff, Service: p.Service})
		}
	}
}
