package queue

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxNote is the longest note, in characters.
const maxNote = 500

// noteKept is how long a note is kept after it was written.
const noteKept = 30 * 24 * time.Hour

// Start begins service of the ticket in hand.
type Start struct {
	Window WindowID
	Party  int // heads, counted now; 0: as many as were said
}

func (c Start) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if t.State != Called {
		return nil, wrongState(t)
	}
	d := StartedData{OnTicket: on(t), Window: c.Window}
	if c.Party != 0 {
		if err := l.partySize("party", c.Party, 0); err != nil {
			return nil, err
		}
		d.Party, d.Seats = c.Party, l.seatsFor(t.Service, c.Party)
	}
	return one(t, c.Window, d), nil
}

// Finish ends the leg in hand with an outcome, and the visit with it unless the plan holds
// another leg: then the ticket waits for that one. Start may have been left out. A window that calls on
// has the next visitor called in the same act.
type Finish struct {
	Window  WindowID
	Outcome OutcomeID
	End     bool      // the visit ends here, whatever was planned
	Next    ServiceID // which step of a plan in any order comes next; empty: the one with the fewest waiting
	Details
}

func (c Finish) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	d := one(t, c.Window)
	end, err := d.end(l, t, c.Window, c.Outcome, c.Details, in)
	if err != nil {
		return nil, err
	}
	if !c.End {
		next, ok, err := l.moveOn(t, in, string(c.Outcome), c.Next)
		if err != nil {
			return nil, err
		}
		if ok {
			next.Ended = end
			d.Data = append(d.Data, next)
			d.callOn(l, t, c.Window, in)
			return d, nil
		}
	}
	d.Data = append(d.Data, FinishedData{OnTicket: on(t), Window: c.Window, Outcome: c.Outcome, Ended: end})
	d.dropPaper(l, t, "visit_over")
	d.callOn(l, t, c.Window, in)
	return d, nil
}

// callOn calls whoever comes next at once, where the window is set so and goes on taking visitors. Who
// has just been served is not called again by it, whatever their plan holds.
func (d *Decision) callOn(l *Lobby, served *Ticket, id WindowID, in Input) {
	w, rule := l.windows[id], l.rules.Window(id)
	if rule == nil || !rule.CallOn || w.State != WindowOpen || served.Joint || l.ReservedBy(id) != nil {
		return
	}
	staff := staffOf(in.Actor)
	if _, away := l.Absence(staff); away {
		return
	}
	t := l.next(rule, staff, in.Now)
	if t == nil {
		return
	}
	d.Data = append(d.Data, l.callData(t, rule, in, t.waited(in.Now), l.why(t, rule, staff, in.Now)))
	d.fetch(t, id)
	d.ticket = t.ID
}

// dropPaper lapses the ticket's slips that have not begun to print: nobody
// waits for them any more, for the reason given as a code.
func (d *Decision) dropPaper(l *Lobby, t *Ticket, why string) {
	for _, j := range l.Jobs() {
		if j.Ticket == t.ID && j.State == PrintQueued {
			d.Data = append(d.Data, j.lapse(t, why))
		}
	}
}

// Hold puts the ticket in hand aside; it keeps its waiting credit and goes back
// to waiting by itself.
type Hold struct {
	Window WindowID
	Reason string        // a code: copying, papers, other
	For    time.Duration // 0: as long as the policy allows
	Note   string        // for staff; kept as a personal row
}

func (c Hold) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	longest := seconds(l.rules.Policy.HoldMaxS)
	if c.For == 0 {
		c.For = longest
	}
	if c.For < time.Second || c.For > longest {
		return nil, refuse(ErrBadValue, "field", "for_s", "max", strconv.Itoa(l.rules.Policy.HoldMaxS))
	}
	if err := codeWord("reason", c.Reason); err != nil {
		return nil, err
	}
	switch c.Reason {
	case OutsideReason, HeldAppointment, HeldSession: // those wake in ways of their own
		return nil, refuse(ErrBadValue, "field", "reason")
	}
	d := one(t, c.Window)
	note, err := d.note(l, t.ID, c.Note, in.Now)
	if err != nil {
		return nil, err
	}
	d.Data = []Data{HeldData{
		OnTicket: on(t), Window: c.Window, Reason: c.Reason, Until: in.Now.Add(c.For), Note: note,
	}}
	return d, nil
}

// IsCode says whether a word may stand in an event as a reason: up to 32
// lower-case ASCII letters, digits and underscores. Events hold no free text.
func IsCode(word string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789_"
	return len(word) <= 32 && strings.Trim(word, letters) == ""
}

// codeWord refuses free text where an event takes a code.
func codeWord(field, code string) error {
	if !IsCode(code) {
		return refuse(ErrBadValue, "field", field)
	}
	return nil
}

