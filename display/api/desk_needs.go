package api

import "onedoor/queue"

type deskNeedsBody struct {
	Number string       `json:"number"`
	Code   string       `json:"code"`
	Needs  []queue.Need `json:"needs"` // in place of those said before
}

func (b *deskNeedsBody) named() (number, code string) { return b.Number, b.Code }

// deskNeeds notes what a visitor needs.
func deskNeeds(t *queue.Ticket, b *deskNeedsBody) (queue.Command, error) {
	return queue.SetNeeds{Ticket: t.ID, Needs: b.Needs}, nil
}
