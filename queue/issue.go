package queue

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"
)

// Seed is the randomness of one ticket: 96 bits for its ref, 64 for its desk code.
type Seed [20]byte

// Issue gives a visitor a number.
type Issue struct {
	Service  ServiceID
	Class    Class   // empty: ordinary
	Party    int     // heads; 0: one
	Lang     string  // of the slip and the phone page; empty: the centre's
	Kiosk    KioskID // printed there; empty: not printed
	Window   WindowID
	Staff    StaffID
	At       time.Time // of the appointment; zero: none
	Bundle   BundleID  // a journey; Service may be left out then: its first
	Seed     Seed      // fresh randomness
	Estimate *Range    // the range told, if one is told
	Earlier  *Earlier  // the visit that the visitor's old paper names; nil: none
	Brief    []Reply   // what the visitor answered, from the triage's first question on
	Needs    []Need    // what staff should know before the call
	Anyone   bool      // whoever it is, where the service is one person's
	Over     bool      // staff give it out knowingly beyond the quota, or though the service is closed for the day, or its person away
	Reason   string    // why over, a code; empty: nobody said

	planned bool // for a session that is on the list: hours and quota have been thought of
}

func (c Issue) decide(l *Lobby, in Input) (*Decision, error) {
	var plan []Step
	var anyOrder bool
	if c.Bundle != "" {
		first, b, rest, err := l.open(c.Bundle)
		if err != nil {
			return nil, err
		}
		if c.Service != "" && c.Service != first {
			return nil, refuse(ErrBadValue, "field", "service", "value", string(c.Service))
		}
		c.Service, plan, anyOrder = first, rest, b.AnyOrder
	}
	s := c.service(l)
	if s == nil {
		return nil, refuse(ErrUnknownService, "service", string(c.Service))
	}
	if o, why := l.takes(s.ID, in.Wall, c.Estimate); !o.Open && !c.planned && !c.knowing(in.Actor, why) {
		return nil, closed(s.ID, why)
	}
	if !IsCode(c.Reason) || c.Reason != "" && !c.Over {
		return nil, refuse(ErrBadValue, "field", "reason")
	}
	if err := c.fill(l); err != nil {
		return nil, err
	}
	number, counter := l.nextNumber(s.Prefix)
	d := IssuedData{
		OnTicket: OnTicket{Ticket: l.lastTicket + 1},
		Number:   number, Prefix: s.Prefix, Counter: counter,
		Ref: base64.RawURLEncoding.EncodeToString(c.Seed[:12]), Code: l.freeCode(c.Seed),
		Service: s.ID, Class: c.Class, Party: c.Party, Lang: c.Lang, Kiosk: c.Kiosk,
		ForWindow: c.Window, ForStaff: c.Staff, Estimate: c.Estimate, Brief: c.Brief,
		Seats: l.seatsFor(s.ID, c.Party), Bundle: c.Bundle, Plan: plan, AnyOrder: anyOrder, Reason: c.Reason,
	}
	d.count(l, s, in.Wall, c.planned)
	held, err := c.appoint(l, in, &d)
	if err != nil {
		return nil, err
	}
	if held == nil {
		d.Ahead = l.aheadOfNew(d, in.Now)
	}
	dec := &Decision{ticket: d.Ticket}
	needs, err := dec.needs(l, d.Ticket, c.Needs, in.Now)
	if err != nil {
		return nil, err
	}
	d.Needs, d.Low, d.Fetch = needs.Needs, needs.Low, needs.Fetch
	dec.Data = []Data{d}
	if held != nil {
		dec.Data = append(dec.Data, held)
	}
	if k := l.rules.Kiosk(c.Kiosk); k != nil && k.Printer != "" {
		dec.Data = append(dec.Data, PrintAskedData{
			OnTicket: d.OnTicket, Job: l.lastJob + 1, Kiosk: k.ID, Printer: k.Printer,
		})
	}
	l.pageFor(dec, d, in.Now)
	return dec, dec.propose(l, d.Ticket, c.Earlier)
}

