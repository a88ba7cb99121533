package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// studio takes pictures of every face, in both languages, and holds what it
// photographs to its place: no page scrolls sideways, kiosk and screen not at all.
type studio struct {
	t        *testing.T
	dir      string
	p        *program
	browser  *browser
	demo     *caller
	visitors map[string]*tab // by language
	clerks   map[string]*tab
	bosses   map[string]*tab
	screens  map[string]*tab
}

// TestShots photographs a lobby: empty, at work, full and without its server.
// ONEDOOR_SHOTS names the folder where the pictures stay; make shots does that.
func TestShots(t *testing.T) {
	dir := os.Getenv("ONEDOOR_SHOTS")
	if dir == "" {
		dir = t.TempDir()
	} else if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	p := serve(t, t.TempDir())
	s := &studio{
		t: t, dir: dir, p: p, browser: newBrowser(t), demo: p.login("demo"),
		visitors: map[string]*tab{}, clerks: map[string]*tab{}, bosses: map[string]*tab{}, screens: map[string]*tab{},
	}
	for _, lang := range languages() {
		s.visitors[lang] = s.browser.tab("visitor-"+lang, kioskSize())
		s.clerks[lang] = s.browser.tab("clerk-"+lang, deskSize())
		s.bosses[lang] = s.browser.tab("supervisor-"+lang, deskSize())
		s.screens[lang] = s.browser.tab("screen-"+lang, screenSize())
	}
	s.empty()
	s.atWork()
	s.full()
	s.cutOff()
	for _, tab := range s.browser.tabs {
		tab.blameless()
	}
}

func languages() []string { return []string{"zh", "en"} }

// open opens a page in a language and waits for something on it.
func (s *studio) open(t *tab, z size, path, lang, css string) {
	s.t.Helper()
	t.size(z)
	mark := "?"
	if strings.Contains(path, "?") {
		mark = "&"
	}
	t.open(s.p.url + path + mark + "lang=" + lang)
	t.see(css)
}

// staff opens a page of the staff, through the log-in where it asks for one.
func (s *studio) staff(t *tab, who, path, lang, css string) {
	s.t.Helper()
	s.open(t, deskSize(), path, lang, "h1")
	if read[bool](t, `document.querySelector('input[name="pin"]') !== null`) {
		t.login(who)
	}
	t.see(css)
}

// take keeps a picture once nothing moves any more.
func (s *studio) take(t *tab, name string) {
	s.t.Helper()
	t.await("pictures and fonts", `document.fonts.status === "loaded" && [...document.images].every((i) => i.complete) &&
		document.getAnimations().every((a) => a.playState !== "running" || a.effect.target?.closest("[data-countdown]") ||
			a.effect.getComputedTiming().endTime === Infinity)`)
	if over := read[float64](t, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		s.t.Errorf("%s: %.0f px too wide", name, over)
	}
	if read[bool](t, `document.querySelector("[data-kiosk], #board") !== null && document.documentElement.scrollHeight > innerHeight`) {
		s.t.Errorf("%s: higher than the screen it is made for", name)
	}
	if err := t.keep(s.file(name)); err != nil {
		s.t.Errorf("%s: %v", name, err)
	}
}

func (s *studio) file(name string) string { return filepath.Join(s.dir, name+".png") }

// empty is the lobby in the morning: nobody was here yet, no window is open.
func (s *studio) empty() {
	s.t.Helper()
	for _, lang := range languages() {
		visitor, clerk, boss := s.visitors[lang], s.clerks[lang], s.bosses[lang]
		s.open(visitor, kioskSize(), "/kiosk/main", lang, ".tile")
		s.take(visitor, "empty-kiosk-"+lang)
		s.open(visitor, deskSize(), "/", lang, "h1")
		s.take(visitor, "start-"+lang)
		s.open(visitor, deskSize(), "/paper", lang, "h1")
		s.take(visitor, "empty-paper-"+lang)
		s.open(s.screens[lang], screenSize(), "/screen/hall", lang, "#now .nobody")
		s.take(s.screens[lang], "empty-screen-"+lang)
		s.open(clerk, deskSize(), "/window/w1", lang, `input[name="pin"]`)
		s.take(clerk, "login-"+lang)
		s.staff(clerk, "demo", "/window/w1", lang, "#frame[data-view=closed][data-first]")
		s.take(clerk, "empty-console-"+lang)
		s.staff(boss, "supervisor", "/hall", lang, "h1")
		s.take(boss, "empty-hall-"+lang)
		s.staff(boss, "supervisor", "/reports", lang, "h1")
		s.take(boss, "empty-reports-"+lang)
	}
}

