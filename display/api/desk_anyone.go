package api

import "onedoor/queue"

// deskAnyone notes that a visitor no longer minds who serves them.
func deskAnyone(t *queue.Ticket, _ *ticketBody) (queue.Command, error) {
	return queue.Anyone{Ticket: t.ID}, nil
}
