package console_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gorilla/websocket"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestRights holds who gets what; cmd/onedoor walks the routes of the whole house.
func TestRights(t *testing.T) {
	h := open(t, houseOptions{})
	const login = http.StatusSeeOther
	people := []string{"", "anna", "desk", "boss", "root"} // nobody, clerk of w1, desk with w3, supervisor, admin
	table := map[string][]int{
		"/window":              {login, 200, 200, 200, 200},
		"/window/w1":           {login, 200, 403, 200, 200},
		"/window/w1/state":     {401, 200, 403, 200, 200},
		"/ws/console/w1":       {401, 101, 403, 101, 101},
		"/desk":                {login, 403, 200, 200, 200},
		"/sessions":            {login, 200, 200, 200, 200},
		"/sessions/sample.csv": {login, 403, 200, 200, 200},
		"/ws/sessions":         {401, 101, 101, 101, 101},
		"/ws/desk":             {401, 403, 101, 101, 101},
		"/matters/1":           {login, 404, 404, 404, 404}, // nobody has opened one
		"/window/nowhere":      {login, 404, 404, 404, 404},
		"/ws/console/w3x":      {401, 404, 404, 404, 404},
		"/window/w3?lang=en":   {login, 403, 200, 200, 200},
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

func TestRefusedPageNamesTheOtherWindows(t *testing.T) {
	h := open(t, houseOptions{})
	_, doc := h.get(t, h.login(t, "anna"), "/window/w3")
	if got := words(doc.Find(".refusal")); !strings.Contains(got, "调解室") {
		t.Errorf("the refusal doesn't name the window: %q", got)
	}
	if n := doc.Find(".windows a").Length(); n != 2 {
		t.Errorf("%d windows offered, want anna's 2", n)
	}
}

func TestWindowIsDrawnAsItStands(t *testing.T) {
	h := open(t, houseOptions{})
	c := h.login(t, "anna")
	view := func() string {
		_, doc := h.get(t, c, "/window/w1")
		return doc.Find("#frame").AttrOr("data-view", "")
	}
	expect := func(want string) {
		t.Helper()
		if got := view(); got != want {
			t.Errorf("view %q, want %q", got, want)
		}
	}
	expect("closed")
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	expect("nobody")
	first := queuetest.Do(t, h.queue, queue.System, queue.Issue{Service: "legal", Party: 17, Lang: "en", Seed: queuetest.Seed()}).Ticket
	queuetest.Issue(t, h.queue, "labour")
	expect("next")
	h.as(t, "anna", queue.PauseWindow{Window: "w1", Reason: "meeting"})
	expect("paused")
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	h.as(t, "anna", queue.Next{Window: "w1"})
	expect("called")

	_, doc := h.get(t, c, "/window/w1")
	for what, want := range map[string]string{
		`[data-slot="number"]`:         first.Number,
		`[data-slot="ticket-service"]`: "法律援助",
		`[data-slot="ticket-facts"]`:   "普通 · 17 人 · 最多 5 位代表到窗口 · English",
		`[data-slot="count"]`:          "等候 1 批 1 人",
		`.bar h1`:                      "1 号窗口",
	} {
		if got := words(doc.Find(what)); got != want {
			t.Errorf("%s says %q, want %q", what, got, want)
		}
	}
	if got := words(doc.Find(`[data-slot="why"]`)); !strings.Contains(got, first.Number) {
		t.Errorf("no reason for the call: %q", got)
	}
	h.as(t, "anna", queue.PauseWindow{Window: "w1", Reason: "meeting"})
	_, doc = h.get(t, c, "/window/w1")
	if doc.Find("#frame[data-pausing]").Length() != 1 || words(doc.Find(`.word[data-when="pausing"]`)) != "办完这一位就暂停" ||
		doc.Find(`button[data-when="pausing"][data-key="p"][data-act="open"]`).Length() != 1 {
		t.Error("a pause after the visitor in hand isn't said, or can't be taken back")
	}
	keys := map[string]bool{}
	doc.Find(".acts [data-key]").Each(func(_ int, s *goquery.Selection) { keys[s.AttrOr("data-key", "")] = true })
	listed := strings.ToLower(words(doc.Find("#keys .which")))
	doc.Find("[data-key]").Each(func(_ int, s *goquery.Selection) {
		if k := s.AttrOr("data-key", ""); !strings.Contains("123456789", k) && !strings.Contains(listed, strings.ToLower(k)) {
			t.Errorf("the list of keys lacks %q", k)
		}
	})
	for k := range strings.FieldsSeq("s 1 2 3 r n h t") {
		if !keys[k] {
			t.Errorf("no button has the key %q", k)
		}
	}
}

func TestNoteReachesTheNextWindowAlone(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	h.as(t, "xiao", queue.OpenWindow{Window: "w3"})
	queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.Next{Window: "w1"})
	const note = "已带劳动合同，想先调解"
	h.as(t, "anna", queue.Transfer{Window: "w1", Service: "mediation", Note: note})

	xiao := h.login(t, "xiao")
	if _, doc := h.get(t, xiao, "/window/w3"); strings.Contains(doc.Text(), note) {
		t.Error("the note is shown before the call")
	}
	h.as(t, "xiao", queue.Next{Window: "w3"})
	_, doc := h.get(t, xiao, "/window/w3")
	if got := words(doc.Find(`[data-slot="note-list"]`)); got != note {
		t.Errorf("note %q, want %q", got, note)
	}
	if got := words(doc.Find(`.stop`)); !strings.Contains(got, "法律援助 · 1 号窗口") || !strings.Contains(got, "人民调解") {
		t.Errorf("the way so far: %q", got)
	}
	if _, doc := h.get(t, h.login(t, "anna"), "/window/w1"); strings.Contains(doc.Text(), note) {
		t.Error("the note is shown at a window without the ticket")
	}
}

// listener reads a socket's messages and holds what every one must fulfil.
type listener struct {
	t    *testing.T
	ws   *websocket.Conn
	seq  int64
	refs []string
}

type message map[string]json.RawMessage

func (l *listener) next() (string, message) {
	l.t.Helper()
	for {
		if err := l.ws.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
			l.t.Fatal(err)
		}
		_, raw, err := l.ws.ReadMessage()
		if err != nil {
			l.t.Fatal(err)
		}
		for _, ref := range l.refs {
			if strings.Contains(string(raw), ref) {
				l.t.Errorf("a visitor's key is in a message: %s", raw)
			}
		}
		var m message
		if err := json.Unmarshal(raw, &m); err != nil {
			l.t.Fatal(err)
		}
		kind := text(m["type"])
		if kind == "beat" {
			continue
		}
		var seq int64
		if err := json.Unmarshal(m["seq"], &seq); err != nil || seq < l.seq {
			l.t.Errorf("seq %s after %d", m["seq"], l.seq)
		}
		l.seq = seq
		return kind, m
	}
}