// windows does an act at several windows.
func (s *studio) windows(act string, body any, ids ...string) {
	s.t.Helper()
	for _, id := range ids {
		s.demo.must(s.t, 200, "POST", "/api/v1/windows/"+id+"/"+act, body, nil)
	}
}

// queue issues a ticket for each service named, some for several people, some
// with priority.
func (s *studio) queue(lang string, services ...string) {
	s.t.Helper()
	for i, service := range services {
		body := map[string]any{"service": service, "lang": lang}
		if i%5 == 3 {
			body["priority"] = "priority"
		}
		if i%4 == 1 {
			body["party"] = i%3 + 2
		}
		s.demo.must(s.t, 201, "POST", "/api/v1/tickets", body, nil)
	}
}

// atWork is an ordinary hour: some were served, some wait, and one visitor goes
// from the kiosk to a window.
func (s *studio) atWork() {
	s.t.Helper()
	s.windows("open", nil, "w1", "w2", "w3", "w5", "w6", "mediation", "xiao", "w31", "court")
	s.windows("pause", map[string]string{"reason": "meeting"}, "w5")
	s.queue("zh", "petition", "labour", "mediation", "filing", "legal", "petition", "hotline", "labour", "xiao",
		"legal-aid", "filing", "legal", "mediation", "confirmation")
	s.windows("next", nil, "w1", "w2", "w6", "xiao", "w31")
	s.windows("start", nil, "w1", "w2", "w6", "xiao", "w31")
	s.windows("finish", map[string]string{"outcome": "answered"}, "w1", "w6")
	s.windows("finish", map[string]string{"outcome": "mediated"}, "xiao")
	var visitor string // the Chinese one's number
	for _, lang := range languages() {
		number := s.visit(lang)
		if lang == "zh" {
			visitor = number
		}
	}
	for _, lang := range languages() {
		s.screens[lang].await("the calls before to be old", `document.querySelectorAll("#now [data-now]").length === 0`)
	}
	s.windows("next", nil, "w3")
	s.windows("call", map[string]string{"number": visitor}, "w1")
	for _, lang := range languages() {
		s.screens[lang].see(fmt.Sprintf("#now [data-number=%q]", visitor))
		s.take(s.screens[lang], "screen-"+lang)
		s.visitors[lang].see(".mine")
		s.take(s.visitors[lang], "phone-later-"+lang)
	}
	for _, lang := range languages() {
		s.staffAtWork(lang)
	}
	s.compose("visit", "kiosk-zh-1080x1920", "ticket-zh-1080x1920", "phone-zh", "screen-zh")
}

// visit photographs a visitor's way from the kiosk, at both shapes, over the
// slip to the phone, and gives the number.
func (s *studio) visit(lang string) string {
	s.t.Helper()
	visitor, number := s.visitors[lang], ""
	for _, z := range []size{{1280, 800, 1}, kioskSize()} {
		name := fmt.Sprintf("-%s-%dx%d", lang, z.w, z.h)
		s.open(visitor, z, "/kiosk/main", lang, ".tile")
		s.take(visitor, "kiosk"+name)
		s.open(visitor, z, "/kiosk/main/about/mediation", lang, "form button")
		s.take(visitor, "kiosk-several"+name)
		s.open(visitor, z, "/kiosk/main/about/petition", lang, "form button")
		s.take(visitor, "kiosk-one"+name)
		visitor.touch(`form[action$="/tickets"] button`)
		visitor.see(`[data-part="fate"][data-known="true"]`)
		s.take(visitor, "ticket"+name)
		number = visitor.text("[data-ticket] .number")
	}
	s.open(visitor, deskSize(), "/paper", lang, "[data-slip] img")
	s.take(visitor, "paper-"+lang)
	address, err := scan(s.p.url + read[string](visitor, `document.querySelector("[data-slip] img").getAttribute("src")`))
	if err != nil {
		s.t.Fatal(err)
	}
	s.open(visitor, phoneSize(), strings.TrimPrefix(address, s.p.url), lang, "[data-ticket] .number")
	visitor.see("[data-ticket] .number", number)
	visitor.see("[data-live=live]")
	s.take(visitor, "phone-"+lang)
	return number
}

// staffAtWork photographs the pages of the staff.
func (s *studio) staffAtWork(lang string) {
	s.t.Helper()
	clerk, boss := s.clerks[lang], s.bosses[lang]
	s.staff(clerk, "demo", "/window", lang, "h1")
	s.take(clerk, "windows-"+lang)
	for window, view := range map[string]string{"w1": "called", "w2": "serving", "mediation": "next", "w5": "paused"} {
		s.staff(clerk, "demo", "/window/"+window, lang, "#frame[data-first]")
		clerk.see("#frame[data-view=" + view + "]")
		s.take(clerk, "console-"+view+"-"+lang)
	}
	s.staff(clerk, "demo", "/desk", lang, "h1")
	s.take(clerk, "desk-"+lang)
	for _, path := range []string{"hall", "admin", "reports"} {
		s.staff(boss, "supervisor", "/"+path, lang, "h1")
		s.take(boss, path+"-"+lang)
	}
}

