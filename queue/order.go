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
// Waiting tickets stand in lanes: one service, one class, one addressee. Within
// a lane the order is that of Since at every moment, so the next of a window is
// the best head of its lanes, and the place in the queue is a search a lane.

// lane holds the waiting tickets of one kind, longest waiting first.
type lane struct {
	class     Class
	forWindow WindowID
	forStaff  StaffID
	tickets   []*Ticket
}

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
		ln = &lane{class: t.Class, forWindow: t.ForWindow, forStaff: t.ForStaff}
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
	if len(ln.tickets) == 0 && (ln.forWindow != "" || ln.forStaff != "") {
		l.lanes[t.Service] = slices.DeleteFunc(l.lanes[t.Service], func(x *lane) bool { return x == ln })
	}
}

func (l *Lobby) laneOf(t *Ticket) *lane {
	for _, ln := range l.lanes[t.Service] {
		if ln.class == t.Class && ln.forWindow == t.ForWindow && ln.forStaff == t.ForStaff {
			return ln
		}
	}
	return nil
}

// opens says whether a window with a person at it may call from a lane. An
// addressee that left the rules is none: the visitor must not wait for ever.
func (l *Lobby) opens(ln *lane, window WindowID, staff StaffID) bool {
	return l.meets(ln.forWindow, window) && (ln.forStaff == "" || ln.forStaff == staff || l.rules.Person(ln.forStaff) == nil)
}

// meets says whether a ticket sent to one window, or to none, may be called at
// another.
func (l *Lobby) meets(sent, window WindowID) bool {
	return sent == "" || sent == window || l.rules.Window(sent) == nil
}

// order is the policy at one moment.
type order struct {
	now     time.Time
	rates   map[Class]int
	ceiling time.Duration
}

func (l *Lobby) order(now time.Time) order {
	p := &l.rules.Policy
	return order{now: now, rates: p.Rates, ceiling: time.Duration(p.CeilingS) * time.Second}
}

// over says whether a ticket has waited longer than the ceiling.
func (o order) over(t *Ticket) bool { return o.ceiling > 0 && o.now.Sub(t.Since) > o.ceiling }

// score is the accumulated priority: rate × microseconds waited. With rates up
// to 100 it fits for 2,900 years.
func (o order) score(t *Ticket) int64 {
	return int64(o.rates[t.Class]) * o.now.Sub(t.Since).Microseconds()
}

// before says whether a comes before b. It is a total order of different
// tickets.
func (o order) before(a, b *Ticket) bool {
	oa, ob := o.over(a), o.over(b)
	switch {
	case oa != ob:
		return oa
	case !oa:
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
	for _, s := range l.serves(w) {
		for _, ln := range l.lanes[s] {
			if len(ln.tickets) == 0 || !l.opens(ln, w.ID, staff) {
				continue
			}
			if head := ln.tickets[0]; best == nil || o.before(head, best) {
				best = head
			}
		}
	}
	return best
}

// why tells why a ticket is next at a window: the one sentence of the call.
func (l *Lobby) why(t *Ticket, w *WindowRule, staff StaffID, now time.Time) Reason {
	o := l.order(now)
	return o.reason(t, l.heads(w, staff))
}

// heads gives the lanes that a window with a person at it may call from.
func (l *Lobby) heads(w *WindowRule, staff StaffID) [][]*Ticket {
	var heads [][]*Ticket
	for _, s := range l.serves(w) {
		for _, ln := range l.lanes[s] {
			if len(ln.tickets) > 0 && l.opens(ln, w.ID, staff) {
				heads = append(heads, ln.tickets)
			}
		}
	}
	return heads
}

// reason tells why a ticket comes before all others of the lanes.
func (o order) reason(t *Ticket, heads [][]*Ticket) Reason {
	args := map[string]string{"number": t.Number, "minutes": strconv.Itoa(int(o.now.Sub(t.Since).Minutes()))}
	others, longest := 0, true
	for _, h := range heads {
		others += len(h)
		if h[0] != t && laneOrder(h[0], t) < 0 {
			longest = false
		}
	}
	switch {
	case t.ForStaff != "":
		return Reason{Code: "asked_for_person", Args: args}
	case t.ForWindow != "":
		return Reason{Code: "sent_to_window", Args: args}
	case others == 1:
		return Reason{Code: "only_one", Args: args}
	case o.over(t):
		return Reason{Code: "over_ceiling", Args: args}
	case longest:
		return Reason{Code: "longest_wait", Args: args}
	}
	args["rate"] = strconv.Itoa(o.rates[t.Class])
	return Reason{Code: "priority_rate", Args: args}
}

// Candidates gives the waiting tickets a window with a person at it may call,
// in the order they would be called if all were called now; at most limit.
func (l *Lobby) Candidates(window WindowID, staff StaffID, now time.Time, limit int) []*Ticket {
	var list []*Ticket
	l.rank(window, staff, now, limit, func(t *Ticket, _ order, _ [][]*Ticket) { list = append(list, t) })
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
	l.rank(window, staff, now, limit, func(t *Ticket, o order, heads [][]*Ticket) {
		list = append(list, Candidate{t, o.reason(t, heads)})
	})
	return list
}

// rank goes through the order of a window: each ticket with the lanes at whose head it
// is next.
func (l *Lobby) rank(window WindowID, staff StaffID, now time.Time, limit int, each func(*Ticket, order, [][]*Ticket)) {
	w := l.WindowRule(window)
	if w == nil {
		return
	}
	o, heads := l.order(now), l.heads(w, staff)
	for n := 0; len(heads) > 0 && n < limit; n++ {
		best := 0
		for i := range heads {
			if o.before(heads[i][0], heads[best][0]) {
				best = i
			}
		}
		each(heads[best][0], o, heads)
		if heads[best] = heads[best][1:]; len(heads[best]) == 0 {
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
