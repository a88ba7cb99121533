package api

import "onedoor/queue"

type deskNeedsBody struct {
	ticketBody
	Needs []queue.Need `json:"needs"` // in place of those said before
}

// deskNeeds notes what a visitor needs.
func deskNeeds(t *queue.Ticket, b *deskNeedsBody) (queue.Command, error) {
	return queue.SetNeeds{Ticket: t.ID, Needs: b.Needs}, nil
}
