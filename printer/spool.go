package printer

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// Options are what a Spool needs. Zero durations and functions get defaults.
type Options struct {
	Name    string // the printer's key in logs and on the board
	Profile Profile
	Open    func(ctx context.Context) (Port, error) // opens the line; called again after it was lost
	Ledger  Ledger
	Log     *slog.Logger
	Changed func(Status) // called from the spool's goroutine when the Status changed; must not block
	Now     func() time.Time
	Seed    uint32 // where process ids start; 0 takes a random one

	Answer   time.Duration // how long a real-time answer may take; default 500 ms
	Fence    time.Duration // how long an able printer may take to say that it is done; default 10 s
	Patience time.Duration // how long a slip that is stuck in the printer is waited for; default 120 s
	Poll     time.Duration // how often an idle printer is asked how it is; default 10 s
	Retry    time.Duration // between two looks at a printer that can't print; default 1 s
}

// Paper is what is known of the roll.
type Paper string

// The roll's states.
const (
	PaperUnknown Paper = ""
	PaperOK      Paper = "ok"
	PaperNearEnd Paper = "near_end"
	PaperOut     Paper = "out"
)

// Status is a printer's health for a board.
type Status struct {
	Name    string
	Profile string
	Open    bool      // the line is open
	Answers bool      // it has answered since the program started
	Online  bool      // the last answer said that it can print; a one-way printer counts as online
	Paper   Paper     //
	Cover   bool      // the cover is open
	Why     Why       // why nothing can be printed now; empty when all is well
	Error   string    // the last device error, for technicians; empty once it works again
	Since   time.Time // since when Why is what it is
	Queued  int       // jobs waiting, the one under way not counted
	Job     int64     // the job under way, or 0
}

// Spool prints jobs in the order of their submission.
type Spool struct{ o Options }

// NewSpool makes a spool; Run starts it. It refuses an impossible profile and
// missing parts.
func NewSpool(o Options) (*Spool, error) {
	if o.Open == nil || o.Ledger == nil {
		return nil, errors.New("printer: a spool needs Open and a Ledger")
	}
	return &Spool{o: o}, o.Profile.Check()
}

// Submit takes a job and returns at once. A job that is already here, or was
// (same ID and Attempt), is not taken twice: then it reports false.
func (s *Spool) Submit(j Job) bool { return false }

// Run works until ctx ends, then closes the port and returns nil. A slip under way is given
// a moment to finish. It is called once.
func (s *Spool) Run(ctx context.Context) error { <-ctx.Done(); return nil }

// Status tells how the printer is.
func (s *Spool) Status() Status { return Status{Name: s.o.Name, Profile: s.o.Profile.Name} }
