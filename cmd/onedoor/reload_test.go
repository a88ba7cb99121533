package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestReload changes a config under the running program: what is right is taken
// without a restart, what is wrong changes nothing and is told.
func TestReload(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "centre")
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"init", dir}, streams{&out, &errs}); code != exitOK {
		t.Fatalf("init ended with %d: %s", code, &errs)
	}
	file := filepath.Join(dir, "centre.yaml")
	p := serve(t, t.TempDir(), "--config", file, "--printer", "none:")
	names := func() string {
		var answer struct{ Services []struct{ Name string } }
		if _, err := p.caller().do("GET", "/api/v1/services?lang=zh", nil, &answer); err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, s := range answer.Services {
			all = append(all, s.Name)
		}
		return strings.Join(all, " ")
	}
	before := names()
	first := strings.Fields(before)[0]
	edit := func(from, to string) {
		t.Helper()
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.ReplaceAll(string(src), from, to)
		if changed == string(src) {
			t.Fatalf("%q isn't in the file", from)
		}
		if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	edit(first, "新业务")
	p.await(t, "the new name", func() bool { return names() == strings.ReplaceAll(before, first, "新业务") })
	edit("\ncentre:", "\ncentre:\n  catalogues: {ug: nowhere.json}")
	p.await(t, "word of the words that aren't there", func() bool { return strings.Contains(p.log.String(), "nowhere.json") })
	reloaded := func() int { return strings.Count(p.log.String(), "the config was reloaded") }
	n := reloaded()
	edit("\n  catalogues: {ug: nowhere.json}", "")
	p.await(t, "the right file again", func() bool { return reloaded() > n })
	edit("time_zone:", "time_zones:")
	p.await(t, "word of the mistake", func() bool { return strings.Contains(p.log.String(), "time_zones") })
	if !strings.Contains(names(), "新业务") {
		t.Errorf("after the mistake: %s\n%s", names(), p.log)
	}
}
