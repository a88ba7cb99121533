package queue

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Type names what an event tells.
type Type string

// The types of events.
const (
	RulesSet     Type = "rules_set"
	Issued       Type = "issued"
	TicketCalled Type = "called"
	Recalled     Type = "recalled"
	Started      Type = "started"
	Finished     Type = "finished"
	TicketHeld   Type = "held"
	Woken        Type = "woken"
	Passed       Type = "passed"
	Returned     Type = "returned"
	Transferred  Type = "transferred"
	TicketLeft   Type = "cancelled"
	TicketLapsed Type = "lapsed"
	Undone       Type = "undone"
	WindowOpened Type = "window_opened"
	WindowShut   Type = "window_closed"
	WindowWaits  Type = "window_paused"
	DayClosed    Type = "day_closed"
	PrintAsked   Type = "print_queued"
	PrintBegun   Type = "print_started"
	PrintStalled Type = "print_stalled"
	PrintMoved   Type = "print_moved"
	PrintSettled Type = "print_settled"
	HandWritten  Type = "hand_written"
	ClockTrusted Type = "clock_trusted"
	StaffAway    Type = "staff_away"
	StaffBack    Type = "staff_back"
	DutyChanged  Type = "duty_changed"
	Paged        Type = "paged"
	PageAnswered Type = "page_acknowledged"
	PageOverdue  Type = "page_overdue"
	AnyoneWillDo Type = "anyone"
	HoursEnded   Type = "hours_ended"
)

// Actor is who did it: "staff:demo", "kiosk:main", "visitor",
// "printer:main", "clock" or "system".
type Actor string

// The actors without an id.
const (
	Visitor Actor = "visitor"
	Clock   Actor = "clock"
	System  Actor = "system"
)

// ByStaff is a member of staff as actor.
func ByStaff(id StaffID) Actor { return Actor("staff:" + string(id)) }

// ByKiosk is a kiosk as actor.
func ByKiosk(id KioskID) Actor { return Actor("kiosk:" + string(id)) }

// ByPrinter is a printer as actor.
func ByPrinter(id PrinterID) Actor { return Actor("printer:" + string(id)) }

// Staff gives the member of staff, if the actor is one.
func (a Actor) Staff() (StaffID, bool) {
	id, ok := strings.CutPrefix(string(a), "staff:")
	if !ok {
		return "", false
	}
	return StaffID(id), id != ""
}

// Printer gives the printer, if the actor is one.
func (a Actor) Printer() (PrinterID, bool) {
	id, ok := strings.CutPrefix(string(a), "printer:")
	return PrinterID(id), ok && id != ""
}

// Event is one line of the books, never rewritten.
type Event struct {
	Seq   int64     // from 1 without gaps
	At    time.Time // of the lobby's clock, UTC, whole microseconds
	Day   Day       // the local day it counts to
	Type  Type
	V     int // version of Data's form; an older one is lifted on reading
	Actor Actor
	Cause int64 // seq of the event that this one follows from; 0: first hand
	Data  Data
}

// Data is what an event tells, by its type.
type Data interface {
	Type() Type
	// apply changes the state. It reads the event and the state, nothing else,
	// and can't fail.
	apply(l *Lobby, e *Event)
}

// TicketOf gives the ticket that an event is about, or 0.
func (e *Event) TicketOf() TicketID {
	if d, ok := e.Data.(interface{ ticket() TicketID }); ok {
		return d.ticket()
	}
	return 0
}

// version is the present version of every type of event.
const version = 1

// OnTicket is the part of an event's data that names its ticket.
type OnTicket struct {
	Ticket TicketID `json:"ticket"`
}

func (o OnTicket) ticket() TicketID { return o.Ticket }

