package kiosk

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onedoor/display"
	"onedoor/printer/paper"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// tab is a page in a Chromium without a head, ended with the test.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string
}

func newTab(t *testing.T, base string) *tab {
	t.Helper()
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "zh-CN"), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), o...)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewContext(ctx)
	t.Cleanup(stop)
	return &tab{t, ctx, base}
}

// do does steps; each group of them has half a minute.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx); err != nil { // the first call starts the browser
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		if dir := os.Getenv("ONEDOOR_SHOTS"); dir != "" {
			_ = os.WriteFile(filepath.Join(dir, "failed-"+b.t.Name()+".png"), b.screenshot(), 0o600) // the failure is told in any case
		}
		b.t.Fatal(err)
	}
}

func (b *tab) size(w, h int64)   { b.t.Helper(); b.do(chromedp.EmulateViewport(w, h)) }
func (b *tab) open(path string)  { b.t.Helper(); b.do(chromedp.Navigate(b.base + path)) }
func (b *tab) see(what string)   { b.t.Helper(); b.do(chromedp.WaitVisible(chromedp.CSS(what))) }
func (b *tab) touch(what string) { b.t.Helper(); b.do(chromedp.Click(chromedp.CSS(what))) }

func value[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// shot waits until nothing but the countdown moves and keeps a picture where ONEDOOR_SHOTS says,
// if it does.
func (b *tab) shot(name string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](`document.getAnimations().every((a) => a instanceof CSSTransition || a.playState !== "running")`)); err != nil {
		b.t.Fatal(err)
	}
	dir := os.Getenv("ONEDOOR_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600)
	}
	if err != nil {
		b.t.Error(err)
	}
}

// cutOff lists what is cut off on the page.
const cutOff = `[...document.querySelectorAll(".page, .page *")].filter((e) => {
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  if (r.width === 0 || e.closest("svg") || e.closest("[hidden]") || s.position === "absolute" || s.position === "fixed") return false;
  return r.right > innerWidth + 1 || r.left < -1 || r.bottom > innerHeight + 1 && !e.closest(".cards, .choices") || e.matches(".tile, .tile-words, .service, .unsure, .fate, .next, .leave, .page, main:not(.choices)") && e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2 && e.clientWidth > 0 && s.display !== "inline";
}).map((e) => (e.className || e.tagName) + ": " + e.textContent.trim().slice(0, 30)).join("; ")`

// coveredUp says what is wrong where questions may go on below the key that ends them.
const coveredUp = `(() => {
  const list = document.querySelector("[data-scrolls]");
  if (!list) return "";
  if (list.getBoundingClientRect().bottom > document.querySelector(".take").getBoundingClientRect().top) return "the key covers the questions";
  const more = list.scrollHeight - list.clientHeight > 8;
  return more === document.querySelector("[data-below]").hidden ? "questions go on below: " + more + ", and it isn't said" : "";
})()`

func (b *tab) fits(name string) {
	b.t.Helper()
	b.shot(name)
	if bad := value[string](b, cutOff); bad != "" {
		b.t.Errorf("%s: cut off: %s", name, bad)
	}
}

func (h *house) serve(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h.http)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() { defer close(done); _ = h.pump.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done; s.CloseClientConnections(); s.Close() })
	return s
}

func busyHouse(t *testing.T, printers ...Printer) *house {
	h := newHouse(t, houseOptions{rules: lobby, printers: printers})
	for _, w := range []queue.WindowID{"w1", "w3", "court"} {
		queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.OpenWindow{Window: w})
	}
	for _, s := range []queue.ServiceID{"labour", "labour", "mediation", "law", "law", "law", "legal", "legal"} {
		queuetest.Issue(t, h.queue, s)
	}
	return h
}

// TestTouchToTicketInChromium walks the visitor's way at both sizes and in both
// languages.
func TestTouchToTicketInChromium(t *testing.T) {
	v, p := virtual(t, "epson-80")
	h := busyHouse(t, p)
	h.print(t)
	b := newTab(t, h.serve(t).URL)
	for _, size := range [][2]int64{{1080, 1920}, {1280, 800}} {
		b.size(size[0], size[1])
		for _, lang := range []string{"zh", "en"} {
			name := fmt.Sprintf("kiosk-%dx%d-%s", size[0], size[1], lang)
			b.open("/kiosk/main?lang=" + lang)
			b.see(".tile")
			b.fits(name + "-start")
			b.touch(`.tile[href*="/about/labour"]`)
			b.see(".single .take")
			b.fits(name + "-service")
			b.touch(".take")
			b.see(".fate.ready")
			if title := value[string](b, `document.querySelector(".fate-title").textContent`); !strings.Contains(title, h.kit.T(lang, "kiosk.paper_take")) {
				t.Errorf("%s: says %q", name, title)
			}
			if value[int](b, `document.querySelectorAll("svg.qr").length`) != 0 {
				t.Errorf("%s: a QR before anybody touched for it", name)
			}
			b.fits(name + "-printed")
			b.touch(".next-key")
			b.see(".next-qr svg")
			b.fits(name + "-qr")
			if at := value[string](b, "location.pathname"); at != "/kiosk/main" {
				t.Errorf("%s: the ticket's address shows", name)
			}
			b.see("[data-more-time]")
			b.touch(".leave-keys .strong")
			b.see(".tile")
			b.states(v, name, lang)
		}
	}
	b.size(1440, 900)
	b.open("/paper")
	b.see(".mouth img")
	b.shot("paper")
	b.size(390, 844)
	b.shot("paper-390")
}

