package kiosk

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestOutsideItsHours looks at the hall in the noon break: the centre's numbers go on,
// legal aid's begin again in the afternoon, mediation's on Wednesday.
func TestOutsideItsHours(t *testing.T) {
	monday := time.Date(2026, 11, 23, 4, 15, 0, 0, time.UTC) // 12:15
	span := func(from, to int) []queue.Span { return []queue.Span{{From: from * 60, To: to * 60}} }
	h := newHouse(t, houseOptions{
		now: func() time.Time { return monday },
		rules: func(r *queue.Rules) {
			r.Centre.Hours = &queue.Hours{Week: [7][]queue.Span{time.Monday: append(span(9, 13), span(14, 18)...)}}
			r.Services[0].Hours = &queue.Hours{Week: [7][]queue.Span{time.Monday: append(span(9, 12), span(13, 17)...)}}
			r.Services[2].Hours = &queue.Hours{Week: [7][]queue.Span{time.Wednesday: span(9, 17)}}
		},
	})
	if got, want := words(h.page(t, "/kiosk/main").Find(".lead")), "取号不用手机，不用身份证 · 今天取号到 18:00"; got != want {
		t.Errorf("the first page says %q, want %q", got, want)
	}
	d := h.page(t, "/kiosk/main/about/law")
	for i, want := range map[int]string{0: "今天 13:00 开始取号", 2: "星期三 9:00 开始取号"} {
		if got := words(d.Find(".service .state").Eq(i)); got != want {
			t.Errorf("service %d says %q, want %q", i, got, want)
		}
	}
	if got := words(h.page(t, "/kiosk/main/about/law?lang=en").Find(".service .state").Eq(2)); got != "Opens on Wednesday at 9:00" {
		t.Errorf("in English %q", got)
	}
	if closed, open := d.Find(".service.closed").Length(), d.Find(".service form").Length(); closed != 2 || open != 1 {
		t.Errorf("%d services are closed, and of %d numbers can be taken", closed, open)
	}
	v := fields(d.Find("form").First())
	v.Set("service", "legal") // as a page drawn before noon would send it
	if w := h.post("/kiosk/main/tickets", v); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "今天 13:00 开始取") {
		t.Errorf("a late touch is answered %d: %s", w.Code, w.Header())
	}
}

// TestAPausedWindowIsNotOpen pauses the only window of a service, with and without a time.
func TestAPausedWindowIsNotOpen(t *testing.T) {
	h := newHouse(t, houseOptions{})
	see := func(want string) {
		t.Helper()
		state := h.page(t, "/kiosk/main/about/law?lang=zh").Find(`[data-part="state-legal"]`)
		if got := words(state); got != want || !state.HasClass("unstaffed") {
			t.Errorf("it says %s (%s), want %s", got, state.AttrOr("class", ""), want)
		}
	}
	anna := queue.ByStaff("anna")
	queuetest.Do(t, h.queue, anna, queue.OpenWindow{Window: "w1"})
	queuetest.Do(t, h.queue, anna, queue.PauseWindow{Window: "w1", Reason: "break"})
	see("窗口暂停，可以先取号")
	queuetest.Do(t, h.queue, anna, queue.PauseWindow{Window: "w1", Reason: "break", For: 20 * time.Minute})
	var at string
	h.queue.View(func(l *queue.Lobby) { at = clock(l.Window("w1").Back.In(l.Rules().Location())) })
	see("窗口暂停，约 " + at + " 回来")
	queuetest.Issue(t, h.queue, "legal")
	see("1 人等候，约 " + at + " 回来")
}
