package admin_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestRights holds who gets what; cmd/onedoor walks the routes of the whole house.
func TestRights(t *testing.T) {
	h := open(t, houseOptions{})
	const login = http.StatusSeeOther
	people := []string{"", "clerk", "demo", "duty", "supervisor"} // nobody, clerk, clerk with the desk, supervisor, administrator
	table := map[string][]int{
		"/":        {200, 200, 200, 200, 200},
		"/hall":    {login, 403, 403, 200, 200},
		"/ws/hall": {401, 403, 403, 101, 101},
	}
	for i, who := range people {
		c := h.login(t, who)
		for path, want := range table {
			var got int
			if strings.HasPrefix(path, "/ws/") {
				_, got = h.dial(t, c, path)
			} else {
				got, _ = h.get(t, c, path)
			}
			if got != want[i] {
				t.Errorf("%s as %q: %d, want %d", path, who, got, want[i])
			}
		}
	}
}

// row gives the cells of the table row that begins with a word.
func row(doc *goquery.Document, section, first string) []string {
	var cells []string
	doc.Find(section + " tr").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if words(s.Find("td").First()) != first {
			return true
		}
		s.Find("td").Each(func(_ int, c *goquery.Selection) { cells = append(cells, words(c)) })
		return false
	})
	return cells
}

// needs lists what the hall says that somebody has to look after.
func needs(doc *goquery.Document) []string {
	var list []string
	doc.Find(".need .says").Each(func(_ int, s *goquery.Selection) { list = append(list, words(s)) })
	return list
}

