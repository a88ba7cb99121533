package queue

import (
	"slices"
	"time"
)

// TicketID is a ticket's number in the books: from 1, never reused.
type TicketID int64

// JobID is a print job's number in the books: from 1, never reused.
type JobID int64

// Day is a local calendar day, as "2026-11-23".
type Day string

// DayOf gives the calendar day of an instant in a time zone.
func DayOf(t time.Time, loc *time.Location) Day { return Day(t.In(loc).Format(time.DateOnly)) }

// State is where a ticket stands.
type State string

// The states. The allowed arrows between them stand in transitions.
const (
	Waiting   State = "waiting"
	Called    State = "called"
	Serving   State = "serving"
	Held      State = "held"
	NoShow    State = "no_show"
	Done      State = "done"
	Cancelled State = "cancelled"
	Lapsed    State = "lapsed"
)

// States lists every state, in the order of a visit.
func States() []State {
	return []State{Waiting, Called, Serving, Held, NoShow, Done, Cancelled, Lapsed}
}

// transitions is the table of the books; undone is the only other way.
var transitions = map[State][]State{
	"":        {Waiting},
	Waiting:   {Called, Held, Cancelled, Lapsed},                                 // held: stepped outside, or the appointment is not yet due
	Called:    {Called, Serving, Done, Held, NoShow, Waiting, Cancelled, Lapsed}, // lapsed by the close of the day only
	Serving:   {Done, Held, Waiting},
	Held:      {Called, Waiting, Done, Cancelled, Lapsed}, // done: with the lead of its session
	NoShow:    {Waiting, Lapsed},
	Done:      {},
	Cancelled: {},
	Lapsed:    {},
}

// MayBecome says whether a ticket may go from one state to another.
func (s State) MayBecome(next State) bool { return slices.Contains(transitions[s], next) }

// Over says whether the visit has ended.
func (s State) Over() bool { return s == Done || s == Cancelled || s == Lapsed }

// InHand says whether a ticket in this state is at a window.
func (s State) InHand() bool { return s == Called || s == Serving }

// Leg is one stay at one service on the way of a visit.
type Leg struct {
	Service ServiceID `json:"service"`
	Window  WindowID  `json:"window,omitempty"` // of the last call
	Staff   StaffID   `json:"staff,omitempty"`
	From    time.Time `json:"from"`             // began to wait
	Called  time.Time `json:"called,omitzero"`  // first call
	Started time.Time `json:"started,omitzero"` // service began; zero when nobody said so
	Ended   time.Time `json:"ended,omitzero"`
	Calls   int       `json:"calls,omitempty"`
	WaitedS int64     `json:"waited_s,omitempty"` // seconds waited in this leg until its last call
	End     string    `json:"end,omitempty"`      // outcome code, or transferred, cancelled, lapsed
	Counts  Counts    `json:"counts,omitempty"`   // of the outcome, as the rules were then
}

// Print is what became of a ticket's paper.
type Print struct {
	State   PrintState `json:"state"`
	Why     string     `json:"why,omitempty"`     // code of what stands in the way
	Weak    bool       `json:"weak,omitempty"`    // confirmed by a fence, not by the printer's own word
	Copies  int        `json:"copies,omitempty"`  // reprints asked for, marked on the paper
	Printer PrinterID  `json:"printer,omitempty"` // where the slip comes out, which may be a fallback
	ByHand  bool       `json:"by_hand,omitempty"` // somebody wrote the number on a piece of paper
	At      time.Time  `json:"at,omitzero"`       // since when this is so
}

// NoPaper says whether the visitor may stand there with nothing in hand: no slip
// is known to have come out, and none is on its way without trouble.
func (p Print) NoPaper() bool {
	return !p.ByHand && (p.State.Lost() || p.State == PrintQueued && p.Why != "")
}

// PrintState is the state of a print job.
type PrintState string

// The print states.
const (
	PrintNone      PrintState = "none"
	PrintQueued    PrintState = "queued"
	Printing       PrintState = "printing"
	PrintConfirmed PrintState = "confirmed"
	PrintSent      PrintState = "sent" // a one-way printer was given it
	PrintFailed    PrintState = "failed"
	PrintInDoubt   PrintState = "in_doubt"
	PrintLapsed    PrintState = "lapsed"
)

// Finished says whether nothing more happens to a job in this state.
func (s PrintState) Finished() bool { return s != PrintQueued && s != Printing && s != "" }

// Lost says whether a job ended without a slip that is known to be on paper.
func (s PrintState) Lost() bool { return s == PrintFailed || s == PrintInDoubt || s == PrintLapsed }

