package console_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"onedoor/display/browsertest"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// tab is a page of the shared Chromium, ended with the test.
type tab struct {
	*browsertest.Tab
	house *house
}

func newTab(t *testing.T, h *house) *tab {
	t.Helper()
	return &tab{browsertest.Open(t, h.url, 1366, 768), h}
}

func value[T any](b *tab, expression string) T {
	b.T.Helper()
	return browsertest.Value[T](b.Tab, expression)
}

// opens presses a key until its sheet is open: what is pressed while an answer is on its way or a number has just come
// into hand may count for nothing.
func (b *tab) opens(key, sheet string) {
	b.T.Helper()
	open := `new Promise((done) => { const began = performance.now(); (function look() { const is = document.querySelector("` + sheet + `").open; is || performance.now() - began > 3000 ? done(is) : setTimeout(look, 20); })(); })`
	for range 5 {
		b.Press(key)
		if value[bool](b, open) {
			return
		}
	}
	b.T.Fatalf("%s opens no %s", key, sheet)
}

// view waits until the console is about something, and its keys are no bounce or reflex any more.
func (b *tab) view(name string) {
	b.T.Helper()
	css := `#frame[data-view="` + name + `"]:not([data-settling])`
	if name == "next" || name == "nobody" {
		css += ":not([data-reflex])"
	}
	b.See(css)
}

// login comes in by the form and goes on to a page.
func (b *tab) login(staff, to string) {
	b.T.Helper()
	b.Open(to)
	b.Typed(`[name="staff"]`, staff)
	b.Typed(`[name="pin"]`, pin+"\r")
	b.See(`[data-live="live"]`)
}

// fits fails when something is cut off or the page is wider than its window.
func (b *tab) fits(name string) {
	b.T.Helper()
	b.Until(`document.getAnimations().every((a) => a.playState !== "running")`)
	b.Shot(name)
	if bad := value[string](b, `[...document.querySelectorAll("button, h1, h2, .number, .word, .giant")].filter((e) => {
		const r = e.getBoundingClientRect();
		return r.width && (r.right > innerWidth + 1 || r.left < -1 || e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).display !== "inline");
	}).map((e) => e.textContent.trim().slice(0, 30)).join("; ")`); bad != "" {
		b.T.Errorf("%s: cut off: %s", name, bad)
	}
	if bad := value[string](b, `document.documentElement.scrollWidth <= innerWidth ? "" : [...document.querySelectorAll("body *")].filter((e) =>
		e.getBoundingClientRect().right > innerWidth).map((e) => e.tagName + "." + e.className + " " + e.getBoundingClientRect().right).join("; ")`); bad != "" {
		b.T.Errorf("%s is wider than its window: %s", name, bad)
	}
}

// inHand waits until a number stands in hand.
func (b *tab) inHand(number string) {
	b.T.Helper()
	b.Until(fmt.Sprintf(`document.querySelector('[data-slot="number"]').textContent === %q`, number))
}

// heldRow calls somebody back from the numbers that may be called, and puts them aside again; the
// row says in full when they wait again by themselves.
func (b *tab) heldRow(number string) {
	b.T.Helper()
	row := `button[data-aside="` + number + `"]`
	b.See(row)
	b.fits("console-aside")
	if cut := value[bool](b, `(() => { const e = document.querySelector('`+row+` .facts'); return e.scrollWidth > e.clientWidth || !/\d:\d\d|with the day/.test(e.textContent); })()`); cut {
		b.T.Error("the row doesn't show when the ticket is back in the queue")
	}
	b.Press(";")
	b.See("#call[open]")
	b.Press(kb.ArrowDown)
	b.Until(fmt.Sprintf(`document.querySelector('#call [name="number"]').value === %q`, number))
	b.Press("\r")
	b.view("called")
	b.inHand(number)
	b.Press("h")
	b.See("#hold[open]")
	b.Press("\r") // what it is, then the note
	b.Press("\r")
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
	b.Press("\r")
	b.inHand(first.Number)
	b.Until(`!document.documentElement.hasAttribute("data-busy")`)
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
	b.Press("\r")
	<-asked
	b.Until(`["正在叫号…", "Calling…"].includes(document.querySelector('.giant[aria-busy="true"] span')?.textContent)`) // at once, and no more than that
	b.view("next")
	b.Press("\r") // a key that bounces: there is nobody to call any more
	close(answer)
	b.view("called")
	b.Until(`!document.documentElement.hasAttribute("data-busy")`)
	if value[bool](b, `!document.querySelector('[data-slot="refusal"]').hidden`) {
		t.Error("a bouncing key is answered with a refusal")
	}
	b.Press("s1") // quicker than any answer
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
	b.Press("\r")
	b.See(`[data-slot="refusal"]`)
	b.view("next") // nothing was done, and nothing looks as if
	b.fits("console-refusal")
	late.Store(false)
	b.Press("\r")
	b.view("called")
	b.Gone(`[data-slot="refusal"]`)

	late.Store(true) // and what was typed stays
	b.Press("f")
	b.See("#note[open]")
	b.Typed(`#note [name="text"]`, "带了合同\r")
	b.See(`[data-slot="refusal"]`)
	late.Store(false)
	b.Press("f")
	b.See("#note[open]")
	b.Until(`document.querySelector('#note [name="text"]').value === "带了合同"`)
	b.Press("\r")
	b.Until(`document.querySelector('[data-slot="note-list"]').textContent === "带了合同"`)
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
	b.See(`[data-live="stale"]`)
	if took := time.Since(begin); took > 5500*time.Millisecond {
		t.Errorf("said after %s", took)
	}
	b.fits("console-stale")
	queuetest.Issue(t, h.queue, "legal")
	cut.Store(false)
	b.See(`[data-live="live"]`)
	b.view("next")
}

func TestDeskIssuesInOneStep(t *testing.T) {
	h := open(t, houseOptions{})
	b := newTab(t, h)
	b.login("desk", "/desk")
	b.See(".services")
	b.fits("desk-empty")
	b.Typed(`[name="find"]`, "调解\r")
	b.See(".lastly")
	number := value[string](b, `document.querySelector(".lastly .number").textContent`)
	if number != "A001" {
		t.Errorf("number %q, want A001", number)
	}
	b.Until(`document.querySelector("#list-waiting .number")?.textContent === "A001"`)
	b.fits("desk-issued")
	b.Click(`.tile[data-id="legal"]`)
	b.Press("\r") // the button says so, also to a mouse
	b.Until(`document.querySelector(".lastly .number").textContent === "A002"`)
	b.Until(`document.activeElement.name === "find"`)
	h.as(t, "boss", queue.OpenWindow{Window: "w3"})
	h.as(t, "boss", queue.Next{Window: "w3"})
	h.as(t, "boss", queue.Pass{Window: "w3"})
	b.Until(`document.querySelector("#tab-passed b").textContent === "1"`)
	b.Click("#tab-passed")
	b.Click(`[data-return="A001"]`)
	b.Until(`document.querySelector("#tab-waiting b").textContent === "1"`)
}
