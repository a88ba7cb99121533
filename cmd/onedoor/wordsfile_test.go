package main

import (
	"strings"
	"testing"

	"onedoor/display"
)

// TestAFileOfWordsToBeginWith: what is printed is a file of words without a fault, whole, and of a language that the
// config names only what it doesn't say.
func TestAFileOfWordsToBeginWith(t *testing.T) {
	words, err := display.LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{"en", "zh"} {
		whole := ends(t, "words", "--from", from)
		whole.wants(t, exitOK)
		own, err := display.ReadWords([]byte(whole.out))
		if err != nil {
			t.Fatal(err)
		}
		if want := words.Program(from, "common.back")["other"]; len(own) < len(words.Keys(""))-5 || own["common.back"]["other"] != want {
			t.Errorf("%s: %d sentences of %d, one of them %q", from, len(own), len(words.Keys("")), own["common.back"]["other"])
		}
		if faults := words.WordFaults("fr", own); len(faults) > 0 {
			t.Errorf("%s: %v", from, faults[:min(3, len(faults))])
		}
	}
	c := newCentre(t, "\n  languages: [zh, en]\n", "\n  languages: [zh, en, eo]\n  catalogues: {eo: eo.json}\n")
	writeFile(t, strings.TrimSuffix(c.config, "centre.yaml")+"eo.json", pseudo(t, "kiosk", "common"))
	rest := ends(t, "words", "--config", c.config, "eo")
	rest.wants(t, exitOK)
	if own, err := display.ReadWords([]byte(rest.out)); err != nil || len(own) == 0 || own["kiosk.back"] != nil || own["console.next"] == nil && own["hall.title"] == nil {
		t.Errorf("what is missing: %d sentences, %v", len(own), err)
	}
	ends(t, "words", "--config", c.config, "fr").wants(t, exitInput)
}
