package main

import (
	"io/fs"
	"strings"
	"testing"

	"onedoor/config"
	"onedoor/display"
	"onedoor/queue"
)

// TestEveryPageIsWhole finds what the program itself looks for only when it is
// open: a text, an asset, an icon or a template that a page of some face lacks.
func TestEveryPageIsWhole(t *testing.T) {
	rules := config.Sample().Rules
	if _, err := display.New(display.Options{Faces: faces(), Rules: func() *queue.Rules { return rules }}); err != nil {
		t.Fatal(err)
	}
}

// TestTimesAreMarkedForPrograms holds that no page has a <time> without its datetime: "9:41" isn't a time to a program, "09:41"
// is, so the checkers of pages would find it before ten only.
func TestTimesAreMarkedForPrograms(t *testing.T) {
	for _, f := range faces() {
		files, err := fs.Glob(f.Files, "templates/*.html")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has templates %v: %v", f.Name, files, err)
		}
		for _, name := range files {
			src, err := fs.ReadFile(f.Files, name)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(src), "<time>") {
				t.Errorf("%s: %s has a <time> without datetime", f.Name, name)
			}
		}
	}
}
