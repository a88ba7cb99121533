package console_test

import (
	"strings"
	"testing"
	"time"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// asks is what the form of the desk would ask for now.
const asks = `["priority", "party", "lang", "kiosk"].map((n) => new FormData(document.querySelector("#issue")).get(n)).join("|")`

// TestTheDesksFormIsReadyForTheNextVisitor issues for a group with priority that
// wants no paper: nothing of it is left for whoever comes after.
func TestTheDesksFormIsReadyForTheNextVisitor(t *testing.T) {
	h := open(t, houseOptions{})
	b := newTab(t, h)
	b.login("desk", "/desk")
	b.See(".services")
	fresh := value[string](b, asks)
	b.Click(`label:has([name="priority"][value="1"])`)
	b.Click(`[data-step="1"]`)
	b.Click(`label:has([name="kiosk"][value=""])`)
	b.Click(`label:has([name="lang"][value="en"])`)
	if got := value[string](b, asks); got != "1|2|en|" {
		t.Fatalf("chosen %q", got)
	}
	b.Typed(`[name="find"]`, "调解\r")
	b.See(".lastly")
	b.Until(`document.querySelector("#list-waiting .number")?.textContent === "A001"`)
	if got := value[string](b, asks); got != fresh {
		t.Errorf("the next visitor begins with %q, want %q", got, fresh)
	}
}

// TestTheDeskGivesOutABundle finds one by its name: one number, with what comes after.
func TestTheDeskGivesOutABundle(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Bundles = []queue.Bundle{{ID: "wages", Name: queue.Text{"zh": "讨薪一条龙", "en": "Wages"}, Steps: []queue.ServiceID{"legal", "court"}}}
	}})
	_, doc := h.get(t, h.login(t, "desk"), "/desk?lang=zh")
	if got := words(doc.Find(`[data-bundle="wages"]`)); got != "讨薪一条龙法律援助 → 共享法庭" {
		t.Errorf("the desk offers %q", got)
	}
	b := newTab(t, h)
	b.login("desk", "/desk")
	b.See(".services")
	b.Typed(`[name="find"]`, "讨薪\r")
	b.See(".lastly")
	h.queue.View(func(l *queue.Lobby) {
		if x := l.ByNumber("A001"); x == nil || x.Bundle != "wages" || len(x.Plan) != 1 {
			t.Errorf("given out is %+v", x)
		}
	})
}

// TestTheDeskSaysWhatItDid reads the line above the large number after each of the
// three ways a ticket gets there.
func TestTheDeskSaysWhatItDid(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	missed := queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.Next{Window: "w1"})
	h.as(t, "anna", queue.Pass{Window: "w1"})
	b := newTab(t, h)
	b.Open("/language/zh?to=/login")
	b.login("desk", "/desk")
	b.See(".services")
	says := func(number, words string) {
		t.Helper()
		b.Until(`document.querySelector(".last .number")?.textContent === "` + number + `" && document.querySelector(".last .small").textContent === "` + words + `"`)
	}
	b.Typed(`[name="find"]`, "调解\r")
	says("A002", "刚取的号")
	b.Typed(`#find-ticket`, "a002\r")
	says("A002", "已补打")
	b.Click("#tab-passed")
	b.Click(`[data-return="` + missed.Number + `"]`)
	says(missed.Number, "已回到队列")
}

// TestARefusalStandsAtItsField asks for a ticket that there isn't and for one that
// can't be printed again: the words are where the hand is, and nothing has moved.
func TestARefusalStandsAtItsField(t *testing.T) {
	h := open(t, houseOptions{})
	x := h.slip(t, queue.PrintFailed, false, "fault")
	b := newTab(t, h)
	b.login("desk", "/desk")
	b.See(`#list-paper [data-number="` + x.Number + `"]`)
	const places = `[...document.querySelectorAll(".give, .how, .services, .again, .tabs, .lists, .row")].map((e) => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height].map(Math.round).join(); }).join(" ")`
	before := value[string](b, places)
	b.Typed(`#find-ticket`, "Z999\r")
	b.See(`[data-say="again"] .refusal`)
	b.fits("desk-refused-side")
	if over := value[string](b, `(() => {
		const box = (e) => e.getBoundingClientRect(), said = box(document.querySelector('[data-say="again"] .refusal'));
		return [...document.querySelectorAll("button, input, .tabs")].filter((e) => e.checkVisibility()).filter((e) => { const r = box(e); return r.left < said.right && said.left < r.right && r.top < said.bottom && said.top < r.bottom; }).map((e) => e.outerHTML).join();
	})()`); over != "" {
		t.Errorf("the refusal covers %s", over)
	}
	if value[bool](b, `!document.querySelector('[data-say="issue"] .refusal').hidden`) {
		t.Error("the other form says it, too")
	}
	if after := value[string](b, places); after != before {
		t.Errorf("moved:\n%s\n%s", before, after)
	}
	b.Typed(`#find-ticket`, "9")
	b.Gone(`[data-say="again"] .refusal`)
	b.Typed(`#find-ticket`, "\r")
	b.See(`[data-say="again"] .refusal`)
	b.Gone(`[data-say="again"] .refusal`) // by itself

	value[bool](b, `(document.querySelector('[name="party"]').removeAttribute("max"), document.querySelector('[name="party"]').value = 400, true)`)
	b.Typed(`[name="find"]`, "调解\r")
	b.See(`[data-say="issue"] .refusal`)
	b.fits("desk-refused-issue")
	if after := value[string](b, places); after != before {
		t.Errorf("moved:\n%s\n%s", before, after)
	}
}

