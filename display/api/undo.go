package api

import "onedoor/queue"

// undo takes leaving back.
func undo(t *queue.Ticket, _ *none) (queue.Command, error) {
	return queue.TakeBack{Ticket: t.ID}, nil
}
