package kiosk

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAFullServiceSaysSo looks at a service whose numbers of the morning are all given out.
func TestAFullServiceSaysSo(t *testing.T) {
	monday := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC) // 10:00
	h := newHouse(t, houseOptions{
		now:   func() time.Time { return monday },
		rules: func(r *queue.Rules) { r.Services[0].Quota = &queue.Quota{Morning: 1} },
	})
	before := h.page(t, "/kiosk/main/about/law")
	if w := h.post("/kiosk/main/tickets", fields(before.Find("form").First())); w.Code != http.StatusSeeOther {
		t.Fatalf("the first number: %d", w.Code)
	}
	d := h.page(t, "/kiosk/main/about/law")
	if got := words(d.Find(".service").First()); !strings.Contains(got, "这半天的号已经取完，今天 12:00 再取。") || !strings.Contains(got, "咨询台") {
		t.Errorf("a full service says %q", got)
	}
	late := fields(before.Find("form").First())
	late.Set("key", "another page")
	if w := h.post("/kiosk/main/tickets", late); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "号已经取完") {
		t.Errorf("a late touch is answered %d: %s", w.Code, w.Body)
	}
}

// TestAMediatorWhoIsAway is told of before anybody queues, with who takes it.
func TestAMediatorWhoIsAway(t *testing.T) {
	for name, c := range map[string]struct {
		fallback queue.StaffID
		away     bool
		want     string
	}{
		"there":                   {"anna", false, ""},
		"away, nobody takes it":   {"", true, "老肖现在不在，暂时没有人接。可以等候，也可以选“哪位都行”"},
		"away, somebody does":     {"anna", true, "老肖现在不在，小安开了窗口就接待。可以等候，也可以选“哪位都行”"},
		"away, whoever serves it": {"any", true, "老肖现在不在，其他同事开了窗口就接待。可以等候，也可以选“哪位都行”"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, houseOptions{rules: func(r *queue.Rules) {
				r.Services[2].Person, r.Services[2].Anyone = "xiao", "legal"
				r.Staff[1].Fallback, r.Staff[1].Public = c.fallback, queue.Text{"zh": "老肖", "en": "Lao Xiao"}
				r.Staff[0].Public, r.Staff[0].Windows = queue.Text{"zh": "小安", "en": "Anna"}, []queue.WindowID{"w3"}
			}})
			if c.away {
				queuetest.Do(t, h.queue, "staff:xiao", queue.LeaveDuty{Staff: "xiao"})
			}
			d := h.page(t, "/kiosk/main/about/law")
			card := d.Find(".service").Eq(2)
			if got := words(card.Find(".whose")); got != c.want {
				t.Errorf("it says %q, want %q", got, c.want)
			}
			v := fields(card.Find("form"))
			v.Set("anyone", card.Find(`button[name="anyone"]`).AttrOr("value", ""))
			w := h.post("/kiosk/main/tickets", v)
			if ticket := h.ticketOf(t, w.Header().Get("Location")); ticket.ForStaff != "" || ticket.Service != "legal" {
				t.Errorf("anyone will do, and the ticket is %s for %q", ticket.Service, ticket.ForStaff)
			}
		})
	}
}

// TestAStudioGivesNoNumbersWhileItsMediatorIsGoneForTheDay says who and until when, and gives a number for whoever is
// free; the earlier visit's page doesn't offer the person either.
func TestAStudioGivesNoNumbersWhileItsMediatorIsGoneForTheDay(t *testing.T) {
	morning := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC) // 10:00
	h := newHouse(t, houseOptions{now: func() time.Time { return morning }, rules: func(r *queue.Rules) {
		r.Services[2].Host, r.Services[2].Anyone = "xiao", "legal"
		r.Staff[1].Public = queue.Text{"zh": "老肖", "en": "Lao Xiao"}
	}})
	late := fields(h.page(t, "/kiosk/main/about/law").Find(".service").Eq(2).Find("form"))
	queuetest.Do(t, h.queue, "staff:xiao", queue.LeaveDuty{Staff: "xiao", For: 20 * time.Hour})
	card := h.page(t, "/kiosk/main/about/law").Find(".service").Eq(2)
	if got := words(card); got != "人民调解 老肖今天不在，明天 6:00 再取这里的号 哪位都行" {
		t.Errorf("it says %q", got)
	}
	if w := h.post("/kiosk/main/tickets", late); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "今天不在") {
		t.Errorf("a late touch is answered %d: %s", w.Code, w.Body)
	}
	v := fields(card.Find("form"))
	v.Set("anyone", card.Find(`button[name="anyone"]`).AttrOr("value", ""))
	w := h.post("/kiosk/main/tickets", v)
	if ticket := h.ticketOf(t, w.Header().Get("Location")); ticket.Service != "legal" {
		t.Errorf("anyone will do, and the ticket is for %s", ticket.Service)
	}
}
