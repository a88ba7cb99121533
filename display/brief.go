package display

import "onedoor/queue"

// BriefLine is one answer of a ticket's brief, in ids and in the words that were read at the
// kiosk, in one language. It is for staff: no paper, screen, voice or visitor's page has it.
type BriefLine struct {
	Question queue.QuestionID `json:"question"`
	Asked    string           `json:"asked"`
	Answer   queue.AnswerID   `json:"answer"`
	Said     string           `json:"said"`
}

// NewBrief puts a ticket's brief into words, as far as the rules in force still know them;
// it is never nil.
func NewBrief(t *queue.Ticket, r *queue.Rules, lang string) []BriefLine {
	lines := []BriefLine{}
	for _, a := range t.Brief {
		if q, c := r.Triage.Find(a); c != nil {
			lines = append(lines, BriefLine{q.ID, q.Text.In(lang), c.ID, c.Text.In(lang)})
		}
	}
	return lines
}
