package settings_test

import (
	"bytes"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onedoor/display/voice"
)

// applied puts a person's draft in force.
func (p *person) applied() {
	p.h.t.Helper()
	if doc := p.post("/admin/apply", form(p.get("/admin/review"), `form[action="/admin/apply"]`)); doc.Url.Path != "/admin" {
		p.h.t.Fatalf("not applied: %s", words(doc.Find(".refusal, .problems")))
	}
}

// tone is a recording of so many milliseconds.
func tone(ms int, loud float64) voice.Sound {
	s := make(voice.Sound, voice.Rate*ms/1000)
	for i := range s {
		s[i] = float32(loud * math.Sin(float64(i)/9))
	}
	return s
}

// heard is what a kiosk is given of a sentence.
func (h *house) heard(path string) []byte {
	h.t.Helper()
	resp, err := http.Get(h.url + path)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		h.t.Fatal(resp.Status, err)
	}
	return b
}

// TestARecordingIsHeardAtOnce names a folder, uploads what can't be used and what can, and takes it away again; a
// kiosk hears each change without a restart.
func TestARecordingIsHeardAtOnce(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	const clip = "/admin/clips/zh/say-leaving"
	if doc := p.get(clip); doc.Find(`form[action="`+clip+`"]`).Length() != 0 || !strings.Contains(words(doc.Find("main")), "names no folder") {
		t.Fatalf("without a folder: %s", words(doc.Find("main")))
	}
	if doc := p.post("/admin/clips", nil); doc.Url.Path != "/admin/review" {
		t.Fatal(doc.Url)
	}
	p.applied()
	pack := h.heard("/voice/prompt/zh/leaving")

	stereo8 := bytes.Replace(tone(900, 0.3).WAV(), []byte{2, 0, 16, 0}, []byte{1, 0, 8, 0}, 1)
	for name, bad := range map[string][]byte{
		"no WAV file": []byte("ID3 not a wave at all"), "not 16-bit PCM (format 1, 8 bits)": stereo8,
		"Nothing is heard": make(voice.Sound, voice.Rate).WAV(), "longer than 60 s": make(voice.Sound, 61*voice.Rate).WAV(),
		"larger than 24 MB": make([]byte, 25<<20),
	} {
		doc := p.upload(clip, "a.wav", bad)
		if got := words(doc.Find(".refusal")); !strings.Contains(got, name) {
			t.Errorf("want %q, told %q", name, got)
		}
	}
	folder := filepath.Join(filepath.Dir(h.file), "clips")
	if files, err := filepath.Glob(folder + "/*"); err != nil || len(files) != 0 {
		t.Fatalf("refused, and there: %v %v", files, err)
	}

	file := tone(1500, 0.3).WAV()
	doc := p.upload(clip, "mine.wav", file)
	if doc.Url.Path != clip || doc.Find(".telling").Length() != 1 || doc.Find(`audio[src$="own.wav"]`).Length() != 1 {
		t.Fatalf("%s: %s", doc.Url, words(doc.Find("main")))
	}
	kept, err := os.ReadFile(filepath.Join(folder, "zh", "say-leaving.wav"))
	if err != nil || !bytes.Equal(kept, file) {
		t.Errorf("what is kept differs: %v", err)
	}
	mine, own := h.heard("/voice/prompt/zh/leaving"), p.bytes(clip+"/own.wav")
	if bytes.Equal(mine, pack) || !bytes.Equal(mine, own) {
		t.Error("a kiosk doesn't hear the recording")
	}
	if packed := p.bytes(clip + "/pack.wav"); !bytes.Equal(packed, pack) {
		t.Error("the pack's words are others")
	}
	row := words(p.get("/admin/clips?show=own").Find("table.clips tbody tr").Last())
	if !strings.Contains(row, "say-leavingyour own1.5−") {
		t.Errorf("listed: %s", row)
	}
	if doc = p.upload(clip, "quiet.wav", tone(9000, 0.002).WAV()); !strings.Contains(words(doc.Find(".voices .warn")), "Too quiet, −") {
		t.Errorf("a faint one: %s", words(doc.Find("main")))
	}
	if doc = p.post(clip+"/remove", nil); doc.Find(`audio[src$="own.wav"]`).Length() != 0 || !bytes.Equal(h.heard("/voice/prompt/zh/leaving"), pack) {
		t.Error("it is still heard")
	}
	if doc = p.post(clip+"/remove", nil); doc.Url.Path != clip || doc.Url.RawQuery != "" {
		t.Errorf("twice: %s", doc.Url)
	}
	if got := h.audit.acts(); got != "supervisor config_applied applied, supervisor clip_recorded , supervisor clip_recorded , supervisor clip_removed " {
		t.Errorf("audit: %s", got)
	}
}

// TestWhatCanBeSaid tries a call, and lists a window that no clip names.
func TestWhatCanBeSaid(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	doc := p.get("/admin/clips?number=a023&window=w3&ticket=en")
	if got := words(doc.Find(".tried")); !strings.Contains(got, "请 A 零二三号，到一楼三号窗口。 the program’s请 A 零二三号") || !strings.Contains(got, "Ticket A 0 2 3") {
		t.Errorf("tried: %s", got)
	}
	src, _ := doc.Find(".tried audio").Attr("src")
	s, err := voice.ReadWAV(p.bytes(src))
	if err != nil || s.Length() < 8*time.Second {
		t.Errorf("heard: %v %v", s.Length(), err)
	}
	if doc = p.get("/admin/clips?number=23&window=w3"); doc.Find(".wrong").Length() != 1 || doc.Find(".tried").Length() != 0 {
		t.Error("what is no number is called")
	}
	if got := words(doc.Find(".gaps")); got != "" {
		t.Errorf("the sample can't be said: %s", got)
	}
	f := form(p.get("/admin/part/windows/w1"), "form.entry")
	f.Set("f.label.zh", "凤凰厅")
	p.post("/admin/part/windows/w1", f)
	p.applied()
	doc = p.get("/admin/clips?of=zh")
	if got := words(doc.Find(".gaps tbody")); !strings.Contains(got, "Window ") || !strings.Contains(got, "凤 凰") || doc.Find(`.gaps a[href="/admin/part/windows/w1"]`).Length() != 1 {
		t.Errorf("what lacks: %s", got)
	}
	if got := words(p.get("/admin/clips?of=zh&show=lost").Find("table.clips")); !strings.Contains(got, "凤凰厅 at-w1nobody’s") {
		t.Errorf("lost: %s", got)
	}
}

// TestClipsAreForAdmins holds every address of the page against who may not see it.
func TestClipsAreForAdmins(t *testing.T) {
	h := open(t)
	p := h.login("demo")
	for _, path := range []string{"/admin/clips", "/admin/clips/zh/please", "/admin/clips/zh/please/pack.wav", "/admin/clips/call.wav?number=A023&window=w1&ticket=zh", "/admin/translations"} {
		resp, err := p.c.Get(h.url + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %s", path, resp.Status)
		}
	}
	p = h.login("supervisor")
	for _, path := range []string{"/admin/clips/zh/please/there.wav", "/admin/clips/zh/..%2fplease", "/admin/clips/eo/please", "/admin/translations?of=eo", "/admin/clips?of=eo"} {
		resp, err := p.c.Get(h.url + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, resp.Status)
		}
	}
}
