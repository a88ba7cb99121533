package printer

import (
	"context"
	"errors"
	"time"
)

// State is what became of a job, in the words of the API.
type State string

// The ends of a job. Of a job in doubt nobody knows whether paper came out: it
// may be reprinted once, marked, by a person or a policy, never by the spool.
const (
	Confirmed State = "confirmed"
	Sent      State = "sent" // a one-way printer: all bytes left, nothing ever answers
	Failed    State = "failed"
	InDoubt   State = "in_doubt"
	Lapsed    State = "lapsed"
)

// Why is a stable code for a cause; the sentence for people is the catalogue's.
type Why string

// The causes, from the machine to the house.
const (
	WhyPaperOut    Why = "paper_out"
	WhyCoverOpen   Why = "cover_open"
	WhyOffline     Why = "offline"      // it answers, and says that it is off line
	WhyCutter      Why = "cutter"       // the knife is stuck
	WhyOverheated  Why = "overheated"   // recovers by itself
	WhyFault       Why = "fault"        // an error that needs switching off
	WhySilent      Why = "silent"       // it should answer and doesn't
	WhyUnplugged   Why = "unplugged"    // the line is gone
	WhyPortBusy    Why = "port_busy"    // another program holds it
	WhyRefused     Why = "refused"      // no right to open it, or the host refuses
	WhyTimeout     Why = "timeout"      // it took no more bytes, or never said that it was done
	WhyShortWrite  Why = "short_write"  // the line broke within the slip
	WhyUnsupported Why = "unsupported"  // the port can't do what was asked of it
	WhyStore       Why = "store"        // the journal refused: nothing is sent unwritten
	WhyStopped     Why = "stopped"      // the program was asked to stop within the slip
	WhySlip        Why = "slip"         // the slip can't be put on this paper
	WhyTooOld      Why = "too_old"      // nobody waits for it any more
	WhyPowerCycled Why = "power_cycled" // it was switched off and on within the slip
)

// Verdict is how a job ended.
type Verdict struct {
	State State
	Weak  bool // Confirmed by a fence and a clean status, not by a process id
	Why   Why  // empty for a plain success
}

// Job is one slip to be printed once.
type Job struct {
	ID       int64
	Attempt  int       // 1 is the unmarked original; reprints count on
	Slip     Slip      // with its mark on it, if it is a reprint
	Deadline time.Time // not begun by then, it lapses; zero never does
}

// ErrUnwanted is a Ledger's answer about a job that is no longer to be printed.
var ErrUnwanted = errors.New("the slip is no longer wanted")

// Ledger is where the spool has its doings written down. Each call returns when
// the entry is durable. An error means that it isn't: then nothing is sent, and
// the call is made again later.
//
// ErrUnwanted, from any of them, means that the job is over for the ledger (the
// visitor has left, the day was closed) or is another printer's by now: the spool
// lets go of it and sends nothing more. A job of which no byte had left may then be
// submitted again, here too.
//
// Begin comes before the slip's first byte. Stall says that a job is (still, or
// again after a Begin of which no byte left) queued, and why; it comes once for
// each new cause. Settle ends a job; a Lapsed or Failed one may never have begun.
// A job that began and was never settled, because the program died, is in doubt.
//
// Settle comes once, but for a job in doubt: that may be settled once more, as
// Confirmed, when the printer says later that it is done after all. That may be
// minutes later, while another slip is under way, or in another run of the
// program (Options.Await).
type Ledger interface {
	Begin(ctx context.Context, jobID int64, attempt int, process uint32) error
	Settle(ctx context.Context, jobID int64, v Verdict) error
	Stall(ctx context.Context, jobID int64, why Why) error
}
