package api

import "onedoor/queue"

type awayBody struct {
	ForS   *int64 `json:"for_s"`  // absent: until they are back
	Reason string `json:"reason"` // a code
}

// away says that somebody is away.
func away(id queue.StaffID, b *awayBody) (queue.Command, error) {
	d, err := lasting("for_s", b.ForS)
	return queue.LeaveDuty{Staff: id, For: d, Reason: b.Reason}, err
}