func TestHallNamesWhatNeedsSomebody(t *testing.T) {
	begin := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	var full error
	for _, tt := range []struct {
		name  string
		do    func(*testing.T, *house)
		want  string // in the first line
		ready func(context.Context) error
		last  time.Time // of the last event in the books
	}{
		{name: "nothing", do: func(*testing.T, *house) {}, want: "没有要处理的事"},
		{name: "damaged books", do: func(_ *testing.T, h *house) { h.queue.SetDamaged(fmt.Errorf("torn")) }, want: "数据有损坏"},
		{
			name: "disk full", do: func(*testing.T, *house) {}, want: "磁盘满了",
			ready: func(context.Context) error { return &queue.Error{Code: queue.ErrDiskFull, Cause: full} },
		},
		{name: "clock behind", do: func(*testing.T, *house) {}, want: "比上次记录还早", last: begin.Add(30 * time.Hour)},
		{name: "help at a kiosk", do: func(t *testing.T, h *house) {
			queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.AskHelp{Kiosk: "main"})
		}, want: "大厅取号机：有人在等人帮忙，已等 0 分钟。"},
		{name: "help that somebody gives", do: func(t *testing.T, h *house) {
			queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.AskHelp{Kiosk: "main"})
			queuetest.Do(t, h.queue, queue.ByStaff("duty"), queue.TakeHelp{Help: 1})
		}, want: "已过去。"},
		{name: "somebody to fetch", do: func(t *testing.T, h *house) {
			queuetest.Do(t, h.queue, queue.System, queue.OpenWindow{Window: "w1"})
			rule := h.queue.Rules().Window("w1")
			queuetest.Do(t, h.queue, queue.System, queue.Issue{Service: rule.Services[0], Needs: []queue.Need{queue.NeedFetch}, Seed: queuetest.Seed()})
			queuetest.Do(t, h.queue, queue.System, queue.Next{Window: "w1"})
		}, want: "请去叫 A001，1 号窗口在等"},
		{name: "an unhappy visitor of the only supervisor's", do: func(t *testing.T, h *house) {
			rules := *h.queue.Rules()
			rules.Staff = slices.DeleteFunc(slices.Clone(rules.Staff), func(s queue.Staff) bool { return s.ID == "supervisor" })
			queuetest.Do(t, h.queue, queue.System, queue.SetRules{Rules: &rules})
			boss := queue.ByStaff("duty")
			queuetest.Do(t, h.queue, boss, queue.OpenWindow{Window: "w1"})
			queuetest.Do(t, h.queue, queue.System, queue.Issue{Service: rules.Window("w1").Services[0], Seed: queuetest.Seed()})
			queuetest.Do(t, h.queue, boss, queue.Next{Window: "w1"})
			x := queuetest.Do(t, h.queue, boss, queue.Finish{Window: "w1", Outcome: "answered"}).Ticket
			queuetest.Do(t, h.queue, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(x), Level: rules.Evaluation[len(rules.Evaluation)-1].ID})
		}, want: "没有人能回访"},
		{name: "out of paper", do: func(_ *testing.T, h *house) {
			h.board.Printer(display.PrinterHealth{ID: "hall", State: "paper_out", Since: h.queue.Now()})
		}, want: "打印机：没纸，9:30 起。装一卷新纸"},
		{name: "a screen went dark", do: func(_ *testing.T, h *house) {
			h.board.Screen(display.ScreenHealth{ID: "hall", Key: 1, Seen: h.queue.Now()})
			h.board.ScreenGone(1, h.queue.Now())
		}, want: "大厅总屏：9:30 起没有画面"},
		{name: "a kiosk fell silent", do: func(_ *testing.T, h *house) {
			h.board.Kiosk(display.KioskHealth{ID: "main", Seen: begin.Add(-10 * time.Minute), Loaded: begin.Add(-time.Hour)})
		}, want: "大厅取号机：9:20 起没有回音"},
		{name: "a kiosk that can't paint", do: func(_ *testing.T, h *house) {
			now := h.queue.Now()
			h.board.Kiosk(display.KioskHealth{ID: "main", Seen: now, Loaded: begin.Add(-time.Hour), Painted: begin.Add(-time.Minute)})
		}, want: "大厅取号机：画面停了，9:29 起"},
		{name: "a kiosk that can't be heard", do: func(_ *testing.T, h *house) {
			now := h.queue.Now()
			h.board.Kiosk(display.KioskHealth{ID: "main", Seen: now, Loaded: now, Sound: display.SoundLocked})
		}, want: "大厅取号机：没有声音"},
		{name: "a room that no clip says", do: func(_ *testing.T, h *house) {
			h.board.Voice(display.VoiceHealth{Known: true, Standin: true, Missing: []string{"凤凰厅"}})
		}, want: "只请人看屏：凤凰厅"},
		{name: "an emergency that no clip says", do: func(_ *testing.T, h *house) {
			h.board.Voice(display.VoiceHealth{Known: true, Unsaid: []string{"请离开"}})
		}, want: "请当场口头通知：请离开"},
		{name: "nobody serves who waits", do: func(t *testing.T, h *house) { queuetest.Issue(t, h.queue, "mediation") }, want: "人民调解：1 批在等，没有窗口在接待"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := open(t, houseOptions{begin: begin, ready: tt.ready, last: tt.last})
			tt.do(t, h)
			_, doc := h.get(t, h.login(t, "duty"), "/hall")
			if got := needs(doc); len(got) == 0 || !strings.Contains(got[0], tt.want) {
				t.Errorf("first: %q, want %q", got, tt.want)
			}
			if clock := doc.Find(`[data-act="trust"]`).Length() == 1; clock != (tt.name == "clock behind") {
				t.Errorf("the clock's button is there: %t", clock)
			}
		})
	}
}

func TestAVoiceIsNoDeviceThatIsFine(t *testing.T) {
	h := open(t, houseOptions{})
	h.board.Voice(display.VoiceHealth{Known: true, Standin: true})
	_, doc := h.get(t, h.login(t, "duty"), "/hall")
	if got := words(doc.Find(`.devices [data-key-of="voice"] summary`)); got != "叫号声机器合成音，有了录音就换" {
		t.Errorf("without a loudspeaker it says %q", got)
	}
	if sure := doc.Find("#post form").AttrOr("data-sure", ""); !strings.Contains(sure, "取号机也会显示，撤下之前不再给号") {
		t.Errorf("an emergency is asked about with %q", sure)
	}
}

