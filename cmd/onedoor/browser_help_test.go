package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// eyesight is how long something may take to be seen on a page of a loaded
// machine before a test calls it missing. How fast it is, is measured elsewhere.
const eyesight = time.Minute

// browser is one Chromium without a head, ended with the test.
type browser struct {
	t     testing.TB
	ctx   context.Context
	tabs  []*tab
	close func() // ends it before the test does

	pictures func() (string, error) // makes the folder of what was seen at a failure
}

func newBrowser(t testing.TB) *browser {
	t.Helper()
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("autoplay-policy", "no-user-gesture-required"),
		chromedp.Flag("accept-lang", "zh-CN,zh"), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), o...)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil { // the first call starts it
		t.Fatalf("Chromium doesn't start: %v", err)
	}
	return &browser{t: t, ctx: ctx, close: func() { stop(); cancel() }, pictures: sync.OnceValues(func() (string, error) {
		dir, err := os.MkdirTemp("", "onedoor-browser-")
		t.Logf("what the pages showed at the end: %s", dir)
		return dir, err
	})}
}

// tab is one person's browser: a page of its own, with cookies of its own.
type tab struct {
	b    *browser
	name string
	ctx  context.Context

	mu    sync.Mutex
	host  string   // the only one it may ask
	cut   bool     // the server is gone: that its line breaks is no mistake
	wrong []string // what the page did wrong
	page  answered // the page that came last

	asked int     // requests since the tab was opened, of a socket none
	bytes float64 // that came in answer, as they were on the line

	refusals map[string]bool // addresses of pages that came with a refusal, where that is no mistake; nil: nowhere
}

// answered is the server's answer that brought a page.
type answered struct {
	id    network.RequestID
	heads map[string]any
}

// size is how big a face is, in its own pixels, and how many of the screen's
// pixels make one.
type size struct {
	w, h  int64
	scale float64
}

// The faces' real sizes.
func kioskSize() size  { return size{1080, 1920, 1} }
func screenSize() size { return size{1920, 1080, 1} }
func phoneSize() size  { return size{390, 844, 2} }
func deskSize() size   { return size{1366, 768, 1} }

func (b *browser) tab(name string, s size) *tab {
	b.t.Helper()
	t := &tab{b: b, name: name}
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(t.watch))
	b.t.Cleanup(stop)
	t.ctx = ctx
	b.t.Cleanup(t.photograph)
	b.tabs = append(b.tabs, t)
	if err := chromedp.Do(ctx); err != nil {
		b.t.Fatalf("%s: %v", name, err)
	}
	t.size(s)
	return t
}

// photograph keeps what the tab shows when the test has failed.
func (t *tab) photograph() {
	if !t.b.t.Failed() {
		return
	}
	dir, err := t.b.pictures()
	if err == nil {
		err = t.keep(filepath.Join(dir, t.name+".png"))
	}
	if err != nil {
		t.b.t.Logf("no picture of %s: %v", t.name, err)
	}
}

// watch writes down errors of the page and requests to anybody but the house.
func (t *tab) watch(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *page.EventJavascriptDialogOpening: // who looks at page after page leaves what was typed behind
		go func() {
			_, _ = chromedp.Call(t.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}()
	case *runtime.EventExceptionThrown:
		d := e.ExceptionDetails
		text := d.Text
		if d.Exception != nil {
			text += " " + d.Exception.Description
		}
		t.wrong = append(t.wrong, "exception: "+text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			t.wrong = append(t.wrong, fmt.Sprintf("console.%s", e.Type))
		}
	case *log.EventEntryAdded:
		// A browser logs each try to reach a server that isn't there.
		if t.cut && e.Entry.Source == log.EntrySourceNetwork || t.cut && strings.Contains(e.Entry.Text, "net::ERR_") {
			return
		}
		if t.refusals[e.Entry.URL] && strings.HasPrefix(e.Entry.Text, "Failed to load resource") {
			return
		}
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			t.wrong = append(t.wrong, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *network.EventResponseReceived:
		if e.Response.MimeType == "text/html" {
			t.page = answered{e.RequestID, e.Response.Headers}
			if t.refusals != nil && e.Response.Status >= 400 {
				t.refusals[e.Response.URL] = true
			}
		}
	case *network.EventLoadingFinished:
		t.bytes += e.EncodedDataLength
	case *network.EventRequestWillBeSent:
		t.asked++
		t.asks(e.Request.URL)
	case *network.EventWebSocketCreated:
		t.asks(e.URL)
	}
}

func (t *tab) asks(address string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "data" && u.Scheme != "blob" && u.Host != t.host {
		t.wrong = append(t.wrong, "asks another host: "+address)
	}
}

// cutOff says whether the server is gone, so that broken lines are expected.
func (t *tab) cutOff(cut bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cut = cut
}

// blameless fails the test for what the page did wrong.
func (t *tab) blameless() {
	t.b.t.Helper()
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.wrong) > 0 {
		t.b.t.Errorf("%s: %s", t.name, strings.Join(t.wrong, "; "))
	}
}

func (t *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	t.b.t.Helper()
	ctx, cancel := context.WithTimeout(t.ctx, eyesight)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.b.t.Fatalf("%s: %s: %v", t.name, what, err)
	}
}

func (t *tab) size(s size) {
	t.b.t.Helper()
	t.do("size", chromedp.EmulateViewport(s.w, s.h, chromedp.EmulateScale(s.scale)))
}

