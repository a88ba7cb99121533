package queue

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"
)

// keptCalls is how many of the latest calls a Lobby remembers for screens.
const keptCalls = 100

// Lobby is the state of the hall. It holds the living: tickets that are
// unfinished or can still be undone, last numbers, windows, print jobs, rules.
// It is not safe for concurrent use; Queue gives views under its lock.
type Lobby struct {
	seq   int64
	at    time.Time
	day   Day
	rules *Rules // in force: filed, with what is assigned for the day

	tickets  map[TicketID]*Ticket
	byNumber map[string]*Ticket // unfinished tickets only
	byRef    map[string]*Ticket
	byCode   map[string]*Ticket
	lanes    map[ServiceID][]*lane // what waits
	ended    []*Ticket             // over, oldest first, until they can't be undone

	windows map[WindowID]*Window
	jobs    map[JobID]*Job
	doubts  map[JobID]*Job // of which nobody knows whether paper came out: the printer may still tell
	calls   []Announcement // latest last
	marks   []Mark         // of recent matters, oldest first
	surges  []Surge        // of recent days, oldest first

	helpCalls map[HelpID]*HelpCall // open ones

	lastTicket TicketID
	lastJob    JobID
	lastNote   int64
	lastHelp   HelpID
	lastMatter MatterID
	counters   map[string]int // last number of each prefix today
	gone       map[ServiceID]*GoneService
	goneWin    map[WindowID]*WindowRule
	duty       duty

	consultations    []*Consultation // called together or running, oldest first
	lastConsultation ConsultationID

	sessions    map[SessionID]*Session // of the day and of days to come
	lastSession SessionID

	notices    []Notice // that stand, oldest first
	lastNotice NoticeID

	filed    *Rules                   // as rules_set gave them
	assigned map[WindowID][]ServiceID // windows that take other services today
	shut     map[ServiceID]Shut       // services that are closed for the day

	alerts    []Alert // that last, oldest first
	lastAlert AlertID
	followUps map[TicketID]*FollowUp // open ones, by their visits
}

// GoneService is a service that left the rules while tickets of it lived.
type GoneService struct {
	Service Service    `json:"service"`
	Windows []WindowID `json:"windows"` // that served it
}

// NewLobby gives the empty hall: no rules, nobody in it. The first event must
// be rules_set.
func NewLobby() *Lobby {
	return &Lobby{
		tickets:   map[TicketID]*Ticket{},
		byNumber:  map[string]*Ticket{},
		byRef:     map[string]*Ticket{},
		byCode:    map[string]*Ticket{},
		lanes:     map[ServiceID][]*lane{},
		windows:   map[WindowID]*Window{},
		jobs:      map[JobID]*Job{},
		doubts:    map[JobID]*Job{},
		helpCalls: map[HelpID]*HelpCall{},
		sessions:  map[SessionID]*Session{},
		counters:  map[string]int{},
		gone:      map[ServiceID]*GoneService{},
		goneWin:   map[WindowID]*WindowRule{},
		duty:      newDuty(),
		assigned:  map[WindowID][]ServiceID{},
		shut:      map[ServiceID]Shut{},
		followUps: map[TicketID]*FollowUp{},
	}
}

// Seq is the number of the last event applied; 0 before the first.
func (l *Lobby) Seq() int64 { return l.seq }

// At is when the last event happened.
func (l *Lobby) At() time.Time { return l.at }

// Day is the lobby's day; empty before the first event of a day.
func (l *Lobby) Day() Day { return l.day }

// Rules are the rules in force, what is so for the day included; nil before the first rules_set. They
// are never changed, so they may be kept.
func (l *Lobby) Rules() *Rules { return l.rules }

// Ticket gives a living ticket, or nil.
func (l *Lobby) Ticket(id TicketID) *Ticket { return l.tickets[id] }

// ByNumber gives the unfinished ticket with a number, or nil.
func (l *Lobby) ByNumber(number string) *Ticket { return l.byNumber[number] }

// ByRef gives the living ticket with a ref, or nil.
func (l *Lobby) ByRef(ref string) *Ticket { return l.byRef[ref] }

// ByCode gives the living ticket with a desk code, or nil.
func (l *Lobby) ByCode(code string) *Ticket { return l.byCode[code] }

// Tickets gives all living tickets, oldest first.
func (l *Lobby) Tickets() iter.Seq[*Ticket] {
	ids := slices.Sorted(maps.Keys(l.tickets))
	return func(yield func(*Ticket) bool) {
		for _, id := range ids {
			if !yield(l.tickets[id]) {
				return
			}
		}
	}
}

// Count is how many tickets live.
func (l *Lobby) Count() int { return len(l.tickets) }

// Window gives a window as it stands, or nil.
func (l *Lobby) Window(id WindowID) *Window { return l.windows[id] }

