package queue

import "slices"

// Reprint asks for a ticket's slip once more, marked as a reprint. It takes the place
// of a slip that still waits for its printer: the visitor needs one.
type Reprint struct {
	Ticket TicketID
	Kiosk  KioskID // where; empty: where it was issued
}

func (c Reprint) decide(l *Lobby, _ Input) (*Decision, error) {
	t := l.tickets[c.Ticket]
	if t == nil {
		return nil, refuse(ErrUnknownTicket)
	}
	if t.State.Over() {
		return nil, wrongState(t)
	}
	if c.Kiosk == "" {
		c.Kiosk = t.Kiosk
	}
	k := l.rules.Kiosk(c.Kiosk)
	if k == nil || k.Printer == "" {
		return nil, refuse(ErrUnknownKiosk, "kiosk", string(c.Kiosk))
	}
	d := one(t, "")
	d.dropPaper(l, t, "reprinted")
	d.Data = append(d.Data, PrintAskedData{
		OnTicket: on(t), Job: l.lastJob + 1, Kiosk: k.ID, Printer: k.Printer, Copy: l.nextCopy(t),
	})
	return d, nil
}

// nextCopy is the mark of the next slip: 0, the original, only when nothing of
// this ticket was ever asked of a printer.
func (l *Lobby) nextCopy(t *Ticket) int {
	if t.Print.State == PrintNone {
		return 0
	}
	return t.Print.Copies + 1
}

// behind says whether a job is older than the slip that its ticket tells of.
func (j *Job) behind(t *Ticket) bool { return j.Copy < t.Print.Copies }

// needless says, as a code, why nobody waits any more for a slip of which no byte
// is out; "" when somebody does.
func (j *Job) needless(t *Ticket) string {
	switch {
	case t.State.Over(): // it ended while the slip was on its way
		return "visit_over"
	case t.Print.ByHand:
		return "by_hand"
	case j.behind(t):
		return "reprinted"
	}
	return ""
}

// lapse is the end of a slip that nobody waits for.
func (j *Job) lapse(t *Ticket, why string) PrintSettledData {
	return PrintSettledData{OnTicket: on(t), Job: j.ID, State: PrintLapsed, Why: why, Behind: j.behind(t)}
}

// BeginPrint stands in the books before a slip's first byte.
type BeginPrint struct {
	Job     JobID
	Attempt int // from 1
	Process uint32
}

func (c BeginPrint) decide(l *Lobby, in Input) (*Decision, error) {
	j, t, err := jobOf(l, c.Job, in.Actor)
	if err != nil {
		return nil, err
	}
	if j.State != PrintQueued || c.Attempt <= j.Attempt {
		return nil, refuse(ErrBadState, "number", t.Number, "state", string(j.State))
	}
	return job(j, t, PrintBegunData{
		OnTicket: on(t), Job: j.ID, Attempt: c.Attempt, Process: c.Process, Behind: j.behind(t),
	}), nil
}

// StallPrint tells what a slip waits for. From printing it leads back to
// queued, and is only right when no byte of the slip went out. A slip that nobody
// waits for any more lapses instead.
type StallPrint struct {
	Job JobID
	Why string // a code
}

func (c StallPrint) decide(l *Lobby, in Input) (*Decision, error) {
	j, t, err := jobOf(l, c.Job, in.Actor)
	if err != nil {
		return nil, err
	}
	if j.State == PrintQueued && j.Why == c.Why {
		return &Decision{}, nil
	}
	if err := codeWord("why", c.Why); err != nil {
		return nil, err
	}
	if why := j.needless(t); why != "" {
		return job(j, t, j.lapse(t, why)), nil
	}
	return job(j, t, PrintStalledData{OnTicket: on(t), Job: j.ID, Why: c.Why}), nil
}

// MovePrint has another printer of the job's kiosk take over a job of which no
// byte went out. Of one under way only its own printer can say so. A slip that nobody
// waits for any more lapses instead.
type MovePrint struct {
	Job     JobID
	Printer PrinterID // the kiosk's own, or one of its fallbacks
	Why     string    // a code: what keeps the old one from printing
}

