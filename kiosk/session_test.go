package kiosk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAPartyChecksInAtTheKiosk types the code, says which party it is, and gets the number
// of a session that is called together.
func TestAPartyChecksInAtTheKiosk(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("", 8*3600))
	h := newHouse(t, houseOptions{now: func() time.Time { return now }, rules: func(r *queue.Rules) {
		r.Services[3].Sides = []queue.SideRule{
			{ID: "plaintiff", Name: queue.Text{"zh": "原告", "en": "Plaintiff"}, Wait: queue.Text{"zh": "西侧等候区", "en": "the west side"}},
			{ID: "defendant", Name: queue.Text{"zh": "被告", "en": "Defendant"}},
		}
	}})
	queuetest.Do(t, h.queue, queue.Clock, queue.Tick{}) // the day begins
	says := func() string { return words(h.page(t, "/kiosk/main/have").Find(".for")) }
	if strings.Contains(says(), "报到") {
		t.Error("a session is spoken of though there are none")
	}
	queuetest.Do(t, h.queue, queue.System, queue.PlanSessions{Seed: queuetest.Seed(), Sessions: []queue.PlannedSession{{
		Key: "1", At: h.queue.Now().Add(time.Minute), Service: "court", Room: "court", Sides: []queue.PlannedSide{{Role: "plaintiff"}, {Role: "defendant"}},
	}}})
	var code string
	h.queue.View(func(l *queue.Lobby) { code = l.Sessions()[0].Code })
	if !strings.Contains(says(), "报到") {
		t.Error("nothing says where one checks in")
	}
	send := func(page *goquery.Document, more ...string) (int, string, *goquery.Document) {
		form := url.Values{}
		page.Find("form input[type=hidden]").Each(func(_ int, s *goquery.Selection) { form.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
		for i := 0; i+1 < len(more); i += 2 {
			form.Set(more[i], more[i+1])
		}
		w := h.post(page.Find("form").AttrOr("action", ""), form)
		d, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		return w.Code, w.Header().Get("Location"), d
	}
	first := h.page(t, "/kiosk/main/have")
	if status, _, d := send(first, "code", "12"); status != http.StatusNotFound || d.Find(".warn").Length() != 1 {
		t.Errorf("a code that is nobody's: %d", status)
	}
	if status, _, _ := send(first, "code", "1"); status != http.StatusNotFound {
		t.Errorf("the list's own key is taken for a code: %d", status)
	}
	status, _, second := send(first, "code", code[:4]+"-"+code[4:])
	if got := words(second.Find("main")); status != http.StatusOK || second.Find(`[name="party"]`).Length() != 2 || !strings.Contains(got, "原告") {
		t.Fatalf("%d %s", status, got)
	}
	if status, _, d := send(second); status != http.StatusNotFound || !strings.Contains(words(d.Find(".warn")), "请先选") {
		t.Errorf("no party chosen: %d %s", status, words(d.Find("main")))
	}
	status, to, _ := send(second, "party", "1")
	if status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	got := words(h.page(t, to).Find("main"))
	if !strings.Contains(got, "H001") || !strings.Contains(got, "请在西侧等候区等") || !strings.Contains(got, "到时各方一起叫") {
		t.Error(got)
	}
	_, _, third := send(first, "code", code)
	if third.Find(`[name="party"]`).Length() != 1 {
		t.Errorf("who is here is asked again: %s", words(third.Find("main")))
	}
	if _, _, d := send(second, "party", "1", "key", "another"); !strings.Contains(words(d.Find("main")), "H001") {
		t.Errorf("the same party twice: %s", words(d.Find("main")))
	}
}
