package queue

import "fmt"

// The data of the events that tell of paper.
type (
	// PrintAskedData is a new print job.
	PrintAskedData struct {
		OnTicket
		Job     JobID     `json:"job"`
		Kiosk   KioskID   `json:"kiosk"`
		Printer PrinterID `json:"printer"`
		Copy    int       `json:"copy,omitempty"`
	}
	// PrintBegunData stands before the slip's first byte.
	PrintBegunData struct {
		OnTicket
		Job     JobID  `json:"job"`
		Attempt int    `json:"attempt"`
		Process uint32 `json:"process"`
		Behind  bool   `json:"behind,omitempty"` // the ticket tells of a newer slip
	}
	// PrintStalledData tells what a queued job waits for.
	PrintStalledData struct {
		OnTicket
		Job JobID  `json:"job"`
		Why string `json:"why"`
	}
	// PrintMovedData is a queued job that another printer takes over.
	PrintMovedData struct {
		OnTicket
		Job     JobID     `json:"job"`
		Printer PrinterID `json:"printer"` // the new one
		Why     string    `json:"why"`     // what kept the old one from printing
	}
	// PrintSettledData is the end of a job. A job in doubt may end once more:
	// confirmed by a printer's late word.
	PrintSettledData struct {
		OnTicket
		Job    JobID      `json:"job"`
		State  PrintState `json:"state"`
		Weak   bool       `json:"weak,omitempty"`
		Why    string     `json:"why,omitempty"`
		Behind bool       `json:"behind,omitempty"` // the ticket tells of a newer slip
	}
	// HandWrittenData is a number that was written by hand, since no paper came.
	HandWrittenData struct {
		OnTicket
	}
)

// Type names the event's type.
func (PrintAskedData) Type() Type { return PrintAsked }

// Type names the event's type.
func (PrintBegunData) Type() Type { return PrintBegun }

// Type names the event's type.
func (PrintStalledData) Type() Type { return PrintStalled }

// Type names the event's type.
func (PrintMovedData) Type() Type { return PrintMoved }

// Type names the event's type.
func (PrintSettledData) Type() Type { return PrintSettled }

// Type names the event's type.
func (HandWrittenData) Type() Type { return HandWritten }

// decodePrint reads the data of an event that tells of paper.
func decodePrint(t Type, raw []byte) (Data, error) {
	switch t {
	case PrintAsked:
		return decode[PrintAskedData](raw)
	case PrintBegun:
		return decode[PrintBegunData](raw)
	case PrintStalled:
		return decode[PrintStalledData](raw)
	case PrintMoved:
		return decode[PrintMovedData](raw)
	case PrintSettled:
		return decode[PrintSettledData](raw)
	case HandWritten:
		return decode[HandWrittenData](raw)
	default:
		return nil, fmt.Errorf("event type %q doesn't tell of paper", t)
	}
}

func (d PrintAskedData) apply(l *Lobby, e *Event) {
	l.lastJob = d.Job
	l.jobs[d.Job] = &Job{
		ID: d.Job, Ticket: d.Ticket, Kiosk: d.Kiosk, Printer: d.Printer, Copy: d.Copy, State: PrintQueued, Asked: e.At, Seq: e.Seq,
	}
	t := l.tickets[d.Ticket]
	t.touch(e)
	t.Print = Print{State: PrintQueued, Copies: max(t.Print.Copies, d.Copy), Printer: d.Printer, At: e.At}
}

func (d PrintBegunData) apply(l *Lobby, e *Event) {
	j := l.jobs[d.Job]
	j.State, j.Why, j.Attempt, j.Process = Printing, "", d.Attempt, d.Process
	l.printed(j, e, Print{State: Printing}, d.Behind)
}

func (d PrintStalledData) apply(l *Lobby, e *Event) {
	j := l.jobs[d.Job]
	j.State, j.Why = PrintQueued, d.Why
	l.printed(j, e, Print{State: PrintQueued, Why: d.Why}, false)
}

func (d PrintMovedData) apply(l *Lobby, e *Event) {
	j := l.jobs[d.Job]
	j.Printer, j.State, j.Why = d.Printer, PrintQueued, ""
	l.printed(j, e, Print{State: PrintQueued}, false)
}

func (d PrintSettledData) apply(l *Lobby, e *Event) {
	late := l.doubts[d.Job]
	delete(l.doubts, d.Job)
	if late != nil {
		// A slip that turns up late counts unless a newer one does.
		if t := l.tickets[d.Ticket]; t.Print.State.Lost() {
			l.printed(late, e, Print{State: d.State, Weak: d.Weak, Why: d.Why}, false)
		}
		return
	}
	j := l.jobs[d.Job]
	delete(l.jobs, d.Job)
	if d.State == PrintInDoubt {
		j.State, j.Why = d.State, d.Why
		l.doubts[d.Job] = j
	}
	l.printed(j, e, Print{State: d.State, Weak: d.Weak, Why: d.Why}, d.Behind)
}

func (d HandWrittenData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	t.touch(e)
	t.Print.ByHand, t.Print.At = true, e.At
}

// printed tells the ticket what a job came to, unless it tells of a newer slip.
func (l *Lobby) printed(j *Job, e *Event, p Print, behind bool) {
	t := l.tickets[j.Ticket]
	t.touch(e)
	if behind {
		return
	}
	p.Copies, p.Printer, p.ByHand, p.At = t.Print.Copies, j.Printer, t.Print.ByHand, e.At
	t.Print = p
}
