package config

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"onedoor/queue"
)

func TestSampleIsWhatTheContractSays(t *testing.T) {
	c, problems := parse("sample.yaml", sampleYAML, true)
	if len(problems) > 0 {
		t.Fatalf("the sample has problems:\n%s", problems)
	}
	r := c.Rules
	if !r.Centre.Demo || r.Centre.TimeZone != "Asia/Shanghai" || r.Centre.Locale != "zh" {
		t.Errorf("centre: %+v", r.Centre)
	}
	if len(r.Services) < 12 || len(r.Windows) < 10 {
		t.Errorf("%d services and %d windows; at least 12 and 10 are promised", len(r.Services), len(r.Windows))
	}
	for _, f := range []queue.FloorID{"1", "3"} {
		if !slices.ContainsFunc(r.Windows, func(w queue.WindowRule) bool { return w.Floor == f }) {
			t.Errorf("no window on floor %s", f)
		}
	}
	for i := range r.Services {
		s := &r.Services[i]
		if mediates := slices.Contains([]queue.ServiceID{"mediation", "xiao", "online-mediation"}, s.ID); s.NoMinutes != mediates {
			t.Errorf("minutes are told of %s: %v", s.ID, !s.NoMinutes)
		}
	}
	most := 0
	for _, s := range r.Services {
		n := 0
		for _, w := range r.Windows {
			if w.Serves(s.ID) {
				n++
			}
		}
		most = max(most, n)
	}
	if most < 4 {
		t.Errorf("no service at four windows; the busiest is at %d", most)
	}
	for _, id := range []queue.KioskID{"main", "desk"} {
		if r.Kiosk(id) == nil {
			t.Errorf("no kiosk %s", id)
		}
	}
	screens := []queue.ScreenID{"hall", "floor1", "floor3"}
	for _, w := range r.Windows {
		screens = append(screens, queue.ScreenID(w.ID))
	}
	for _, id := range screens {
		if r.Screen(id) == nil {
			t.Errorf("no screen %s", id)
		}
	}
	for _, id := range []queue.OutcomeID{"answered", "accepted", "concluded", "mediated", "mediation_failed", "confirmed", "withdrawn"} {
		if r.Outcome(id) == nil {
			t.Errorf("no outcome %s", id)
		}
	}
	if len(r.Evaluation) != 5 || r.Evaluation[0].Name["zh"] != "非常满意" {
		t.Errorf("evaluation: %+v", r.Evaluation)
	}
}

func TestSampleStaff(t *testing.T) {
	c := Sample()
	demo, supervisor := c.Rules.Person("demo"), c.Rules.Person("supervisor")
	if demo == nil || supervisor == nil {
		t.Fatal("demo or supervisor is missing")
	}
	for _, w := range c.Rules.Windows {
		if !demo.MayServe(w.ID) {
			t.Errorf("demo may not serve at %s", w.ID)
		}
	}
	if !demo.Is(queue.RoleDesk) || demo.Is(queue.RoleSupervisor) || !supervisor.Is(queue.RoleAdmin) {
		t.Errorf("roles: demo %v, supervisor %v", demo.Roles, supervisor.Roles)
	}
	for id, hash := range c.PINs {
		if !matches(hash, DemoPIN) {
			t.Errorf("the PIN of %s is not %s", id, DemoPIN)
		}
	}
	if len(c.PINs) != 3 || len(c.Names) != 3 { // the third is the mediator, who has a roster
		t.Errorf("%d PINs, %d names", len(c.PINs), len(c.Names))
	}
}

func TestSampleIsNoRealCentre(t *testing.T) {
	c, problems := Load("centre.yaml", sampleYAML)
	if c != nil {
		t.Fatal("the sample was taken for a real centre")
	}
	if !strings.Contains(problems.String(), "which everybody knows") {
		t.Errorf("no word of the known PIN:\n%s", problems)
	}
}

func TestCanonicalIsStable(t *testing.T) {
	first, err := Sample().Rules.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		again, err := Sample().Rules.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Fatal("the same file gave other bytes")
		}
	}
	for _, secret := range []string{"argon2", "演示", "virtual:"} {
		if bytes.Contains(first, []byte(secret)) {
			t.Errorf("the rules hold %q", secret)
		}
	}
}

// TestSampleSteersToMediationFirst walks the ways that the issue names through the sample's questions.
func TestSampleSteersToMediationFirst(t *testing.T) {
	tree := Sample().Rules.Triage
	if n := len(tree.Questions); n < 6 || n > 10 {
		t.Errorf("%d questions", n)
	}
	for way, want := range map[string]queue.Lead{
		"what=work work=wages mediate-work=yes":             {Service: "mediation"},
		"what=work work=wages mediate-work=no":              {Service: "arbitration"},
		"what=quarrel who=property mediate=no":              {Service: "filing"},
		"what=family family=marriage mediate=xiao":          {Service: "xiao"},
		"what=quarrel who=rent mediate=yes where=far":       {Service: "online-mediation"},
		"what=office office=complaint":                      {Service: "petition"},
		"what=law law=ask":                                  {Service: "legal"},
		"what=unsure":                                       {Desk: true},
		"what=quarrel who=neighbour mediate=yes where=here": {Service: "mediation"},
	} {
		var brief []queue.Reply
		for said := range strings.FieldsSeq(way) {
			q, a, _ := strings.Cut(said, "=")
			brief = append(brief, queue.Reply{Question: queue.QuestionID(q), Answer: queue.AnswerID(a)})
		}
		if lead, n := tree.Walk(brief); lead != want || n != len(brief) {
			t.Errorf("%s leads to %+v after %d answers", way, lead, n)
		}
	}
}
