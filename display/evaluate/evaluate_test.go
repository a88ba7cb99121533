package evaluate_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/display/browsertest"
	"onedoor/display/evaluate"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestMain(m *testing.M) { browsertest.Main(m) }

const token = "the tablet of w1"

// house is a small centre with the tablets' pages.
type house struct {
	t     *testing.T
	queue *queue.Queue
	store *queuetest.Store
	url   string
	ahead atomic.Int64 // of the clock
}

func open(t *testing.T) *house {
	t.Helper()
	gin.SetMode(gin.TestMode)
	h := &house{t: t, store: &queuetest.Store{}}
	rules := queuetest.Rules()
	text := func(zh, en string) queue.Text { return queue.Text{"zh": zh, "en": en} }
	rules.Evaluation = []queue.Level{
		{ID: "5", Name: text("非常满意", "Very satisfied")},
		{ID: "4", Name: text("满意", "Satisfied")},
		{ID: "3", Name: text("基本满意", "Fairly satisfied")},
		{ID: "2", Name: text("不满意", "Dissatisfied"), FollowUp: true, Reasons: []queue.ReasonID{"waited", "unclear"}},
		{ID: "1", Name: text("非常不满意", "Very dissatisfied"), FollowUp: true, Reasons: []queue.ReasonID{"waited", "unclear"}},
	}
	start := time.Now()
	h.queue = queuetest.Start(t, rules, queue.Options{Store: h.store, Now: func() time.Time { return time.Now().Add(time.Duration(h.ahead.Load())) }, Mono: func() time.Duration {
		return time.Since(start) + time.Duration(h.ahead.Load())
	}})
	kit, err := display.New(display.Options{Later: true, Faces: []display.Face{evaluate.Face()}, Rules: h.queue.Rules, Now: h.queue.Now})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(token))
	devices, err := display.NewDevices(display.DeviceOptions{Kit: kit, Tablets: map[queue.WindowID]string{"w1": hex.EncodeToString(sum[:])}})
	if err != nil {
		t.Fatal(err)
	}
	pump := display.NewPump(display.PumpOptions{Build: kit.Assets.Hash, Now: h.queue.Now})
	tablets := evaluate.New(evaluate.Options{Kit: kit, Queue: h.queue, Devices: devices, Pump: pump})
	r := gin.New()
	r.Use(kit.Recover, display.Secure)
	kit.Register(r)
	tablets.Register(r)
	for _, part := range []func(context.Context) error{pump.Run, tablets.Run} {
		ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
		done := make(chan error, 1)
		go func() { done <- part(ctx) }()
		t.Cleanup(func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	h.url = server.URL
	h.do("anna", queue.OpenWindow{Window: "w1"})
	return h
}

func (h *house) do(staff queue.StaffID, c queue.Command) queue.Result {
	h.t.Helper()
	return queuetest.Do(h.t, h.queue, queue.ByStaff(staff), c)
}

// served serves somebody at w1 and ends the visit, and waits until the tablet asks about it.
func (h *house) served() *queue.Ticket {
	h.t.Helper()
	queuetest.Issue(h.t, h.queue, "legal")
	h.do("anna", queue.Next{Window: "w1"})
	x := h.do("anna", queue.Finish{Window: "w1", Outcome: "answered"}).Ticket
	h.shows("ask", x.Number)
	return x
}

// shows waits until the page of w1 is of a kind.
func (h *house) shows(kind, words string) *goquery.Document {
	h.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; {
		_, doc := h.get("/evaluate/w1", token)
		if got, _ := doc.Find("[data-page]").Attr("data-kind"); got == kind && strings.Contains(doc.Find("main").Text(), words) {
			return doc
		}
		if time.Now().After(end) {
			h.t.Fatalf("the tablet doesn't show %s %s: %s", kind, words, doc.Find("main").Text())
		}
	}
}

func (h *house) get(path, token string) (int, *goquery.Document) {
	h.t.Helper()
	return h.send(http.MethodGet, path, token, nil)
}

func (h *house) send(method, path, token string, form url.Values) (int, *goquery.Document) {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		h.t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := c.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	doc, err := goquery.NewDocumentFromReader(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return resp.StatusCode, doc
}

// answer sends a level for a visit.
func (h *house) answer(visit queue.TicketID, level string) int {
	h.t.Helper()
	status, _ := h.send(http.MethodPost, "/evaluate/w1", token, url.Values{"visit": {fmt.Sprint(visit)}, "level": {level}})
	return status
}

// TestATabletAsksForAMinuteAboutTheVisitThatEndedThere: its own window's, once, and by its own token alone.
func TestATabletAsksForAMinuteAboutTheVisitThatEndedThere(t *testing.T) {
	h := open(t)
	for path, token := range map[string]string{"/evaluate/w1": "", "/evaluate/w2": token, "/ws/evaluate/w1": "somebody's"} {
		if status, _ := h.get(path, token); status != http.StatusUnauthorized {
			t.Errorf("%s with %q: %d", path, token, status)
		}
	}
	h.shows("idle", "1 号窗口")
	x := h.served()
	doc := h.shows("ask", x.Number)
	if n := doc.Find(".level").Length(); n != 5 {
		t.Errorf("%d levels", n)
	}
	if html, _ := doc.Html(); strings.Contains(html, x.Ref) || strings.Contains(html, "法律") || strings.Contains(doc.Find("title").Text(), x.Number) {
		t.Error("the page tells more than the number")
	}
	if got := h.answer(x.ID, "none"); got != http.StatusUnprocessableEntity {
		t.Errorf("a level of nobody's: %d", got)
	}
	if got := h.answer(x.ID, "5"); got != http.StatusSeeOther {
		t.Errorf("answered: %d", got)
	}
	if e, ok, err := h.store.Evaluation(t.Context(), x.ID); err != nil || !ok || e.Via != queue.ViaWindow || e.Level != "5" {
		t.Errorf("the books have %+v, %v", e, err)
	}
	if got := h.answer(x.ID, "1"); got != http.StatusSeeOther { // and is thanked again
		t.Errorf("a second time: %d", got)
	}
	h.shows("idle", "")

	y := h.served()
	h.ahead.Add(int64(61 * time.Second))
	h.shows("idle", "")
	if got := h.answer(y.ID, "4"); got != http.StatusSeeOther { // it was begun in time
		t.Errorf("after a minute: %d", got)
	}
	z := h.served()
	h.do("anna", queue.Undo{Window: "w1"})
	h.shows("idle", "")
	h.do("anna", queue.Finish{Window: "w1", Outcome: "answered"})
	h.shows("ask", z.Number)
	queuetest.Issue(t, h.queue, "legal")
	h.do("anna", queue.Next{Window: "w1"})
	h.shows("ask", z.Number)
	h.do("anna", queue.Start{Window: "w1"}) // somebody else sits there
	h.shows("idle", "")
	h.ahead.Add(int64(4 * time.Minute))
	if got := h.answer(z.ID, "4"); got != http.StatusConflict {
		t.Errorf("long after: %d", got)
	}
}

// TestWhoLeavesHalfANumberHasAnswered: what is sent for whoever walked away counts, without the number.
func TestWhoLeavesHalfANumberHasAnswered(t *testing.T) {
	h := open(t)
	x := h.served()
	if status, _ := h.send(http.MethodGet, "/evaluate/w1", token, nil); status != http.StatusOK {
		t.Fatal(status)
	}
	form := url.Values{"visit": {fmt.Sprint(x.ID)}, "level": {"1"}, "contact": {"139"}}
	if status, _ := h.send(http.MethodPost, "/evaluate/w1", token, form); status != http.StatusUnprocessableEntity {
		t.Errorf("half a number: %d", status)
	}
	form.Set("left", "1")
	if status, _ := h.send(http.MethodPost, "/evaluate/w1", token, form); status != http.StatusSeeOther {
		t.Errorf("from somebody who has left: %d", status)
	}
	h.queue.View(func(l *queue.Lobby) {
		if f := l.FollowUp(x.ID); f == nil || f.Contact != 0 {
			t.Errorf("the follow-up: %+v", f)
		}
	})
}

// TestAnUnhappyVisitorAnswersByTouch: the level, a reason, a number to call; the page thanks and keeps nothing.
func TestAnUnhappyVisitorAnswersByTouch(t *testing.T) {
	h := open(t)
	b := browsertest.Open(t, h.url, 1024, 768)
	b.Open("/evaluate/w1?token=" + url.QueryEscape(token))
	b.Until(`document.querySelector(".idle") !== null && location.search === ""`)
	x := h.served()
	b.See(`.level[value="1"]`)
	b.Until(`[...document.querySelectorAll(".level")].every((e) => { const r = e.getBoundingClientRect(); return r.width >= 96 && r.height >= 96 && r.right <= innerWidth && r.bottom <= innerHeight; })`)
	b.Click(`.level[value="1"]`)
	b.Click(`[data-step="1"] .why:has([value="unclear"])`)
	b.Typed(`[data-step="1"] [name="contact"]`, "139")
	b.Click(`[data-step="1"] [data-send]`)
	b.See(`[data-step="1"] [data-wrong]`)
	b.Typed(`[data-step="1"] [name="contact"]`, "00001234")
	b.Click(`[data-step="1"] [data-send]`)
	b.See(`[data-thanks]`)
	b.Until(`!document.querySelector(".level, .why, [name=contact]")`)
	b.Until(`document.querySelector(".idle") !== null`)
	e, ok, err := h.store.Evaluation(t.Context(), x.ID)
	if err != nil || !ok || e.Level != "1" || e.Via != queue.ViaWindow || len(e.Reasons) != 1 || e.Reasons[0] != "unclear" {
		t.Errorf("the books have %+v, %v", e, err)
	}
	h.queue.View(func(l *queue.Lobby) {
		if f := l.FollowUp(x.ID); f == nil || f.Contact == 0 {
			t.Errorf("the follow-up: %+v", f)
		}
	})
	y := h.served()
	b.Click(`.level[value="5"]`)
	b.See(`[data-thanks]`)
	if e, ok, _ := h.store.Evaluation(t.Context(), y.ID); !ok || e.Level != "5" {
		t.Errorf("one touch gives %+v", e)
	}
}
