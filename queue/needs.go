package queue

import (
	"slices"
	"strings"
	"time"
)

// Need is something about a visitor that staff should know before the call. A need is
// no priority.
type Need string

// The needs, in the order in which they are told.
const (
	NeedHearing    Need = "hearing"    // hears badly, or not at all
	NeedWheelchair Need = "wheelchair" // only windows that are low
	NeedSight      Need = "sight"      // sees badly, or not at all
	NeedMandarin   Need = "mandarin"   // speaks little Mandarin
	NeedChildren   Need = "children"   // has small children along
	NeedFetch      Need = "fetch"      // wants to be fetched when it is their turn
)

// Needs lists every need, in a fixed order.
func Needs() []Need {
	return []Need{NeedHearing, NeedWheelchair, NeedSight, NeedMandarin, NeedChildren, NeedFetch}
}

// kindNeeds is the kind of the personal rows that hold needs.
const kindNeeds = "needs"

// ReadNeeds gives the needs in the personal row of a ticket; nil for a row of another kind.
func ReadNeeds(p Personal) []Need {
	if p.Kind != kindNeeds {
		return nil
	}
	var list []Need
	for code := range strings.SplitSeq(p.Value, ",") {
		if n := Need(code); slices.Contains(Needs(), n) {
			list = append(list, n)
		}
	}
	return list
}

// needs makes the personal row of somebody's needs, which is erased when the day ends.
// The events get its id, 0 without needs, and what the order has to know: low and fetch.
func (d *Decision) needs(l *Lobby, t TicketID, needs []Need, now time.Time) (NeedsSetData, error) {
	set := NeedsSetData{OnTicket: OnTicket{Ticket: t}}
	var codes []string
	for _, n := range Needs() {
		if slices.Contains(needs, n) {
			codes = append(codes, string(n))
		}
	}
	for _, n := range needs {
		if !slices.Contains(Needs(), n) {
			return set, refuse(ErrBadValue, "field", "needs", "value", firstRunes(string(n), 40))
		}
	}
	if len(codes) == 0 {
		return set, nil
	}
	set.Low, set.Fetch = slices.Contains(needs, NeedWheelchair), slices.Contains(needs, NeedFetch)
	set.Needs = d.personal(l, t, kindNeeds, strings.Join(codes, ","), l.rules.midnight(now))
	return set, nil
}

// personal adds a personal row and gives its id.
func (d *Decision) personal(l *Lobby, t TicketID, kind, value string, eraseAfter time.Time) int64 {
	id := l.lastNote + 1 + int64(len(d.Personal))
	d.Personal = append(d.Personal, Personal{ID: id, Ticket: t, Kind: kind, Value: value, EraseAfter: eraseAfter})
	return id
}

// midnight is the end of the local day of an instant.
func (r *Rules) midnight(t time.Time) time.Time {
	y, m, d := t.In(r.index.location).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, r.index.location)
}

// firstRunes cuts a word that somebody else chose.
func firstRunes(s string, most int) string {
	if r := []rune(strings.ToValidUTF8(s, "?")); len(r) > most {
		return string(r[:most]) + "…"
	}
	return strings.ToValidUTF8(s, "?")
}

// SetNeeds says what staff should know of a visitor: it takes the place of what was said
// before; none takes it back. Only staff say so, whoever has the visitor before them.
type SetNeeds struct {
	Ticket TicketID
	Needs  []Need
}

func (c SetNeeds) decide(l *Lobby, in Input) (*Decision, error) {
	t := l.tickets[c.Ticket]
	if t == nil {
		return nil, refuse(ErrUnknownTicket)
	}
	if err := byHouse(l, in.Actor, RoleClerk); err != nil {
		return nil, err
	}
	if t.State.Over() {
		return nil, wrongState(t)
	}
	d := one(t, t.Window)
	set, err := d.needs(l, t.ID, c.Needs, in.Now)
	if err != nil {
		return nil, err
	}
	if set.Needs == 0 && t.Needs == 0 {
		return d, nil
	}
	d.Data = []Data{set}
	switch {
	case t.Stands() != Called || set.Fetch == t.Fetch:
	case set.Fetch:
		d.Data = append(d.Data, FetchAskedData{OnTicket: on(t), Window: t.Place()})
	case !t.Fetching.IsZero():
		d.Data = append(d.Data, l.fetchedData(t, true, in.Now))
	}
	return d, nil
}

// byHouse refuses everybody but the house itself and members of staff with a role.
func byHouse(l *Lobby, actor Actor, role Role) error {
	if actor == System {
		return nil
	}
	staff, _ := actor.Staff()
	if p := l.rules.Person(staff); p == nil || !p.Is(role) {
		return refuse(ErrNotAllowed)
	}
	return nil
}
