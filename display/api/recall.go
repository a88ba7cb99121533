package api

import "onedoor/queue"

// recall calls the ticket in hand once more.
func recall(w queue.WindowID, _ *none) (queue.Command, error) {
	return queue.Recall{Window: w}, nil
}
