package api

import "onedoor/queue"

type deskFetchedBody struct {
	ticketBody
	Found *bool `json:"found"` // absent: yes
}

// deskFetched ends the task of fetching a visitor.
func deskFetched(t *queue.Ticket, b *deskFetchedBody) (queue.Command, error) {
	return queue.Fetched{Ticket: t.ID, Found: b.Found == nil || *b.Found}, nil
}
