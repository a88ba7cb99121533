package admin_test

import (
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

// sharp are rules that tell at once.
func sharp(r *queue.Rules) {
	r.Alerts = &queue.AlertRules{WaitS: 600, PerWindow: 2, NobodyS: 60, Queue: 5, PrinterS: 1, ScreenS: 1, KioskS: 1, AgainS: 600}
}

// tick has the clock look.
func (h *house) tick(t testing.TB) { queuetest.Do(t, h.queue, queue.Clock, queue.Tick{}) }

func TestAlertsStandWithWhatToDoAndGoQuiet(t *testing.T) {
	begin := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	h := open(t, houseOptions{begin: begin, rules: sharp})
	queuetest.Do(t, h.queue, queue.ByStaff("demo"), queue.OpenWindow{Window: "w3"})
	for range 3 {
		queuetest.Issue(t, h.queue, "labour")
	}
	queuetest.Issue(t, h.queue, "mediation")
	h.tick(t)
	c := h.login(t, "duty")
	_, doc := h.get(t, c, "/hall")
	got := needs(doc)
	if len(got) != 2 || !strings.Contains(strings.Join(got, " "), "劳动维权：3 批在等，只开了 1 个窗口，请再开一个。") {
		t.Fatalf("the hall says %q", got)
	}
	if b := doc.Find(`.need [data-sheet]`); b.Length() != 2 || !strings.HasPrefix(b.First().AttrOr("data-sheet", ""), "windows/") || b.First().AttrOr("data-key", "") != "1" {
		t.Errorf("to be done is %s", words(b))
	}
	var id queue.AlertID
	h.queue.View(func(l *queue.Lobby) { id = l.Alerts()[0].ID })
	queuetest.Do(t, h.queue, queue.ByStaff("duty"), queue.SeeAlert{Alert: id})
	_, doc = h.get(t, c, "/hall")
	if got := needs(doc); len(got) != 1 {
		t.Errorf("acknowledged, the hall says %q", got)
	}
	if got := words(doc.Find(".quiet")); !strings.Contains(got, "另有 1 件，已有人知道") || !strings.Contains(got, "李主任 9:30 已知道，9:40 再提醒") {
		t.Errorf("what is known: %q", got)
	}
	h.clock.forward(11 * time.Minute)
	h.tick(t)
	_, doc = h.get(t, c, "/hall")
	if got := strings.Join(needs(doc), " "); !strings.Contains(got, "再开一个") || !strings.Contains(got, "最久等了 11 分钟，目标是 10 分钟。") {
		t.Errorf("eleven minutes later the hall says %q", got)
	}
	if cells := row(doc, `[data-part="queues"]`, "劳动维权"); len(cells) < 4 || cells[3] != "11!超过目标/10" {
		t.Errorf("the queue: %q", cells)
	}
}

func TestDevicesRaiseAlertsAndEndThem(t *testing.T) {
	h := open(t, houseOptions{rules: sharp})
	alert := func(kind queue.AlertKind) (found bool) {
		h.queue.View(func(l *queue.Lobby) {
			for _, a := range l.Alerts() {
				found = found || a.Kind == kind && a.Device == "hall"
			}
		})
		return found
	}
	h.board.Printer(display.PrinterHealth{ID: "hall", State: "paper_out", Since: h.queue.Now()})
	w := h.queue.Watch(func(*queue.Lobby) {})
	defer w.Close()
	for !alert(queue.AlertPrinter) {
		if _, err := w.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	_, doc := h.get(t, h.login(t, "duty"), "/hall")
	if b := doc.Find(`.need.urgent [data-post$="/seen"]`); b.Length() != 1 {
		t.Errorf("the printer's line has %d buttons to acknowledge it", b.Length())
	}
}

// sheet fetches a sheet as somebody.
func (h *house) sheet(t *testing.T, c *http.Client, path string) (int, *goquery.Document) {
	t.Helper()
	resp, err := c.Get(h.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct{ HTML string }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(answer.HTML))
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, doc
}

func TestSheetsSayWhatCanBeDone(t *testing.T) {
	h := open(t, houseOptions{})
	demo := queue.ByStaff("demo")
	queuetest.Do(t, h.queue, demo, queue.OpenWindow{Window: "w3"})
	queuetest.Do(t, h.queue, queue.ByStaff("duty"), queue.AssignWindow{Window: "w3", Services: []queue.ServiceID{"labour"}, Sure: true})
	first := queuetest.Issue(t, h.queue, "labour")
	c := h.login(t, "duty")
	status, doc := h.sheet(t, c, "/hall/windows/w3")
	if status != http.StatusOK || doc.Find(`form[data-post$="/open"]`).Length() != 0 || doc.Find(`form[data-post$="/pause"]`).Length() != 1 ||
		doc.Find(`form[data-post$="/close"]`).Length() != 1 || doc.Find(`[value="file"]`).Length() != 1 {
		t.Errorf("%d: an open window's sheet: %s", status, words(doc.Selection))
	}
	if on := doc.Find(`[name="services"][checked]`); on.Length() != 1 || on.AttrOr("value", "") != "labour" {
		t.Errorf("it takes %s", on.AttrOr("value", ""))
	}
	_, doc = h.sheet(t, c, "/hall/windows/w1")
	if doc.Find(`form[data-post$="/open"] option`).Length() < 3 || doc.Find(`form[data-post$="/close"]`).Length() != 0 {
		t.Errorf("a closed window's sheet: %s", words(doc.Selection))
	}
	_, doc = h.sheet(t, c, "/hall/services/labour")
	if doc.Find(`[name="numbers"][value="`+first.Number+`"]`).Length() != 1 || doc.Find(`form[data-post$="/labour/close"]`).Length() != 1 {
		t.Errorf("a service's sheet: %s", words(doc.Selection))
	}
	queuetest.Do(t, h.queue, queue.ByStaff("duty"), queue.ShutService{Service: "labour", Then: queue.ShutServe, Reason: queue.ShutStaff, Sure: true})
	_, doc = h.sheet(t, c, "/hall/services/labour")
	if doc.Find(`form[data-post$="/labour/open"]`).Length() != 1 || !strings.Contains(words(doc.Selection), "工作人员今天来不了") {
		t.Errorf("of a closed service: %s", words(doc.Selection))
	}
	for _, path := range []string{"/hall/windows/moon", "/hall/services/moon"} {
		if status, _ := h.get(t, c, path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
	if status, _ := h.get(t, h.login(t, "demo"), "/hall/windows/w3"); status != http.StatusForbidden {
		t.Errorf("for the desk: %d", status)
	}
}

// TestTheRestIsTheRestOfSomething: before anybody waits all services are listed, and no rest of none.
func TestTheRestIsTheRestOfSomething(t *testing.T) {
	h := open(t, houseOptions{})
	c := h.login(t, "duty")
	for _, want := range []string{"全部业务", "其余没有人等"} {
		if _, doc := h.get(t, c, "/hall"); words(doc.Find("details.idle summary")) != want {
			t.Errorf("the hall lists %q, want %q", words(doc.Find("details.idle summary")), want)
		}
		queuetest.Issue(t, h.queue, "labour")
	}
}
