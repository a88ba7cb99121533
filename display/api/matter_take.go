package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

type matterBody struct {
	Earlier string `json:"earlier"`     // what the visitor has of an earlier visit
	Case    string `json:"case_number"` // of a court or an office
}

// takeMatter says what the ticket in hand is about: the matter that is found, or a new one.
func (a *api) takeMatter(c *gin.Context, w queue.WindowID, b *matterBody) (queue.Command, error) {
	if b.Earlier != "" && b.Case != "" {
		return nil, unreadable("just_one", "fields", "earlier, case_number")
	}
	command := queue.TakeMatter{Window: w, Case: b.Case}
	var err error
	if b.Earlier != "" {
		command.Found, err = a.Clues.Find(c.Request.Context(), byStaff(c).principal, b.Earlier)
		return command, err
	}
	command.Found, err = a.caseOf(c, b.Case)
	return command, err
}

// caseOf gives the matter that has a case number; nil when none has it yet. A number that is
// new is no miss.
func (a *api) caseOf(c *gin.Context, number string) (*queue.Earlier, error) {
	number, err := queue.CaseNumber(number)
	if err != nil || number == "" {
		return nil, err
	}
	found, ok, err := a.Matters.Earlier(c.Request.Context(), queue.Clue{Kind: queue.ClueCase, Value: number})
	if err != nil || !ok {
		return nil, err
	}
	return &found, nil
}
