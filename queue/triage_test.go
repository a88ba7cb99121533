package queue_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// asking are rules with questions.
func asking() *queue.Rules {
	r := queuetest.Rules()
	r.Triage = queuetest.Triage()
	return r
}

// TestTriage walks answers through the tree: what is asked next, or where one goes.
func TestTriage(t *testing.T) {
	for name, c := range map[string]struct {
		brief []queue.Reply
		good  int    // how many of them are a way
		leads string // question:…, service:… or desk
	}{
		"nothing said yet":                    {nil, 0, "question:what"},
		"a legal question goes to legal aid":  {queuetest.Brief("what", "law"), 1, "service:legal"},
		"wages: would mediation do?":          {queuetest.Brief("what", "wages"), 1, "question:talk"},
		"it would: mediation first":           {queuetest.Brief("what", "wages", "talk", "yes"), 2, "service:mediation"},
		"it wouldn't":                         {queuetest.Brief("what", "wages", "talk", "no"), 2, "service:labour"},
		"two answers lead to one question":    {queuetest.Brief("what", "quarrel", "talk", "yes"), 2, "service:mediation"},
		"who can't say goes to the desk":      {queuetest.Brief("what", "unsure"), 1, "desk"},
		"an answer there isn't":               {queuetest.Brief("what", "weather"), 0, "question:what"},
		"another question's answer":           {queuetest.Brief("what", "yes"), 0, "question:what"},
		"not from the first question on":      {queuetest.Brief("talk", "yes"), 0, "question:what"},
		"the same question twice":             {queuetest.Brief("what", "wages", "what", "law"), 1, "question:talk"},
		"an answer more than there are asked": {queuetest.Brief("what", "law", "talk", "yes"), 1, "service:legal"},
	} {
		t.Run(name, func(t *testing.T) {
			lead, good := asking().Triage.Walk(c.brief)
			if got := place(lead); got != c.leads || good != c.good {
				t.Errorf("%d answers lead to %s, want %d to %s", good, got, c.good, c.leads)
			}
		})
	}
}

func place(l queue.Lead) string {
	switch {
	case l.Question != nil:
		return "question:" + string(l.Question.ID)
	case l.Service != "":
		return "service:" + string(l.Service)
	case l.Desk:
		return "desk"
	}
	return "nowhere"
}

// TestABriefIsAWayThroughTheTree has tickets issued with answers that are one, and with others.
func TestABriefIsAWayThroughTheTree(t *testing.T) {
	for name, c := range map[string]struct {
		rules *queue.Rules
		brief []queue.Reply
		field string // of the refusal; empty: it is taken
	}{
		"a whole way":                    {asking(), queuetest.Brief("what", "wages", "talk", "yes"), ""},
		"a way to another service":       {asking(), queuetest.Brief("what", "law"), ""},
		"a way broken off":               {asking(), queuetest.Brief("what", "wages"), ""},
		"the desk's":                     {asking(), queuetest.Brief("what", "unsure"), ""},
		"none":                           {asking(), nil, ""},
		"none where nothing is asked":    {queuetest.Rules(), nil, ""},
		"an unknown answer":              {asking(), queuetest.Brief("what", "Mr Li"), "brief[0].answer"},
		"an unknown second answer":       {asking(), queuetest.Brief("what", "wages", "talk", "perhaps"), "brief[1].answer"},
		"a question out of turn":         {asking(), queuetest.Brief("talk", "yes"), "brief[0].question"},
		"going on behind a leaf":         {asking(), queuetest.Brief("what", "law", "talk", "yes"), "brief[1].question"},
		"where nothing is asked":         {queuetest.Rules(), queuetest.Brief("what", "law"), "brief[0].question"},
		"an answer that isn't there":     {asking(), []queue.Reply{{Question: "what"}}, "brief[0].answer"},
		"not even a question that there": {asking(), []queue.Reply{{}}, "brief[0].question"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, c.rules)
			issue := queue.Issue{Service: "mediation", Seed: queuetest.Seed(), Brief: c.brief}
			if c.field == "" {
				d.do(issue)
				if got := d.lobby.Ticket(1).Brief; !slices.Equal(got, c.brief) {
					t.Errorf("the ticket's brief is %v", got)
				}
				return
			}
			_, err := queue.Decide(d.lobby, issue, queue.Input{Actor: queue.System, Now: d.now})
			e, ok := errors.AsType[*queue.Error](err)
			if !ok || e.Code != queue.ErrBadValue || e.Args["field"] != c.field || strings.Contains(err.Error(), "Li") {
				t.Errorf("refused with %v, want the field %s and not its value", err, c.field)
			}
		})
	}
}

