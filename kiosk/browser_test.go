package kiosk

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onedoor/display"
	"onedoor/display/browsertest"
	"onedoor/printer/paper"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// tab is a page of the shared Chromium, ended with the test.
type tab struct{ *browsertest.Tab }

func newTab(t *testing.T, base string) *tab {
	t.Helper()
	return &tab{browsertest.Open(t, base, 1080, 1920)}
}

func value[T any](b *tab, expression string) T {
	b.T.Helper()
	return browsertest.Value[T](b.Tab, expression)
}

// shot waits until nothing but the countdown moves and keeps a picture where ONEDOOR_SHOTS says,
// if it does.
func (b *tab) shot(name string) {
	b.T.Helper()
	b.Until(`document.getAnimations().every((a) => a instanceof CSSTransition || a.playState !== "running")`)
	b.Shot(name)
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
	b.T.Helper()
	b.shot(name)
	if bad := value[string](b, cutOff); bad != "" {
		b.T.Errorf("%s: cut off: %s", name, bad)
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
		b.Size(size[0], size[1])
		for _, lang := range []string{"zh", "en"} {
			name := fmt.Sprintf("kiosk-%dx%d-%s", size[0], size[1], lang)
			b.Open("/kiosk/main?lang=" + lang)
			b.See(".tile")
			b.fits(name + "-start")
			b.Click(`.tile[href*="/about/labour"]`)
			b.See(".single .take")
			b.fits(name + "-service")
			b.Click(".take")
			b.See(".fate.ready")
			if title := value[string](b, `document.querySelector(".fate-title").textContent`); !strings.Contains(title, h.kit.T(lang, "kiosk.paper_take")) {
				t.Errorf("%s: says %q", name, title)
			}
			if value[int](b, `document.querySelectorAll("svg.qr").length`) != 0 {
				t.Errorf("%s: a QR before anybody touched for it", name)
			}
			b.fits(name + "-printed")
			b.Click(".next-key")
			b.See(".next-qr svg")
			b.fits(name + "-qr")
			if at := value[string](b, "location.pathname"); at != "/kiosk/main" {
				t.Errorf("%s: the ticket's address shows", name)
			}
			b.See("[data-more-time]")
			b.Click(".leave-keys .strong")
			b.See(".tile")
			b.states(v, name, lang)
		}
	}
	b.Size(1440, 900)
	b.Open("/paper")
	b.See(".mouth img")
	b.shot("paper")
	b.Size(390, 844)
	b.shot("paper-390")
}

// states looks at the pages beside the common way.
func (b *tab) states(v *paper.Virtual, name, lang string) {
	b.T.Helper()
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
		b.Open("/kiosk/main" + p[0] + "lang=" + lang)
		b.See("main")
		b.fits(name + "-" + p[1])
		if bad := value[string](b, coveredUp); bad != "" {
			b.T.Errorf("%s-%s: %s", name, p[1], bad)
		}
	}
	take := func() {
		b.Open("/kiosk/main/about/labour?lang=" + lang)
		b.See(".take")
		b.Click(".take")
	}
	v.Set(paper.CoverOpen, true)
	take()
	b.See(".fate.failed")
	b.See(".next-qr svg")
	b.fits(name + "-nopaper")
	v.Set(paper.CoverOpen, false)
	b.See(".fate.ready")
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
	b.Open("/kiosk/main/about/labour")
	b.Click(".take")
	b.See(".stub .number")
	back := cut(t, s)
	value[bool](b, `(document.querySelector(".leave-keys .strong").click(), true)`) // also when the page has noticed already
	b.See("[data-lost] h2")
	back(h)
	b.See(".tile")
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
	b.Open("/kiosk/main/about/labour")
	b.See(".take")
	back := cut(t, s)
	b.Click(".take")
	b.See("[data-lost] h2")
	b.shot("kiosk-lost")
	back(h)
	b.See(".stub .number")
	b.See(".fate.ready")
	if n := len(v.Pages(0)); n != 1 {
		t.Errorf("%d slips came out of one touch", n)
	}
}

// TestNoPaperIsSaidBeforeANumberIsTaken draws the pages that lead to a number while
// nothing prints; the first one has it by itself.
func TestNoPaperIsSaidBeforeANumberIsTaken(t *testing.T) {
	h := busyHouse(t)
	b := newTab(t, h.serve(t).URL)
	b.Open("/kiosk/main")
	b.See(".lead:not(.warn)")
	h.board.Printer(display.PrinterHealth{ID: "p1", State: display.PrinterPaperOut, Why: "paper_out", Since: h.queue.Now()})
	begin := time.Now()
	b.See(".lead.warn svg")
	if took := time.Since(begin); took > 8*time.Second {
		t.Errorf("said after %s", took)
	}
	for _, size := range [][2]int64{{1080, 1920}, {1280, 800}} {
		b.Size(size[0], size[1])
		for _, lang := range []string{"zh", "en"} {
			for _, p := range [][2]string{
				{"?", "start"},
				{"?look=large&", "large"},
				{"/about/labour?", "service"},
				{"/about/court?", "several"},
				{"/about/labour?look=large&", "large-service"},
				{"/about/court?look=large&", "large-several"},
			} {
				b.Open("/kiosk/main" + p[0] + "lang=" + lang)
				b.See(".lead.warn svg")
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
	scan := func(what string) { b.T.Helper(); b.Press(what + "\r") }
	b.Open("/kiosk/main")
	b.See(`[data-page="start"]`)
	scan(statusURL(missed.Ref))
	b.See(`[data-page="missed"] .join-number`)
	scan(statusURL(over.Ref))
	b.See(`[data-page="back"] button.take[name="same"]`)
	b.Open("/kiosk/main/have")
	b.See(`[data-page="have"] [data-code]`)
	scan(statusURL(over.Ref)) // into the field
	b.See(`[data-page="back"] button.take[name="same"]`)
}
