package main

import (
	"testing"

	"onedoor/config"
	"onedoor/display"
	"onedoor/printer"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestSlipsKeepTheirBytes holds every service's slip of the sample centre, in
// both languages, to what a slow serial line allows.
func TestSlipsKeepTheirBytes(t *testing.T) {
	words, err := display.LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	q := queuetest.Start(t, config.Sample().Rules, queue.Options{Store: &queuetest.Store{}})
	for name, profile := range printer.BuiltIn() {
		for _, lang := range []string{"zh", "en"} {
			goal := 400
			if profile.QR == printer.RasterQR {
				goal = 1000
			}
			bytes, _ := encodeAll(t, profile, slips(t, q, words, lang), 1)
			if most := bytes[len(bytes)-1]; most > goal {
				t.Errorf("%s, %s: the longest slip is %d bytes, at most %d are right", name, lang, most, goal)
			}
		}
	}
}