func (c MovePrint) decide(l *Lobby, in Input) (*Decision, error) {
	j, t, err := jobOf(l, c.Job, in.Actor)
	if err != nil {
		return nil, err
	}
	k := l.rules.Kiosk(j.Kiosk)
	if k == nil || !slices.Contains(k.Printers(), c.Printer) {
		return nil, refuse(ErrBadValue, "field", "printer", "value", string(c.Printer))
	}
	if err := codeWord("why", c.Why); err != nil {
		return nil, err
	}
	by, _ := in.Actor.Printer()
	switch {
	case j.State != PrintQueued && by != j.Printer:
		return nil, refuse(ErrBadState, "number", t.Number, "state", string(j.State))
	case j.Printer == c.Printer:
		return &Decision{}, nil
	}
	if why := j.needless(t); why != "" {
		return job(j, t, j.lapse(t, why)), nil
	}
	return job(j, t, PrintMovedData{OnTicket: on(t), Job: j.ID, Printer: c.Printer, Why: c.Why}), nil
}

// NoteHandWritten notes that a visitor got the number on a piece of paper,
// written by hand. Slips that wait for a printer lapse: nobody needs them.
type NoteHandWritten struct {
	Ticket TicketID
}

func (c NoteHandWritten) decide(l *Lobby, _ Input) (*Decision, error) {
	t := l.tickets[c.Ticket]
	if t == nil {
		return nil, refuse(ErrUnknownTicket)
	}
	if t.State.Over() {
		return nil, wrongState(t)
	}
	if t.Print.ByHand {
		return &Decision{}, nil
	}
	d := one(t, "", HandWrittenData{OnTicket: on(t)})
	d.dropPaper(l, t, "by_hand")
	return d, nil
}

// SettlePrint is the end of a print job, as the spool concluded it. An original that
// ends in doubt is followed by one marked reprint when the policy says so, unless
// somebody has asked for one, or has written the number by hand. It may end once
// more, confirmed, when the printer's word comes late. A slip that comes out takes
// the place of a reprint that has not begun: that is let go.
type SettlePrint struct {
	Job   JobID
	State PrintState // confirmed, sent, failed, in_doubt or lapsed
	Weak  bool
	Why   string // a code
}

func (c SettlePrint) decide(l *Lobby, in Input) (*Decision, error) {
	if j := l.doubts[c.Job]; j != nil && c.State == PrintConfirmed {
		return c.late(l, j)
	}
	j, t, err := jobOf(l, c.Job, in.Actor)
	if err != nil {
		return nil, err
	}
	if !c.State.Finished() || c.State == PrintNone {
		return nil, refuse(ErrBadValue, "field", "state", "value", string(c.State))
	}
	if err := codeWord("why", c.Why); err != nil {
		return nil, err
	}
	d := job(j, t)
	behind := j.behind(t)
	if behind && (c.State == PrintConfirmed || c.State == PrintSent) {
		d.dropPaper(l, t, "original_came")
		behind = !t.Print.State.Lost() && t.Print.State != PrintQueued // it counts unless a newer one does
	}
	d.Data = append(d.Data, PrintSettledData{OnTicket: on(t), Job: j.ID, State: c.State, Weak: c.Weak, Why: c.Why, Behind: behind})
	if c.State == PrintInDoubt && l.rules.Policy.ReprintDoubt && t.Print.Copies == 0 && !t.Print.ByHand && !t.State.Over() {
		d.Data = append(d.Data, PrintAskedData{
			OnTicket: on(t), Job: l.lastJob + 1, Kiosk: j.Kiosk, Printer: j.Printer, Copy: l.nextCopy(t),
		})
	}
	return d, nil
}

// late ends a job in doubt of which its printer says at last that it is on paper.
func (c SettlePrint) late(l *Lobby, j *Job) (*Decision, error) {
	if err := codeWord("why", c.Why); err != nil {
		return nil, err
	}
	t := l.tickets[j.Ticket]
	if t.State.Over() {
		return nil, refuse(ErrUnknownJob)
	}
	d := job(j, t)
	d.dropPaper(l, t, "original_came")
	d.Data = append(d.Data, PrintSettledData{OnTicket: on(t), Job: j.ID, State: c.State, Weak: c.Weak, Why: c.Why})
	return d, nil
}

// jobOf gives an unfinished job and its ticket. To a printer from which another
// one has taken the job over it is unknown.
func jobOf(l *Lobby, id JobID, actor Actor) (*Job, *Ticket, error) {
	j := l.jobs[id]
	if j == nil {
		return nil, nil, refuse(ErrUnknownJob)
	}
	if by, ok := actor.Printer(); ok && by != j.Printer {
		return nil, nil, refuse(ErrUnknownJob)
	}
	return j, l.tickets[j.Ticket], nil
}

// job makes a decision about a print job: it follows from the asking.
func job(j *Job, t *Ticket, data ...Data) *Decision {
	d := one(t, "", data...)
	d.cause = j.Seq
	return d
}
