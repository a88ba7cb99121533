package api

import "onedoor/queue"

type outsideBody struct {
	ForS *int64 `json:"for_s"` // absent: as long as the policy allows
}

// outside is the visitor who leaves the hall for a while.
func outside(t *queue.Ticket, b *outsideBody) (queue.Command, error) {
	return stepOut(t, b.ForS)
}

func stepOut(t *queue.Ticket, forS *int64) (queue.Command, error) {
	d, err := lasting("for_s", forS)
	return queue.StepOut{Ticket: t.ID, For: d}, err
}
