package screen

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"

	"onedoor/display"
	"onedoor/display/voice"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// house is a running queue with its screens.
type house struct {
	*queue.Queue
	t     *testing.T
	board *display.Board
	url   string
	asked chan string                   // holds the first path asked for
	runs  []func(context.Context) error // pump and screens

	screens *Screens
}

func newHouse(t *testing.T, rules *queue.Rules) *house {
	t.Helper()
	h := buildHouse(t, rules)
	h.run()
	return h
}

// buildHouse makes a house whose pump and screens don't run yet.
func buildHouse(t *testing.T, rules *queue.Rules) *house {
	t.Helper()
	return buildHouseOn(t, queuetest.Start(t, rules, queue.Options{}), nil)
}

// buildHouseOn makes one about a queue; rows are where free texts are read.
func buildHouseOn(t *testing.T, q *queue.Queue, rows display.Rows) *house {
	t.Helper()
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	kit, err := display.New(display.Options{Later: true, Faces: []display.Face{Face()}, Now: q.Now, Log: log, Rules: func() (r *queue.Rules) {
		q.View(func(l *queue.Lobby) { r = l.Rules() })
		return r
	}})
	if err != nil {
		t.Fatal(err)
	}
	devices, err := display.NewDevices(display.DeviceOptions{Kit: kit})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{Queue: q, t: t, board: display.NewBoard(), asked: make(chan string, 1)}
	pump := display.NewPump(display.PumpOptions{Now: q.Now})
	clips, err := voice.Open("")
	if err != nil {
		t.Fatal(err)
	}
	notices := display.NewNotices(rows)
	speaker := voice.New(voice.Options{Kit: kit, Queue: q, Notices: notices, Voice: clips, Log: log})
	s := New(Options{Kit: kit, Queue: q, Pump: pump, Devices: devices, Board: h.board, Notices: notices, Voice: speaker, Log: log})
	gin.SetMode(gin.TestMode)
	e := gin.New()
	e.Use(kit.Recover, display.Secure)
	kit.Register(e)
	s.Register(e)
	speaker.Register(e, devices)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case h.asked <- r.URL.Path:
		default:
		}
		e.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	h.screens, h.url, h.runs = s, srv.URL, []func(context.Context) error{pump.Run, s.Run, speaker.Run}
	return h
}

// run has pump and screens run to the test's end.
func (h *house) run() {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, len(h.runs))
	for _, run := range h.runs {
		go func() { ended <- run(ctx) }()
	}
	h.t.Cleanup(func() {
		cancel()
		for range h.runs {
			if err := <-ended; err != nil {
				h.t.Error(err)
			}
		}
	})
}

func demoRules() *queue.Rules {
	r := queuetest.Rules()
	r.Centre.Demo = true
	return r
}

// glass is a browser that shows a screen.
type glass struct {
	t  *testing.T
	ws *websocket.Conn
	// last is the seq of the last message: it never goes back.
	last   int64
	missed []string // as last told
}

func (h *house) glass(path string) *glass {
	h.t.Helper()
	ws, resp, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(h.url, "http")+path, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	_ = resp.Body.Close()
	h.t.Cleanup(func() { _ = ws.Close() })
	_ = ws.SetReadDeadline(time.Now().Add(20 * time.Second))
	return &glass{t: h.t, ws: ws}
}

type anyMessage struct {
	Type    string
	Seq     int64
	N       int64
	Number  string
	Party   int
	Kind    string
	Notices []noticeRow
	House   houseRow
	Paused  []pausedRow
	Rules   string
	Again   bool
	Send    int
	State   string
	Window  place
	Calls   []anyMessage
	Waiting []waitingRow
	Missed  []string
	Other   *other
	Speak   *bool
	Call    int64
	Audio   *string
	Length  int64 `json:"length_ms"`
	Behind  int64 `json:"behind_ms"`
	Lines   []voice.Line
	Saying  *saying
}

