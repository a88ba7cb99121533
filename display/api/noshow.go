package api

import "onedoor/queue"

// noShow marks the ticket in hand as a missed call (过号).
func noShow(w queue.WindowID, _ *none) (queue.Command, error) {
	return queue.Pass{Window: w}, nil
}
