package api

import "onedoor/queue"

type handOverBody struct {
	Window queue.WindowID `json:"window"` // the colleague's; empty: whoever asks takes the ticket over here
}

// handOver has somebody else go on with the ticket in hand.
func handOver(w queue.WindowID, b *handOverBody) (queue.Command, error) {
	return queue.HandOver{Window: w, To: b.Window}, nil
}
