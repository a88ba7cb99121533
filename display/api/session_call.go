package api

import "onedoor/queue"

type callSessionBody struct {
	Session *int64 `json:"session" need:"true"`
}

// callSession calls all parties of a session that are there.
func callSession(w queue.WindowID, b *callSessionBody) (queue.Command, error) {
	return queue.CallSession{Window: w, Session: queue.SessionID(*b.Session)}, nil
}
