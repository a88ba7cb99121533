package admin_test

import (
	"strconv"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// news has twenty things happen in the hall, and waits until the page shows the last of them.
func (s *supervisor) news() {
	s.T.Helper()
	for range 9 {
		queuetest.Issue(s.T, s.h.queue, "legal")
		queuetest.Issue(s.T, s.h.queue, "labour")
	}
	state := s.window("w5").State
	if state == queue.WindowOpen {
		s.staff(queue.CloseWindow{Window: "w5"})
		s.staff(queue.CloseWindow{Window: "w6"})
		s.See(`.spot.closed[data-window="w6"]`)
	} else {
		s.staff(queue.OpenWindow{Window: "w5"})
		s.staff(queue.OpenWindow{Window: "w6"})
		s.See(`.spot.free[data-window="w6"]`)
	}
	n := 0
	s.h.queue.View(func(l *queue.Lobby) { n = l.WaitingFor("labour") })
	s.Until(`document.querySelector('[data-key-of="s-labour"] strong').textContent === "` + strconv.Itoa(n) + `"`)
}

// TestWhatIsHalfWrittenStays opens each dialog of the hall, writes or chooses something, and lets twenty things happen:
// words, choices, focus and the place of the caret stay as they are, and what was written can be sent.
func TestWhatIsHalfWrittenStays(t *testing.T) {
	s := atWork(t)
	first := queuetest.Issue(t, s.h.queue, "labour")
	queuetest.Issue(t, s.h.queue, "labour")
	third := queuetest.Issue(t, s.h.queue, "labour")

	s.Click(`[data-open="post"]`)
	s.Typed(`#post [data-lang="zh"]`, "电梯停用")
	s.Until(`(document.activeElement.setSelectionRange(2, 3), true)`)
	s.news()
	s.Until(`(() => { const e = document.activeElement; return e.dataset.lang === "zh" && e.value === "电梯停用" && e.selectionStart === 2 && e.selectionEnd === 3; })()`)
	s.Press("已")
	s.Click(`#post [value="post"]`)
	s.reads(`[data-part="notices"] .what`, "电梯已用")

	s.Click(`[data-window="w1"]`)
	s.See(`#sheet [value="open"]`)
	s.set("staff", "demo")
	s.Click(`#sheet [name="services"][value="mediation"]`)
	s.Focus(`#sheet [name="staff"]`)
	s.news()
	s.Until(`document.activeElement.name === "staff" && document.activeElement.value === "demo" && document.querySelector('#sheet [value="mediation"]').checked`)
	s.Click(`#sheet [value="open"]`)
	s.told("1 号窗口已打开")
	if w := s.window("w1"); w.Staff != "demo" {
		t.Errorf("opened for somebody it is %+v", w)
	}

	s.Click(`[data-sheet="services/labour"]`)
	s.See(`#sheet [value="some"]`)
	s.Click(`#sheet [name="numbers"][value="` + third.Number + `"]`)
	s.set("target", "service:legal")
	s.news()
	s.Until(`[...document.querySelectorAll('#sheet [name="numbers"]:checked')].map((e) => e.value).join() === "` + third.Number + `" && document.querySelector('#sheet [name="target"]').value === "service:legal"`)
	s.Click(`#sheet [value="some"]`)
	s.told("移走 1 个")
	s.h.queue.View(func(l *queue.Lobby) {
		if x := l.Ticket(third.ID); x.Service != "legal" {
			t.Errorf("%s was chosen, and waits for %s", x.Number, x.Service)
		}
	})

	s.Click(`[data-sheet="services/labour"]`)
	s.See(`#sheet [value="some"]`)
	s.Click(`#sheet [value="some"]`)
	s.See(`#sheet [data-slot="sheet-refusal"]:not([hidden])`)
	s.Click(`#sheet [name="numbers"][value="` + first.Number + `"]`)
	s.Click(`#sheet .shut summary`)
	s.Click(`#sheet [name="then"][value="move"]`)
	s.set("to", "mediation")
	s.Focus(`#sheet [name="to"]`)
	s.staff(queue.OpenWindow{Window: "w3"})
	s.staff(queue.Call{Window: "w3", Number: first.Number})
	s.news()
	s.Until(`(() => {
		const one = (css) => document.querySelector("#sheet " + css), f = document.activeElement;
		return !one('[name="numbers"][value="` + first.Number + `"]') && !one('[name="numbers"]:checked') && one(".shut").open && one('[value="move"]').checked
			&& f.name === "to" && f.value === "mediation" && f.checkVisibility() && !one('[data-slot="sheet-refusal"]').hidden;
	})()`)
	s.Click(`#sheet [value="shut"]`)
	s.See(`#sure[open]`)
	s.Until(`(document.querySelector('#sure [value="yes"]').focus(), true)`)
	s.news()
	s.Until(`document.querySelector("#sure").open && document.activeElement.value === "yes"`)
	s.Press("\r")
	s.told("劳动维权今天停办")

	s.Press("?")
	s.See(`#keys[open]`)
	s.Click(`#keys .main`)

	s.Click(`details.list summary`)
	s.Focus(`[data-window="w31"]`)
	s.staff(queue.OpenWindow{Window: "w31"})
	s.See(`.spot.free[data-window="w31"]`)
	s.Until(`document.activeElement.dataset.window === "w31" && document.querySelector("details.list").open`)
}
