package api

import "onedoor/queue"

// anyone is the visitor who no longer minds who.
func anyone(t *queue.Ticket, _ *none) (queue.Command, error) {
	return queue.Anyone{Ticket: t.ID}, nil
}
