package api

import "onedoor/queue"

type noteBody struct {
	Note string `json:"note" need:"true"`
}

// addNote writes something down about the ticket in hand, for staff alone.
func addNote(w queue.WindowID, b *noteBody) (queue.Command, error) {
	return queue.AddNote{Window: w, Note: b.Note}, nil
}