// Windows gives every window in the rules' order, then those that left the
// rules with a ticket in hand.
func (l *Lobby) Windows() iter.Seq[*Window] {
	return func(yield func(*Window) bool) {
		if l.rules != nil {
			for i := range l.rules.Windows {
				if !yield(l.windows[l.rules.Windows[i].ID]) {
					return
				}
			}
		}
		for _, id := range slices.Sorted(maps.Keys(l.goneWin)) {
			if !yield(l.windows[id]) {
				return
			}
		}
	}
}

// WindowRule gives a window's rule, also of one that left the rules but still
// has a ticket in hand; or nil.
func (l *Lobby) WindowRule(id WindowID) *WindowRule {
	if l.rules != nil {
		if w := l.rules.Window(id); w != nil {
			return w
		}
	}
	return l.goneWin[id]
}

// Service gives a service, also one that left the rules while tickets of it
// live; or nil.
func (l *Lobby) Service(id ServiceID) *Service {
	if l.rules != nil {
		if s := l.rules.Service(id); s != nil {
			return s
		}
	}
	if g := l.gone[id]; g != nil {
		return &g.Service
	}
	return nil
}

// Calls gives the latest calls, newest first, until yield says stop.
func (l *Lobby) Calls() iter.Seq[Announcement] {
	return func(yield func(Announcement) bool) {
		for _, c := range slices.Backward(l.calls) {
			if !yield(c) {
				return
			}
		}
	}
}

// Job gives an unfinished print job, or nil.
func (l *Lobby) Job(id JobID) *Job { return l.jobs[id] }

// Jobs gives the unfinished print jobs, oldest first.
func (l *Lobby) Jobs() []*Job { return byID(l.jobs) }

// Doubts gives the jobs that ended in doubt and whose printer may still tell that
// the slip is on paper, oldest first. They go with their ticket.
func (l *Lobby) Doubts() []*Job { return byID(l.doubts) }

func byID(jobs map[JobID]*Job) []*Job {
	return slices.SortedFunc(maps.Values(jobs), func(a, b *Job) int { return cmp.Compare(a.ID, b.ID) })
}

// serves lists the services whose tickets a window may call: those of its rule
// and those that left the rules but were its own, or of which no window is left.
func (l *Lobby) serves(w *WindowRule) []ServiceID {
	if len(l.gone) == 0 {
		return w.Services
	}
	list := slices.Clone(w.Services)
	for _, id := range slices.Sorted(maps.Keys(l.gone)) {
		if l.servesAt(w, id) && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// servesAt says whether a service is one of those.
func (l *Lobby) servesAt(w *WindowRule, id ServiceID) bool {
	g := l.gone[id]
	if g == nil || w.Serves(id) {
		return w.Serves(id)
	}
	left := slices.ContainsFunc(g.Windows, func(w WindowID) bool { return l.rules.Window(w) != nil })
	return !left || slices.Contains(g.Windows, w.ID)
}

// Apply applies one event. Events come in the order of their seq, without gaps;
// anything else is a fault of the caller and panics, since a state that missed
// an event must not be shown to anybody.
func (l *Lobby) Apply(e *Event) {
	if e.Seq != l.seq+1 {
		panic("queue: apply out of sequence")
	}
	// Before, not after: whoever applies finds every ticket that the event touched.
	l.prune(e.At)
	l.seq, l.at = e.Seq, e.At
	e.Data.apply(l, e)
}

// prune lets go of tickets that are over and can no longer be undone, as of an
// event's time.
func (l *Lobby) prune(at time.Time) {
	if l.rules == nil {
		return
	}
	bound := time.Duration(l.rules.Policy.UndoS) * time.Second
	for len(l.ended) > 0 {
		t := l.ended[0]
		if t.State.Over() && (at.Sub(t.Changed) <= bound || l.printing(t.ID)) {
			return
		}
		l.ended = l.ended[1:]
		if t.State.Over() {
			l.forget(t)
		}
	}
}

func (l *Lobby) printing(id TicketID) bool {
	for _, j := range l.jobs {
		if j.Ticket == id {
			return true
		}
	}
	return false
}

func (l *Lobby) forget(t *Ticket) {
	delete(l.tickets, t.ID)
	delete(l.byRef, t.Ref)
	delete(l.byCode, t.Code)
	maps.DeleteFunc(l.doubts, func(_ JobID, j *Job) bool { return j.Ticket == t.ID })
	if l.rules.Service(t.Service) == nil {
		l.dropGone(t.Service)
	}
}

// dropGone forgets a service that left the rules once its last ticket has gone.
func (l *Lobby) dropGone(id ServiceID) {
	for _, t := range l.tickets {
		if t.Service == id {
			return
		}
	}
	delete(l.gone, id)
}
