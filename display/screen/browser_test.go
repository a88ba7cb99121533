package screen

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// television is a Chromium without a head that shows a screen.
type television struct {
	t   *testing.T
	ctx context.Context
}

func newTelevision(t *testing.T, w, h int64) *television {
	t.Helper()
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), o...)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewContext(ctx)
	t.Cleanup(stop)
	tv := &television{t, ctx}
	if err := chromedp.Do(ctx); err != nil { // starts the browser
		t.Fatal(err)
	}
	tv.size(w, h)
	return tv
}

func (tv *television) do(steps ...chromedp.Action[chromedp.Void]) {
	tv.t.Helper()
	ctx, cancel := context.WithTimeout(tv.ctx, 40*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		tv.t.Fatal(err)
	}
}

// size turns the picture to another size, and waits until the page has been told of
// it: resize comes before a frame's own callbacks, and not at once.
func (tv *television) size(w, h int64) {
	tv.t.Helper()
	tv.do(chromedp.EmulateViewport(w, h))
	ctx, cancel := context.WithTimeout(tv.ctx, 40*time.Second)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](frames, chromedp.EvalAwaitPromise)); err != nil {
		tv.t.Fatal(err)
	}
}

// frames waits for two frames to be drawn.
const frames = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`

func (tv *television) open(url string) { tv.t.Helper(); tv.do(chromedp.Navigate(url)) }
func (tv *television) see(what string) {
	tv.t.Helper()
	tv.do(chromedp.WaitVisible(chromedp.CSS(what)))
}

func ask[T any](tv *television, js string) T {
	tv.t.Helper()
	ctx, cancel := context.WithTimeout(tv.ctx, 40*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js))
	if err != nil {
		tv.t.Fatal(err)
	}
	return v
}

// overflow lists what doesn't stand in its place: cut, or over the edge.
const overflow = `[...document.querySelectorAll(".call, .call .label, .call .number, .row, .row .label, .row .number, .nobody, .waiting li, .waiting .name, .top, .foot, .stale")]
  .filter((e) => {
    if (!e.offsetParent) return false;
    const r = e.getBoundingClientRect();
    return e.scrollWidth > e.clientWidth + 2 || (e.matches("li, .call") && e.scrollHeight > e.clientHeight + 2) || r.left < -1 || r.right > innerWidth + 1 || r.top < -1 || r.bottom > innerHeight + 1;
  }).map((e) => e.className + ": " + e.textContent.trim())`

// still ends every movement, so that a picture shows what comes of it.
const still = `document.getAnimations().forEach((a) => a.finish())`

// shot holds the picture to its places, and keeps it where ONEDOOR_SHOTS says.
func (tv *television) shot(name string) {
	tv.t.Helper()
	ask[any](tv, still)
	if bad := ask[[]string](tv, overflow); len(bad) > 0 {
		tv.t.Errorf("%s: out of place: %q", name, bad)
	}
	dir := os.Getenv("ONEDOOR_SHOTS")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(tv.ctx, 40*time.Second)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600)
	}
	if err != nil {
		tv.t.Error(err)
	}
}

// line is a TCP line to a house that can be cut and mended: a switch that
// somebody trips over.
type line struct {
	t    *testing.T
	addr string
	to   string
	stop context.CancelFunc
}

func newLine(t *testing.T, to string) *line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &line{t: t, addr: l.Addr().String(), to: to}
	n.carry(l)
	t.Cleanup(func() { n.stop() })
	return n
}

func (n *line) carry(l net.Listener) {
	ctx, cancel := context.WithCancel(context.Background())
	n.stop = cancel
	context.AfterFunc(ctx, func() { _ = l.Close() })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", n.to)
			if err != nil {
				_ = in.Close()
				continue
			}
			context.AfterFunc(ctx, func() { _, _ = in.Close(), out.Close() })
			go func() { _, _ = out.(*net.TCPConn).ReadFrom(in); _ = out.Close() }()
			go func() { _, _ = in.(*net.TCPConn).ReadFrom(out); _ = in.Close() }()
		}
	}()
}

func (n *line) cut() { n.stop() }

func (n *line) mend() {
	n.t.Helper()
	l, err := net.Listen("tcp", n.addr)
	if err != nil {
		n.t.Fatal(err)
	}
	n.carry(l)
}

// longRules has labels as long as centres have them.
func longRules() *queue.Rules {
	r := demoRules()
	r.Windows[0].Label = queue.Text{"zh": "老肖调解工作室", "en": "Lao Xiao’s mediation studio"}
	r.Windows[3].Way = queue.Text{"zh": "出电梯右手边", "en": "On the right as you leave the lift"}
	r.Services[3].Name = queue.Text{"zh": "劳动人事争议仲裁", "en": "Administrative reconsideration"}
	return r
}

func TestScreenInChromium(t *testing.T) {
	h := newHouse(t, longRules())
	wire := newLine(t, h.url[len("http://"):])
	tv := newTelevision(t, 1920, 1080)
	tv.open("http://" + wire.addr + "/screen/hall?lang=zh")
	tv.see(".nobody")
	tv.see("#waiting li")
	tv.shot("screen-empty")

	for _, s := range []queue.ServiceID{"legal", "mediation", "court", "legal", "labour"} {
		queuetest.Issue(t, h.Queue, s)
	}
	for _, w := range []queue.WindowID{"w1", "w2", "w3", "court"} {
		h.do(queue.OpenWindow{Window: w})
	}
	h.do(queue.Next{Window: "w1"})
	tv.see(`.now[data-calls="1"] [data-number="A001"][data-now]`)
	tv.shot("screen-one")
	h.do(queue.Next{Window: "court"})
	tv.see(`.now[data-calls="2"] [data-number="H001"] .up`)
	tv.shot("screen-two")
	h.do(queue.Next{Window: "w3"})
	h.do(queue.Next{Window: "w2"})
	tv.see(`.now[data-calls="4"]`)
	tv.shot("screen-four")
	for name, size := range map[string][2]int64{"small": {1366, 768}, "upright": {1080, 1920}, "4k": {3840, 2160}} {
		tv.size(size[0], size[1])
		tv.shot("screen-" + name)
	}
	tv.size(1920, 1080)

	h.do(queue.Start{Window: "w1"})
	h.do(queue.Hold{Window: "court", Reason: "copying"})
	tv.do(chromedp.WaitNotPresent(chromedp.CSS(`[data-number="H001"]`)))

	wire.cut()
	cut := time.Now()
	tv.see("#stale")
	if d := time.Since(cut); d > 6*time.Second { // five, and what a busy machine takes to look
		t.Errorf("stale is said after %v", d)
	}
	tv.shot("screen-stale")
	h.do(queue.Recall{Window: "w2"})
	missed := h.do(queue.Call{Window: "court", Number: "H001"}).Ticket.Number
	wire.mend()
	tv.see(`.now [data-number="` + missed + `"][data-now]`)
	tv.do(chromedp.WaitNotVisible(chromedp.CSS("#stale")))

	// Twelve seconds after the last call only the newest is large, and in
	// yellow, for nobody has come; who has come is dim.
	tv.see(`.now[data-calls="1"] [data-number="` + missed + `"][data-now]`)
	tv.see(`.row[data-number="A001"][data-settled]`)
	tv.shot("screen-settled")

	// Whoever has come is called no more, though nobody was called since; whoever
	// was called before and hasn't come, still is.
	h.do(queue.Start{Window: "court"})
	tv.see(`.row[data-number="` + missed + `"][data-settled]`)
	tv.see(`.now[data-calls="1"] .call[data-now]`)
	h.do(queue.Start{Window: "w2"})
	h.do(queue.Start{Window: "w3"})
	tv.see(".now .earlier")
	if n := ask[int](tv, `document.querySelectorAll(".now .call").length`); n != 0 {
		t.Errorf("%d calls are large though everybody has come", n)
	}
	tv.shot("screen-past")

	tv.open("http://" + wire.addr + "/screen/hall?lang=en")
	tv.see(".row")
	tv.shot("screen-en")
}
