package queue_test

import (
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// formal are rules with outcomes that ask for more than a key.
func formal() *queue.Rules {
	r := queuetest.Rules()
	zh := func(s string) queue.Text { return queue.Text{"zh": s, "en": s} }
	r.Outcomes = append(r.Outcomes,
		queue.Outcome{ID: "filed", Name: zh("立案"), Counts: queue.CountsAccepted, Field: queue.FieldCase, Needed: true, Confirm: queue.ConfirmRequired},
		queue.Outcome{ID: "referred", Name: zh("告知其他单位"), Field: queue.FieldReferred},
		queue.Outcome{ID: "mediated", Name: zh("调解成功"), Counts: queue.CountsMediated},
	)
	r.Outcomes[1].Confirm = queue.ConfirmAsked
	r.Bodies = []queue.Body{{ID: "housing", Name: zh("住建局")}}
	r.Categories = []queue.Category{{ID: "fees", Name: zh("物业费")}, {ID: "wages", Name: zh("欠薪")}}
	r.Tags = []queue.Tag{{ID: "east-gardens", Name: zh("东苑"), Kind: queue.TagPlace}, {ID: "acme", Name: zh("某公司"), Kind: queue.TagParty}}
	r.Policy.Surge = queue.SurgeRule{Count: 3, Days: 14}
	r.Services[2].Outcomes = []queue.OutcomeID{"mediated", "answered"}
	return r
}

// inHandAt is a hall with a ticket of a service in hand at a window.
func inHandAt(t *testing.T, w queue.WindowID, s queue.ServiceID) *hallDay {
	t.Helper()
	d := newHallDay(t, formal())
	d.do(queue.OpenWindow{Window: w}, queue.Issue{Service: s, Seed: queuetest.Seed()}, queue.Next{Window: w})
	return d
}

// TestOutcomesThatAskForMore ends visits with outcomes that need a field or a second yes.
func TestOutcomesThatAskForMore(t *testing.T) {
	for name, c := range map[string]struct {
		outcome queue.OutcomeID
		details queue.Details
		code    queue.Code // of the refusal; empty: it is taken
		want    queue.Ended
		row     string // the kind of the personal row
	}{
		"a plain one":              {"answered", queue.Details{}, "", queue.Ended{Counts: queue.CountsNothing}, ""},
		"受理 from a program":        {"accepted", queue.Details{}, "", queue.Ended{Counts: queue.CountsAccepted}, ""},
		"受理 with the second yes":   {"accepted", queue.Details{Confirmed: true}, "", queue.Ended{Counts: queue.CountsAccepted, Confirmed: true}, ""},
		"without a required yes":   {"filed", queue.Details{Case: "2026-1"}, queue.ErrConfirmNeeded, queue.Ended{}, ""},
		"without its case number":  {"filed", queue.Details{Confirmed: true, Case: " "}, queue.ErrFieldNeeded, queue.Ended{}, ""},
		"with both":                {"filed", queue.Details{Confirmed: true, Case: "2026-1"}, "", queue.Ended{Counts: queue.CountsAccepted, Confirmed: true}, queue.RowCase},
		"whom else to ask, unsaid": {"referred", queue.Details{}, "", queue.Ended{Counts: queue.CountsNothing}, ""},
		"whom else, by id":         {"referred", queue.Details{ReferredTo: "housing"}, "", queue.Ended{Counts: queue.CountsNothing, Body: "housing"}, ""},
		"whom else, in words":      {"referred", queue.Details{ReferredTo: "市民政局三楼"}, "", queue.Ended{Counts: queue.CountsNothing, Row: 1}, queue.RowReferred},
		"a field it doesn't have":  {"answered", queue.Details{ReferredTo: "housing"}, queue.ErrBadValue, queue.Ended{}, ""},
		"an unknown one":           {"vanished", queue.Details{}, queue.ErrUnknownOutcome, queue.Ended{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := inHandAt(t, "w1", "legal")
			finish := queue.Finish{Window: "w1", Outcome: c.outcome, Details: c.details}
			if c.code != "" {
				d.refused(finish, c.code)
				return
			}
			rows := d.do(finish)
			end := d.events[len(d.events)-1].Data.(queue.FinishedData)
			if end.Ended != c.want || end.Outcome != c.outcome {
				t.Errorf("the event says %+v, want %+v", end, c.want)
			}
			if leg := d.lobby.Ticket(1).Leg(); leg.End != string(c.outcome) || leg.Counts != c.want.Counts {
				t.Errorf("the leg says %+v", leg)
			}
			if c.row == "" && len(rows) > 0 || c.row != "" && (len(rows) != 1 || rows[0].Kind != c.row) {
				t.Errorf("personal rows %+v, want one of kind %q", rows, c.row)
			}
		})
	}
}

func TestAServiceOffersItsOwnOutcomes(t *testing.T) {
	d := inHandAt(t, "w3", "mediation")
	d.refused(queue.Finish{Window: "w3", Outcome: "accepted"}, queue.ErrUnknownOutcome)
	d.do(queue.Finish{Window: "w3", Outcome: "mediated"})
	if list := d.lobby.Rules().Offered("mediation"); len(list) != 2 || list[0].ID != "answered" {
		t.Errorf("offered are %+v", list)
	}
}

func TestALegThatIsSentOnMayHaveAnOutcome(t *testing.T) {
	d := inHandAt(t, "w1", "legal")
	d.do(queue.Transfer{Window: "w1", Service: "court", Outcome: "accepted"})
	first := d.lobby.Ticket(1).Legs[0]
	if first.End != "accepted" || first.Counts != queue.CountsAccepted || first.Ended.IsZero() {
		t.Errorf("the first leg ended %+v", first)
	}
	d.do(queue.OpenWindow{Window: "court"}, queue.Next{Window: "court"}, queue.Finish{Window: "court", Outcome: "concluded"})
	if legs := d.lobby.Ticket(1).Legs; legs[0].End != "accepted" || legs[1].End != "concluded" {
		t.Errorf("the legs are %+v", legs)
	}
	d.do(queue.Undo{Window: "court"})
	if leg := d.lobby.Ticket(1).Leg(); leg.End != "" || leg.Counts != "" {
		t.Errorf("undone, the leg still says %+v", leg)
	}
}
