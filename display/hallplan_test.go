package display

import (
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
)

// TestHallPlan: each place to wait says who waits there, and no window lies on another, however close the
// config has them.
func TestHallPlan(t *testing.T) {
	near := []queue.Point{{X: 10, Y: 3}, {X: 14, Y: 3}, {X: 18, Y: 3}}
	k := testKit(t, func(r *queue.Rules) {
		planned(r)
		floor := r.Floor(r.Windows[0].Floor)
		floor.Plan.Windows = nil
		for i, at := range near {
			r.Windows[i].Floor = floor.ID
			floor.Plan.Windows = append(floor.Plan.Windows, queue.WindowSpot{Window: r.Windows[i].ID, Point: at})
		}
		r.Windows[1].Label = queue.Text{"zh": "一个名字很长的法律援助窗口", "en": "A legal aid window with a long name"}
	})
	r := k.Rules()
	marks := HallMarks{
		Windows: map[queue.WindowID]HallSpot{},
		Waits:   map[queue.AreaID]HallWait{"hall": {Heads: 12, Words: "12 waiting"}, "east": {Heads: 3, Words: "3 people are waiting here", Over: true}},
	}
	for i := range near {
		marks.Windows[r.Windows[i].ID] = HallSpot{Kind: "closed", Word: "closed"}
	}
	d, err := goquery.NewDocumentFromReader(strings.NewReader(string(k.HallPlan("en", r.Windows[0].Floor, marks))))
	if err != nil {
		t.Fatal(err)
	}
	counts := d.Find(".plan-count").Map(func(_ int, s *goquery.Selection) string {
		s.Find("title").Remove()
		return s.Text()
	})
	if strings.Join(counts, "|") != "12 waiting|3" { // the second has no room for the words
		t.Errorf("who waits: %q", counts)
	}
	if over := d.Find(".plan-wait.over"); over.Length() != 1 {
		t.Errorf("%d places are over the bound", over.Length())
	}
	end := -1 << 20
	d.Find(".spot rect").Each(func(_ int, s *goquery.Selection) {
		x, _ := strconv.Atoi(s.AttrOr("x", ""))
		w, _ := strconv.Atoi(s.AttrOr("width", ""))
		if x < end || w < spotLeast {
			t.Errorf("a window from %d, %d wide, beside one that ends at %d", x, w, end)
		}
		end = x + w
	})
	if name := d.Find(".spot-name").Eq(1).Text(); !strings.HasSuffix(name, "…") {
		t.Errorf("the long name is %q", name)
	}
}
