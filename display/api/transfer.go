package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

type transferBody struct {
	Service queue.ServiceID `json:"service"`
	Window  queue.WindowID  `json:"window"`
	Staff   queue.StaffID   `json:"staff"`
	Note    string          `json:"note"`   // for whoever serves next
	Back    bool            `json:"back"`   // and then back to this window
	Front   bool            `json:"front"`  // before the others there
	Reason  string          `json:"reason"` // why to the front, a code

	Outcome    queue.OutcomeID `json:"outcome"`     // of the leg that ends here
	Case       string          `json:"case_number"` // as with finish
	ReferredTo string          `json:"referred_to"` // as with finish
	Confirm    bool            `json:"confirm"`     // as with finish
}

// transfer sends the ticket in hand on under its number.
func (a *api) transfer(c *gin.Context, w queue.WindowID, b *transferBody) (queue.Command, error) {
	if b.Service == "" && b.Window == "" && b.Staff == "" {
		return nil, unreadable("need_one", "fields", "service, window, staff")
	}
	d, err := a.details(c, b.Case, b.ReferredTo, b.Confirm)
	return queue.Transfer{
		Window: w, Service: b.Service, To: b.Window, Staff: b.Staff, Note: b.Note,
		Back: b.Back, Front: b.Front, Reason: b.Reason,
		Outcome: b.Outcome, Details: d,
	}, err
}
