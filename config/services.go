package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"onedoor/queue"
)

// prefixForm leaves out I, O and Q: people read them as 1 and 0.
var prefixForm = regexp.MustCompile(`^[A-HJ-NPR-Z]{1,2}$`)

type prefixUse struct {
	prefix string
	at     spot
}

func (b *builder) readServices(root *table) {
	for _, v := range b.section(root, "services", "services: a list with id, prefix, name, department and floor") {
		t, ok := b.table(v, "a service")
		if !ok {
			continue
		}
		id := t.needID("id", "id: mediation")
		t.what = about(aService, id)
		department, floor := t.needID("department", "department: the id of one"), t.needID("floor", "floor: the id of the one where its visitors wait")
		outcomes := t.ids("outcomes")
		s := queue.Service{
			ID:         queue.ServiceID(id.id),
			Prefix:     b.prefix(t),
			Name:       t.needNames("name"),
			Public:     t.names("public"),
			Words:      t.namesList("words"),
			Icon:       b.icon(t),
			Department: queue.DepartmentID(department.id),
			Floor:      queue.FloorID(floor.id),
			CarryOver:  t.yes("carry_over", false),
			Sample:     t.yes("sample", false),
			Bring:      t.names("bring"),
			Hours:      b.readHours(t),
			Outcomes:   known[queue.OutcomeID](outcomes),
			Limits:     b.readLimits(t),
			NoMinutes:  t.choiceOr("minutes", "learnt", "never", "learnt") == "never",
		}
		s.Target = b.readTarget(t)
		b.readSides(t, &s)
		b.readGroup(t, &s)
		b.readInstead(t, &s)
		s.Hotline, s.Search = t.text("hotline"), t.words("search")
		t.done()
		b.name(aDepartment, t.what, department)
		b.name(aFloor, t.what, floor)
		b.name(anOutcome, t.what, outcomes...)
		if b.define(aService, id) {
			b.rules.Services = append(b.rules.Services, s)
		}
	}
}

// readInstead reads where to go while a service gives out no numbers.
func (b *builder) readInstead(t *table, s *queue.Service) {
	id := t.maybeID("instead")
	s.Instead = queue.ServiceID(id.id)
	if id.id != "" && s.Instead == s.ID {
		b.bad(id.at, t.what+" names itself as what to take instead", "name another service, or leave the key out: then it is the desk")
		s.Instead = ""
		return
	}
	b.name(aService, t.what, id)
}

// icons are those of display's drawn set that suit a service.
func icons() []string {
	return []string{
		"call", "coin", "document", "gavel", "handshake", "heart", "house",
		"people", "person", "scales", "shield", "speech", "work",
	}
}

// icon reads a drawing's name; a service without one is drawn as a document.
func (b *builder) icon(t *table) string {
	v, ok := t.get("icon")
	if !ok {
		return ""
	}
	name, ok := b.scalar(v, `"icon" of `+t.what)
	if ok && !slices.Contains(icons(), name) {
		b.bad(v.at, fmt.Sprintf("the icon of %s is %q, which isn't drawn", t.what, short(name)), guess(name, icons()))
	}
	return name
}

func (b *builder) prefix(t *table) string {
	p := t.needText("prefix", "prefix: A")
	if p == "" {
		return ""
	}
	at := t.spotOfKey("prefix")
	if !prefixForm.MatchString(p) {
		what, fix := fmt.Sprintf("the prefix of %s is %q", t.what, short(p)), "use one or two capital letters, none of I, O, Q"
		if up := strings.ToUpper(p); up != p && prefixForm.MatchString(up) {
			fix = fmt.Sprintf("write %q", up)
		}
		b.bad(at, what, fix)
		return ""
	}
	b.prefixes = append(b.prefixes, prefixUse{p, at})
	return p
}

// checkPrefixes warns of two prefixes that a loudspeaker makes one.
func (b *builder) checkPrefixes() {
	var seen []string
	for _, p := range b.prefixes {
		if slices.Contains(seen, p.prefix) {
			continue
		}
		for _, s := range seen {
			if soundAlike(s, p.prefix) {
				b.warn(p.at, fmt.Sprintf("the prefixes %s and %s sound alike when called", s, p.prefix), "take another letter, or let the services share one")
			}
		}
		seen = append(seen, p.prefix)
	}
}

// soundAlike compares spoken letters, as English and as said in Mandarin: the
// many that end in -ee, M and N, F, S and X, and J and G.
func soundAlike(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, y := a[i], b[i]
		same := x == y
		for _, group := range [...]string{"BCDEGPTVZ", "MN", "FSX", "GJ"} {
			same = same || strings.IndexByte(group, x) >= 0 && strings.IndexByte(group, y) >= 0
		}
		if !same {
			return false
		}
	}
	return true
}

func (b *builder) readWindows(root *table) {
	for _, v := range b.section(root, "windows", "windows: a list with id, label, floor and services") {
		t, ok := b.table(v, "a window")
		if !ok {
			continue
		}
		id := t.needID("id", "id: w1")
		t.what = about(aWindow, id)
		floor := t.needID("floor", "floor: the id of the one it is on")
		w := queue.WindowRule{
			ID:    queue.WindowID(id.id),
			Label: t.needNames("label"),
			Floor: queue.FloorID(floor.id),
			Zone:  queue.ZoneID(t.maybeID("zone").id),
			Way:   t.names("way"),
		}
		sv, given := t.need("services", "services: [the ids of those it serves]")
		services := t.ids("services")
		if given {
			b.emptyList(sv, t.what+" serves nothing", "name at least one service")
		}
		w.Services = known[queue.ServiceID](services)
		w.Helps = b.readHelps(t, services)
		w.Low = t.yes("low", false)
		w.Seats = t.number("seats", 0, 0, 500)
		w.CallOn = t.yes("call_on", false)
		t.done()
		b.name(aFloor, t.what, floor)
		b.name(aService, t.what, services...)
		if b.define(aWindow, id) {
			b.rules.Windows = append(b.rules.Windows, w)
		}
	}
}

// checkServed finds services nobody serves, and those served on other floors
// only: their visitors would wait where they aren't called.
func (b *builder) checkServed() {
	for i := range b.rules.Services {
		s := &b.rules.Services[i]
		var there []queue.FloorID
		for j := range b.rules.Windows {
			if w := &b.rules.Windows[j]; w.Serves(s.ID) {
				there = append(there, w.Floor)
			}
		}
		at := b.defs[aService][string(s.ID)]
		switch {
		case len(there) == 0:
			b.bad(at, fmt.Sprintf("no window serves the service %q", s.ID), `add it to "services" of a window, or take the service out`)
		case b.defs[aFloor][string(s.Floor)] != spot{} && !slices.Contains(there, s.Floor):
			b.warn(at, fmt.Sprintf("visitors of the service %q wait on floor %q, but none of its windows is there", s.ID, s.Floor),
				"check the floor of the service and of its windows")
		}
	}
}
