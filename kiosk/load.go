package kiosk

import (
	"time"

	"onedoor/queue"
)

// status is how things stand with a service or a department, in a sentence.
type status struct {
	Kind string // now, waiting, unstaffed or closed
	Text string
}

// Takes says whether a number can be taken.
func (s status) Takes() bool { return s.Kind != "closed" }

// load is what the lobby says of a service.
type load struct {
	takes         bool
	until, from   time.Time // it does until then today, or doesn't before; zero: over midnight, or nobody knows
	waiting       int
	staffed, idle int             // windows open or paused; open with nobody in hand
	paused        int             // of the staffed
	back          time.Time       // when the first of the paused is expected to go on; zero: nobody knows
	why           *queue.Reason   // why it doesn't
	instead       queue.ServiceID // what to take meanwhile; empty: nothing but the desk
	person        *person         // whose it is; nil: nobody's own
	anyone        bool            // it gives none out since its person is away, and whoever doesn't mind who can have one
	told          queue.Range     // how long one who comes now waits, when that is known
	known         bool
}

func (l load) plus(m load) load {
	sum := load{
		takes: l.takes || m.takes, until: l.until, from: l.from,
		waiting: l.waiting + m.waiting, staffed: l.staffed + m.staffed, idle: l.idle + m.idle,
		paused: l.paused + m.paused, back: first(l.back, m.back),
	}
	sum.from = first(sum.from, m.from)
	switch { // from the shortest to the longest, and nothing where one of them isn't known
	case !m.takes:
		sum.told, sum.known = l.told, l.known
	case !l.takes:
		sum.told, sum.known = m.told, m.known
	case l.known && m.known:
		sum.told, sum.known = queue.Range{LowS: min(l.told.LowS, m.told.LowS), HighS: max(l.told.HighS, m.told.HighS)}, true
	}
	return sum
}

// first is the earlier of two moments; one that is zero doesn't count.
func first(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// loads reads how every service stands.
func (f *face) loads() map[queue.ServiceID]load {
	all, now := map[queue.ServiceID]load{}, f.queue.Wall()
	f.queue.View(func(l *queue.Lobby) {
		for i := range l.Rules().Services {
			id := l.Rules().Services[i].ID
			o, why := l.Takes(id, now)
			s := load{takes: o.Open, until: o.Last, from: o.From, waiting: l.WaitingFor(id), why: why, person: personOf(l, l.Rules().Service(id), now)}
			if !o.Open {
				s.instead = l.Instead(id, now)
			}
			if why != nil && why.Code == "person_away" {
				other, _ := l.Takes(l.Rules().Service(id).Anyone, now)
				s.anyone = other.Open
			}
			all[id] = s
		}
		for w := range l.Windows() {
			rule := l.WindowRule(w.ID)
			if w.State == queue.WindowClosed || rule == nil {
				continue
			}
			for _, id := range rule.Services {
				s := all[id]
				s.staffed++
				switch {
				case w.State == queue.WindowPaused:
					s.paused++
					if w.Back.After(now) {
						s.back = first(s.back, w.Back)
					}
				case w.Ticket == 0:
					s.idle++
				}
				all[id] = s
			}
		}
	})
	for id, s := range all {
		if s.takes && (s.person == nil || !s.person.own) {
			s.told, s.known = f.estimates.Service(id, queue.ClassOrdinary)
			all[id] = s
		}
	}
	return all
}

// status says a load in words: how many wait, and how long one waits where that is known.
func (f *face) status(lang string, l load) status {
	say := func(kind string, args ...any) status {
		return status{Kind: kind, Text: f.kit.T(lang, "kiosk.state_"+kind, args...)}
	}
	switch {
	case !l.takes && l.from.IsZero():
		return say("closed")
	case !l.takes: // shorter than the reason: a tile is narrow
		return status{"closed", f.kit.T(lang, "kiosk.state_closed_from", "from", f.kit.When(lang, l.from))}
	case l.staffed == 0 && l.waiting > 0:
		return status{"unstaffed", f.kit.T(lang, "kiosk.state_unstaffed_waiting", "n", l.waiting)}
	case l.staffed == 0:
		return say("unstaffed")
	case l.staffed == l.paused:
		return status{"unstaffed", f.pausedWords(lang, l)}
	case l.waiting > 0:
		s := say("waiting", "n", l.waiting)
		if l.known {
			s.Text = f.kit.T(lang, "kiosk.state_waiting_range", "n", l.waiting, "range", f.kit.RangeWords(lang, l.told))
		}
		return s
	case l.idle > 0:
		return say("now")
	case l.known:
		return status{"waiting", f.kit.T(lang, "kiosk.state_nobody_range", "range", f.kit.RangeWords(lang, l.told))}
	}
	return status{"waiting", f.kit.T(lang, "kiosk.state_nobody")}
}

// pausedWords says that all windows of a service are paused, and until when, if one has said so.
func (f *face) pausedWords(lang string, l load) string {
	at := f.kit.Time(l.back)
	switch {
	case l.waiting > 0 && !l.back.IsZero():
		return f.kit.T(lang, "kiosk.state_paused_until_waiting", "n", l.waiting, "time", at)
	case l.waiting > 0:
		return f.kit.T(lang, "kiosk.state_paused_waiting", "n", l.waiting)
	case !l.back.IsZero():
		return f.kit.T(lang, "kiosk.state_paused_until", "time", at)
	}
	return f.kit.T(lang, "kiosk.state_paused")
}
