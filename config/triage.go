package config

import (
	"fmt"
	"slices"

	"onedoor/queue"
)

// maxAnswers is how many answers a page of the kiosk holds, in large type too.
const maxAnswers = 6

// askedAt is where a question stands, with its answers.
type askedAt struct {
	id, answers spot
	choices     []choiceAt
}

// choiceAt is where an answer stands, and where it says what it leads to.
type choiceAt struct {
	id, question, service spot
	told                  bool // what it leads to can't be read, which was told
}

func (b *builder) readTriage(root *table) {
	v, ok := root.get("triage")
	if !ok {
		return
	}
	list := b.items(v, `"triage"`)
	b.emptyList(v, `"triage" is empty`, "write a question, or leave the key out: then there are none")
	tree := &queue.Triage{}
	for _, v := range list {
		t, ok := b.table(v, "a question")
		if !ok {
			continue
		}
		id := t.needID("id", "id: what")
		t.what = about(aQuestion, id)
		q := queue.Question{ID: queue.QuestionID(id.id), Text: t.needNames("ask"), Lead: t.names("lead")}
		at := askedAt{id: id.at, answers: t.spotOfKey("answers")}
		if id.at == (spot{}) {
			at.id = t.at
		}
		items := t.items("answers")
		for _, v := range items {
			b.readChoice(&q, &at, v)
		}
		if len(items) > maxAnswers {
			b.bad(at.answers, fmt.Sprintf("%s has %d answers; a page of the kiosk holds %d", t.what, len(items), maxAnswers), "ask in two steps, or send the rest to the desk")
		}
		t.done()
		tree.Questions, b.asked = append(tree.Questions, q), append(b.asked, at)
	}
	if len(tree.Questions) > 0 {
		b.rules.Triage = tree
	}
}

func (b *builder) readChoice(q *queue.Question, at *askedAt, v value) {
	t, ok := b.table(v, "an answer")
	if !ok {
		return
	}
	id := t.needID("id", "id: wages")
	t.what = b.choiceName(q.ID, queue.AnswerID(id.id))
	problems := len(b.problems)
	question, service := t.maybeID("question"), t.maybeID("service")
	told := len(b.problems) > problems
	q.Answers = append(q.Answers, queue.Choice{
		ID: queue.AnswerID(id.id), Text: t.needNames("say"), Icon: b.icon(t),
		Question: queue.QuestionID(question.id), Service: queue.ServiceID(service.id), Desk: t.yes("desk", false),
	})
	spots := choiceAt{id.at, question.at, service.at, told}
	if id.at == (spot{}) {
		spots.id = t.at
	}
	at.choices = append(at.choices, spots)
	t.done()
}

// choiceName names an answer in a sentence, as far as it and its question have ids.
func (b *builder) choiceName(q queue.QuestionID, a queue.AnswerID) string {
	name := "an answer"
	if a != "" {
		name = fmt.Sprintf("the answer %q", a)
	}
	return name + " of " + about(aQuestion, ref{id: string(q)})
}

// checkTriage finds what is wrong with the questions as a tree.
func (b *builder) checkTriage() {
	tree := b.rules.Triage
	for _, f := range tree.Faults(b.rules) {
		q, at := &tree.Questions[f.Question], &b.asked[f.Question]
		if f.Answer < 0 {
			b.questionFault(f.Kind, q, at)
			continue
		}
		b.choiceFault(f.Kind, q, f.Answer, at)
	}
}

func (b *builder) questionFault(k queue.FaultKind, q *queue.Question, at *askedAt) {
	what := about(aQuestion, ref{id: string(q.ID)})
	switch k {
	case queue.FaultTwice:
		first := slices.IndexFunc(b.rules.Triage.Questions, func(o queue.Question) bool { return o.ID == q.ID })
		b.bad(at.id, fmt.Sprintf("%s is there twice, first on line %d", what, b.asked[first].id.line), "give it an id of its own")
	case queue.FaultDeadEnd:
		b.bad(at.answers, what+" has no answers: nobody gets on from there", "write answers: a list with id, say, and question, service or desk: true")
	case queue.FaultUnasked:
		b.warn(at.id, "nobody is asked "+what+": no way from the first question leads to it", "lead an answer to it by question: "+string(q.ID)+", or take it out")
	case queue.FaultNoID, queue.FaultNowhere, queue.FaultFork, queue.FaultQuestion, queue.FaultService, queue.FaultLoop, queue.FaultUnserved:
		// A missing id was told when it was read; the others are an answer's.
	}
}

func (b *builder) choiceFault(k queue.FaultKind, q *queue.Question, n int, at *askedAt) {
	c, spots := &q.Answers[n], at.choices[n]
	what := b.choiceName(q.ID, c.ID)
	switch k {
	case queue.FaultTwice:
		first := slices.IndexFunc(q.Answers, func(o queue.Choice) bool { return o.ID == c.ID })
		b.bad(spots.id, fmt.Sprintf("%s is there twice, first on line %d", what, at.choices[first].id.line), "give it an id of its own")
	case queue.FaultNowhere:
		if !spots.told {
			b.bad(spots.id, what+" leads nowhere", "write question: or service: with an id, or desk: true")
		}
	case queue.FaultFork:
		b.bad(spots.id, what+" leads to several places", "keep one of question, service and desk: true")
	case queue.FaultQuestion:
		var known []string
		for i := range b.rules.Triage.Questions {
			known = append(known, string(b.rules.Triage.Questions[i].ID))
		}
		b.bad(spots.question, fmt.Sprintf("%s leads to the question %q, which doesn't exist", what, c.Question), guess(string(c.Question), known))
	case queue.FaultService:
		var known []string
		for i := range b.rules.Services {
			known = append(known, string(b.rules.Services[i].ID))
		}
		b.bad(spots.service, fmt.Sprintf("%s leads to the service %q, which doesn't exist", what, c.Service), guess(string(c.Service), known))
	case queue.FaultLoop:
		b.bad(spots.question, fmt.Sprintf("%s leads back to the question %q: people would go round in a circle", what, c.Question), "lead on to another question, to a service or to the desk")
	case queue.FaultUnserved:
		b.bad(spots.service, fmt.Sprintf("%s leads to the service %q, which no window serves", what, c.Service), "lead to another service, or have a window serve it")
	case queue.FaultNoID, queue.FaultDeadEnd, queue.FaultUnasked:
		// A missing id was told when it was read; the others are a question's.
	}
}