// until reads on to a message of a kind that fits.
func (l *listener) until(kind string, fits func(message) bool) message {
	l.t.Helper()
	for {
		if k, m := l.next(); k == kind && fits(m) {
			return m
		}
	}
}

func text(raw json.RawMessage) string {
	var s string
	_ = json.Unmarshal(raw, &s)
	return s
}

func TestSocketSnapshotThenParts(t *testing.T) {
	h := open(t, houseOptions{})
	first := queuetest.Issue(t, h.queue, "legal")
	ws, _ := h.dial(t, h.login(t, "anna"), "/ws/console/w1?lang=en")
	l := &listener{t: t, ws: ws, refs: []string{first.Ref}}
	kind, m := l.next()
	if kind != "snapshot" {
		t.Fatalf("first message is %s", kind)
	}
	for _, part := range []string{"window", "ticket", "reason", "candidates", "count", "heads", "aside", "at"} {
		if _, ok := m[part]; !ok {
			t.Errorf("the snapshot has no %s", part)
		}
	}
	if string(m["ticket"]) != "null" || string(m["count"]) != "1" {
		t.Errorf("ticket %s, count %s", m["ticket"], m["count"])
	}

	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	l.until("window", func(m message) bool { return strings.Contains(string(m["window"]), `"state":"open"`) })
	h.as(t, "anna", queue.Next{Window: "w1"})
	m = l.until("ticket", func(m message) bool { return strings.Contains(string(m["ticket"]), first.Number) })
	if got := text(m["reason"]); !strings.Contains(got, "was the only one") {
		t.Errorf("the reason isn't in the page's language: %q", got)
	}
	h.as(t, "anna", queue.Hold{Window: "w1", Reason: "copying", Note: "comes at ten"})
	m = l.until("aside", func(m message) bool { return strings.Contains(string(m["aside"]), first.Number) })
	if strings.Contains(string(m["aside"]), "comes at ten") {
		t.Error("a note stands in the list")
	}
}

