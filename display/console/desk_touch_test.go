package console_test

import (
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestTheDeskServesAVisitorByTouch on a tablet: the questions find the service, a person is named, the number is given, its
// sheet has the visitor step outside and come back, and leaves out a step.
func TestTheDeskServesAVisitorByTouch(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Triage = queuetest.Triage()
		r.Policy.OutsideMaxS = 600
		for i := range r.Staff {
			if r.Staff[i].ID == "xiao" {
				r.Staff[i].Public = queue.Text{"zh": "老肖", "en": "Lao Xiao"}
			}
		}
	}})
	b := newTab(t, h)
	b.Size(1024, 768)
	b.Open("/language/zh?to=/login")
	b.login("desk", "/desk")
	b.See(".services")
	if small := value[string](b, `[...document.querySelectorAll("main button, main label, .side button, .tile, .bar a.link")].filter((e) => { const r = e.getBoundingClientRect(); return r.width && e.tagName !== "LABEL" && r.height < 43.5 && !e.closest(".bar"); }).map((e) => e.className + e.textContent).join("; ")`); small != "" {
		t.Errorf("too small to touch: %s", small)
	}
	b.fits("desk-tablet")

	b.Click("[data-ask]")
	b.See("#ask[open] .acts button")
	b.Click("[data-ask-back]")
	b.Gone("#ask")
	questions := queuetest.Triage().Questions
	b.Click("[data-ask]")
	answer := func(words string) {
		t.Helper()
		b.Until(`[...document.querySelectorAll("#ask[open] .acts button")].some((e) => e.textContent === "` + words + `")`)
		value[bool](b, `([...document.querySelectorAll("#ask .acts button")].find((e) => e.textContent === "`+words+`").click(), true)`)
	}
	brief := queuetest.Brief("what", "wages", "talk", "yes")
	for i, reply := range brief {
		for _, q := range questions {
			for _, a := range q.Answers {
				if q.ID == brief[i].Question && a.ID == reply.Answer {
					answer(a.Text["zh"])
				}
			}
		}
	}
	b.See("[data-brief-said]")
	b.Click("[data-forget]")
	b.Gone("[data-brief-said]")

	b.Click(`.tile[data-id="mediation"]`)
	b.See("[data-persons]")
	b.Click(`[data-persons] label[data-serves]:has([value="xiao"])`)
	b.Click(`label:has([name="need"])`)
	b.Click(`[data-step="1"]`)
	b.Click(".give")
	b.See(".lastly")
	var x *queue.Ticket
	h.queue.View(func(l *queue.Lobby) { x = l.ByNumber("A001").Clone() })
	if x.ForStaff != "xiao" || x.Party != 2 || x.Needs == 0 || len(x.Brief) != 0 {
		t.Fatalf("given out is %+v", x)
	}
	b.Gone("[data-persons]")

	sheet := func(what string) {
		t.Helper()
		b.Until(`document.querySelector('[role=tabpanel]:not([hidden]) [data-ticket="A001"]')?.dataset.may.includes("` + what + `")`)
		value[bool](b, `(document.querySelector('[role=tabpanel]:not([hidden]) [data-ticket="A001"]').click(), true)`) // it may be drawn anew under a slower finger
		b.See(`#ticket[open] [data-do="` + what + `"]`)
		b.Click(`#ticket [data-do="` + what + `"]`)
		b.Gone("#ticket")
	}
	sheet("outside")
	b.Until(`document.querySelector("#list-held [data-ticket]") !== null`)
	b.Click("#tab-held")
	sheet("back")
	b.Until(`document.querySelector("#list-waiting [data-ticket]") !== null`)
	b.Click("#tab-waiting")
	sheet("anyone")
	b.Until(`document.querySelector("#list-waiting [data-ticket]") !== null && !document.querySelector('#list-waiting [data-may*="anyone"]')`)
}

// TestTheDeskSaysThatAColleagueIsAway and back again, by touch.
func TestTheDeskSaysThatAColleagueIsAway(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	b := newTab(t, h)
	b.Size(1024, 768)
	b.login("desk", "/desk")
	b.See(".services")
	// A page that stands open knows how much of the day is left, and which time was chosen.
	value[bool](b, `(document.querySelector('#crew [name="away"][value="900"]').checked = true, document.querySelector("#crew label:last-of-type input").value = "7", true)`)
	queuetest.Issue(t, h.queue, "legal")
	b.Until(`Number(document.querySelector("#crew label:last-of-type input").value) > 7 && document.querySelector('#crew [name="away"]:checked').value === "900"`)
	b.Click("[data-crew]")
	b.See("#crew[open]")
	b.Click(`#crew label:has([value="900"])`)
	b.Click(`#crew [data-away="anna"]`)
	b.See(`[data-duty="back"]`)
	h.queue.View(func(l *queue.Lobby) {
		if a, away := l.Absence("anna"); !away || a.Until.Sub(a.Since).Minutes() != 15 || l.Window("w1").State != queue.WindowPaused {
			t.Errorf("away %v: %+v", away, a)
		}
	})
	b.Click(`[data-duty="back"]`)
	b.Until(`document.querySelector('[data-duty="back"]') === null`)
}

// TestADeskLeavesOutAStep of a journey by the ticket's sheet.
func TestADeskLeavesOutAStep(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Bundles = []queue.Bundle{{ID: "wages", Name: queue.Text{"zh": "讨薪", "en": "Wages"}, Steps: []queue.ServiceID{"legal", "court"}}}
	}})
	x := h.as(t, "boss", queue.Issue{Bundle: "wages", Seed: queuetest.Seed()}).Ticket
	_, doc := h.get(t, h.login(t, "desk"), "/desk?lang=zh")
	if may, _ := doc.Find(`[data-ticket="` + x.Number + `"]`).Attr("data-may"); !strings.Contains(may, "skip") {
		t.Errorf("the desk may %q", may)
	}
}

// TestWhoAsksInSilenceStandsFirstAtTheDesk until somebody goes, with the name of who asks.
func TestWhoAsksInSilenceStandsFirstAtTheDesk(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "boss", queue.OpenWindow{Window: "w2"})
	queuetest.Do(t, h.queue, "kiosk:main", queue.AskHelp{Kiosk: "main"})
	call := h.as(t, "anna", queue.SilentHelp{Window: "w1"}).Help
	c := h.login(t, "desk")
	_, doc := h.get(t, c, "/desk?lang=zh")
	if first := doc.Find(".task").First(); !first.HasClass("silent") || !first.HasClass("open") || !strings.Contains(words(first), "别声张") || !strings.Contains(words(first), "姓anna") {
		t.Errorf("first stands %s", words(first))
	}
	h.as(t, "boss", queue.TakeHelp{Help: call.ID})
	_, doc = h.get(t, c, "/desk?lang=zh")
	if last := doc.Find(".task").Last(); !last.HasClass("silent") || last.HasClass("open") {
		t.Errorf("when somebody goes, last stands %s", words(last))
	}
}
