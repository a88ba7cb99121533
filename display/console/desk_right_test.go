package console_test

import (
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestTheDeskGivesOutWhatIsClosedKnowingly reads that the big key says so before, and by the keyboard gives a
// number with a reason: Enter once more chooses none.
func TestTheDeskGivesOutWhatIsClosedKnowingly(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "boss", queue.ShutService{Service: "legal", Then: queue.ShutServe})
	b := newTab(t, h)
	b.Open("/language/zh?to=/login")
	b.login("desk", "/desk")
	b.See(".services")
	b.Typed(`[name="find"]`, "法律")
	b.Until(`document.querySelector(".give.over").innerText.startsWith("仍要取号")`)
	b.Typed(`[name="find"]`, "\r\r")
	b.See("#over[open]")
	if got := value[string](b, `document.querySelector("#over").innerText`); !strings.Contains(got, "今天停办") || strings.Contains(got, "请到咨询台") {
		t.Errorf("it asks %q", got)
	}
	b.Shot("desk-over")
	b.Click(`[data-over-why="urgent"]`)
	b.See(".lastly")
	h.queue.View(func(l *queue.Lobby) {
		if x := l.ByNumber("A001"); x == nil || x.Service != "legal" {
			t.Errorf("given out is %+v", x)
		}
	})
}

// TestTheDeskPutsANumberRight offers with a number that waits another service, priority and its end, each with its
// choices, and with one in a window's hand none of them.
func TestTheDeskPutsANumberRight(t *testing.T) {
	h := open(t, houseOptions{})
	x := queuetest.Issue(t, h.queue, "legal")
	desk := h.login(t, "desk")
	_, doc := h.get(t, desk, "/desk?lang=zh")
	if got := " " + doc.Find(`[data-ticket="`+x.Number+`"]`).AttrOr("data-may", "") + " "; !strings.Contains(got, " service class cancel ") {
		t.Errorf("of one who waits it offers %q", got)
	}
	for css, want := range map[string]int{"[data-cancel-why]": 4, "[data-class-why]": 6, "[data-over-why]": 4, `[data-service-to="court"]:not([disabled])`: 1} {
		if n := doc.Find(css).Length(); n != want {
			t.Errorf("%s: %d, want %d", css, n, want)
		}
	}
	h.as(t, "desk", queue.SetClass{Number: x.Number, Class: queue.ClassPriority, Reason: "elderly"})
	_, doc = h.get(t, desk, "/desk?lang=zh&how=priority&last="+x.Number)
	if key := doc.Find(`[data-ticket="` + x.Number + `"][data-priority]`); !strings.Contains(key.AttrOr("data-may", ""), "ordinary cancel") {
		t.Errorf("with priority it offers %q", key.AttrOr("data-may", ""))
	}
	if got := words(doc.Find(".last")); !strings.HasPrefix(got, "已改为优先 "+x.Number) {
		t.Errorf("it says %q", got)
	}
}

// TestTheDeskNamesTheStopsOfABundle reads them with the number that was given out.
func TestTheDeskNamesTheStopsOfABundle(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Bundles = []queue.Bundle{{ID: "wages", Name: queue.Text{"zh": "讨薪一条龙", "en": "Wages"}, Steps: []queue.ServiceID{"legal", "court"}}}
	}})
	h.as(t, "desk", queue.Issue{Bundle: "wages", Seed: queuetest.Seed()})
	_, doc := h.get(t, h.login(t, "desk"), "/desk?lang=zh&last=A001")
	if got := words(doc.Find("[data-stops]")); got != "共 2 项： 法律援助 → 共享法庭" {
		t.Errorf("it says %q", got)
	}
}

// TestADeskTileSaysHowManyWaitWhereNoWindowIsOpen hides neither.
func TestADeskTileSaysHowManyWaitWhereNoWindowIsOpen(t *testing.T) {
	h := open(t, houseOptions{})
	queuetest.Issue(t, h.queue, "legal")
	_, doc := h.get(t, h.login(t, "desk"), "/desk?lang=zh")
	if got := words(doc.Find(`.tile[data-id="legal"]`)); !strings.Contains(got, "1 批在等") || !strings.Contains(got, "窗口未开") {
		t.Errorf("it says %q", got)
	}
}

// TestTheDeskTakesBackWhatItEnded shows the number that it ended large, with the way back, and the same number
// waiting once that was taken; a number that was passed isn't offered an end.
func TestTheDeskTakesBackWhatItEnded(t *testing.T) {
	h := open(t, houseOptions{})
	x := queuetest.Issue(t, h.queue, "legal")
	desk := h.login(t, "desk")
	h.as(t, "desk", queue.Cancel{Ticket: x.ID, Reason: "double"})
	_, doc := h.get(t, desk, "/desk?lang=zh&how=ended&last="+x.Number)
	if got := words(doc.Find(".last")); !strings.HasPrefix(got, "刚作废 "+x.Number+"法律援助撤销作废 ") || !strings.HasSuffix(got, "前可以撤销") {
		t.Errorf("it says %q", got)
	}
	h.as(t, "desk", queue.TakeBack{Ticket: x.ID})
	_, doc = h.get(t, desk, "/desk?lang=zh&how=ended&last="+x.Number)
	if got := words(doc.Find(".last")); !strings.HasPrefix(got, "没有作废，接着排 "+x.Number) || doc.Find("[data-undo]").Length() > 0 {
		t.Errorf("taken back it says %q", got)
	}
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	h.as(t, "anna", queue.Next{Window: "w1"})
	h.as(t, "anna", queue.Pass{Window: "w1"})
	_, doc = h.get(t, desk, "/desk?lang=zh")
	if got := doc.Find(`[data-ticket="`+x.Number+`"]`).AttrOr("data-may", ""); !strings.Contains(got, "return") || strings.Contains(got, "cancel") {
		t.Errorf("of one who was passed it offers %q", got)
	}
}
