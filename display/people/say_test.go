package people

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// spoken is a sayer over rules that a journal may set.
func spoken(t *testing.T, lang string) *sayer {
	t.Helper()
	rules := queuetest.Rules()
	if err := rules.Prepare(); err != nil {
		t.Fatal(err)
	}
	kit, err := display.New(display.Options{Rules: func() *queue.Rules { return rules }, Now: func() time.Time { return time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	sessions, err := display.NewSessions(display.SessionOptions{
		Kit: kit, Directory: func(queue.StaffID) (display.Person, bool) { return display.Person{Name: "某某"}, true },
	})
	if err != nil {
		t.Fatal(err)
	}
	return &sayer{p: New(Options{Kit: kit, Sessions: sessions}), lang: lang, rules: rules, numbers: map[queue.TicketID]string{}}
}

// blank finds what a sentence should say in words: a place that nothing was put into, or an id, a code.
func blank(lang, sentence string) bool {
	code := regexp.MustCompile(`[a-z]+_[a-z]+|\bw\d\b`)
	if lang == "zh" {
		code = regexp.MustCompile(`[a-z]{2}|w\d`)
	}
	return strings.Contains(sentence, "–") || strings.ContainsAny(sentence, "{}") || strings.Contains(sentence, "audit.") || code.MatchString(sentence)
}

// TestHeadsAreSaidAsTheyAre, whoever came or had been counted too many.
func TestHeadsAreSaidAsTheyAre(t *testing.T) {
	for lang, want := range map[string][2]string{"zh": {"A001 改为 5 人", "A001 改为 1 人"}, "en": {"Counted A001 as 5 people", "Counted A001 as 1 person"}} {
		s := spoken(t, lang)
		s.numbers[1] = "A001"
		for i, d := range []queue.JoinedData{{Heads: 2, Party: 5}, {Heads: -4, Party: 1}} {
			d.Ticket = 1
			if got := s.line(&queue.AuditLine{Entry: queue.AuditEntry{Act: string(queue.Joined)}, Event: &queue.Event{Type: queue.Joined, Data: d}}); got != want[i] {
				t.Errorf("it says %q, want %q", got, want[i])
			}
		}
	}
}

// TestEveryRecordedEventIsSaidInWords reads each journal that was ever recorded: whatever happened is a sentence in
// each language, in which nothing is left out and no id stands.
func TestEveryRecordedEventIsSaidInWords(t *testing.T) {
	files, err := filepath.Glob("../../queue/journal/testdata/journals/*.jsonl")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d journals, %v", len(files), err)
	}
	for _, lang := range []string{"zh", "en"} {
		wrong := map[queue.Type]string{}
		said := map[queue.Type]bool{}
		for _, file := range files {
			s := spoken(t, lang)
			for _, e := range events(t, file) {
				switch d := e.Data.(type) {
				case queue.RulesData:
					s.rules = d.Rules
				case queue.IssuedData:
					s.numbers[e.TicketOf()] = d.Number
				}
				said[e.Type] = true
				line := s.line(&queue.AuditLine{Event: e, Entry: queue.AuditEntry{Act: string(e.Type)}})
				if blank(lang, line) {
					wrong[e.Type] = line
				}
			}
		}
		for typ, line := range wrong {
			t.Errorf("%s in %s: %q", typ, lang, line)
		}
		if len(said) < 60 {
			t.Errorf("only %d types of events were said", len(said))
		}
	}
}

// events reads a recorded journal.
func events(t *testing.T, file string) (list []*queue.Event) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var line struct {
			Type queue.Type
			V    int
			Data json.RawMessage
		}
		if err := json.Unmarshal(in.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if line.Type == "" { // the books it comes to
			break
		}
		data, err := queue.DecodeData(line.Type, line.V, line.Data)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, &queue.Event{Type: line.Type, V: line.V, Data: data})
	}
	return list
}

// TestEveryActIsSaidInWords finds the acts that the program writes down in its source: each has a sentence, and a name
// to be asked for, as has each event.
func TestEveryActIsSaidInWords(t *testing.T) {
	s := spoken(t, "en")
	recorded := regexp.MustCompile(`Act: +"([a-z_]+)", (?:Subject|Detail)|(?:act :?=|s\.record\(.*,) "([a-z_]+)"`)
	acts := map[string]bool{}
	for _, pattern := range []string{"../*.go", "../*/*.go", "../../cmd/onedoor/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(file, "_test.go") || !strings.Contains(string(src), "Record(") && !strings.Contains(string(src), "s.record(") {
				continue
			}
			for _, m := range recorded.FindAllStringSubmatch(string(src), -1) {
				acts[m[1]+m[2]] = true
			}
		}
	}
	if len(acts) < 16 {
		t.Fatalf("only %d acts were found: %v", len(acts), acts)
	}
	for act := range acts {
		if line := s.line(&queue.AuditLine{Entry: queue.AuditEntry{Act: act, Subject: "anna", Detail: map[string]string{"from": "2026-11-01", "to": "2026-11-30", "words": "1", "clips": "2"}}}); blank("en", strings.ReplaceAll(line, "2026-11-01–2026-11-30", "")) || strings.HasPrefix(line, "Did ") {
			t.Errorf("%s: %q", act, line)
		}
		if !s.p.Kit.Catalogue.Has("audit.name." + act) {
			t.Errorf("%s has no name to be asked for", act)
		}
	}
	house := map[string]bool{ // what the house does by itself, and visitors
		"alert_grown": true, "alert_over": true, "alert_raised": true, "day_closed": true, "duty_changed": true, "evaluated": true, "follow_up_overdue": true,
		"hours_ended": true, "page_overdue": true, "print_moved": true, "print_stalled": true, "print_started": true, "rules_set": true, "searched": true, "surge_found": true,
	}
	for _, key := range s.p.Kit.Catalogue.Keys("audit.event.") {
		if typ := strings.TrimPrefix(key, "audit.event."); !strings.HasSuffix(typ, ".less") && !house[typ] && !s.p.Kit.Catalogue.Has("audit.name."+typ) {
			t.Errorf("%s has no name to be asked for", typ)
		}
	}
}
