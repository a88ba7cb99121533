package console

import (
	"context"
	"slices"

	"onedoor/queue"
)

// noteCache keeps the notes of the ticket in hand, so that a row is read once.
type noteCache struct {
	ids   []int64
	texts []string
	need  map[int64][]queue.Need // by row

	about caseKey
	known []string // case numbers of the matter
}

// read gives the notes with these ids in their order. Notes that can't be read
// are said to be so: somebody may have written what must be known.
func (n *noteCache) read(ctx context.Context, c *Console, ids []int64) []string {
	if len(ids) == 0 || c.notes == nil {
		return []string{}
	}
	if n != nil && slices.Equal(n.ids, ids) {
		return n.texts
	}
	rows, err := c.notes.Notes(ctx, ids)
	if err != nil {
		c.log.Error("notes not read", "err", err)
		return []string{c.kit.T(c.kit.HouseLang(), "console.notes_unread")}
	}
	slices.SortFunc(rows, func(a, b queue.Personal) int { return int(a.ID - b.ID) })
	texts := []string{}
	for _, r := range rows {
		texts = append(texts, r.Value)
	}
	if n != nil {
		n.ids, n.texts = ids, texts
	}
	return texts
}
