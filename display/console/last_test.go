package console_test

import (
	"net/http"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestUndoSaysWhatItTakesBack: an end by the outcome that was given, told from sending on; and who goes on is said where to.
func TestUndoSaysWhatItTakesBack(t *testing.T) {
	h := open(t, houseOptions{})
	anna := h.login(t, "anna")
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	said := func(slot string) string {
		_, doc := h.get(t, anna, "/window/w1?lang=zh")
		return words(doc.Find(`[data-slot="` + slot + `"]`))
	}
	queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.Next{Window: "w1"})
	if got := said("undo-words"); got != "撤销叫号 A001" {
		t.Errorf("after a call: %q", got)
	}
	h.as(t, "anna", queue.Plan{Window: "w1", Steps: []queue.ServiceID{"mediation"}})
	h.as(t, "anna", queue.Finish{Window: "w1", Outcome: "answered"})
	if got := said("undo-words"); got != "撤销“当场答复” A001" {
		t.Errorf("after the end of a leg: %q", got)
	}
	if got := said("goes"); got != "A001 接着去：人民调解 · 一楼。号码不变，到那里等叫号。" {
		t.Errorf("of where the visitor goes: %q", got)
	}
	queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.Next{Window: "w1"})
	h.as(t, "anna", queue.Transfer{Window: "w1", Service: "mediation"})
	if got := said("undo-words"); got != "撤销转窗口 A002" {
		t.Errorf("after sending on: %q", got)
	}
	if got := said("goes"); got != "" {
		t.Errorf("after sending on it is said besides: %q", got)
	}
	queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.Next{Window: "w1"})
	h.as(t, "anna", queue.Finish{Window: "w1", Outcome: "accepted"})
	if got := said("undo-words"); got != "撤销“受理” A003" {
		t.Errorf("after the end of a visit: %q", got)
	}
}

// TestEachSheetSaysWhatItsEnterDoes: no legend promises a step that there isn't.
func TestEachSheetSaysWhatItsEnterDoes(t *testing.T) {
	h := open(t, houseOptions{})
	status, page := h.get(t, h.login(t, "anna"), "/window/w1?lang=en")
	if status != http.StatusOK {
		t.Fatal(status)
	}
	for id, want := range map[string]string{
		"hold": "↑ ↓ choose · Enter does it · Esc back", "plan": "↑ ↓ choose · Enter does it · Esc back",
		"matter": "↑ ↓ choose · Enter does it · Esc back", "call": "↑ ↓ choose · Enter does it · Esc back",
		"transfer": "↑ ↓ choose · Enter goes to the note, once more transfers · Esc back",
	} {
		if got := words(page.Find("#" + id + " .foot .small").First()); got != want {
			t.Errorf("%s says %q", id, got)
		}
	}
}

// TestAReflexCallsNobody presses Enter once too often after a sheet and after a digit, gives an outcome before service
// began, and leaves a sheet in which nothing was chosen.
func TestAReflexCallsNobody(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	first, second, third := queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "legal")
	b := newTab(t, h)
	b.login("anna", "/window/w1?lang=en")
	b.view("next")
	b.Press("\r")
	b.view("called")
	b.Press("h")
	b.See("#hold[open]")
	b.Press("\r\r\r") // the first does it
	b.view("next")
	if s := h.ticket(second.ID); s != queue.Waiting {
		t.Errorf("after a sheet %s is %s", second.Number, s)
	}
	b.Press("\r")
	b.view("called")
	b.Press("j") // nothing is chosen before somebody chooses
	b.See("#plan[open]")
	b.Press("\r")
	b.See("#plan[open] .sheet-says")
	b.Press("\x1b")
	b.Until(`!document.querySelector("#plan").open`)
	b.opens("1", "#finish") // service hasn't begun: it asks, whatever the outcome
	b.Until(`document.querySelector('[data-slot="finish-early-words"]').textContent.includes("hasn’t been pressed")`)
	b.Press("\x1b")
	b.Until(`!document.querySelector("#finish").open`)
	b.Press("s")
	b.view("serving")
	b.Press("1\r") // and then it doesn't
	b.view("next")
	if s := h.ticket(third.ID); s != queue.Waiting {
		t.Errorf("after a digit %s is %s", third.Number, s)
	}
	if d, held := h.ticket(second.ID), h.ticket(first.ID); d != queue.Done || held != queue.Held {
		t.Errorf("%s is %s, %s is %s", second.Number, d, first.Number, held)
	}
}

// TestWhatWasLaidOutIsTakenBack: what comes afterwards, the heads, the call for a person; and why somebody has priority.
func TestWhatWasLaidOutIsTakenBack(t *testing.T) {
	h := open(t, houseOptions{})
	anna := h.login(t, "anna")
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	first := queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.Next{Window: "w1"})
	h.as(t, "anna", queue.Start{Window: "w1"})
	said := func(slot string) string {
		_, doc := h.get(t, anna, "/window/w1?lang=zh")
		return words(doc.Find(`[data-slot="` + slot + `"]`).First())
	}
	h.as(t, "anna", queue.Plan{Window: "w1", Steps: []queue.ServiceID{"mediation", "labour"}})
	if got := said("undo-words"); got != "撤销“后面的环节” A001" {
		t.Errorf("after the plan: %q", got)
	}
	h.as(t, "anna", queue.Undo{Window: "w1"})
	if x := h.queueState(first.ID); x.State != queue.Serving || len(x.Plan) != 0 {
		t.Errorf("taken back, it is %s with %v to come", x.State, x.Plan)
	}
	h.as(t, "anna", queue.CountHeads{Window: "w1", Party: 3})
	h.as(t, "anna", queue.CountHeads{Window: "w1", Party: 2})
	h.as(t, "anna", queue.SetClass{Window: "w1", Class: queue.ClassPriority, Reason: "elderly"})
	if got := said("ticket-facts"); got != "优先（老年人） · 2 人" {
		t.Errorf("the facts: %q", got)
	}
	h.as(t, "anna", queue.AskHelp{Window: "w1"})
	if got := said("help-words"); got != "已通知值班人员" {
		t.Errorf("of the call: %q", got)
	}
	h.as(t, "anna", queue.WithdrawHelp{Window: "w1"})
	if got := said("help-words"); got != "叫人" {
		t.Errorf("of the call taken back: %q", got)
	}
}
