package console_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestEveryKeyIsInTheHelpSheet holds the buttons of the console and its help sheet against each other: both
// are made from one table, and a key means one thing, whoever is in hand.
func TestEveryKeyIsInTheHelpSheet(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Services[2].Sides = []queue.SideRule{{ID: "one", Name: queue.Text{"zh": "一方"}}}
	}})
	status, page := h.get(t, h.login(t, "boss"), "/window/w3?lang=en")
	if status != http.StatusOK {
		t.Fatal(status)
	}
	told := map[string]bool{}
	page.Find("#keys li").Each(func(_ int, li *goquery.Selection) {
		which, _ := li.Attr("data-which")
		if told[which] || words(li.Find("span").Last()) == "" {
			t.Errorf("the sheet tells %q twice, or nothing of it", which)
		}
		told[which] = true
	})
	if len(told) < 30 {
		t.Fatalf("the sheet tells of %d keys", len(told))
	}
	caps := map[string]bool{"1": true} // to 9
	page.Find("#keys kbd").Each(func(_ int, k *goquery.Selection) { caps[k.Text()] = true })
	seen := map[string]string{} // by key
	page.Find(".frame [data-key]").Each(func(_ int, b *goquery.Selection) {
		key, _ := b.Attr("data-key")
		if _, outcome := b.Attr("data-outcome"); outcome {
			if key < "1" || key > "9" {
				t.Errorf("an outcome has the key %q", key)
			}
			return
		}
		what := key
		if len(key) == 1 && key[0] >= 'a' && key[0] <= 'z' {
			what = string(key[0] - 32)
		}
		if !caps[what] {
			t.Errorf("the sheet doesn't tell of %q", key)
		}
		act, _ := b.Attr("data-act")
		opens, _ := b.Attr("data-open")
		if key == "Enter" || key == "p" { // the one next thing; and what the pause's key began, it ends
			act, opens = key, ""
		}
		what = act + opens
		for _, other := range []string{"data-bell", "data-copy", "data-ask", "data-reprint", "data-small-page", "href"} {
			if _, ok := b.Attr(other); ok {
				what += other
			}
		}
		if was, again := seen[key]; again && was != what {
			t.Errorf("%q means %q and %q", key, was, what)
		}
		seen[key] = what
	})
	for _, key := range []string{"t", "c", ";", "Enter", "q", "w", "+", "[", "f"} {
		if _, ok := seen[key]; !ok {
			t.Errorf("no button has %s", key)
		}
	}
}

// TestTheWindowShowsNothingOfSilentHelp asks in silence and looks at all that a window's page is drawn with.
func TestTheWindowShowsNothingOfSilentHelp(t *testing.T) {
	h := open(t, houseOptions{})
	anna := h.login(t, "anna")
	_, before := h.get(t, anna, "/window/w1?lang=en")
	h.as(t, "anna", queue.SilentHelp{Window: "w1"})
	h.as(t, "boss", queue.TakeHelp{Help: 1})
	_, after := h.get(t, anna, "/window/w1?lang=en")
	html := func(d *goquery.Document) string {
		s, err := d.Find(".frame").Html()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if html(before) != html(after) {
		t.Error("the window's page differs")
	}
	_, desk := h.get(t, h.login(t, "desk"), "/desk")
	if desk.Find(`[data-help="1"]`).Length() == 0 {
		t.Error("the desk isn't told")
	}
}

// TestNamesAreFoundByTheirSound sends the keys that find a name with it.
func TestNamesAreFoundByTheirSound(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		for i := range r.Services {
			if r.Services[i].ID == "court" {
				r.Services[i].Words = []queue.Text{{"zh": "工资没拿到"}}
			}
		}
	}})
	_, page := h.get(t, h.login(t, "anna"), "/window/w1")
	for _, css := range []string{`#transfer li[data-id="court"]`, `#issue li[data-id="court"]`} { // as at the desk and the kiosk
		if find, _ := page.Find(css).Attr("data-find"); !strings.Contains(find, "工资没拿到") {
			t.Errorf("%s is found by %q", css, find)
		}
	}
	for _, css := range []string{`#transfer li[data-id="mediation"]`, `#issue li[data-id="mediation"]`} {
		if find, _ := page.Find(css).Attr("data-find"); find != "mediation 人民调解 renmintiaojie rmtj Mediation " {
			t.Errorf("%s is found by %q", css, find)
		}
	}
	if first := page.Find("#issue li").First(); first.AttrOr("data-id", "") != "legal" {
		t.Errorf("the window's own services don't come first: %s", words(first))
	}
}

// TestTheListSaysWhy looks at the order with its reasons and at what else the clerk is at.
func TestTheListSaysWhy(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	h.as(t, "anna", queue.OpenWindow{Window: "w2"})
	queuetest.Issue(t, h.queue, "legal")
	queuetest.Issue(t, h.queue, "legal")
	last := queuetest.Issue(t, h.queue, "legal")
	h.as(t, "anna", queue.SetClass{Window: "w1", Number: last.Number, Class: queue.ClassPriority, Reason: "elderly"})
	_, page := h.get(t, h.login(t, "anna"), "/window/w1?lang=en")
	rows := page.Find(`[data-slot="waiting"] .facts`)
	if got := words(rows.Eq(0)) + "|" + words(rows.Eq(1)) + "|" + words(rows.Eq(2)); got != "priority: each minute counts as 3|waited longest|" {
		t.Errorf("the reasons are %q", got)
	}
	if got := words(page.Find(`[data-slot="mine"]`)); got != "Window 2 ]3 tickets waiting" {
		t.Errorf("the other window is told as %q", got)
	}
}
