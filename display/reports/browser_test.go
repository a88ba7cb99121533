package reports_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"onedoor/display/admin"
)

// tab is a page in a Chromium without a head, ended with the test.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string
	dir  string // where files are put that it is given
}

func newTab(t *testing.T, h *house) *tab {
	t.Helper()
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "zh-CN"), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), o...)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewContext(ctx)
	t.Cleanup(stop)
	b := &tab{t, ctx, h.url, t.TempDir()}
	if err := chromedp.Do(ctx); err != nil { // starts the browser
		t.Fatal(err)
	}
	messages := chromedp.Console(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.IsException() {
				t.Errorf("on the page: %s", m)
			}
		}
	}()
	t.Cleanup(func() { stop(); <-done })
	b.do(chromedp.EmulateViewport(1366, 768))
	return b
}

// do does steps; each has time enough for a loaded machine.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	for i, step := range steps {
		ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
		err := chromedp.Do(ctx, step)
		cancel()
		if err != nil {
			b.t.Fatalf("step %d: %v", i+1, err)
		}
	}
}

func (b *tab) open(path string) { b.t.Helper(); b.do(chromedp.Navigate(b.base + path)) }
func (b *tab) see(css string)   { b.t.Helper(); b.do(chromedp.WaitVisible(chromedp.CSS(css))) }

func (b *tab) read(js string) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[string](js))
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// paper prints the page as a browser does, and keeps it where ONEDOOR_SHOTS says.
func (b *tab) paper(name string) []byte {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		b.t.Fatal(err)
	}
	if dir := os.Getenv("ONEDOOR_SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), pdf, 0o600); err != nil {
			b.t.Error(err)
		}
	}
	return pdf
}

var (
	aPage = regexp.MustCompile(`/Type\s*/Page\b`)
	anA4  = regexp.MustCompile(`/MediaBox\s*\[\s*0 0 59[45][.\d]* 84[12][.\d]*\s*\]`)
)

// paperWidth is how wide an A4 page is between its margins, in CSS pixels.
const paperWidth = 703

// media has the page look as on paper ("print"), or as it is ("").
func (b *tab) media(kind string) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind}); err != nil {
		b.t.Fatal(err)
	}
}

// take clicks a link and gives the file that it brings.
func (b *tab) take(css string) []byte {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	progress := chromedp.Events(ctx, browser.DownloadProgress)
	b.do(chromedp.Click(chromedp.CSS(css)))
	for e, err := range progress {
		if err != nil {
			b.t.Fatalf("%s brings no file: %v", css, err)
		}
		if e.State != browser.DownloadProgressStateCompleted {
			continue
		}
		body, err := os.ReadFile(filepath.Join(b.dir, e.GUID))
		if err != nil {
			b.t.Fatal(err)
		}
		return body
	}
	b.t.Fatalf("%s brings no file", css)
	return nil
}

// logIn opens the reports as somebody who sees all of them.
func (b *tab) logIn() {
	b.t.Helper()
	b.open("/login?to=/reports")
	b.do(chromedp.SendKeys(chromedp.CSS(`[name="staff"]`), "supervisor"), chromedp.SendKeys(chromedp.CSS(`[name="pin"]`), admin.DemoPIN+"\r"))
	b.see(".headline")
}

// TestFilesAreTakenFromEachPage clicks every file that every page offers, and finds the page's
// figures in it.
func TestFilesAreTakenFromEachPage(t *testing.T) {
	h := november(t)
	b, c := newTab(t, h), h.login(t, "supervisor")
	b.logIn()
	events := true
	if _, err := chromedp.Call(b.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: b.dir, EventsEnabled: &events,
	}); err != nil {
		t.Fatal(err)
	}
	for _, path := range h.pages(t, c) {
		at := path + "?" + month + "&compare=0&lang=en"
		b.open(at)
		_, doc := h.get(t, c, at)
		as, order := readCSV(t, b.take(`.take a[href*="report.csv"]`))
		book, object := readBook(t, b.take(`.take a[href*="report.xlsx"]`), as, order), readJSON(t, b.take(`.take a[href*="report.json"]`), as)
		for form, got := range map[string]cells{"csv": as, "xlsx": book, "json": object} {
			if n := got.holds(t, path, form, doc); n < 10 {
				t.Errorf("%s: %d figures stand in the %s file", path, n, form)
			}
		}
	}
}

