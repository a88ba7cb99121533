package api

import "onedoor/queue"

type pauseBody struct {
	Reason string `json:"reason"` // a code: break, meeting, copying, other
}

// pause pauses an open window.
func pause(w queue.WindowID, b *pauseBody) (queue.Command, error) {
	return queue.PauseWindow{Window: w, Reason: b.Reason}, nil
}