// TestWhatAPageFetchedItIsToldAgain has a page fetch what it shows: its socket tells it of everything once more, or what
// came and went between two rounds would stay on the page.
func TestWhatAPageFetchedItIsToldAgain(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	anna := h.login(t, "anna")
	ws, _ := h.dial(t, anna, "/ws/console/w1?lang=en")
	l := &listener{t: t, ws: ws}
	first := queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.Next{Window: "w1"})
	l.until("ticket", func(m message) bool { return strings.Contains(string(m["ticket"]), first.Number) })
	h.as(t, "anna", queue.Finish{Window: "w1", Outcome: "answered"})
	gone := func(m message) bool { return string(m["ticket"]) == "null" }
	l.until("ticket", gone)
	h.get(t, anna, "/window/w1/state?lang=en")
	l.until("ticket", gone)
}

func TestLosingTheRightEndsTheSocket(t *testing.T) {
	h := open(t, houseOptions{})
	ws, _ := h.dial(t, h.login(t, "anna"), "/ws/console/w1")
	l := &listener{t: t, ws: ws}
	if kind, _ := l.next(); kind != "snapshot" {
		t.Fatalf("first message is %s", kind)
	}
	queuetest.Do(t, h.queue, queue.System, queue.SetRules{Rules: testRules(func(r *queue.Rules) {
		r.Staff[0].Windows = []queue.WindowID{"w2"}
	})})
	farewell(t, ws)
}

// farewell reads a socket on to its goodbye, and to its end.
func farewell(t *testing.T, ws *websocket.Conn) {
	t.Helper()
	for {
		_, raw, err := ws.ReadMessage()
		if err != nil {
			t.Fatalf("ended without a word: %v", err)
		}
		if strings.Contains(string(raw), `"type":"gone"`) {
			break
		}
	}
	if _, _, err := ws.ReadMessage(); !websocket.IsCloseError(err, websocket.ClosePolicyViolation) {
		t.Errorf("closed with %v, want policy violation", err)
	}
}

func TestLoggingOutEndsTheSockets(t *testing.T) {
	h := open(t, houseOptions{})
	c := h.login(t, "xiao")
	other, _ := h.dial(t, h.login(t, "xiao"), "/ws/desk")
	console, _ := h.dial(t, c, "/ws/console/w3")
	desk, _ := h.dial(t, c, "/ws/desk")
	for _, ws := range []*websocket.Conn{console, desk, other} {
		l := &listener{t: t, ws: ws}
		if kind, _ := l.next(); kind != "snapshot" {
			t.Fatalf("first message is %s", kind)
		}
	}
	r, err := c.PostForm(h.url+"/logout", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	farewell(t, console)
	farewell(t, desk)
	queuetest.Issue(t, h.queue, "legal")
	l := &listener{t: t, ws: other}
	if kind, _ := l.next(); kind != "changed" {
		t.Errorf("the same person's other session hears %s, want changed", kind)
	}
}

// TestWhoHasLoggedOutIsNotAtTheWindow, though it is still open in their name.
func TestWhoHasLoggedOutIsNotAtTheWindow(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) { r.Staff[1].Windows = nil }})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	anna, xiao := h.login(t, "anna"), h.login(t, "xiao")
	ws, _ := h.dial(t, anna, "/ws/console/w1")
	if kind, _ := (&listener{t: t, ws: ws}).next(); kind != "snapshot" {
		t.Fatalf("first message is %s", kind)
	}
	other := func() string {
		_, doc := h.get(t, xiao, "/window/w1?lang=zh")
		return words(doc.Find(`[data-slot="other"]:not([hidden])`))
	}
	got := other()
	for end := time.Now().Add(5 * time.Second); got == "" && time.Now().Before(end); { // the snapshot goes out before the session knows of the socket
		got = other()
	}
	if got != "姓anna 也在用这个窗口" {
		t.Errorf("while she is there it says %q", got)
	}
	r, err := anna.PostForm(h.url+"/logout", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if got := other(); got != "" {
		t.Errorf("after she has left it says %q", got)
	}
}