// full is the worst hour: a hundred wait, every window has somebody.
func (s *studio) full() {
	s.t.Helper()
	every := []string{
		"petition", "labour", "mediation", "filing", "legal", "petition", "hotline", "psychology", "xiao", "legal-aid",
		"reconsideration", "hearing", "online-mediation", "confirmation", "litigation", "arbitration",
	}
	for range 7 {
		s.queue("zh", every...)
	}
	s.windows("open", nil, "w4", "w5", "quiet", "w32", "arbitration")
	s.windows("next", nil, "w4", "w5", "mediation", "xiao", "quiet", "w32", "arbitration", "court")
	for _, lang := range languages() {
		visitor, clerk, boss, screen := s.visitors[lang], s.clerks[lang], s.bosses[lang], s.screens[lang]
		screen.see("#now .call")
		s.take(screen, "full-screen-"+lang)
		s.open(visitor, kioskSize(), "/kiosk/main", lang, ".tile")
		s.take(visitor, "full-kiosk-"+lang)
		s.staff(clerk, "demo", "/window/w1", lang, "#frame[data-first]")
		s.take(clerk, "full-console-"+lang)
		s.staff(clerk, "demo", "/desk", lang, "h1")
		s.take(clerk, "full-desk-"+lang)
		s.staff(boss, "supervisor", "/hall", lang, "h1")
		s.take(boss, "full-hall-"+lang)
	}
}

// cutOff is the lobby when the server has gone.
func (s *studio) cutOff() {
	s.t.Helper()
	for _, lang := range languages() {
		s.open(s.visitors[lang], kioskSize(), "/kiosk/main", lang, ".tile")
		s.staff(s.clerks[lang], "demo", "/window/w1", lang, "#frame[data-first]")
		s.staff(s.bosses[lang], "supervisor", "/hall", lang, "h1")
	}
	for _, tab := range s.browser.tabs {
		tab.cutOff(true)
	}
	s.p.kill()
	for _, lang := range languages() {
		s.visitors[lang].see("[data-lost]")
		s.take(s.visitors[lang], "lost-kiosk-"+lang)
		s.screens[lang].see("#stale")
		s.take(s.screens[lang], "lost-screen-"+lang)
		s.clerks[lang].see(`[data-slot="live"]:not([data-live="live"])`)
		s.take(s.clerks[lang], "lost-console-"+lang)
		s.bosses[lang].see(`[data-slot="live"]:not([data-live="live"])`)
		s.take(s.bosses[lang], "lost-hall-"+lang)
	}
}

// compose puts pictures side by side, for README.md.
func (s *studio) compose(name string, pictures ...string) {
	s.t.Helper()
	var html bytes.Buffer
	html.WriteString(`<!doctype html><style>body{margin:0;padding:28px;background:#e9e4d8;display:inline-flex;gap:24px}` +
		`img{height:520px;border-radius:14px;box-shadow:0 4px 18px #0003}</style><body>`)
	for _, p := range pictures {
		png, err := os.ReadFile(s.file(p))
		if err != nil {
			s.t.Fatal(err)
		}
		fmt.Fprintf(&html, `<img src="data:image/png;base64,%s">`, base64.StdEncoding.EncodeToString(png))
	}
	t := s.browser.tab("composer", size{2000, 576, 1})
	t.do("compose", chromedp.Navigate("about:blank"), chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		frames, err := cdp.Call(ctx, target, page.GetFrameTree, chromedp.Void{})
		if err != nil {
			return err
		}
		_, err = cdp.Call(ctx, target, page.SetDocumentContent, page.SetDocumentContentParams{FrameID: frames.FrameTree.Frame.ID, HTML: html.String()})
		return err
	}))
	t.await("the pictures", `document.images.length > 0 && [...document.images].every((i) => i.complete && i.naturalWidth > 0)`)
	box := read[[]float64](t, `[document.body.getBoundingClientRect().width, document.body.getBoundingClientRect().height]`)
	quality := int64(82)
	ctx, cancel := context.WithTimeout(t.ctx, eyesight)
	defer cancel()
	webp, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatWebp, Quality: &quality,
		Clip: &page.Viewport{Width: box[0], Height: box[1], Scale: 1},
	})
	if err == nil {
		err = os.WriteFile(filepath.Join(s.dir, name+".webp"), webp.Data, 0o600)
	}
	if err != nil {
		s.t.Errorf("%s: %v", name, err)
	}
}
