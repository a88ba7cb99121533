package kiosk

import (
	"image"
	_ "image/png"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/queue"
)

// TestThePreviewDrawsEverySlipOnEveryPaper looks at every profile, mark and
// language: the picture is the paper's dots, the figures are the bytes'.
func TestThePreviewDrawsEverySlipOnEveryPaper(t *testing.T) {
	v, p := virtual(t, "epson-80")
	_ = v
	h := newHouse(t, houseOptions{printers: []Printer{p}})
	d := h.page(t, "/paper/template")
	if got := d.Find(`[name="profile"] option[selected]`); got.AttrOr("value", "") != "epson-80" || !strings.Contains(got.Text(), "在用") {
		t.Errorf("begins with %q", got.Text())
	}
	if d.Find(".commands").Length() != 0 {
		t.Error("the commands are there before anybody asked")
	}
	for name, profile := range printer.BuiltIn() {
		if d.Find(`[name="profile"] option[value="`+name+`"]`).Length() != 1 {
			t.Errorf("%s can't be chosen", name)
		}
		for mark, zh := range map[string]string{"original": "前面还有 2 位", "copy": "补打 1", "test": "测试", "group": "5 人同来"} {
			q := url.Values{"profile": {name}, "mark": {mark}, "service": {"court"}, "slip": {"zh"}, "bytes": {"1"}}
			d := h.page(t, "/paper/template?"+q.Encode())
			img := d.Find(".proof img")
			text := img.AttrOr("alt", "")
			if !strings.Contains(text, "H012") || !strings.Contains(text, "共享法庭") || !strings.Contains(text, zh) {
				t.Errorf("%s %s says\n%s", name, mark, text)
			}
			if bad := words(d.Find(".wishes .warn")); bad != "" {
				t.Errorf("%s %s: %s", name, mark, bad)
			}
			picture, _, err := image.Decode(h.get(img.AttrOr("src", "")).Body)
			if err != nil || picture.Bounds().Dx() != profile.Dots || strconv.Itoa(picture.Bounds().Dy()) != img.AttrOr("height", "") {
				t.Fatalf("%s %s: the picture is %v: %v", name, mark, picture.Bounds(), err)
			}
			data, err := paper.Assemble(d.Find(".commands pre").Text())
			if err != nil {
				t.Fatalf("%s %s: %v", name, mark, err)
			}
			if got := words(d.Find(".measures dd").First()); got != strconv.Itoa(len(data)) {
				t.Errorf("%s %s: %s bytes told, %d in the commands", name, mark, got, len(data))
			}
		}
	}
	en := h.page(t, "/paper/template?slip=en&service=legal&mark=copy")
	if text := en.Find(".proof img").AttrOr("alt", ""); !strings.Contains(text, "Reprint 1") || !strings.Contains(text, "Legal aid") {
		t.Errorf("in English:\n%s", text)
	}
	if got := h.page(t, "/paper/template?profile=none&mark=none&service=none&slip=xx"); got.Find(".proof img").Length() != 1 {
		t.Error("a wish that can't be met shows nothing")
	}
}

// TestThePreviewHasTheCentresOwn shows the template and the profile of a centre.
func TestThePreviewHasTheCentresOwn(t *testing.T) {
	own := profile(t, "generic-80")
	own.Name = "lobby-80"
	h := newHouse(t, houseOptions{profiles: printer.Profiles{"lobby-80": own}, template: printer.Template{
		{Item: printer.ItemMark, Style: printer.Style{Size: 2}},
		{Item: printer.ItemNumber, Style: printer.Style{Size: 8, Bold: true}},
		{Item: printer.ItemNote, Text: map[string]string{"zh": "欢迎光临", "en": "Welcome"}},
	}})
	for lang, want := range map[string]string{"zh": "补打 1\nA012\n补打 1\n欢迎光临", "en": "Reprint 1\nA012\nReprint 1\nWelcome"} {
		d := h.page(t, "/paper/template?profile=lobby-80&service=legal&mark=copy&slip="+lang)
		if got := d.Find(".proof img").AttrOr("alt", ""); got != want {
			t.Errorf("in %s the slip says %q, want %q", lang, got, want)
		}
		if got := d.Find(`[name="profile"] option[selected]`).AttrOr("value", ""); got != "lobby-80" {
			t.Errorf("the profile is %s", got)
		}
	}
}

func TestThePreviewIsForSupervisorsOutsideTheDemo(t *testing.T) {
	h := newHouse(t, houseOptions{rules: func(r *queue.Rules) { r.Centre.Demo = false }})
	for _, path := range []string{"/paper/template", "/paper/template/picture"} {
		if w := h.get(path); w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), "/login") {
			t.Errorf("GET %s: %d", path, w.Code)
		}
	}
}

// TestThePreviewInChromium chooses a narrow printer and a reprint: the picture
// follows.
func TestThePreviewInChromium(t *testing.T) {
	_, p := virtual(t, "epson-80")
	h := newHouse(t, houseOptions{rules: lobby, printers: []Printer{p}})
	b := newTab(t, h.serve(t).URL)
	b.Size(1366, 768)
	for _, lang := range []string{"zh", "en"} {
		b.Open("/paper/template?lang=" + lang)
		b.See(".proof img")
		b.Until(`document.querySelector(".proof img").complete`)
		b.shot("template-" + lang)
		if wide := value[float64](b, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
			t.Errorf("%s: %.0f px too wide", lang, wide)
		}
	}
	b.Until(`document.querySelector("[data-go]").hidden`)
	value[bool](b, `(() => { const f = document.querySelector("[data-wishes]").elements; f.profile.value = "raster-58"; f.profile.dispatchEvent(new Event("change", {bubbles: true})); return true; })()`)
	b.See(`.proof img[width="384"]`)
	b.Click(`input[name="mark"][value="copy"] + span`)
	b.See(`.proof img[width="384"][alt*="Reprint 1"]`)
	b.Click("[data-toggle]")
	b.See(".commands pre")
	b.shot("template-commands")
	b.Size(390, 844)
	b.shot("template-390")
	if wide := value[float64](b, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
		t.Errorf("on a phone %.0f px too wide", wide)
	}
}

// TestPaperSaysHowThePrinterIs opens the cover while somebody looks: nobody
// reloads.
func TestPaperSaysHowThePrinterIs(t *testing.T) {
	v, p := virtual(t, "epson-80")
	h := newHouse(t, houseOptions{printers: []Printer{p}})
	h.print(t)
	b := newTab(t, h.serve(t).URL)
	b.Open("/paper?lang=zh")
	says := func(words string) {
		t.Helper()
		b.Until(`document.querySelector("[data-printer] .word").textContent === "` + words + `"`)
	}
	says("打印机就绪")
	v.Set(paper.NearEnd, true)
	says("纸快用完了")
	v.Set(paper.CoverOpen, true)
	says("盖子开着")
	v.Set(paper.CoverOpen, false)
	v.Set(paper.NearEnd, false)
	says("打印机就绪")
}
