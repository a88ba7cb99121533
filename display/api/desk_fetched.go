package api

import "onedoor/queue"

type deskFetchedBody struct {
	Number string `json:"number"`
	Code   string `json:"code"`
	Found  *bool  `json:"found"` // absent: yes
}

func (b *deskFetchedBody) named() (number, code string) { return b.Number, b.Code }

// deskFetched ends the task of fetching a visitor.
func deskFetched(t *queue.Ticket, b *deskFetchedBody) (queue.Command, error) {
	return queue.Fetched{Ticket: t.ID, Found: b.Found == nil || *b.Found}, nil
}
