package queue

import (
	"maps"
	"slices"
	"time"
)

// The apply methods read their event and the state, nothing else, and can't
// fail: whatever needed a decision was decided before the event was written.

func (d RulesData) apply(l *Lobby, e *Event) {
	old := l.rules
	l.filed = d.Rules
	l.assign()
	maps.DeleteFunc(l.shut, func(id ServiceID, _ Shut) bool { return l.rules.Service(id) == nil })
	if old != nil {
		l.keepGone(old)
	}
	l.dropPosts()
	for id := range l.gone {
		if l.rules.Service(id) != nil {
			delete(l.gone, id)
		}
	}
	for i := range l.rules.Windows {
		id := l.rules.Windows[i].ID
		delete(l.goneWin, id)
		if l.windows[id] == nil {
			l.windows[id] = &Window{ID: id, State: WindowClosed, Changed: e.At}
		}
	}
	l.keepDuty()
	l.keepFollowUps()
}

// keepGone keeps what the new rules no longer name but somebody still needs.
func (l *Lobby) keepGone(old *Rules) {
	for i := range old.Windows {
		rule := &old.Windows[i]
		if l.rules.Window(rule.ID) != nil {
			continue
		}
		w := l.windows[rule.ID]
		w.State, w.Reason = WindowClosed, ""
		if w.Ticket == 0 {
			delete(l.windows, rule.ID)
			continue
		}
		l.goneWin[rule.ID] = rule
	}
	for i := range old.Services {
		s := &old.Services[i]
		if l.rules.Service(s.ID) != nil || !l.hasTickets(s.ID) {
			continue
		}
		g := &GoneService{Service: *s}
		for j := range old.Windows {
			if old.Windows[j].Serves(s.ID) {
				g.Windows = append(g.Windows, old.Windows[j].ID)
			}
		}
		l.gone[s.ID] = g
	}
}

func (l *Lobby) hasTickets(id ServiceID) bool {
	for _, t := range l.tickets {
		if t.Service == id {
			return true
		}
	}
	return false
}

func (d IssuedData) apply(l *Lobby, e *Event) {
	t := &Ticket{
		ID: d.Ticket, Day: e.Day, Number: d.Number, Ref: d.Ref, Code: d.Code, Service: d.Service, Class: d.Class,
		Party: d.Party, Lang: d.Lang, Kiosk: d.Kiosk, Issued: e.At, AheadAtIssue: d.Ahead, Estimate: d.Estimate,
		State: Waiting, Changed: e.At, Seq: e.Seq, Since: e.At, ForWindow: d.ForWindow, ForStaff: d.ForStaff,
		Legs: []Leg{{Service: d.Service, From: e.At}}, Print: Print{State: PrintNone},
		Visit: Visit{
			Brief: d.Brief, Seats: d.Seats, Due: d.Due, Front: d.Front, Low: d.Low, Needs: d.Needs, Fetch: d.Fetch,
			Bundle: d.Bundle, Plan: d.Plan, AnyOrder: d.AnyOrder,
		},
	}
	l.given(t, d)
	l.came(d, e)
	l.lastTicket = d.Ticket
	l.lastNote = max(l.lastNote, d.Needs)
	l.counters[d.Prefix] = d.Counter
	l.tickets[t.ID], l.byNumber[t.Number], l.byRef[t.Ref], l.byCode[t.Code] = t, t, t, t
	l.enter(t)
}

// become moves a ticket to another state and out of or into the order.
func (l *Lobby) become(id TicketID, s State, e *Event) *Ticket {
	t := l.tickets[id]
	if t.State == Waiting {
		l.leave(t)
	}
	if t.State.InHand() && !s.InHand() {
		l.learnTaken(t, e)
		l.windows[t.Window].Freed = e.At
		l.free(t.Window)
		t.Window, t.Staff, t.Tries = "", "", 0
	}
	if s != Held {
		t.HoldReason, t.Outside, t.With, t.As = "", false, 0, ""
	}
	t.Fetching = time.Time{}
	t.State, t.Changed, t.Seq, t.Until = s, e.At, e.Seq, time.Time{}
	l.attend(t, e.At)
	return t
}

// over ends a visit.
func (l *Lobby) over(id TicketID, s State, end string, e *Event) *Ticket {
	t := l.become(id, s, e)
	leg := t.Leg()
	leg.Ended, leg.End = e.At, end
	delete(l.byNumber, t.Number)
	l.ended = append(l.ended, t)
	return t
}

