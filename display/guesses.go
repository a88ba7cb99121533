package display

import (
	"strconv"
	"sync"
	"time"

	"onedoor/queue"
)

// The digits of the codes that people type.
const (
	deskDigits    = 7 // of the code on a ticket's paper
	sessionDigits = 6 // of the code with which the parties of a session check in
)

// Somebody who tries codes at a kiosk, or without a session in the demo, has wrongCodes tries
// within wrongFor that hit nobody's; with a few hundred numbers alive that finds one of seven
// digits in some thousand hours.
const (
	wrongCodes  = 10
	wrongFor    = 10 * time.Minute
	maxGuessers = 4096 // remembered at a time
)

// Guesses counts wrong codes by who sent them. The zero value is ready for use.
type Guesses struct {
	mu    sync.Mutex
	wrong map[string]tries
}

// Allow refuses somebody who has sent too many wrong codes lately.
func (g *Guesses) Allow(who string, now time.Time) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	t := g.wrong[who]
	left := wrongFor - now.Sub(t.last)
	if t.failed < wrongCodes || left <= 0 {
		return nil
	}
	return Refuse(ErrSlowDown, "retry_s", strconv.Itoa(int((left+time.Second-time.Millisecond)/time.Second)))
}

// Wrong notes that a code was nobody's.
func (g *Guesses) Wrong(who string, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.wrong == nil || len(g.wrong) >= maxGuessers {
		fresh := map[string]tries{}
		for id, t := range g.wrong {
			if now.Sub(t.last) < wrongFor {
				fresh[id] = t
			}
		}
		if len(fresh) >= maxGuessers { // a crowd of liars: all begin anew rather than fill the memory
			clear(fresh)
		}
		g.wrong = fresh
	}
	t := g.wrong[who]
	if now.Sub(t.last) >= wrongFor {
		t.failed = 0
	}
	t.failed, t.last = t.failed+1, now
	g.wrong[who] = t
}

// spokenCode reads a code of n digits as people type it: with spaces or dashes between the
// digits. ok is false for anything else.
func spokenCode(typed string, n int) (code string, ok bool) {
	digits := make([]rune, 0, n)
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, r)
		case r >= '０' && r <= '９':
			digits = append(digits, r-'０'+'0')
		case r == ' ', r == '-', r == '–', r == '－', r == '　':
		default:
			return "", false
		}
	}
	return string(digits), len(digits) == n
}

// Find gives the unfinished ticket with a code as it was typed, or 0. Who has sent too many
// wrong ones lately is refused.
func (g *Guesses) Find(q *queue.Queue, who, typed string) (queue.TicketID, error) {
	return byCode(g, q, who, typed, deskDigits, func(l *queue.Lobby, code string) (id queue.TicketID) {
		if t := l.ByCode(code); t != nil && !t.State.Over() {
			id = t.ID
		}
		return id
	})
}

// FindSession gives the session that isn't over with a code as it was typed, or 0. Who has
// sent too many wrong ones lately is refused. A session isn't found by the key that it has on
// the list of the day: keys are often a row of numbers, which anybody could try.
func (g *Guesses) FindSession(q *queue.Queue, who, typed string) (queue.SessionID, error) {
	return byCode(g, q, who, typed, sessionDigits, func(l *queue.Lobby, code string) (id queue.SessionID) {
		if s := l.SessionByCode(code); s != nil {
			id = s.ID
		}
		return id
	})
}

// byCode finds what a code of n digits belongs to, and counts one that is nobody's.
func byCode[ID ~int64](g *Guesses, q *queue.Queue, who, typed string, n int, find func(*queue.Lobby, string) ID) (id ID, err error) {
	now := q.Now()
	if err := g.Allow(who, now); err != nil {
		return 0, err
	}
	if code, ok := spokenCode(typed, n); ok {
		q.View(func(l *queue.Lobby) { id = find(l, code) })
	}
	if id == 0 {
		g.Wrong(who, now)
	}
	return id, nil
}
