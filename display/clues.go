package display

import (
	"context"
	"strconv"
	"time"

	"onedoor/queue"
)

// EarlierVisits finds visits of the past. The journal fits it.
type EarlierVisits interface {
	// Earlier finds an earlier visit by a clue, of a matter its last one; ok is false when
	// there is none.
	Earlier(ctx context.Context, c queue.Clue) (found queue.Earlier, ok bool, err error)
}

// Clues finds earlier visits by what people bring. Whoever looks in vain too often waits, as
// with desk codes: nobody shall find another's visit by trying. Whatever isn't found is
// answered alike. Safe for concurrent use.
type Clues struct {
	past    EarlierVisits
	now     func() time.Time
	guesses Guesses
}

// NewClues makes the search over the past.
func NewClues(past EarlierVisits, now func() time.Time) *Clues {
	return &Clues{past: past, now: now}
}

// Find finds an earlier visit for somebody, or refuses: unknown_matter, slow_down.
func (c *Clues) Find(ctx context.Context, who, text string) (*queue.Earlier, error) {
	if err := c.guesses.Allow(who, c.now()); err != nil {
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
	c.guesses.Wrong(who, c.now())
	return nil, Refuse(queue.ErrUnknownMatter)
}

// Again reads what the books say by now of an earlier visit.
func (c *Clues) Again(ctx context.Context, t queue.TicketID) (queue.Earlier, error) {
	found, _, err := c.past.Earlier(ctx, queue.Clue{Kind: queue.ClueTicket, Value: strconv.FormatInt(int64(t), 10)})
	return found, err
}
