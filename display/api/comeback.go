package api

import "onedoor/queue"

// comeBack is the visitor who missed a call and is here.
func comeBack(t *queue.Ticket, _ *none) (queue.Command, error) {
	return queue.Return{Number: t.Number}, nil
}
