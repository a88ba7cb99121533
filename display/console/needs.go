package console

import (
	"context"

	"onedoor/display"
	"onedoor/queue"
)

// needs puts in what the visitors on a console need, in words.
func (s *snapshot) needs(ctx context.Context, c *Console, notes *noteCache, lang string) {
	var ids []int64
	if s.Ticket != nil {
		ids = append(ids, s.Ticket.NeedsID)
	}
	for i := range s.Candidates {
		ids = append(ids, s.Candidates[i].NeedsID)
	}
	known := notes.needs(ctx, c, ids)
	if s.Ticket != nil {
		s.Ticket.Needs = known[s.Ticket.NeedsID]
		s.Ticket.NeedWords = c.needWords(lang, s.Ticket.Needs)
	}
	for i := range s.Candidates {
		s.Candidates[i].Needs = known[s.Candidates[i].NeedsID]
		s.Candidates[i].NeedWords = c.needWords(lang, s.Candidates[i].Needs)
	}
}

// needWords says needs, a word each.
func (c *Console) needWords(lang string, needs []queue.Need) []string {
	words := []string{}
	for _, n := range needs {
		words = append(words, c.kit.T(lang, "console.need_"+string(n)))
	}
	return words
}

// needs gives what visitors need by the ids of their rows. A row never changes, so it is read
// once as long as its ticket is on the console.
func (n *noteCache) needs(ctx context.Context, c *Console, ids []int64) map[int64][]queue.Need {
	known := map[int64][]queue.Need{}
	var unknown []int64
	for _, id := range ids {
		if id == 0 {
			continue
		}
		if n != nil {
			if list, ok := n.need[id]; ok {
				known[id] = list
				continue
			}
		}
		unknown = append(unknown, id)
	}
	if c.notes != nil && len(unknown) > 0 {
		read, err := display.ReadNeeds(ctx, c.notes, unknown)
		if err != nil { // they are read again with the next change
			c.log.Error("needs not read", "err", err)
			return known
		}
		for _, id := range unknown {
			known[id] = read[id]
		}
	}
	if n != nil {
		n.need = known
	}
	return known
}
