package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"onedoor/config"
	"onedoor/display"
	"onedoor/display/voice"
	"onedoor/queue"
)

// TestEveryPageAndState walks through a day of the sample centre and looks at
// every page of every face in every state worth a picture, in each language:
// axe finds nothing, the page does nothing wrong, what is to be touched can be,
// nothing is cut off, and its HTML is what the standard says. The views stand in
// views_test.go, the rules in rules_test.go. ONEDOOR_SHOTS names a folder where
// the pictures stay; make shots does that, and compares them.
func TestEveryPageAndState(t *testing.T) {
	w := newWalk(t)
	for _, s := range stages() {
		s.begin(w)
		if s.name == "at work" {
			w.firstLoads(t)
		}
		for _, v := range s.views() {
			for _, lang := range languages() {
				w.look(v, lang)
			}
		}
	}
	w.whole()
	w.validate()
	w.album.compose(w.browser, "visit", "kiosk-start-at-work-zh-1080x1920", "ticket-zh-1080x1920", "phone-waiting-zh-390x844", "screen-hall-zh-1920x1080")
	w.album.close()
	for _, tab := range w.browser.tabs {
		tab.blameless()
	}
}

func languages() []string { return []string{"zh", "en"} }

// stage is a time of the day: how the lobby comes to it, and what is to be seen
// of it then.
type stage struct {
	name  string
	begin func(*walk)
	views func() []view
}

// view is one page in one state.
type view struct {
	name  string // of its pictures; the language and the size come after it
	page  string // the page that must be drawn, as display names it: "kiosk/start"
	as    string // who looks: "" somebody without a login, "demo", "supervisor"
	path  string // {name} stands for a ref that the stage gave that name to
	ready string // CSS of what can be seen when the state is reached
	then  func(w *walk, t *tab)
	sizes []size   // all are measured, and the first is examined by axe
	media []string // of the device: "dark", "forced", "contrast"
	still bool     // the page stands from an earlier view; it isn't opened again
	waits bool     // the page is opened for a later view, and isn't looked at now
	tab   string   // of the same person, beside the usual one
}

// walk is one browser before one server, and what was seen.
type walk struct {
	t       *testing.T
	p       *program
	browser *browser
	demo    *caller
	tabs    map[string]*tab // by who looks
	refs    map[string]string
	seen    map[string]bool   // pages by name
	html    map[string]string // what the server sent, by the view's name
	album   *album
	axe     string
}

func newWalk(t *testing.T) *walk {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join(webTools(), "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("the checkers of pages aren't installed, .tools/setup does that: %v", err)
	}
	p := serve(t, saying(t), "--admin-may-everything") // one of its stages writes where the figures go
	return &walk{
		t: t, p: p, browser: newBrowser(t), demo: p.login("demo"), tabs: map[string]*tab{}, refs: map[string]string{},
		seen: map[string]bool{}, html: map[string]string{}, album: newAlbum(t), axe: string(axe),
	}
}

// saying is a data directory of the sample centre with words and a recording of its own, so that their pages are full.
func saying(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	src := strings.Replace(string(config.SampleText()), "  languages: [zh, en]\n", "  languages: [zh, en]\n  catalogues: {en: words-en.json}\n", 1)
	writeFile(t, filepath.Join(dir, "sample.yaml"), []byte(src+"\nvoice: {clips: clips}\n"))
	writeFile(t, filepath.Join(dir, "words-en.json"), []byte(`{"kiosk": {"lost_title": "Somebody at the {desk} helps you"}}`))
	faint := make(voice.Sound, voice.Rate)
	for i := range faint {
		faint[i] = float32(0.002 * math.Sin(float64(i)/9))
	}
	if _, err := voice.Keep(filepath.Join(dir, "clips"), "zh", voice.Clip{Name: "say-lost", Text: "取号机暂时用不了，请到咨询台。"}, faint.WAV()); err != nil {
		t.Fatal(err)
	}
	return dir
}

// webTools is where .tools/setup puts the checkers.
func webTools() string { return filepath.Join("..", "..", ".tools", "web", "node_modules") }

