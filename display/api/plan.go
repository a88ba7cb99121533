package api

import "onedoor/queue"

type planBody struct {
	Steps    []queue.ServiceID `json:"steps"`
	AnyOrder bool              `json:"any_order"`
	Bundle   queue.BundleID    `json:"bundle"`
}

// plan lays out what comes after the present leg of the ticket in hand.
func plan(w queue.WindowID, b *planBody) (queue.Command, error) {
	return queue.Plan{Window: w, Steps: b.Steps, AnyOrder: b.AnyOrder, Bundle: b.Bundle}, nil
}
