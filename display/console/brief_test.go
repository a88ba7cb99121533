package console_test

import (
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestStaffReadWhatWasAnswered has a visitor's answers on the console and at the desk, in the
// language of who reads them.
func TestStaffReadWhatWasAnswered(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) { r.Triage = queuetest.Triage() }})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	plain := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{Service: "labour", Seed: queuetest.Seed()}).Ticket
	told := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{
		Service: "labour", Seed: queuetest.Seed(), Brief: queuetest.Brief("what", "wages", "talk", "no"),
	}).Ticket
	clerk := h.login(t, "anna")
	for _, c := range []struct{ number, lang, want string }{
		{told.Number, "zh", "您遇到什么事？ 工资没拿到愿意先调解吗？ 不愿意"},
		{told.Number, "en", "What is the trouble? I haven’t been paidWould you accept mediation? No"},
		{plain.Number, "zh", ""},
	} {
		h.as(t, "anna", queue.Call{Window: "w1", Number: c.number})
		_, doc := h.get(t, clerk, "/window/w1?lang="+c.lang)
		box := doc.Find(`[data-slot="brief"]`)
		if _, hidden := box.Attr("hidden"); hidden != (c.want == "") || words(box.Find("ul")) != c.want {
			t.Errorf("%s in %s: hidden %t, %q", c.number, c.lang, hidden, words(box.Find("ul")))
		}
		h.as(t, "anna", queue.Undo{Window: "w1"})
	}
	desk := h.login(t, "desk")
	for number, want := range map[string]string{told.Number: "您遇到什么事？ 工资没拿到 · 愿意先调解吗？ 不愿意", plain.Number: ""} {
		if _, doc := h.get(t, desk, "/desk?last="+number); words(doc.Find(".last [data-brief]")) != want {
			t.Errorf("the desk reads %q, want %q", words(doc.Find(".last [data-brief]")), want)
		}
	}
}
