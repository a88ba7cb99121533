package api

import "onedoor/queue"

// cancelConsultation calls off a consultation that has not begun.
func cancelConsultation(w queue.WindowID, _ *none) (queue.Command, error) {
	return queue.WithdrawConsultation{Window: w}, nil
}
