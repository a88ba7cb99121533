package api

import "onedoor/queue"

type closeFollowUpBody struct {
	Result queue.FollowUpResult `json:"result" need:"true"`
	Note   string               `json:"note" need:"true"`
}

// closeFollowUp says what a follow-up came to.
func closeFollowUp(visit queue.TicketID, b *closeFollowUpBody) queue.Command {
	return queue.CloseFollowUp{Visit: visit, Result: b.Result, Note: b.Note}
}
