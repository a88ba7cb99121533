package docket

import (
	"context"
	"fmt"

	"onedoor/queue"
)

// Texts reads personal rows by their ids, those that are still kept. The journal fits it.
type Texts interface {
	Notes(ctx context.Context, ids []int64) ([]queue.Personal, error)
}

// Keep leaves out of a plan the names and case numbers that are in the house as they are
// planned, so that the same list again changes nothing: the rules know only their ids.
func Keep(ctx context.Context, q *queue.Queue, texts Texts, list []queue.PlannedSession) error {
	cases, names := make([]int64, len(list)), make([][]int64, len(list))
	var ids []int64
	q.View(func(l *queue.Lobby) {
		for i := range list {
			cases[i], names[i] = l.KnownTexts(&list[i])
			ids = append(append(ids, cases[i]), names[i]...)
		}
	})
	rows, err := texts.Notes(ctx, ids)
	if err != nil {
		return fmt.Errorf("read what is planned: %w", err)
	}
	known := map[int64]string{}
	for _, r := range rows {
		known[r.ID] = r.Value
	}
	keep := func(text *string, id int64) *string {
		if text != nil && (id == 0 && *text == "" || id != 0 && known[id] == *text) {
			return nil
		}
		return text
	}
	for i := range list {
		list[i].Case = keep(list[i].Case, cases[i])
		for k := range list[i].Sides {
			list[i].Sides[k].Name = keep(list[i].Sides[k].Name, names[i][k])
		}
	}
	return nil
}