// TestTheReportsInABrowser opens a definition by hand and by key, prints the month on one
// A4 page in both languages, and fits its windows.
func TestTheReportsInABrowser(t *testing.T) {
	h := november(t)
	b := newTab(t, h)
	b.logIn()

	b.open("/reports?" + month)
	b.do(chromedp.Click(chromedp.CSS(`.headline [popovertarget="def-batches"]`)))
	b.see("#def-batches:popover-open")
	b.do(chromedp.KeyEvent("\x1b"))
	b.do(chromedp.WaitNotPresent(chromedp.CSS("#def-batches:popover-open")))
	b.read(`(document.querySelector('.headline [popovertarget="def-persons"]').focus(), "")`)
	b.do(chromedp.KeyEvent(" "))
	b.see("#def-persons:popover-open")

	c := h.login(t, "supervisor")
	sheets := append(h.pages(t, c), "/reports/month-head")
	for _, lang := range []string{"zh", "en"} {
		for _, path := range sheets {
			name := path[strings.LastIndex(path, "/")+1:]
			b.open(path + "?" + month + "&lang=" + lang)
			b.see(".reports-page")
			if wide := b.read(`document.documentElement.scrollWidth <= innerWidth ? "" : "too wide"`); wide != "" {
				t.Errorf("%s in %s is wider than its window", name, lang)
			}
			if spilt := b.read(`[...document.querySelectorAll(".a4")].map((a) => a.scrollHeight > a.clientHeight + 1 || a.scrollWidth > a.clientWidth + 1 ? a.scrollHeight + " > " + a.clientHeight + ", " + a.scrollWidth + " > " + a.clientWidth : "").join("")`); spilt != "" {
				t.Errorf("the month's page in %s is full: %s", lang, spilt)
			}
			if lang == "en" && name != "month-head" && name != "places" {
				continue // the widest; printing takes its time
			}
			pdf := b.paper(name + "-" + lang)
			pages := len(aPage.FindAll(pdf, -1))
			if !anA4.Match(pdf) || !bytes.HasPrefix(pdf, []byte("%PDF")) || pages < 1 || name == "month-head" && pages != 1 || name != "all" && pages > 5 || pages > 12 {
				t.Errorf("%s in %s prints on %d pages, A4: %v", name, lang, pages, anA4.Match(pdf))
			}
			numbered := b.read(`[...document.styleSheets].flatMap((s) => [...s.cssRules]).filter((r) => r instanceof CSSPageRule).map((r) => /bottom-right[^}]*content: (counter|none)/.exec(r.cssText)?.[1]).at(-1) ?? "no"`)
			if want := map[bool]string{true: "none", false: "counter"}[name == "month-head"]; numbered != want {
				t.Errorf("the pages of %s are numbered by %q, want %q", name, numbered, want)
			}
			b.media("print")
			b.do(chromedp.EmulateViewport(paperWidth, 1000))
			if cut := b.read(`[...document.querySelectorAll("main *")].filter((e) => { const r = e.getBoundingClientRect(); return r.width && r.right > innerWidth + 1 && !e.closest(".hidden-text"); }).map((e) => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 20)).slice(0, 4).join("; ")`); cut != "" {
				t.Errorf("%s in %s is cut off on paper: %s", name, lang, cut)
			}
			b.media("")
			b.do(chromedp.EmulateViewport(1366, 768))
		}
	}
	b.do(chromedp.EmulateViewport(400, 768))
	for _, path := range sheets[:len(sheets)-1] {
		b.open(path + "?" + month)
		b.see(".reports-page")
		if wide := b.read(`document.documentElement.scrollWidth <= innerWidth ? "" : [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, svg")).map((e) => e.tagName + "." + e.className).slice(0, 5).join("; ")`); wide != "" {
			t.Errorf("%s is wider than a narrow window: %s", path, wide)
		}
	}
}
