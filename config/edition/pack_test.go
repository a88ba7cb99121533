package edition_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/config/edition"
)

// zipped makes a ZIP of names and texts.
func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPackAndUnpack takes a centre with words and a recording to another machine.
func TestPackAndUnpack(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "sample.yaml")
	src := []byte(strings.Replace(string(config.SampleText()), "  languages: [zh, en]\n", "  languages: [zh, en, ug]\n  catalogues: {ug: ug.json}\n", 1) + "\nvoice: {clips: clips}\n")
	for name, text := range map[string]string{"ug.json": `{}`, "clips/zh/a.wav": "RIFF", "clips/zh.tsv": "a\tb\n", "clips/secret.txt": "no"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	centre, problems := config.ParseSample(file, src)
	if centre == nil {
		t.Fatal(problems)
	}
	packed, err := edition.Pack(src, centre, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if f.Modified.Year() != 2026 {
			t.Errorf("%s is of %s", f.Name, f.Modified)
		}
	}
	b, err := edition.Unpack(bytes.NewReader(packed), int64(len(packed)))
	if err != nil || !bytes.Equal(b.Src, src) || len(b.Words) != 1 || len(b.Clips) != 2 {
		t.Fatalf("%v %d words, %d clips", err, len(b.Words), len(b.Clips))
	}
	other := t.TempDir()
	s, err := edition.New(edition.Options{File: filepath.Join(other, "sample.yaml"), Sample: true, Dir: filepath.Join(other, "config"), Now: time.Now, Apply: func(context.Context, *config.Centre) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Stage("li", b); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(other, "clips")); err == nil {
		t.Error("something is in place before it is applied")
	}
	if _, err := s.Put(t.Context(), edition.Change{Who: "li", Act: edition.Import, Base: current(t, s).Sum, Src: b.Src, Staged: true}); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(other, "clips", "zh", "a.wav")); err != nil || string(got) != "RIFF" {
		t.Error(err)
	}
}

