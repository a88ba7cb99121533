package queue

import (
	"slices"
	"time"
)

// Cover is whether somebody sees the visitors of a person who is away.
type Cover string

// The covers.
const (
	CoverNone Cover = "none" // nobody may
	CoverMay  Cover = "may"  // somebody may, and stands at no window yet where they are served
	CoverHere Cover = "here" // somebody is at such a window
)

// NamedFor gives whose name brings visitors to a service: whose it is, or who is its host; empty: nobody's.
func (s *Service) NamedFor() StaffID {
	if s.Person != "" {
		return s.Person
	}
	return s.Host
}

// Wanted gives the person whom a waiting ticket asked for, or whose name its service has, if they are away.
func (l *Lobby) Wanted(t *Ticket) (id StaffID, ok bool) {
	if t.State.Over() || t.State.InHand() {
		return "", false
	}
	id = t.ForStaff
	if s := l.rules.Service(t.Service); id == "" && s != nil && t.ForWindow == "" {
		id = s.NamedFor()
	}
	return id, id != "" && l.rules.Person(id) != nil && l.Away(id)
}

// MayGo says whether the visitor of a ticket can be offered that anybody sees them: it waits for one person, or its
// service has a host and names where those go who don't mind who.
func (l *Lobby) MayGo(t *Ticket) bool {
	s := l.rules.Service(t.Service)
	return t.ForStaff != "" || s != nil && s.Host != "" && l.rules.Service(s.Anyone) != nil
}

// Covered says who takes the visitors of a service in the place of a person who is, or will be, away – one, Anybody,
// or nobody: empty – and whether they are there to do it.
func (l *Lobby) Covered(id StaffID, s ServiceID) (who StaffID, how Cover) {
	who = Anybody
	if service := l.rules.Service(s); service == nil || service.Host != id {
		who = l.inPlaceOf(id)
	}
	if who == "" {
		return "", CoverNone
	}
	how = CoverNone
	for i := range l.rules.Windows {
		w := &l.rules.Windows[i]
		if !w.Serves(s) {
			continue
		}
		at := l.windows[w.ID]
		if at.State != WindowClosed && at.Staff != id && (who == Anybody || at.Staff == who) {
			return who, CoverHere
		}
		for k := range l.rules.Staff {
			if p := &l.rules.Staff[k]; p.ID != id && (who == Anybody || p.ID == who) && slices.Contains(p.Roles, RoleClerk) && p.MayServe(w.ID) && !l.Away(p.ID) {
				how = CoverMay
			}
		}
	}
	return who, how
}

// inPlaceOf is StandIn for somebody as if they were away.
func (l *Lobby) inPlaceOf(id StaffID) StaffID {
	p := l.rules.Person(id)
	switch {
	case p == nil:
		return Anybody
	case p.Fallback == Anybody || p.Fallback == "":
		return p.Fallback
	}
	if who := l.StandIn(p.Fallback); who != id {
		return who
	}
	return ""
}

// CoverOf is Covered for all that rests on a person: the services that are theirs or that they are the host of, else
// any that they may serve.
func (l *Lobby) CoverOf(id StaffID) (who StaffID, how Cover) {
	named := false
	for i := range l.rules.Services {
		s := &l.rules.Services[i]
		if s.NamedFor() != id {
			continue
		}
		if other, h := l.Covered(id, s.ID); !named || worse(h, how) {
			who, how = other, h
		}
		named = true
	}
	p := l.rules.Person(id)
	if named || p == nil {
		return who, how
	}
	how = CoverNone
	for i := range l.rules.Services {
		s := &l.rules.Services[i]
		if other, h := l.Covered(id, s.ID); l.placed(id, s.ID) && worse(how, h) {
			who, how = other, h
		}
	}
	return who, how
}

// worse says whether a cover is less than another.
func worse(a, b Cover) bool {
	n := map[Cover]int{CoverNone: 0, CoverMay: 1, CoverHere: 2}
	return n[a] < n[b]
}

// WaitingOn counts the tickets that wait for a person: who was asked for, or whose name the service has.
func (l *Lobby) WaitingOn(id StaffID) (n int) {
	for t := range l.Tickets() {
		if t.State != Waiting {
			continue
		}
		s := l.rules.Service(t.Service)
		if t.ForStaff == id || t.ForStaff == "" && t.ForWindow == "" && s != nil && s.NamedFor() == id {
			n++
		}
	}
	return n
}

// ThereAgain gives from when somebody who is away is there again, by what was said and the roster; zero: nobody knows.
func (l *Lobby) ThereAgain(id StaffID, wall time.Time) time.Time {
	p := l.rules.Person(id)
	if p == nil {
		return time.Time{}
	}
	_, from := l.there(p, wall)
	return from
}

// GoneToday says whether somebody said, or it was said of them, that they are away for the rest of the day, and from
// when they are there again. Who is off duty by the roster isn't meant.
func (l *Lobby) GoneToday(id StaffID, wall time.Time) (again time.Time, gone bool) {
	if _, said := l.duty.Away[id]; !said || wall.IsZero() {
		return again, false
	}
	again = l.ThereAgain(id, wall)
	return again, !again.IsZero() && l.rules.Date(again) > l.rules.Date(wall)
}

// goneFor says whether whoever brings visitors to a service by their name is gone for the day while a number would wait
// for nobody: no one may see the visitors in their place, or nobody stands where they are seen and whoever doesn't
// mind who can have a number of another service now. What holds while they are off duty by the roster says ByRoster.
func (l *Lobby) goneFor(s *Service, wall time.Time) (again time.Time, gone bool) {
	again, gone = l.GoneToday(s.NamedFor(), wall)
	if !gone {
		return again, false
	}
	switch _, how := l.Covered(s.NamedFor(), s.ID); how {
	case CoverNone:
		return again, true
	case CoverMay:
		other := l.rules.Service(s.Anyone)
		if other == nil || other.NamedFor() != "" {
			return again, false
		}
		o, _ := l.Takes(other.ID, wall)
		return again, o.Open
	case CoverHere:
	}
	return again, false
}

// Opens says whether somebody who is there may open a window, and it isn't the place of one whose name brings
// visitors there and who is away.
func (l *Lobby) Opens(id WindowID) bool {
	w := l.rules.Window(id)
	if w == nil {
		return false
	}
	for _, s := range w.Services {
		if rule := l.rules.Service(s); rule != nil && rule.NamedFor() != "" {
			if p := l.rules.Person(rule.NamedFor()); p != nil && p.MayServe(id) && l.Away(p.ID) {
				return false
			}
		}
	}
	return slices.ContainsFunc(l.rules.Staff, func(p Staff) bool { return slices.Contains(p.Roles, RoleClerk) && p.MayServe(id) && !l.Away(p.ID) })
}
