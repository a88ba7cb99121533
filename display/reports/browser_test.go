package reports_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"onedoor/display/admin"
	"onedoor/display/browsertest"
)

// tab is a page of the shared Chromium, ended with the test.
type tab struct {
	*browsertest.Tab
	dir string // where files are put that it is given
}

func newTab(t *testing.T, h *house) *tab {
	t.Helper()
	return &tab{browsertest.Open(t, h.url, 1366, 768), t.TempDir()}
}

func (b *tab) read(js string) string { b.T.Helper(); return browsertest.Value[string](b.Tab, js) }

// paper prints the page as a browser does, and keeps it where ONEDOOR_SHOTS says.
func (b *tab) paper(name string) []byte {
	b.T.Helper()
	pdf := browsertest.Run(b.Tab, "print", chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	b.Keep(name+".pdf", pdf)
	return pdf
}

var (
	aPage = regexp.MustCompile(`/Type\s*/Page\b`)
	anA4  = regexp.MustCompile(`/MediaBox\s*\[\s*0 0 59[45][.\d]* 84[12][.\d]*\s*\]`)
)

// paperWidth is how wide an A4 page is between its margins, in CSS pixels.
const paperWidth = 703

// take clicks a link and gives the file that it brings.
func (b *tab) take(css string) []byte {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b.Ctx, browsertest.Patience)
	defer cancel()
	progress := chromedp.Events(ctx, browser.DownloadProgress)
	b.Click(css)
	for e, err := range progress {
		if err != nil {
			b.T.Fatalf("%s brings no file: %v", css, err)
		}
		if e.State != browser.DownloadProgressStateCompleted {
			continue
		}
		body, err := os.ReadFile(filepath.Join(b.dir, e.GUID))
		if err != nil {
			b.T.Fatal(err)
		}
		return body
	}
	b.T.Fatalf("%s brings no file", css)
	return nil
}

// logIn opens the reports as somebody who sees all of them.
func (b *tab) logIn() {
	b.T.Helper()
	b.Open("/login?to=/reports")
	b.Typed(`[name="staff"]`, "supervisor")
	b.Typed(`[name="pin"]`, admin.DemoPIN+"\r")
	b.See(".headline")
}

// TestFilesAreTakenFromEachPage clicks every file that every page offers, and finds the page's
// figures in it.
func TestFilesAreTakenFromEachPage(t *testing.T) {
	h := november(t)
	b, c := newTab(t, h), h.login(t, "supervisor")
	b.logIn()
	events := true
	browsertest.Call(b.Tab, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, BrowserContextID: chromedp.FromContext(b.Ctx).BrowserContextID,
		DownloadPath: b.dir, EventsEnabled: &events,
	})
	for _, path := range h.pages(t, c) {
		at := path + "?" + month + "&compare=0&lang=en"
		b.Open(at)
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

	b.Open("/reports?" + month)
	b.Click(`.headline [popovertarget="def-batches"]`)
	b.See("#def-batches:popover-open")
	b.Press("\x1b")
	b.Absent("#def-batches:popover-open")
	b.read(`(document.querySelector('.headline [popovertarget="def-persons"]').focus(), "")`)
	b.Press(" ")
	b.See("#def-persons:popover-open")

	c := h.login(t, "supervisor")
	sheets := append(h.pages(t, c), "/reports/month-head")
	for _, lang := range []string{"zh", "en"} {
		for _, path := range sheets {
			name := path[strings.LastIndex(path, "/")+1:]
			b.Open(path + "?" + month + "&lang=" + lang)
			b.See(".reports-page")
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
			b.Media("print")
			b.Size(paperWidth, 1000)
			if cut := b.read(`[...document.querySelectorAll("main *")].filter((e) => { const r = e.getBoundingClientRect(); return r.width && r.right > innerWidth + 1 && !e.closest(".hidden-text"); }).map((e) => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 20)).slice(0, 4).join("; ")`); cut != "" {
				t.Errorf("%s in %s is cut off on paper: %s", name, lang, cut)
			}
			b.Media("")
			b.Size(1366, 768)
		}
	}
	b.Size(400, 768)
	for _, path := range sheets[:len(sheets)-1] {
		b.Open(path + "?" + month)
		b.See(".reports-page")
		if wide := b.read(`document.documentElement.scrollWidth <= innerWidth ? "" : [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, svg")).map((e) => e.tagName + "." + e.className).slice(0, 5).join("; ")`); wide != "" {
			t.Errorf("%s is wider than a narrow window: %s", path, wide)
		}
	}
}
