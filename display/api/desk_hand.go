package api

import "onedoor/queue"

// deskHandWritten notes that a visitor got the number on a piece of paper.
func deskHandWritten(t *queue.Ticket, _ *ticketBody) (queue.Command, error) {
	return queue.NoteHandWritten{Ticket: t.ID}, nil
}
