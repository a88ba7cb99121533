package display

import (
	"context"
	"errors"
	"time"

	"onedoor/queue"
)

// Evaluations finds what visitors thought of visits that the Lobby has let go of. The journal fits it.
type Evaluations interface {
	// Evaluation gives the evaluation of a visit; ok is false when there is none.
	Evaluation(ctx context.Context, t queue.TicketID) (e queue.Evaluation, ok bool, err error)
}

// EvaluationOf gives the state of a visit's evaluation: open, done or closed; empty while the visit goes
// on. The books are asked only where a ticket of the past would be open; nil books know nothing.
func EvaluationOf(ctx context.Context, books Evaluations, t *queue.Ticket, r *queue.Rules, now time.Time) (string, error) {
	state := r.EvaluationOf(t, now)
	if state != queue.EvaluationOpen || books == nil {
		return state, nil
	}
	_, done, err := books.Evaluation(ctx, t.ID)
	if done {
		return queue.EvaluationDone, err
	}
	return state, err
}

// LevelView is a level of the evaluation with the reasons that go with it, in one language.
type LevelView struct {
	ID      queue.LevelID `json:"id"`
	Name    string        `json:"name"`
	Reasons []ReasonView  `json:"reasons"`

	FollowUp bool `json:"follow_up"` // somebody calls back
}

// ContactRefused says whether it is how to reach the visitor that was refused: it can't be a telephone number.
func ContactRefused(err error) bool {
	e, ok := errors.AsType[*queue.Error](err)
	return ok && e.Code == queue.ErrBadValue && e.Args["what"] == "phone"
}

// ReasonView is a reason for a level.
type ReasonView struct {
	ID   queue.ReasonID `json:"id"`
	Text string         `json:"text"`
}

// NewLevelViews lists the levels, best first; none where the centre asks nothing.
func NewLevelViews(r *queue.Rules, lang string) []LevelView {
	list := make([]LevelView, len(r.Evaluation))
	for i, l := range r.Evaluation {
		list[i] = LevelView{ID: l.ID, Name: l.Name.In(lang), Reasons: []ReasonView{}, FollowUp: l.FollowUp}
		for _, id := range l.Reasons {
			if reason := r.LevelReason(id); reason != nil {
				list[i].Reasons = append(list[i].Reasons, ReasonView{id, reason.Text.In(lang)})
			}
		}
	}
	return list
}
