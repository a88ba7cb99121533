package api

import "onedoor/queue"

type answerPageBody struct {
	Minutes int `json:"minutes" need:"true"` // about when they come
}

// answerPage is the word of somebody called in that they come.
func answerPage(id queue.StaffID, b *answerPageBody) (queue.Command, error) {
	return queue.AnswerPage{Staff: id, Minutes: b.Minutes}, nil
}
