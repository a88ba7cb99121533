package api

import "onedoor/queue"

type markBody struct {
	Category queue.CategoryID `json:"category" need:"true"`
	Tags     []queue.TagID    `json:"tags"`
}

// mark says what the matter of the ticket in hand is like.
func mark(w queue.WindowID, b *markBody) (queue.Command, error) {
	return queue.MarkMatter{Window: w, Category: b.Category, Tags: b.Tags}, nil
}
