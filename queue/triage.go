package queue

import (
	"fmt"
	"slices"
	"time"
)

// QuestionID names a question of the triage, and AnswerID one of its answers. Like every
// id they say nothing of a person.
type (
	// QuestionID names a question.
	QuestionID string
	// AnswerID names an answer; it is unique within its question.
	AnswerID string
)

// Triage is the questions by which a visitor who knows the trouble and not the house finds
// the service. The first question is asked first; an answer leads to another question, to a
// service, or to the desk. Two answers may lead to the same question, no way leads back.
// Whether somebody would accept mediation is a question like any other.
type Triage struct {
	Questions []Question `json:"questions"`
}

// Question is asked in the visitor's own words.
type Question struct {
	ID      QuestionID `json:"id"`
	Text    Text       `json:"text"`
	Lead    Text       `json:"lead,omitempty"` // a line that helps to answer
	Answers []Choice   `json:"answers"`
}

// Choice is an answer that may be given, and where it leads: to just one of the three.
type Choice struct {
	ID       AnswerID   `json:"id"`
	Text     Text       `json:"text"`
	Icon     string     `json:"icon,omitempty"` // of the drawn set
	Question QuestionID `json:"question,omitempty"`
	Service  ServiceID  `json:"service,omitempty"`
	Desk     bool       `json:"desk,omitempty"` // a person at the desk knows better
}

// Reply is one answer that was given. A sequence of them is a ticket's brief: what a visitor
// said at the kiosk and needn't say again at the window. Staff alone get to see it.
type Reply struct {
	Question QuestionID `json:"question"`
	Answer   AnswerID   `json:"answer"`
}

// Lead is where answers lead: to the question that comes next, to a service, or to the desk.
// The zero Lead leads nowhere: there are no questions.
type Lead struct {
	Question *Question
	Service  ServiceID
	Desk     bool
}

// Entry is where the kiosk sends people who can't say where to go.
type Entry string

// The entries.
const (
	EntryTriage    Entry = ""          // to the questions of the triage, if there are any
	EntryReception Entry = "reception" // to a person at the desk first
)

// Question gives a question, or nil.
func (t *Triage) Question(id QuestionID) *Question {
	if t == nil {
		return nil
	}
	i := slices.IndexFunc(t.Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return nil
	}
	return &t.Questions[i]
}

// Choice gives one of a question's answers, or nil.
func (q *Question) Choice(id AnswerID) *Choice {
	i := slices.IndexFunc(q.Answers, func(c Choice) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return &q.Answers[i]
}

// Find gives the question and the choice of an answer that was given; nil for both when the
// rules know them no longer.
func (t *Triage) Find(a Reply) (*Question, *Choice) {
	q := t.Question(a.Question)
	if q == nil {
		return nil, nil
	}
	c := q.Choice(a.Answer)
	if c == nil {
		return nil, nil
	}
	return q, c
}

// Walk follows answers from the first question. It gives how many of them are a way through
// the tree, from the first on, and where those lead.
func (t *Triage) Walk(brief []Reply) (lead Lead, n int) {
	if t == nil || len(t.Questions) == 0 {
		return Lead{}, 0
	}
	lead.Question = &t.Questions[0]
	for _, a := range brief {
		if lead.Question == nil || lead.Question.ID != a.Question {
			return lead, n
		}
		c := lead.Question.Choice(a.Answer)
		if c == nil {
			return lead, n
		}
		lead = Lead{Question: t.Question(c.Question), Service: c.Service, Desk: c.Desk}
		n++
	}
	return lead, n
}

// Depth is how many questions the longest way from one has, with it.
func (t *Triage) Depth(id QuestionID) int {
	return t.depth(id, map[QuestionID]int{})
}

func (t *Triage) depth(id QuestionID, known map[QuestionID]int) int {
	q := t.Question(id)
	if q == nil {
		return 0
	}
	if n, ok := known[id]; ok {
		return n
	}
	known[id] = 1 // no way leads back; one that did would end here
	most := 0
	for i := range q.Answers {
		most = max(most, t.depth(q.Answers[i].Question, known))
	}
	known[id] = most + 1
	return most + 1
}

// briefed refuses a brief that is not a way through the tree in force, from its first
// question on. It may end before a leaf, and the service may be another one than the leaf's:
// whoever breaks off, or takes what is open instead, has said what was said.
func (r *Rules) briefed(brief []Reply) error {
	lead, n := r.Triage.Walk(brief)
	if n == len(brief) {
		return nil
	}
	part := "question" // the value isn't told: it may be anything
	if lead.Question != nil && lead.Question.ID == brief[n].Question {
		part = "answer"
	}
	return refuse(ErrBadValue, "field", fmt.Sprintf("brief[%d].%s", n, part))
}

// Instead gives the service to go to while one gives out no numbers: the one that the rules
// name, or that one's own when it gives out none either; empty when there is none.
func (l *Lobby) Instead(id ServiceID, wall time.Time) ServiceID {
	seen := []ServiceID{id}
	for s := l.rules.Service(id); s != nil && s.Instead != ""; s = l.rules.Service(s.Instead) {
		if slices.Contains(seen, s.Instead) {
			return ""
		}
		if o, _ := l.Takes(s.Instead, wall); o.Open {
			return s.Instead
		}
		seen = append(seen, s.Instead)
	}
	return ""
}
