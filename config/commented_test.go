package config

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"onedoor/printer"
	"onedoor/queue"
)

// TestWhatInitComments takes the comments away from what init offers to be
// uncommented: it must be right as it stands there.
func TestWhatInitComments(t *testing.T) {
	dir := t.TempDir()
	if _, err := Init(dir, rand.Reader); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, InitConfig))
	if err != nil {
		t.Fatal(err)
	}
	src := string(raw)
	for _, head := range []string{
		"profiles:", "  - id: counter", "    place: {zh: 取", "    fallback:", "    representatives:", "    parties:", "    outcomes:",
		"    quota:", "    by_roster:", "    person:", "    anyone:", "    at_closing:", "    zone: east", "    low:", "    seats:", "    call_on:", "    helps:", "bundles:",
		"    roster:", "    on_call:", "    public:", "  order:", "  front_max:", "  page_alarm:", "  sessions:", "  appointments:",
		"bodies:", "categories:", "tags:", "  surge:", "  evaluation:", "  case_kept_days:", "  entry:", "triage:", "  hours:", "  noon:", "  last_ticket:",
		"  hotline:", "  slip:", "voice:", "  template:", "    diagonal:", "    distance:", "    upright:", "    zone:", "      plan:",
		"    slot:", "    keypad:", "pins:", "audit:", "daily:",
		"  services:",
	} {
		without := src
		if src = uncomment(src, head); src == without {
			t.Errorf("init offers nothing like %q", head)
		}
	}
	c, problems := Load("centre.yaml", []byte(src))
	if c == nil || len(problems) > 0 {
		t.Fatalf("what init comments is wrong:\n%s", problems)
	}
	if _, err := printer.ParseURL(c.Printers["counter"], c.Profiles); err != nil || len(c.Template) < 10 ||
		len(c.Rules.Kiosk("main").Fallback) != 1 || c.Rules.Centre.Hours == nil || len(c.Rules.Centre.Hours.Days) != 8 || c.Rules.Printer("hall") == nil ||
		len(c.Rules.Service("online-mediation").Sides) != 2 || c.Rules.Policy.Sessions.LateS != 1800 ||
		c.Rules.Service("online-mediation").Representatives != 3 || len(c.Rules.Offered("online-mediation")) != 2 ||
		len(c.Rules.Bodies) != 1 || len(c.Rules.Tags) != 2 || c.Rules.Policy.Surge != (queue.SurgeRule{Count: 3, Days: 14}) || c.Rules.Policy.CaseDays != 1825 || c.Rules.Policy.Evaluation.Owner != "wang" || c.Rules.Policy.EvaluationShowFrom() != 10 ||
		c.Rules.Service("online-mediation").Person != "wang" || c.Rules.Service("online-mediation").Quota.Afternoon != 30 ||
		len(c.Rules.Bundles) != 1 || !c.Rules.Person("wang").OnCall || c.Rules.Policy.Order != queue.OrderStrict ||
		c.Rules.Centre.Noon != 12*60+30 || len(c.Rules.Window("room").Helps) != 1 ||
		c.Rules.Centre.Entry != queue.EntryReception || len(c.Rules.Triage.Questions) != 2 ||
		!c.PINPolicy.ChangeFirst || c.AuditDays != 1095 || len(c.Voice.Speakers) != 1 || c.Daily.Dir == "" || c.Daily.Post.URL == "" || c.Daily.Post.TokenFile == "" || c.Daily.Post.Header != "X-Api-Key" || c.Voice.Clips == "" || c.Rules.Screen("hall").Sight != (queue.Sight{WidthMM: 685, Upright: true, DistanceCM: 1500}) {
		t.Errorf("not all of it was taken: %v %+v", err, c)
	}
	named := strings.Fields(regexp.MustCompile(`(?m)^# mark centre .*$`).FindString(src))
	for _, item := range printer.Items() {
		if !slices.Contains(named, string(item)) {
			t.Errorf("init doesn't name %s among what a slip can say", item)
		}
	}
}

// uncomment takes the number signs off the line that begins with head, and off
// the lines indented deeper that follow it.
func uncomment(src, head string) string {
	lines := strings.Split(src, "\n")
	mark := len(head) - len(strings.TrimLeft(head, " "))
	on := false
	for i, line := range lines {
		if mark >= len(line) || !strings.HasPrefix(line[mark:], "# ") && !strings.HasPrefix(line[mark:], "#   ") {
			on = false
			continue
		}
		bare := line[:mark] + line[mark+2:]
		deeper := strings.HasPrefix(bare, strings.Repeat(" ", mark+2))
		on = strings.HasPrefix(bare, head) || on && deeper
		if on {
			lines[i] = bare
		}
	}
	return strings.Join(lines, "\n")
}