// TestUnpackRefuses holds what is no export, and what would lie elsewhere.
func TestUnpackRefuses(t *testing.T) {
	for _, name := range []string{"../centre.yaml", "/etc/passwd", "clips/../../x.wav", "clips/zh/../../../x.wav", `clips\zh\a.wav`, "words/../x.json", "clips/zh/.wav", "a.exe"} {
		b := zipped(t, "centre.yaml", "a: 1\n", name, "x")
		if _, err := edition.Unpack(bytes.NewReader(b), int64(len(b))); err == nil || !strings.Contains(err.Error(), "foreign") && !strings.Contains(err.Error(), "insecure") {
			t.Errorf("%s: %v", name, err)
		}
	}
	bomb := zipped(t, "centre.yaml", strings.Repeat("#", 5<<20))
	if _, err := edition.Unpack(bytes.NewReader(bomb), int64(len(bomb))); err == nil {
		t.Error("5 MB of config are taken")
	}
	// A text that names a folder elsewhere is not followed.
	dir := t.TempDir()
	s, err := edition.New(edition.Options{File: filepath.Join(dir, "c", "sample.yaml"), Sample: true, Dir: filepath.Join(dir, "config"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for _, clips := range []string{"../out", filepath.Join(dir, "out")} {
		src := string(config.SampleText()) + "\nvoice: {clips: " + clips + "}\n"
		if err := s.Fits(&edition.Bundle{Src: []byte(src), Clips: map[string][]byte{"zh/a.wav": []byte("x")}}); err == nil {
			t.Errorf("%s is written to", clips)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "out")); err == nil {
		t.Error("something lies outside")
	}
}

// TestAnImportWritesWhereItMay holds that an import's own text can't lead it to a file that isn't its.
func TestAnImportWritesWhereItMay(t *testing.T) {
	s, file := shelf(t, nil)
	dir := filepath.Dir(file)
	for name, text := range map[string]string{
		"onedoor.db": "books", "figures.json": `{"day":"2026-11-29","tickets":3}`, "ug.json": `{"common":{"yes":"ھەئە"}}`, "config/draft.li.json": "{}", "empty.json": "",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "onedoor.db"), filepath.Join(dir, "link.json")); err != nil {
		t.Fatal(err)
	}
	for name, may := range map[string]bool{
		"ug.json": true, "new.json": true, "empty.json": true, "deep/er.json": true,
		"onedoor.db": false, "sample.yaml": false, "figures.json": false, "config/draft.li.json": false, "config/x.json": false, "link.json": false, "../x.json": false,
	} {
		src := strings.Replace(string(config.SampleText()), "  languages: [zh, en]\n", "  languages: [zh, en, ug]\n  catalogues: {ug: "+name+"}\n", 1)
		b := &edition.Bundle{Src: []byte(src), Words: map[string][]byte{"ug": []byte(`{"common":{"yes":"x"}}`)}}
		if err := s.Fits(b); (err == nil) != may {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.Stage("li", b); err != nil {
			t.Fatal(err)
		}
		_, err := s.Put(t.Context(), edition.Change{Who: "li", Act: edition.Import, Base: current(t, s).Sum, Src: b.Src, Staged: true})
		if got, _ := os.ReadFile(filepath.Join(dir, name)); (err == nil) != may || may != (string(got) == `{"common":{"yes":"x"}}`) {
			t.Errorf("%s: %v, then %q", name, err, got)
		}
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "onedoor.db")); string(got) != "books" {
		t.Errorf("the books are %q", got)
	}
}

// TestARefusedImportLeavesWhatWasThere has the hall refuse the rules after words and recordings were put in place.
func TestARefusedImportLeavesWhatWasThere(t *testing.T) {
	refuse := error(nil)
	s, file := shelf(t, func(*config.Centre) error { return refuse })
	dir := filepath.Dir(file)
	src := []byte(strings.Replace(string(config.SampleText()), "  languages: [zh, en]\n", "  languages: [zh, en, ug]\n  catalogues: {ug: ug.json}\n", 1) + "\nvoice: {clips: clips}\n")
	put := func(text string) error {
		b := &edition.Bundle{Src: src, Words: map[string][]byte{"ug": []byte(text)}, Clips: map[string][]byte{"zh/a.wav": []byte(text)}}
		if err := s.Stage("li", b); err != nil {
			t.Fatal(err)
		}
		_, err := s.Put(t.Context(), edition.Change{Who: "li", Act: edition.Import, Base: current(t, s).Sum, Src: src, Staged: true})
		return err
	}
	if err := put(`{"a":{"b":"1"}}`); err != nil {
		t.Fatal(err)
	}
	refuse = errors.New("no")
	if put(`{"a":{"b":"2"}}`) == nil {
		t.Fatal("it is taken")
	}
	for _, name := range []string{"ug.json", "clips/zh/a.wav"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != `{"a":{"b":"1"}}` {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	if kept, _ := filepath.Glob(filepath.Join(dir, "config", "words-ug", "*")); len(kept) != 1 {
		t.Errorf("editions of the words: %v", kept)
	}
	refuse = nil
	if err := put(`{"a":{"b":"3"}}`); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "clips/zh/a.wav.old")); err != nil || string(got) != `{"a":{"b":"1"}}` {
		t.Errorf("the recording before: %q %v", got, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".centre-*")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// FuzzUnpack reads anything: no panic, and what is taken has names of an export alone.
func FuzzUnpack(f *testing.F) {
	f.Add(zipped(f, "centre.yaml", "a: 1\n", "words/ug.json", "{}", "clips/zh/a.wav", "x"))
	f.Add(zipped(f, "../centre.yaml", "a: 1\n"))
	f.Add([]byte("a: 1\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := edition.Unpack(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		for name := range got.Clips {
			if !filepath.IsLocal(name) || strings.Contains(name, "..") && !strings.HasSuffix(name, ".wav") {
				t.Fatalf("%q is taken", name)
			}
		}
	})
}
