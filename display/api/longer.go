package api

import "onedoor/queue"

type longerBody struct {
	ForS *int64 `json:"for_s"` // absent: no longer than usual after all
}

// longer says that a window needs more time with the visitor in hand.
func longer(w queue.WindowID, b *longerBody) (queue.Command, error) {
	d, err := lasting("for_s", b.ForS)
	return queue.NeedLonger{Window: w, For: d}, err
}
