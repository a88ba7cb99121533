package queue

import (
	"sort"
	"strings"
)

// Code is the stable name of an error. Programs compare codes; people read the
// sentence that the locale catalogue makes from the code and its arguments.
type Code string

// The codes a command may be refused with.
const (
	ErrWindowBusy     Code = "window_busy"       // a ticket is in hand at the window
	ErrWindowClosed   Code = "window_closed"     // the window is closed
	ErrWindowPaused   Code = "window_paused"     // the window is paused
	ErrUnknownWindow  Code = "unknown_window"    // no such window
	ErrUnknownService Code = "unknown_service"   // no such service
	ErrUnknownStaff   Code = "unknown_staff"     // no such member of staff
	ErrUnknownKiosk   Code = "unknown_kiosk"     // no such kiosk
	ErrUnknownTicket  Code = "unknown_ticket"    // no such ticket, or it is over
	ErrUnknownOutcome Code = "unknown_outcome"   // the outcome is not in the rules
	ErrUnknownSession Code = "unknown_session"   // no such session
	ErrInSession      Code = "in_session"        // a side of a session isn't called alone
	ErrUnknownHelp    Code = "unknown_help"      // no such help call, or it is over
	ErrUnknownJob     Code = "unknown_job"       // no such print job
	ErrUnknownMatter  Code = "unknown_matter"    // no such matter, or nothing of an earlier visit is known
	ErrUnknownSurge   Code = "unknown_surge"     // no such surge, or it is over
	ErrUnknownNotice  Code = "unknown_notice"    // no such notice, or it stands no longer
	ErrUnknownAlert   Code = "unknown_alert"     // no such alert, or it is over
	ErrNoticesFull    Code = "notices_full"      // as many notices stand as anybody reads
	ErrEvaluated      Code = "evaluated_already" // the visit was evaluated before
	ErrNotFinished    Code = "not_finished"      // the visit goes on
	ErrNoProposal     Code = "no_proposal"       // the ticket has no matter, and no paper proposed one
	ErrHasMatter      Code = "has_matter"        // the ticket is about another matter
	ErrMatterTaken    Code = "matter_taken"      // somebody opened the matter, or gave the case number, at the same time
	ErrConfirmNeeded  Code = "confirm_needed"    // the outcome is a formal act: say yes a second time
	ErrFieldNeeded    Code = "field_needed"      // the outcome is incomplete
	ErrServiceClosed  Code = "service_closed"    // the service takes nobody now
	ErrStaffAway      Code = "staff_away"        // this person is away and calls nobody until back
	ErrNotServed      Code = "not_served"        // the window or person doesn't serve this
	ErrNotInHand      Code = "not_in_hand"       // the window has no ticket for this act
	ErrBadState       Code = "bad_state"         // the ticket's state doesn't allow it
	ErrBadValue       Code = "bad_value"         // an argument is out of its range
	ErrNotAllowed     Code = "not_allowed"       // this actor may not do this
	ErrTooEarly       Code = "too_early"         // before somebody may come; args: from
	ErrInConsultation Code = "in_consultation"   // the window or ticket is in a joint consultation
	ErrNoConsultation Code = "no_consultation"   // there is none to answer, begin or withdraw
	ErrNobodyAccepted Code = "nobody_accepted"   // no post has said that it comes
	ErrPostsBusy      Code = "posts_busy"        // some who accepted, or the room, can't be reserved now
	ErrTooLate        Code = "too_late"          // the bound for taking it back has passed
	ErrBeingFetched   Code = "being_fetched"     // somebody is fetching the visitor: the call isn't missed
	ErrNobodyBehind   Code = "nobody_behind"     // there is nobody to let go first
	ErrNotOffered     Code = "not_offered"       // the centre doesn't offer this
	ErrKeyReused      Code = "key_reused"        // an idempotency key came with another body
	ErrBadRules       Code = "bad_rules"         // the rules can't be taken
	ErrUnknownBundle  Code = "unknown_bundle"    // no such bundle
	ErrNothingNext    Code = "nothing_next"      // no leg is planned after this one
	ErrFrontFull      Code = "front_full"        // as many stand at the front of the service as may
	ErrNotDurable     Code = "not_durable"       // the store failed; nothing was done
	ErrDiskFull       Code = "disk_full"         // the store's disk is full; nothing was done
	ErrDamaged        Code = "damaged"           // the journal is damaged; nothing is written
	ErrStopped        Code = "stopped"           // the queue is shutting down
)

// Error is a refusal: a code, its arguments for the sentence, and the error
// underneath when there is one.
type Error struct {
	Code  Code
	Args  map[string]string
	Cause error
}

// Error gives the code and the arguments in a fixed order, for logs. It never
// holds a ticket's ref: no command puts one into the arguments.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code))
	keys := make([]string, 0, len(e.Args))
	for k := range e.Args {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		b.WriteString(" " + k + "=" + e.Args[k])
	}
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// Unwrap gives the error underneath.
func (e *Error) Unwrap() error { return e.Cause }

// Is compares by code, so errors.Is(err, &Error{Code: ErrWindowBusy}) holds.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// refuse makes an Error from a code and pairs of argument names and values.
func refuse(code Code, pairs ...string) *Error {
	e := &Error{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if e.Args == nil {
			e.Args = make(map[string]string, len(pairs)/2)
		}
		e.Args[pairs[i]] = pairs[i+1]
	}
	return e
}
