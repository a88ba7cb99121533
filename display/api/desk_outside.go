package api

import "onedoor/queue"

type deskOutsideBody struct {
	ticketBody
	ForS *int64 `json:"for_s"` // absent: as long as the policy allows
}

// deskOutside notes that a visitor without a phone leaves the hall for a while.
func deskOutside(t *queue.Ticket, b *deskOutsideBody) (queue.Command, error) {
	return stepOut(t, b.ForS)
}
