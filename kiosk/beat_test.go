package kiosk

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// beats sends a heartbeat and gives what is wished of the page.
func (h *house) beats(t *testing.T, body string) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/kiosk/main/beat", strings.NewReader(body))
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	var got struct {
		Build  string `json:"build"`
		Reload string `json:"reload"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK || got.Build == "" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return got.Reload
}

// TestAKioskIsLoadedAnew holds that a wish stands until a page came that was loaded after it.
func TestAKioskIsLoadedAnew(t *testing.T) {
	h := newHouse(t, houseOptions{})
	if got := h.beats(t, `{"face":"start","loaded_s":100}`); got != "" {
		t.Errorf("wished %q of nobody's wish", got)
	}
	h.board.AskReload("main", display.ReloadIdle, h.kit.Now())
	for range 2 {
		if got := h.beats(t, `{"face":"ticket","loaded_s":105}`); got != "idle" {
			t.Errorf("wishes %q", got)
		}
	}
	h.board.AskReload("main", display.ReloadNow, h.kit.Now())
	h.board.AskReload("main", display.ReloadIdle, h.kit.Now())
	if got := h.beats(t, `{"face":"ticket","loaded_s":110}`); got != "now" {
		t.Errorf("now became %q", got)
	}
	h.board.AskReload("main", display.ReloadNow, h.kit.Now().Add(-10*time.Second))
	if got := h.beats(t, `{"face":"start","loaded_s":1}`); got != "" {
		t.Errorf("still wishes %q of a new page", got)
	}
}

// TestAFrozenPageIsKnown holds that a page which answers and doesn't draw is told from one that does.
func TestAFrozenPageIsKnown(t *testing.T) {
	h := newHouse(t, houseOptions{})
	for body, frozen := range map[string]bool{
		`{"face":"start","loaded_s":100}`:                 false, // an older page doesn't say
		`{"face":"start","loaded_s":100,"painted_s":5}`:   false,
		`{"face":"start","loaded_s":100,"painted_s":60}`:  true,
		`{"face":"start","loaded_s":100,"painted_s":-60}`: false,
	} {
		h.beats(t, body)
		if k := h.board.Snapshot().Kiosks[0]; k.Frozen() != frozen {
			t.Errorf("%s: frozen %v", body, k.Frozen())
		}
	}
}

// TestTheScreenIsDarkOutsideTheHours holds that the words for the night are there only when all
// services are closed for long.
func TestTheScreenIsDarkOutsideTheHours(t *testing.T) {
	day := queue.Span{From: 9 * 60, To: 17 * 60}
	for _, c := range []struct {
		at   time.Time // in Asia/Shanghai that is eight hours later
		dark bool
	}{
		{time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC), false},   // 12:00
		{time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC), true},   // 22:00
		{time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC), false}, // 7:30, soon
	} {
		h := newHouse(t, houseOptions{now: func() time.Time { return c.at }, rules: func(r *queue.Rules) {
			r.Centre.Hours = &queue.Hours{}
			for i := range r.Centre.Hours.Week {
				r.Centre.Hours.Week[i] = []queue.Span{day}
			}
		}})
		d := h.page(t, "/kiosk/main")
		if dark := d.Find("[data-night] p").Length() > 0; dark != c.dark || d.Find("[data-night]").Length() != 1 {
			t.Errorf("at %s: dark %v", c.at, dark)
		}
		if h.page(t, "/kiosk/main/desk").Find("[data-night]").Length() != 0 {
			t.Error("dark on a page that a visitor chose")
		}
	}
}