// free empties a window's hand.
func (l *Lobby) free(id WindowID) {
	w := l.windows[id]
	w.Ticket, w.Longer = 0, time.Time{}
	if l.rules.Window(id) == nil {
		delete(l.goneWin, id)
		delete(l.windows, id)
	}
}

func (d CalledData) apply(l *Lobby, e *Event) {
	at, state := d.Window, Called
	if d.With != 0 { // the lead is in hand
		at, state = "", Held
	}
	if d.With == 0 {
		l.learnTurn(l.tickets[d.Ticket], l.windows[d.Window], e)
	}
	l.remember(l.tickets[d.Ticket], at, e)
	t := l.become(d.Ticket, state, e)
	t.CreditUS, t.Until, t.Front = d.CreditUS, d.Until, false // the front was for this call
	t.MovedFrom = ""                                          // the call says where to
	if d.With == 0 {
		t.Window, t.Staff, t.Tries = d.Window, d.Staff, 1
		w := l.windows[d.Window]
		w.Ticket, w.Staff, w.Told = t.ID, d.Staff, Told{}
	} else {
		t.HoldReason, t.With, t.As = HeldSession, d.With, Called
	}
	reason := d.Reason
	t.Reason = &reason
	leg := t.Leg()
	leg.Window, leg.Staff, leg.Calls = d.Window, d.Staff, leg.Calls+1
	if leg.Called.IsZero() {
		leg.Called = e.At
	}
	leg.WaitedS = (d.CreditUS + t.GaveUpUS) / int64(time.Second/time.Microsecond)
	for _, earlier := range t.Legs[:len(t.Legs)-1] {
		leg.WaitedS -= earlier.WaitedS
	}
	if !d.Silent {
		l.announce(t, e, false)
	}
}

func (d RecalledData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	t.touch(e)
	t.Until = d.Until
	if t.With == 0 {
		t.Tries++
	}
	t.Leg().Calls = d.Calls
	l.announce(t, e, true)
}

// announce remembers a call for the screens.
func (l *Lobby) announce(t *Ticket, e *Event, again bool) {
	if len(l.calls) == keptCalls {
		l.calls = slices.Delete(l.calls, 0, 1)
	}
	l.calls = append(l.calls, Announcement{
		Seq: e.Seq, At: e.At, Ticket: t.ID, Number: t.Number, Lang: t.Lang, Window: t.Place(), Again: again,
		Send: t.Representatives(), Joint: t.Joint,
	})
}

func (d StartedData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	if t.With != 0 {
		t.As, t.Changed, t.Seq, t.Fetching = Serving, e.At, e.Seq, time.Time{}
	} else {
		l.become(d.Ticket, Serving, e)
	}
	if d.Party != 0 {
		t.Party, t.Seats = d.Party, d.Seats
	}
	if leg := t.Leg(); leg.Started.IsZero() {
		leg.Started = e.At
	}
}

func (d FinishedData) apply(l *Lobby, e *Event) {
	l.learn(l.tickets[d.Ticket], e)
	l.remember(l.tickets[d.Ticket], d.Window, e)
	end := string(d.Outcome)
	if l.tickets[d.Ticket].With != 0 {
		end = endWithLead
	}
	t := l.over(d.Ticket, Done, end, e)
	t.Outcome = d.Outcome
	l.told(t, d.Outcome, d.Ended)
}

func (d HeldData) apply(l *Lobby, e *Event) {
	l.remember(l.tickets[d.Ticket], d.Window, e)
	t := l.become(d.Ticket, Held, e)
	t.HoldReason, t.Until = d.Reason, d.Until
	l.noted(t, d.Note)
}

// told notes what the present leg counts to. An event from before it said so is lifted by
// the rules of its time.
func (l *Lobby) told(t *Ticket, outcome OutcomeID, d Ended) {
	if o := l.rules.Outcome(outcome); d.Counts == "" && o != nil {
		d.Counts = o.figure()
	}
	t.Leg().Counts = d.Counts
	l.lastNote = max(l.lastNote, d.Row)
}

// noted remembers the id of a note on a ticket.
func (l *Lobby) noted(t *Ticket, id int64) {
	if id != 0 {
		t.Notes = append(t.Notes, id)
		l.lastNote = max(l.lastNote, id)
	}
}

func (d WokenData) apply(l *Lobby, e *Event) {
	if d.Front { // it is held, so it stands in no lane
		l.tickets[d.Ticket].Front = true
	}
	l.wait(d.Ticket, d.Since, e)
}

// wait puts a ticket back into the order.
func (l *Lobby) wait(id TicketID, since time.Time, e *Event) {
	t := l.become(id, Waiting, e)
	t.Since = since
	l.enter(t)
}

