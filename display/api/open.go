package api

import "onedoor/queue"

type openBody struct {
	Staff queue.StaffID `json:"staff"` // whom a supervisor opens it for; absent: for oneself
}

// open opens a window; opening an open one is no error.
func open(w queue.WindowID, b *openBody) (queue.Command, error) {
	return queue.OpenWindow{Window: w, For: b.Staff}, nil
}
