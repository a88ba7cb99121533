package api

import "onedoor/queue"

// deskReturn puts a missed call right: the ticket waits again under its number.
func deskReturn(t *queue.Ticket, _ *ticketBody) (queue.Command, error) {
	return queue.Return{Number: t.Number}, nil
}
