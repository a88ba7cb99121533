package api

import (
	"time"

	"onedoor/queue"
)

type awayBody struct {
	For    int    `json:"for_s"`  // seconds; 0: until they are back
	Reason string `json:"reason"` // a code
}

// away says that somebody is away.
func away(id queue.StaffID, b *awayBody) queue.Command {
	return queue.LeaveDuty{Staff: id, For: time.Duration(b.For) * time.Second, Reason: b.Reason}
}
