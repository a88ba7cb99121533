package api

import "onedoor/queue"

type pauseBody struct {
	Reason string `json:"reason"` // a code (break, meeting, copying, other), or the reason in words
	ForS   *int64 `json:"for_s"`  // how long it will be, as visitors may read; absent: nobody knows
}

// pause pauses an open window.
func pause(w queue.WindowID, b *pauseBody) (queue.Command, error) {
	code, words := inWords(b.Reason)
	d, err := lasting("for_s", b.ForS)
	return queue.PauseWindow{Window: w, Reason: code, Note: words, For: d}, err
}

// inWords takes a reason that is no code as words for staff, which are kept
// apart from the events.
func inWords(reason string) (code, words string) {
	if queue.IsCode(reason) {
		return reason, ""
	}
	return "other", reason
}
