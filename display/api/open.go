package api

import "onedoor/queue"

// open opens a window; opening an open one is no error.
func open(w queue.WindowID, _ *none) (queue.Command, error) {
	return queue.OpenWindow{Window: w}, nil
}
