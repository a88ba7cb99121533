package api

import "onedoor/queue"

type finishBody struct {
	Outcome queue.OutcomeID `json:"outcome" need:"true"`
	End     bool            `json:"end"`  // the visit ends, whatever was planned
	Next    queue.ServiceID `json:"next"` // which planned service comes next, where any may
}

// finish ends the leg with an outcome, and the visit unless another leg is planned; start may
// have been left out.
func finish(w queue.WindowID, b *finishBody) (queue.Command, error) {
	return queue.Finish{Window: w, Outcome: b.Outcome, End: b.End, Next: b.Next}, nil
}
