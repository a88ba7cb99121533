package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// triage is the tree of questions, the first of them first.
type triage struct {
	Entry     string     `json:"entry"` // triage or reception: where a kiosk sends who can't say
	Questions []question `json:"questions"`
}

// question is one question of the triage.
type question struct {
	ID      queue.QuestionID `json:"id"`
	Text    string           `json:"text"`
	Lead    string           `json:"lead,omitempty"`
	Answers []choice         `json:"answers"`
}

// choice is an answer and where it leads: to just one of question, service and desk.
type choice struct {
	ID       queue.AnswerID    `json:"id"`
	Text     string            `json:"text"`
	Icon     string            `json:"icon,omitempty"`
	Question *queue.QuestionID `json:"question"`
	Service  *queue.ServiceID  `json:"service"`
	Desk     bool              `json:"desk"`
	Open     *bool             `json:"open"`     // whether the service gives out numbers now; null when it leads to none
	Why      *string           `json:"why"`      // why it doesn't
	OpensAt  *time.Time        `json:"opens_at"` // when it does again
	Instead  *queue.ServiceID  `json:"instead"`  // null while it is closed: the desk
}

func (a *api) triage(c *gin.Context) {
	lang, now := a.Kit.Lang(c), a.Queue.Wall()
	v := triage{Entry: "triage", Questions: []question{}}
	a.Queue.View(func(l *queue.Lobby) {
		r := l.Rules()
		if r.Centre.Entry == queue.EntryReception {
			v.Entry = string(queue.EntryReception)
		}
		if r.Triage == nil {
			return
		}
		for i := range r.Triage.Questions {
			q := &r.Triage.Questions[i]
			out := question{ID: q.ID, Text: q.Text.In(lang), Lead: q.Lead.In(lang), Answers: []choice{}}
			for k := range q.Answers {
				out.Answers = append(out.Answers, a.choice(l, &q.Answers[k], lang, now))
			}
			v.Questions = append(v.Questions, out)
		}
	})
	a.answer(c, http.StatusOK, v)
}

func (a *api) choice(l *queue.Lobby, c *queue.Choice, lang string, now time.Time) choice {
	v := choice{ID: c.ID, Text: c.Text.In(lang), Icon: c.Icon, Desk: c.Desk}
	if c.Question != "" {
		v.Question = &c.Question
	}
	if c.Service == "" {
		return v
	}
	o, why := l.Takes(c.Service, now)
	v.Service, v.Open, v.OpensAt = &c.Service, &o.Open, instant(o.From)
	if why != nil {
		sentence := a.Kit.Reason(lang, *why)
		v.Why = &sentence
	}
	if !o.Open {
		if in := l.Instead(c.Service, now); in != "" {
			v.Instead = &in
		}
	}
	return v
}

// brief is what the visitor answered, as a body tells it.
type brief []queue.Reply

// UnmarshalJSON takes a list of objects with question and answer, read as strictly as a body.
func (b *brief) UnmarshalJSON(raw []byte) error {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return err
	}
	*b = brief{}
	for _, each := range list {
		var said struct {
			Question queue.QuestionID `json:"question" need:"true"`
			Answer   queue.AnswerID   `json:"answer" need:"true"`
		}
		if err := decode(each, &said); err != nil {
			return err
		}
		*b = append(*b, queue.Reply{Question: said.Question, Answer: said.Answer})
	}
	return nil
}
