package api

import "onedoor/queue"

type classBody struct {
	Number string      `json:"number"` // of one who waits; empty: the ticket in hand
	Class  queue.Class `json:"class" need:"true"`
	Reason string      `json:"reason"` // a code, for priority
}

// setClass gives a visitor priority on the spot, or takes it back.
func setClass(w queue.WindowID, b *classBody) (queue.Command, error) {
	return queue.SetClass{Window: w, Number: b.Number, Class: b.Class, Reason: b.Reason}, nil
}
