package api

import "onedoor/queue"

// beginConsultation reserves the room and all who accepted, at once.
func beginConsultation(w queue.WindowID, _ *none) (queue.Command, error) {
	return queue.BeginConsultation{Window: w}, nil
}
