package settings_test

import (
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// begun has own words for a language begun and in force.
func (p *person) begun(lang string) {
	p.h.t.Helper()
	if doc := p.post("/admin/translations/begin", url.Values{"lang": {lang}}); doc.Url.Path != "/admin/review" {
		p.h.t.Fatalf("%s: %s", doc.Url, words(doc.Find(".refusal")))
	}
	p.applied()
}

const writing = "form[data-words]"

// TestWordsAreSaidAtOnce puts own words in place of the program's: a kiosk says them in its next page, what doesn't
// fit is refused with a sentence, two at once lose nothing, and one step back takes it back.
func TestWordsAreSaidAtOnce(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	p.begun("en")
	const page = "/admin/translations?of=en&face=kiosk&q=ahead"
	title := func() string { return words(p.get("/kiosk/main?lang=en").Find("main h1").First()) }
	before := title()
	field := ""
	p.get("/admin/translations?of=en&q=" + url.QueryEscape(before)).Find("textarea").Each(func(_ int, s *goquery.Selection) {
		if field == "" && s.AttrOr("placeholder", "") == before {
			field = s.AttrOr("name", "")
		}
	})
	if field == "" {
		t.Fatalf("no field for %q", before)
	}
	f := form(p.get("/admin/translations?of=en&q="+url.QueryEscape(before)), writing)
	stale := maps.Clone(f)
	f.Set(field, "Which door is yours?")
	doc := p.post("/admin/translations", f)
	if doc.Find(".telling").Length() != 1 || title() != "Which door is yours?" {
		t.Fatalf("%q: %s", title(), words(doc.Find("main")))
	}
	b, err := os.ReadFile(filepath.Join(filepath.Dir(h.file), "words-en.json"))
	if err != nil || !strings.Contains(string(b), "Which door is yours?") {
		t.Errorf("the file: %v %s", err, b)
	}

	stale.Set(field, "Somebody else’s words")
	if doc = p.post("/admin/translations", stale); !strings.Contains(words(doc.Find(".refusal")), "Yours stand below") || form(doc, writing).Get(field) != "Somebody else’s words" || title() != "Which door is yours?" {
		t.Errorf("two at once: %s", words(doc.Find(".refusal")))
	}
	if doc.Find(writing+"[data-refused]").Length() != 1 {
		t.Error("what isn’t saved is left unasked")
	}
	for text, want := range map[string]string{"Nobody": "It lacks {n}", "{n} of {m}": "Nobody fills in {m}"} {
		f = form(p.get(page), writing)
		f.Set("w:kiosk.ahead:other", text)
		doc = p.post("/admin/translations", f)
		if got := words(doc.Find("tr.faulty")); !strings.Contains(got, want) || form(doc, writing).Get("w:kiosk.ahead:other") != text {
			t.Errorf("%q: %s", text, got)
		}
	}
	if got := words(p.get("/admin/translations?of=en&only=own").Find("tbody").First()); !strings.Contains(got, "Which door") || strings.Contains(got, "ahead") {
		t.Errorf("own: %s", got)
	}

	// One step back: to the file as it was begun.
	doc = p.get("/admin/translations?of=en")
	if got := words(doc.Find("table.past tbody tr").First()); !strings.Contains(got, "1 sentence") || !strings.Contains(got, "Which door is yours?") {
		t.Errorf("past: %s", got)
	}
	doc = p.post("/admin/translations/back", form(doc, `table.past tr:nth-child(2) form`))
	if doc.Find(".telling").Length() != 1 || title() != before {
		t.Errorf("back: %q, %s", title(), words(doc.Find(".refusal")))
	}
	if got := h.audit.acts(); got != "supervisor config_applied applied, supervisor words_changed , supervisor words_restored " {
		t.Errorf("audit: %s", got)
	}
}

// TestWhoTouchesOtherWordsLosesNone: two people save the same page, each another sentence, and both are said; where they
// meet, what neither touched is as it is now.
func TestWhoTouchesOtherWordsLosesNone(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	p.begun("en")
	const page = "/admin/translations?of=en&face=kiosk"
	drawn := form(p.get(page), writing)
	var fields []string
	for name := range drawn {
		if key, ok := strings.CutSuffix(name, ":other"); ok && !strings.Contains(h.kit.T("en", strings.TrimPrefix(key, "w:")), "{") && drawn.Get(key+":one") == "" {
			fields = append(fields, name)
		}
	}
	slices.Sort(fields)
	first, second := fields[0], fields[1]
	save := func(values map[string]string) *goquery.Document {
		f := maps.Clone(drawn)
		for name, text := range values {
			f.Set(name, text)
		}
		return p.post("/admin/translations", f)
	}
	now := func() [2]string {
		f := form(p.get(page), writing)
		return [2]string{f.Get(first), f.Get(second)}
	}
	save(map[string]string{first: "One"})
	if doc := save(map[string]string{second: "Two"}); doc.Find(".refusal").Length() != 0 || now() != [2]string{"One", "Two"} {
		t.Errorf("of two sentences: %q, %s", now(), words(doc.Find(".refusal")))
	}
	doc := save(map[string]string{second: "Three"})
	if f := form(doc, writing); doc.Find(".refusal").Length() != 1 || f.Get(first) != "One" || f.Get(second) != "Three" {
		t.Errorf("where they meet it shows %q and %q", f.Get(first), f.Get(second))
	}
	if p.post("/admin/translations", form(doc, writing)); now() != [2]string{"One", "Three"} {
		t.Errorf("sent once more: %q", now())
	}
}

// TestOneMoreLanguage begins a language that the program doesn't speak: the faces offer it, what isn't written is
// listed and said in English.
func TestOneMoreLanguage(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	if doc := p.post("/admin/translations/begin", url.Values{"lang": {"../x"}}); doc.Find(".refusal").Length() != 1 {
		t.Error("what is no language is begun")
	}
	p.begun("pl")
	doc := p.get("/admin/translations?of=pl&q=kiosk.ahead&only=missing")
	if doc.Find(`textarea[name^="w:kiosk.ahead:"]`).Length() != 4 { // one, few, many, other
		t.Errorf("forms: %s", words(doc.Find("tbody").First()))
	}
	f := form(doc, writing)
	for form, text := range map[string]string{"one": "Przed tobą {n} osoba", "few": "Przed tobą {n} osoby", "many": "Przed tobą {n} osób", "other": "Przed tobą {n} osoby"} {
		f.Set("w:kiosk.ahead:"+form, text)
	}
	p.post("/admin/translations", f)
	if got := h.kit.T("pl", "kiosk.ahead", "n", 5); got != "Przed tobą 5 osób" {
		t.Errorf("said: %s", got)
	}
	if got := words(p.get("/admin/translations?of=pl&q=kiosk.ahead&only=missing").Find("tbody code")); strings.Contains(got, "kiosk.ahead ") || got == "kiosk.ahead" {
		t.Errorf("still missing: %s", got)
	}
	if lang := p.get("/kiosk/main?lang=pl").Find("html").AttrOr("lang", ""); lang != "pl" {
		t.Errorf("the kiosk speaks %s", lang)
	}
	for _, key := range h.kit.Catalogue.Keys("") {
		if face, _, _ := strings.Cut(key, "."); !h.kit.Catalogue.Has("words.face_" + face) {
			t.Fatalf("the page has no name for the words of %s", face)
		}
	}
	if files, err := filepath.Glob(filepath.Dir(h.file) + "/config/words-pl/*.json"); err != nil || len(files) != 2 {
		t.Errorf("editions: %v %v", files, err)
	}
}
