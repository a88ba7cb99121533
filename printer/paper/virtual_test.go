package paper

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/printer"
)

// host writes to a printer and reads what it says. It is used within synctest.
type host struct {
	t    *testing.T
	port printer.Port
	mu   sync.Mutex
	got  bytes.Buffer
}

func (h *host) write(s string) {
	h.t.Helper()
	if _, err := h.port.Write([]byte(s), time.Hour); err != nil {
		h.t.Fatalf("write: %v", err)
	}
}

// listen keeps what comes, until the port is closed.
func (h *host) listen() {
	b := make([]byte, 256)
	for {
		n, err := h.port.Read(b, time.Hour)
		h.mu.Lock()
		h.got.Write(b[:n])
		h.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// answers waits until all is quiet and returns what came since the last time.
func (h *host) answers() string {
	synctest.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	defer h.got.Reset()
	return h.got.String()
}

// virtual runs f with a printer and its host in a bubble whose clock jumps.
func virtual(t *testing.T, o Options, f func(t *testing.T, v *Virtual, h *host)) {
	t.Helper()
	inMemory(t, o, func(t *testing.T, v *Virtual) {
		h := &host{t: t, port: connect(t, v)}
		var work sync.WaitGroup
		work.Go(h.listen)
		defer func() {
			_ = h.port.Close()
			work.Wait()
		}()
		f(t, v, h)
	})
}

// wait waits for pages after seq, for a minute of the bubble's time at the most.
func wait(t *testing.T, v *Virtual, after uint64) []Page {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	pages, err := v.Wait(ctx, after)
	if err != nil {
		t.Fatalf("no page: %v", err)
	}
	return pages
}

func TestVirtualKeepsTime(t *testing.T) {
	slip := string(assembled(t, "slip-80"))
	p := profile(t, "epson-80")
	for _, tt := range []struct {
		name        string
		baud, speed int
		want        time.Duration
	}{
		{"wire", 9600, -1, time.Duration(len(slip)) * time.Second / 960},
		{"paper", -1, 100, time.Duration(float64(time.Second) * 846 / 800)}, // 750 dots and the way to the cutter
		{"nothing", -1, -1, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			virtual(t, Options{Profile: p, Baud: tt.baud, Speed: tt.speed}, func(t *testing.T, v *Virtual, h *host) {
				start := time.Now()
				h.write(slip)
				page := wait(t, v, 0)[0]
				if took := time.Since(start); took < tt.want*95/100 || took > tt.want*105/100 {
					t.Errorf("took %v, want %v", took, tt.want)
				}
				if page.Seq != 1 || !page.At.Equal(time.Now()) || len(page.Problems) > 0 {
					t.Errorf("page %d at %v, problems %v", page.Seq, page.At, page.Problems)
				}
			})
		})
	}
}

func TestVirtualAnswers(t *testing.T) {
	virtual(t, Options{Profile: profile(t, "epson-80")}, func(t *testing.T, v *Virtual, h *host) {
		for _, tt := range []struct {
			name, ask, want string
			set             []Condition
		}{
			{"printer", "\x10\x04\x01", "\x12", nil},
			{"cause", "\x10\x04\x02", "\x12", nil},
			{"error", "\x10\x04\x03", "\x12", nil},
			{"paper", "\x10\x04\x04", "\x12", nil},
			{"printer, cover open", "\x10\x04\x01", "\x1a", []Condition{CoverOpen}},
			{"cause, cover open", "\x10\x04\x02", "\x16", []Condition{CoverOpen}},
			{"cause, no paper", "\x10\x04\x02", "\x32", []Condition{PaperOut}},
			{"paper, near end", "\x10\x04\x04", "\x1e", []Condition{NearEnd}},
			{"paper, out", "\x10\x04\x04", "\x7e", []Condition{PaperOut}},
			{"error, knife", "\x10\x04\x03", "\x1a", []Condition{CutterStuck}},
			{"error, knife that stays", "\x10\x04\x03", "\x1a", []Condition{CutterJammed}},
			{"error, heat", "\x10\x04\x03", "\x52", []Condition{Overheated}},
			{"error, for good", "\x10\x04\x03", "\x32", []Condition{BrokenDown}},
			{"cause, for good", "\x10\x04\x02", "\x52", []Condition{BrokenDown}},
			{"mute", "\x10\x04\x01", "", []Condition{Mute}},
			{"recover", "\x10\x05\x01\x10\x04\x01", "\x12", []Condition{CutterStuck}},
			{"no recovery", "\x10\x05\x01\x10\x04\x01", "\x1a", []Condition{CutterJammed}},
			{"nor by force", "\x10\x05\x02\x10\x04\x01", "\x1a", []Condition{BrokenDown}},
			{"fence", "\x1dr\x01", "\x00", nil},
			{"fence, near end", "\x1dr\x01", "\x03", []Condition{NearEnd}},
			{"fence, no paper", "\x1dr\x01", "", []Condition{PaperOut}},
			{"process", "\x1d(H\x06\x0000ab\x01\x02", "\x37\x22ab\x01\x02\x00", nil},
			{"name", "\x1dI\x43", "_VIRTUAL epson-80\x00", nil},
			{"reports", "\x1da\x0e", "\x10\x00\x00\x00", nil},
			{"no more reports", "\x1b@", "", nil},
		} {
			for _, c := range tt.set {
				v.Set(c, true)
			}
			h.write(tt.ask)
			time.Sleep(time.Second) // the bubble's: it lets all be printed
			if got := h.answers(); got != tt.want {
				t.Errorf("%s: answers % X, want % X", tt.name, got, tt.want)
			}
			for _, c := range tt.set {
				v.Set(c, false)
			}
			time.Sleep(time.Second)
			h.answers() // what was held back comes now
		}
	})
}

func TestVirtualIsOneWayIfToldSo(t *testing.T) {
	o := Options{Profile: profile(t, "epson-80"), Answers: &printer.Abilities{}}
	virtual(t, o, func(t *testing.T, v *Virtual, h *host) {
		h.write("\x10\x04\x01\x1b@\x1da\x0ehello\n\x1dVB\x00\x1dr\x01\x1d(H\x06\x00001234\x1dI\x01")
		wait(t, v, 0)
		time.Sleep(time.Second)
		if got := h.answers(); got != "" {
			t.Errorf("answers % X", got)
		}
	})
}

// TestVirtualAnswersInTheMiddle asks in real time while the paper is out and
// bytes wait, and within a picture.
func TestVirtualAnswersInTheMiddle(t *testing.T) {
	virtual(t, Options{Profile: profile(t, "epson-80")}, func(t *testing.T, v *Virtual, h *host) {
		v.Set(PaperOut, true)
		h.write("hello\n\x1dVB\x00\x10\x04\x04")
		time.Sleep(time.Second)
		if got := h.answers(); got != "\x7e" {
			t.Errorf("answers % X", got)
		}
		if n := len(v.Pages(0)); n != 0 {
			t.Errorf("%d pages without paper", n)
		}
		v.Load(-1)
		if page := wait(t, v, 0)[0]; page.Texts[0] != "hello" {
			t.Errorf("after the reload: %q", page.Texts)
		}
		h.write("\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01")
		time.Sleep(time.Second)
		if got := h.answers(); got != "\x12" {
			t.Errorf("within a picture: answers % X", got)
		}
	})
}

func TestVirtualReportsChanges(t *testing.T) {
	virtual(t, Options{Profile: profile(t, "epson-80")}, func(t *testing.T, v *Virtual, h *host) {
		h.write("\x1da\x0e")
		time.Sleep(time.Second)
		v.Set(CoverOpen, true)
		v.Set(CoverOpen, true)
		v.Set(CoverOpen, false)
		time.Sleep(time.Second)
		if got := h.answers(); got != "\x10\x00\x00\x00"+"\x38\x00\x00\x00"+"\x10\x00\x00\x00" {
			t.Errorf("reports % X", got)
		}
	})
}

func TestVirtualFence(t *testing.T) {
	virtual(t, Options{Profile: profile(t, "epson-80"), Speed: 100}, func(t *testing.T, v *Virtual, h *host) {
		start := time.Now()
		h.write(strings.Repeat("\x1bJ\xf0\x1bJ\xa0", 4) + "\x1d(H\x06\x00001234") // 1,600 half dots are a second
		for h.answers() == "" {
			time.Sleep(10 * time.Millisecond)
		}
		if took := time.Since(start); took < time.Second || took > 1100*time.Millisecond {
			t.Errorf("done after %v", took)
		}
	})
}

func TestVirtualRunsOutOfPaper(t *testing.T) {
	virtual(t, Options{Profile: profile(t, "epson-80")}, func(t *testing.T, v *Virtual, h *host) {
		v.Load(160) // of which a slip takes 94 mm
		slip := string(assembled(t, "slip-80"))
		h.write(slip)
		wait(t, v, 0)
		if !v.Is(NearEnd) || v.Is(PaperOut) {
			t.Errorf("near end %v, out %v", v.Is(NearEnd), v.Is(PaperOut))
		}
		h.write(slip)
		time.Sleep(10 * time.Second)
		if !v.Is(PaperOut) || len(v.Pages(1)) != 0 {
			t.Errorf("out %v, %d more pages", v.Is(PaperOut), len(v.Pages(1)))
		}
		v.Load(1000)
		if page := wait(t, v, 1)[0]; page.QRs == nil || page.Torn {
			t.Errorf("the rest came out as %q", page.Texts)
		}
	})
}

// TestVirtualPowerCycle has the half slip go on hanging out: nobody takes it off
// because the power went.
func TestVirtualPowerCycle(t *testing.T) {
	virtual(t, Options{Profile: profile(t, "epson-80")}, func(t *testing.T, v *Virtual, h *host) {
		slip := assembled(t, "slip-80")
		at := bytes.Index(slip, []byte("A012")) + 20
		v.After(at, v.PowerCycle)
		h.write(string(slip[:at]))
		h.write("\x1b@hello\n\x1dVB\x00")
		page := wait(t, v, 0)[0]
		if n := len(page.Texts); !page.PowerCut || page.Torn || n < 2 || page.Texts[n-1] != "hello" {
			t.Errorf("after the power cycle: a cut %v, torn %v, %q", page.PowerCut, page.Torn, page.Texts)
		}
	})
}

// TestPowerGoesWithinACommand ends what moves the paper: a slip isn't cut, a code
// and a picture aren't drawn any further.
func TestPowerGoesWithinACommand(t *testing.T) {
	for name, tt := range map[string]struct {
		bytes string
		whole int // dots of paper, had it been done
		texts int
	}{
		"cut":     {"hello\n\x1dVB\x00", 225, 1},
		"feed":    {"hello\n\x1bd\x20\x1dVB\x00", 1000, 1},
		"code":    {"\x1d(k\x04\x001P0x\x1d(k\x03\x001Q0\x1dVB\x00", 159, 0},
		"picture": {"\x1dv0\x00\x01\x00\x40\x00" + strings.Repeat("\xff", 64) + "\x1dVB\x00", 160, 0},
	} {
		t.Run(name, func(t *testing.T) {
			virtual(t, Options{Profile: profile(t, "epson-80"), Baud: -1, Speed: 100}, func(t *testing.T, v *Virtual, h *host) {
				h.write("\x1b@" + tt.bytes)
				time.Sleep(50 * time.Millisecond) // 40 dots
				v.PowerCycle()
				time.Sleep(time.Second)
				if pages := v.Pages(0); len(pages) != 0 {
					t.Fatalf("what the power cut off came off whole\n%v", v.Timeline())
				}
				v.TearOff()
				if page := wait(t, v, 0)[0]; !page.PowerCut || page.Height >= tt.whole || len(page.Texts) != tt.texts || len(page.QRs) > 0 {
					t.Errorf("a power cut %v, %q, %d codes, %d dots\n%v", page.PowerCut, page.Texts, len(page.QRs), page.Height, v.Timeline())
				}
			})
		})
	}
}

// TestTearOff takes half a slip off, and nothing where nothing hangs out.
func TestTearOff(t *testing.T) {
	virtual(t, Options{Profile: profile(t, "epson-80")}, func(t *testing.T, v *Virtual, h *host) {
		v.TearOff()
		h.write("\x1b@hello\n")
		time.Sleep(time.Second)
		v.TearOff()
		if page := wait(t, v, 0)[0]; page.Seq != 1 || !page.Torn || page.Texts[0] != "hello" {
			t.Errorf("torn off: page %d, torn %v, %q", page.Seq, page.Torn, page.Texts)
		}
		h.write("world\n\x1dVB\x00")
		if page := wait(t, v, 1)[0]; page.Torn || page.PowerCut || page.Texts[0] != "world" {
			t.Errorf("the next: torn %v, %q", page.Torn, page.Texts)
		}
	})
}

func TestVirtualStalls(t *testing.T) {
	o := Options{Profile: profile(t, "epson-80"), Buffer: 100}
	virtual(t, o, func(t *testing.T, v *Virtual, h *host) {
		v.Set(Stalled, true)
		n, err := h.port.Write([]byte(strings.Repeat("x", 1000)), 10*time.Second)
		if why(err) != printer.WhyTimeout || n != 0 {
			t.Errorf("a stalled printer took %d bytes, %v", n, err)
		}
		v.Set(Stalled, false)
		h.write("x\n\x1dVB\x00")
		wait(t, v, 0)
	})
}

func TestVirtualFlowControl(t *testing.T) {
	o := Options{Profile: profile(t, "epson-80"), Buffer: 100, Flow: printer.FlowXonXoff}
	virtual(t, o, func(t *testing.T, v *Virtual, h *host) {
		said := func() (all string) {
			for _, e := range v.Timeline() {
				if e.Kind == Answered {
					all += e.Text
				}
			}
			return all
		}
		v.Set(Offline, true)
		h.write(strings.Repeat("x", 80))
		time.Sleep(time.Second)
		if got := said(); got != "XOFF" {
			t.Errorf("full: %q", got)
		}
		v.Set(Offline, false)
		time.Sleep(time.Second)
		if got := said(); got != "XOFFXON" || h.answers() != "" {
			t.Errorf("empty: %q", got)
		}
		v.Set(Offline, true)
		h.write(strings.Repeat("x", 80))
		time.Sleep(time.Second)
		v.PowerCycle()
		v.Set(Offline, false)
		if got := said(); got != "XOFFXONXOFFXON" {
			t.Errorf("switched on with an empty buffer: %q", got)
		}
		h.write("\x1b@hello\n\x1dVB\x00") // the line is free again
		wait(t, v, 0)
	})
}

func TestVirtualIsTornOff(t *testing.T) {
	virtual(t, Options{Profile: profile(t, "generic-58")}, func(t *testing.T, v *Virtual, h *host) {
		h.write("\x1b@one\n\x1bd\x04")
		start := time.Now()
		if page := wait(t, v, 0)[0]; page.Texts[0] != "one" || time.Since(start) < 700*time.Millisecond {
			t.Errorf("%q after %v", page.Texts, time.Since(start))
		}
		h.write("\x1b@two\n\x1bd\x04\x1b@three\n\x1bd\x04") // two slips at once
		if page := wait(t, v, 1)[0]; page.Texts[0] != "two" {
			t.Errorf("%q", page.Texts)
		}
		if page := wait(t, v, 2)[0]; page.Texts[0] != "three" {
			t.Errorf("%q", page.Texts)
		}
	})
}

func TestVirtualKeepsTheLastPages(t *testing.T) {
	virtual(t, Options{Profile: profile(t, "epson-80"), Keep: 3, Baud: -1, Speed: -1}, func(t *testing.T, v *Virtual, h *host) {
		for range 5 {
			h.write("x\n\x1dVB\x00")
		}
		time.Sleep(time.Second)
		pages := v.Pages(0)
		if len(pages) != 3 || pages[0].Seq != 3 || pages[2].Seq != 5 {
			t.Errorf("%d pages from %d", len(pages), pages[0].Seq)
		}
		if n := len(v.Pages(4)); n != 1 {
			t.Errorf("%d pages after 4", n)
		}
	})
}

func TestWaitEndsWithThePrinter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVirtual(Options{Profile: profile(t, "epson-80")})
		ctx, stop := context.WithCancel(context.Background())
		var work sync.WaitGroup
		work.Go(func() { _ = v.Run(ctx) })
		work.Go(func() {
			if _, err := v.Wait(context.Background(), 0); err == nil {
				t.Error("waited for a page that never came")
			}
		})
		work.Go(func() {
			if _, err := v.Wait(ctx, 0); !errors.Is(err, context.Canceled) && err == nil {
				t.Errorf("wait ended with %v", err)
			}
		})
		synctest.Wait()
		stop()
		work.Wait()
		if _, err := v.Plug(); err == nil {
			t.Error("plugged in after the end")
		}
	})
}
