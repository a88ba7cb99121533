package api

import "onedoor/queue"

type deskCancelBody struct {
	ticketBody
	Reason string `json:"reason" need:"true"` // a code
}

// deskCancel ends a number that waits: a wrong one, or one whose visitor has gone.
func deskCancel(t *queue.Ticket, b *deskCancelBody) (queue.Command, error) {
	return queue.Cancel{Ticket: t.ID, Reason: b.Reason}, nil
}
