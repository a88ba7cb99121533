package api

import "onedoor/queue"

type deskReprintBody struct {
	ticketBody
	Kiosk queue.KioskID `json:"kiosk"` // where; empty: as display.ReprintAt says
}

// deskReprint prints a lost ticket again (补打).
func (a *api) deskReprint(t *queue.Ticket, b *deskReprintBody) (queue.Command, error) {
	return a.reprinting(t, b.Kiosk), nil
}
