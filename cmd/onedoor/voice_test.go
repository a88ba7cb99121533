package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onedoor/display/voice"
)

// TestAVoiceOfOnesOwn writes the script, has a machine say it, takes clips away and checks.
func TestAVoiceOfOnesOwn(t *testing.T) {
	bin, dir := t.TempDir(), filepath.Join(t.TempDir(), "voice")
	said := make(voice.Sound, voice.Rate/2)
	for i := range said {
		said[i] = float32(0.2 * math.Sin(float64(i)/8))
	}
	if err := os.WriteFile(filepath.Join(bin, "said.wav"), said.WAV(), 0o600); err != nil {
		t.Fatal(err)
	}
	machine := "#!/bin/sh\ncat " + filepath.Join(bin, "said.wav") + "\n"
	if err := os.WriteFile(filepath.Join(bin, "espeak-ng"), []byte(machine), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	command := func(args ...string) (code int, out, problems string) {
		t.Helper()
		var o, e bytes.Buffer
		code = run(t.Context(), append([]string{"voice"}, args...), streams{&o, &e})
		return code, o.String(), e.String()
	}

	if code, _, said := command("check", dir); code != exitInput || !strings.Contains(said, "zh.tsv: it isn't there") {
		t.Errorf("a folder that isn't there: %d %s", code, said)
	}
	if code, out, said := command("script", dir); code != exitOK || !strings.Contains(out, "clips to read aloud") {
		t.Fatalf("script: %d %s", code, said)
	}
	list, err := os.ReadFile(filepath.Join(dir, "zh.tsv"))
	if err != nil || !strings.Contains(string(list), "at-court\t共享法庭\n") || !strings.Contains(string(list), "letter-a\tA\t[en]A\n") {
		t.Errorf("the list: %v\n%s", err, list)
	}
	if code, _, said := command("check", dir); code != exitInput || !strings.Contains(said, "at-court.wav: missing: 共享法庭") {
		t.Errorf("nothing is recorded: %d %s", code, said)
	}
	if code, _, said := command("make", dir); code != exitOK {
		t.Fatalf("make: %d %s", code, said)
	}
	if code, out, said := command("check", dir); code != exitOK || !strings.Contains(out, "every call can be said") {
		t.Errorf("all is made: %d %s", code, said)
	}
	if v, err := voice.Open(dir); err != nil || v.Broken {
		t.Errorf("the folder isn't taken: %v", err)
	}

	// A room has another name than its recording; one is faint, one no sound at all.
	changed := strings.Replace(string(list), "共享法庭", "巡回法庭", 1)
	quiet := make(voice.Sound, len(said))
	for i := range quiet {
		quiet[i] = said[i] / 200
	}
	for name, b := range map[string][]byte{"zh.tsv": []byte(changed), "zh/please.wav": quiet.WAV(), "en/ticket.wav": []byte("RIFF")} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, _, problems := command("check", dir)
	for _, want := range []string{`zh.tsv: nothing says "共享法庭"`, "zh/please.wav: too quiet", "en/ticket.wav: not a WAVE file"} {
		if code != exitInput || !strings.Contains(problems, want) {
			t.Errorf("%d, not said: %s\n%s", code, want, problems)
		}
	}
	if code, out, said := command("script", dir); code != exitOK || !strings.Contains(out, "1 of them new") {
		t.Errorf("the script again: %d %s %s", code, out, said)
	}
	if _, err := os.Stat(filepath.Join(dir, "zh", "at-court.wav")); err == nil {
		t.Error("what was recorded for other words is still there")
	}
	if code, _, _ := command("script"); code != exitUsage {
		t.Errorf("no folder: %d", code)
	}
}
