package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

type finishBody struct {
	Outcome    queue.OutcomeID `json:"outcome" need:"true"`
	End        bool            `json:"end"`         // the visit ends, whatever was planned
	Next       queue.ServiceID `json:"next"`        // which planned service comes next, where any may
	Case       string          `json:"case_number"` // of a court or an office, where the outcome asks for it
	ReferredTo string          `json:"referred_to"` // a body's id or words, where the outcome asks for it
	Confirm    bool            `json:"confirm"`     // somebody said yes a second time
}

// finish ends the visit with an outcome; start may have been left out.
func (a *api) finish(c *gin.Context, w queue.WindowID, b *finishBody) (queue.Command, error) {
	d, err := a.details(c, b.Case, b.ReferredTo, b.Confirm)
	return queue.Finish{Window: w, Outcome: b.Outcome, End: b.End, Next: b.Next, Details: d}, err
}

// details gathers what belongs to an outcome, with the matter that has its case number.
func (a *api) details(c *gin.Context, number, referredTo string, confirm bool) (queue.Details, error) {
	found, err := a.caseOf(c, number)
	return queue.Details{Case: number, Found: found, ReferredTo: referredTo, Confirmed: confirm}, err
}
