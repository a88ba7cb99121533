package console_test

import (
	"net/http"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// caring offers to step outside, and has a call missed a minute after it.
func caring(r *queue.Rules) {
	r.Policy.OutsideMaxS, r.Policy.NoShowCalls, r.Policy.NoShowAfterS = 900, 1, 60
}

// TestWalkInNeedsAndHelpByKeyboard serves somebody without a ticket in two keys, notes what
// they need, asks for a person, and puts them aside for ten minutes.
func TestWalkInNeedsAndHelpByKeyboard(t *testing.T) {
	h := open(t, houseOptions{})
	b := newTab(t, h)
	b.login("anna", "/window/w1")
	b.Press("\r")
	b.view("nobody")
	b.Press("w")
	b.See("#walkin[open]") // two services
	b.Press("1")
	b.view("serving")
	b.inHand("A001")
	b.Press("d")
	b.See("#needs[open]")
	b.Press(" ") // the first of them
	b.Press("\r")
	b.Until(`document.querySelector('[data-slot="ticket-needs"]').textContent === "hard of hearing"`)
	b.fits("console-needs")
	b.Press("a")
	b.Until(`document.querySelector('[data-slot="help"]').dataset.help === "asked"`)
	h.queue.View(func(l *queue.Lobby) {
		if c := l.HelpAt("", "w1"); c == nil {
			t.Error("nobody was asked for")
		}
	})
	h.as(t, "boss", queue.TakeHelp{Help: 1})
	b.Until(`document.querySelector('[data-slot="help-words"]').textContent === "Somebody is coming"`)
	b.Press("h")
	b.See("#hold[open]")
	b.fits("console-hold")
	b.Until(`(document.querySelector('#hold [name="minutes"]').value = "10") === "10"`)
	b.Press("\r")
	b.Press("\r")
	b.view("nobody")
	if v := h.queueState(1); v.Until.Sub(v.Changed).Minutes() != 10 {
		t.Errorf("put aside for %v", v.Until.Sub(v.Changed))
	}
}

// TestASheetWaitsForTheAnswerBefore fills in a sheet while the answer to the key before is still on
// its way: what was filled in is done once that has come, and not lost.
func TestASheetWaitsForTheAnswerBefore(t *testing.T) {
	h := open(t, houseOptions{})
	b := newTab(t, h)
	b.login("anna", "/window/w1")
	b.Until(`(() => {
		const real = window.fetch;
		window.fetch = async (...of) => {
			window.fetch = real;
			const answer = await real(...of);
			await new Promise((done) => { window.letCome = done; });
			return answer;
		};
		return true;
	})()`)
	b.Press("\r")
	b.view("nobody") // by the socket
	b.Press("w")
	b.See("#walkin[open]")
	b.Press("1")
	b.Gone("#walkin")
	b.Until(`(letCome(), true)`)
	b.view("serving")
	b.inHand("A001")
}

func TestTheConsoleSaysNeedsBeforeTheCall(t *testing.T) {
	h := open(t, houseOptions{rules: caring})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	for _, needs := range [][]queue.Need{{queue.NeedHearing, queue.NeedFetch}, {queue.NeedSight}} {
		queuetest.Do(t, h.queue, queue.System, queue.Issue{Service: "legal", Needs: needs, Seed: queuetest.Seed()})
	}
	anna := h.login(t, "anna")
	_, d := h.get(t, anna, "/window/w1?lang=zh")
	if got := words(d.Find(`[data-slot="waiting"] .cares`)); got != "听不清请来叫我看不清" {
		t.Errorf("the list says %q", got)
	}
	h.as(t, "anna", queue.Next{Window: "w1"})
	_, d = h.get(t, anna, "/window/w1?lang=zh")
	if got := words(d.Find(`[data-slot="ticket-needs"]`)); got != "听不清请来叫我" {
		t.Errorf("in hand: %q", got)
	}
	if _, hidden := d.Find(`[data-slot="fetching"]`).Attr("hidden"); hidden {
		t.Error("nothing says that somebody is sent")
	}
	if _, off := d.Find(`[data-act="no-show"]`).Attr("disabled"); !off {
		t.Error("the key for a missed call can be pressed")
	}
}

func TestTheDeskKnowsWhoNeedsSomebody(t *testing.T) {
	h := open(t, houseOptions{rules: caring})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	queuetest.Do(t, h.queue, queue.System, queue.Issue{Service: "legal", Needs: []queue.Need{queue.NeedFetch}, Seed: queuetest.Seed()})
	away := queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.Next{Window: "w1"})
	queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.AskHelp{Kiosk: "main"})
	h.as(t, "anna", queue.AskHelp{Window: "w2"})
	desk := h.login(t, "desk")
	_, d := h.get(t, desk, "/desk?lang=zh")
	for i, want := range []string{
		"请去叫 A001，1 号窗口在等 0 分请来叫我请到了没找到", "主机有人需要帮忙 0 分我去办好了", "2 号窗口悄悄请人过去 0 分我去办好了",
	} {
		if got := words(d.Find(".task").Eq(i)); got != want {
			t.Errorf("task %d: %q, want %q", i, got, want)
		}
	}
	if n := d.Find(`#list-waiting [data-outside="` + away.Number + `"]`).Length(); n != 1 {
		t.Error("nobody can be let out")
	}
	h.as(t, "boss", queue.TakeHelp{Help: 1})
	h.as(t, "boss", queue.Fetched{Ticket: 1, Found: true})
	h.as(t, "boss", queue.StepOut{Ticket: away.ID})
	status, d := h.get(t, desk, "/desk?lang=zh")
	if got := words(d.Find(".task").Last()); status != http.StatusOK || got != "主机有人需要帮忙 0 分 姓boss已过去办好了" { // somebody goes: others are first
		t.Errorf("%d: last is %q", status, got)
	}
	if n := d.Find(`#list-held [data-back="` + away.Number + `"]`).Length(); n != 1 {
		t.Error("who stepped outside can't come back")
	}
}

// TestTheDesksTasksAreDoneByAPress presses what the tasks ask for.
func TestTheDesksTasksAreDoneByAPress(t *testing.T) {
	h := open(t, houseOptions{rules: caring})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	b := newTab(t, h)
	b.login("desk", "/desk")
	b.See(".services")
	b.Click(`label:has([name="need"][value="fetch"])`)
	b.Typed(`[name="find"]`, "法律\r")
	b.See(".lastly .care")
	h.as(t, "anna", queue.Next{Window: "w1"})
	queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.AskHelp{Kiosk: "main"})
	b.See(`[data-fetched="A001"]`)
	b.See(`[data-help="1"][data-do="take"]`)
	b.fits("desk-tasks")
	b.Click(`[data-fetched="A001"]`)
	b.Until(`!document.querySelector('[data-fetched="A001"]')`)
	b.Click(`[data-help="1"][data-do="take"]`)
	b.Until(`!document.querySelector('[data-help="1"][data-do="take"]')`)
	b.Click(`[data-help="1"][data-do="over"]`)
	b.Until(`!document.querySelector('.task')`)
	if v := h.queueState(1); !v.Fetching.IsZero() || v.State != queue.Called {
		t.Errorf("A001 is %s, fetched since %v", v.State, v.Fetching)
	}
}
