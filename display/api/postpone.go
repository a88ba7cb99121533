package api

import "onedoor/queue"

type postponeBody struct {
	Places *int `json:"places"` // absent: one
}

// postpone is the visitor who lets others go first.
func postpone(t *queue.Ticket, b *postponeBody) (queue.Command, error) {
	c := queue.Postpone{Ticket: t.ID, Places: 1}
	if b.Places != nil {
		c.Places = *b.Places
	}
	return c, nil
}