// next gives the next message of a type; it skips others, as pages must.
func (g *glass) next(kind string) anyMessage {
	g.t.Helper()
	for {
		_, b, err := g.ws.ReadMessage()
		if err != nil {
			g.t.Fatalf("waiting for %s: %v", kind, err)
		}
		var m anyMessage
		if err := json.Unmarshal(b, &m); err != nil {
			g.t.Fatal(err)
		}
		if m.Seq != 0 && m.Seq < g.last {
			g.t.Fatalf("seq goes back from %d to %d: %s", g.last, m.Seq, b)
		}
		g.last = max(g.last, m.Seq)
		if m.Missed != nil {
			g.missed = m.Missed
		}
		if m.Type == kind {
			return m
		}
	}
}

func (g *glass) say(m any) {
	g.t.Helper()
	if err := g.ws.WriteJSON(m); err != nil {
		g.t.Fatal(err)
	}
}

func (h *house) do(c queue.Command) queue.Result {
	h.t.Helper()
	return queuetest.Do(h.t, h.Queue, queue.ByStaff("boss"), c)
}

func TestCallIsShownOnItsScreensAndLeavesThem(t *testing.T) {
	h := newHouse(t, demoRules())
	a := queuetest.Issue(t, h.Queue, "legal")
	b := queuetest.Issue(t, h.Queue, "court")
	for _, w := range []queue.WindowID{"w1", "court"} {
		h.do(queue.OpenWindow{Window: w})
	}
	hall, floor1 := h.glass("/ws/screen/hall"), h.glass("/ws/screen/floor1?lang=en")
	for _, g := range []*glass{hall, floor1} {
		if m := g.next("snapshot"); len(m.Calls) != 0 || m.Seq == 0 {
			t.Fatalf("snapshot %+v", m)
		}
	}

	called := h.do(queue.Next{Window: "w1"})
	m := hall.next("call")
	want := place{ID: "w1", Label: "1 号窗口", Floor: "一楼"}
	if m.Number != a.Number || m.Window != want || m.Again || m.Seq != called.Seq {
		t.Errorf("call %+v", m)
	}
	if m := floor1.next("call"); m.Window.Label != "Window 1" || m.Number != a.Number {
		t.Errorf("in English %+v", m)
	}

	h.do(queue.Next{Window: "court"})
	if m := hall.next("call"); m.Number != b.Number || !m.Window.Up {
		t.Errorf("call of floor 3 %+v", m)
	}
	h.do(queue.Recall{Window: "w1"})
	if m := hall.next("call"); m.Number != a.Number || !m.Again {
		t.Errorf("recall %+v", m)
	}
	if m := floor1.next("call"); m.Number != a.Number || !m.Again {
		t.Errorf("floor 1 was told of floor 3: %+v", m)
	}
	h.do(queue.Start{Window: "w1"})
	if m := hall.next("settled"); m.Number != a.Number {
		t.Errorf("settled %+v", m)
	}
	h.do(queue.Hold{Window: "court", Reason: "copying"})
	if m := hall.next("gone"); m.Number != b.Number {
		t.Errorf("gone %+v", m)
	}

	late := h.glass("/ws/screen/hall").next("snapshot")
	if len(late.Calls) != 1 || late.Calls[0].Number != a.Number || late.Calls[0].State != "settled" {
		t.Errorf("late snapshot %+v", late.Calls)
	}
}

// TestWhatIsTakenBackIsTakenOffTheScreens undoes a call, and the end of a visit.
func TestWhatIsTakenBackIsTakenOffTheScreens(t *testing.T) {
	h := newHouse(t, demoRules())
	a := queuetest.Issue(t, h.Queue, "legal")
	h.do(queue.OpenWindow{Window: "w1"})
	hall := h.glass("/ws/screen/hall")
	hall.next("snapshot")
	h.do(queue.Next{Window: "w1"})
	hall.next("call")
	h.do(queue.Undo{Window: "w1"})
	if m := hall.next("snapshot"); len(m.Calls) != 0 {
		t.Errorf("after undoing the call %+v", m.Calls)
	}
	h.do(queue.Next{Window: "w1"})
	hall.next("call")
	h.do(queue.Finish{Window: "w1", Outcome: "answered"})
	hall.next("settled")
	h.do(queue.Undo{Window: "w1"})
	if m := hall.next("snapshot"); len(m.Calls) != 1 || m.Calls[0].Number != a.Number || m.Calls[0].State == "settled" {
		t.Errorf("after undoing the end %+v", m.Calls)
	}
}