func (t *tab) open(address string) {
	t.b.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.b.t.Fatalf("%s: %v", t.name, err)
	}
	t.mu.Lock()
	t.host = u.Host
	t.mu.Unlock()
	t.do("open "+u.Path, chromedp.Navigate(address))
}

// touch waits until something can be seen and touches its middle.
func (t *tab) touch(css string) {
	t.b.t.Helper()
	t.upon("touch "+css, chromedp.WaitVisible(chromedp.CSS(css)), chromedp.Tap(chromedp.CSS(css)))
}

// upon does steps that find something and then use it, again when it was drawn anew in between: a browser says so before
// anything is touched or typed.
func (t *tab) upon(what string, steps ...chromedp.Action[chromedp.Void]) {
	t.b.t.Helper()
	ctx, cancel := context.WithTimeout(t.ctx, eyesight)
	defer cancel()
	err := chromedp.Do(ctx, steps...)
	for err != nil && ctx.Err() == nil && strings.Contains(strings.ToLower(err.Error()), "node with given id") {
		err = chromedp.Do(ctx, steps...)
	}
	if err != nil {
		t.b.t.Fatalf("%s: %s: %v", t.name, what, err)
	}
}

// key presses a key once the page has its answer to what it asked before.
func (t *tab) key(keys string) {
	t.b.t.Helper()
	t.await("nothing under way", `!document.documentElement.hasAttribute("data-busy")`)
	t.do("press "+keys, chromedp.KeyEvent(keys))
}

// fill types into a field.
func (t *tab) fill(css, words string) {
	t.b.t.Helper()
	t.upon("fill "+css, chromedp.WaitVisible(chromedp.CSS(css)), chromedp.SendKeys(chromedp.CSS(css), words))
}

// await polls the page until an expression is true, across pages if need be.
func (t *tab) await(what, expression string) {
	t.b.t.Helper()
	ctx, cancel := context.WithTimeout(t.ctx, eyesight)
	defer cancel()
	for {
		_, err := chromedp.Run(ctx, chromedp.Poll[bool](expression, chromedp.WithPollingInterval(30*time.Millisecond), chromedp.WithPollingTimeout(time.Second)))
		switch {
		case err == nil:
			return
		case ctx.Err() != nil:
			t.b.t.Fatalf("%s: waited in vain for %s: %v", t.name, what, ctx.Err())
		case strings.Contains(err.Error(), "SyntaxError"):
			t.b.t.Fatalf("%s: %s: %v", t.name, expression, err)
		}
	}
}

// seen is an expression: something is there, visible, and holds all the words.
func seen(css string, words ...string) string {
	e := fmt.Sprintf("[...document.querySelectorAll(%q)].some((e) => e.checkVisibility() && e.getClientRects().length > 0", css)
	for _, w := range words {
		e += fmt.Sprintf(" && e.innerText.includes(%q)", w)
	}
	return e + ")"
}

// see waits until something with all the words can be seen.
func (t *tab) see(css string, words ...string) {
	t.b.t.Helper()
	t.await(strings.TrimSpace(css+" "+strings.Join(words, ", ")), seen(css, words...))
}

// read asks the page for a value.
func read[T any](t *tab, expression string) T {
	t.b.t.Helper()
	ctx, cancel := context.WithTimeout(t.ctx, eyesight)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.b.t.Fatalf("%s: %s: %v", t.name, expression, err)
	}
	return v
}

func (t *tab) text(css string) string {
	t.b.t.Helper()
	t.see(css)
	return strings.TrimSpace(read[string](t, fmt.Sprintf("document.querySelector(%q).innerText", css)))
}

// mark leaves a mark that a reload would wipe away.
func (t *tab) mark() {
	t.b.t.Helper()
	read[bool](t, "window.neverReloaded = true")
}

// stayed fails the test when the page was loaded again since its mark.
func (t *tab) stayed() {
	t.b.t.Helper()
	if !read[bool](t, "window.neverReloaded === true") {
		t.b.t.Errorf("%s: was loaded again", t.name)
	}
}

// keep writes a picture of what the tab shows.
func (t *tab) keep(file string) error {
	ctx, cancel := context.WithTimeout(t.ctx, eyesight)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	return os.WriteFile(file, png, 0o600)
}

// login logs in where a page asks for it, and waits for the page behind it: the
// form has a heading, too, and what is read while it gives way is nobody's.
func (t *tab) login(staff string) {
	t.b.t.Helper()
	t.fill(`input[name="staff"]`, staff)
	t.fill(`input[name="pin"]`, "246810\r")
	t.await("the page behind the log-in", `document.readyState === "complete" && document.querySelector("h1, main") !== null &&
		!(document.querySelector('input[name="staff"]') && document.querySelector('input[name="pin"]'))`)
}

// scan reads the QR code of a picture under an address, as a phone would.
func scan(address string) (string, error) {
	client := http.Client{Timeout: eyesight}
	resp, err := client.Get(address)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	png, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("picture %s: %d, %w", address, resp.StatusCode, err)
	}
	return decode(png)
}

// decode reads the one QR code of a PNG.
func decode(png []byte) (string, error) {
	dir, err := os.MkdirTemp("", "onedoor-qr-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "slip.png")
	if err := os.WriteFile(file, png, 0o600); err != nil {
		return "", err
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file).Output()
	if err != nil {
		return "", fmt.Errorf("zbarimg: %w", err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != 1 || lines[0] == "" {
		return "", errors.New("not one QR code: " + string(out))
	}
	return lines[0], nil
}
