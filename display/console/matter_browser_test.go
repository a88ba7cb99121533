package console_test

import (
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAFormalActIsConfirmedOnce goes back from a formal act, then gives it with its case
// number, all by keys; and marks the next visitor's matter.
func TestAFormalActIsConfirmedOnce(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Outcomes[1].Field, r.Outcomes[1].Confirm = queue.FieldCase, queue.ConfirmRequired
	}})
	first := queuetest.Issue(t, h.queue, "legal")
	second := queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	b := newTab(t, h)
	b.login("anna", "/window/w1?lang=en")
	b.view("next")
	b.Press("\r")
	b.view("called")
	b.Press("2")
	b.See("#finish[open]")
	b.Click("#finish [data-cancel]")
	b.Until(`!document.querySelector("#finish").open`)
	b.view("called")
	b.Press("2")
	b.See("#finish[open]")
	b.Typed("#finish [name=case_number]", "2026-18\r")
	b.view("next")
	b.Press("\r")
	b.view("called")
	b.Press("g")
	b.See("#mark[open]")
	b.Click("#mark label")
	b.Press("\r")
	b.Until(`document.querySelector('[data-slot="about-words"]').textContent.includes("Property fees")`)

	h.queue.View(func(l *queue.Lobby) {
		done, hand := l.Ticket(first.ID), l.Ticket(second.ID)
		if done.State != queue.Done || done.Outcome != "accepted" || done.Matter != 1 {
			t.Errorf("the first visit is %s, %s, about %d", done.State, done.Outcome, done.Matter)
		}
		if hand.Matter != 2 || hand.Category != "fees" {
			t.Errorf("the second is about %d, %s", hand.Matter, hand.Category)
		}
	})
}
