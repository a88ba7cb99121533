package display

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"onedoor/queue"
)

// TestCheckFindsWhatIsMissing has a face with a page that asks for what there isn't: all
// of it is told, and the pages of another face are none of its business.
func TestCheckFindsWhatIsMissing(t *testing.T) {
	face := func(name, body string) Face {
		return Face{Name: name, Files: fstest.MapFS{
			"assets":              {Mode: fs.ModeDir},
			"templates/page.html": {Data: []byte(`{{define "title"}}{{end}}{{define "body"}}` + body + `{{end}}`)},
		}}
	}
	rules := &queue.Rules{}
	k, err := New(Options{
		Faces: []Face{face("desk", `{{t "no.such.word"}}{{icon "no-such-icon"}}{{template "no-such-part"}}`), face("kiosk", `{{t "common.back"}}`)},
		Rules: func() *queue.Rules { return rules },
		Later: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Check("kiosk"); err != nil {
		t.Errorf("the kiosk's page: %v", err)
	}
	err = k.Check()
	if err == nil || !strings.Contains(err.Error(), "page desk/page in zh") || !strings.Contains(err.Error(), "no-such-part") {
		t.Errorf("a template that isn't there: %v", err)
	}
	k, err = New(Options{Faces: []Face{face("desk", `{{t "no.such.word"}}{{icon "no-such-icon"}}`)}, Rules: func() *queue.Rules { return rules }, Later: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Check(); err == nil || !strings.Contains(err.Error(), "no text no.such.word") || !strings.Contains(err.Error(), "no icon no-such-icon") {
		t.Errorf("a word and an icon that aren't there: %v", err)
	}
}
