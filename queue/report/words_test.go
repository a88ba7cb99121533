package report_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"onedoor/queue/report"
)

// TestEveryMeasureIsNamedAndDefined holds the measures against the words in the catalogues, both ways: no two have the same,
// since a report of all stands on one page.
func TestEveryMeasureIsNamedAndDefined(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, file := range []string{"measure", "define"} {
			raw, err := os.ReadFile(filepath.Join("..", "..", "display", "locale", lang, file+".json"))
			if err != nil {
				t.Fatal(err)
			}
			var words map[string]string
			if err := json.Unmarshal(raw, &words); err != nil {
				t.Fatal(err)
			}
			named := map[string]report.Measure{}
			for _, m := range report.Measures() {
				if same, ok := named[words[string(m)]]; ok {
					t.Errorf("%s/%s.json says %q of %s and of %s", lang, file, words[string(m)], same, m)
				}
				named[words[string(m)]] = m
				if words[string(m)] == "" {
					t.Errorf("%s/%s.json says nothing of %s", lang, file, m)
				}
				delete(words, string(m))
				if m.Name() != "measure."+string(m) || m.Definition() != "define."+string(m) {
					t.Errorf("the keys of %s are %s and %s", m, m.Name(), m.Definition())
				}
			}
			for id := range words {
				t.Errorf("%s/%s.json speaks of %s, which isn't measured", lang, file, id)
			}
		}
	}
}
