package api

import "onedoor/queue"

// takeBack undoes the last act at a window: a call, an end, a missed call, putting aside,
// sending on.
func takeBack(w queue.WindowID, _ *none) (queue.Command, error) {
	return queue.Undo{Window: w}, nil
}
