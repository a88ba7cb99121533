package queue

import (
	"slices"
	"sort"
	"strconv"
	"time"
)

// The order is by accumulated priority (Kleinrock 1964; Stanford, Taylor and
// Ziedins 2014): the largest rate × waiting time first, in whole numbers. A
// ceiling holds on top: tickets that have waited longer than it come first,
// longest waiting first, so nobody is overtaken by a later one after that.
//
// By strict classes the classes stand in for the rates: priority first, each class in
// the order of its waiting. Either way a ticket sent to the front goes before the others
// below the ceiling.
//
// A window calls of its own services first. Those it helps with come when none of its own
// waits, and only once they have waited as long as the rules say.
//
// Waiting tickets stand in lanes: one service, one class, one addressee. Within
// a lane the order is that of Since at every moment, so the next of a window is
// the best head of its lanes, and the place in the queue is a search a lane.

// lane holds the waiting tickets of one kind, longest waiting first.
type lane struct {
	laneKey
	tickets []*Ticket
}

// laneKey is what the tickets of a lane have in common besides their service.
type laneKey struct {
	class     Class
	forWindow WindowID
	forStaff  StaffID
	front     bool
	low       bool
	seats     int
}

func (t *Ticket) lane() laneKey {
	return laneKey{t.Class, t.ForWindow, t.ForStaff, t.Front, t.Low, t.Seats}
}

// plain says whether many tickets are of this kind, so that its lane stays when it is empty.
func (k laneKey) plain() bool { return k == laneKey{class: k.class} }

// laneOrder is the order within a lane: longer waiting first, then older.
func laneOrder(a, b *Ticket) int {
	if c := a.Since.Compare(b.Since); c != 0 {
		return c
	}
	return int(a.ID - b.ID)
}

// enter puts a waiting ticket into its lane.
func (l *Lobby) enter(t *Ticket) {
	ln := l.laneOf(t)
	if ln == nil {
		ln = &lane{laneKey: t.lane()}
		l.lanes[t.Service] = append(l.lanes[t.Service], ln)
	}
	i, _ := slices.BinarySearchFunc(ln.tickets, t, laneOrder)
	ln.tickets = slices.Insert(ln.tickets, i, t)
}

// leave takes a waiting ticket out of its lane, before anything that the lane's
// order rests on is changed.
func (l *Lobby) leave(t *Ticket) {
	ln := l.laneOf(t)
	i, ok := slices.BinarySearchFunc(ln.tickets, t, laneOrder)
	if !ok {
		panic("queue: a waiting ticket is not in its lane")
	}
	if i == 0 {
		ln.tickets[0] = nil
		ln.tickets = ln.tickets[1:]
	} else {
		ln.tickets = slices.Delete(ln.tickets, i, i+1)
	}
	if len(ln.tickets) == 0 && !ln.plain() {
		l.lanes[t.Service] = slices.DeleteFunc(l.lanes[t.Service], func(x *lane) bool { return x == ln })
	}
}

func (l *Lobby) laneOf(t *Ticket) *lane {
	key := t.lane()
	for _, ln := range l.lanes[t.Service] {
		if ln.laneKey == key {
			return ln
		}
	}
	return nil
}

// opens says whether a window with a person at it may call a service's tickets from a
// lane. An addressee that left the rules, or serves this no longer, is none: the visitor must not
// wait for ever.
func (l *Lobby) opens(ln laneKey, s ServiceID, w *WindowRule, staff StaffID) bool {
	return l.meets(ln.forWindow, s, w.ID) && (l.meetsPerson(ln.forStaff, staff) || !l.placed(ln.forStaff, s)) && l.fits(ln, s, w)
}

// placed says whether a person may serve a service at one of its windows.
func (l *Lobby) placed(id StaffID, s ServiceID) bool {
	p := l.rules.Person(id)
	for i := range l.rules.Windows {
		w := &l.rules.Windows[i]
		if p != nil && l.servesAt(w, s) && (p.MayServe(w.ID) || p.Is(RoleSupervisor)) {
			return true
		}
	}
	return false
}

// meetsPerson says whether a ticket sent to one person, or to none, may be called by
// another: who stands in for somebody away may.
func (l *Lobby) meetsPerson(sent, staff StaffID) bool {
	return sent == "" || sent == staff || l.standsIn(sent, staff)
}

// fits says whether a window is the place for tickets of a lane: it can be reached and is
// large enough, or no window that may call them is, and the best there is must do. To be
// reached goes before room.
func (l *Lobby) fits(ln laneKey, s ServiceID, w *WindowRule) bool {
	low := ln.low && l.anyWindow(ln, s, func(o *WindowRule) bool { return o.Low })
	if low && !w.Low {
		return false
	}
	room := func(o *WindowRule) bool { return o.Seats == 0 || o.Seats >= ln.seats }
	if room(w) {
		return true
	}
	return !l.anyWindow(ln, s, func(o *WindowRule) bool { return (o.Low || !low) && (room(o) || o.Seats > w.Seats) })
}