// Ticket is a visitor's number and the way it has gone. A Ticket reached
// through a Lobby must not be changed or kept beyond the view; use Clone.
type Ticket struct {
	ID           TicketID  `json:"id"`
	Day          Day       `json:"day"` // the day it was issued and counts to
	Number       string    `json:"number"`
	Ref          string    `json:"ref"`  // the visitor's key: never logged, never exported
	Code         string    `json:"code"` // seven digits for the desk, unique among the living
	Service      ServiceID `json:"service"`
	Class        Class     `json:"class"`
	Party        int       `json:"party"` // heads, from 1
	Lang         string    `json:"lang"`
	Kiosk        KioskID   `json:"kiosk,omitempty"`
	Issued       time.Time `json:"issued"`
	AheadAtIssue int       `json:"ahead_at_issue"` // what the paper says
	Estimate     *Range    `json:"estimate,omitempty"`

	State    State     `json:"state"`
	Changed  time.Time `json:"changed"`          // when the state was entered
	Seq      int64     `json:"seq"`              // of the last event that changed it
	Since    time.Time `json:"since"`            // waiting counts from here; credit included
	CreditUS int64     `json:"credit_us"`        // microseconds waited until the last call
	Window   WindowID  `json:"window,omitempty"` // in hand there
	Staff    StaffID   `json:"staff,omitempty"`
	Tries    int       `json:"tries,omitempty"` // calls since it was called there

	ForWindow  WindowID  `json:"for_window,omitempty"` // only this window may call it
	ForStaff   StaffID   `json:"for_staff,omitempty"`  // only this person may call it
	HoldReason string    `json:"hold_reason,omitempty"`
	Until      time.Time `json:"until,omitzero"` // a held ticket wakes, a called one is passed, a passed one lapses
	Returned   bool      `json:"returned,omitempty"`
	Outcome    OutcomeID `json:"outcome,omitempty"`
	Reason     *Reason   `json:"reason,omitempty"` // of the last call
	Notes      []int64   `json:"notes,omitempty"`  // ids of personal rows
	Legs       []Leg     `json:"legs"`
	Print      Print     `json:"print"`
	Visit

	prior  *prior // what undoing its last act restores
	before State  // of a cancelled ticket: where taking it back leads
	left   int64  // seq of the event that cancelled it
}

// Range is a range of waiting time as it is told, in seconds from now: from LowS to HighS.
type Range struct {
	LowS  int `json:"low_s"`
	HighS int `json:"high_s"`
}

// Leg gives the ticket's present leg.
func (t *Ticket) Leg() *Leg { return &t.Legs[len(t.Legs)-1] }

// Place is where a ticket in hand is called to: the room of its consultation, or its window.
func (t *Ticket) Place() WindowID {
	if t.With != 0 {
		return t.Leg().Window
	}
	if t.Room != "" {
		return t.Room
	}
	return t.Window
}

// Stands is how a ticket stands for its visitor: as its state says, but who follows the lead
// of a session is called or served with it.
func (t *Ticket) Stands() State {
	if t.With != 0 {
		return t.As
	}
	return t.State
}

// Calls is how often the present leg was called.
func (t *Ticket) Calls() int { return t.Leg().Calls }

// Clone gives a copy that shares nothing with the Lobby.
func (t *Ticket) Clone() *Ticket {
	c := *t
	c.Legs = slices.Clone(t.Legs)
	c.Notes = slices.Clone(t.Notes)
	c.Visit = t.clone()
	if t.prior != nil {
		p := *t.prior // its ticket is never changed
		c.prior = &p
	}
	if t.Estimate != nil {
		e := *t.Estimate
		c.Estimate = &e
	}
	return &c
}

// WindowState is whether a window takes visitors.
type WindowState string

// The window states.
const (
	WindowOpen   WindowState = "open"
	WindowPaused WindowState = "paused"
	WindowClosed WindowState = "closed"
)

// Window is a window as it stands.
type Window struct {
	ID      WindowID    `json:"id"`
	State   WindowState `json:"state"`
	Staff   StaffID     `json:"staff,omitempty"`  // who opened it or called last
	Ticket  TicketID    `json:"ticket,omitempty"` // in hand; 0: none
	Reason  string      `json:"reason,omitempty"` // of a pause
	Note    int64       `json:"note,omitempty"`   // id of a personal row: the reason in words
	Changed time.Time   `json:"changed,omitzero"`
	Last    LastAct     `json:"last,omitzero"`   // that can be undone
	Back    time.Time   `json:"back,omitzero"`   // when a paused window is expected to go on
	Freed   time.Time   `json:"freed,omitzero"`  // when the last ticket in hand left it
	Longer  time.Time   `json:"longer,omitzero"` // until about when it is busy with the ticket in hand, as somebody there said
	Told    Told        `json:"told,omitzero"`   // what somebody else changed about it, until it calls
}

// Told is what a member of staff changed about a window that another is at, or takes: whoever is there next
// shall know before they call.
type Told struct {
	What string    `json:"what"` // services, paused, closed
	By   StaffID   `json:"by,omitempty"`
	At   time.Time `json:"at"`
}

// Idle gives since when an open window has been without a visitor: it opened, or its last one left.
func (w *Window) Idle() time.Time {
	if w.Freed.After(w.Changed) {
		return w.Freed
	}
	return w.Changed
}

// Announcement is one call as the screens show it.
type Announcement struct {
	Seq    int64     `json:"seq"`
	At     time.Time `json:"at"`
	Ticket TicketID  `json:"ticket"`
	Number string    `json:"number"`
	Lang   string    `json:"lang"`
	Window WindowID  `json:"window"`
	Again  bool      `json:"again,omitempty"`
	Send   int       `json:"send,omitempty"`  // of a group, who shall come at most; 0: all
	Joint  bool      `json:"joint,omitempty"` // to a joint consultation
}

// Job is a slip that still has to come to paper.
type Job struct {
	ID      JobID      `json:"id"`
	Ticket  TicketID   `json:"ticket"`
	Kiosk   KioskID    `json:"kiosk"`
	Printer PrinterID  `json:"printer"`
	Copy    int        `json:"copy,omitempty"` // 0: the original; n: the n-th reprint, marked
	State   PrintState `json:"state"`
	Why     string     `json:"why,omitempty"`
	Attempt int        `json:"attempt,omitempty"`
	Process uint32     `json:"process,omitempty"` // the printer's process id of this attempt
	Asked   time.Time  `json:"asked"`
	Seq     int64      `json:"seq"` // of the event that asked for it
}

// Reason says why something happened: a code with arguments, of which the
// locale catalogue makes the sentence.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}
