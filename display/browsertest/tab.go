package browsertest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Patience is how long a test waits for anything on a page. How fast that is, is measured elsewhere.
const Patience = 90 * time.Second

// Tab is a page of the shared browser, ended with its test.
type Tab struct {
	T    testing.TB
	Ctx  context.Context // for what chromedp does and a Tab doesn't
	Base string          // what stands before a path

	mu    sync.Mutex
	threw []string
}

// Open opens a page of w × h pixels that shares no cookie and no storage with another.
func Open(t testing.TB, base string, w, h int64) *Tab {
	t.Helper()
	ctx, err := chromium()
	if err != nil {
		t.Fatalf("Chromium doesn't start: %v", err)
	}
	return open(t, ctx, base, w, h, chromedp.WithNewBrowserContext())
}

// Beside opens a page of the same size that shares cookies and storage, as another window of the same browser does.
func (b *Tab) Beside() *Tab {
	b.T.Helper()
	return open(b.T, b.Ctx, b.Base, Value[int64](b, "innerWidth"), Value[int64](b, "innerHeight"))
}

func open(t testing.TB, parent context.Context, base string, w, h int64, o ...chromedp.ContextOption) *Tab {
	t.Helper()
	b := &Tab{T: t, Base: base}
	ctx, stop := chromedp.NewContext(parent, append(o, chromedp.WithListener(b.listen))...)
	b.Ctx = ctx
	t.Cleanup(func() { b.blame(); stop() })
	if err := begin(ctx, stop); err != nil {
		t.Fatalf("no page opens: %v", err)
	}
	// Each page believes that it is the one in front: its carets blink, whichever window the system would choose.
	Call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	b.Size(w, h)
	return b
}

func (b *Tab) listen(event any) {
	if e, is := event.(*runtime.EventExceptionThrown); is {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.threw = append(b.threw, (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	}
}

// blame fails the test for what the page didn't catch, and keeps a picture if the test has failed.
func (b *Tab) blame() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, what := range b.threw {
		b.T.Errorf("on the page: %s", what)
	}
	if b.T.Failed() {
		b.Shot("failed-" + strings.ReplaceAll(b.T.Name(), "/", "-"))
	}
}

// fail ends the test and tells what the page shows.
func (b *Tab) fail(what string, err error) {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b.Ctx, 5*time.Second)
	defer cancel()
	at, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.pathname + ": " + document.body.innerText.slice(0, 400)`))
	b.T.Fatalf("%s: %v\nat %s", what, err, at)
}

// Run does something and gives what comes of it.
func Run[T any](b *Tab, what string, a chromedp.Action[T]) T {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b.Ctx, Patience)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		b.fail(what, err)
	}
	return v
}

// Call sends a command of the protocol, and gives its result.
func Call[P, R any](b *Tab, c cdp.Command[P, R], p P) R {
	b.T.Helper()
	return Run(b, c.Method, func(ctx context.Context, t *chromedp.Target) (R, error) { return cdp.Call(ctx, t, c, p) })
}

// Do does steps of chromedp's. Those that find a node and use it may fail on a page that is drawn anew.
func (b *Tab) Do(steps ...chromedp.Action[chromedp.Void]) {
	b.T.Helper()
	for _, step := range steps {
		Run(b, "do", step)
	}
}

// Open goes to a path, or to an address, and waits until it has loaded.
func (b *Tab) Open(path string) {
	b.T.Helper()
	if strings.HasPrefix(path, "/") {
		path = b.Base + path
	}
	Run(b, "open "+path, chromedp.Navigate(path))
}

// Size gives the page another size in CSS pixels.
func (b *Tab) Size(w, h int64, o ...chromedp.EmulateViewportOption) {
	b.T.Helper()
	Run(b, "size", chromedp.EmulateViewport(w, h, o...))
}

// Media has the page find a medium ("print", or "" for its own) and the tastes of its owner, as pairs of a feature and
// its value.
func (b *Tab) Media(kind string, pairs ...string) {
	b.T.Helper()
	p := emulation.SetEmulatedMediaParams{Media: kind}
	for i := 0; i+1 < len(pairs); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: pairs[i], Value: pairs[i+1]})
	}
	Call(b, emulation.SetEmulatedMedia, p)
}

// Before has a script run on each page that is opened from now on, before the page's own.
func (b *Tab) Before(script string) {
	b.T.Helper()
	Call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// Picture is what the page shows, as a PNG.
func (b *Tab) Picture() []byte { b.T.Helper(); return Run(b, "picture", chromedp.CaptureScreenshot()) }

// Shot keeps a picture in the folder that ONEDOOR_SHOTS names, if it names one.
func (b *Tab) Shot(name string) {
	b.T.Helper()
	if os.Getenv("ONEDOOR_SHOTS") != "" {
		b.Keep(name+".png", b.Picture())
	}
}

// Keep keeps a file in the folder that ONEDOOR_SHOTS names, if it names one.
func (b *Tab) Keep(name string, file []byte) {
	b.T.Helper()
	dir := os.Getenv("ONEDOOR_SHOTS")
	if dir == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), file, 0o600); err != nil {
		b.T.Error(err)
	}
}
