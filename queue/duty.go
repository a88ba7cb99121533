package queue

import (
	"maps"
	"slices"
	"time"
)

// Duty is when a member of staff is there, and who stands in for them.
type Duty struct {
	// Roster is when they are on duty (轮驻); nil: nobody wrote it down, and they are there when
	// they are there. A day that differs for the centre differs for them, unless it says otherwise.
	Roster   *Hours  `json:"roster,omitempty"`
	OnCall   bool    `json:"on_call,omitempty"`  // elsewhere in the house, and called in (随驻)
	Fallback StaffID `json:"fallback,omitempty"` // who takes their visitors while they are away: an id, or Anybody
	Public   Text    `json:"public,omitempty"`   // what visitors may call them; empty: they aren't named
}

// Anybody as a fallback is everybody who serves what the visitor came for.
const Anybody StaffID = "any"

// duty is what the Lobby knows of who is there, and of what was given out and learnt.
type duty struct {
	Away  map[StaffID]Absence    `json:"away,omitempty"`
	Off   map[StaffID]bool       `json:"off,omitempty"` // off duty by the roster, as the clock found last
	Pages map[StaffID]Page       `json:"pages,omitempty"`
	Given map[ServiceID]Given    `json:"given,omitempty"` // today
	Half  Half                   `json:"half,omitempty"`  // of the last ticket that a quota counted
	Learn map[ServiceID]Learned  `json:"learnt,omitempty"`
	Turns Turns                  `json:"turns,omitzero"`
	Came  map[ServiceID]Arrivals `json:"came,omitempty"` // with priority
}

// Absence is somebody who said, or of whom a supervisor said, that they are away.
type Absence struct {
	Since  time.Time `json:"since"`
	Until  time.Time `json:"until,omitzero"` // zero: until they are back
	Reason string    `json:"reason,omitempty"`
}

func newDuty() duty {
	return duty{
		Away: map[StaffID]Absence{}, Off: map[StaffID]bool{}, Pages: map[StaffID]Page{},
		Given: map[ServiceID]Given{}, Learn: map[ServiceID]Learned{}, Came: map[ServiceID]Arrivals{},
	}
}

func (d duty) clone() duty {
	c := newDuty()
	maps.Copy(c.Away, d.Away)
	maps.Copy(c.Off, d.Off)
	maps.Copy(c.Pages, d.Pages)
	maps.Copy(c.Given, d.Given)
	maps.Copy(c.Learn, d.Learn)
	maps.Copy(c.Came, d.Came)
	c.Half, c.Turns = d.Half, d.Turns
	return c
}

// keepDuty forgets what new rules no longer name. What was given out today is kept: a service may come
// back before the day is over.
func (l *Lobby) keepDuty() {
	maps.DeleteFunc(l.duty.Away, func(id StaffID, _ Absence) bool { return l.rules.Person(id) == nil })
	maps.DeleteFunc(l.duty.Pages, func(id StaffID, p Page) bool {
		s := l.rules.Person(id)
		return s == nil || !s.OnCall || l.rules.Service(p.Service) == nil
	})
	maps.DeleteFunc(l.duty.Off, func(id StaffID, _ bool) bool {
		p := l.rules.Person(id)
		return p == nil || p.Roster == nil
	})
	maps.DeleteFunc(l.duty.Learn, func(id ServiceID, _ Learned) bool { return l.rules.Service(id) == nil })
	maps.DeleteFunc(l.duty.Came, func(id ServiceID, _ Arrivals) bool { return l.rules.Service(id) == nil })
}

// newDuty begins a day: nothing has been given out, nobody is on the way.
func (l *Lobby) newDuty() {
	clear(l.duty.Given)
	clear(l.duty.Pages)
	clear(l.duty.Came)
	l.duty.Half = ""
}

// Absence gives how somebody who was said to be away is, ok is false when nobody said so.
func (l *Lobby) Absence(id StaffID) (a Absence, ok bool) {
	a, ok = l.duty.Away[id]
	return a, ok
}

// Away says whether somebody is away: said to be, or off duty by the roster and at no
// window. Who isn't in the rules is nobody who could be.
func (l *Lobby) Away(id StaffID) bool {
	if _, said := l.duty.Away[id]; said {
		return true
	}
	return l.duty.Off[id] && !l.present(id)
}

// present says whether somebody is at a window that isn't closed.
func (l *Lobby) present(id StaffID) bool {
	for _, w := range l.windows {
		if w.Staff == id && w.State != WindowClosed {
			return true
		}
	}
	return false
}

// standsIn says whether a ticket for one person may be called by another, staff: that one is away
// and names staff or anybody, or names a third who is away too and for whom staff stands
// in. One who left the rules is nobody, and the visitor must not wait for ever.
func (l *Lobby) standsIn(sent, staff StaffID) bool {
	for range l.rules.Staff { // who stand in for each other in a ring are asked once each
		p := l.rules.Person(sent)
		switch {
		case p == nil || sent == staff:
			return true
		case p.Fallback == "" || !l.Away(sent):
			return false
		case p.Fallback == Anybody:
			return true
		}
		sent = p.Fallback
	}
	return false
}

