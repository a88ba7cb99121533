package api

import "onedoor/queue"

type answerBody struct {
	Accept       *bool  `json:"accept" need:"true"`
	Consultation *int64 `json:"consultation"` // which, where there are several; without it the oldest to be answered
}

// answerConsultation is an invited post's yes or no.
func answerConsultation(w queue.WindowID, b *answerBody) (queue.Command, error) {
	command := queue.AnswerConsultation{Window: w, Accept: *b.Accept}
	if b.Consultation != nil {
		command.Consultation = queue.ConsultationID(*b.Consultation)
	}
	return command, nil
}
