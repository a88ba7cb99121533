package queue

// Reprint asks for a ticket's slip once more, marked as a reprint.
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
	return one(t, "", PrintAskedData{
		OnTicket: on(t), Job: l.lastJob + 1, Kiosk: k.ID, Printer: k.Printer, Copy: l.nextCopy(t),
	}), nil
}

// nextCopy is the mark of the next slip: 0, the original, only when nothing of
// this ticket was ever asked of a printer.
func (l *Lobby) nextCopy(t *Ticket) int {
	if t.Print.State == PrintNone {
		return 0
	}
	return t.Print.Copies + 1
}

// BeginPrint stands in the books before a slip's first byte.
type BeginPrint struct {
	Job     JobID
	Attempt int // from 1
	Process uint32
}

func (c BeginPrint) decide(l *Lobby, _ Input) (*Decision, error) {
	j, t, err := jobOf(l, c.Job)
	if err != nil {
		return nil, err
	}
	if j.State != PrintQueued || c.Attempt <= j.Attempt {
		return nil, refuse(ErrBadState, "number", t.Number, "state", string(j.State))
	}
	return job(j, t, PrintBegunData{OnTicket: on(t), Job: j.ID, Attempt: c.Attempt, Process: c.Process}), nil
}

// StallPrint tells what a slip waits for. From printing it leads back to
// queued, and is only right when no byte of the slip went out.
type StallPrint struct {
	Job JobID
	Why string // a code
}

func (c StallPrint) decide(l *Lobby, _ Input) (*Decision, error) {
	j, t, err := jobOf(l, c.Job)
	if err != nil {
		return nil, err
	}
	if j.State == PrintQueued && j.Why == c.Why {
		return &Decision{}, nil
	}
	if err := codeWord("why", c.Why); err != nil {
		return nil, err
	}
	if t.State.Over() { // it ended while the slip was on its way
		return job(j, t, PrintSettledData{OnTicket: on(t), Job: j.ID, State: PrintLapsed, Why: "visit_over"}), nil
	}
	return job(j, t, PrintStalledData{OnTicket: on(t), Job: j.ID, Why: c.Why}), nil
}

// SettlePrint is the end of a print job, as the spool concluded it. One that
// ends in doubt is followed by one marked reprint when the policy says so.
type SettlePrint struct {
	Job   JobID
	State PrintState // confirmed, sent, failed, in_doubt or lapsed
	Weak  bool
	Why   string // a code
}

func (c SettlePrint) decide(l *Lobby, _ Input) (*Decision, error) {
	j, t, err := jobOf(l, c.Job)
	if err != nil {
		return nil, err
	}
	if !c.State.Finished() || c.State == PrintNone {
		return nil, refuse(ErrBadValue, "field", "state", "value", string(c.State))
	}
	if err := codeWord("why", c.Why); err != nil {
		return nil, err
	}
	d := job(j, t, PrintSettledData{OnTicket: on(t), Job: j.ID, State: c.State, Weak: c.Weak, Why: c.Why})
	if c.State == PrintInDoubt && l.rules.Policy.ReprintDoubt && j.Copy == 0 && !t.State.Over() {
		d.Data = append(d.Data, PrintAskedData{
			OnTicket: on(t), Job: l.lastJob + 1, Kiosk: j.Kiosk, Printer: j.Printer, Copy: l.nextCopy(t),
		})
	}
	return d, nil
}

func jobOf(l *Lobby, id JobID) (*Job, *Ticket, error) {
	j := l.jobs[id]
	if j == nil {
		return nil, nil, refuse(ErrUnknownJob)
	}
	return j, l.tickets[j.Ticket], nil
}

// job makes a decision about a print job: it follows from the asking.
func job(j *Job, t *Ticket, data Data) *Decision {
	d := one(t, "", data)
	d.cause = j.Seq
	return d
}
