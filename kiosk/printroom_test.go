package kiosk

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/png"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"onedoor/display"
	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// ptyPort is the test's own line to the virtual printer.
type ptyPort struct{ f *os.File }

func openPty(path string) func(context.Context) (printer.Port, error) {
	return func(context.Context) (printer.Port, error) {
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return nil, &printer.DeviceError{Op: "open", Why: printer.WhyUnplugged, Err: err}
		}
		return ptyPort{f}, nil
	}
}

func (p ptyPort) Read(b []byte, within time.Duration) (int, error) {
	if err := p.f.SetReadDeadline(time.Now().Add(max(within, time.Millisecond))); err != nil {
		return 0, err
	}
	n, err := p.f.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return 0, nil
	}
	return n, err
}

func (p ptyPort) Write(b []byte, within time.Duration) (int, error) {
	if err := p.f.SetWriteDeadline(time.Now().Add(within)); err != nil {
		return 0, err
	}
	return p.f.Write(b)
}

func (p ptyPort) Close() error { return p.f.Close() }

// deadPort takes everything and never answers.
type deadPort struct{ out io.Writer }

func (p *deadPort) Read([]byte, time.Duration) (int, error)      { return 0, nil }
func (p *deadPort) Write(b []byte, _ time.Duration) (int, error) { return p.out.Write(b) }
func (p *deadPort) Close() error                                 { return nil }

func profile(t testing.TB, name string) printer.Profile {
	t.Helper()
	p, err := printer.BuiltIn().Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// virtual is a running printer behind a pseudo-terminal.
func virtual(t testing.TB, name string) (*paper.Virtual, Printer) {
	t.Helper()
	p := profile(t, name)
	v, err := paper.NewVirtual(paper.Options{Profile: p, Baud: -1, Speed: -1})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = v.Run(ctx)
	}()
	t.Cleanup(func() { cancel(); <-done })
	return v, Printer{ID: "p1", Profile: p, Open: openPty(v.Path()), Paper: v}
}

func TestATicketComesToPaper(t *testing.T) {
	v, p := virtual(t, "epson-80")
	h := newHouse(t, houseOptions{printers: []Printer{p}})
	h.print(t)
	at := h.take(t, "/kiosk/main/about/law", "legal")
	ticket := h.ticketOf(t, at)
	if got := h.awaitPrint(t, ticket.ID, queue.PrintConfirmed); got.Weak || got.Copies != 0 {
		t.Errorf("print is %+v, want a plain confirmation", got)
	}
	pages, err := v.Wait(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages[0].Problems) > 0 {
		t.Errorf("the printer stumbled: %v", pages[0].Problems)
	}
	text := strings.Join(pages[0].Texts, "\n")
	for _, want := range []string{"试验中心", ticket.Number, "法律援助", "请在一楼大厅等", "前面没有人", "Hall", "本号当日有效", display.SpacedCode(ticket.Code)} {
		if !strings.Contains(text, want) {
			t.Errorf("the slip doesn't say %q:\n%s", want, text)
		}
	}
	for _, never := range []string{"窗口", "分钟", "ordinary"} {
		if strings.Contains(text, never) {
			t.Errorf("the slip says %q:\n%s", never, text)
		}
	}
	if len(pages[0].QRs) != 1 || pages[0].QRs[0].Data != statusURL(ticket.Ref) {
		t.Errorf("QRs are %+v", pages[0].QRs)
	}
	if s := words(h.page(t, at).Find(".fate-title")); s != "请取走号票" {
		t.Errorf("the kiosk says %q", s)
	}
	health := h.board.Snapshot().Printers
	if len(health) != 1 || health[0].ID != "p1" || health[0].Seen.IsZero() {
		t.Errorf("the board says %+v", health)
	}
}

