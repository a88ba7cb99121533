package queue

import (
	"time"
)

// Command is something asked of the lobby. The commands are the types of this
// package that fit it: Issue, Next, Call, Recall, Start, Finish, Pass, Hold,
// Transfer, Plan, Skip, Undo, Cancel, TakeBack, Return, Join, Consult, AnswerConsultation,
// BeginConsultation, WithdrawConsultation, OpenWindow, CloseWindow, PauseWindow,
// Reprint, BeginPrint, StallPrint, MovePrint, SettlePrint, NoteHandWritten,
// LeaveDuty, ResumeDuty, Anyone, CallIn, AnswerPage, SetRules, TrustClock, CloseDay, Tick,
// TakeMatter, ConfirmMatter, DropMatter, MarkMatter, SeeSurge, PlanSessions, CheckIn, MarkSide, CancelSession, CallSession, GatherSession,
// SetNeeds, Fetched, AskHelp, SilentHelp, TakeHelp, LeaveHelp, EndHelp, SetClass, HandOver, InHand, AddNote, StepOut, Back, Postpone, WalkIn,
// CountSearch, PostNotice, TakeNotice, Evaluate, AssignWindow, Move, ShutService, ReopenService, SeeAlert, NoteDevice,
// GiveFollowUp, NoteCallBack, CloseFollowUp, ReopenFollowUp, NeedLonger.
type Command interface {
	// decide reads the state and gives what shall happen, or a refusal. It
	// changes nothing.
	decide(l *Lobby, in Input) (*Decision, error)
}

// Input is what a command is decided with besides the state.
type Input struct {
	Actor Actor
	Now   time.Time // of the lobby's clock: UTC, whole microseconds
	Wall  time.Time // what people's watches show; zero while nobody knows, or it doesn't matter
}

// Decision is what a command comes to: events not yet numbered, and rows with
// personal data that belong to them.
type Decision struct {
	Data     []Data
	Personal []Personal
	Expired  []int64  // ids of personal rows whose time has come
	cause    int64    // of the first event
	ticket   TicketID // the answer's ticket
	window   WindowID // the answer's window
	help     HelpID   // the answer's help call
	notice   NoticeID // the answer's notice
	count    int      // the answer's count of tickets
	followUp TicketID // the visit of the answer's follow-up

	sessions []SessionID // the answer's sessions
}

// Personal is a row with personal data or free text, kept apart from the events
// and erased when its time has come.
type Personal struct {
	ID         int64
	Ticket     TicketID
	Kind       string // note, needs, case, referred, notice, evaluation, contact, follow_up, search
	Value      string
	EraseAfter time.Time
}

// Decide decides a command on a state. It is pure.
func Decide(l *Lobby, c Command, in Input) (*Decision, error) {
	if _, first := c.(SetRules); l.rules == nil && !first {
		return nil, refuse(ErrBadRules, "what", "none")
	}
	d, err := c.decide(l, in)
	if err != nil {
		return nil, err
	}
	l.together(d, in)
	l.endConsultations(d)
	return d, nil
}

// Events numbers a decision's events after the state's last and stamps them.
// The second and further events of a command follow from its first.
func (d *Decision) Events(l *Lobby, in Input) []Event {
	events := make([]Event, len(d.Data))
	for i, data := range d.Data {
		e := Event{
			Seq: l.seq + 1 + int64(i), At: in.Now, Day: l.day, Type: data.Type(), V: version,
			Actor: in.Actor, Cause: d.cause, Data: data,
		}
		if i > 0 {
			e.Cause = events[0].Seq
		}
		if t := l.tickets[e.TicketOf()]; t != nil {
			e.Day = t.Day
		}
		if e.Day == "" { // the very first events
			e.Day = firstDay(data, in.Now)
		}
		events[i] = e
	}
	return events
}

// firstDay is the day of an event before the lobby has one.
func firstDay(data Data, now time.Time) Day {
	switch d := data.(type) {
	case RulesData:
		return d.Rules.Date(now)
	case DayData:
		return d.Next
	default:
		return ""
	}
}

// atWindow gives the window of a staff act, or the refusal: unknown window, or
// a person who may not serve there.
func atWindow(l *Lobby, id WindowID, actor Actor) (*Window, *WindowRule, error) {
	w, rule := l.windows[id], l.WindowRule(id)
	if w == nil || rule == nil {
		return nil, nil, refuse(ErrUnknownWindow, "window", string(id))
	}
	if actor == System {
		return w, rule, nil
	}
	staff, ok := actor.Staff()
	if !ok {
		return nil, nil, refuse(ErrNotAllowed, "window", string(id))
	}
	p := l.rules.Person(staff)
	if p == nil || (!p.MayServe(id) && !p.Is(RoleSupervisor)) {
		return nil, nil, refuse(ErrNotAllowed, "window", string(id))
	}
	return w, rule, nil
}

// inHand gives the ticket in hand at a window for a staff act, or the refusal.
func inHand(l *Lobby, id WindowID, actor Actor) (*Ticket, error) {
	w, _, err := atWindow(l, id, actor)
	if err != nil {
		return nil, err
	}
	t := l.tickets[w.Ticket]
	if t == nil {
		return nil, refuse(ErrNotInHand, "window", string(id))
	}
	return t, nil
}

// staffOf gives the actor's staff id, empty for the system.
func staffOf(a Actor) StaffID {
	id, _ := a.Staff()
	return id
}

// one makes the decision of a single event about a ticket at a window.
func one(t *Ticket, w WindowID, data ...Data) *Decision {
	return &Decision{Data: data, ticket: t.ID, window: w}
}

// on names a ticket in an event's data.
func on(t *Ticket) OnTicket { return OnTicket{Ticket: t.ID} }
