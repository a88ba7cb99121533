package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// mistake is what a checker finds in a page.
type mistake struct {
	file string
	line int
	text string
}

// validate holds what the server sent to the standard: the Nu checker of the
// W3C, in one machine of Java's for all of it, and html-validate. What both kinds
// of checkers find in several pages is told of the first.
func (w *walk) validate() {
	w.t.Helper()
	dir, names := w.t.TempDir(), map[string]string{}
	for name, html := range w.html {
		if other, ok := names[html]; !ok || name < other {
			names[html] = name
		}
	}
	for html, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(html), 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
	type answer struct {
		found []mistake
		err   error
	}
	answers := make(chan answer, 2)
	for _, check := range []func(string) ([]mistake, error){checkNu, checkHTMLValidate} {
		go func() {
			found, err := check(dir)
			answers <- answer{found, err}
		}()
	}
	told := map[string][]string{}
	for range 2 {
		a := <-answers
		if a.err != nil {
			w.t.Error(a.err)
		}
		for _, m := range a.found {
			html := strings.TrimSuffix(filepath.Base(m.file), ".html")
			told[m.text] = append(told[m.text], fmt.Sprintf("%s:%d", html, m.line))
		}
	}
	for text, where := range told {
		slices.Sort(where)
		w.t.Errorf("%s: %s, and at %d places more", text, where[0], len(where)-1)
	}
	w.t.Logf("%d pages, %d of them different, went through vnu and html-validate", len(w.html), len(names))
}

func checkNu(dir string) ([]mistake, error) {
	out, err := exec.Command("java", "-Xss4m", "-XX:TieredStopAtLevel=1", "-jar", filepath.Join(webTools(), "vnu-jar", "build", "dist", "vnu.jar"),
		"--stdout", "--exit-zero-always", "--format", "json", "--skip-non-html",
		"--filterpattern", ".* lacks heading.*", // advice; a part of a page that only a sighted eye tells apart has none
		dir).Output()
	if err != nil {
		return nil, fmt.Errorf("vnu: %w", err)
	}
	var said struct {
		Messages []struct {
			URL      string
			LastLine int
			Message  string
			Extract  string
		}
	}
	if err := json.Unmarshal(out, &said); err != nil {
		return nil, fmt.Errorf("vnu said %.200s: %w", out, err)
	}
	var found []mistake
	for _, m := range said.Messages {
		found = append(found, mistake{m.URL, m.LastLine, fmt.Sprintf("vnu: %s near %q", m.Message, m.Extract)})
	}
	return found, nil
}

// checkHTMLValidate goes by htmlvalidate.json, which leaves out what is no
// mistake here: several fields of a name are how a form sends a list; a page
// that refreshes itself does so only where there is no script; a button without
// a type sends its form; a sheet's form is sent by its script, on Enter, too; a
// list to choose from holds more than an <option> can.
func checkHTMLValidate(dir string) ([]mistake, error) {
	cmd := exec.Command("node", filepath.Join(webTools(), "html-validate", "bin", "html-validate.mjs"),
		"--config", filepath.Join(webTools(), "..", "htmlvalidate.json"), "--formatter", "json", dir)
	file, err := os.Create(filepath.Join(filepath.Dir(dir), "html-validate.json")) // Node cuts short what goes into a pipe
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = file, &errs
	failed := cmd.Run() // as it does when it finds something
	out, err := os.ReadFile(file.Name())
	if err != nil {
		return nil, err
	}
	var said []struct {
		FilePath string
		Messages []struct {
			RuleID, Message, Selector string
			Line                      int
		}
	}
	if err := json.Unmarshal(out, &said); err != nil {
		return nil, fmt.Errorf("html-validate: %w: %w: %.400s", failed, err, errs.String())
	}
	var found []mistake
	for _, f := range said {
		for _, m := range f.Messages {
			found = append(found, mistake{f.FilePath, m.Line, fmt.Sprintf("html-validate: %s: %s", m.RuleID, m.Message)})
		}
	}
	return found, nil
}
