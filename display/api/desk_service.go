package api

import "onedoor/queue"

type deskServiceBody struct {
	ticketBody
	Service queue.ServiceID `json:"service" need:"true"`
}

// deskService has a number that waits wait for another service: it was the wrong one.
func deskService(t *queue.Ticket, b *deskServiceBody) (queue.Command, error) {
	return queue.Move{Tickets: []queue.TicketID{t.ID}, From: t.Service, Service: b.Service}, nil
}
