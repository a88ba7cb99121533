package display

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// TestSpeak has the centre's words said in place of the program's, in a language of its own and taken back: pages and
// scripts say them at once, pages that were drawn before still get their assets.
func TestSpeak(t *testing.T) {
	k := testKit(t)
	r := engine(k)
	before := k.Assets.Hash()
	old, err := k.Assets.Path("strings/en/display.json")
	if err != nil {
		t.Fatal(err)
	}
	const key = "common.and"
	was := k.T("en", key)
	own := []Words{
		{Lang: "eo", File: "eo.json", JSON: []byte(`{"common":{"language_eo":"Esperanto"}}`)},
		{Lang: "en", File: "en.json", JSON: []byte(`{"common":{"and":" as well as "}}`)},
	}
	if err := k.Speak(own...); err != nil {
		t.Fatal(err)
	}
	if k.T("en", key) != " as well as " || k.T("eo", key) != " as well as " || k.Catalogue.Program("en", key)["other"] != was {
		t.Errorf("said: %q, %q", k.T("en", key), k.T("eo", key))
	}
	if k.T("eo", "common.lang_tag") != "eo" || len(k.Catalogue.Missing("eo")) == 0 || k.Catalogue.Missing("en") != nil {
		t.Error("the new language calls itself English, or nothing is missing in it")
	}
	if b := k.in("eo"); len(b) != len(k.in("en")) {
		t.Errorf("%d pages in the new language", len(b))
	}
	fresh, err := k.Assets.Path("strings/en/display.json")
	if err != nil || fresh == old || k.Assets.Hash() == before {
		t.Fatalf("the build is the same: %v", err)
	}
	for path, want := range map[string]bool{old: false, fresh: true} {
		if w := get(r, path); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "as well as") != want {
			t.Errorf("%s: %d %v", path, w.Code, want)
		}
	}
	if err := k.Speak(Words{Lang: "en", File: "en.json", JSON: []byte(`{"common":{"and":"{x}"}}`)}); err == nil || k.T("en", key) != " as well as " {
		t.Errorf("a mistake is taken: %v", err)
	}
	if err := k.Speak(); err != nil || k.T("en", key) != was || k.Assets.Hash() != before || slices.Contains(k.Catalogue.Langs(), "eo") {
		t.Errorf("taken back: %v %q", err, k.T("en", key))
	}
	// A page that was drawn some changes ago still finds its sentences; builds aren't kept for ever.
	for i, kept := range []bool{true, true, true, false} {
		if err := k.Speak(Words{Lang: "en", File: "en.json", JSON: fmt.Appendf(nil, `{"common":{"and":" and %d "}}`, i)}); err != nil {
			t.Fatal(err)
		}
		if w := get(r, fresh); (w.Code == http.StatusOK) != kept {
			t.Errorf("after %d more changes: %d", i+1, w.Code)
		}
	}
}

// TestWordsThereAndBack writes a file of words and reads it again.
func TestWordsThereAndBack(t *testing.T) {
	all := map[string]map[string]string{
		"kiosk.ahead": {"one": "{n} <b>", "other": "{n} & more"}, "audit.act.pin_set": {"other": "第一次"}, "common.and": {"other": " und "},
	}
	b, err := WriteWords(all)
	if err != nil || !strings.Contains(string(b), `"act.pin_set": "第一次"`) || !strings.Contains(string(b), "<b>") {
		t.Fatalf("%v %s", err, b)
	}
	got, err := ReadWords(b)
	if err != nil || !maps.EqualFunc(got, all, maps.Equal) {
		t.Errorf("%v %v", err, got)
	}
	if _, err := WriteWords(map[string]map[string]string{"kiosk": {"other": "x"}}); err == nil {
		t.Error("a key without a face is written")
	}
}

func TestPluralForms(t *testing.T) {
	for lang, want := range map[string]string{"zh": "other", "en": "one other", "pl": "one few many other", "ar": "zero one two few many other", "?": "other"} {
		if got := strings.Join(PluralForms(lang), " "); got != want {
			t.Errorf("%s has %s, want %s", lang, got, want)
		}
	}
	c, err := LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	faults := c.WordFaults("pl", map[string]map[string]string{
		"kiosk.ahead": {"other": "{m}", "once": "{n}"}, "kiosk.nowhere": {"other": "?"}, "kiosk.ahead_none": {"one": "x"},
	})
	var told []string
	for _, f := range faults {
		told = append(told, f.Key+" "+f.Code)
	}
	if got := strings.Join(told, ", "); got != "kiosk.ahead_none empty, kiosk.ahead form, kiosk.ahead lacks, kiosk.ahead extra, kiosk.nowhere unknown" {
		t.Error(got)
	}
}
