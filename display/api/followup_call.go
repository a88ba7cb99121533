package api

import "onedoor/queue"

type callBackBody struct {
	Reached *bool  `json:"reached" need:"true"`
	Note    string `json:"note"`
}

// noteCallBack notes a try to reach the visitor.
func noteCallBack(visit queue.TicketID, b *callBackBody) queue.Command {
	return queue.NoteCallBack{Visit: visit, Reached: *b.Reached, Note: b.Note}
}
