package console

import (
	"slices"

	"onedoor/queue"
)

// mineRow is another window of the same person.
type mineRow struct {
	ID      queue.WindowID    `json:"id"`
	Label   string            `json:"label"`
	State   queue.WindowState `json:"state"`
	Number  string            `json:"number,omitempty"` // in hand
	Waiting int               `json:"waiting"`
}

// taker is a window that is open, serves this and has nobody in hand.
type taker struct {
	ID    queue.WindowID `json:"id"`
	Label string         `json:"label"`
	Who   string         `json:"who,omitempty"`
}

// rowWhy says in a few words why a ticket stands where it does in the list; how long it waits stands beside.
func (b *builder) rowWhy(r queue.Reason) string {
	key := "console.row_" + r.Code
	if !b.c.kit.Catalogue.Has(key) {
		return ""
	}
	return b.c.kit.T(b.p.lang, key, "rate", r.Args["rate"])
}

// mine lists the other windows that the person is at, those that come after this one first: one key goes round.
func (b *builder) mine(here queue.WindowID) []mineRow {
	rows, before := []mineRow{}, 0
	for w := range b.l.Windows() {
		rule := b.l.WindowRule(w.ID)
		if w.ID == here {
			before = len(rows)
		}
		if w.ID == here || w.Staff != b.p.staff || w.State == queue.WindowClosed || rule == nil {
			continue
		}
		row := mineRow{ID: w.ID, Label: rule.Label.In(b.p.lang), State: w.State, Waiting: len(b.l.Candidates(w.ID, b.p.staff, b.now, shown))}
		if t := b.l.Ticket(w.Ticket); t != nil {
			row.Number = t.Number
		}
		rows = append(rows, row)
	}
	return slices.Concat(rows[before:], rows[:before])
}

// takers lists the windows that could go on with the ticket in hand.
func (b *builder) takers(t *queue.Ticket) []taker {
	list := []taker{}
	for w := range b.l.Windows() {
		rule := b.l.WindowRule(w.ID)
		if w.ID == b.p.window || w.State != queue.WindowOpen || w.Ticket != 0 || rule == nil || !rule.Serves(t.Service) || b.l.ReservedBy(w.ID) != nil {
			continue
		}
		x := taker{ID: w.ID, Label: rule.Label.In(b.p.lang)}
		if w.Staff != "" {
			x.Who = b.c.sessions.Name(w.Staff)
		}
		list = append(list, x)
	}
	return list
}
