package console_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestWhoIsCalledInIsToldAtTheirWindow has a judge on call, who serves the court, asked to come.
func TestWhoIsCalledInIsToldAtTheirWindow(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Staff[1].OnCall, r.Policy.PageS = true, 180
	}})
	queuetest.Issue(t, h.queue, "court")
	judge, boss := h.login(t, "xiao"), h.login(t, "boss")
	_, page := h.get(t, judge, "/window/court")
	line := page.Find(".duties .duty")
	if got := words(line); !strings.HasPrefix(got, "共享法庭有人在等您") || line.Find("button").Length() != 3 {
		t.Errorf("the judge reads %q", got)
	}
	_, desk := h.get(t, boss, "/desk")
	if got := words(desk.Find(".duties .page")); !strings.Contains(got, "等应答") || !strings.Contains(got, "10 分钟到") {
		t.Errorf("the desk reads %q", got)
	}
	h.as(t, "xiao", queue.AnswerPage{Staff: "xiao", Minutes: 10})
	_, desk = h.get(t, boss, "/desk")
	if got := words(desk.Find(".duties .coming")); !strings.Contains(got, "已应答") {
		t.Errorf("then the desk reads %q", got)
	}
}

// TestTheDeskIsToldWhoWaitsForSomebodyAway has visitors ask for somebody who is away.
func TestTheDeskIsToldWhoWaitsForSomebodyAway(t *testing.T) {
	h := open(t, houseOptions{})
	queuetest.Do(t, h.queue, queue.System, queue.Issue{Service: "mediation", Staff: "xiao", Seed: queuetest.Seed()})
	h.as(t, "xiao", queue.LeaveDuty{Staff: "xiao", For: time.Hour})
	_, desk := h.get(t, h.login(t, "boss"), "/desk")
	line := desk.Find(".duties .stranded.urgent")
	if got := words(line); !strings.HasPrefix(got, "A001 指定找") || line.Find(`[data-duty="anyone"][data-number="A001"]`).Length() != 1 {
		t.Errorf("the desk reads %q", got)
	}
	if got := words(desk.Find(".duties .away")); !strings.Contains(got, "暂时没有人接") || !strings.Contains(got, "回来") {
		t.Errorf("of the absence the desk reads %q", got)
	}
}

// TestTheDeskSeesAFullService sees that one more number is beyond the quota.
func TestTheDeskSeesAFullService(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) { r.Services[0].Quota = &queue.Quota{Morning: 1, Afternoon: 1} }})
	queuetest.Issue(t, h.queue, "legal")
	status, desk := h.get(t, h.login(t, "boss"), "/desk")
	tile := desk.Find(`.tile[data-id="legal"][data-over]`)
	if got := words(tile); status != http.StatusOK || !strings.Contains(got, "号已经取完") {
		t.Errorf("%d: %q", status, got)
	}
}

// TestAPauseSaysWhenItEnds reads what the console shows of a pause.
func TestAPauseSaysWhenItEnds(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	h.as(t, "anna", queue.PauseWindow{Window: "w1", Reason: "break", For: 10 * time.Minute})
	_, page := h.get(t, h.login(t, "anna"), "/window/w1")
	if got := words(page.Find(`[data-slot="pause-why"]`)); !strings.HasPrefix(got, "休息一下，") || !strings.HasSuffix(got, "回来") {
		t.Errorf("it says %q", got)
	}
}

// TestAPageIsAnsweredAtTheWindow has somebody on call press a button, and go on leave by the keyboard.
func TestAPageIsAnsweredAtTheWindow(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) { r.Staff[1].OnCall = true }})
	queuetest.Issue(t, h.queue, "court")
	b := newTab(t, h)
	b.login("xiao", "/window/court")
	b.fits("console-paged")
	b.Click(`[data-duty="answer"][data-minutes="10"]`)
	b.See(".duties .coming")
	b.Press("\r") // opens the window: they are here
	b.Until(`!document.querySelector(".duties .coming")`)
	b.Press("p")
	b.Chosen(`#pause [name="minutes"]`, "30")
	b.Click(`#pause [data-id="away"]`)
	b.See(".duties .away")
	b.view("paused")
	b.fits("console-away")
	b.Open("/desk")
	b.See(`[data-live="live"]`)
	b.See(".duties .away")
	b.fits("desk-away")
	b.Click(`.duties [data-duty="back"]`)
	b.Until(`!document.querySelector(".duties .away")`)
}
