package settings_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestUploadInTheBrowser uploads a recording by the form, hears it from the list, and has a kiosk given the same
// bytes.
func TestUploadInTheBrowser(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.login("supervisor")
	p.post("/admin/clips", nil)
	p.applied()
	file := filepath.Join(t.TempDir(), "mine.wav")
	if err := os.WriteFile(file, tone(1200, 0.3).WAV(), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newTab(t, h)
	b.login("supervisor", "zh")
	b.Open("/admin/clips/zh/say-chosen")
	b.Do(chromedp.SetUploadFiles(chromedp.CSS(`input[type="file"]`), []string{file}))
	b.Click(`form[enctype] .main`)
	b.Until("document.querySelector(`audio[src$=\"own.wav\"]`)")
	b.Open("/admin/clips?of=zh&show=own")
	b.Click("[data-listen]")
	b.Until(`document.querySelector("[data-playing]")`)
	if got := p.bytes("/admin/clips/zh/say-chosen/own.wav"); !bytes.Equal(got, h.heard("/voice/prompt/zh/chosen")) {
		t.Error("the kiosk hears something else")
	}
}

// TestWordsInTheBrowser changes a word by the form while a kiosk's page is open: the page says it by itself, and what
// was said before when the step is taken back.
func TestWordsInTheBrowser(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.login("supervisor")
	p.begun("zh")
	b := newTab(t, h)
	b.login("supervisor", "zh")
	const field = `textarea[name="w:kiosk.title:other"]`
	b.Open("/admin/translations?of=zh&q=kiosk.title")
	b.Typed(field, "{x}")
	b.Until(`document.querySelector("[data-changed]")`)
	b.Click("[data-words] .main")
	b.Until(`document.querySelector(".faulty")`)
	b.Until(`!dispatchEvent(new Event("beforeunload", {cancelable: true}))`) // what was refused isn't saved
	b.Until(`(() => { document.querySelector('` + field + `').value = ""; return true; })()`)
	b.Typed(field, "您要进哪扇门？")
	b.Until(`document.querySelector("[data-changed]")`)
	b.Click("[data-words] .main")
	b.Until(`document.querySelector(".telling")`)
	b.Open("/kiosk/main?lang=zh")
	says := func(words string) string {
		return `document.querySelector("main h1")?.textContent.trim() === "` + words + `"`
	}
	b.Until(says("您要进哪扇门？"))
	p.post("/admin/translations/back", form(p.get("/admin/translations?of=zh"), `table.past tr:nth-child(2) form`))
	b.Until(says(h.kit.Catalogue.Program("zh", "kiosk.title")["other"]))
}
