package api

import "onedoor/queue"

type deskOutsideBody struct {
	Number string `json:"number"`
	Code   string `json:"code"`
	ForS   *int64 `json:"for_s"` // absent: as long as the policy allows
}

func (b *deskOutsideBody) named() (number, code string) { return b.Number, b.Code }

// deskOutside notes that a visitor without a phone leaves the hall for a while.
func deskOutside(t *queue.Ticket, b *deskOutsideBody) (queue.Command, error) {
	return stepOut(t, b.ForS)
}

// deskBack notes that the visitor is in the hall again.
func deskBack(t *queue.Ticket, _ *ticketBody) (queue.Command, error) {
	return queue.Back{Ticket: t.ID}, nil
}
