package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/goccy/go-yaml/ast"

	"onedoor/queue"
)

// readLimits reads how many numbers a service gives out, until when, and for whom.
func (b *builder) readLimits(t *table) queue.Limits {
	l := queue.Limits{
		Quota: b.quota(t), Last: b.lastTicket(t), ByRoster: t.yes("by_roster", false),
		Closing: queue.ClosingRule(t.choiceOr("at_closing", "",
			string(queue.ClosingServe), string(queue.ClosingCarry), string(queue.ClosingTell))),
	}
	person, host, anyone := t.maybeID("person"), t.maybeID("host"), t.maybeID("anyone")
	b.name(aStaff, t.what, person, host)
	b.name(aService, t.what, anyone)
	l.Person, l.Host, l.Anyone = queue.StaffID(person.id), queue.StaffID(host.id), queue.ServiceID(anyone.id)
	if anyone.id != "" && person.id == "" && host.id == "" {
		b.bad(anyone.at, fmt.Sprintf(`"anyone" of %s does nothing without "person" or "host"`, t.what), "write person: the id of whose service it is, or take it out")
	}
	if person.id != "" && host.id != "" {
		b.bad(host.at, fmt.Sprintf(`%s has both "person" and "host"`, t.what), "write person when only they call its numbers, host when others may, too")
	}
	return l
}

// mostNumbers bounds how many numbers a half-day may have.
const mostNumbers = 10_000

// quota reads how many numbers each half-day has: one number for both, or one each.
func (b *builder) quota(t *table) *queue.Quota {
	v, ok := t.get("quota")
	if !ok {
		return nil
	}
	switch v.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
	default:
		n := t.number("quota", 0, 1, mostNumbers)
		return &queue.Quota{Morning: n, Afternoon: n}
	}
	q, _ := b.table(v, "the quota of "+t.what)
	quota := &queue.Quota{Morning: q.number("morning", 0, 1, mostNumbers), Afternoon: q.number("afternoon", 0, 1, mostNumbers)}
	q.done()
	return quota
}

// lastTicket reads when the last number comes before the end of the hours; nil when nothing is
// written.
func (b *builder) lastTicket(t *table) *queue.LastTicket {
	v, ok := t.get("last_ticket")
	if !ok {
		return nil
	}
	name := fmt.Sprintf("%q of %s", "last_ticket", t.what)
	if word, ok := v.node.(*ast.StringNode); ok && word.Value == "estimate" {
		return &queue.LastTicket{Estimate: true}
	}
	before, _ := b.duration(v, name, "estimate, or a time before the hours end from 1m to 12h, as 20m", time.Minute, 12*time.Hour, time.Second)
	return &queue.LastTicket{BeforeS: int(before / time.Second)}
}

var timeForm = regexp.MustCompile(`^(\d{1,2}):(\d\d)$`)

// noon reads where the half-days of the quotas part, in minutes after midnight; 0 when it isn't written.
func (b *builder) noon(t *table) int {
	v, ok := t.get("noon")
	if !ok {
		return 0
	}
	name := fmt.Sprintf("%q of %s", "noon", t.what)
	text, ok := b.scalar(v, name)
	if !ok {
		return 0
	}
	m := timeForm.FindStringSubmatch(text)
	if m == nil {
		b.bad(v.at, fmt.Sprintf("%s is %q", name, short(text)), `write a time of day in quotes, as "12:30"`)
		return 0
	}
	h, _ := strconv.Atoi(m[1]) // two digits at most
	minute, _ := strconv.Atoi(m[2])
	if n := h*60 + minute; h < 24 && minute < 60 && n > 0 {
		return n
	}
	b.bad(v.at, fmt.Sprintf("%s is %q", name, short(text)), `write a time of day in quotes, as "12:30"`)
	return 0
}

// readDuty reads when a member of staff is there, and who stands in for them.
func (b *builder) readDuty(t *table, id ref) queue.Duty {
	d := queue.Duty{Roster: b.readWeekly(t, "roster"), OnCall: t.yes("on_call", false), Public: t.names("public")}
	fallback := t.maybeID("fallback")
	d.Fallback = queue.StaffID(fallback.id)
	switch {
	case d.Fallback == queue.Anybody:
	case fallback.id != "" && fallback.id == id.id:
		b.bad(fallback.at, t.what+" can't stand in for themselves", "name somebody else, or write any")
	default:
		b.name(aStaff, t.what, fallback)
	}
	if id.id == string(queue.Anybody) {
		b.bad(id.at, fmt.Sprintf("%q is no id of a person: as a fallback it means everybody", id.id), "give them another id")
	}
	return d
}

// checkDuty holds the rosters against the services that go by them.
func (b *builder) checkDuty() {
	for i := range b.rules.Services {
		s := &b.rules.Services[i]
		at := b.defs[aService][string(s.ID)]
		if s.ByRoster && !slices.ContainsFunc(b.rules.Staff, func(p queue.Staff) bool {
			return (p.Roster != nil || p.OnCall) && b.mayServe(&p, s.ID)
		}) {
			b.bad(at, fmt.Sprintf("the service %q goes by the roster, but nobody who may serve it has one", s.ID), `write "roster" or on_call: true of a member of staff, or take by_roster out`)
		}
		if p := b.person(s.NamedFor()); p != nil && !b.mayServe(p, s.ID) {
			b.bad(at, fmt.Sprintf("the service %q is for %q, who may serve at none of its windows", s.ID, p.ID), `name a window of it in "windows" of that person`)
		}
		if (s.Last != nil || s.Closing != "") && s.Hours == nil && b.rules.Centre.Hours == nil {
			b.warn(at, fmt.Sprintf("the service %q has last_ticket or at_closing but no hours that end", s.ID), `write "hours" of it or of the centre`)
		}
	}
	for i := range b.rules.Staff {
		p := &b.rules.Staff[i]
		f := b.person(p.Fallback)
		if f == nil || f.ID == p.ID {
			continue
		}
		shared := slices.ContainsFunc(b.rules.Services, func(s queue.Service) bool { return b.mayServe(p, s.ID) && b.mayServe(f, s.ID) })
		if !shared {
			b.warn(b.defs[aStaff][string(p.ID)], fmt.Sprintf("%q stands in for %q but may serve at no window with a service of theirs", f.ID, p.ID),
				`add the service to a window of theirs, or name somebody else`)
		}
	}
}

func (b *builder) person(id queue.StaffID) *queue.Staff {
	for i := range b.rules.Staff {
		if b.rules.Staff[i].ID == id {
			return &b.rules.Staff[i]
		}
	}
	return nil
}

// mayServe says whether somebody may serve a service at one of its windows.
func (b *builder) mayServe(p *queue.Staff, id queue.ServiceID) bool {
	return slices.ContainsFunc(b.rules.Windows, func(w queue.WindowRule) bool { return w.Serves(id) && p.MayServe(w.ID) })
}

// pageAlarm reads after how long a page that nobody answers is an alarm; 0 where nobody is on call.
func (b *builder) pageAlarm(t *table) int {
	s := t.seconds("page_alarm", 3*time.Minute, 30*time.Second, time.Hour)
	onCall := slices.ContainsFunc(b.rules.Staff, func(p queue.Staff) bool { return p.OnCall })
	if v, ok := t.get("page_alarm"); ok && !onCall {
		b.bad(v.at, fmt.Sprintf(`"page_alarm" of %s does nothing: nobody is on call`, t.what), "write on_call: true of a member of staff, or take it out")
	}
	if !onCall {
		return 0
	}
	return s
}
