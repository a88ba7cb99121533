package config

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
)

// withDuty is the sample with words put in: into the centre, the studio's service and the demo's
// staff.
func withDuty(t *testing.T, centre, service, staff string) (*Centre, Problems) {
	t.Helper()
	src := strings.Replace(string(sampleYAML), "    roster:\n      week: {mon-fri: \"9:00-12:00, 14:00-17:30\"}\n", "", 1) // the sample's own
	src = strings.Replace(src, "    host: xiao\n    anyone: mediation\n", "", 1)
	put := func(after, what string) {
		if strings.Count(src, after) != 1 {
			t.Fatalf("%q isn't in the sample once", after)
		}
		src = strings.Replace(src, after, after+what, 1)
	}
	put("  hotline: \"12345\"\n", centre)
	put("      - {zh: 找老肖, en: See Lao Xiao}\n      - {zh: 物业费, en: Property fees}\n", service)
	put("    name: 演示工作人员\n", staff)
	return parse("centre.yaml", []byte(src), true)
}

func TestQuotasRostersAndClosing(t *testing.T) {
	c, problems := withDuty(t, `  noon: "12:30"
  last_ticket: 20m
  hours: {week: {mon-fri: "9:00-17:00"}}
`, `    quota: {morning: 20}
    last_ticket: estimate
    by_roster: true
    person: demo
    anyone: mediation
    at_closing: carry
`, `    roster:
      week: {tue: "9:00-12:00"}
      days: [{on: 2026-12-01, open: closed}]
    on_call: true
    fallback: any
    public: {zh: 老肖, en: Lao Xiao}
`)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	r := c.Rules
	if r.Centre.Noon != 750 || r.Centre.Last.BeforeS != 1200 || r.Policy.PageS != 180 {
		t.Errorf("noon %d, last %+v, page %d", r.Centre.Noon, r.Centre.Last, r.Policy.PageS)
	}
	if err := r.Prepare(); err != nil {
		t.Fatal(err)
	}
	s := r.Service("xiao")
	if *s.Quota != (queue.Quota{Morning: 20}) || !s.Last.Estimate || !s.ByRoster || s.Person != "demo" || s.Anyone != "mediation" || s.Closing != queue.ClosingCarry {
		t.Errorf("the service: %+v", s.Limits)
	}
	p := r.Person("demo")
	if len(p.Roster.Week[time.Tuesday]) != 1 || len(p.Roster.Days) != 1 || !p.OnCall || p.Fallback != queue.Anybody || p.Public["en"] != "Lao Xiao" {
		t.Errorf("the person: %+v", p.Duty)
	}
}

func TestOneQuotaForBothHalfDays(t *testing.T) {
	c, problems := withDuty(t, "", "    quota: 5\n", "")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, s := range c.Rules.Services {
		if s.ID == "xiao" && *s.Quota != (queue.Quota{Morning: 5, Afternoon: 5}) {
			t.Errorf("%+v", s.Quota)
		}
	}
	if c.Rules.Policy.PageS != 0 {
		t.Error("nobody is on call, but a page would be an alarm")
	}
}

func TestMistakesInQuotasAndRosters(t *testing.T) {
	for name, c := range map[string]struct{ centre, service, staff, want string }{
		"noon is no time":           {"  noon: \"25:00\"\n", "", "", `"noon" of the centre is "25:00"`},
		"noon in words":             {"  noon: noon\n", "", "", `"noon" of the centre is "noon"`},
		"last in words":             {"  last_ticket: soon\n", "", "", `write estimate, or a time before the hours end`},
		"last without hours":        {"", "    last_ticket: 20m\n", "", `has last_ticket or at_closing but no hours that end`},
		"a quota of none":           {"", "    quota: 0\n", "", `"quota" of the service "xiao" is 0`},
		"a quota of the evening":    {"", "    quota: {evening: 3}\n", "", `unknown key "evening"`},
		"by a roster that isn't":    {"", "    by_roster: true\n", "", `goes by the roster, but nobody who may serve it has one`},
		"for nobody":                {"", "    person: nobody\n", "", `names the member of staff "nobody"`},
		"anyone instead of whom":    {"", "    anyone: mediation\n", "", `"anyone" of the service "xiao" does nothing without "person" or "host"`},
		"a host and a person":       {"", "    person: demo\n    host: demo\n", "", `has both "person" and "host"`},
		"an unknown host":           {"", "    host: nobody\n", "", `names the member of staff "nobody"`},
		"an unknown end":            {"", "    at_closing: wait\n", "", `write one of serve, carry, tell`},
		"in place of themselves":    {"", "", "    fallback: demo\n", `can't stand in for themselves`},
		"in place of them: nobody":  {"", "", "    fallback: nobody\n", `names the member of staff "nobody"`},
		"a roster without a week":   {"", "", "    roster: {days: []}\n", `the roster of the member of staff "demo" has no "week"`},
		"called in by true or what": {"", "", "    on_call: often\n", `"on_call" of the member of staff "demo" is a text`},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := withDuty(t, c.centre, c.service, c.staff)
			if all := problems.String(); !strings.Contains(all, c.want) {
				t.Errorf("%q isn't in\n%s", c.want, all)
			}
		})
	}
}

// TestSpansAreReadAndWrittenForForms: what a form shows is what it reads, and a week is as short as it can be.
func TestSpansAreReadAndWrittenForForms(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "closed": "", " 9:00-12:00 ": "9:00-12:00", "09:00–12:00，13：30-17：30": "9:00-12:00, 13:30-17:30", "0:00-24:00": "0:00-24:00",
		"9-12": "wrong", "12:00-9:00": "wrong", "9:00-12:00, 11:00-13:00": "wrong", "9:00-25:00": "wrong", "9:00-12:00,": "wrong", "9:60-12:00": "wrong",
	} {
		list, ok := ReadSpans(text)
		got := WriteSpans(list)
		if !ok {
			got = "wrong"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	day := []queue.Span{{From: 540, To: 720}}
	for _, tt := range []struct {
		week [7][]queue.Span
		want string
	}{
		{[7][]queue.Span{}, "[]"},
		{[7][]queue.Span{nil, day, day, day, day, day, nil}, "[{mon-fri 9:00-12:00}]"},
		{[7][]queue.Span{day, day, nil, day, nil, day, day}, "[{mon 9:00-12:00} {wed 9:00-12:00} {fri-sun 9:00-12:00}]"},
		{[7][]queue.Span{day, day, day, day, day, day, day}, "[{mon-sun 9:00-12:00}]"},
	} {
		if got := fmt.Sprint(Week(tt.week)); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}