func (d PassedData) apply(l *Lobby, e *Event) {
	l.remember(l.tickets[d.Ticket], d.Window, e)
	l.become(d.Ticket, NoShow, e).Until = d.Until
}

func (d ReturnedData) apply(l *Lobby, e *Event) {
	l.remember(l.tickets[d.Ticket], "", e)
	l.wait(d.Ticket, d.Since, e)
	t := l.tickets[d.Ticket]
	t.Returned = true
	t.GaveUpUS += d.GaveUpUS
}

func (d TransferredData) apply(l *Lobby, e *Event) {
	l.learn(l.tickets[d.Ticket], e)
	l.remember(l.tickets[d.Ticket], d.From, e)
	end := leap{
		end: "transferred", service: d.Service, window: d.ForWindow, staff: d.ForStaff, since: d.Since, front: d.Front, seats: d.Seats,
		ended: d.Ended,
	}
	if d.Outcome != "" {
		end.end = string(d.Outcome)
	}
	t := l.goOn(d.Ticket, end, e)
	l.noted(t, d.Note)
	if d.Plan != nil {
		t.plan(*d.Plan)
	}
}

func (d LeftData) apply(l *Lobby, e *Event) {
	before := l.tickets[d.Ticket].State
	if before == Called {
		before = Waiting
	}
	until := l.tickets[d.Ticket].Until
	reason, outside := l.tickets[d.Ticket].HoldReason, l.tickets[d.Ticket].Outside
	t := l.over(d.Ticket, Cancelled, "cancelled", e)
	t.before, t.left = before, e.Seq
	if !d.Since.IsZero() {
		t.Since = d.Since
	}
	l.giveBack(t, 1)
	if before == Held {
		t.Until, t.HoldReason, t.Outside = until, reason, outside
	}
}

func (d LapsedData) apply(l *Lobby, e *Event) {
	t := l.over(d.Ticket, Lapsed, "lapsed", e)
	if d.Why == endShut {
		t.Closing = ClosingTell
	}
}

func (d UndoneData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	if d.Window != "" {
		l.restore(t, d, e)
		return
	}
	l.giveBack(t, -1)
	t.State, t.Changed, t.Seq, t.before, t.left = d.State, e.At, e.Seq, "", 0
	leg := t.Leg()
	leg.Ended, leg.End = time.Time{}, ""
	l.revive(t)
	l.attend(t, e.At)
	if d.State == Waiting {
		t.Since, t.Until = d.Since, time.Time{}
		l.enter(t)
	}
}

// revive takes back that a visit is over.
func (l *Lobby) revive(t *Ticket) {
	l.byNumber[t.Number] = t
	l.ended = slices.DeleteFunc(l.ended, func(x *Ticket) bool { return x == t })
}

func (d WindowData) apply(l *Lobby, e *Event) {
	w := l.windows[d.Window]
	w.told(d, e)
	w.State, w.Reason, w.Note, w.Back, w.Changed = d.State, d.Reason, d.Note, d.Back, e.At
	l.lastNote = max(l.lastNote, d.Note)
	if d.Staff != "" {
		w.Staff = d.Staff
	}
	if d.State == WindowClosed {
		w.Staff = ""
	}
	if d.State == WindowOpen {
		delete(l.duty.Pages, d.Staff) // whoever was called in is here
	}
}

// told remembers that somebody else than who is at a window paused or closed it.
func (w *Window) told(d WindowData, e *Event) {
	switch other := w.Staff != "" && d.Staff != "" && d.Staff != w.Staff; {
	case d.State == WindowOpen:
		if w.Told.What != toldServices {
			w.Told = Told{}
		}
	case other && w.State != d.State:
		w.Told = Told{What: string(d.State), By: d.Staff, At: e.At}
	}
}

func (d DayData) apply(l *Lobby, e *Event) {
	for _, id := range d.Lapsed {
		l.over(id, Lapsed, "lapsed", e)
	}
	for _, id := range d.Carried {
		t := l.tickets[id]
		if t.Closing != "" || t.Needs != 0 || t.Low || t.Fetch {
			t.Seq = e.Seq
		}
		t.Closing, t.prior = "", nil // what the day before did stays done
		l.need(t, 0, false, false)   // needs are known for a day
	}
	l.day = d.Next
	clear(l.counters)
	l.newDuty()
	clear(l.shut)
	clear(l.assigned)
	l.assign()
	maps.DeleteFunc(l.sessions, func(_ SessionID, s *Session) bool { return s.State == SessionOver })
}

func (ClockData) apply(*Lobby, *Event) {}
