package api

import "onedoor/queue"

// shut closes a window with nothing in hand.
func shut(w queue.WindowID, _ *none) (queue.Command, error) {
	return queue.CloseWindow{Window: w}, nil
}