// look opens a view in a language, holds it to the rules at each size, and takes
// its picture.
func (w *walk) look(v view, lang string) {
	w.t.Helper()
	t := w.tab(v, lang)
	name := v.name + "-" + lang
	t.size(v.sizes[0])
	t.media(v.media...)
	if !v.still {
		w.open(t, v, lang)
	}
	if v.then != nil {
		v.then(w, t)
	}
	if v.ready != "" {
		t.see(v.ready)
	}
	if v.waits {
		return
	}
	t.calm()
	drawn := read[string](t, `document.body.dataset.drawn ?? ""`)
	if drawn != v.page {
		w.t.Errorf("%s: the page is %q, not %q", name, drawn, v.page)
	}
	w.seen[drawn] = true
	w.keepHTML(t, name)
	for i, s := range v.sizes {
		at := fmt.Sprintf("%s-%dx%d", name, s.w, s.h)
		if i > 0 {
			t.size(s)
			t.calm()
		}
		for _, wrong := range w.measure(t, v) {
			w.t.Errorf("%s: %s", at, wrong)
		}
		w.album.take(t, at)
	}
	for _, wrong := range w.examine(t, lang == languages()[0]) {
		w.t.Errorf("%s: %s", name, wrong)
	}
}

// tab gives who looks a browser of their own, in each language.
func (w *walk) tab(v view, lang string) *tab {
	w.t.Helper()
	name := v.as + v.tab + "-" + lang
	if v.as == "" {
		face, _, _ := strings.Cut(v.page, "/")
		name = face + "-" + lang
	}
	if w.tabs[name] == nil {
		w.tabs[name] = w.browser.tab(name, v.sizes[0])
		w.tabs[name].refusals = map[string]bool{}
	}
	return w.tabs[name]
}

// open goes to the view's address, through the log-in where it asks for one.
func (w *walk) open(t *tab, v view, lang string) {
	w.t.Helper()
	path := v.path
	for name, ref := range w.refs {
		path = strings.ReplaceAll(path, "{"+name+"}", ref)
	}
	t.open(w.p.url + path + mark(path) + "lang=" + lang)
	t.see("h1, main")
	if v.as != "" && read[bool](t, `document.querySelector('input[name="staff"]') !== null && document.querySelector('input[name="pin"]') !== null`) {
		t.login(v.as)
	}
}

// mark is what stands before one more word of an address.
func mark(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}

// whole fails the test for pages that no view shows.
func (w *walk) whole() {
	w.t.Helper()
	rules := config.Sample().Rules
	kit, err := display.New(display.Options{Faces: faces(), Rules: func() *queue.Rules { return rules }, Later: true})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, page := range kit.Pages() {
		if !w.seen[page] {
			w.t.Errorf("no view shows %s: add one to views_test.go", page)
		}
	}
}

// media sets what the visitor's device asks for; motion it always wants little of.
func (t *tab) media(wishes ...string) {
	t.b.t.Helper()
	features := []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}
	for name, feature := range map[string]*emulation.MediaFeature{
		"dark": {Name: "prefers-color-scheme", Value: "dark"}, "forced": {Name: "forced-colors", Value: "active"},
		"contrast": {Name: "prefers-contrast", Value: "more"},
	} {
		if slices.Contains(wishes, name) {
			features = append(features, feature)
		}
	}
	ctx, cancel := context.WithTimeout(t.ctx, eyesight)
	defer cancel()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		t.b.t.Fatalf("%s: media: %v", t.name, err)
	}
}

// calm waits until the page knows its size and nothing moves any more.
func (t *tab) calm() {
	t.b.t.Helper()
	ctx, cancel := context.WithTimeout(t.ctx, eyesight)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))`, awaited)); err != nil {
		t.b.t.Fatalf("%s: no picture: %v", t.name, err)
	}
	t.await("pictures and fonts", `document.fonts.status === "loaded" && [...document.images].every((i) => i.complete) &&
		document.getAnimations().every((a) => a.playState !== "running" || a.effect.target?.closest("[data-countdown]") ||
			a.effect.getComputedTiming().endTime === Infinity)`)
}
