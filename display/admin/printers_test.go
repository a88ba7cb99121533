package admin_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// slip takes a ticket at the kiosk main and has its slip come to an end.
func (h *house) slip(t testing.TB, s queue.PrintState, weak bool, why string) *queue.Ticket {
	t.Helper()
	x := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{Service: "legal", Kiosk: "main", Seed: queuetest.Seed()}).Ticket
	h.ends(t, x, s, weak, why)
	return x
}

// ends brings a ticket's print job to an end, or to a stall.
func (h *house) ends(t testing.TB, x *queue.Ticket, s queue.PrintState, weak bool, why string) {
	t.Helper()
	var job queue.JobID
	h.queue.View(func(l *queue.Lobby) {
		for _, j := range l.Jobs() {
			if j.Ticket == x.ID {
				job = j.ID
			}
		}
	})
	by := queue.ByPrinter("hall")
	if s == queue.PrintQueued {
		queuetest.Do(t, h.queue, by, queue.StallPrint{Job: job, Why: why})
		return
	}
	queuetest.Do(t, h.queue, by, queue.BeginPrint{Job: job, Attempt: 1, Process: 7})
	queuetest.Do(t, h.queue, by, queue.SettlePrint{Job: job, State: s, Weak: weak, Why: why})
}

// badPaper is a day on which the printer did everything, and has no paper now.
func (h *house) badPaper(t *testing.T) {
	t.Helper()
	for range 3 {
		h.slip(t, queue.PrintConfirmed, false, "")
	}
	h.slip(t, queue.PrintConfirmed, true, "")
	h.slip(t, queue.PrintSent, false, "")
	h.slip(t, queue.PrintFailed, false, "slip")
	h.slip(t, queue.PrintLapsed, false, "too_old")
	h.slip(t, queue.PrintInDoubt, false, "power_cycled")
	h.slip(t, queue.PrintQueued, false, "paper_out")
	h.board.Printer(display.PrinterHealth{ID: "hall", State: display.PrinterPaperOut, Why: "paper_out", Since: h.queue.Now()})
}

// noReprint keeps a slip in doubt as it is.
func noReprint(r *queue.Rules) { r.Policy.ReprintDoubt = false }

