package api

import "onedoor/queue"

type callBody struct {
	Number string `json:"number" need:"true"`
}

// call calls a number: one that waits, was put aside, or missed its call.
func call(w queue.WindowID, b *callBody) (queue.Command, error) {
	return queue.Call{Window: w, Number: b.Number}, nil
}
