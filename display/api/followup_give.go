package api

import "onedoor/queue"

type giveBody struct {
	Owner queue.StaffID `json:"owner" need:"true"`
}

// giveFollowUp gives a follow-up to somebody.
func giveFollowUp(visit queue.TicketID, b *giveBody) queue.Command {
	return queue.GiveFollowUp{Visit: visit, Owner: b.Owner}
}
