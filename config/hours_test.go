package config

import (
	"strings"
	"testing"
	"time"

	"onedoor/queue"
)

// withHours is the sample with hours of the centre.
func withHours(t *testing.T, hours string) (*Centre, Problems) {
	t.Helper()
	src := strings.Replace(string(sampleYAML), "  hotline: \"12345\"\n", "  hotline: \"12345\"\n  hours:\n"+hours, 1)
	return parse("centre.yaml", []byte(src), true)
}

func TestHours(t *testing.T) {
	c, problems := withHours(t, `    week:
      fri-mon: 9:00-12:00, 13:30 – 24:00
      wed: 8:00-9:00
      thu: closed
    days:
      - on: 2026-10-10
        open: 9:00-17:30
      - {on: 2026-10-01, to: 2026-10-03, name: {zh: 国庆节, en: National Day}}
`)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	h := c.Rules.Centre.Hours
	for d, want := range map[time.Weekday]int{time.Friday: 2, time.Sunday: 2, time.Monday: 2, time.Tuesday: 0, time.Wednesday: 1, time.Thursday: 0} {
		if len(h.Week[d]) != want {
			t.Errorf("%s has %v", d, h.Week[d])
		}
	}
	if got, want := h.Week[time.Friday][1], (queue.Span{From: 13*60 + 30, To: 24 * 60}); got != want {
		t.Errorf("the afternoon is %v", got)
	}
	var days []string
	for _, d := range h.Days {
		days = append(days, string(d.Day))
	}
	if strings.Join(days, " ") != "2026-10-01 2026-10-02 2026-10-03 2026-10-10" || h.Days[1].Name["en"] != "National Day" || len(h.Days[3].Spans) != 1 {
		t.Errorf("days that differ: %v", h.Days)
	}
}

func TestMistakesInHours(t *testing.T) {
	week := func(lines ...string) string { return "    week:\n      " + strings.Join(lines, "\n      ") + "\n" }
	for text, want := range map[string]string{
		"    days: []\n":                                                       `the hours of the centre has no "week"`,
		week("mon-fry: 9:00-12:00"):                                            `"mon-fry" in the week of the hours of the centre is no weekday`,
		week("mon-fri: 9:00-12:00", "wed: closed"):                             `wed is in "mon-fri" and in "wed"`,
		week("mon: 9-12"):                                                      `is "9-12"; write from one time of day to a later one`,
		week("mon: 12:00-9:00"):                                                `is "12:00-9:00"; write from`,
		week("mon: 9:00-24:01"):                                                `is "9:00-24:01"; write from`,
		week("mon: 9:00-12:00, 11:00-13:00"):                                   `begins before the one before it has ended`,
		week("mon: [9:00-12:00]"):                                              `write a text on a line of its own`,
		week("mon: closed") + "    days: [{to: 2026-10-01}]\n":                 `has no "on"`,
		week("mon: closed") + "    days: [{on: 2026-02-30}]\n":                 `is "2026-02-30"; there is no such day`,
		week("mon: closed") + "    days: [{on: 2026-10-02, to: 2026-10-01}]\n": `isn't within 60 days after "on"`,
		week("mon: closed") + "    days: [{on: 2026-10-01, to: 2026-10-03}, {on: 2026-10-02}]\n": `2026-10-02 is there twice`,
		week("mon: closed") + "    days: [{on: 2026-10-01, closed: true}]\n":                     `unknown key "closed"`,
	} {
		if _, problems := withHours(t, text); !strings.Contains(problems.String(), want) {
			t.Errorf("%q:\n%s\nwant %s", text, problems, want)
		}
	}
}