// service is what the ticket is for: where the visitor takes anyone, the service that the rules name for
// that.
func (c *Issue) service(l *Lobby) *Service {
	s := l.rules.Service(c.Service)
	switch {
	case s == nil:
		return nil
	case s.NamedFor() == "" || c.Staff != "" || c.Window != "":
	case !c.Anyone:
		c.Staff = s.Person
	case l.rules.Service(s.Anyone) != nil:
		s = l.rules.Service(s.Anyone)
		c.Service = s.ID
	}
	return s
}

// knowing says whether it is for the actor to give out a number all the same. A person at the
// desk knows better than the hours, and may go over a quota, or a service that is closed for the day or whose person
// is away for it, but only knowingly.
func (c *Issue) knowing(a Actor, why *Reason) bool {
	_, staff := a.Staff()
	limit := why.Code == "full" || why.Code == "full_now" || why.Code == "person_away" || strings.HasPrefix(why.Code, "shut_")
	return staff && (c.Over || !limit)
}

// closed is the refusal of a service that gives out no numbers now.
func closed(id ServiceID, why *Reason) *Error {
	e := refuse(ErrServiceClosed, "service", string(id), "why", why.Code)
	if from := why.Args["from"]; from != "" {
		e.Args["from"], e.Args["what"] = from, "hours"
	}
	if why.Code != "closed_now" && why.Code != "closed" && why.Code != "holiday" {
		e.Args["what"] = why.Code
	}
	return e
}

// fill puts in what was left out and refuses what is out of range.
func (c *Issue) fill(l *Lobby) error {
	if c.Class == "" {
		c.Class = ClassOrdinary
	}
	if l.rules.Policy.Rates[c.Class] == 0 {
		return refuse(ErrBadValue, "field", "priority", "value", string(c.Class))
	}
	if c.Party == 0 {
		c.Party = 1
	}
	if err := l.partySize("party", c.Party, 0); err != nil {
		return err
	}
	if c.Lang == "" {
		c.Lang = l.rules.Centre.Locale
	}
	if c.Kiosk != "" && l.rules.Kiosk(c.Kiosk) == nil {
		return refuse(ErrUnknownKiosk, "kiosk", string(c.Kiosk))
	}
	if err := l.rules.briefed(c.Brief); err != nil {
		return err
	}
	return l.addressee(c.Service, c.Window, c.Staff)
}

// addressee refuses a window or a person that doesn't serve a service, and a person at a window
// that isn't theirs.
func (l *Lobby) addressee(s ServiceID, w WindowID, p StaffID) error {
	if w != "" {
		rule := l.rules.Window(w)
		if rule == nil {
			return refuse(ErrUnknownWindow, "window", string(w))
		}
		if !rule.Serves(s) {
			return refuse(ErrNotServed, "service", string(s), "window", string(w))
		}
	}
	if p == "" {
		return nil
	}
	person := l.rules.Person(p)
	if person == nil {
		return refuse(ErrUnknownStaff, "staff", string(p))
	}
	for i := range l.rules.Windows {
		if rule := &l.rules.Windows[i]; rule.Serves(s) && person.MayServe(rule.ID) && (w == "" || w == rule.ID) {
			return nil
		}
	}
	return refuse(ErrNotServed, "service", string(s), "staff", string(p))
}

// nextNumber gives the next number of a prefix: at least three digits, and none
// that a living ticket still carries from the day before.
func (l *Lobby) nextNumber(prefix string) (string, int) {
	for n := l.counters[prefix] + 1; ; n++ {
		number := fmt.Sprintf("%s%03d", prefix, n)
		if l.byNumber[number] == nil {
			return number, n
		}
	}
}

// freeCode makes a desk code of seven digits that no living ticket has: from
// the seed, counting on from there when it is taken.
func (l *Lobby) freeCode(s Seed) string {
	const codes = 10_000_000
	var n uint64
	for _, b := range s[12:] {
		n = n<<8 | uint64(b)
	}
	for n %= codes; ; n = (n + 1) % codes {
		if code := fmt.Sprintf("%07d", n); l.byCode[code] == nil {
			return code
		}
	}
}

// aheadOfNew counts who would be called before a ticket that comes now.
func (l *Lobby) aheadOfNew(d IssuedData, now time.Time) int {
	t := &Ticket{ID: d.Ticket, Service: d.Service, Class: d.Class, State: Waiting, Since: now, Visit: Visit{Front: d.Front}}
	return l.Ahead(t, now)
}