// TestTheDeskSaysWhatIsSoAfterAnEnd types a number that it ended, which it is told, with the way back in sight, and
// takes the end back: the focus was on a key that gives way to words, and every part of the page says what is so.
func TestTheDeskSaysWhatIsSoAfterAnEnd(t *testing.T) {
	h := open(t, houseOptions{})
	x := queuetest.Issue(t, h.queue, "legal")
	b := newTab(t, h)
	b.Before(`window.setInterval = () => 0;`) // no fetch by the clock puts right what one after an act left wrong
	b.Open("/language/zh?to=/login")
	b.login("desk", "/desk")
	b.See(".services")
	h.as(t, "desk", queue.Cancel{Ticket: x.ID, Reason: "double"})
	b.Open("/desk?how=ended&last=" + x.Number)
	b.See("[data-undo]")
	b.Typed(`#find-ticket`, strings.ToLower(x.Number)+"\r")
	b.Says(`[data-say="again"] .refusal`, x.Number+" 已经作废。")
	b.Focus("[data-undo]")
	b.Press("\r")
	b.Until(`document.querySelector('[data-part="waiting"] .row') !== null`)
	if said := value[string](b, `document.querySelector(".last").innerText`); !strings.HasPrefix(said, "没有作废，接着排") || strings.Contains(said, "撤销") {
		t.Errorf("taken back it says %q", said)
	}
}

// TestTheDeskSaysWhereNothingPrints marks the kiosks whose printers can't print
// and chooses another.
func TestTheDeskSaysWhereNothingPrints(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Kiosks = append(r.Kiosks, queue.Kiosk{ID: "desk", Name: queue.Text{"zh": "咨询台", "en": "Desk"}, Printer: "p3"})
	}})
	desk := h.login(t, "desk")
	choice := func() (chosen, out string) {
		_, doc := h.get(t, desk, "/desk?lang=zh")
		if got := words(doc.Find(`[data-part="at-main"]`)); got != "" {
			t.Errorf("the kiosk in the hall is marked %q", got)
		}
		return doc.Find(`[name="kiosk"][checked]`).AttrOr("value", ""), words(doc.Find(`[data-part="at-desk"]`))
	}
	if chosen, out := choice(); chosen != "desk" || out != "" {
		t.Errorf("never heard of a printer: %q is chosen, %q", chosen, out)
	}
	h.board.Printer(display.PrinterHealth{ID: "p3", State: display.PrinterPaperOut, Why: "paper_out", Since: h.queue.Now()})
	if chosen, out := choice(); chosen != "main" || out != "没纸" {
		t.Errorf("without paper: %q is chosen, %q", chosen, out)
	}
	h.board.Printer(display.PrinterHealth{ID: "p1", State: display.PrinterOff, Why: "unplugged", Since: h.queue.Now()})
	h.board.Printer(display.PrinterHealth{ID: "p2", State: display.PrinterReady, Since: h.queue.Now()})
	b := newTab(t, h)
	b.Open("/language/zh?to=/login")
	b.login("desk", "/desk")
	b.Until(`document.querySelector('[data-part="at-main"]').textContent === "在咨询台旁出来"`)
	b.fits("desk-out")
	const chosen = `document.querySelector('[name="kiosk"]:checked').value`
	if got := value[string](b, chosen); got != "main" {
		t.Errorf("%q is chosen, where nothing comes out", got)
	}
	// The choice follows the printers until somebody has chosen.
	h.board.Printer(display.PrinterHealth{ID: "p3", State: display.PrinterReady, Since: h.queue.Now()})
	b.Until(chosen + ` === "desk"`)
	b.Click(`label:has([name="kiosk"][value="main"])`)
	h.board.Printer(display.PrinterHealth{ID: "p3", State: display.PrinterReady, Low: true, Since: h.queue.Now()})
	h.board.Printer(display.PrinterHealth{ID: "p1", State: display.PrinterReady, Since: h.queue.Now()})
	b.Until(`document.querySelector('[data-part="at-main"]').textContent === ""`)
	b.Until(`document.querySelector('[data-part="at-desk"]').textContent === "纸快用完了"`) // who sits beside it can change the roll
	b.fits("desk-low-zh")
	if got := value[string](b, chosen); got != "main" {
		t.Errorf("%q is chosen, though somebody chose another", got)
	}
}

