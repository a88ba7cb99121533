package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed is the plan's table: which of our packages a package may import. What
// stands here is also all that may be reached through others.
func allowed() map[string][]string {
	return map[string][]string{
		"queue":                    {},
		"queue/journal":            {"queue"},
		"queue/queuetest":          {"queue"},
		"display/browsertest":      {},
		"queue/sim":                {"queue"},
		"queue/docket":             {"queue"},
		"printer":                  {},
		"printer/port":             {"printer"},
		"printer/paper":            {"printer"},
		"printer/printertest":      {"printer", "printer/paper"},
		"printer/internal/fontgen": {"printer"},

		"display/voice/internal/packing": {"display", "display/voice", "display/voice/studio", "queue"},
		"config":                         {"queue", "printer"},
		"config/edition":                 {"config", "queue", "printer"},
		"display":                        {"queue"},
		"display/api":                    {"display", "queue", "queue/docket"},
		"display/screen":                 {"display", "display/voice", "queue"},
		"display/voice":                  {"display", "queue"},
		"display/voice/studio":           {"display", "display/voice", "queue"},
		"display/phone":                  {"display", "queue"},
		"display/evaluate":               {"display", "queue"},
		"display/console":                {"display", "queue", "queue/docket"},
		"display/admin":                  {"display", "queue", "queue/report", "queue/report/daily", "queue/report/sheet", "queue/journal", "config", "printer"},
		"display/reports":                {"display", "display/chart", "queue", "queue/report", "queue/report/sheet", "queue/journal"},
		"display/people":                 {"display", "queue", "config", "config/edition", "printer"},
		"display/chart":                  {},
		"display/settings":               {"display", "display/voice", "queue", "queue/report/daily", "queue/report/sheet", "config", "config/edition", "printer"},
		"queue/report":                   {"queue", "queue/journal"},
		"queue/report/sheet":             {},
		"queue/report/daily":             {"queue", "queue/report/sheet"},
		"queue/report/golden":            {"queue", "queue/journal"},
		"kiosk":                          {"display", "queue", "printer", "printer/paper", "kiosk/search"},
		"kiosk/search":                   {},
	}
}

// bans are packages outside ours that some of ours may not reach directly, each
// with its reason.
func bans() map[string]map[string]string {
	return map[string]map[string]string{
		"queue": {
			"net":          "the rules know no network: they are pure",
			"net/http":     "the rules know no network: they are pure",
			"os":           "the rules read no files and no environment",
			"database/sql": "the rules don't know how they are kept; Store is theirs",
			"math/rand":    "randomness comes with a command, or a replay would differ",
			"math/rand/v2": "randomness comes with a command, or a replay would differ",
		},
		"queue/journal":  {"net/http": "the books are not on the web"},
		"printer":        {"net/http": "a slip is bytes, not a page", "go.bug.st/serial": "the line belongs to printer/port"},
		"display":        {"database/sql": "faces read through the queue and small interfaces"},
		"display/screen": {"database/sql": "faces read through the queue and small interfaces"},
		"display/phone":  {"database/sql": "faces read through the queue and small interfaces"},
		"kiosk":          {"database/sql": "faces read through the queue and small interfaces", "go.bug.st/serial": "the line belongs to printer/port"},
	}
}

type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func TestImportsFollowThePlan(t *testing.T) {
	table := allowed()
	for _, p := range list(t) {
		name, ours := strings.CutPrefix(p.ImportPath, "onedoor/")
		if !ours {
			continue
		}
		if name == "cmd/onedoor" {
			for _, d := range p.Deps {
				if strings.HasPrefix(d, "onedoor/") && strings.HasSuffix(d, "test") {
					t.Errorf("the program has %s in it, which is for tests", d)
				}
			}
			continue
		}
		may, known := table[name]
		if !known {
			t.Errorf("package %s stands nowhere in the plan's table", name)
			continue
		}
		for _, d := range p.Deps {
			dep, ours := strings.CutPrefix(d, "onedoor/")
			switch {
			case ours && strings.HasPrefix(dep, "cmd/"):
				t.Errorf("%s reaches %s: the composition root is imported by nobody", name, dep)
			case ours && !slices.Contains(may, dep):
				t.Errorf("%s reaches %s; the plan lets it reach %v", name, dep, may)
			}
		}
		for _, d := range p.Imports {
			if why := bans()[name][d]; why != "" {
				t.Errorf("%s imports %s: %s", name, d, why)
			}
		}
	}
}

// TestNoArrowTurnsBack holds the top-level folders: what one reaches must not
// reach it.
func TestNoArrowTurnsBack(t *testing.T) {
	reach := map[string]map[string]bool{}
	top := func(path string) string {
		rest, _ := strings.CutPrefix(path, "onedoor/")
		first, _, _ := strings.Cut(rest, "/")
		return first
	}
	for _, p := range list(t) {
		for _, d := range p.Imports {
			if from, to := top(p.ImportPath), top(d); strings.HasPrefix(d, "onedoor/") && from != to {
				if reach[from] == nil {
					reach[from] = map[string]bool{}
				}
				reach[from][to] = true
			}
		}
	}
	for from, to := range reach {
		for x := range to {
			if reach[x][from] {
				t.Errorf("folders %s and %s import each other", from, x)
			}
		}
	}
}

// list asks the go command for all our packages.
func list(t *testing.T) []listed {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Deps", "onedoor/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 10 {
		t.Fatalf("go list knows only %d packages", len(all))
	}
	return all
}
