package display

import (
	"strconv"
	"sync"
	"time"

	"onedoor/queue"
)

// A desk code has seven digits. Somebody who tries codes at a kiosk, or without a session
// in the demo, has wrongCodes tries within wrongFor that hit nobody's; with a few hundred
// numbers alive that finds one in some thousand hours.
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

// SpokenCode reads a desk code as people type it: with spaces or dashes between the digits.
// ok is false for anything but seven digits.
func SpokenCode(typed string) (code string, ok bool) {
	digits := make([]rune, 0, 7)
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
	return string(digits), len(digits) == len("4827163")
}

// Find gives the unfinished ticket with a code as it was typed, or 0. Who has sent too many
// wrong ones lately is refused; staff, whose name is left empty, may try as they like.
func (g *Guesses) Find(q *queue.Queue, who, typed string) (queue.TicketID, error) {
	now := q.Now()
	if who != "" {
		if err := g.Allow(who, now); err != nil {
			return 0, err
		}
	}
	var id queue.TicketID
	if code, ok := SpokenCode(typed); ok {
		q.View(func(l *queue.Lobby) {
			if t := l.ByCode(code); t != nil && !t.State.Over() {
				id = t.ID
			}
		})
	}
	if id == 0 && who != "" {
		g.Wrong(who, now)
	}
	return id, nil
}
