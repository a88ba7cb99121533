package display

import (
	"context"
	"strconv"
	"sync"
	"time"

	"onedoor/queue"
)

// EarlierVisits finds visits of the past. The journal fits it.
type EarlierVisits interface {
	// Earlier finds an earlier visit by a clue, of a matter its last one; ok is false when
	// there is none.
	Earlier(ctx context.Context, c queue.Clue) (found queue.Earlier, ok bool, err error)
}

// Clues finds earlier visits by what people bring. Whoever looks in vain too often waits:
// a code on paper has seven digits, and nobody shall find another's visit by trying.
// Whatever isn't found is answered alike. Safe for concurrent use.
type Clues struct {
	past EarlierVisits
	now  func() time.Time

	mu     sync.Mutex
	misses map[string]missed // by who looked: kiosks and staff, so there are few
}

// missed is how often somebody looked in vain since a moment.
type missed struct {
	since time.Time
	n     int
}

// missesAllowed is how often one may look in vain within missesWithin.
const (
	missesAllowed = 6
	missesWithin  = time.Minute
)

// NewClues makes the search over the past.
func NewClues(past EarlierVisits, now func() time.Time) *Clues {
	return &Clues{past: past, now: now, misses: map[string]missed{}}
}

// Find finds an earlier visit for somebody, or refuses: unknown_matter, slow_down.
func (c *Clues) Find(ctx context.Context, who, text string) (*queue.Earlier, error) {
	found, err := c.Look(ctx, who, text)
	if err == nil && found == nil {
		err = Refuse(queue.ErrUnknownMatter)
	}
	return found, err
}

// Look is Find for who may well find nothing: then it is nil. It counts as a miss all the
// same.
func (c *Clues) Look(ctx context.Context, who, text string) (*queue.Earlier, error) {
	if err := c.may(who); err != nil {
		return nil, err
	}
	clue, ok := queue.ReadClue(text)
	for ok {
		found, known, err := c.past.Earlier(ctx, clue)
		if err != nil {
			return nil, err
		}
		if known {
			return &found, nil
		}
		number, err := queue.CaseNumber(text)
		ok = clue.Kind == queue.ClueRef && err == nil // sixteen letters may be a case number too
		clue = queue.Clue{Kind: queue.ClueCase, Value: number}
	}
	c.miss(who)
	return nil, nil
}

// Again reads what the books say by now of an earlier visit.
func (c *Clues) Again(ctx context.Context, t queue.TicketID) (queue.Earlier, error) {
	found, _, err := c.past.Earlier(ctx, queue.Clue{Kind: queue.ClueTicket, Value: strconv.FormatInt(int64(t), 10)})
	return found, err
}

func (c *Clues) may(who string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	m, now := c.misses[who], c.now()
	if now.Sub(m.since) >= missesWithin {
		delete(c.misses, who)
		return nil
	}
	if m.n < missesAllowed {
		return nil
	}
	return Refuse(ErrSlowDown, "retry_s", strconv.Itoa(int((missesWithin-now.Sub(m.since))/time.Second)+1))
}

func (c *Clues) miss(who string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	m, now := c.misses[who], c.now()
	if m.n == 0 || now.Sub(m.since) >= missesWithin {
		m = missed{since: now}
	}
	m.n++
	c.misses[who] = m
}
