package screen

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"onedoor/display/browsertest"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// television is a page of the shared Chromium that shows a screen.
type television struct{ *browsertest.Tab }

func newTelevision(t *testing.T, w, h int64) *television {
	t.Helper()
	tv := &television{browsertest.Open(t, "", w, h)}
	tv.size(w, h)
	return tv
}

// size turns the picture to another size, and waits until the page has been told of
// it: resize comes before a frame's own callbacks, and not at once.
func (tv *television) size(w, h int64) {
	tv.T.Helper()
	tv.Size(w, h)
	ask[bool](tv, frames)
}

// frames waits for two frames to be drawn.
const frames = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`

func ask[T any](tv *television, js string) T {
	tv.T.Helper()
	return browsertest.Value[T](tv.Tab, js)
}

// overflow lists what doesn't stand in its place: cut, or over the edge, by more than the picture drifts.
const overflow = `[...document.querySelectorAll(".call, .call .label, .call .number, .call .where, .row, .row .label, .row .number, .nobody, .nobody > *, .waiting li, .waiting .name, .waiting .count, .top, .foot, .stale, .note .words, .emergency .words")]
  .filter((e) => {
    if (!e.offsetParent) return false;
    const r = e.getBoundingClientRect();
    return e.scrollWidth > e.clientWidth + 2 || (e.matches(".waiting .name, .waiting .count") && e.offsetHeight > e.parentElement.clientHeight) || (e.matches("li, .call, .nobody, .calls") && e.scrollHeight > e.clientHeight + 2) || r.left < -5 || r.right > innerWidth + 5 || r.top < -5 || r.bottom > innerHeight + 5;
  }).map((e) => e.className + ": " + e.textContent.trim())`

// still ends every movement, so that a picture shows what comes of it.
const still = `document.getAnimations().forEach((a) => a.finish())`

// shot holds the picture to its places, and keeps it where ONEDOOR_SHOTS says.
func (tv *television) shot(name string) {
	tv.T.Helper()
	ask[any](tv, still)
	if bad := ask[[]string](tv, overflow); len(bad) > 0 {
		tv.T.Errorf("%s: out of place: %q", name, bad)
	}
	tv.Shot(name)
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
	tv.Open("http://" + wire.addr + "/screen/hall?lang=zh")
	tv.See(".nobody .directory")
	tv.shot("screen-empty")

	for _, s := range []queue.ServiceID{"legal", "mediation", "court", "legal", "labour"} {
		queuetest.Issue(t, h.Queue, s)
	}
	for _, w := range []queue.WindowID{"w1", "w2", "w3", "court"} {
		h.do(queue.OpenWindow{Window: w})
	}
	tv.See("#waiting li")
	ask[any](tv, watchShifts)
	h.do(queue.Next{Window: "w1"})
	tv.See(`.now[data-calls="1"] [data-number="A001"][data-now]`)
	tv.shot("screen-one")
	h.do(queue.Next{Window: "court"})
	tv.See(`.now[data-calls="2"] [data-number="H001"] .up`)
	tv.shot("screen-two")
	// Two are large; who else is called stands in a row at once, as bright.
	h.do(queue.Next{Window: "w3"})
	h.do(queue.Next{Window: "w2"})
	tv.See(`#past .row[data-now]`)
	tv.See(`#also .row[data-now]`)
	if n := ask[int](tv, `document.querySelectorAll(".call[data-now], .row[data-now]").length`); n != 4 {
		t.Errorf("of four calls at once %d are shown", n)
	}
	tv.shot("screen-four")
	if shifts := ask[[]string](tv, `window.shifts`); len(shifts) > 0 {
		t.Errorf("while calls came, things moved: %q", shifts)
	}
	for name, size := range map[string][2]int64{"small": {1366, 768}, "upright": {1080, 1920}, "4k": {3840, 2160}} {
		tv.size(size[0], size[1])
		tv.shot("screen-" + name)
	}
	tv.size(1920, 1080)

	h.do(queue.Start{Window: "w1"})
	h.do(queue.Hold{Window: "court", Reason: "copying"})
	tv.Absent(`[data-number="H001"]`)

	wire.cut()
	cut := time.Now()
	tv.See("#stale")
	if d := time.Since(cut); d > 6*time.Second { // five, and what a busy machine takes to look
		t.Errorf("stale is said after %v", d)
	}
	tv.shot("screen-stale")
	h.do(queue.Recall{Window: "w2"})
	missed := h.do(queue.Call{Window: "court", Number: "H001"}).Ticket.Number
	wire.mend()
	tv.See(`.now [data-number="` + missed + `"][data-now]`)
	tv.Gone("#stale")

	// Some time after the last call only the newest is large, and in yellow, for nobody has come; who has
	// come says so.
	pass(tv, 61_000)
	tv.See(`.now[data-calls="1"] [data-number="` + missed + `"][data-now]`)
	tv.See(`.row[data-number="A001"][data-settled]`)
	tv.shot("screen-settled")

	// Whoever has come is called no more, though nobody was called since; whoever
	// was called before and hasn't come, still is.
	h.do(queue.Start{Window: "court"})
	tv.See(`.row[data-number="` + missed + `"][data-settled]`)
	tv.See(`.now[data-calls="1"] .call[data-now]`)
	h.do(queue.Start{Window: "w2"})
	h.do(queue.Start{Window: "w3"})
	tv.See(".now .earlier")
	if n := ask[int](tv, `document.querySelectorAll(".now .call").length`); n != 0 {
		t.Errorf("%d calls are large though everybody has come", n)
	}
	tv.shot("screen-past")

	tv.Open("http://" + wire.addr + "/screen/hall?lang=en")
	tv.See(".row")
	tv.shot("screen-en")
}

