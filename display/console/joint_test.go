package console_test

import (
	"net/http"
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAnInvitationReachesTheOtherWindow and its answer the lead's, both live.
func TestAnInvitationReachesTheOtherWindow(t *testing.T) {
	h := open(t, houseOptions{})
	queuetest.Issue(t, h.queue, "legal")
	anna, xiao := h.login(t, "anna"), h.login(t, "xiao")
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	h.as(t, "anna", queue.Next{Window: "w1"})
	dial := func(who *http.Client, window string) *listener {
		ws, _ := h.dial(t, who, "/ws/console/"+window)
		l := &listener{t: t, ws: ws}
		l.next()
		return l
	}
	lead, post := dial(anna, "w1"), dial(xiao, "court")
	if ws, _ := h.dial(t, anna, "/ws/console/w1"); ws != nil {
		l := &listener{t: t, ws: ws}
		if _, m := l.next(); !strings.Contains(string(m["joint_closed"]), `"court"`) || strings.Contains(string(m["joint_closed"]), `"w1"`) {
			t.Errorf("closed are %s", m["joint_closed"])
		}
	}
	hears := func(l *listener, want ...string) {
		t.Helper()
		l.until("joint", func(m message) bool {
			for _, w := range want {
				if !strings.Contains(string(m["joint"]), w) {
					return false
				}
			}
			return true
		})
	}
	h.as(t, "anna", queue.Consult{Window: "w1", Posts: []queue.Invitation{{Window: "court"}}, Room: "w3"})
	hears(lead, `"role":"lead"`, "还没答复")
	hears(post, `"role":"invited"`, `"key":"i"`, `"key":"o"`, "A001", "法律援助", "1 号窗口", `"accept\":true`)
	h.as(t, "xiao", queue.AnswerConsultation{Window: "court", Accept: true})
	hears(lead, `"kind":"accepted"`)
	h.as(t, "anna", queue.BeginConsultation{Window: "w1"})
	hears(post, `"role":"in"`, "主持")

	_, doc := h.get(t, xiao, "/window/court")
	if got := words(doc.Find(`[data-slot="pause-why"]`)); got != "会商中" || doc.Find("#frame[data-in-joint]").Length() != 1 {
		t.Errorf("the post's page says %q", got)
	}
	if doc.Find(`#joint [data-closed="w1"]`).Length() != 1 {
		t.Error("a closed window can't be marked in the sheet")
	}
	if card := doc.Find(`[data-role="in"]`); card.Length() != 1 || card.Find("button").Length() != 0 {
		t.Errorf("the card: %s", words(card))
	}
	h.as(t, "anna", queue.Finish{Window: "w1", Outcome: "answered"})
	m := post.until("joint", func(message) bool { return true })
	if string(m["joint"]) != "[]" {
		t.Errorf("when it is over: %s", m["joint"])
	}
}

// TestNoVisitorsKeyInAnInvitation holds what other windows learn of the visitor.
func TestNoVisitorsKeyInAnInvitation(t *testing.T) {
	h := open(t, houseOptions{})
	ticket := queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	h.as(t, "anna", queue.Next{Window: "w1"})
	h.as(t, "anna", queue.Consult{Window: "w1", Posts: []queue.Invitation{{Window: "court"}}})
	_, doc := h.get(t, h.login(t, "xiao"), "/window/court")
	if card := words(doc.Find(`[data-role="invited"]`)); !strings.Contains(card, ticket.Number) || strings.Contains(doc.Text(), ticket.Ref) || strings.Contains(doc.Text(), ticket.Code) {
		t.Errorf("the invitation: %s", card)
	}
}