// The data of each type of event. They carry results: number, credit,
// deadline, place.
type (
	// RulesData holds the whole rules in their canonical form.
	RulesData struct {
		Rules *Rules `json:"rules"`
	}
	// IssuedData is a new ticket.
	IssuedData struct {
		OnTicket
		Number    string    `json:"number"`
		Prefix    string    `json:"prefix"`
		Counter   int       `json:"counter"` // last number of the prefix
		Ref       string    `json:"ref"`
		Code      string    `json:"code"`
		Service   ServiceID `json:"service"`
		Class     Class     `json:"class"`
		Party     int       `json:"party"`
		Lang      string    `json:"lang"`
		Kiosk     KioskID   `json:"kiosk,omitempty"`
		ForWindow WindowID  `json:"for_window,omitempty"`
		ForStaff  StaffID   `json:"for_staff,omitempty"`
		Ahead     int       `json:"ahead"`
		Brief     []Reply   `json:"brief,omitempty"`
		Estimate  *Range    `json:"estimate,omitempty"`
		Seats     int       `json:"seats,omitempty"` // how many of them come to the window together
		Due       time.Time `json:"due,omitzero"`    // of the appointment
		Front     bool      `json:"front,omitempty"` // goes before the others: the appointment is due
		Needs     int64     `json:"needs,omitempty"` // as in NeedsSetData
		Low       bool      `json:"low,omitempty"`
		Fetch     bool      `json:"fetch,omitempty"`
		Bundle    BundleID  `json:"bundle,omitempty"`
		Plan      []Step    `json:"plan,omitempty"` // what comes after the first leg
		AnyOrder  bool      `json:"any_order,omitempty"`
		Half      Half      `json:"half,omitempty"`   // of which half-day's quota it is one
		Over      bool      `json:"over,omitempty"`   // staff knowingly went over the quota
		Reason    string    `json:"reason,omitempty"` // why staff gave it out though none were given out
		Coming    time.Time `json:"coming,omitzero"`  // about when the person called in comes
	}
	// CalledData is a first call of a leg, or a call of a held ticket.
	CalledData struct {
		OnTicket
		Number   string    `json:"number"`
		Window   WindowID  `json:"window"`
		Staff    StaffID   `json:"staff"`
		CreditUS int64     `json:"credit_us"` // waiting counted until now
		Reason   Reason    `json:"reason"`
		Until    time.Time `json:"until,omitzero"`   // when it is passed by itself; zero: it isn't
		Silent   bool      `json:"silent,omitempty"` // nobody is announced: the visitor stands at the window
		With     TicketID  `json:"with,omitempty"`   // it follows that ticket, which is in hand
	}
	// RecalledData is a further call at the same window.
	RecalledData struct {
		OnTicket
		Number string    `json:"number"`
		Window WindowID  `json:"window"`
		Calls  int       `json:"calls"`
		Until  time.Time `json:"until,omitzero"` // as in CalledData
	}
	// StartedData is the beginning of service.
	StartedData struct {
		OnTicket
		Window WindowID `json:"window"`
		Party  int      `json:"party,omitempty"` // heads, counted at the window; 0: as known
		Seats  int      `json:"seats,omitempty"` // how many of them come to a window together
	}
	// FinishedData is the end of the visit.
	FinishedData struct {
		OnTicket
		Window  WindowID  `json:"window"`
		Outcome OutcomeID `json:"outcome"`
		Ended
	}
	// HeldData is a ticket put aside.
	HeldData struct {
		OnTicket
		Window WindowID  `json:"window"`
		Reason string    `json:"reason,omitempty"`
		Until  time.Time `json:"until"` // when it goes back to waiting by itself
		Note   int64     `json:"note,omitempty"`
	}
	// WokenData is a held ticket back in the order.
	WokenData struct {
		OnTicket
		Since time.Time `json:"since"`
		Front bool      `json:"front,omitempty"` // goes before the others: the appointment is due
	}
	// PassedData is a missed call.
	PassedData struct {
		OnTicket
		Window WindowID  `json:"window"`
		Until  time.Time `json:"until"` // when it lapses unless it returns
	}
	// ReturnedData is the one return of a passed ticket.
	ReturnedData struct {
		OnTicket
		Since    time.Time `json:"since"`
		GaveUpUS int64     `json:"gave_up_us,omitempty"` // waiting that no longer counts in the order, in microseconds
	}
	// TransferredData is a ticket sent on under the same number.
	TransferredData struct {
		OnTicket
		From      WindowID  `json:"from"`
		Service   ServiceID `json:"service"`
		ForWindow WindowID  `json:"for_window,omitempty"`
		ForStaff  StaffID   `json:"for_staff,omitempty"`
		Since     time.Time `json:"since"` // credit included
		Note      int64     `json:"note,omitempty"`
		Seats     int       `json:"seats,omitempty"`   // how many come to the window together
		Front     bool      `json:"front,omitempty"`   // before the others there, up to the ceiling
		Reason    string    `json:"reason,omitempty"`  // why to the front, a code
		Plan      *[]Step   `json:"plan,omitempty"`    // what comes after the new leg; nil: as before
		Outcome   OutcomeID `json:"outcome,omitempty"` // of the leg that ends; empty: nothing was told
		Ended
	}
	// LeftData is a visitor who gave up the place.
	LeftData struct {
		OnTicket
		Window WindowID  `json:"window,omitempty"` // where it was in hand
		Since  time.Time `json:"since,omitzero"`   // it was called: from when its waiting counts if this is taken back
		Reason string    `json:"reason,omitempty"` // why the desk did it, a code; empty: the visitor left
	}
	// LapsedData is a number that is no longer valid.
	LapsedData struct {
		OnTicket
		Why string `json:"why"`
	}
	// UndoneData takes an event back.
	UndoneData struct {
		OnTicket
		Event int64     `json:"event"` // seq of the event taken back
		State State     `json:"state"` // what the ticket is again
		Since time.Time `json:"since"`
		// Window is where the act was; empty: the visitor took leaving back.
		Window WindowID  `json:"window,omitempty"`
		Until  time.Time `json:"until,omitzero"` // deadline of the state it is in again
	}
	// WindowData is a change of a window.
	WindowData struct {
		Window WindowID    `json:"window"`
		Staff  StaffID     `json:"staff,omitempty"`
		State  WindowState `json:"state"`
		Reason string      `json:"reason,omitempty"`
		Note   int64       `json:"note,omitempty"`
		Back   time.Time   `json:"back,omitzero"` // when a paused window is expected to go on
	}
	// DayData is the close of a day.
	DayData struct {
		Closed  Day        `json:"closed"` // empty at the very first event
		Next    Day        `json:"next"`
		Lapsed  []TicketID `json:"lapsed,omitempty"`
		Carried []TicketID `json:"carried,omitempty"`
	}
	// ClockData is a supervisor's word that the clock is right.
	ClockData struct {
		Wall time.Time `json:"wall"`
	}
)

