package kiosk

import (
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// person is whose service it is, or whose name it has, as the lobby knows them now.
type person struct {
	own     bool             // theirs alone: how long it takes isn't known of others
	anyone  bool             // visitors may take whoever is free
	missing *display.Missing // they are away; nil: they are there
}

// personOf reads whose a service is; nil when it is nobody's.
func personOf(l *queue.Lobby, s *queue.Service, wall time.Time) *person {
	if s.NamedFor() == "" {
		return nil
	}
	return &person{own: s.Person != "", anyone: s.Person != "" || l.Rules().Service(s.Anyone) != nil, missing: display.MissingAt(l, s, wall)}
}

// personWords says before anybody queues that the person asked for is away, and who takes
// it; "" when they are there. Where no numbers are given out meanwhile it says no more than that.
func (f *face) personWords(lang string, p *person, takes bool) string {
	if p == nil || p.missing == nil {
		return ""
	}
	if !takes {
		return f.kit.GoneWords(lang, p.missing)
	}
	words := f.kit.MissingWords(lang, p.missing)
	if p.anyone && p.missing.Cover != queue.CoverHere {
		words = f.kit.T(lang, "kiosk.person_away", "away", words)
	}
	return words
}
