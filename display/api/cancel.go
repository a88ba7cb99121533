package api

import "onedoor/queue"

// cancel is the visitor who leaves.
func cancel(t *queue.Ticket, _ *none) (queue.Command, error) {
	return queue.Cancel{Ticket: t.ID}, nil
}