// TestAnEarlyScreenWaitsForTheHall has a screen come before the queue is followed:
// it is shown the hall as it is then, not an empty one.
func TestAnEarlyScreenWaitsForTheHall(t *testing.T) {
	h := buildHouse(t, demoRules())
	queuetest.Issue(t, h.Queue, "legal")
	first := make(chan anyMessage, 1)
	go func() {
		defer close(first)
		first <- h.glass("/ws/screen/hall").next("snapshot")
	}()
	<-h.asked
	h.run()
	if m := <-first; m.Seq == 0 || len(m.Waiting) == 0 || m.Waiting[0].Waiting != 1 {
		t.Errorf("first shown %+v", m)
	}
}

func TestCountsFollow(t *testing.T) {
	h := newHouse(t, demoRules())
	g := h.glass("/ws/screen/floor1")
	rows := g.next("snapshot").Waiting
	if len(rows) != 3 || rows[0].Service != "legal" || rows[0].Name != "法律援助" || rows[0].Waiting != 0 || rows[0].Open {
		t.Fatalf("rows %+v", rows)
	}
	for range 3 {
		queuetest.Issue(t, h.Queue, "legal")
	}
	h.do(queue.OpenWindow{Window: "w2"})
	for {
		rows = g.next("waiting").Waiting
		if rows[0].Waiting == 3 && rows[0].Open && !rows[2].Open {
			return
		}
	}
}

func TestEveryScreenOfAStormSeesEveryCallOnceInOrder(t *testing.T) {
	h := newHouse(t, demoRules())
	h.do(queue.OpenWindow{Window: "w1"})
	const calls = 60
	for range calls {
		queuetest.Issue(t, h.Queue, "legal")
	}
	done := make(chan []string)
	watch := func() {
		g := h.glass("/ws/screen/hall")
		var seen []string
		for _, c := range g.next("snapshot").Calls {
			seen = append([]string{c.Number}, seen...)
		}
		for len(seen) == 0 || seen[len(seen)-1] != "A060" {
			seen = append(seen, g.next("call").Number)
		}
		done <- seen
	}
	go watch()
	for i := range calls {
		h.do(queue.Next{Window: "w1"})
		h.do(queue.Finish{Window: "w1", Outcome: "answered"})
		if i%20 == 10 {
			go watch()
		}
	}
	for range 4 {
		seen := <-done
		for i := 1; i < len(seen); i++ {
			if seen[i] <= seen[i-1] {
				t.Errorf("%s after %s", seen[i], seen[i-1])
			}
		}
	}
}

func TestRulesSetStartsOver(t *testing.T) {
	h := newHouse(t, demoRules())
	g := h.glass("/ws/screen/hall")
	g.next("snapshot")
	r := demoRules()
	r.Services[0].Public = queue.Text{"zh": "来访接待", "en": "Reception"}
	queuetest.Do(t, h.Queue, queue.System, queue.SetRules{Rules: r})
	if m := g.next("snapshot"); m.Waiting[0].Name != "来访接待" {
		t.Errorf("after new rules: %+v", m.Waiting)
	}
}

func TestScreenThatLeavesTheRulesIsClosed(t *testing.T) {
	h := newHouse(t, demoRules())
	g := h.glass("/ws/screen/floor1")
	g.next("snapshot")
	r := demoRules()
	r.Screens = r.Screens[:1]
	queuetest.Do(t, h.Queue, queue.System, queue.SetRules{Rules: r})
	for {
		if _, _, err := g.ws.ReadMessage(); err != nil {
			if !websocket.IsCloseError(err, websocket.CloseGoingAway) {
				t.Errorf("closed with %v", err)
			}
			break
		}
	}
	_, resp, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(h.url, "http")+"/ws/screen/floor1", nil)
	if err == nil || resp.StatusCode != http.StatusNotFound {
		t.Errorf("it came back: %v", err)
	}
}

