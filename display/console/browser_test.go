package console_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// tab is a page in a Chromium without a head, ended with the test. An uncaught
// exception on the page fails the test.
type tab struct {
	t     *testing.T
	ctx   context.Context
	base  string
	house *house
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

// do does steps; each has twenty seconds.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	for i, step := range steps {
		ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
		err := chromedp.Do(ctx, step)
		cancel()
		if err != nil {
			b.shot("failed-" + b.t.Name())
			b.t.Fatalf("step %d: %v", i+1, err)
		}
	}
}

func (b *tab) open(path string) { b.t.Helper(); b.do(chromedp.Navigate(b.base + path)) }
func (b *tab) see(css string)   { b.t.Helper(); b.do(chromedp.WaitVisible(chromedp.CSS(css))) }
func (b *tab) gone(css string)  { b.t.Helper(); b.do(chromedp.WaitNotVisible(chromedp.CSS(css))) }
func (b *tab) press(key string) { b.t.Helper(); b.do(chromedp.KeyEvent(key)) }

// opens presses a key until its sheet is open: what is pressed while an answer is on its way or a number has just come
// into hand may count for nothing.
func (b *tab) opens(key, sheet string) {
	b.t.Helper()
	open := `new Promise((done) => { const began = performance.now(); (function look() { const is = document.querySelector("` + sheet + `").open; is || performance.now() - began > 3000 ? done(is) : setTimeout(look, 20); })(); })`
	for range 5 {
		b.press(key)
		is, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](open, chromedp.EvalAwaitPromise))
		if err != nil {
			b.t.Fatal(err)
		}
		if is {
			return
		}
	}
	b.shot("failed-" + b.t.Name())
	b.t.Fatalf("%s opens no %s", key, sheet)
}

// view waits until the console is about something, and its keys are no bounce or reflex any more.
func (b *tab) view(name string) {
	b.t.Helper()
	css := `#frame[data-view="` + name + `"]:not([data-settling])`
	if name == "next" || name == "nobody" {
		css += ":not([data-reflex])"
	}
	b.see(css)
}

func (b *tab) typed(css, text string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.CSS(css), text))
}

// login comes in by the form and goes on to a page.
func (b *tab) login(staff, to string) {
	b.t.Helper()
	b.open(to)
	b.typed(`[name="staff"]`, staff)
	b.typed(`[name="pin"]`, pin+"\r")
	b.see(`[data-live="live"]`)
}

func value[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// poll waits until an expression holds.
func (b *tab) poll(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](expression)); err != nil {
		b.shot("failed-" + b.t.Name())
		b.t.Fatalf("%s: %v", expression, err)
	}
}

// shot keeps a picture where ONEDOOR_SHOTS says, if it does.
func (b *tab) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("ONEDOOR_SHOTS")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, filepath.Base(name)+".png"), png, 0o600)
	}
	if err != nil {
		b.t.Error(err)
	}
}

// fits fails when something is cut off or the page is wider than its window.
func (b *tab) fits(name string) {
	b.t.Helper()
	b.poll(`document.getAnimations().every((a) => a.playState !== "running")`)
	b.shot(name)
	if bad := value[string](b, `[...document.querySelectorAll("button, h1, h2, .number, .word, .giant")].filter((e) => {
		const r = e.getBoundingClientRect();
		return r.width && (r.right > innerWidth + 1 || r.left < -1 || e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).display !== "inline");
	}).map((e) => e.textContent.trim().slice(0, 30)).join("; ")`); bad != "" {
		b.t.Errorf("%s: cut off: %s", name, bad)
	}
	if bad := value[string](b, `document.documentElement.scrollWidth <= innerWidth ? "" : [...document.querySelectorAll("body *")].filter((e) =>
		e.getBoundingClientRect().right > innerWidth).map((e) => e.tagName + "." + e.className + " " + e.getBoundingClientRect().right).join("; ")`); bad != "" {
		b.t.Errorf("%s is wider than its window: %s", name, bad)
	}
}

