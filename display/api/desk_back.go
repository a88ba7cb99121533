package api

import "onedoor/queue"

// deskBack notes that a visitor who stepped outside is in the hall again.
func deskBack(t *queue.Ticket, _ *ticketBody) (queue.Command, error) {
	return queue.Back{Ticket: t.ID}, nil
}