func TestHallSaysHowEachPrinterIsAndWhatToDo(t *testing.T) {
	begin := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	h := open(t, houseOptions{begin: begin})
	c := h.login(t, "duty")
	for _, tt := range []struct {
		health display.PrinterHealth
		class  string // besides printer
		zh, en string // how it is | what to do
	}{
		{display.PrinterHealth{}, "quiet-line", "还没有消息|", "nothing heard yet|"},
		{display.PrinterHealth{State: display.PrinterReady}, "", "正常|", "fine|"},
		{display.PrinterHealth{State: display.PrinterBusy}, "", "正在打印|", "printing|"},
		{display.PrinterHealth{State: display.PrinterReady, Low: true}, "weak", "纸快用完了|备好一卷纸，方便的时候换上。", "paper near its end|Have a roll ready and change it when it suits."},
		{display.PrinterHealth{State: display.PrinterOneWay}, "", "打印机不报状态|它没纸了也不会说：请不时看一眼出票口。", "never answers|It won’t say when paper is out: look at it now and then."},
		{display.PrinterHealth{State: display.PrinterPaperOut, Why: "paper_out"}, "bad", "没纸，9:30 起|装一卷新纸，合上盖子；等着的号票会自己打出来。", "out of paper since 9:30|Put in a new roll and close the cover; slips that wait come by themselves."},
		{display.PrinterHealth{State: display.PrinterCoverOpen, Why: "cover_open"}, "bad", "盖子开着，9:30 起|把盖子合上", "cover open since 9:30|Close the cover"},
		{display.PrinterHealth{State: display.PrinterOff, Why: "silent"}, "bad", "打印机没有回音，9:30 起|看看电源灯亮不亮", "printer doesn’t answer since 9:30|Look for the power light"},
		{display.PrinterHealth{State: display.PrinterOff, Why: "unplugged"}, "bad", "线断了或没通电，9:30 起|把电源线和数据线插好", "unplugged or switched off since 9:30|Plug in power and cable"},
		{display.PrinterHealth{State: display.PrinterOff, Why: "no_printer"}, "bad", "没有打印机，9:30 起|请管理员", "no printer since 9:30|The administrator"},
		{display.PrinterHealth{State: display.PrinterError, Why: "cutter"}, "bad", "切刀卡住，9:30 起|关机", "cutter stuck since 9:30|Switch it off"},
		{display.PrinterHealth{State: display.PrinterError, Why: "overheated"}, "bad", "打印头太热，9:30 起|不用管它", "print head too hot since 9:30|Leave it"},
		{display.PrinterHealth{State: display.PrinterError, Why: "fault"}, "bad", "打印机故障，9:30 起|关机十秒", "printer fault since 9:30|Switch it off"},
		{display.PrinterHealth{State: display.PrinterError, Why: "gremlins"}, "bad", "打印机有问题，9:30 起|看看打印机屏幕", "printer trouble since 9:30|Look at its display"},
	} {
		if tt.health.State != "" {
			tt.health.ID, tt.health.Since = "hall", begin
			h.board.Printer(tt.health)
		}
		for lang, want := range map[string]string{"zh": tt.zh, "en": tt.en} {
			_, doc := h.get(t, c, "/hall?lang="+lang)
			p := doc.Find(`[data-printer="hall"]`)
			if got := words(p.Find(".words")) + "|" + words(p.Find(".do")); !strings.HasPrefix(got, want) || want[len(want)-1] == '|' && got != want {
				t.Errorf("%+v in %s: %q, want %q", tt.health, lang, got, want)
			}
			if tt.class != "" && !p.HasClass(tt.class) || p.HasClass("bad") != (tt.class == "bad") {
				t.Errorf("%+v: looks %q", tt.health, p.AttrOr("class", ""))
			}
			if said := strings.Join(needs(doc), " "); (tt.class == "bad" || tt.class == "weak") != strings.Contains(said, words(p.Find(".do"))) && words(p.Find(".do")) != "" {
				t.Errorf("%+v: needs %q", tt.health, said)
			}
		}
	}
}

// TestHallSaysWhereSlipsComeOutInstead has a fallback take over.
func TestHallSaysWhereSlipsComeOutInstead(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Printers = []queue.PrinterRule{{ID: "p2", Place: queue.Text{"zh": "咨询台旁", "en": "beside the reception desk"}}}
		for i := range r.Kiosks {
			if r.Kiosks[i].Printer == "hall" {
				r.Kiosks[i].Fallback = []queue.PrinterID{"p2"}
			}
		}
	}})
	c := h.login(t, "duty")
	for _, tt := range []struct {
		own, fallback string // their states
		zh, en        string
	}{
		{display.PrinterReady, display.PrinterReady, "", ""},
		{display.PrinterPaperOut, display.PrinterUnknown, "", ""},
		{display.PrinterPaperOut, display.PrinterOff, "", ""},
		{display.PrinterPaperOut, display.PrinterReady, "号票现在在咨询台旁出来。", "Slips come out beside the reception desk now."},
		{display.PrinterOff, display.PrinterOneWay, "号票现在在咨询台旁出来。", "Slips come out beside the reception desk now."},
	} {
		h.board.Printer(display.PrinterHealth{ID: "hall", State: tt.own, Since: h.queue.Now()})
		h.board.Printer(display.PrinterHealth{ID: "p2", State: tt.fallback, Since: h.queue.Now()})
		for lang, want := range map[string]string{"zh": tt.zh, "en": tt.en} {
			_, doc := h.get(t, c, "/hall?lang="+lang)
			if got := words(doc.Find(`[data-printer="hall"] .instead`)); got != want {
				t.Errorf("%s and %s: says %q, want %q", tt.own, tt.fallback, got, want)
			}
			if said := strings.Join(needs(doc), " "); want != "" && !strings.Contains(said, want) {
				t.Errorf("%s and %s: needs %q", tt.own, tt.fallback, said)
			}
		}
	}
}