// TestALineOfTheListKeepsToItself has services with long names wait, closed for the day among them: the name, the number and
// "closed today" stand within their line on every shape of screen.
func TestALineOfTheListKeepsToItself(t *testing.T) {
	h := newHouse(t, longRules())
	tv := newTelevision(t, 1920, 1080)
	for lang, names := range map[string]string{
		"zh": `["劳动维权", "人民调解", "来访接待", "公共法律服务", "谈心室", "老肖调解工作室", "劳动人事争议仲裁", "12345 热线事项", "行政复议"]`,
		"en": `["Labour rights", "People’s mediation", "Visitor reception", "Public legal services", "Quiet room", "Lao Xiao’s mediation studio", "Legal aid", "12345 hotline matters", "Administrative reconsideration"]`,
	} {
		tv.Open(h.url + "/screen/hall?lang=" + lang)
		tv.See(".nobody .lead") // a snapshot has come
		run(tv, module+`.then((m) => m.hear({type: "waiting", paused: [], waiting: `+names+`.map((name, i) => ({service: "s" + i, name, waiting: i % 4 === 1 ? 2 : 0, open: i === 2, shut: i === 5}))}))`)
		tv.See(`#waiting [data-service="s5"] .shut`)
		for name, size := range map[string][2]int64{"large": {1920, 1080}, "small": {1366, 768}, "square": {1024, 768}, "upright": {1080, 1920}} {
			tv.size(size[0], size[1])
			tv.shot("screen-list-" + name + "-" + lang)
		}
	}
}

// watchShifts keeps what the browser counts as a shift of the layout (CLS) from now on.
const watchShifts = `window.shifts = []; new PerformanceObserver((l) => l.getEntries().forEach((e) =>
  window.shifts.push(e.value.toFixed(4) + " " + e.sources.map((s) => s.node?.className ?? s.node?.nodeName).join()))).observe({type: "layout-shift"}); null`

// module is the page's own script: an import of its address gives the one that runs.
const module = `import(document.querySelector("script[type=module]").src)`

// pass has the page's clock jump by so many ms.
func pass(tv *television, ms int) {
	tv.T.Helper()
	run(tv, fmt.Sprintf(`%s.then((m) => { const now = m.time.now; m.time.now = () => now() + %d; m.draw(); })`, module, ms))
}

// run waits for a promise.
func run(tv *television, js string) {
	tv.T.Helper()
	ask[any](tv, js+".then(() => null)")
}

// TestACallIsReadFromTheBackOfTheHall measures the capitals of called numbers, A1000 among them, on each
// shape and size of screen, and holds them to the rule and to what the config's check believes.
func TestACallIsReadFromTheBackOfTheHall(t *testing.T) {
	rules := longRules()
	rules.Screens = append(rules.Screens,
		queue.Screen{ID: "upright", Name: queue.Text{"zh": "竖屏"}, Sight: queue.Sight{Upright: true}},
		queue.Screen{ID: "far", Name: queue.Text{"zh": "远"}, Sight: queue.Sight{DistanceCM: 6000}},
		queue.Screen{ID: "far-upright", Name: queue.Text{"zh": "远竖"}, Sight: queue.Sight{Upright: true, DistanceCM: 6000}},
		queue.Screen{ID: "one", Name: queue.Text{"zh": "窗口"}, Windows: []queue.WindowID{"w1"}},
		queue.Screen{ID: "one-upright", Name: queue.Text{"zh": "窗口竖"}, Windows: []queue.WindowID{"w1"}, Sight: queue.Sight{Upright: true}},
	)
	h := newHouse(t, rules)
	tv := newTelevision(t, 1920, 1080)
	for _, c := range []struct {
		screen queue.ScreenID
		w, h   int64
	}{
		{"hall", 1920, 1080},
		{"hall", 1366, 768},
		{"far", 3840, 2160},
		{"one", 1920, 1080},
		{"upright", 1080, 1920},
		{"far-upright", 1080, 1920},
		{"one-upright", 1080, 1920},
	} {
		tv.size(c.w, c.h)
		for _, lang := range []string{"zh", "en"} {
			name := fmt.Sprintf("%s %d×%d %s", c.screen, c.w, c.h, lang)
			tv.Open(h.url + "/screen/" + string(c.screen) + "?lang=" + lang)
			tv.See(".nobody .lead") // a snapshot has come
			// In one go: a snapshot that comes on a busy machine would take the calls away.
			got := ask[[]float64](tv, module+`.then((m) => {
				const call = (seq, number, id, label) => m.hear({type: "call", seq, number, at: new Date().toISOString(), state: "called", window: {id, label, floor: "三楼", way: "出电梯右手边", up: true}, party: 17, send: 5});
				call(1e6, "A1000", "w1", "老肖调解工作室"); call(1e6 + 1, "H1000", "court", "Window 12");
				return `+capitals+`;
			})`)
			s := rules.Screen(c.screen)
			want, believed := s.NumberMM(), float64(s.Reach(len(rules.Shown(s))))/float64(s.Distance())*s.NumberMM()
			if len(got) != 2 {
				t.Fatalf("%s: %d numbers are large", name, len(got))
			}
			for _, part := range got {
				mm := part * float64(s.Width())
				if least := min(want, believed); mm < least {
					t.Errorf("%s: capitals of %.1f mm, want %.1f", name, mm, least)
				}
			}
			tv.shot("screen-far-" + strings.ReplaceAll(name, " ", "-"))
		}
	}
}

