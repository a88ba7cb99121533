package display

import (
	"context"
	"slices"

	"onedoor/queue"
)

// Rows reads personal rows: notes, needs, names and case numbers. The journal fits it.
type Rows interface {
	// Notes gives the rows with these ids, those that are still kept.
	Notes(ctx context.Context, ids []int64) ([]queue.Personal, error)
}

// ReadNeeds gives the needs of visitors by the ids of their rows. They are for staff, and for the
// visitor's own page to speak to its visitor as is fit.
// A row that has been erased tells nothing.
func ReadNeeds(ctx context.Context, rows Rows, ids []int64) (map[int64][]queue.Need, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return id == 0 })
	needs := map[int64][]queue.Need{}
	if rows == nil || len(ids) == 0 {
		return needs, nil
	}
	list, err := rows.Notes(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		if n := queue.ReadNeeds(p); n != nil {
			needs[p.ID] = n
		}
	}
	return needs, nil
}

// NeedsIDs lists the rows that tell what the visitors of a console need.
func (v *ConsoleView) NeedsIDs() []int64 {
	var ids []int64
	if v.Ticket != nil {
		ids = append(ids, v.Ticket.NeedsID)
	}
	for i := range v.Candidates {
		ids = append(ids, v.Candidates[i].NeedsID)
	}
	return ids
}

// TakeNeeds puts in what was read of them.
func (v *ConsoleView) TakeNeeds(needs map[int64][]queue.Need) {
	if v.Ticket != nil {
		v.Ticket.Needs = needs[v.Ticket.NeedsID]
	}
	for i := range v.Candidates {
		v.Candidates[i].Needs = needs[v.Candidates[i].NeedsID]
	}
}