// inHand waits until a number stands in hand.
func (b *tab) inHand(number string) {
	b.t.Helper()
	b.poll(fmt.Sprintf(`document.querySelector('[data-slot="number"]').textContent === %q`, number))
}

// heldRow calls somebody back from the numbers that may be called, and puts them aside again; the
// row says in full when they wait again by themselves.
func (b *tab) heldRow(number string) {
	b.t.Helper()
	row := `button[data-aside="` + number + `"]`
	b.see(row)
	b.fits("console-aside")
	if cut := value[bool](b, `(() => { const e = document.querySelector('`+row+` .facts'); return e.scrollWidth > e.clientWidth || !/\d:\d\d/.test(e.textContent); })()`); cut {
		b.t.Error("the row doesn't show when the ticket is back in the queue")
	}
	b.press(";")
	b.see("#call[open]")
	b.press(kb.ArrowDown)
	b.poll(fmt.Sprintf(`document.querySelector('#call [name="number"]').value === %q`, number))
	b.press("\r")
	b.view("called")
	b.inHand(number)
	b.press("h")
	b.see("#hold[open]")
	b.press("\r") // what it is, then the note
	b.press("\r")
	b.view("nobody")
}

// ticket gives the state of a living ticket.
func (h *house) ticket(id queue.TicketID) queue.State { return h.queueState(id).State }

func (h *house) queueState(id queue.TicketID) *queue.Ticket {
	t := &queue.Ticket{}
	h.queue.View(func(l *queue.Lobby) {
		if x := l.Ticket(id); x != nil {
			t = x.Clone()
		}
	})
	return t
}

// TestABrokenLineCallsOnce loses the answers to the first two tries, after the
// call was made: the key's own idempotency key must bring the same answer.
func TestABrokenLineCallsOnce(t *testing.T) {
	var lost atomic.Int32
	h := open(t, houseOptions{front: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/next") && lost.Add(1) <= 2 {
				next.ServeHTTP(nowhere{http.Header{}}, r)
				panic(http.ErrAbortHandler)
			}
			next.ServeHTTP(w, r)
		})
	}})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	first, second := queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "legal")
	b := newTab(t, h)
	b.login("anna", "/window/w1")
	b.view("next")
	b.press("\r")
	b.inHand(first.Number)
	b.poll(`!document.documentElement.hasAttribute("data-busy")`)
	if n := lost.Load(); n != 3 {
		t.Errorf("%d tries, want 3", n)
	}
	if value[bool](b, `!document.querySelector('[data-slot="refusal"]').hidden`) {
		t.Error("a refusal is shown though the call was made")
	}
	if s := h.ticket(second.ID); s != queue.Waiting {
		t.Errorf("the second one is %s: called twice", s)
	}
}

// nowhere takes an answer that never arrives.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}

// TestQuickKeysAreAllHeard presses the next key while the answer to the one
// before is held back: it is done afterwards, once.
func TestQuickKeysAreAllHeard(t *testing.T) {
	asked, answer := make(chan struct{}, 1), make(chan struct{})
	h := open(t, houseOptions{front: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/next") {
				asked <- struct{}{}
				<-answer
			}
			next.ServeHTTP(w, r)
		})
	}})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	first := queuetest.Issue(t, h.queue, "legal")
	b := newTab(t, h)
	b.login("anna", "/window/w1")
	b.view("next")
	b.press("\r")
	<-asked
	b.poll(`["正在叫号…", "Calling…"].includes(document.querySelector('.giant[aria-busy="true"] span')?.textContent)`) // at once, and no more than that
	b.view("next")
	b.press("\r") // a key that bounces: there is nobody to call any more
	close(answer)
	b.view("called")
	b.poll(`!document.documentElement.hasAttribute("data-busy")`)
	if value[bool](b, `!document.querySelector('[data-slot="refusal"]').hidden`) {
		t.Error("a bouncing key is answered with a refusal")
	}
	b.do(chromedp.KeyEvent("s1")) // quicker than any answer
	b.view("nobody")
	if s := h.ticket(first.ID); s != queue.Done {
		t.Errorf("%s is %s, want done", first.Number, s)
	}
}

