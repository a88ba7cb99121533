package settings_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display/settings"
	"onedoor/display/voice"
)

// exported makes an export of names and texts.
func exported(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestTransferOfWordsAndRecordings imports what lies beside a config: nothing is in place before it is applied, and
// nothing is left of what was thrown away.
func TestTransferOfWordsAndRecordings(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	dir := filepath.Dir(h.file)
	src := strings.Replace(string(config.Mask(config.SampleText())), "  languages: [zh, en]\n", "  languages: [zh, en, ug]\n  catalogues: {ug: ug.json}\n", 1) + "\nvoice: {clips: clips}\n"
	sound := make(voice.Sound, voice.Rate).WAV()
	packed := exported(t, map[string][]byte{
		"centre.yaml": []byte(src), "words/ug.json": []byte(`{"common":{"back":"قايتىش"}}`), "clips/zh/please.wav": append(bytes.Clone(sound), "LIST and a name"...),
	})
	nothing := func() {
		t.Helper()
		for _, name := range []string{"ug.json", "clips"} {
			if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
				t.Errorf("%s is there", name)
			}
		}
	}
	doc := p.upload("/admin/import", "c.zip", packed)
	if doc.Url.Path != "/admin/review" || doc.Find(".problems .error").Length() != 0 {
		t.Fatalf("%s %s", doc.Url, words(doc.Find(".refusal, .problems")))
	}
	nothing()
	p.post("/admin/discard", nil)
	p.post("/admin/apply", form(doc, `form[action="/admin/apply"]`))
	nothing()
	doc = p.upload("/admin/import", "c.zip", packed)
	p.post("/admin/apply", form(doc, `form[action="/admin/apply"]`))
	if got, err := os.ReadFile(filepath.Join(dir, "ug.json")); err != nil || !strings.Contains(string(got), "قايتىش") {
		t.Errorf("words: %v %s", err, got)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "clips", "zh", "please.wav")); err != nil || !bytes.Equal(got, sound) {
		t.Errorf("the recording: %v, %d bytes", err, len(got))
	}
	if got := h.kit.T("ug", "common.back"); got != "قايتىش" {
		t.Errorf("said: %s", got)
	}
	if list, err := h.shelf.Editions(); err != nil || list[0].Act != edition.Import || list[0].Staff != "supervisor" {
		t.Errorf("%v %+v", err, list)
	}
	if got := h.audit.acts(); got != "supervisor import_taken , supervisor import_taken , supervisor config_applied import" {
		t.Errorf("audit: %s", got)
	}
	// Only recordings differ: that is a draft, too.
	doc = p.upload("/admin/import", "c.zip", exported(t, map[string][]byte{"centre.yaml": []byte(src), "clips/zh/please.wav": make(voice.Sound, 2*voice.Rate).WAV()}))
	if doc.Url.Path != "/admin/review" {
		t.Fatalf("%s", doc.Url)
	}
	p.post("/admin/apply", form(doc, `form[action="/admin/apply"]`))
	if got, err := os.ReadFile(filepath.Join(dir, "clips", "zh", "please.wav")); err != nil || bytes.Equal(got, sound) {
		t.Errorf("the other recording: %v", err)
	}
	for name, bad := range map[string]map[string][]byte{
		"words":  {"centre.yaml": []byte(src), "words/ug.json": []byte("[]")},
		"sound":  {"centre.yaml": []byte(src), "clips/zh/please.wav": []byte("RIFF")},
		"a list": {"centre.yaml": []byte(src), "clips/zh.tsv": {0xff, 0xfe, 0}},
		"books":  {"centre.yaml": []byte(strings.Replace(src, "ug.json", "onedoor.db", 1)), "words/ug.json": []byte("{}")},
	} {
		if doc := p.upload("/admin/import", "c.zip", exported(t, bad)); doc.Find(".refusal").Length() == 0 {
			t.Errorf("%s: it is taken", name)
		}
	}
}

// TestAFileThatWasPutRight checks the same text again when what lies beside it is another: a fault isn't remembered.
func TestAFileThatWasPutRight(t *testing.T) {
	fault := "words are missing"
	h := open(t, func(o *settings.Options) {
		o.More = func(c *config.Centre) config.Problems {
			if fault == "" {
				return nil
			}
			return config.Problems{c.At(config.CataloguesPart, config.Error, fault, "")}
		}
	})
	p := h.login("supervisor")
	if doc := p.get("/admin/text"); !strings.Contains(doc.Text(), fault) {
		t.Fatal("nothing is told")
	}
	fault = ""
	if doc := p.get("/admin/text"); strings.Contains(doc.Text(), "words are missing") {
		t.Error("it is told of a file that was put right")
	}
}

// TestWordsThatTheDraftNamesNoMore are told of in the reader's language.
func TestWordsThatTheDraftNamesNoMore(t *testing.T) {
	p := open(t).login("supervisor")
	const named = "  languages: [zh, en, ug]\n  catalogues: {ug: ug.json}\n"
	src := strings.Replace(string(config.Mask(config.SampleText())), "  languages: [zh, en]\n", named, 1)
	p.upload("/admin/import", "c.zip", exported(t, map[string][]byte{"centre.yaml": []byte(src), "words/ug.json": []byte(`{"common":{"back":"قايتىش"}}`)}))
	for lang, want := range map[string]string{"zh": "配置的 catalogues 里没有 ug。", "en": "the config’s catalogues don’t name ug."} {
		f := form(p.get("/admin/text"), "form[data-editor]")
		f.Set("text", strings.Replace(f.Get("text"), named, "  languages: [zh, en]\n", 1))
		if got := words(p.post("/admin/text?lang="+lang, f).Find(".found .problems")); !strings.Contains(got, want) || strings.Contains(got, "refused") {
			t.Errorf("it says %q", got)
		}
	}
}

// TestNothingIsReadThatOnlyAHandMayName: what a text names that the administration may not isn't looked at, in the
// editor neither.
func TestNothingIsReadThatOnlyAHandMayName(t *testing.T) {
	read := 0
	h := open(t, func(o *settings.Options) {
		var err error
		if o.Shelf, err = edition.New(edition.Options{File: filepath.Join(o.Shelf.Folder(), "sample.yaml"), Sample: true, Dir: o.Shelf.Dir(), Now: time.Now}); err != nil {
			t.Fatal(err)
		}
		o.More = func(*config.Centre) config.Problems { read++; return nil }
	})
	p := h.login("supervisor")
	doc := p.get("/admin/text")
	if read == 0 {
		t.Fatal("nobody looks at what is beside the file")
	}
	read = 0
	f := form(doc, "form[data-editor]")
	f.Set("text", f.Get("text")+"\nvoice: {clips: /dev/zero}\n")
	if doc = p.post("/admin/text", f); !strings.Contains(doc.Find(".problems").Text(), "only from the file on the machine itself") {
		t.Errorf("it says %s", words(doc.Find(".problems")))
	}
	if read != 0 {
		t.Errorf("it was read %d times", read)
	}
}
