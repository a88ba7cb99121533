package console_test

import (
	"net/http"
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestHistoryIsShownOnceStaffConfirmed has a visitor come back with an old ticket.
func TestHistoryIsShownOnceStaffConfirmed(t *testing.T) {
	h := open(t, houseOptions{})
	anna := h.login(t, "anna")
	about := func() (string, string) {
		_, doc := h.get(t, anna, "/window/w1")
		hidden := []string{}
		for _, slot := range []string{"about-confirm", "about-drop", "about-history", "about-find"} {
			if _, is := doc.Find(`[data-slot="` + slot + `"]`).Attr("hidden"); !is {
				hidden = append(hidden, strings.TrimPrefix(slot, "about-"))
			}
		}
		return words(doc.Find(`[data-slot="about-words"]`)), strings.Join(hidden, " ")
	}
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	first := queuetest.Issue(t, h.queue, "labour")
	h.as(t, "anna", queue.Next{Window: "w1"})
	if said, offers := about(); said != "没有关联以前的来访" || offers != "find" {
		t.Errorf("a first visit: %q, offered is %q", said, offers)
	}
	h.as(t, "anna", queue.TakeMatter{Window: "w1", Case: "2026-18"})
	h.as(t, "anna", queue.MarkMatter{Window: "w1", Category: "fees", Tags: []queue.TagID{"east"}})
	if said, offers := about(); said != "事项 1 · 2026-18 · 物业费、东苑小区" || offers != "drop history" {
		t.Errorf("with a new matter: %q, offered is %q", said, offers)
	}
	h.as(t, "anna", queue.Finish{Window: "w1", Outcome: "accepted"})

	queuetest.Do(t, h.queue, queue.System, queue.Issue{
		Service: "legal", Seed: queuetest.Seed(), Earlier: &queue.Earlier{Ticket: first.ID, Matter: 1, Day: first.Day, Service: "labour"},
	})
	h.as(t, "anna", queue.Next{Window: "w1"})
	if said, offers := about(); said != "可能是为以前的事再来" || offers != "confirm drop" {
		t.Errorf("before anybody confirms: %q, offered is %q", said, offers)
	}
	if _, doc := h.get(t, anna, "/window/w1"); strings.Contains(doc.Find(".hand").Text(), "劳动权益") {
		t.Error("the earlier visit's service is shown before anybody confirmed it")
	}
	h.as(t, "anna", queue.ConfirmMatter{Window: "w1"})
	if said, offers := about(); !strings.HasPrefix(said, "事项 1 · 2026-18 · 重复访 · 上次 ") || !strings.HasSuffix(said, "劳动权益") || offers != "drop history" {
		t.Errorf("confirmed: %q, offered is %q", said, offers)
	}

	status, doc := h.get(t, anna, "/matters/1")
	if page := words(doc.Find("main")); status != http.StatusOK || !strings.Contains(page, "2026-18") || !strings.Contains(page, first.Number) ||
		!strings.Contains(page, "受理") || !strings.Contains(page, "来访 2 次") || !strings.Contains(page, "重复访") {
		t.Errorf("the matter's page, %d: %s", status, page)
	}
	if strings.Contains(doc.Text(), first.Ref) {
		t.Error("a visitor's key is on the page")
	}
	if status, _ := h.get(t, anna, "/matters/one"); status != http.StatusNotFound {
		t.Errorf("/matters/one is %d", status)
	}
}

func TestOutcomesAreThoseOfTheService(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Services[0].Outcomes = []queue.OutcomeID{"answered"}
		r.Outcomes[1].Field, r.Outcomes[1].Confirm = queue.FieldCase, queue.ConfirmAsked
	}})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	for service, want := range map[queue.ServiceID]string{"legal": "answered", "labour": "answered accepted concluded"} {
		queuetest.Issue(t, h.queue, service)
		h.as(t, "anna", queue.Next{Window: "w1"})
		_, doc := h.get(t, h.login(t, "anna"), "/window/w1")
		var shown []string
		for _, id := range []string{"answered", "accepted", "concluded"} {
			b := doc.Find(`.outcomes [data-outcome="` + id + `"]`)
			if _, hidden := b.Attr("hidden"); !hidden {
				shown = append(shown, id)
			}
			_, confirm := b.Attr("data-confirm")
			if accepted := id == "accepted"; confirm != accepted || (b.AttrOr("data-field", "") == "case_number") != accepted {
				t.Errorf("the key of %s asks for more: %v", id, confirm)
			}
		}
		if got := strings.Join(shown, " "); got != want {
			t.Errorf("%s offers %q, want %q", service, got, want)
		}
		h.as(t, "anna", queue.Finish{Window: "w1", Outcome: "answered"})
	}
}