// StandIn gives who takes the tickets of a person now: the person, who stands in for them,
// Anybody, or nobody: empty.
func (l *Lobby) StandIn(id StaffID) StaffID {
	for range l.rules.Staff {
		p := l.rules.Person(id)
		if p == nil {
			return Anybody
		}
		if !l.Away(id) {
			return id
		}
		if id = p.Fallback; id == Anybody || id == "" {
			return id
		}
	}
	return ""
}

// Stranded lists the waiting tickets for somebody who is away and in whose place nobody is, or may be.
func (l *Lobby) Stranded() []*Ticket {
	var list []*Ticket
	for _, s := range slices.Sorted(maps.Keys(l.lanes)) {
		for _, ln := range l.lanes[s] {
			for _, t := range ln.tickets {
				if id, missed := l.Wanted(t); missed {
					if _, how := l.Covered(id, t.Service); how == CoverNone {
						list = append(list, t)
					}
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b *Ticket) int { return int(a.ID - b.ID) })
	return list
}

// stoodIn tells of a ticket that asked for another person who is away.
func stoodIn(t *Ticket, staff StaffID, why Reason) Reason {
	if why.Code == "asked_for_person" && t.ForStaff != staff {
		why.Code = "stands_in"
	}
	return why
}

// onDuty gives how somebody's duty stands by the roster at a time of people's watches. Without a
// roster, or while nobody knows how late it is, they are on duty.
func (r *Rules) onDuty(p *Staff, wall time.Time) Opening {
	if p.Roster == nil {
		return Opening{Open: true}
	}
	return r.Opening(&Service{Hours: p.Roster}, wall)
}

// OnDutyAt gives when somebody is on duty by the roster on the local day of a moment: none is a day off. Ok is
// false when nobody wrote down when they are there.
func (r *Rules) OnDutyAt(p *Staff, day time.Time) (spans []Span, ok bool) {
	if p.Roster == nil {
		return nil, false
	}
	spans, _ = r.spans(&Service{Hours: p.Roster}, day.In(r.Location()))
	return spans, true
}

// rostered says whether somebody of whom the duty is written down, or who is called in, may
// serve a service.
func (r *Rules) rostered(p *Staff, id ServiceID) bool {
	if p.Roster == nil && !p.OnCall {
		return false
	}
	for i := range r.Windows {
		if w := &r.Windows[i]; w.Serves(id) && p.MayServe(w.ID) {
			return true
		}
	}
	return false
}

// onDutyFor says whether anybody is on duty for a service that goes by the roster, and if not,
// from when again; zero: nobody knows.
func (l *Lobby) onDutyFor(s *Service, wall time.Time) (ok bool, from time.Time) {
	if !s.ByRoster || wall.IsZero() {
		return true, from
	}
	known := false
	for i := range l.rules.Staff {
		p := &l.rules.Staff[i]
		if !l.restsOn(p, s) {
			continue
		}
		known = true
		there, then := l.there(p, wall)
		if there {
			return true, from
		}
		if !then.IsZero() && (from.IsZero() || then.Before(from)) {
			from = then
		}
	}
	return !known, from
}

// restsOn says whether a service rests on a person: it is theirs, or they stand in for whose it is,
// or it is nobody's own and they may serve it.
func (l *Lobby) restsOn(p *Staff, s *Service) bool {
	if s.Person == "" {
		return l.rules.rostered(p, s.ID)
	}
	for id := range l.chain(s.Person) {
		if id == p.ID || id == Anybody && l.rules.rostered(p, s.ID) {
			return true
		}
	}
	return false
}

// chain goes from a person to who stands in for them, and on, once each.
func (l *Lobby) chain(id StaffID) func(func(StaffID) bool) {
	return func(yield func(StaffID) bool) {
		for range len(l.rules.Staff) + 1 {
			if id == "" || !yield(id) {
				return
			}
			p := l.rules.Person(id)
			if p == nil {
				return
			}
			id = p.Fallback
		}
	}
}

// there says whether somebody is on duty and not away, and if not from when.
func (l *Lobby) there(p *Staff, wall time.Time) (ok bool, from time.Time) {
	a, away := l.duty.Away[p.ID]
	o := l.rules.onDuty(p, wall)
	switch {
	case !away && (o.Open || l.present(p.ID)):
		return true, from
	case !away:
		return false, o.From
	case a.Until.IsZero():
		return false, from
	}
	if o = l.rules.onDuty(p, a.Until); o.Open {
		return false, a.Until
	}
	return false, o.From
}

// dutyTick has the clock follow the roster and end absences whose time has come.
func (l *Lobby) dutyTick(d *Decision, in Input) {
	for i := range l.rules.Staff {
		p := &l.rules.Staff[i]
		if a, ok := l.duty.Away[p.ID]; ok && !a.Until.IsZero() && !in.Now.Before(a.Until) {
			d.Data = append(d.Data, StaffBackData{Staff: p.ID})
		}
		if p.Roster == nil || in.Wall.IsZero() {
			continue
		}
		if off := !l.rules.onDuty(p, in.Wall).Open; off != l.duty.Off[p.ID] {
			d.Data = append(d.Data, DutyChangedData{Staff: p.ID, Off: off})
		}
	}
}
