package display

import (
	"time"

	"onedoor/queue"
)

// Missing is somebody whom visitors look for and who isn't there.
type Missing struct {
	Staff queue.StaffID
	Again time.Time     // there again; zero: nobody knows
	Other queue.StaffID // who takes the visitors, Anybody, or nobody: empty
	Cover queue.Cover
}

// MissingFor gives whom the waiting visitor of a ticket looks for, if they are away; nil otherwise.
func MissingFor(l *queue.Lobby, t *queue.Ticket, wall time.Time) *Missing {
	id, ok := l.Wanted(t)
	if !ok {
		return nil
	}
	return missing(l, id, t.Service, wall)
}

// MissingAt is MissingFor for whoever would take a number of a service.
func MissingAt(l *queue.Lobby, s *queue.Service, wall time.Time) *Missing {
	if id := s.NamedFor(); id != "" && l.Rules().Person(id) != nil && l.Away(id) {
		return missing(l, id, s.ID, wall)
	}
	return nil
}

func missing(l *queue.Lobby, id queue.StaffID, s queue.ServiceID, wall time.Time) *Missing {
	m := &Missing{Staff: id, Again: l.ThereAgain(id, wall)}
	m.Other, m.Cover = l.Covered(id, s)
	return m
}

// GoneWords says it to visitors where nobody takes them meanwhile: 老肖今天不在.
func (k *Kit) GoneWords(lang string, m *Missing) string {
	say := func(key string, args ...any) string { return k.T(lang, "common.missing."+key, args...) }
	now := k.Now()
	when := "now"
	if !m.Again.IsZero() && dayOf(m.Again.In(now.Location())).After(dayOf(now)) {
		when = "today"
	}
	if when == "now" && m.Again.After(now) {
		return say("until", "who", k.Called(lang, m.Staff), "time", k.When(lang, m.Again))
	}
	return say(when, "who", k.Called(lang, m.Staff))
}

// MissingWords says it with who takes them: 老肖今天不在，由其他同事接待.
func (k *Kit) MissingWords(lang string, m *Missing) string {
	say := func(key string, args ...any) string { return k.T(lang, "common.missing."+key, args...) }
	gone := k.GoneWords(lang, m)
	switch {
	case m.Cover == queue.CoverNone:
		return say("none", "gone", gone)
	case m.Other == queue.Anybody:
		return say("any_"+string(m.Cover), "gone", gone)
	}
	return say("other_"+string(m.Cover), "gone", gone, "other", k.Called(lang, m.Other))
}

// Called is what visitors may call a member of staff.
func (k *Kit) Called(lang string, id queue.StaffID) string {
	if p := k.Rules().Person(id); p != nil {
		if name := p.Public.In(lang); name != "" {
			return name
		}
	}
	return k.T(lang, "common.missing.colleague")
}