// TestTheBriefGoesAlong follows a brief from window to window, past an undo, a change of the
// questions and a restart.
func TestTheBriefGoesAlong(t *testing.T) {
	d := newHallDay(t, asking())
	brief := queuetest.Brief("what", "wages", "talk", "no")
	has := func(when string) {
		t.Helper()
		if got := d.lobby.Ticket(1).Brief; !slices.Equal(got, brief) {
			t.Errorf("%s it is %v", when, got)
		}
	}
	d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "court"})
	d.do(queue.Issue{Service: "labour", Seed: queuetest.Seed(), Brief: brief}, queue.Next{Window: "w1"})
	has("at the first window")
	d.do(queue.Transfer{Window: "w1", Service: "court"}, queue.Undo{Window: "w1"})
	has("after an undo")
	d.do(queue.Transfer{Window: "w1", Service: "court"}, queue.SetRules{Rules: queuetest.Rules()}, queue.Next{Window: "court"})
	has("at the next window, when nothing is asked any more")
	snapshot, err := d.lobby.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if d.lobby, err = queue.RestoreLobby(snapshot); err != nil {
		t.Fatal(err)
	}
	has("after a restart")
	if raw, err := queue.EncodeData(d.events[4].Data); err != nil || !strings.Contains(string(raw), `"brief":[{"question":"what","answer":"wages"},{"question":"talk","answer":"no"}]`) {
		t.Errorf("the books say %s: %v", raw, err)
	}
}

// TestFaultsOfATree breaks the tree in one way at a time.
func TestFaultsOfATree(t *testing.T) {
	what, talk := func(tr *queue.Triage) *queue.Question { return &tr.Questions[0] }, func(tr *queue.Triage) *queue.Question { return &tr.Questions[1] }
	for name, c := range map[string]struct {
		spoil func(*queue.Rules)
		want  []queue.Fault
		runs  bool // the rules are taken all the same
	}{
		"none":                       {func(*queue.Rules) {}, nil, true},
		"a question without answers": {func(r *queue.Rules) { talk(r.Triage).Answers = nil }, []queue.Fault{{Kind: queue.FaultDeadEnd, Question: 1, Answer: -1}}, false},
		"an answer leads nowhere":    {func(r *queue.Rules) { what(r.Triage).Answers[3].Desk = false }, []queue.Fault{{Kind: queue.FaultNowhere, Answer: 3}}, false},
		"an answer leads to two places": {
			func(r *queue.Rules) { what(r.Triage).Answers[0].Desk = true }, []queue.Fault{{Kind: queue.FaultFork}}, false,
		},
		"an unknown question": {
			func(r *queue.Rules) { what(r.Triage).Answers[0].Question = "tlak" }, []queue.Fault{{Kind: queue.FaultQuestion}}, false,
		},
		"an unknown service": {func(r *queue.Rules) { what(r.Triage).Answers[1].Service = "x" }, []queue.Fault{{Kind: queue.FaultService, Answer: 1}}, false},
		"a loop": {
			func(r *queue.Rules) { c := &talk(r.Triage).Answers[1]; c.Service, c.Question = "", "what" },
			[]queue.Fault{{Kind: queue.FaultLoop, Question: 1, Answer: 1}},
			false,
		},
		"a question that asks itself": {
			func(r *queue.Rules) { what(r.Triage).Answers[0].Question = "what" }, []queue.Fault{{Kind: queue.FaultLoop}}, false,
		},
		"a loop nobody gets into": {
			func(r *queue.Rules) {
				ask := func(id, next string) queue.Question {
					return queue.Question{ID: queue.QuestionID(id), Answers: []queue.Choice{{ID: "on", Question: queue.QuestionID(next)}}}
				}
				r.Triage.Questions = append(r.Triage.Questions, ask("a", "b"), ask("b", "a"))
			},
			[]queue.Fault{{Kind: queue.FaultLoop, Question: 3}},
			false,
		},
		"a question twice":          {func(r *queue.Rules) { talk(r.Triage).ID = "what" }, []queue.Fault{{Kind: queue.FaultQuestion}, {Kind: queue.FaultQuestion, Answer: 2}, {Kind: queue.FaultTwice, Question: 1, Answer: -1}}, false},
		"an answer twice":           {func(r *queue.Rules) { talk(r.Triage).Answers[1].ID = "yes" }, []queue.Fault{{Kind: queue.FaultTwice, Question: 1, Answer: 1}}, false},
		"an answer without an id":   {func(r *queue.Rules) { talk(r.Triage).Answers[1].ID = "" }, []queue.Fault{{Kind: queue.FaultNoID, Question: 1, Answer: 1}}, false},
		"a leaf that nobody serves": {func(r *queue.Rules) { r.Windows[2].Services = nil }, []queue.Fault{{Kind: queue.FaultUnserved, Question: 1}}, true},
		"a question nobody gets to": {func(r *queue.Rules) {
			r.Triage.Questions = append(r.Triage.Questions, queue.Question{ID: "far", Answers: []queue.Choice{{ID: "a", Desk: true}}})
		}, []queue.Fault{{Kind: queue.FaultUnasked, Question: 2, Answer: -1}}, true},
		"a way round that is unknown": {func(r *queue.Rules) { r.Services[0].Instead = "x" }, nil, false},
		"a way round to itself":       {func(r *queue.Rules) { r.Services[0].Instead = "legal" }, nil, false},
		"an entry there isn't":        {func(r *queue.Rules) { r.Centre.Entry = "roof" }, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := asking()
			c.spoil(r)
			if got := r.Triage.Faults(r); !slices.Equal(got, c.want) {
				t.Errorf("found %v, want %v", got, c.want)
			}
			if err := r.Prepare(); (err == nil) != c.runs {
				t.Errorf("the rules: %v", err)
			}
		})
	}
}