func TestDeskLists(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	passed, held := queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.Call{Window: "w1", Number: passed.Number})
	h.as(t, "anna", queue.Pass{Window: "w1"})
	h.as(t, "anna", queue.Call{Window: "w1", Number: held.Number})
	h.as(t, "anna", queue.Hold{Window: "w1", Reason: "papers"})
	lost := queuetest.Do(t, h.queue, queue.System, queue.Issue{Service: "court", Kiosk: "main", Seed: queuetest.Seed()})
	queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.BeginPrint{Job: lost.Job, Attempt: 1, Process: 1})
	queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.SettlePrint{Job: lost.Job, State: queue.PrintFailed, Why: "paper_out"})

	_, doc := h.get(t, h.login(t, "desk"), "/desk?last="+lost.Ticket.Number)
	for list, number := range map[string]string{
		"#list-waiting": lost.Ticket.Number, "#list-paper": lost.Ticket.Number, "#list-passed": passed.Number, "#list-held": held.Number,
	} {
		if got := words(doc.Find(list + " .number")); got != number {
			t.Errorf("%s has %q, want %q", list, got, number)
		}
	}
	if got := words(doc.Find(".last .number")); got != lost.Ticket.Number {
		t.Errorf("the last ticket is %q, want %q", got, lost.Ticket.Number)
	}
	if got := words(doc.Find(".last .paper")); !strings.Contains(got, "没打印出来") {
		t.Errorf("its paper: %q", got)
	}
	if n := doc.Find(".services .tile").Length(); n != len(h.rules.Services) {
		t.Errorf("%d services, want %d", n, len(h.rules.Services))
	}
	if doc.Find(`[name="kiosk"][value="bare"]`).Length() != 0 {
		t.Error("a kiosk without a printer is offered to print at")
	}
	html, err := doc.Html()
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{passed.Ref, held.Ref, lost.Ticket.Ref} {
		if strings.Contains(html, ref) {
			t.Error("a visitor's key is on the page")
		}
	}
}

func TestDeskBell(t *testing.T) {
	h := open(t, houseOptions{})
	ws, _ := h.dial(t, h.login(t, "desk"), "/ws/desk")
	l := &listener{t: t, ws: ws}
	if kind, _ := l.next(); kind != "snapshot" {
		t.Fatalf("first message is %s", kind)
	}
	queuetest.Issue(t, h.queue, "legal")
	if kind, _ := l.next(); kind != "changed" {
		t.Errorf("%s, want changed", kind)
	}
}

// TestAWindowSaysWhatSomebodyElseChanged: a sentence that stands until the next call.
func TestAWindowSaysWhatSomebodyElseChanged(t *testing.T) {
	h := open(t, houseOptions{})
	anna := h.login(t, "anna")
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	told := func() string {
		_, doc := h.get(t, anna, "/window/w1?lang=zh")
		p := doc.Find(`[data-slot="told"]`)
		if _, hidden := p.Attr("hidden"); hidden != (words(p) == "") {
			t.Errorf("hidden is %v: %q", hidden, words(p))
		}
		return words(p)
	}
	if got := told(); got != "" {
		t.Errorf("of nothing: %q", got)
	}
	h.as(t, "boss", queue.AssignWindow{Window: "w1", Services: []queue.ServiceID{"mediation"}, Sure: true})
	if got := told(); !strings.HasPrefix(got, "姓boss在 ") || !strings.HasSuffix(got, "改了本窗口今天接待的业务，现在是：人民调解。") {
		t.Errorf("other services: %q", got)
	}
	queuetest.Issue(t, h.queue, "mediation")
	h.as(t, "anna", queue.Next{Window: "w1"})
	if got := told(); got != "" {
		t.Errorf("after a call: %q", got)
	}
	h.as(t, "boss", queue.PauseWindow{Window: "w1", Reason: "meeting"})
	if got := told(); !strings.HasSuffix(got, "暂停了本窗口。") {
		t.Errorf("of a pause: %q", got)
	}
}
