package queue

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// MatterID is a matter's number in the books: from 1, never reused.
type MatterID int64

// Earlier is what the books say of an earlier visit, read before the command that it
// comes with. It names nobody.
type Earlier struct {
	Ticket  TicketID  `json:"ticket"`
	Matter  MatterID  `json:"matter,omitempty"` // 0: none was opened for it
	Day     Day       `json:"day"`
	Service ServiceID `json:"service"` // where it ended
	Window  WindowID  `json:"window,omitempty"`
	Staff   StaffID   `json:"staff,omitempty"`
}

// Proposed says whether the ticket may be about an earlier visit's matter, and nobody has
// confirmed it yet: nothing of that visit may be shown.
func (t *Ticket) Proposed() bool { return t.Earlier != nil && t.Matter == 0 }

// TakeMatter says what the ticket in hand is about: a matter that was found, or else a new
// one. Asking again changes nothing.
type TakeMatter struct {
	Window WindowID
	Found  *Earlier // what the books know by the clue that staff had; nil: nothing
	Case   string   // the outside case number; noted on the matter when no matter had it
}

func (c TakeMatter) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	d := one(t, c.Window)
	_, err = d.about(l, t, c.Window, c.Found, c.Case, in.Now)
	return d, err
}

// ConfirmMatter confirms that the ticket in hand is about what its visitor's old paper
// proposes. Matter is what the books say by now of the earlier visit; 0: no matter was
// opened for it yet.
type ConfirmMatter struct {
	Window WindowID
	Matter MatterID
}

func (c ConfirmMatter) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if !t.Proposed() {
		return nil, refuse(ErrNoProposal, "number", t.Number)
	}
	found := *t.Earlier
	if c.Matter != 0 {
		found.Matter = c.Matter
	}
	d := one(t, c.Window)
	_, err = d.about(l, t, c.Window, &found, "", in.Now)
	return d, err
}

// DropMatter rejects what an old paper proposed for the ticket in hand, or takes the ticket
// off its matter.
type DropMatter struct{ Window WindowID }

func (c DropMatter) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if t.Matter == 0 && t.Earlier == nil {
		return nil, refuse(ErrNoProposal, "number", t.Number)
	}
	return one(t, c.Window, MatterDroppedData{
		OnTicket: on(t), Window: c.Window, Matter: t.Matter, Marks: t.Category != "",
	}), nil
}

// propose notes on a new ticket which earlier visit its visitor's paper names.
func (d *Decision) propose(l *Lobby, t TicketID, found *Earlier) error {
	if found == nil {
		return nil
	}
	if found.Ticket < 1 || found.Ticket >= t || found.Matter < 0 || found.Matter > l.lastMatter {
		return refuse(ErrUnknownMatter)
	}
	d.Data = append(d.Data, MatterProposedData{OnTicket: OnTicket{Ticket: t}, Earlier: *found})
	return nil
}

// about decides what a ticket is about, and gives the matter.
func (d *Decision) about(l *Lobby, t *Ticket, w WindowID, found *Earlier, number string, now time.Time) (MatterID, error) {
	number, err := CaseNumber(number)
	if err != nil {
		return 0, err
	}
	matter := t.Matter
	if found != nil {
		if matter, err = d.link(l, t, w, *found); err != nil || number == "" || found.Matter != 0 {
			return matter, err
		}
	}
	if matter == 0 {
		matter = l.lastMatter + 1
		d.Data = append(d.Data, MatterOpenedData{OnTicket: on(t), Window: w, Matter: matter, Service: t.Service})
	}
	if number != "" {
		id := d.personal(l, t.ID, RowCase, number, now.AddDate(0, 0, l.rules.Policy.caseDays()))
		d.Data = append(d.Data, MatterNotedData{OnTicket: on(t), Window: w, Matter: matter, Row: id, Kind: RowCase})
	}
	return matter, nil
}

// link puts a ticket to the matter of an earlier visit. One that nobody had opened yet is
// opened for both visits.
func (d *Decision) link(l *Lobby, t *Ticket, w WindowID, found Earlier) (MatterID, error) {
	if x := l.tickets[found.Ticket]; x != nil && x.Matter != 0 { // since it was read
		found.Matter = x.Matter
	}
	switch {
	case found.Ticket == t.ID || found.Ticket > l.lastTicket || found.Matter > l.lastMatter || found.Matter < 0 ||
		found.Ticket < 1 && found.Matter == 0:
		return 0, refuse(ErrUnknownMatter)
	case t.Matter != 0 && t.Matter == found.Matter:
		return t.Matter, nil
	case t.Matter != 0:
		return 0, refuse(ErrHasMatter, "number", t.Number)
	case found.Matter == 0:
		found.Matter = l.lastMatter + 1
		d.Data = append(d.Data, MatterOpenedData{
			OnTicket: on(t), Window: w, Matter: found.Matter, Service: found.Service, Earlier: &found, Repeat: true,
		})
		return found.Matter, nil
	}
	d.Data = append(d.Data, MatterLinkedData{
		OnTicket: on(t), Window: w, Matter: found.Matter, Earlier: found, Repeat: found.Ticket != 0,
	})
	return found.Matter, nil
}

// The kinds of personal rows.
const (
	RowNote     = "note"     // what staff wrote
	RowCase     = "case"     // the number that a court or an office gave a matter
	RowReferred = "referred" // whom else somebody was told to ask
)

// maxCase is the longest outside case number, in characters.
const maxCase = 64

// caseDaysUsual is how many days an outside case number is kept where the rules don't say.
const caseDaysUsual = 5 * 365

func (p *Policy) caseDays() int {
	if p.CaseDays > 0 {
		return p.CaseDays
	}
	return caseDaysUsual
}

// CaseNumber gives an outside case number in the one form it is kept and looked for in:
// full-width letters, digits and brackets made narrow, capitals, no spaces. It refuses
// what is too long or no text.
func CaseNumber(s string) (string, error) {
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > 2*maxCase {
		return "", refuse(ErrBadValue, "field", "case_number", "max", strconv.Itoa(maxCase))
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		case r == '〔' || r == '【':
			r = '['
		case r == '〕' || r == '】':
			r = ']'
		}
		return unicode.ToUpper(r)
	}, s)
	if utf8.RuneCountInString(s) > maxCase || strings.ContainsFunc(s, unicode.IsControl) {
		return "", refuse(ErrBadValue, "field", "case_number", "max", strconv.Itoa(maxCase))
	}
	return s, nil
}