// anyWindow says whether one of the windows that tickets of a lane may go to is of some kind:
// those of the service, or of them the one that they are sent to, or those of the person that
// they are for.
func (l *Lobby) anyWindow(ln laneKey, s ServiceID, kind func(*WindowRule) bool) bool {
	for i := range l.rules.Windows {
		w := &l.rules.Windows[i]
		if w.Serves(s) && l.meets(ln.forWindow, s, w.ID) && l.sits(ln.forStaff, w.ID) && kind(w) {
			return true
		}
	}
	return false
}

// sits says whether a ticket sent to one person, or to none, may find them at a window. While they
// are away that is where those are who stand in.
func (l *Lobby) sits(sent StaffID, w WindowID) bool {
	p := l.rules.Person(sent)
	return p == nil || p.MayServe(w) || l.Away(sent)
}

// meets says whether a ticket of a service sent to one window, or to none, may be called at
// another.
func (l *Lobby) meets(sent WindowID, s ServiceID, window WindowID) bool {
	if sent == "" || sent == window {
		return true
	}
	w := l.rules.Window(sent)
	return w == nil || !l.servesAt(w, s)
}

// order is the policy at one moment.
type order struct {
	now     time.Time
	rates   [2]int64 // by class
	ceiling time.Duration
	strict  bool
}

func (l *Lobby) order(now time.Time) order {
	p := &l.rules.Policy
	o := order{now: now, ceiling: seconds(p.CeilingS), strict: p.Order == OrderStrict}
	for i, c := range Classes() {
		o.rates[i] = int64(p.Rates[c])
	}
	return o
}

// over says whether a ticket has waited longer than the ceiling.
func (o order) over(t *Ticket) bool { return o.ceiling > 0 && o.now.Sub(t.Since) > o.ceiling }

// score is the accumulated priority: rate × microseconds waited. With rates up
// to 100 it fits for 2,900 years.
func (o order) score(t *Ticket) int64 {
	return o.rate(t.Class) * o.now.Sub(t.Since).Microseconds()
}

func (o order) rate(c Class) int64 {
	if c == ClassPriority {
		return o.rates[1]
	}
	return o.rates[0]
}

// before says whether a comes before b. It is a total order of different
// tickets.
func (o order) before(a, b *Ticket) bool {
	oa, ob := o.over(a), o.over(b)
	switch {
	case oa != ob:
		return oa
	case oa:
	case a.Front != b.Front:
		return a.Front
	case a.Front:
	case o.strict:
		if a.Class != b.Class {
			return a.Class == ClassPriority
		}
	default:
		if sa, sb := o.score(a), o.score(b); sa != sb {
			return sa > sb
		}
	}
	return laneOrder(a, b) < 0
}

// next gives the ticket that a window with a person at it should call now, or
// nil when nobody waits for it.
func (l *Lobby) next(w *WindowRule, staff StaffID, now time.Time) *Ticket {
	o := l.order(now)
	var best *Ticket
	l.eachHead(w, staff, func(tickets []*Ticket, _ bool) {
		if best == nil || o.before(tickets[0], best) {
			best = tickets[0]
		}
	})
	if best != nil {
		return best
	}
	l.eachHelped(w, staff, now, func(tickets []*Ticket, _ bool) {
		if best == nil || o.before(tickets[0], best) {
			best = tickets[0]
		}
	})
	return best
}

// eachHead goes through the lanes of a window's own services from which it may call.
func (l *Lobby) eachHead(w *WindowRule, staff StaffID, each func(tickets []*Ticket, helped bool)) {
	for _, s := range l.serves(w) {
		for _, ln := range l.lanes[s] {
			if len(ln.tickets) > 0 && l.opens(ln.laneKey, s, w, staff) {
				each(ln.tickets, false)
			}
		}
	}
}

// eachHelped goes through the lanes that a window helps with: as much of each as has
// waited long enough.
func (l *Lobby) eachHelped(w *WindowRule, staff StaffID, now time.Time, each func(tickets []*Ticket, helped bool)) {
	for _, h := range w.Helps {
		after := seconds(h.AfterS)
		for _, ln := range l.lanes[h.Service] {
			if len(ln.tickets) == 0 || !l.opens(ln.laneKey, h.Service, w, staff) {
				continue
			}
			n := sort.Search(len(ln.tickets), func(i int) bool { return now.Sub(ln.tickets[i].Since) < after })
			if n > 0 {
				each(ln.tickets[:n], true)
			}
		}
	}
}

// why tells why a ticket is next at a window: the one sentence of the call.
func (l *Lobby) why(t *Ticket, w *WindowRule, staff StaffID, now time.Time) Reason {
	o := l.order(now)
	return stoodIn(t, staff, o.reason(t, l.heads(w, staff, now)))
}

