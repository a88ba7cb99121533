package reports_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onedoor/display/admin"
)

// tab is a page in a Chromium without a head, ended with the test.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string
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
	b := &tab{t, ctx, h.url}
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

// TestTheReportsInABrowser opens a definition by hand and by key, prints the month on one
// A4 page in both languages, and fits its windows.
func TestTheReportsInABrowser(t *testing.T) {
	h := november(t)
	b := newTab(t, h)
	b.open("/login?to=/reports")
	b.do(chromedp.SendKeys(chromedp.CSS(`[name="staff"]`), "supervisor"), chromedp.SendKeys(chromedp.CSS(`[name="pin"]`), admin.DemoPIN+"\r"))
	b.see(".headline")

	b.open("/reports?" + month)
	b.do(chromedp.Click(chromedp.CSS(`.headline [popovertarget="def-batches"]`)))
	b.see("#def-batches:popover-open")
	b.do(chromedp.KeyEvent("\x1b"))
	b.do(chromedp.WaitNotPresent(chromedp.CSS("#def-batches:popover-open")))
	b.read(`(document.querySelector('.headline [popovertarget="def-persons"]').focus(), "")`)
	b.do(chromedp.KeyEvent(" "))
	b.see("#def-persons:popover-open")

	for _, lang := range []string{"zh", "en"} {
		for name, path := range map[string]string{"overview": "/reports", "times": "/reports/times", "places": "/reports/places", "month": "/reports/month-head"} {
			b.open(path + "?" + month + "&lang=" + lang)
			b.see(".reports-page")
			if wide := b.read(`document.documentElement.scrollWidth <= innerWidth ? "" : "too wide"`); wide != "" {
				t.Errorf("%s in %s is wider than its window", name, lang)
			}
			if spilt := b.read(`[...document.querySelectorAll(".a4")].map((a) => a.scrollHeight > a.clientHeight + 1 || a.scrollWidth > a.clientWidth + 1 ? a.scrollHeight + " > " + a.clientHeight + ", " + a.scrollWidth + " > " + a.clientWidth : "").join("")`); spilt != "" {
				t.Errorf("the month's page in %s is full: %s", lang, spilt)
			}
			pdf := b.paper(name + "-" + lang)
			pages := len(aPage.FindAll(pdf, -1))
			if !anA4.Match(pdf) || !bytes.HasPrefix(pdf, []byte("%PDF")) || pages < 1 || name == "month" && pages != 1 {
				t.Errorf("%s in %s prints on %d pages, A4: %v", name, lang, pages, anA4.Match(pdf))
			}
		}
	}
	b.do(chromedp.EmulateViewport(400, 768))
	for _, path := range paths()[:8] {
		b.open(path + "?" + month)
		b.see(".reports-page")
		if wide := b.read(`document.documentElement.scrollWidth <= innerWidth ? "" : [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, svg")).map((e) => e.tagName + "." + e.className).slice(0, 5).join("; ")`); wide != "" {
			t.Errorf("%s is wider than a narrow window: %s", path, wide)
		}
	}
}
