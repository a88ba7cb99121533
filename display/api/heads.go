package api

import "onedoor/queue"

type headsBody struct {
	Party *int `json:"party" need:"true"` // heads, as they stand at the window
}

// countHeads says how many of the ticket in hand have really come; service doesn't begin by it.
func countHeads(w queue.WindowID, b *headsBody) (queue.Command, error) {
	party, err := heads("party", b.Party)
	return queue.CountHeads{Window: w, Party: party}, err
}