// head is a lane as a window sees it.
type head struct {
	tickets []*Ticket
	helped  bool // of a service that the window only helps with
}

// heads gives the lanes that a window with a person at it may call from, its own before
// those that it helps with.
func (l *Lobby) heads(w *WindowRule, staff StaffID, now time.Time) []head {
	n := 0 // as many as there can be, so that the list is made once
	for _, s := range l.serves(w) {
		n += len(l.lanes[s])
	}
	for _, h := range w.Helps {
		n += len(l.lanes[h.Service])
	}
	heads := make([]head, 0, n)
	add := func(tickets []*Ticket, helped bool) { heads = append(heads, head{tickets, helped}) }
	l.eachHead(w, staff, add)
	l.eachHelped(w, staff, now, add)
	return heads
}

// reason tells why a ticket comes before all others of the lanes.
func (o order) reason(t *Ticket, heads []head) Reason {
	args := map[string]string{"number": t.Number, "minutes": strconv.Itoa(int(o.now.Sub(t.Since).Minutes()))}
	others, longest, helped := 0, true, true
	for _, h := range heads {
		if helped = helped && h.helped; h.helped && !helped {
			continue // the window's own stand in between, which come first
		}
		others += len(h.tickets)
		if h.tickets[0] != t && laneOrder(h.tickets[0], t) < 0 {
			longest = false
		}
	}
	switch {
	case t.ForStaff != "":
		return Reason{Code: "asked_for_person", Args: args}
	case t.ForWindow != "":
		return Reason{Code: "sent_to_window", Args: args}
	case helped:
		return Reason{Code: "helps_out", Args: args}
	case others == 1:
		return Reason{Code: "only_one", Args: args}
	case o.over(t):
		return Reason{Code: "over_ceiling", Args: args}
	case t.Front && !t.Due.IsZero() && len(t.Legs) == 1:
		return Reason{Code: "appointment", Args: args}
	case t.Front:
		return Reason{Code: "to_the_front", Args: args}
	case longest:
		return Reason{Code: "longest_wait", Args: args}
	case o.strict:
		return Reason{Code: "class_first", Args: args}
	}
	args["rate"] = strconv.FormatInt(o.rate(t.Class), 10)
	return Reason{Code: "priority_rate", Args: args}
}

// Candidates gives the waiting tickets a window with a person at it may call,
// in the order they would be called if all were called now; at most limit.
func (l *Lobby) Candidates(window WindowID, staff StaffID, now time.Time, limit int) []*Ticket {
	var list []*Ticket
	l.rank(window, staff, now, limit, func(t *Ticket, _ order, _ []head) { list = append(list, t) })
	return list
}

// Candidate is a ticket in the order of a window, and why it comes before those
// behind it.
type Candidate struct {
	Ticket *Ticket
	Reason Reason
}

// Explain is Candidates with the reasons.
func (l *Lobby) Explain(window WindowID, staff StaffID, now time.Time, limit int) []Candidate {
	var list []Candidate
	l.rank(window, staff, now, limit, func(t *Ticket, o order, heads []head) {
		list = append(list, Candidate{t, stoodIn(t, staff, o.reason(t, heads))})
	})
	return list
}

// rank goes through the order of a window: each ticket with the lanes at whose head it
// is next.
func (l *Lobby) rank(window WindowID, staff StaffID, now time.Time, limit int, each func(*Ticket, order, []head)) {
	w := l.WindowRule(window)
	if w == nil {
		return
	}
	o, heads := l.order(now), l.heads(w, staff, now)
	for n := 0; len(heads) > 0 && n < limit; n++ {
		best := 0
		for i := range heads {
			if heads[i].helped != heads[best].helped {
				if !heads[i].helped {
					best = i
				}
				continue
			}
			if o.before(heads[i].tickets[0], heads[best].tickets[0]) {
				best = i
			}
		}
		each(heads[best].tickets[0], o, heads)
		if heads[best].tickets = heads[best].tickets[1:]; len(heads[best].tickets) == 0 {
			heads = slices.Delete(heads, best, best+1)
		}
	}
}

// Ahead counts the waiting tickets of the same service that the order puts
// before a ticket now. A ticket that doesn't wait has none ahead.
func (l *Lobby) Ahead(t *Ticket, now time.Time) int {
	if t.State != Waiting {
		return 0
	}
	o := l.order(now)
	n := 0
	for _, ln := range l.lanes[t.Service] {
		n += sort.Search(len(ln.tickets), func(i int) bool { return !o.before(ln.tickets[i], t) })
	}
	return n
}

// WaitingFor counts the tickets that wait for a service.
func (l *Lobby) WaitingFor(id ServiceID) int {
	n := 0
	for _, ln := range l.lanes[id] {
		n += len(ln.tickets)
	}
	return n
}
