package kiosk

import (
	"sync"

	"onedoor/kiosk/search"
	"onedoor/queue"
)

// deepest is how many answers down the triage a search reads: further down they are yes and no,
// which say nothing of the matter.
const deepest = 2

// The ranks of what finds a service or a question.
const (
	rankSeen       = 0 // words and names
	rankFurther    = 1 // the rules' further words
	rankAnswer     = 1 // answers of the triage that lead there
	rankDepartment = 2
)

// finder finds services and questions; it is made anew when the rules change.
type finder struct {
	mu    sync.Mutex
	rules *queue.Rules
	index *search.Index
}

func (f *finder) find(r *queue.Rules, typed string, limit int) []search.Hit {
	f.mu.Lock()
	if f.rules != r {
		f.rules, f.index = r, search.New(findable(r))
	}
	index := f.index
	f.mu.Unlock()
	return index.Find(typed, limit)
}

// findable lists what a visitor may search for: the services, by their ids, and the answers that
// lead on to another question, by the way to it.
func findable(r *queue.Rules) []search.Entry {
	people := map[queue.StaffID]queue.Text{}
	for i := range r.Staff {
		people[r.Staff[i].ID] = r.Staff[i].Public
	}
	departments := map[queue.DepartmentID]queue.Text{}
	for i := range r.Departments {
		departments[r.Departments[i].ID] = r.Departments[i].Name
	}
	answers, ways := answersOf(r.Triage)
	var list []search.Entry
	for i := range r.Services {
		s := &r.Services[i]
		e := search.Entry{ID: string(s.ID)}
		add := func(rank int, texts ...queue.Text) {
			for _, t := range texts {
				for _, words := range t {
					e.Words = append(e.Words, search.Words{Text: words, Rank: rank})
				}
			}
		}
		add(rankSeen, s.Words...)
		add(rankSeen, s.Name, s.Public, people[s.Person])
		for _, w := range s.Search {
			e.Words = append(e.Words, search.Words{Text: w, Rank: rankFurther})
		}
		add(rankAnswer, answers[s.ID]...)
		add(rankDepartment, departments[s.Department])
		list = append(list, e)
	}
	return append(list, ways...)
}

// answersOf reads the triage's first answers: those that lead to a service, as words of it, and
// those that lead to another question, as entries whose id is the way to it.
func answersOf(t *queue.Triage) (of map[queue.ServiceID][]queue.Text, ways []search.Entry) {
	of = map[queue.ServiceID][]queue.Text{}
	if t == nil || len(t.Questions) == 0 {
		return of, nil
	}
	var down func(q *queue.Question, so string, depth int)
	down = func(q *queue.Question, so string, depth int) {
		for i := range q.Answers {
			a := &q.Answers[i]
			if a.Service != "" {
				of[a.Service] = append(of[a.Service], a.Text)
			}
			next := t.Question(a.Question)
			if next == nil {
				continue
			}
			e := search.Entry{ID: so + "/" + segment(queue.Reply{Question: q.ID, Answer: a.ID})}
			for _, words := range a.Text {
				e.Words = append(e.Words, search.Words{Text: words, Rank: rankAnswer})
			}
			ways = append(ways, e)
			if depth < deepest {
				down(next, e.ID, depth+1)
			}
		}
	}
	down(&t.Questions[0], "", 1)
	return of, ways
}