// TestWhatWasWrittenByHandIsNoFailure writes a number by hand while its slip waits
// for paper.
func TestWhatWasWrittenByHandIsNoFailure(t *testing.T) {
	h := open(t, houseOptions{})
	x := h.slip(t, queue.PrintQueued, false, "paper_out")
	queuetest.Do(t, h.queue, queue.ByStaff("demo"), queue.NoteHandWritten{Ticket: x.ID})
	c := h.login(t, "duty")
	ws, _ := h.dial(t, c, "/ws/hall")
	for {
		_, doc := h.get(t, c, "/hall?lang=zh")
		if got := words(doc.Find(`[data-printer="hall"] .figures`)); strings.Contains(got, "手写 1") {
			if strings.Contains(got, "不再打") || doc.Find(`[data-printer="hall"] .figures .warn`).Length() > 0 {
				t.Errorf("counted as a failure: %q", got)
			}
			break
		}
		if _, _, err := ws.ReadMessage(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestHallCountsTodaysSlipsAndListsWhoHasNone(t *testing.T) {
	h := open(t, houseOptions{rules: noReprint})
	h.badPaper(t)
	c := h.login(t, "duty")
	ws, _ := h.dial(t, c, "/ws/hall")
	figures := func(lang string) (string, *goquery.Document) {
		_, doc := h.get(t, c, "/hall?lang="+lang)
		return words(doc.Find(`[data-printer="hall"] .figures span`)), doc
	}
	got, doc := figures("zh")
	for !strings.Contains(got, "今天") { // the tally begins beside
		if _, _, err := ws.ReadMessage(); err != nil {
			t.Fatal(err)
		}
		got, doc = figures("zh")
	}
	if want := "1 张在等今天打好 3应已打好 1已送 1存疑 1失败 1不再打 1最近一张"; !strings.HasPrefix(got, want) {
		t.Errorf("the day: %q, want %q", got, want)
	}
	if got, _ := figures("en"); !strings.HasPrefix(got, "1 slip waitsToday3 printed1 printed as far as told1 sent1 in doubt1 failed1 given uplast one at") {
		t.Errorf("the day in English: %q", got)
	}
	var list []string
	doc.Find(".papers li").Each(func(_ int, s *goquery.Selection) { list = append(list, words(s.Find(".what"))) })
	for i, want := range []string{"没打印出来（这种纸排不下）", "没打印出来，不再打了（等得太久）", "还没打出来（没纸）", "可能没打出来，或只有半张（打印中途没了回音（可能断过电））"} {
		if len(list) <= i || !strings.HasPrefix(list[i], want) {
			t.Errorf("place %d of %q, want %q", i+1, list, want)
		}
	}
	if got := strings.Join(needs(doc), " "); !strings.Contains(got, "4 位可能没有号票。") {
		t.Errorf("needs: %q", got)
	}
	// Printed again from the hall: marked, and counted.
	button := doc.Find(".papers li").First().Find("button")
	body, err := json.Marshal(map[string]string{"number": button.AttrOr("data-again", ""), "kiosk": button.AttrOr("data-kiosk", "")})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Post(h.url+"/api/v1/desk/reprint", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK {
		t.Fatalf("printing again: %s", r.Status)
	}
	for _, doc = figures("zh"); words(doc.Find("[data-copies]")) != "今天补打 1 张"; _, doc = figures("zh") {
		if _, _, err := ws.ReadMessage(); err != nil {
			t.Fatal(err)
		}
	}
	if got := words(doc.Find(`[data-printer="hall"] .figures`)); strings.Contains(got, "补打") {
		t.Errorf("the printer of the last slip is said to have made all reprints: %q", got)
	}
}

// TestAnOriginalThatCameAfterAllIsPrinted has an original end in doubt and its reprint
// let go when the printer says at last that the first is out: one slip came out.
func TestAnOriginalThatCameAfterAllIsPrinted(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) { r.Policy.ReprintDoubt = true }})
	c := h.login(t, "duty")
	ws, _ := h.dial(t, c, "/ws/hall")
	var job queue.JobID
	x := h.slip(t, queue.PrintInDoubt, false, "timeout")
	h.queue.View(func(l *queue.Lobby) { job = l.Doubts()[0].ID })
	queuetest.Do(t, h.queue, queue.ByPrinter("hall"), queue.SettlePrint{Job: job, State: queue.PrintConfirmed})
	if p := h.print(x.ID); p.State != queue.PrintConfirmed || p.Copies != 1 {
		t.Fatalf("print is %+v", p)
	}
	for {
		_, doc := h.get(t, c, "/hall?lang=zh")
		got := words(doc.Find(`[data-printer="hall"] .figures`))
		if strings.HasPrefix(got, "今天打好 1最近一张") {
			break
		}
		if _, _, err := ws.ReadMessage(); err != nil {
			t.Fatalf("%v: %q", err, got)
		}
	}
}

// print is what is known of a ticket's slip.
func (h *house) print(id queue.TicketID) (p queue.Print) {
	h.queue.View(func(l *queue.Lobby) { p = l.Ticket(id).Print })
	return p
}

// TestASlipThatStopsHalfwayIsInTheHall has the paper end within a slip: the hall lists
// who may have half of it, before the books know, and prints again where paper comes out.
func TestASlipThatStopsHalfwayIsInTheHall(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		for i := range r.Kiosks {
			if r.Kiosks[i].ID == display.DeskKiosk {
				r.Kiosks[i].Printer = "counter"
			}
		}
	}})
	x := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{Service: "legal", Kiosk: "main", Seed: queuetest.Seed()})
	queuetest.Do(t, h.queue, queue.ByPrinter("hall"), queue.BeginPrint{Job: x.Job, Attempt: 1, Process: 7})
	c := h.login(t, "duty")
	row := func() *goquery.Selection {
		_, doc := h.get(t, c, "/hall?lang=zh")
		return doc.Find(`.papers [data-number="` + x.Ticket.Number + `"]`)
	}
	if row().Length() != 0 {
		t.Error("listed while it is being printed")
	}
	h.board.Printer(display.PrinterHealth{ID: "hall", State: display.PrinterPaperOut, Why: "paper_out", Since: h.queue.Now()})
	r := row()
	if got := words(r.Find(".what")); !strings.HasPrefix(got, "打到一半停住了（没纸）") || r.HasClass("bad") {
		t.Errorf("says %q, class %q", got, r.AttrOr("class", ""))
	}
	if at := r.Find("button").AttrOr("data-kiosk", ""); at != "desk" {
		t.Errorf("printed again at %q, where nothing comes out", at)
	}
}

// TestTheTallyForgetsNothingInARestart starts a second hall over the books of the
// first.
func TestTheTallyForgetsNothingInARestart(t *testing.T) {
	h := open(t, houseOptions{rules: noReprint})
	x := h.slip(t, queue.PrintConfirmed, false, "")
	queuetest.Do(t, h.queue, queue.Visitor, queue.Cancel{Ticket: x.ID})
	h.slip(t, queue.PrintConfirmed, false, "")
	again := open(t, houseOptions{past: h.past})
	c := again.login(t, "duty")
	ws, _ := again.dial(t, c, "/ws/hall")
	for {
		_, doc := again.get(t, c, "/hall?lang=zh")
		if strings.Contains(words(doc.Find(`[data-printer="hall"] .figures`)), "打好 2") {
			return
		}
		if _, _, err := ws.ReadMessage(); err != nil {
			t.Fatal(err)
		}
	}
}
