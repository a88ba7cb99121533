package api

import "onedoor/queue"

// next calls whoever comes next.
func next(w queue.WindowID, _ *none) (queue.Command, error) {
	return queue.Next{Window: w}, nil
}
