package console

import (
	"slices"
	"strings"
	"time"

	"onedoor/queue"
)

// deskPerson is somebody whom visitors may ask for by name.
type deskPerson struct {
	ID     queue.StaffID
	Name   queue.Text
	Serves string // the services' ids, a word each
	Away   string // who takes their visitors meanwhile, in words; "" while they are there
}

// persons lists whom visitors may ask for: those whose name is theirs to know.
func (b *deskBuilder) persons() {
	rules := b.l.Rules()
	for i := range rules.Staff {
		p := &rules.Staff[i]
		var serves []string
		for k := range rules.Windows {
			for _, s := range rules.Windows[k].Services {
				if p.MayServe(rules.Windows[k].ID) && !slices.Contains(serves, string(s)) {
					serves = append(serves, string(s))
				}
			}
		}
		if len(p.Public) == 0 || len(serves) == 0 {
			continue
		}
		v := deskPerson{ID: p.ID, Name: p.Public, Serves: strings.Join(serves, " ")}
		if b.l.Away(p.ID) {
			v.Away = b.c.kit.T(b.lang, "desk.person_away")
		}
		b.d.Persons = append(b.d.Persons, v)
	}
}

// deskColleague is somebody of whom the desk may say that they are away.
type deskColleague struct {
	ID   queue.StaffID
	Name string
}

// crew lists who serves and is there.
func (b *deskBuilder) crew() {
	rules := b.l.Rules()
	for i := range rules.Staff {
		p := &rules.Staff[i]
		if _, away := b.l.Absence(p.ID); !away && p.Is(queue.RoleClerk) {
			b.d.Crew = append(b.d.Crew, deskColleague{p.ID, b.c.sessions.Name(p.ID)})
		}
	}
	b.d.DayS = dayLeft(rules, b.now)
}

// dayLeft gives the seconds until the day ends, rounded up: who is away for them isn't there again on the same day. It
// grows old with its page, and so stands in a part of it that is drawn anew.
func dayLeft(r *queue.Rules, now time.Time) int64 {
	local := now.In(r.Location())
	y, m, d := local.Date()
	left := time.Date(y, m, d+1, 0, 0, 0, 0, local.Location()).Sub(now)
	return max(60, int64((left+time.Second-1)/time.Second))
}

// may lists what the desk can do with a ticket besides what its row says.
func (b *deskBuilder) may(t *queue.Ticket) string {
	var list []string
	add := func(word string, can bool) {
		if can {
			list = append(list, word)
		}
	}
	waits := (t.State == queue.Waiting || t.State == queue.Held || t.State == queue.NoShow) && t.Session == 0
	add("again", len(b.d.Kiosks) > 0)
	add("outside", b.l.Rules().MayStepOut(t))
	add("back", t.Out())
	add("return", t.State == queue.NoShow && !t.Returned)
	add("skip", t.State == queue.Waiting && len(t.Plan) > 0)
	add("anyone", waits && b.l.MayGo(t))
	add("service", waits && len(b.l.Rules().Services) > 1)
	add("class", waits && t.Class != queue.ClassPriority)
	add("ordinary", waits && t.Class == queue.ClassPriority)
	add("cancel", waits && t.State.MayBecome(queue.Cancelled))
	return strings.Join(list, " ")
}
