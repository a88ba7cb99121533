package api

import (
	"time"

	"onedoor/queue"
)

type pauseBody struct {
	Reason string `json:"reason"` // a code (break, meeting, copying, other), or the reason in words
	For    int    `json:"for_s"`  // how long it will be, as visitors may read; 0: nobody knows
}

// pause pauses an open window.
func pause(w queue.WindowID, b *pauseBody) (queue.Command, error) {
	code, words := inWords(b.Reason)
	return queue.PauseWindow{Window: w, Reason: code, Note: words, For: time.Duration(b.For) * time.Second}, nil
}

// inWords takes a reason that is no code as words for staff, which are kept
// apart from the events.
func inWords(reason string) (code, words string) {
	if queue.IsCode(reason) {
		return reason, ""
	}
	return "other", reason
}
