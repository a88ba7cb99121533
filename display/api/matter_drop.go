package api

import "onedoor/queue"

// dropMatter rejects what an old ticket proposed, or takes the ticket off its matter.
func dropMatter(w queue.WindowID, _ *none) (queue.Command, error) {
	return queue.DropMatter{Window: w}, nil
}