// note makes the personal row of a note and gives its id, 0 without a note. A
// note on a window belongs to no ticket.
func (d *Decision) note(l *Lobby, t TicketID, text string, now time.Time) (int64, error) {
	return d.text(l, t, RowNote, text, now)
}

// text makes the personal row of words that staff wrote, 0 without any.
func (d *Decision) text(l *Lobby, t TicketID, kind, text string, now time.Time) (int64, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	if !utf8.ValidString(text) || utf8.RuneCountInString(text) > maxNote {
		return 0, refuse(ErrBadValue, "field", fieldOf(kind), "max", strconv.Itoa(maxNote))
	}
	return d.personal(l, t, kind, text, now.Add(noteKept)), nil
}

// fieldOf names the field that words of a kind come in.
func fieldOf(kind string) string {
	if kind == RowReferred {
		return string(FieldReferred)
	}
	return kind
}

// Transfer sends the ticket in hand on under its number: to a service, a
// window or a person. The waiting it had counts on.
type Transfer struct {
	Window  WindowID // where it is in hand
	Service ServiceID
	To      WindowID
	Staff   StaffID
	Note    string    // for the next window; kept as a personal row
	Back    bool      // and then back to this window
	Front   bool      // before the others there, up to the ceiling
	Reason  string    // why to the front, a code
	Outcome OutcomeID // of the leg that ends; empty: nothing to tell
	Details
}

func (c Transfer) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	service, err := c.target(l, t)
	if err != nil {
		return nil, err
	}
	if c.Front {
		if c.Reason == "" || !IsCode(c.Reason) {
			return nil, refuse(ErrBadValue, "field", "reason")
		}
		if err := l.frontOf(service); err != nil {
			return nil, err
		}
	}
	d := one(t, c.Window)
	note, err := d.note(l, t.ID, c.Note, in.Now)
	if err != nil {
		return nil, err
	}
	var end Ended
	if c.Outcome != "" {
		if end, err = d.end(l, t, c.Window, c.Outcome, c.Details, in); err != nil {
			return nil, err
		}
	}
	data := TransferredData{
		OnTicket: on(t), From: c.Window, Service: service, ForWindow: c.To, ForStaff: l.whose(service, c.To, c.Staff),
		Since: t.withCredit(in.Now), Note: note, Seats: l.seatsFor(service, t.Party), Front: c.Front,
		Outcome: c.Outcome, Ended: end,
	}
	var back *Step
	if c.Back {
		back = &Step{Service: t.Service, ForWindow: c.Window}
	}
	data.Plan = t.planAfter(service, back)
	if c.Front {
		data.Reason = c.Reason
	}
	d.Data = append(d.Data, data)
	return d, nil
}

// planAfter is what comes after the leg that a transfer to a service begins: without the step
// that is taken now, and first of all the way back where there is one. nil: as it was.
func (t *Ticket) planAfter(service ServiceID, back *Step) *[]Step {
	plan := slices.Clone(t.Plan)
	i := slices.IndexFunc(plan, func(s Step) bool { return s.Service == service })
	if i < 0 && back == nil {
		return nil
	}
	if i >= 0 {
		plan = slices.Delete(plan, i, i+1)
	}
	if back != nil {
		plan = slices.Insert(plan, 0, *back)
	}
	return &plan
}

// target finds the service a transfer leads to: the one named, else the
// ticket's own if the addressee serves it, else the addressee's first.
func (c *Transfer) target(l *Lobby, t *Ticket) (ServiceID, error) {
	if c.Service == "" && c.To == "" && c.Staff == "" {
		return "", refuse(ErrBadValue, "field", "service, window, staff")
	}
	if c.Service != "" {
		if l.rules.Service(c.Service) == nil {
			return "", refuse(ErrUnknownService, "service", string(c.Service))
		}
		return c.Service, l.addressee(c.Service, c.To, c.Staff)
	}
	err := l.addressee(t.Service, c.To, c.Staff)
	if err == nil && l.rules.Service(t.Service) != nil {
		return t.Service, nil
	}
	if first := l.firstServed(c.To, c.Staff); first != "" {
		return first, l.addressee(first, c.To, c.Staff)
	}
	return "", err
}

// firstServed gives the first service of a window, or of the first window of a
// person; empty when there is none.
func (l *Lobby) firstServed(w WindowID, p StaffID) ServiceID {
	person := l.rules.Person(p)
	for i := range l.rules.Windows {
		rule := &l.rules.Windows[i]
		named := w == "" || rule.ID == w
		theirs := p == "" || (person != nil && person.MayServe(rule.ID))
		if named && theirs && len(rule.Services) > 0 {
			return rule.Services[0]
		}
	}
	return ""
}