// capitals is how high those of the large numbers are, in parts of the picture's width.
const capitals = `[...document.querySelectorAll(".call .number")].map((e) => {
  const style = getComputedStyle(e), c = document.createElement("canvas").getContext("2d");
  c.font = style.fontWeight + " " + style.fontSize + " " + style.fontFamily;
  return c.measureText("A").actualBoundingBoxAscent / innerWidth;
})`

// TestTheScreenKnowsWhatItMisses has a message lost, which the page notices and says, and puts right.
func TestTheScreenKnowsWhatItMisses(t *testing.T) {
	h := newHouse(t, longRules())
	tv := newTelevision(t, 1366, 768)
	tv.Open(h.url + "/screen/hall?lang=zh")
	tv.See(".nobody .lead") // a snapshot has come
	h.do(queue.OpenWindow{Window: "w1"})
	queuetest.Issue(t, h.Queue, "legal")
	h.do(queue.Next{Window: "w1"})
	tv.See(`.call[data-number="A001"]`)
	// What comes after a gap isn't believed; all is asked for, and it is as it was.
	run(tv, module+`.then((m) => { m.hear({type: "gone", seq: 1e6, n: 1e6, number: "A001"});
	  window.told = document.querySelector("#stale").hidden ? "" : document.querySelector("#stale").textContent; })`)
	if told := ask[string](tv, `window.told`); !strings.Contains(told, "没收到") {
		t.Errorf("a message is missing, and the screen says %q", told)
	}
	tv.Gone("#stale")
	tv.See(`.call[data-number="A001"]`)

	// Beside services whose numbers wait for a window, "the rest have no window" would say that these have one.
	run(tv, module+`.then((m) => m.hear({type: "waiting", paused: [], waiting: [...Array(14).keys()].map((i) => ({service: "s" + i, name: "业务" + i, waiting: i < 3 ? 2 : 0, open: i === 0}))}))`)
	tv.See(`#waiting [data-rest]`)
	if got := ask[string](tv, `document.querySelector("#waiting [data-rest]").textContent.trim()`); got != "另有 11 项业务，没有人等" {
		t.Errorf("of the services without a line the screen says %q", got)
	}

	// An emergency lies over everything; it flashes once a second, whatever comes.
	run(tv, module+`.then((m) => { for (let i = 0; i < 3; i++) m.hear({type: "notices", notices: [{id: i, kind: "emergency", text: {zh: "请跟着工作人员从最近的安全出口离开", en: "Please leave by the nearest exit"}}]}); })`)
	tv.See("#emergency")
	if n := ask[int](tv, `document.querySelector("#emergency .words").childElementCount`); n != 2 {
		t.Errorf("an emergency is said in %d languages", n)
	}
	// A notice breaks between words only, and takes one line where its bar is as wide.
	run(tv, module+`.then((m) => { m.hear({type: "notices", notices: [{id: 9, kind: "note", text: {zh: "三楼电梯今天下午检修，去三楼的请走楼梯"}}]}); })`)
	tv.See("#note")
	if n := ask[int](tv, `[...document.querySelectorAll("#note p")].filter((p) => p.querySelector("wbr") && getComputedStyle(p).wordBreak === "keep-all" && p.offsetHeight < 1.6 * parseFloat(getComputedStyle(p).fontSize)).length`); n != 1 {
		t.Errorf("a notice that fits on a line takes more, or may be cut inside a word: %s", ask[string](tv, `document.querySelector("#note .words").outerHTML`))
	}
	type timing struct{ Duration, Iterations float64 }
	flashes := ask[[]timing](tv, `document.querySelector("#flash").getAnimations().map((a) => { const t = a.effect.getTiming(); return {Duration: t.duration, Iterations: t.iterations}; })`)
	if len(flashes) != 1 || flashes[0].Duration < 1000.0/3 || flashes[0].Iterations > 3 {
		t.Errorf("flashes: %+v", flashes)
	}
}
