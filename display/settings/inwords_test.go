package settings_test

import (
	"strings"
	"testing"

	"onedoor/config"
	"onedoor/printer"
)

// TestListsInWords changes a holiday, a week and a roster, and finds each said as people would.
func TestListsInWords(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	f := form(p.get("/admin/part/hours"), "form.entry")
	n := f.Get("f.hours.days.n")
	f.Set("f.hours.week.mon", "9:00-12:00")
	f.Set("f.hours.days.n", n+"0") // more than there are: blank rows are left out
	f.Set("f.hours.days."+n+".on", "2030-10-01")
	f.Set("f.hours.days."+n+".name.zh", "国庆")
	f.Set("f.hours.days."+n+".name.en", "National Day")
	p.post("/admin/part/hours", f)
	doc := p.get("/admin/review")
	got := words(doc.Find(".words"))
	for _, want := range []string{"Days that differ", "added 2030-10-01", "National Day", "closed all day", "Monday 9:00–12:00"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q isn't said: %s", want, got)
		}
	}
	if strings.Contains(got, "{") {
		t.Errorf("the file's own writing: %s", got)
	}
	if got := words(doc.Find(".means")); !strings.Contains(got, "No numbers on 2030-10-01.") {
		t.Errorf("it means: %s", got)
	}
}

// TestBeginWithTheUsualSlip fills the form with the slip that is printed; kept, it is that very slip.
func TestBeginWithTheUsualSlip(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	doc := p.get("/admin/part/template")
	link := doc.Find(`main a[href="/admin/part/template?begin=usual"]`)
	if link.Length() != 1 {
		t.Fatal("the form can't begin with the slip as it is")
	}
	f := form(p.get(link.AttrOr("href", "")), "form.entry")
	doc = p.post("/admin/part/template", f)
	if doc.Find(".pending").Length() != 1 || doc.Find(".problems .error").Length() != 0 {
		t.Fatal(words(doc.Find("main")))
	}
	p.post("/admin/apply", form(p.get("/admin/review"), `form[action="/admin/apply"]`))
	now, err := h.shelf.Current()
	if err != nil {
		t.Fatal(err)
	}
	centre, problems := config.ParseSample(h.file, now.Src)
	if centre == nil {
		t.Fatal(problems)
	}
	usual := printer.DefaultTemplate()
	if len(centre.Template) != len(usual) {
		t.Fatalf("%d lines, want %d", len(centre.Template), len(usual))
	}
	for i, l := range centre.Template {
		if l.Item != usual[i].Item || l.Style != usual[i].Style || l.Dots != usual[i].Dots {
			t.Errorf("line %d is %+v, want %+v", i, l, usual[i])
		}
	}
}

// TestFilesOfWordsInWords says which files of words a draft names, and what an import brought.
func TestFilesOfWordsInWords(t *testing.T) {
	p := open(t).login("supervisor")
	src := strings.Replace(string(config.Mask(config.SampleText())), "  languages: [zh, en]\n", "  languages: [zh, en]\n  catalogues: {zh: words-zh.json}\n", 1)
	doc := p.upload("/admin/import", "c.zip", exported(t, map[string][]byte{"centre.yaml": []byte(src), "words/zh.json": []byte(`{"common":{"back":"回去"}}`)}))
	got := words(doc.Find(".words"))
	for _, want := range []string{"Its own words · 中文", "words-zh.json", "Files that come with the import", "words/zh.json"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q isn't said: %s", want, got)
		}
	}
}
