package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"onedoor/display"
)

var (
	imported = regexp.MustCompile(`(?:from |import\()"(\.[^"]+\.js)"`)
	spoken   = regexp.MustCompile(`\bt\("([a-z_]+\.[a-z0-9_]+)"`)
)

// TestScriptsHaveTheirWords holds what each face's scripts say, those that they share with others too, against the words
// that the face's pages bring along: t() shows the key of a sentence that isn't among them.
func TestScriptsHaveTheirWords(t *testing.T) {
	catalogue, err := display.LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	faces := faces()
	files := map[string]fs.FS{"display": os.DirFS("../../display")}
	for _, f := range faces {
		files[f.Name] = f.Files
	}
	said := 0
	for _, f := range faces {
		b, err := catalogue.Strings("zh", f.Name)
		if err != nil {
			t.Fatal(err)
		}
		var words map[string]any
		if err := json.Unmarshal(b, &words); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		var read func(script string) // face/file.js
		read = func(script string) {
			if seen[script] {
				return
			}
			seen[script] = true
			owner, name, _ := strings.Cut(script, "/")
			src, err := fs.ReadFile(files[owner], "assets/"+name)
			if err != nil {
				t.Errorf("%s: %v", script, err)
				return
			}
			for _, m := range spoken.FindAllSubmatch(src, -1) {
				said++
				if words[string(m[1])] == nil {
					t.Errorf("%s says %s, which the pages of %s don't bring along", script, m[1], f.Name)
				}
			}
			for _, m := range imported.FindAllSubmatch(src, -1) {
				read(path.Join(owner, string(m[1])))
			}
		}
		own, err := fs.Glob(f.Files, "assets/*.js")
		if err != nil {
			t.Fatal(err)
		}
		for _, script := range own {
			read(path.Join(f.Name, path.Base(script)))
		}
	}
	if said < 100 {
		t.Errorf("only %d sentences were found in the scripts", said)
	}
}
