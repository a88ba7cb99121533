package screen

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAScreenAtADoorAsksIn holds how screens call: a hall's sends people there, a door's has them before it.
func TestAScreenAtADoorAsksIn(t *testing.T) {
	rules := demoRules()
	floor := &rules.Centre.Floors[0]
	room := &rules.Windows[0]
	room.Label = queue.Text{"zh": "人民调解室", "en": "Mediation room"}
	floor.Plan = &queue.FloorPlan{Width: 50, Height: 20, Rooms: []queue.Room{{ID: "a", Name: queue.Text{"zh": "人民调解室", "en": "Mediation room"}}}}
	rules.Screens = append(rules.Screens,
		queue.Screen{ID: "door", Name: queue.Text{"zh": "门口"}, Windows: []queue.WindowID{"w1"}},
		queue.Screen{ID: "counter", Name: queue.Text{"zh": "柜台"}, Windows: []queue.WindowID{"w2"}},
	)
	h := newHouse(t, rules)
	for screen, want := range map[string]string{"hall": "go", "door": "in", "counter": "here"} {
		r, err := http.Get(h.url + "/screen/" + screen)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(r.Body)
		_ = r.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Find("#board").AttrOr("data-bids", ""); got != want {
			t.Errorf("%s calls with %q, want %q", screen, got, want)
		}
	}
	door := h.glass("/ws/screen/door?lang=zh")
	h.do(queue.OpenWindow{Window: "w1"})
	h.do(queue.Issue{Service: "legal", Lang: "en", Seed: queuetest.Seed()})
	h.do(queue.Next{Window: "w1"})
	if m := door.next("call"); m.Other == nil || m.Other.Go != "Please come in" {
		t.Errorf("before the door the ticket's language says %+v", m.Other)
	}
	for _, key := range []string{"go", "in", "here"} {
		for _, kind := range []string{"", "_again", "_consultation", "_session"} {
			if !h.screens.kit.Catalogue.Has("screen." + key + kind) {
				t.Errorf("no words for screen.%s%s", key, kind)
			}
		}
	}
}

// TestScreensCountNumbersNotPeople holds the words about who waits: a group of 19 has one number.
func TestScreensCountNumbersNotPeople(t *testing.T) {
	h := newHouse(t, demoRules())
	say := h.screens.kit.T
	for _, key := range []string{"unit", "closing_serve", "closing_carry", "closing_tell", "rest_waiting"} {
		if s := say("zh", "screen."+key, "n", 2, "numbers", 1); strings.Contains(s, "位") || !strings.Contains(s, "号") {
			t.Errorf("%s counts people: %s", key, s)
		}
		if s := say("en", "screen."+key, "n", 2, "numbers", 1); key != "unit" && !strings.Contains(s, "number") {
			t.Errorf("%s counts people: %s", key, s)
		}
	}
	if s := say("en", "screen.waiting"); !strings.Contains(s, "Numbers") {
		t.Errorf("above the counts stands %q", s)
	}
}

// TestAVisitThatIsOverLeavesTheScreens has time pass after a visit: its row goes, without a new call, and who comes
// to the screen later isn't shown it; one that goes on stays.
func TestAVisitThatIsOverLeavesTheScreens(t *testing.T) {
	var passed atomic.Int64
	start, noon := time.Now(), time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) // in the centre's zone: a day that ends takes all numbers along
	mono := func() time.Duration { return time.Since(start) + time.Duration(passed.Load()) }
	h := buildHouseOn(t, queuetest.Start(t, demoRules(), queue.Options{Now: func() time.Time { return noon.Add(mono()) }, Mono: mono}), nil)
	h.run()
	hall := h.glass("/ws/screen/hall")
	var numbers []string
	for _, w := range []queue.WindowID{"w1", "w2"} {
		h.do(queue.OpenWindow{Window: w})
		numbers = append(numbers, queuetest.Issue(t, h.Queue, "legal").Number)
		h.do(queue.Next{Window: w})
		h.do(queue.Start{Window: w})
		hall.next("settled")
	}
	h.do(queue.Finish{Window: "w1", Outcome: "answered"})
	passed.Store(int64(overShown - time.Minute))
	// Counts are told, and what is over is looked at.
	issued := h.do(queue.Issue{Service: "mediation", Seed: queuetest.Seed()})
	for m := hall.next("waiting"); m.Seq < issued.Seq; m = hall.next("waiting") {
		continue
	}
	if m := h.glass("/ws/screen/hall").next("snapshot"); len(m.Calls) != 2 {
		t.Errorf("a moment after its end %d calls are shown", len(m.Calls))
	}
	passed.Store(int64(overShown + time.Minute))
	queuetest.Issue(t, h.Queue, "mediation")
	if m := hall.next("gone"); m.Number != numbers[0] {
		t.Errorf("%s has gone, want %s", m.Number, numbers[0])
	}
	if m := h.glass("/ws/screen/hall").next("snapshot"); len(m.Calls) != 1 || m.Calls[0].Number != numbers[1] {
		t.Errorf("later %+v are shown", m.Calls)
	}
}

// TestAWindowIsShownOnceWhenItsVisitIsOver has the next one called where a visit has just ended, and reads which
// service is closed for the day.
func TestAWindowIsShownOnceWhenItsVisitIsOver(t *testing.T) {
	h := buildHouse(t, demoRules())
	h.run()
	hall := h.glass("/ws/screen/hall")
	h.do(queue.OpenWindow{Window: "w1"})
	before := queuetest.Issue(t, h.Queue, "legal").Number
	h.do(queue.Next{Window: "w1"})
	h.do(queue.Start{Window: "w1"})
	h.do(queue.Finish{Window: "w1", Outcome: "answered"})
	after := queuetest.Issue(t, h.Queue, "legal").Number
	h.do(queue.Next{Window: "w1"})
	if m := hall.next("gone"); m.Number != before {
		t.Errorf("%s has gone, want %s", m.Number, before)
	}
	h.do(queue.ShutService{Service: "mediation", Then: queue.ShutServe})
	m := h.glass("/ws/screen/hall").next("snapshot")
	if len(m.Calls) != 1 || m.Calls[0].Number != after {
		t.Errorf("who comes later is shown %+v", m.Calls)
	}
}
