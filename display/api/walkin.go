package api

import (
	"onedoor/queue"
)

type walkInBody struct {
	Service  queue.ServiceID `json:"service"`  // empty: the window's first
	Priority class           `json:"priority"` // declared by the visitor
	Party    *int            `json:"party"`    // heads
	Lang     string          `json:"lang"`     // of slip and phone page
	Kiosk    queue.KioskID   `json:"kiosk"`    // printed there; empty: not printed
	Needs    []queue.Need    `json:"needs"`
}

// walkIn serves somebody who came straight to the window.
func (a *api) walkIn(w queue.WindowID, b *walkInBody) (queue.Command, error) {
	i, err := a.issueCommand(&issueBody{Priority: b.Priority, Party: b.Party, Lang: b.Lang, Kiosk: b.Kiosk, Needs: b.Needs})
	if err != nil {
		return nil, err
	}
	return queue.WalkIn{
		Window: w, Service: b.Service, Class: i.Class, Party: i.Party, Lang: i.Lang, Kiosk: i.Kiosk, Needs: i.Needs, Seed: i.Seed,
	}, nil
}
