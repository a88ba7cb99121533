package main

import (
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
