package api

import "onedoor/queue"

type deskClassBody struct {
	ticketBody
	Class  queue.Class `json:"class" need:"true"`
	Reason string      `json:"reason"` // a code, for priority
}

// deskClass gives somebody who waits priority, or takes it back.
func deskClass(t *queue.Ticket, b *deskClassBody) (queue.Command, error) {
	return queue.SetClass{Number: t.Number, Class: b.Class, Reason: b.Reason}, nil
}
