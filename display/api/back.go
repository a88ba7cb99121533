package api

import "onedoor/queue"

// back is the visitor who stepped outside and is in the hall again.
func back(t *queue.Ticket, _ *none) (queue.Command, error) {
	return queue.Back{Ticket: t.ID}, nil
}
