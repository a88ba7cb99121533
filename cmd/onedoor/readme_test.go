package main

import (
	"regexp"
	"strings"
	"testing"

	"onedoor/printer/paper"
)

// TestReadmeTellsOfTroubles has the virtual printer read what README.md says that a
// script may hold: its example, each of its moments and each of its faults.
func TestReadmeTellsOfTroubles(t *testing.T) {
	t.Parallel()
	_, text, ok := strings.Cut(string(readFile(t, "../../README.md")), "    # bad-day.txt")
	example, rest, ok2 := strings.Cut(text, "\n\n")
	moments, rest, ok3 := strings.Cut(rest, "What goes wrong:")
	faults, _, ok4 := strings.Cut(rest, "\n\n")
	if !ok || !ok2 || !ok3 || !ok4 {
		t.Fatal("README.md says nothing of a script")
	}
	if script, err := paper.ParseScript("#" + example); err != nil || len(script) != 4 {
		t.Errorf("the example is %d steps: %v", len(script), err)
	}
	fill := strings.NewReplacer("N", "3", "D", "2s")
	named := regexp.MustCompile("`([^`]+)`")
	steps := 0
	for _, m := range named.FindAllStringSubmatch(moments, -1) {
		steps++
		if _, err := paper.ParseScript(fill.Replace(m[1]) + ": mute"); err != nil {
			t.Error(err)
		}
	}
	for _, m := range named.FindAllStringSubmatch(faults, -1) {
		steps++
		if _, err := paper.ParseScript("at start: " + fill.Replace(m[1])); err != nil {
			t.Error(err)
		}
	}
	if steps != 5+21 {
		t.Errorf("%d moments and faults are named", steps)
	}
}