func TestPaperOutIsSaidAndPrintsAfterTheReload(t *testing.T) {
	v, p := virtual(t, "epson-80")
	v.Set(paper.PaperOut, true)
	h := newHouse(t, houseOptions{printers: []Printer{p}})
	h.print(t)
	at := h.take(t, "/kiosk/main/about/law", "legal")
	id := h.ticketOf(t, at).ID
	w := h.queue.Watch(nil)
	defer w.Close()
	for h.ticketOf(t, at).Print.Why != "paper_out" {
		if _, err := w.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	d := h.page(t, at)
	if got := words(d.Find(".fate-title")); got != "打印机没纸了" {
		t.Errorf("the kiosk says %q", got)
	}
	if d.Find("svg.qr").Length() != 1 {
		t.Error("without paper the QR is shown at once")
	}
	v.Set(paper.PaperOut, false)
	h.awaitPrint(t, id, queue.PrintConfirmed)
	if d := h.page(t, at); d.Find("svg.qr").Length() != 0 || words(d.Find(".fate-title")) != "请取走号票" {
		t.Error("the page still speaks of the missing paper")
	}
}

func TestWhatWasUnderWayIsInDoubtAndReprintedOnceMarked(t *testing.T) {
	v, p := virtual(t, "epson-80")
	store := &queuetest.Store{}
	doubt := func(r *queue.Rules) { r.Policy.ReprintDoubt = true }
	h := newHouse(t, houseOptions{store: store, rules: doubt, printers: []Printer{p}})
	ticket := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{Service: "legal", Kiosk: "main", Seed: queuetest.Seed()}).Ticket
	// The program died after the journal had it and before the printer answered.
	queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.BeginPrint{Job: 1, Attempt: 1, Process: 7})
	h.print(t)
	got := h.awaitPrint(t, ticket.ID, queue.PrintConfirmed)
	if got.Copies != 1 {
		t.Errorf("print is %+v, want one copy", got)
	}
	pages, err := v.Wait(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != 1 || !slices.Contains(pages[0].Texts, "补打 1") {
		t.Errorf("%d pages, the first says %q", len(pages), pages[0].Texts)
	}
	if text := strings.Join(pages[0].Texts, "\n"); strings.Contains(text, "前面") {
		t.Errorf("a reprint tells an old place in the queue:\n%s", text)
	}
}

func TestAPrinterThatIsntThereFailsAtOnce(t *testing.T) {
	for name, printers := range map[string][]Printer{"none": {{ID: "p1"}}, "unknown": nil} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, houseOptions{printers: printers})
			h.print(t)
			at := h.take(t, "/kiosk/main/about/law", "legal")
			h.awaitPrint(t, h.ticketOf(t, at).ID, queue.PrintFailed)
			d := h.page(t, at)
			if d.Find(".fate.failed svg.qr, .next svg.qr").Length() != 1 || !strings.Contains(words(d.Find(".fate-text")), "咨询台") {
				t.Error("the page doesn't say what else to do")
			}
		})
	}
}

func TestAOneWayPrinterIsTappedForItsPaper(t *testing.T) {
	var sent bytes.Buffer
	port := &deadPort{&sent}
	h := newHouse(t, houseOptions{printers: []Printer{{
		ID: "p1", Profile: profile(t, "generic-80"), Open: func(context.Context) (printer.Port, error) { return port, nil },
	}}})
	h.print(t)
	at := h.take(t, "/kiosk/main/about/law", "legal")
	ticket := h.ticketOf(t, at)
	h.awaitPrint(t, ticket.ID, queue.PrintSent)
	if s := words(h.page(t, at).Find(".fate-text")); !strings.Contains(s, "没看到号票") {
		t.Errorf("the kiosk says %q", s)
	}
	pages, err := h.room.Paper()[0].Wait(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(pages[0].Texts, ticket.Number) {
		t.Errorf("the drawing says %q", pages[0].Texts)
	}
	slip := h.page(t, "/paper").Find(".slip img")
	if slip.Length() != 1 || !strings.Contains(slip.AttrOr("alt", ""), ticket.Number) {
		t.Fatalf("/paper shows %d slips", slip.Length())
	}
	w := h.get(slip.AttrOr("src", ""))
	img, kind, err := image.Decode(w.Body)
	if err != nil || kind != "png" || img.Bounds().Dx() != 576 {
		t.Errorf("the picture is %s %v: %v", kind, img, err)
	}
	if cc := w.Header().Get("Cache-Control"); cc != "no-store" {
		t.Errorf("the picture may be kept: %q", cc)
	}
}

func TestPaperIsForSupervisorsOutsideTheDemo(t *testing.T) {
	h := newHouse(t, houseOptions{rules: func(r *queue.Rules) { r.Centre.Demo = false }})
	if w := h.get("/paper"); w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), "/login") {
		t.Errorf("GET /paper: %d", w.Code)
	}
	if w := h.get("/ws/paper"); w.Code != 401 {
		t.Errorf("GET /ws/paper: %d", w.Code)
	}
	if w := h.get("/kiosk/main"); w.Code != 401 {
		t.Errorf("GET /kiosk/main without a token: %d", w.Code)
	}
}
