package kiosk

import (
	"io/fs"
	"regexp"
	"testing"

	"onedoor/display/voice"
)

// TestEverySentenceIsAskedFor holds the sentences that the house's voice has against those that the
// kiosk asks for: one that nobody asks for is recorded in vain, one that it lacks is silence.
func TestEverySentenceIsAskedFor(t *testing.T) {
	asked := map[string]bool{}
	find := func(pattern string, re *regexp.Regexp) {
		t.Helper()
		names, err := fs.Glob(files, pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, name := range names {
			b, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range re.FindAllSubmatch(b, -1) {
				for _, id := range regexp.MustCompile(`"([a-z_]+)"`).FindAllSubmatch(m[0], -1) {
					asked[string(id[1])] = true
				}
			}
		}
	}
	find("assets/*.js", regexp.MustCompile(`prompt: [^,}\n]*|const SAYS = .*|keep\("[a-z_]+"`))
	find("templates/*.html", regexp.MustCompile(`data-prompt="[a-z_]+"`))
	for _, id := range voice.Prompts() {
		if !asked[id] {
			t.Errorf("%s is never asked for", id)
		}
		delete(asked, id)
	}
	for id := range asked {
		t.Errorf("%s is asked for, and there is no such sentence", id)
	}
}
