package display

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
)

// planned puts a plan into the rules of the tests.
func planned(r *queue.Rules) {
	w := r.Windows[0]
	floor := func() *queue.Floor {
		for i := range r.Centre.Floors {
			if r.Centre.Floors[i].ID == w.Floor {
				return &r.Centre.Floors[i]
			}
		}
		return nil
	}()
	r.Centre.Desk = queue.Text{"zh": "咨询台", "en": "reception desk"}
	floor.Plan = &queue.FloorPlan{
		Width: 50, Height: 20,
		Rooms: []queue.Room{{ID: "store", Name: queue.Text{"zh": "<库>", "en": "<store>"}, Outline: []queue.Point{{X: 0, Y: 9}, {X: 50, Y: 9}, {X: 50, Y: 11}, {X: 0, Y: 11}}}},
		Waits: []queue.Area{{ID: "hall", X: 5, Y: 12, Width: 20, Height: 4}, {ID: "east", Name: queue.Text{"zh": "东侧", "en": "the east side"}, X: 30, Y: 12, Width: 10, Height: 4}},
		Lift:  []queue.Point{{X: 49, Y: 19}}, Desk: []queue.Point{{X: 40, Y: 18}},
		Windows: []queue.WindowSpot{{Window: w.ID, Point: queue.Point{X: 10, Y: 3}}},
		Kiosks:  []queue.KioskSpot{{Kiosk: r.Kiosks[0].ID, Point: queue.Point{X: 10, Y: 18}}},
	}
}

// TestPlan holds what a plan marks, that it says it in words as well, and that no word of the
// config gets out of its text.
func TestPlan(t *testing.T) {
	k := testKit(t, planned)
	r := k.Rules()
	w, kiosk := &r.Windows[0], r.Kiosks[0].ID
	draw := func(m PlanMarks) *goquery.Selection {
		d, err := goquery.NewDocumentFromReader(strings.NewReader(string(k.Plan("en", w.Floor, m))))
		if err != nil {
			t.Fatal(err)
		}
		return d.Find("svg.plan")
	}
	wait := draw(PlanMarks{You: kiosk, Wait: "hall"})
	if wait.Find(".plan-wait.here").Length() != 1 || wait.Find(".plan-you").Length() != 1 || wait.Find(".plan-way").Length() != 1 {
		t.Error("where one is and where to wait aren't marked")
	}
	if say := wait.Find("desc").Text(); !strings.Contains(say, r.Floor(w.Floor).Wait.In("en")) || !strings.Contains(say, r.Kiosks[0].Name.In("en")) {
		t.Errorf("said %q", say)
	}
	if desk := wait.Find(".plan-desk + text").Text(); desk != "Reception desk" {
		t.Errorf("the desk is named %q beside Entrance and Lift", desk)
	}
	if wait.AttrOr("role", "") != "img" || wait.Find("title").Text() == "" || wait.Find("[style]").Length() != 0 || wait.Find("store").Length() != 0 {
		t.Error("not a drawing with a name, or not only one")
	}
	called := draw(PlanMarks{You: kiosk, Window: w.ID})
	if called.Find(".plan-here").Length() != 1 || called.Find(".plan-wait.here").Length() != 0 || !strings.Contains(called.Find("desc").Text(), w.Label.In("en")) {
		t.Error("the window isn't marked, or more than it")
	}
	if called.Find(".plan-way").Length() != 0 {
		t.Error("the way goes through a wall")
	}
	if none := draw(PlanMarks{You: "moon", Wait: "sea", Window: "w99"}); none.Find(".here, .plan-you, .plan-here").Length() != 0 || none.Find("desc").Text() != "" {
		t.Error("something is marked that isn't there")
	}
	if k.Plan("en", "nowhere", PlanMarks{}) != "" {
		t.Error("a floor without a plan is drawn")
	}
}

// TestPlanOf holds that before the call only the place to wait is marked, and that a side that
// waits elsewhere isn't sent to the floor's own place.
func TestPlanOf(t *testing.T) {
	k := testKit(t, planned)
	r := k.Rules()
	w := &r.Windows[0]
	s := r.Service(w.Services[0])
	ticket := &queue.Ticket{Service: s.ID, State: queue.Waiting}
	if floor, m := PlanOf(r, ticket, "main"); floor != s.Floor || m.Wait != "hall" || m.Window != "" || m.You != "main" {
		t.Errorf("waiting: %s %+v", floor, m)
	}
	s.Sides = []queue.SideRule{{ID: "a", Wait: queue.Text{"zh": "东侧", "en": "the east side"}}, {ID: "b", Wait: queue.Text{"zh": "楼外"}}}
	for side, want := range map[queue.SideID]queue.AreaID{"a": "east", "b": "", "": "hall"} {
		ticket.Side = side
		if _, m := PlanOf(r, ticket, ""); m.Wait != want {
			t.Errorf("side %q waits at %q, want %q", side, m.Wait, want)
		}
	}
	ticket.State, ticket.Window = queue.Called, w.ID
	if floor, m := PlanOf(r, ticket, ""); floor != w.Floor || m.Window != w.ID || m.Wait != "" {
		t.Errorf("called: %s %+v", floor, m)
	}
}

// FuzzPlanWords feeds a plan any name in any space: what is drawn is the name, escaped.
func FuzzPlanWords(f *testing.F) {
	f.Add("老肖调解工作室", 200)
	f.Add("Mediation room", 3)
	f.Add("", -5)
	f.Fuzz(func(t *testing.T, s string, wide int) {
		s = strings.ToValidUTF8(s, "?") // as a config's
		lines := wrap(s, wide)
		if len(lines) == 0 || len(lines) > 3 {
			t.Errorf("%d lines", len(lines))
		}
		if got, want := strings.Join(strings.Fields(strings.Join(lines, " ")), ""), strings.Join(strings.Fields(s), ""); got != want {
			t.Errorf("%q became %q", s, lines)
		}
	})
}
