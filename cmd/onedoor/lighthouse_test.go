package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkLighthouse has Lighthouse judge kiosk and phone: accessibility and
// best practice have to be whole. It takes some 40 s and 100 MB of npm's, and axe
// has looked at every page in the tests, so it is a figure of make bench, and make
// lighthouse takes it alone.
func BenchmarkLighthouse(t *testing.B) {
	for t.Loop() {
		lighthouse(t)
	}
}

func lighthouse(t testing.TB) {
	t.Helper()
	dir := t.TempDir()
	p := serve(t, t.TempDir())
	mine := p.login("demo").issued(t, "petition", "")
	for _, face := range []struct {
		name, path string
		flags      []string
	}{
		{"kiosk", "/kiosk/main", []string{"--preset=desktop", "--screenEmulation.width=1080", "--screenEmulation.height=1920"}},
		{"phone", "/t/" + mine.Ref, nil},
	} {
		for _, lang := range languages() {
			file := filepath.Join(dir, face.name+"-"+lang+".json")
			args := append([]string{
				filepath.Join("..", "..", ".tools", "lighthouse", "node_modules", "lighthouse", "cli", "index.js"), p.url + face.path + mark(face.path) + "lang=" + lang,
				"--quiet", "--only-categories=accessibility,best-practices", "--output=json", "--output-path=" + file,
				"--chrome-flags=--headless=new --no-sandbox --disable-gpu",
			}, face.flags...)
			cmd := exec.Command("node", args...)
			chromium, err := exec.LookPath("chromium")
			if err != nil {
				t.Fatal(err)
			}
			cmd.Env = append(os.Environ(), "CHROME_PATH="+chromium)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("lighthouse of %s: %v\n%s", face.name, err, out)
			}
			verdict(t, face.name+" in "+lang, file)
		}
	}
}

// verdict fails the test for every audit that isn't passed.
func verdict(t testing.TB, face, file string) {
	t.Helper()
	var report struct {
		Categories map[string]struct {
			Score     *float64
			AuditRefs []struct{ ID string }
		}
		Audits map[string]struct {
			Title string
			Score *float64
		}
	}
	if err := json.Unmarshal(readFile(t, file), &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Categories) != 2 {
		t.Errorf("%s: lighthouse judged %d categories", face, len(report.Categories))
	}
	for name, c := range report.Categories {
		if c.Score == nil {
			t.Errorf("%s: %s has no score", face, name)
			continue
		}
		t.Logf("%s: %s %.0f", face, name, 100**c.Score)
		if *c.Score == 1 {
			continue
		}
		for _, a := range c.AuditRefs {
			if audit := report.Audits[a.ID]; audit.Score != nil && *audit.Score < 1 {
				t.Errorf("%s: %s: %s (%s)", face, name, audit.Title, a.ID)
			}
		}
	}
}