func TestHallShowsWindowsQueuesDevices(t *testing.T) {
	h := open(t, houseOptions{})
	demo := queue.ByStaff("demo")
	queuetest.Do(t, h.queue, demo, queue.OpenWindow{Window: "w3"})
	first := queuetest.Issue(t, h.queue, "legal")
	queuetest.Do(t, h.queue, queue.System, queue.Issue{Service: "legal", Party: 17, Seed: queuetest.Seed()})
	queuetest.Do(t, h.queue, demo, queue.Next{Window: "w3"})
	now := h.queue.Now()
	h.board.Screen(display.ScreenHealth{ID: "hall", Key: 1, Since: now, Seen: now, Sound: display.SoundOn})

	h.board.Voice(display.VoiceHealth{Known: true, Standin: true, Speakers: []display.SpeakerHealth{{Zone: "1", Fails: now}}})
	_, doc := h.get(t, h.login(t, "duty"), "/hall")
	if got := words(doc.Find("tr.open")); !strings.Contains(got, "3 号窗口") || !strings.Contains(got, first.Number) || !strings.Contains(got, "演示工作人员") {
		t.Errorf("the open window: %q", got)
	}
	if cells := row(doc, `[data-part="queues"]`, "公共法律服务"); strings.Join(cells, " ") != "公共法律服务 1 17 0/20 1/3" {
		t.Errorf("the queue: %q", cells)
	}
	if got := words(doc.Find(".devices")); !strings.Contains(got, "大厅总屏正常，有声音") || !strings.Contains(got, "念号的声音机器合成音，有了录音就换") ||
		!strings.Contains(got, "起没有声音，由屏来念") {
		t.Errorf("devices: %q", got)
	}
}

func TestHallSendsThePartsThatChanged(t *testing.T) {
	h := open(t, houseOptions{})
	ws, _ := h.dial(t, h.login(t, "duty"), "/ws/hall")
	read := func() string {
		t.Helper()
		for {
			_, raw, err := ws.ReadMessage()
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(raw), `"type":"beat"`) {
				return string(raw)
			}
		}
	}
	if m := read(); !strings.Contains(m, `"type":"snapshot"`) || !strings.Contains(m, `"floors":"`) || !strings.Contains(m, "号窗口") {
		t.Fatalf("first: %s", m)
	}
	if m := read(); !strings.Contains(m, `"type":"changed"`) { // the first look
		t.Errorf("then: %s", m)
	}
	h.board.Printer(display.PrinterHealth{ID: "hall", State: "paper_out", Since: h.queue.Now()})
	if m := read(); !strings.Contains(m, `"type":"changed"`) || !strings.Contains(m, `"printing":"`) || !strings.Contains(m, "没纸") || strings.Contains(m, `"floors":"`) {
		t.Errorf("after the paper ran out: %s", m)
	}
}

func TestStartPage(t *testing.T) {
	h := open(t, houseOptions{})
	_, doc := h.get(t, h.login(t, ""), "/")
	for _, to := range []string{"/kiosk/main", "/kiosk/desk", "/screen/hall", "/screen/w3", "/window/w3", "/window", "/desk", "/sessions", "/hall", "/reports", "/admin", "/paper"} {
		if doc.Find(`a[href="`+to+`"]`).Length() == 0 {
			t.Errorf("no way to %s", to)
		}
	}
	if got := words(doc.Find(".login")); !strings.Contains(got, "demo") || !strings.Contains(got, "246810") {
		t.Errorf("how to log in: %q", got)
	}

	if _, doc = h.get(t, h.login(t, "supervisor"), "/hall"); doc.Find(`nav a[href="/sessions"]`).Length() != 1 {
		t.Error("no way from the hall to the sessions")
	}
	none := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Services = slices.Clone(r.Services)
		for i := range r.Services {
			r.Services[i].Sides = nil
		}
	}})
	for _, path := range []string{"/", "/hall"} {
		if _, doc = none.get(t, none.login(t, "supervisor"), path); doc.Find(`a[href="/sessions"]`).Length() != 0 {
			t.Errorf("%s leads to sessions, though no service has them", path)
		}
	}

	real := open(t, houseOptions{rules: func(r *queue.Rules) { r.Centre.Demo = false }})
	_, doc = real.get(t, real.login(t, ""), "/")
	if s := doc.Text(); strings.Contains(s, "246810") || strings.Contains(s, "demo") {
		t.Error("a real centre's page tells of the demo")
	}
	if doc.Find(`a[href^="/kiosk"], a[href^="/screen"], a[href="/paper"]`).Length() != 0 {
		t.Error("a real centre's page leads to devices")
	}
	if n := doc.Find("main a").Length(); n != 7 {
		t.Errorf("%d links, want the staff's 7", n)
	}
}