// Type names the event's type.
func (RulesData) Type() Type { return RulesSet }

// Type names the event's type.
func (IssuedData) Type() Type { return Issued }

// Type names the event's type.
func (CalledData) Type() Type { return TicketCalled }

// Type names the event's type.
func (RecalledData) Type() Type { return Recalled }

// Type names the event's type.
func (StartedData) Type() Type { return Started }

// Type names the event's type.
func (FinishedData) Type() Type { return Finished }

// Type names the event's type.
func (HeldData) Type() Type { return TicketHeld }

// Type names the event's type.
func (WokenData) Type() Type { return Woken }

// Type names the event's type.
func (PassedData) Type() Type { return Passed }

// Type names the event's type.
func (ReturnedData) Type() Type { return Returned }

// Type names the event's type.
func (TransferredData) Type() Type { return Transferred }

// Type names the event's type.
func (LeftData) Type() Type { return TicketLeft }

// Type names the event's type.
func (LapsedData) Type() Type { return TicketLapsed }

// Type names the event's type.
func (UndoneData) Type() Type { return Undone }

// Type names the event's type: one for each state of a window.
func (d WindowData) Type() Type {
	switch d.State {
	case WindowOpen:
		return WindowOpened
	case WindowPaused:
		return WindowWaits
	case WindowClosed:
	}
	return WindowShut
}

// Type names the event's type.
func (DayData) Type() Type { return DayClosed }

// Type names the event's type.
func (ClockData) Type() Type { return ClockTrusted }

