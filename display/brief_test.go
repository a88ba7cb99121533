package display

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestTheBriefInWords reads a brief in each language, under rules that know it, know a part of
// it, and know nothing of it; the visitor's view of the same ticket never tells it.
func TestTheBriefInWords(t *testing.T) {
	with := func(change func(*queue.Triage)) *queue.Rules {
		r := queuetest.Rules()
		r.Triage = queuetest.Triage()
		change(r.Triage)
		if err := r.Prepare(); err != nil {
			t.Fatal(err)
		}
		return r
	}
	none := with(func(*queue.Triage) {})
	none.Triage = nil
	ticket := &queue.Ticket{Number: "A001", Service: "mediation", State: queue.Waiting, Legs: []queue.Leg{{Service: "mediation"}}}
	ticket.Brief = queuetest.Brief("what", "wages", "talk", "yes")
	for name, c := range map[string]struct {
		rules *queue.Rules
		lang  string
		want  []string
	}{
		"in Chinese":         {with(func(*queue.Triage) {}), "zh", []string{"您遇到什么事？工资没拿到", "愿意先调解吗？愿意"}},
		"in English":         {with(func(*queue.Triage) {}), "en", []string{"What is the trouble?I haven’t been paid", "Would you accept mediation?Yes"}},
		"an answer has gone": {with(func(tr *queue.Triage) { tr.Questions[1].Answers[0].ID = "sure" }), "zh", []string{"您遇到什么事？工资没拿到"}},
		"all has gone":       {none, "zh", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, line := range NewBrief(ticket, c.rules, c.lang) {
				got = append(got, line.Asked+line.Said)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("it reads %q, want %q", got, c.want)
			}
			b, err := json.Marshal(NewTicketView(ticket, c.rules, 0, c.lang))
			if err != nil || strings.Contains(string(b), "wages") || strings.Contains(string(b), "brief") {
				t.Errorf("the visitor reads %s: %v", b, err)
			}
		})
	}
}