func TestARefusalIsSaid(t *testing.T) {
	var late atomic.Bool
	h := open(t, houseOptions{front: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if late.Load() && (strings.HasSuffix(r.URL.Path, "/next") || strings.HasSuffix(r.URL.Path, "/note")) {
				w.Header().Set("Content-Type", "application/problem+json")
				w.WriteHeader(http.StatusServiceUnavailable)
				fmt.Fprint(w, `{"code":"disk_full","detail":"磁盘满了，暂时不能取号和叫号，请通知管理员。"}`)
				return
			}
			next.ServeHTTP(w, r)
		})
	}})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	queuetest.Issue(t, h.queue, "legal")
	b := newTab(t, h)
	b.login("anna", "/window/w1")
	b.view("next")
	late.Store(true)
	b.press("\r")
	b.see(`[data-slot="refusal"]`)
	b.view("next") // nothing was done, and nothing looks as if
	b.fits("console-refusal")
	late.Store(false)
	b.press("\r")
	b.view("called")
	b.gone(`[data-slot="refusal"]`)

	late.Store(true) // and what was typed stays
	b.press("f")
	b.see("#note[open]")
	b.typed(`#note [name="text"]`, "带了合同\r")
	b.see(`[data-slot="refusal"]`)
	late.Store(false)
	b.press("f")
	b.see("#note[open]")
	b.poll(`document.querySelector('#note [name="text"]').value === "带了合同"`)
	b.press("\r")
	b.poll(`document.querySelector('[data-slot="note-list"]').textContent === "带了合同"`)
}

func TestStaleIsSaidWithinFiveSeconds(t *testing.T) {
	var cut atomic.Bool
	h := open(t, houseOptions{front: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if cut.Load() {
				panic(http.ErrAbortHandler)
			}
			next.ServeHTTP(w, r)
		})
	}})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	b := newTab(t, h)
	b.login("anna", "/window/w1")
	b.view("nobody")
	cut.Store(true)
	begin := time.Now()
	h.lines.cut()
	b.see(`[data-live="stale"]`)
	if took := time.Since(begin); took > 5500*time.Millisecond {
		t.Errorf("said after %s", took)
	}
	b.fits("console-stale")
	queuetest.Issue(t, h.queue, "legal")
	cut.Store(false)
	b.see(`[data-live="live"]`)
	b.view("next")
}

func TestDeskIssuesInOneStep(t *testing.T) {
	h := open(t, houseOptions{})
	b := newTab(t, h)
	b.login("desk", "/desk")
	b.see(".services")
	b.fits("desk-empty")
	b.typed(`[name="find"]`, "调解\r")
	b.see(".lastly")
	number := value[string](b, `document.querySelector(".lastly .number").textContent`)
	if number != "A001" {
		t.Errorf("number %q, want A001", number)
	}
	b.poll(`document.querySelector("#list-waiting .number")?.textContent === "A001"`)
	b.fits("desk-issued")
	b.do(chromedp.Click(chromedp.CSS(`.tile[data-id="legal"]`)))
	b.press("\r") // the button says so, also to a mouse
	b.poll(`document.querySelector(".lastly .number").textContent === "A002"`)
	b.poll(`document.activeElement.name === "find"`)
	h.as(t, "boss", queue.OpenWindow{Window: "w3"})
	h.as(t, "boss", queue.Next{Window: "w3"})
	h.as(t, "boss", queue.Pass{Window: "w3"})
	b.poll(`document.querySelector("#tab-passed b").textContent === "1"`)
	b.do(chromedp.Click(chromedp.CSS("#tab-passed")), chromedp.Click(chromedp.CSS(`[data-return="A001"]`)))
	b.poll(`document.querySelector("#tab-waiting b").textContent === "1"`)
}
