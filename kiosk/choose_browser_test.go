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
	b.size(1280, 800)
	b.open("/kiosk/main?lang=zh")
	b.touch(`.way[href*="/search"]`)
	b.see(".chip")
	for _, key := range []string{"g", "z", "x", "back", "m", "n", "d"} {
		b.touch(`[data-type="` + key + `"]`)
	}
	b.see(`[data-results][data-typed="gzmnd"] .find[data-service="labour"]`)
	if bad := value[string](b, `[...document.querySelectorAll(".keyboard button")].filter((e) => e.getBoundingClientRect().height < 60 || e.getBoundingClientRect().width < 60).map((e) => e.textContent).join(" ")`); bad != "" {
		t.Errorf("smaller than a finger: %s", bad)
	}
	if lang := value[string](b, `new URL(document.querySelector(".foot [lang=en]").href).pathname`); lang != "/kiosk/main/search" {
		t.Errorf("the other language leads to %s", lang)
	}
	b.touch(`.find[data-service="labour"]`)
	b.see(".single .take")
	b.touch(".foot .back")
	b.see(`[data-typed="gzmnd"] .find`) // nothing is lost
	b.touch(".find")
	b.touch(".single .take")
	b.see(".stub .number")
	if got := h.counted(t); len(got) != 1 || got[0] != (queue.SearchedData{Kiosk: "main", Lang: "zh", Hits: got[0].Hits, Service: "labour"}) || got[0].Hits == 0 {
		t.Errorf("counted %+v", got)
	}
	b.open("/kiosk/main/search?lang=en")
	b.touch(`[data-type="q"]`)
	b.touch(`[data-type="q"]`)
	b.touch(`[data-type="q"]`)
	b.see(".nothing")
	b.touch(".foot .back")
	b.see(".tile")
	b.await(`performance.getEntriesByType("resource").some((e) => e.name.endsWith("/searched"))`) // nobody waits for the count
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
	b.size(1080, 1920)
	b.open("/kiosk/main")
	b.touch(".unsure")
	b.touch(`[data-answer="quarrel"]`)
	b.see(`.trail a`)
	b.touch(`[data-answer="yes"]`)
	b.see("form .take")
	b.touch(".foot .back")
	b.see(`.answer.was[data-answer="yes"]`)
	b.touch(".trail a")
	b.see(`.answer.was[data-answer="quarrel"]`)
}

// TestWhoCallsForHelpLearnsHowItStands asks, has nobody answer, then somebody, and needs nobody any more.
func TestWhoCallsForHelpLearnsHowItStands(t *testing.T) {
	h := newHouse(t, houseOptions{rules: func(r *queue.Rules) { r.Policy.HelpAnswerS = 1 }})
	b := newTab(t, h.serve(t).URL)
	b.size(1080, 1920)
	b.open("/kiosk/main")
	b.touch(".call button")
	b.see(".person-icon.ringing")
	b.see(".person-icon.warn") // by itself
	var id queue.HelpID
	h.queue.View(func(l *queue.Lobby) { id = l.HelpAt("main", "").ID })
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.TakeHelp{Help: id})
	b.open("/kiosk/main/help")
	b.see(".person-icon.good")
	b.touch(".end button")
	b.see(".tile")
	h.queue.View(func(l *queue.Lobby) {
		if l.HelpAt("main", "") != nil {
			t.Error("somebody is still called for")
		}
	})
}
