package display

import (
	"slices"
	"strings"
	"testing"
)

func threeTongues(t *testing.T, own string) (*Catalogue, error) {
	t.Helper()
	c, err := catalogue(t, map[string]string{
		"zh/a.json": `{"ahead":"前面还有 {n} 位","plain":"好了"}`, "zh/common.json": `{"language_zh":"中文"}`,
		"en/a.json": `{"ahead":{"one":"{n} person ahead","other":"{n} people ahead"},"plain":"Done"}`, "en/common.json": `{"language_zh":"中文"}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	l, err := c.now.Load().with(Words{Lang: "eo", File: "eo.json", JSON: []byte(own)})
	if err != nil {
		return nil, err
	}
	return newCatalogue(l), nil
}

func TestALanguageOfTheCentresOwn(t *testing.T) {
	t.Parallel()
	c, err := threeTongues(t, `{"a":{"plain":"Farite"},"common":{"language_eo":"Esperanto"}}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range [][3]string{
		{"eo", "a.plain", "Farite"},
		{"eo", "a.ahead", "2 people ahead"},
		{"eo", "common.language_zh", "中文"},
		{"zh", "common.language_eo", "Esperanto"},
		{"en", "common.language_eo", "Esperanto"},
		{"zh", "a.plain", "好了"},
	} {
		if got := c.T(w[0], w[1], "n", 2); got != w[2] {
			t.Errorf("%s %s: %q, want %q", w[0], w[1], got, w[2])
		}
	}
	if got, want := c.Missing("eo"), []string{"a.ahead", "common.language_zh"}; !slices.Equal(got, want) {
		t.Errorf("missing are %v, want %v", got, want)
	}
	if got := c.Missing("en"); got != nil {
		t.Errorf("English lacks %v", got)
	}
}

func TestMistakesInWords(t *testing.T) {
	t.Parallel()
	for own, want := range map[string]string{
		`{"a":{"plane":"Farite"}}`:      "no face says a.plane",
		`{"a":{"ahead":"kelkaj"}}`:      "a.ahead (other) doesn't say {n}",
		`{"a":{"plain":"Farite {n}"}}`:  "which nobody fills in",
		`{"a":{"plain":""}}`:            "a.plain is empty",
		`{"a":"Farite"}`:                "not a file of words",
		`{"a":{"plain":"Farite"}} {}`:   "after its last bracket",
		`{"a":{"ahead":{"one":"unu"}}}`: "without \"other\"",
		`{"a":{"ahead":{"one":"unu","other":"{n} homoj antaŭ {name}"}}}`: "{name}",
	} {
		if _, err := threeTongues(t, own); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "eo.json: ") {
			t.Errorf("%s: want %q, got %v", own, want, err)
		}
	}
	c, err := threeTongues(t, `{}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"eo", "", "no tag at all"} {
		if err := c.now.Load().add(Words{Lang: lang, JSON: []byte(`{}`)}); err == nil {
			t.Errorf("%q was taken", lang)
		}
	}
}

// FuzzWords holds any file to the promise that every key says something in every
// language, or that the file is refused.
func FuzzWords(f *testing.F) {
	f.Add([]byte(`{"a":{"plain":"Farite"},"common":{"language_eo":"Esperanto"}}`))
	f.Add([]byte(`{"a":{"ahead":{"one":"unu","few":"{n}","other":"{n} homoj"}}}`))
	f.Add([]byte("\xef\xbb\xbf{\"a\":{\"ahead\":\"{n} {\"}}"))
	f.Add([]byte(`{"":{"":"{}"}}`))
	c, err := LoadCatalogue()
	if err != nil {
		f.Fatal(err)
	}
	keys := len(c.now.Load().texts["en"])
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := LoadCatalogue(Words{Lang: "eo", File: "eo.json", JSON: b})
		if err != nil {
			return
		}
		for key := range c.now.Load().texts["en"] {
			if c.T("eo", key, "n", 1) == "" {
				t.Fatalf("%s says nothing", key)
			}
		}
		if said := len(c.now.Load().texts["eo"]); said != keys+1 {
			t.Fatalf("%d keys, want %d", said, keys+1)
		}
	})
}