// TestInstead has services closed by their hours and asks where to go.
func TestInstead(t *testing.T) {
	at := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		closed  []queue.ServiceID
		instead map[queue.ServiceID]queue.ServiceID
		want    queue.ServiceID
	}{
		"nothing is named":              {[]queue.ServiceID{"legal"}, nil, ""},
		"the one named":                 {[]queue.ServiceID{"legal"}, map[queue.ServiceID]queue.ServiceID{"legal": "labour"}, "labour"},
		"that one is closed too":        {[]queue.ServiceID{"legal", "labour"}, map[queue.ServiceID]queue.ServiceID{"legal": "labour"}, ""},
		"and names another":             {[]queue.ServiceID{"legal", "labour"}, map[queue.ServiceID]queue.ServiceID{"legal": "labour", "labour": "court"}, "court"},
		"two that name each other":      {[]queue.ServiceID{"legal", "labour"}, map[queue.ServiceID]queue.ServiceID{"legal": "labour", "labour": "legal"}, ""},
		"who is open names one as well": {nil, map[queue.ServiceID]queue.ServiceID{"legal": "labour"}, "labour"},
	} {
		t.Run(name, func(t *testing.T) {
			r := queuetest.Rules()
			for i := range r.Services {
				s := &r.Services[i]
				if s.Instead = c.instead[s.ID]; slices.Contains(c.closed, s.ID) {
					s.Hours = &queue.Hours{}
				}
			}
			d := newHallDay(t, r)
			if got := d.lobby.Instead("legal", at); got != c.want {
				t.Errorf("it is %q, want %q", got, c.want)
			}
		})
	}
}

// TestRulesWithoutQuestionsReadAsBefore holds that a centre without a triage has the bytes it had.
func TestRulesWithoutQuestionsReadAsBefore(t *testing.T) {
	b, err := queuetest.Rules().Canonical()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{`"triage"`, `"entry"`, `"instead"`, `"brief"`} {
		if strings.Contains(string(b), word) {
			t.Errorf("the rules say %s", word)
		}
	}
}
