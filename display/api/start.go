package api

import "onedoor/queue"

// start begins service of the ticket in hand.
func start(w queue.WindowID, _ *none) (queue.Command, error) {
	return queue.Start{Window: w}, nil
}
