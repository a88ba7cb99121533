package settings_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"onedoor/config"
)

// tab is a page in a Chromium without a head, ended with the test. An uncaught exception on the page fails the test.
type tab struct {
	t     *testing.T
	ctx   context.Context
	base  string
	house *house
}

// newTab opens a browser; another page of the same browser is beside.
func newTab(t *testing.T, h *house) *tab {
	t.Helper()
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-background-timer-throttling", true), chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("lang", "zh-CN"), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), o...)
	t.Cleanup(cancel)
	return openTab(t, h, ctx)
}

// beside is another page of the same browser.
func (b *tab) beside() *tab { return openTab(b.t, b.house, b.ctx) }

func openTab(t *testing.T, h *house, parent context.Context) *tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(parent)
	t.Cleanup(stop)
	b := &tab{t, ctx, h.url, h}
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

// do does steps; each has a minute and a half.
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
func (b *tab) click(css string) { b.t.Helper(); b.do(chromedp.Click(chromedp.CSS(css))) }

// before runs a script on each page before its own.
func (b *tab) before(script string) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		b.t.Fatal(err)
	}
}

// until waits until something is so on the page, across pages if need be.
func (b *tab) until(js string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	for {
		_, err := chromedp.Run(ctx, chromedp.Poll[bool]("!!("+js+")", chromedp.WithPollingInterval(15*time.Millisecond), chromedp.WithPollingTimeout(time.Second)))
		switch {
		case err == nil:
			return
		case ctx.Err() != nil || strings.Contains(err.Error(), "SyntaxError"):
			b.shot("failed-" + b.t.Name())
			b.t.Fatalf("%s: %v\n%s", js, err, value[string](b, "document.body.innerText"))
		}
	}
}

func value[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// says waits for words in something that can be seen.
func (b *tab) says(css, words string) {
	b.t.Helper()
	b.until(fmt.Sprintf("[...document.querySelectorAll(%q)].some((e) => e.checkVisibility() && e.innerText.includes(%q))", css, words))
}

// shot keeps a picture of the whole page where ONEDOOR_SHOTS says, if it does.
func (b *tab) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("ONEDOOR_SHOTS")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, filepath.Base(name)+".png"), png, 0o600)
	}
	if err != nil {
		b.t.Error(err)
	}
}

// login lets somebody in who reads a language.
func (b *tab) login(staff, lang string) {
	b.t.Helper()
	b.open("/login?to=/language/" + lang + "?to=/admin")
	b.do(chromedp.SendKeys(chromedp.CSS(`[name="staff"]`), staff), chromedp.SendKeys(chromedp.CSS(`[name="pin"]`), config.DemoPIN+"\r"))
	b.until(`document.querySelector(".office h1")`)
}

func keys(words string) chromedp.Action[chromedp.Void] { return chromedp.KeyEvent(words) }

func named(name string) string { return `form.entry [name=` + strconv.Quote(name) + `]` }

// write types into a field of a form, in place of what it says.
func (b *tab) write(name, words string) {
	b.t.Helper()
	b.until(fmt.Sprintf("(() => { const e = document.querySelector(%q); if (!e) return false; e.focus(); e.select(); return true; })()", named(name)))
	b.do(chromedp.KeyEvent(words))
}

// choose chooses in a field of a form.
func (b *tab) choose(name, word string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`(() => { const e = document.querySelector(%q); if (!e || ![...e.options].some((o) => o.value === %q)) return false;
		e.value = %[2]q; e.dispatchEvent(new Event("change", {bubbles: true})); return true; })()`, named(name), word))
}

// tick touches a box of a form.
func (b *tab) tick(name, word string) {
	b.t.Helper()
	css := named(name)
	if word != "" {
		css += "[value=" + strconv.Quote(word) + "]"
	}
	b.click(css)
}

// another adds a row to a list of a form.
func (b *tab) another(name string) {
	b.t.Helper()
	n := value[int](b, `Number(document.querySelector(`+strconv.Quote(named(name+".n"))+`).value)`)
	b.until(`(() => { const b = document.querySelector(` + strconv.Quote(named(name+".n")) + `).closest("fieldset").querySelector("[data-add]"); if (b.hidden) return false; b.click(); return true; })()`)
	if value[int](b, `Number(document.querySelector(`+strconv.Quote(named(name+".n"))+`).value)`) != n+1 {
		b.t.Error("there is no row more")
	}
}

// kept sends the form to the draft.
func (b *tab) kept() {
	b.t.Helper()
	b.click("form.entry .main")
	b.until(`location.search.includes("saved=1") && document.readyState === "complete" && document.querySelector(".pending")`)
	if wrong := value[string](b, `[...document.querySelectorAll(".problems .error, .refusal")].map((e) => e.innerText).join("; ")`); wrong != "" {
		b.t.Errorf("%s: %s", value[string](b, "location.pathname"), wrong)
	}
}

// applied goes from the draft to its difference and applies it.
func (b *tab) applied() {
	b.t.Helper()
	b.click(".pending .main")
	b.until(`document.querySelector('form[action="/admin/apply"]')`)
	b.click(`form[action="/admin/apply"] .main`)
	b.until(`location.search === "?applied=1" && document.querySelector(".office h1")`)
}