// states looks at the pages beside the common way.
func (b *tab) states(v *paper.Virtual, name, lang string) {
	b.t.Helper()
	for _, p := range [][2]string{
		{"/about/court?", "several"},
		{"/options/labour?", "options"},
		{"/desk?", "desk"},
		{"/more?", "more"},
		{"?look=large&", "large"},
		{"?look=clear&", "clear"},
		{"/about/labour?look=large&", "large-service"},
		{"/options/labour?look=large&", "large-options"},
	} {
		b.open("/kiosk/main" + p[0] + "lang=" + lang)
		b.see("main")
		b.fits(name + "-" + p[1])
		if bad := value[string](b, coveredUp); bad != "" {
			b.t.Errorf("%s-%s: %s", name, p[1], bad)
		}
	}
	take := func() {
		b.open("/kiosk/main/about/labour?lang=" + lang)
		b.see(".take")
		b.touch(".take")
	}
	v.Set(paper.CoverOpen, true)
	take()
	b.see(".fate.failed")
	b.see(".next-qr svg")
	b.fits(name + "-nopaper")
	v.Set(paper.CoverOpen, false)
	b.see(".fate.ready")
	v.Set(paper.Mute, true)
	v.Set(paper.Mute, false)
}

// cut ends a server; what it gives opens another one at the same address.
func cut(t *testing.T, s *httptest.Server) (back func(*house)) {
	t.Helper()
	address := s.Listener.Addr().String()
	s.CloseClientConnections()
	s.Close()
	return func(h *house) {
		t.Helper()
		l, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		again := &http.Server{Handler: h.http, ReadHeaderTimeout: time.Second}
		go func() { _ = again.Serve(l) }()
		t.Cleanup(func() { _ = again.Close() })
	}
}

// TestWhoWasLeavingLeaves cuts the line under the touch that ends a visit: the
// next visitor doesn't find the last one's number.
func TestWhoWasLeavingLeaves(t *testing.T) {
	h := busyHouse(t)
	s := h.serve(t)
	b := newTab(t, s.URL)
	b.size(1080, 1920)
	b.open("/kiosk/main/about/labour")
	b.touch(".take")
	b.see(".stub .number")
	back := cut(t, s)
	value[bool](b, `(document.querySelector(".leave-keys .strong").click(), true)`) // also when the page has noticed already
	b.see("[data-lost] h2")
	back(h)
	b.see(".tile")
	if value[bool](b, `document.querySelector("[data-ticket]") !== null`) {
		t.Error("the last visitor's number is still there")
	}
}

// TestALostServerIsACalmPageAndComesBack cuts the line under a touch and mends
// it: the visitor sees where people are, then the ticket, and one slip came out.
func TestALostServerIsACalmPageAndComesBack(t *testing.T) {
	v, p := virtual(t, "epson-80")
	h := busyHouse(t, p)
	h.print(t)
	s := h.serve(t)
	b := newTab(t, s.URL)
	b.size(1080, 1920)
	b.open("/kiosk/main/about/labour")
	b.see(".take")
	back := cut(t, s)
	b.touch(".take")
	b.see("[data-lost] h2")
	b.shot("kiosk-lost")
	back(h)
	b.see(".stub .number")
	b.see(".fate.ready")
	if n := len(v.Pages(0)); n != 1 {
		t.Errorf("%d slips came out of one touch", n)
	}
}

// TestNoPaperIsSaidBeforeANumberIsTaken draws the pages that lead to a number while
// nothing prints; the first one has it by itself.
func TestNoPaperIsSaidBeforeANumberIsTaken(t *testing.T) {
	h := busyHouse(t)
	b := newTab(t, h.serve(t).URL)
	b.size(1080, 1920)
	b.open("/kiosk/main")
	b.see(".lead:not(.warn)")
	h.board.Printer(display.PrinterHealth{ID: "p1", State: display.PrinterPaperOut, Why: "paper_out", Since: h.queue.Now()})
	begin := time.Now()
	b.see(".lead.warn svg")
	if took := time.Since(begin); took > 8*time.Second {
		t.Errorf("said after %s", took)
	}
	for _, size := range [][2]int64{{1080, 1920}, {1280, 800}} {
		b.size(size[0], size[1])
		for _, lang := range []string{"zh", "en"} {
			for _, p := range [][2]string{
				{"?", "start"},
				{"?look=large&", "large"},
				{"/about/labour?", "service"},
				{"/about/court?", "several"},
				{"/about/labour?look=large&", "large-service"},
				{"/about/court?look=large&", "large-several"},
			} {
				b.open("/kiosk/main" + p[0] + "lang=" + lang)
				b.see(".lead.warn svg")
				b.fits(fmt.Sprintf("without-%dx%d-%s-%s", size[0], size[1], lang, p[1]))
			}
		}
	}
}

// TestAScannerIsReadOnAnyPage types an address as a scanner does.
func TestAScannerIsReadOnAnyPage(t *testing.T) {
	h := newHouse(t, houseOptions{})
	over := h.served(t, "anna")
	missed := queuetest.Issue(t, h.queue, "legal")
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Call{Window: "w1", Number: missed.Number})
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Pass{Window: "w1"})
	server := httptest.NewServer(h.http)
	t.Cleanup(server.Close)
	b := newTab(t, server.URL)
	scan := func(what string) { b.t.Helper(); b.do(chromedp.KeyEvent(what + "\r")) }
	b.open("/kiosk/main")
	b.see(`[data-page="start"]`)
	scan(statusURL(missed.Ref))
	b.see(`[data-page="missed"] .join-number`)
	scan(statusURL(over.Ref))
	b.see(`[data-page="back"] button.take[name="same"]`)
	b.open("/kiosk/main/have")
	b.see(`[data-page="have"] [data-code]`)
	scan(statusURL(over.Ref)) // into the field
	b.see(`[data-page="back"] button.take[name="same"]`)
}