// TestAReprintIsMadeWhereSlipsComeOut prints again at the desk while new tickets are to
// have no paper: not at the kiosk it was taken at, whose printer is dead.
func TestAReprintIsMadeWhereSlipsComeOut(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Kiosks = append(r.Kiosks, queue.Kiosk{ID: "desk", Name: queue.Text{"zh": "咨询台", "en": "Desk"}, Printer: "p3"})
	}})
	x := h.slip(t, queue.PrintFailed, false, "fault")
	h.board.Printer(display.PrinterHealth{ID: "p1", State: display.PrinterOff, Why: "silent", Since: h.queue.Now()})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	h.as(t, "anna", queue.Call{Window: "w1", Number: x.Number})
	_, doc := h.get(t, h.login(t, "anna"), "/window/w1/state?lang=zh")
	if got := doc.Text(); !strings.Contains(got, `"print_at":"desk"`) {
		t.Errorf("the window would print again elsewhere: %s", got)
	}
	b := newTab(t, h)
	b.login("desk", "/desk")
	b.See(`#list-paper [data-number="` + x.Number + `"]`)
	b.Click(`label:has([name="kiosk"][value=""])`)
	b.Click(`[data-again="` + x.Number + `"]`)
	b.See(".lastly .tag")
	if p := h.queueState(x.ID).Print; p.Printer != "p3" {
		t.Errorf("printed again: %+v", p)
	}
}

// TestTheDeskHearsOfAPrinterAtOnce has the paper end within a slip, which the books
// learn of minutes later.
func TestTheDeskHearsOfAPrinterAtOnce(t *testing.T) {
	h := open(t, houseOptions{})
	x := h.slip(t, queue.Printing, false, "")
	desk := h.login(t, "desk")
	ws, _ := h.dial(t, desk, "/ws/desk")
	if err := ws.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	heard := func(kind string) {
		t.Helper()
		for {
			var m struct{ Type string }
			if err := ws.ReadJSON(&m); err != nil {
				t.Fatal(err)
			}
			if m.Type == kind {
				return
			}
		}
	}
	heard("snapshot")
	h.board.Printer(display.PrinterHealth{ID: "p1", State: display.PrinterCoverOpen, Why: "cover_open", Since: h.queue.Now()})
	heard("changed")
	_, doc := h.get(t, desk, "/desk?lang=zh")
	row := doc.Find(`#list-paper [data-number="` + x.Number + `"]`)
	if got := words(row.Find(".why")); got != "打到一半停住了（盖子开着）" || !row.HasClass("maybe") {
		t.Errorf("the list says %q as %q", got, row.AttrOr("class", ""))
	}
}

// TestADoubtBehindAReprintIsSaid has a slip end in doubt; its reprint waits for
// paper. That the first may be out isn't forgotten over it.
func TestADoubtBehindAReprintIsSaid(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) { r.Policy.ReprintDoubt = true }})
	x := h.slip(t, queue.PrintInDoubt, false, "timeout")
	jobs := 0
	h.queue.View(func(l *queue.Lobby) { jobs = len(l.Jobs()) })
	if jobs != 1 {
		t.Fatalf("%d jobs: no reprint was asked for", jobs)
	}
	h.queue.View(func(l *queue.Lobby) { jobs = int(l.Jobs()[0].ID) })
	queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.StallPrint{Job: queue.JobID(jobs), Why: "paper_out"})
	_, doc := h.get(t, h.login(t, "desk"), "/desk?lang=zh&last="+x.Number)
	for _, at := range []string{".last .paper", `[data-number="` + x.Number + `"] .why`} {
		if got := words(doc.Find(at)); !strings.Contains(got, "没纸") || !strings.Contains(got, "补打 1") || !strings.Contains(got, "前一张可能已经出来") {
			t.Errorf("%s says %q", at, got)
		}
	}
}
