package api

import "onedoor/queue"

type finishBody struct {
	Outcome queue.OutcomeID `json:"outcome" need:"true"`
}

// finish ends the visit with an outcome; start may have been left out.
func finish(w queue.WindowID, b *finishBody) (queue.Command, error) {
	return queue.Finish{Window: w, Outcome: b.Outcome}, nil
}
