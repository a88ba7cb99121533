package kiosk

import (
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestTheSearchIsTypedOnItsOwnKeys touches letter by letter, sees what they bring up, takes a number
// from it, and finds the search counted.
func TestTheSearchIsTypedOnItsOwnKeys(t *testing.T) {
	h := busyHouse(t)
	b := newTab(t, h.serve(t).URL)
	b.Size(1280, 800)
	b.Open("/kiosk/main?lang=zh")
	b.Click(`.way[href*="/search"]`)
	b.See(".chip")
	for _, key := range []string{"g", "z", "x", "back", "m", "n", "d"} {
		b.Click(`[data-type="` + key + `"]`)
	}
	b.See(`[data-results][data-typed="gzmnd"] .find[data-service="labour"]`)
	if bad := value[string](b, `[...document.querySelectorAll(".keyboard button")].filter((e) => e.getBoundingClientRect().height < 60 || e.getBoundingClientRect().width < 60).map((e) => e.textContent).join(" ")`); bad != "" {
		t.Errorf("smaller than a finger: %s", bad)
	}
	if lang := value[string](b, `new URL(document.querySelector(".foot [lang=en]").href).pathname`); lang != "/kiosk/main/search" {
		t.Errorf("the other language leads to %s", lang)
	}
	b.Click(`.find[data-service="labour"]`)
	b.See(".single .take")
	b.Click(".foot .back")
	b.See(`[data-typed="gzmnd"] .find`) // nothing is lost
	b.Click(".find")
	b.Click(".single .take")
	b.See(".stub .number")
	if got := h.counted(t); len(got) != 1 || got[0] != (queue.SearchedData{Kiosk: "main", Lang: "zh", Hits: got[0].Hits, Service: "labour"}) || got[0].Hits == 0 {
		t.Errorf("counted %+v", got)
	}
	b.Open("/kiosk/main/search?lang=en")
	b.Click(`[data-type="q"]`)
	b.Click(`[data-type="q"]`)
	b.Click(`[data-type="q"]`)
	b.See(".nothing")
	b.Click(".foot .back")
	b.See(".tile")
	b.Until(`performance.getEntriesByType("resource").some((e) => e.name.endsWith("/searched"))`) // nobody waits for the count
	if got := h.counted(t); len(got) != 2 || got[1] != (queue.SearchedData{Kiosk: "main", Lang: "en", Word: 1}) {
		t.Errorf("what found nothing: %+v", got)
	}
}

// counted lists the searches that were counted.
func (h *house) counted(t *testing.T) (list []queue.SearchedData) {
	t.Helper()
	loaded, err := h.store.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for e, err := range loaded.Events {
		if d, ok := e.Data.(queue.SearchedData); ok && err == nil {
			list = append(list, d)
		}
	}
	return list
}

// TestAQuestionIsGoneBackFromWithoutLoss answers, goes back, and sees what was answered.
func TestAQuestionIsGoneBackFromWithoutLoss(t *testing.T) {
	h := askingHouse(t)
	b := newTab(t, h.serve(t).URL)
	b.Open("/kiosk/main")
	b.Click(".unsure")
	b.Click(`[data-answer="quarrel"]`)
	b.See(`.trail a`)
	b.Click(`[data-answer="yes"]`)
	b.See("form .take")
	b.Click(".foot .back")
	b.See(`.answer.was[data-answer="yes"]`)
	b.Click(".trail a")
	b.See(`.answer.was[data-answer="quarrel"]`)
}

// TestWhoCallsForHelpLearnsHowItStands asks, has nobody answer, then somebody, and needs nobody any more.
func TestWhoCallsForHelpLearnsHowItStands(t *testing.T) {
	h := newHouse(t, houseOptions{rules: func(r *queue.Rules) { r.Policy.HelpAnswerS = 1 }})
	b := newTab(t, h.serve(t).URL)
	b.Open("/kiosk/main")
	b.Click(".call button")
	b.See(".person-icon.ringing")
	b.See(".person-icon.warn") // by itself
	var id queue.HelpID
	h.queue.View(func(l *queue.Lobby) { id = l.HelpAt("main", "").ID })
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.TakeHelp{Help: id})
	b.Open("/kiosk/main/help")
	b.See(".person-icon.good")
	b.Click(".end button")
	b.See(".tile")
	h.queue.View(func(l *queue.Lobby) {
		if l.HelpAt("main", "") != nil {
			t.Error("somebody is still called for")
		}
	})
}
