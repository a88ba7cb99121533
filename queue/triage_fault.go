package queue

import "slices"

// Fault is what is wrong with a tree of questions, and where.
type Fault struct {
	Kind     FaultKind
	Question int // its place in Questions, from 0
	Answer   int // its place in the question's Answers, from 0; -1: the question itself
}

// FaultKind is a way in which a tree of questions can be wrong.
type FaultKind string

// The faults. All but the last two make a tree that can't be walked.
const (
	FaultNoID     FaultKind = "no_id"            // a question or an answer without an id
	FaultTwice    FaultKind = "twice"            // the id stands before, in the tree or in the question
	FaultDeadEnd  FaultKind = "dead_end"         // a question without an answer
	FaultNowhere  FaultKind = "nowhere"          // an answer that leads nowhere
	FaultFork     FaultKind = "fork"             // an answer that leads to several places
	FaultQuestion FaultKind = "unknown_question" // an answer that leads to a question there isn't
	FaultService  FaultKind = "unknown_service"  // an answer that leads to a service there isn't
	FaultLoop     FaultKind = "loop"             // an answer that leads back to a question already asked
	FaultUnserved FaultKind = "unserved"         // an answer that leads to a service that no window serves
	FaultUnasked  FaultKind = "unasked"          // a question that no way leads to
)

// Faults lists what is wrong with the tree under rules, in its order. Questions that nobody
// is asked are told of a tree that is right otherwise: they may be what another fault looks like.
func (t *Triage) Faults(r *Rules) []Fault {
	if t == nil {
		return nil
	}
	var list []Fault
	for i := range t.Questions {
		q := &t.Questions[i]
		at := func(k FaultKind) { list = append(list, Fault{k, i, -1}) }
		switch first := slices.IndexFunc(t.Questions, func(o Question) bool { return o.ID == q.ID }); {
		case q.ID == "":
			at(FaultNoID)
		case first < i:
			at(FaultTwice)
		}
		if len(q.Answers) == 0 {
			at(FaultDeadEnd)
		}
		for k := range q.Answers {
			if kind := t.faultOf(r, q, k); kind != "" {
				list = append(list, Fault{kind, i, k})
			}
		}
	}
	list = append(list, t.loops()...)
	if len(list) == 0 {
		list = t.unasked()
	}
	slices.SortStableFunc(list, func(a, b Fault) int {
		if a.Question != b.Question {
			return a.Question - b.Question
		}
		return a.Answer - b.Answer
	})
	return list
}

// faultOf says what is wrong with an answer by itself; empty: nothing.
func (t *Triage) faultOf(r *Rules, q *Question, k int) FaultKind {
	c, ways := &q.Answers[k], 0
	for _, leads := range [...]bool{c.Question != "", c.Service != "", c.Desk} {
		if leads {
			ways++
		}
	}
	switch {
	case c.ID == "":
		return FaultNoID
	case slices.IndexFunc(q.Answers, func(o Choice) bool { return o.ID == c.ID }) < k:
		return FaultTwice
	case ways == 0:
		return FaultNowhere
	case ways > 1:
		return FaultFork
	case c.Question != "" && t.Question(c.Question) == nil:
		return FaultQuestion
	case c.Service == "":
		return ""
	case !slices.ContainsFunc(r.Services, func(s Service) bool { return s.ID == c.Service }):
		return FaultService
	case !slices.ContainsFunc(r.Windows, func(w WindowRule) bool { return w.Serves(c.Service) }):
		return FaultUnserved
	}
	return ""
}

// next gives the place of the question that an answer leads to, or -1.
func (t *Triage) next(c *Choice) int {
	return slices.IndexFunc(t.Questions, func(q Question) bool { return q.ID == c.Question && c.Question != "" })
}

// loops finds the answers that lead back to a question on the way to them.
func (t *Triage) loops() (list []Fault) {
	const coming, over = 1, 2
	state := make([]int, len(t.Questions))
	var walk func(i int)
	walk = func(i int) {
		state[i] = coming
		for k := range t.Questions[i].Answers {
			switch n := t.next(&t.Questions[i].Answers[k]); {
			case n < 0 || state[n] == over:
			case state[n] == coming:
				list = append(list, Fault{FaultLoop, i, k})
			default:
				walk(n)
			}
		}
		state[i] = over
	}
	for i := range t.Questions {
		if state[i] == 0 {
			walk(i)
		}
	}
	return list
}

// unasked finds the questions that no way from the first leads to.
func (t *Triage) unasked() (list []Fault) {
	asked := make([]bool, len(t.Questions))
	var walk func(i int)
	walk = func(i int) {
		if asked[i] {
			return
		}
		asked[i] = true
		for k := range t.Questions[i].Answers {
			if n := t.next(&t.Questions[i].Answers[k]); n >= 0 {
				walk(n)
			}
		}
	}
	if len(t.Questions) > 0 {
		walk(0)
	}
	for i, was := range asked {
		if !was {
			list = append(list, Fault{FaultUnasked, i, -1})
		}
	}
	return list
}

// checkTriage refuses a tree that can't be walked, and a way out that leads nowhere.
func (r *Rules) checkTriage() (bad []error) {
	for _, f := range r.Triage.Faults(r) {
		if f.Kind != FaultUnserved && f.Kind != FaultUnasked {
			bad = append(bad, refuse(ErrBadRules, "what", "triage_"+string(f.Kind), "value", string(r.Triage.Questions[f.Question].ID)))
		}
	}
	if r.Centre.Entry != EntryTriage && r.Centre.Entry != EntryReception {
		bad = append(bad, refuse(ErrBadRules, "what", "entry", "value", string(r.Centre.Entry)))
	}
	for i := range r.Services {
		in := r.Services[i].Instead
		known := slices.ContainsFunc(r.Services, func(s Service) bool { return s.ID == in })
		if in != "" && (!known || in == r.Services[i].ID) {
			bad = append(bad, refuse(ErrBadRules, "what", "instead", "value", string(in)))
		}
	}
	return bad
}
