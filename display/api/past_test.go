package api_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// wall is a clock that tests move.
type wall struct {
	mu sync.Mutex
	at time.Time
}

func (w *wall) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *wall) move(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

func morning() *wall {
	return &wall{at: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)} // nine in Shanghai
}

func TestATicketOfThePast(t *testing.T) {
	clock := morning()
	h := open(t, func(b *build) { b.now = clock.now })
	ref, number := h.issue("legal")
	h.post("", "/api/v1/tickets/"+ref+"/cancel", "", "Idempotency-Key", "leave").want(http.StatusOK)
	clock.move(10 * time.Minute)
	h.issue("legal") // an event, by which the Lobby lets go of what is past
	h.queue.View(func(l *queue.Lobby) {
		if l.ByRef(ref) != nil {
			t.Fatal("the ticket is still in the Lobby")
		}
	})
	h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK).has("number", number, "state", "cancelled", "ahead", 0, "legs.0.end", "cancelled")
	h.post("", "/api/v1/tickets/"+ref+"/cancel", "").refused(409, "bad_state")
	h.post("", "/api/v1/tickets/"+ref+"/undo", "").refused(409, "too_late")
	h.post("xiao", "/api/v1/tickets/"+ref+"/reprint", `{"kiosk":"main"}`).refused(409, "bad_state")
	h.post("", "/api/v1/tickets/"+ref+"/cancel", "", "Idempotency-Key", "leave").want(http.StatusOK).has("state", "cancelled")
}

func TestTimesAreTheCentres(t *testing.T) {
	clock := morning()
	h := open(t, func(b *build) { b.now = clock.now })
	a := h.post("boss", "/api/v1/tickets", `{"service":"legal"}`).want(http.StatusCreated)
	a.has("issued_at", "2026-11-23T09:00:00+08:00")
}

func TestTheLanguageOfNames(t *testing.T) {
	h := open(t)
	for _, c := range []struct{ query, cookie, accept, want string }{
		{"", "", "", "法律援助"},
		{"?lang=en", "lang=zh", "zh", "Legal aid"},
		{"?lang=en-GB", "", "", "Legal aid"},
		{"", "lang=en", "zh-CN", "Legal aid"},
		{"", "", "fr, en;q=0.5", "Legal aid"},
		{"", "", "fr", "法律援助"},
		{"?lang=zh-Hans-CN", "", "en", "法律援助"},
	} {
		h.get("", "/api/v1/services"+c.query, "Cookie", c.cookie, "Accept-Language", c.accept).want(http.StatusOK).has("services.0.name", c.want)
	}
	// A ticket in a language that we don't have gets the centre's.
	h.post("boss", "/api/v1/tickets", `{"service":"legal","lang":"ug"}`).want(http.StatusCreated).has("lang", "zh")
	h.post("boss", "/api/v1/tickets", `{"service":"legal","lang":"en-US"}`).want(http.StatusCreated).has("lang", "en")
}

// A service and a window may leave the rules while somebody is served there.
func TestAWindowThatLeftTheRules(t *testing.T) {
	h := open(t)
	hand(h)
	less := queuetest.Rules()
	less.Windows = less.Windows[1:]
	less.Services = less.Services[1:]
	less.Windows[0].Services = []queue.ServiceID{"labour"}
	queuetest.Do(t, h.queue, queue.System, queue.SetRules{Rules: less})
	h.get("", "/api/v1/windows").want(http.StatusOK).has("windows.3.id", "w1", "windows.3.state", "closed", "windows.3.ticket", "A001")
	h.act("boss", "w1", "finish", `{"outcome":"answered"}`).has("window.id", "w1", "window.state", "closed", "window.ticket", nil, "ticket.state", "done")
	h.post("boss", "/api/v1/windows/w1/next", "").refused(404, "unknown_window")
}