// DecodeData reads an event's data as EncodeData wrote it, lifting older
// versions. It refuses types and versions it doesn't know.
func DecodeData(t Type, v int, raw []byte) (Data, error) {
	if v != version {
		return nil, fmt.Errorf("event type %s has version %d; this program knows version %d", t, v, version)
	}
	switch t {
	case RulesSet:
		d, err := decode[RulesData](raw)
		if err != nil {
			return nil, err
		}
		rules := d.(RulesData).Rules
		if rules == nil {
			return nil, fmt.Errorf("event type %s holds no rules", t)
		}
		return d, rules.Prepare()
	case Issued:
		return decode[IssuedData](raw)
	case TicketCalled:
		return decode[CalledData](raw)
	case Recalled:
		return decode[RecalledData](raw)
	case Started:
		return decode[StartedData](raw)
	case Finished:
		return decode[FinishedData](raw)
	case TicketHeld:
		return decode[HeldData](raw)
	case Woken:
		return decode[WokenData](raw)
	case Passed:
		return decode[PassedData](raw)
	case Returned:
		return decode[ReturnedData](raw)
	case Transferred:
		return decode[TransferredData](raw)
	case TicketLeft:
		return decode[LeftData](raw)
	case TicketLapsed:
		return decode[LapsedData](raw)
	case Undone:
		return decode[UndoneData](raw)
	case WindowOpened, WindowShut, WindowWaits:
		return decode[WindowData](raw)
	case DayClosed:
		return decode[DayData](raw)
	case PrintAsked, PrintBegun, PrintStalled, PrintMoved, PrintSettled, HandWritten:
		return decodePrint(t, raw)
	case ConsultationCalled, ConsultationAnswered, ConsultationBegun, ConsultationOver:
		return decodeConsultation(t, raw)
	case MatterProposed, MatterOpened, MatterLinked, MatterDropped, MatterNoted, MatterMarked, SurgeFound, SurgeSeen:
		return decodeMatter(t, raw)
	case Joined:
		return decodeGroup(t, raw)
	case NeedsSet, FetchAsked, FetchOver, HelpAsked, HelpTaken, HelpOver, SteppedOut, Postponed:
		return decodeCare(t, raw)
	case ClassSet, HandedOver, NoteAdded:
		return decodeConsole(t, raw)
	case Searched:
		return decodeSearch(raw)
	case MovedOn, Planned:
		return decodeJourney(t, raw)
	case SessionSet, SessionJoined, SideSet, SessionCall, SessionParted, SessionEnd, SessionUndone:
		return decodeSession(t, raw)
	case Evaluated:
		return decodeEvaluation(t, raw)
	case FollowUpOpened, FollowUpGiven, FollowUpCalled, FollowUpOverdue, FollowUpClosed:
		return decodeFollowUp(t, raw)
	case FollowUpAgain:
		return decodeFollowUpAgain(t, raw)
	case TakesLonger:
		return decodeLonger(t, raw)
	case NoticePosted, NoticeTaken:
		return decodeNotice(t, raw)
	case WindowServices, TicketMoved, ServiceShut, ServiceReopened, AlertRaised, AlertGrown, AlertSeen, AlertOver:
		return decodeHall(t, raw)
	case ClockTrusted:
		return decode[ClockData](raw)
	case StaffAway, StaffBack, DutyChanged, Paged, PageAnswered, PageOverdue, AnyoneWillDo, HoursEnded:
		return decodeDuty(t, raw)
	}
	return nil, fmt.Errorf("unknown event type %q", t)
}

func decode[T Data](raw []byte) (Data, error) {
	var d T
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, fmt.Errorf("decode event %s: %w", d.Type(), err)
	}
	return d, nil
}

// EncodeData gives the canonical JSON of an event's data.
func EncodeData(d Data) ([]byte, error) {
	b, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("encode event %s: %w", d.Type(), err)
	}
	return b, nil
}

// Chain gives the hash of an event: SHA-256 over the hash of the one before and
// the event's fields, each ended by a line feed, the data in the bytes stored.
func Chain(prev [sha256.Size]byte, e *Event, data []byte) [sha256.Size]byte {
	b := make([]byte, 0, sha256.Size+len(data)+96)
	b = append(b, prev[:]...)
	b = append(strconv.AppendInt(b, e.Seq, 10), '\n')
	b = append(strconv.AppendInt(b, e.At.UnixMicro(), 10), '\n')
	b = append(append(b, e.Day...), '\n')
	b = append(append(b, e.Type...), '\n')
	b = append(strconv.AppendInt(b, int64(e.V), 10), '\n')
	b = append(append(b, e.Actor...), '\n')
	b = append(strconv.AppendInt(b, e.Cause, 10), '\n')
	b = append(b, data...)
	return sha256.Sum256(b)
}
