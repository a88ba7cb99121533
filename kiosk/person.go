package kiosk

import "onedoor/queue"

// person is whose service it is, as the lobby knows them now.
type person struct {
	id      queue.StaffID
	away    bool
	standIn queue.StaffID // who takes their visitors while they are away; any, or empty: nobody
}

// personOf reads whose a service is; nil when it is nobody's own.
func personOf(l *queue.Lobby, s *queue.Service) *person {
	if s.Person == "" {
		return nil
	}
	p := &person{id: s.Person, away: l.Away(s.Person)}
	if p.away {
		p.standIn = l.StandIn(s.Person)
	}
	return p
}

// personWords says before anybody queues that the person asked for is away, and who takes
// it; "" when they are there.
func (f *face) personWords(lang string, p *person) string {
	if p == nil || !p.away {
		return ""
	}
	who := f.called(lang, p.id)
	switch p.standIn {
	case "":
		return f.kit.T(lang, "kiosk.person_away", "who", who)
	case queue.Anybody:
		return f.kit.T(lang, "kiosk.person_away_any", "who", who)
	}
	return f.kit.T(lang, "kiosk.person_away_other", "who", who, "other", f.called(lang, p.standIn))
}

// called is what visitors may call a member of staff.
func (f *face) called(lang string, id queue.StaffID) string {
	if p := f.kit.Rules().Person(id); p != nil {
		if name := p.Public.In(lang); name != "" {
			return name
		}
	}
	return f.kit.T(lang, "kiosk.colleague")
}
