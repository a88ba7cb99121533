package settings_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"onedoor/config"
)

// TestADateIsChosenFromACalendar walks all templates, and all forms of the file: what is a day is asked for
// as one, everywhere in the same way.
func TestADateIsChosenFromACalendar(t *testing.T) {
	days := []string{"day", "date", "from", "to", "on", "until", "since"}
	files, err := filepath.Glob("../*/templates/*.html")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	input, attribute := regexp.MustCompile(`<input[^>]*>`), regexp.MustCompile(`(name|type)="([^"]*)"`)
	n := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, tag := range input.FindAllString(string(text), -1) {
			has := map[string]string{}
			for _, m := range attribute.FindAllStringSubmatch(tag, -1) {
				has[m[1]] = m[2]
			}
			if slices.Contains(days, has["name"]) && !slices.Contains([]string{"hidden", "radio", "checkbox"}, has["type"]) {
				if n++; has["type"] != "date" {
					t.Errorf("%s asks for a day with %s", file, tag)
				}
			}
		}
	}
	if n < 5 {
		t.Errorf("only %d fields of days were found", n)
	}
	var walk func(section string, list []config.Field)
	walk = func(section string, list []config.Field) {
		for _, f := range list {
			if slices.Contains(days, f.Key) && f.Kind != config.DateKind {
				t.Errorf("%s asks for the day %q as %s", section, f.Key, f.Kind)
			}
			walk(section, f.Fields)
		}
	}
	for _, s := range config.Sections() {
		walk(s.ID, s.Fields)
	}
}

// TestADayOfTheFileInItsForm: a day stands in a calendar's field, and what is none stays to be read and mended.
func TestADayOfTheFileInItsForm(t *testing.T) {
	p := open(t).login("supervisor")
	const path = "/admin/part/hours"
	f := form(p.get(path), "form.entry")
	for key, value := range map[string]string{"on": "2026-10-01", "to": "1 Oct", "open": "closed"} {
		f.Set("f.hours.days.0."+key, value)
	}
	p.post(path, f)
	doc := p.get(path)
	if got := doc.Find(`input[type="date"][name="f.hours.days.0.on"]`).AttrOr("value", "none"); got != "2026-10-01" {
		t.Errorf("the day stands as %q", got)
	}
	if got := doc.Find(`input:not([type])[name="f.hours.days.0.to"]`).AttrOr("value", "none"); got != "1 Oct" {
		t.Errorf("what is no day stands as %q", got)
	}
}
