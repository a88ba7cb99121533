package voice

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onedoor/queue/queuetest"
)

// TestKeepAndDrop puts recordings into a folder, refuses what can't be used, and takes one away.
func TestKeepAndDrop(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "clips")
	please := Clip{Name: "please", Text: "请"}
	for code, file := range map[string][]byte{
		"not_wave": []byte("RIFF"), "silent": make(Sound, Rate).WAV(), "large": make([]byte, maxFile+1), "no_samples": tone(300, 0.3, Rate, time.Second).WAV()[:36],
	} {
		found, err := Keep(dir, "zh", please, file)
		if err != nil || len(found) != 1 || found[0].Code != code || !found[0].Lost {
			t.Errorf("%s: %v %v", code, found, err)
		}
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder for what was refused")
	}
	for _, c := range []Clip{{Name: "../please", Text: "请"}, {Name: "please", Text: "。"}} {
		if _, err := Keep(dir, "zh", c, tone(300, 0.3, Rate, time.Second).WAV()); err == nil {
			t.Errorf("%+v was kept", c)
		}
	}
	first, second := wave(tone(300, 0.3, 48_000, time.Second), 48_000, 2), tone(500, 0.3, Rate, time.Second).WAV()
	for _, file := range [][]byte{first, second} {
		if found, err := Keep(dir, "zh", please, file); err != nil || len(found) != 0 {
			t.Fatal(found, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "zh.tsv"), []byte("# ours\r\nplease\t请\r\nhall\t大厅\t[zh]ting\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Keep(dir, "zh", Clip{Name: "hall", Text: "一楼大厅"}, second); err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile(filepath.Join(dir, "zh.tsv"))
	if err != nil || string(list) != "# ours\nplease\t请\nhall\t一楼大厅\n" {
		t.Errorf("the list: %q %v", list, err)
	}
	old, err := os.ReadFile(filepath.Join(dir, "zh", "please.wav.old"))
	if s, wrong := ReadWAV(old); err != nil || wrong != nil || s.Length() != time.Second || len(old) != 44+2*Rate {
		t.Errorf("the one before: %v %v", err, wrong)
	}

	v, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if s, ok := v.Own("zh", "please"); !ok || s.Length() < 900*time.Millisecond {
		t.Error("it isn't read")
	}
	if err := Drop(dir, "zh", "hall"); err != nil {
		t.Fatal(err)
	}
	if err := Drop(dir, "zh", "hall"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if err := Drop(dir, "zh", "../zh/please"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	again, err := v.Again(dir)
	if err != nil {
		t.Fatal(err)
	}
	mine, _ := v.Own("zh", "please")
	same, _ := again.Own("zh", "please")
	if _, ok := again.Own("zh", "hall"); ok || &mine[0] != &same[0] {
		t.Error("what went is there, or what stayed was read anew")
	}
	if _, err := Keep(dir, "zh", please, first); err != nil {
		t.Fatal(err)
	}
	third, err := again.Again(dir)
	if fresh, _ := third.Own("zh", "please"); err != nil || bytes.Equal(fresh.WAV(), same.WAV()) {
		t.Error("the new one isn't read")
	}
}

// TestEntriesAreAllThatIsSaid lists every clip that calls are made of, once, with the pack's voice.
func TestEntriesAreAllThatIsSaid(t *testing.T) {
	rules := queuetest.Rules()
	v, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	e := listener(t, rules, v, nil, nil)
	for _, lang := range []string{"zh", "en"} {
		list, err := e.a.Voice().Entries(e.a.kit, rules, lang)
		if err != nil {
			t.Fatal(err)
		}
		need, err := Script(e.a.kit, rules, lang)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		kinds := map[Kind]int{}
		for _, x := range list {
			if seen[x.Name] {
				t.Errorf("%s twice", x.Name)
			}
			seen[x.Name] = true
			kinds[x.Kind]++
			if x.Pack != nil && (x.Pack.LUFS < Level-1.5 || x.Pack.LUFS > Level+1.5 || x.Pack.Length < 100*time.Millisecond) {
				t.Errorf("%s: %+v", x.Name, *x.Pack)
			}
		}
		for _, c := range need {
			if !seen[c.Name] {
				t.Errorf("%s isn't listed", c.Name)
			}
		}
		if kinds[Around] != 7 || kinds[Number] < 10 || kinds[Sentence] != len(Prompts()) {
			t.Errorf("%s: %v", lang, kinds)
		}
	}
	if list, err := e.a.Voice().Entries(e.a.kit, rules, "eo"); err != nil || len(list) != 0 {
		t.Errorf("in a language without calls: %v %v", list, err)
	}
}

// TestFaultsSayWhatIsWrong holds the sentences of the command.
func TestFaultsSayWhatIsWrong(t *testing.T) {
	loud := tone(300, 3, Rate, time.Second)
	for i := range loud {
		loud[i] = max(-1, min(1, loud[i]))
	}
	for want, s := range map[string]Sound{
		"too quiet, -": tone(300, 0.002, Rate, time.Second), "its peaks are cut off": loud, `too long, 9.0 s for "请"`: tone(300, 0.3, Rate, 9*time.Second), "silent: 请": make(Sound, Rate),
	} {
		found := faults(s, Trim(s), "zh", "请")
		if len(found) != 1 || !strings.Contains(found[0].Error(), want) {
			t.Errorf("want %q, got %v", want, found)
		}
	}
}
