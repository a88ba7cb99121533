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
}
