package api

import "onedoor/queue"

// resume says that somebody is there again.
func resume(id queue.StaffID, _ *none) (queue.Command, error) {
	return queue.ResumeDuty{Staff: id}, nil
}