func TestOneBrowserOfAScreenSpeaks(t *testing.T) {
	h := newHouse(t, demoRules())
	type alive struct {
		Type  string        `json:"type"`
		Sound display.Sound `json:"sound"`
	}
	first, second := h.glass("/ws/screen/hall"), h.glass("/ws/screen/hall")
	first.next("snapshot")
	second.next("snapshot")
	speaks := func(g *glass, want bool) {
		t.Helper()
		if m := g.next("voice"); m.Speak == nil || *m.Speak != want {
			t.Fatalf("voice %+v, want %v", m, want)
		}
	}
	first.say(alive{"alive", display.SoundNoVoice})
	speaks(first, true)
	second.say(alive{"alive", display.SoundOn})
	speaks(first, false)
	speaks(second, true)
	second.say(alive{"alive", display.SoundLocked})
	speaks(second, false)
	speaks(first, true)
	_ = first.ws.Close()
	second.say(alive{"alive", display.SoundOn})
	speaks(second, true)
	b := h.board.Snapshot()
	if len(b.Screens) == 0 || b.Screens[len(b.Screens)-1].Sound != display.SoundOn || b.Screens[0].ID != "hall" {
		t.Errorf("board %+v", b.Screens)
	}
}

func TestNothingButNumberAndPlaceLeaves(t *testing.T) {
	r := demoRules()
	r.Services[0].Name = queue.Text{"zh": "信访秘密", "en": "Secret"}
	r.Services[0].Public = queue.Text{"zh": "来访接待", "en": "Reception"}
	h := newHouse(t, r)
	tk := queuetest.Issue(t, h.Queue, "legal")
	h.do(queue.OpenWindow{Window: "w1"})
	h.do(queue.Next{Window: "w1"})
	g := h.glass("/ws/screen/hall")
	_, b, err := g.ws.ReadMessage()
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{tk.Ref, tk.Code, "信访秘密", "boss"} {
		if strings.Contains(string(b), secret) {
			t.Errorf("the screen is told %q: %s", secret, b)
		}
	}
}

func TestPage(t *testing.T) {
	h := newHouse(t, demoRules())
	page := func(path string) (*goquery.Document, int) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Language", "en-US") // as the browser was installed
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		d, err := goquery.NewDocumentFromReader(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return d, resp.StatusCode
	}
	d, code := page("/screen/hall")
	if code != http.StatusOK {
		t.Fatal(code)
	}
	for sel, want := range map[string]string{
		".brand span": "试验中心",
		".foot p":     "错过叫号不要紧：请持号票到咨询台或取号机，可以接着排。",
		".demo":       "演示",
		".waiting h2": "等候",
		"title":       "大厅 · 试验中心",
	} {
		if got := strings.TrimSpace(d.Find(sel).First().Text()); got != want {
			t.Errorf("%s: %q, want %q", sel, got, want)
		}
	}
	if d.Find("#stale[hidden]").Length() != 1 {
		t.Error("stale before it is")
	}
	if v, _ := d.Find("#board").Attr("data-socket"); v != "/ws/screen/hall?lang=zh" {
		t.Errorf("socket %q", v)
	}
	if d.Find("script:not([src]), [style], [onclick]").Length() != 0 {
		t.Error("inline script or style")
	}
	if v, _ := d.Find("#board").Attr("data-voice"); v != "true" {
		t.Errorf("the hall is silent: %q", v)
	}
	if v, _ := d.Find("html").Attr("lang"); v != "zh-CN" {
		t.Errorf("the hall is in %q", v)
	}
	if d, _ := page("/screen/hall?lang=en"); d.Find(".waiting h2").Text() != "Numbers waiting" {
		t.Error("the hall can't be asked to speak English")
	}
	if _, code := page("/screen/nowhere"); code != http.StatusNotFound {
		t.Errorf("unknown screen: %d", code)
	}
}
