package api

import "onedoor/queue"

type transferBody struct {
	Service queue.ServiceID `json:"service"`
	Window  queue.WindowID  `json:"window"`
	Staff   queue.StaffID   `json:"staff"`
	Note    string          `json:"note"`   // for whoever serves next
	Back    bool            `json:"back"`   // and then back to this window
	Front   bool            `json:"front"`  // before the others there
	Reason  string          `json:"reason"` // why to the front, a code
}

// transfer sends the ticket in hand on under its number.
func transfer(w queue.WindowID, b *transferBody) (queue.Command, error) {
	if b.Service == "" && b.Window == "" && b.Staff == "" {
		return nil, unreadable("need_one", "fields", "service, window, staff")
	}
	return queue.Transfer{
		Window: w, Service: b.Service, To: b.Window, Staff: b.Staff, Note: b.Note,
		Back: b.Back, Front: b.Front, Reason: b.Reason,
	}, nil
}
