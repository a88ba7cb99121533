package api

import (
	"strconv"

	"onedoor/display"
	"onedoor/queue"
)

type startBody struct {
	Party *int `json:"party"` // heads, as they stand at the window; without it as many as were said
}

// start begins service of the ticket in hand.
func start(w queue.WindowID, b *startBody) (queue.Command, error) {
	party, err := heads("party", b.Party)
	return queue.Start{Window: w, Party: party}, err
}

// heads reads a head count that may be left out: 0 then.
func heads(field string, n *int) (int, error) {
	if n == nil {
		return 0, nil
	}
	if *n < 1 {
		return 0, display.Refuse(queue.ErrBadValue, "field", field, "value", strconv.Itoa(*n), "min", "1")
	}
	return *n, nil
}
