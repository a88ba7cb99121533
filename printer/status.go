package printer

import "time"

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

	// Since the program started.
	Ended     Tally         // what became of the slips
	Bytes     uint64        // of slips that left; the questions not counted
	Opened    uint64        // how often the line was opened
	Took      time.Duration // from the last slip's first byte to its verdict
	Confirmed time.Time     // when a slip was last confirmed, weakly or not
}

// Tally counts slips by their end. A late one was in doubt first, and counts as
// that too.
type Tally struct{ Confirmed, Weak, Sent, Failed, InDoubt, Lapsed, Late uint64 }

// tally counts a slip's end.
func (s *Spool) tally(v Verdict) {
	s.note(func(st *Status) {
		switch v.State {
		case Confirmed:
			st.Confirmed = s.o.Now()
			if v.Weak {
				st.Ended.Weak++
			} else {
				st.Ended.Confirmed++
			}
		case Sent:
			st.Ended.Sent++
		case Failed:
			st.Ended.Failed++
		case InDoubt:
			st.Ended.InDoubt++
		case Lapsed:
			st.Ended.Lapsed++
		}
	})
}
