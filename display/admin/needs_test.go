package admin_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// digitsOf gives the keys of the lines that have one, by what the lines are about.
func digitsOf(doc *goquery.Document) map[string]string {
	keys := map[string]string{}
	doc.Find(".need").Each(func(_ int, n *goquery.Selection) {
		if k := n.Find(`[data-key]:not([data-key=""])`).First().AttrOr("data-key", ""); k != "" {
			keys[n.AttrOr("data-key-of", "")] = k
		}
	})
	return keys
}

// TestKeysStayWithTheirLines: whatever comes and goes before them, and a key that was let go rests.
func TestKeysStayWithTheirLines(t *testing.T) {
	h := open(t, houseOptions{begin: time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC), rules: sharp})
	c := h.login(t, "duty")
	keys := func(want map[string]string) {
		t.Helper()
		_, doc := h.get(t, c, "/hall")
		got := digitsOf(doc)
		for line, key := range want {
			if got[line] != key {
				t.Errorf("%s has the key %q, want %q: %v", line, got[line], key, got)
			}
		}
		if len(got) != len(want) {
			t.Errorf("keys are %v, want %v", got, want)
		}
	}
	queuetest.Issue(t, h.queue, "labour")
	queuetest.Issue(t, h.queue, "mediation")
	queuetest.Issue(t, h.queue, "mediation")
	keys(map[string]string{"service-mediation": "1", "service-labour": "2"})
	queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.AskHelp{Kiosk: "main"})
	keys(map[string]string{"service-mediation": "1", "service-labour": "2", "help-1": "3"})
	queuetest.Do(t, h.queue, queue.ByStaff("duty"), queue.TakeHelp{Help: 1})
	keys(map[string]string{"service-mediation": "1", "service-labour": "2", "help-1": "4"}) // it means something else now
	queuetest.Do(t, h.queue, queue.ByStaff("duty"), queue.LeaveHelp{Help: 1})
	keys(map[string]string{"service-mediation": "1", "service-labour": "2", "help-1": "3"})
	queuetest.Do(t, h.queue, queue.ByStaff("duty"), queue.EndHelp{Help: 1})
	queuetest.Issue(t, h.queue, "petition")
	keys(map[string]string{"service-mediation": "1", "service-labour": "2", "service-petition": "5"})
	h.clock.forward(16 * time.Second)
	keys(map[string]string{"service-mediation": "1", "service-labour": "2", "service-petition": "5"})
	queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.AskHelp{Kiosk: "main"})
	keys(map[string]string{"service-mediation": "1", "service-labour": "2", "service-petition": "5", "help-2": "3"})
}

// TestWhatStandsFirst: people without a number and the printer that gave none, then who waits before closed windows.
func TestWhatStandsFirst(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) { sharp(r); noReprint(r) }})
	for _, s := range []queue.ServiceID{"labour", "mediation", "petition"} {
		queuetest.Issue(t, h.queue, s)
	}
	h.badPaper(t)
	queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.AskHelp{Kiosk: "main"})
	queuetest.Do(t, h.queue, queue.ByStaff("duty"), queue.TakeHelp{Help: 1})
	h.board.Voice(display.VoiceHealth{Known: true, Unsaid: []string{"请离开"}})
	_, doc := h.get(t, h.login(t, "duty"), "/hall")
	var got []string
	doc.Find(".need").Each(func(_ int, n *goquery.Selection) { got = append(got, n.AttrOr("data-key-of", "")) })
	if len(got) < 5 || !slices.Equal(got[:4], []string{"help-1", "unsaid-请离开", "paper", "printer-hall"}) || !strings.HasPrefix(got[4], "service-") {
		t.Errorf("the hall says %q", got)
	}
}

// TestTwoLinesDoNotProposeTheSameWindow, and a service that is closed for the day proposes none.
func TestTwoLinesDoNotProposeTheSameWindow(t *testing.T) {
	h := open(t, houseOptions{rules: sharp})
	for _, s := range h.queue.Rules().Services {
		queuetest.Issue(t, h.queue, s.ID)
	}
	c := h.login(t, "duty")
	_, doc := h.get(t, c, "/hall")
	seen, spoken := map[string]bool{}, words(doc.Find(".needs"))
	doc.Find(`.need [data-sheet^="windows/"]`).Each(func(_ int, b *goquery.Selection) {
		if w := b.AttrOr("data-sheet", ""); seen[w] {
			t.Errorf("%s is proposed twice", w)
		} else {
			seen[w] = true
		}
	})
	if len(seen) < 3 || !strings.Contains(spoken, "打开 1 号窗口") || !strings.Contains(spoken, "打开人民调解室") {
		t.Errorf("%d windows are proposed: %s", len(seen), spoken)
	}
	queuetest.Do(t, h.queue, queue.ByStaff("duty"), queue.ShutService{Service: "labour", Then: queue.ShutServe, Sure: true})
	_, doc = h.get(t, c, "/hall")
	n := doc.Find(`.need[data-key-of="service-labour"]`)
	if got := words(n.Find(".says")); got != "劳动维权今天停办，还有 1 批在等，没有窗口在接待。请移到别的业务，或开窗办完。" {
		t.Errorf("a closed service says %q", got)
	}
	if got := n.Find("[data-sheet]").AttrOr("data-sheet", ""); got != "services/labour" {
		t.Errorf("and leads to %q", got)
	}
}

// TestNobodyIsSentToTheStudioOfSomebodyWhoIsAway: who waits for them is asked whether anyone will do.
func TestNobodyIsSentToTheStudioOfSomebodyWhoIsAway(t *testing.T) {
	h := open(t, houseOptions{begin: time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC), rules: sharp}) // Monday, 9:30
	queuetest.Issue(t, h.queue, "xiao")
	c := h.login(t, "duty")
	at := func() (says, sheet string) {
		_, doc := h.get(t, c, "/hall")
		n := doc.Find(`.need[data-key-of="service-xiao"]`)
		return words(n.Find(".says")), n.Find("[data-sheet]").AttrOr("data-sheet", "")
	}
	if _, sheet := at(); sheet != "windows/xiao" {
		t.Errorf("while he is there it leads to %q", sheet)
	}
	queuetest.Do(t, h.queue, queue.ByStaff("xiao"), queue.LeaveDuty{Staff: "xiao", For: 14*time.Hour + 30*time.Minute})
	if says, sheet := at(); says != "老肖调解工作室：老肖今天不在，还有 1 批在等。请问问他们愿不愿找别人，或移到别的业务。" || sheet != "services/xiao" {
		t.Errorf("it says %q and leads to %q", says, sheet)
	}
}

// TestHelpSaysWhoGoesAndHowItEnds: the line stays where it stood, says who goes, and can be ended or taken back.
func TestHelpSaysWhoGoesAndHowItEnds(t *testing.T) {
	h := open(t, houseOptions{})
	queuetest.Issue(t, h.queue, "mediation")
	queuetest.Do(t, h.queue, queue.ByStaff("demo"), queue.SilentHelp{Window: "w3"})
	c := h.login(t, "duty")
	_, doc := h.get(t, c, "/hall")
	if got := needs(doc); len(got) != 2 || got[0] != "请马上装作路过去 3 号窗口：那里有人悄悄求助，0 分钟前。" {
		t.Errorf("the hall says %q", got)
	}
	queuetest.Do(t, h.queue, queue.ByStaff("duty"), queue.TakeHelp{Help: 1})
	_, doc = h.get(t, c, "/hall")
	if got := needs(doc); len(got) != 2 || got[0] != "3 号窗口有人悄悄求助，李主任已过去。" {
		t.Errorf("taken, the hall says %q", got)
	}
	n := doc.Find(".need").First()
	if n.Find(`[data-post="/api/v1/desk/help/1/over"][data-key]`).Length() != 1 || n.Find(`[data-post="/api/v1/desk/help/1/take"][data-method="DELETE"]`).Length() != 1 {
		t.Errorf("it can't be ended or taken back: %s", words(n))
	}
}

// TestAnEmergencyIsTakenDownWhereItStands: the bar over the hall has a button for it.
func TestAnEmergencyIsTakenDownWhereItStands(t *testing.T) {
	h := open(t, houseOptions{})
	queuetest.Do(t, h.queue, queue.ByStaff("duty"), queue.PostNotice{Code: "evacuate"})
	_, doc := h.get(t, h.login(t, "duty"), "/hall")
	if b := doc.Find(`.emergency [data-notice="1"]`); b.Length() != 1 || words(b) != "撤下" {
		t.Errorf("the bar: %s", words(doc.Find(".emergency")))
	}
	if got := doc.Find("#post form").AttrOr("data-sure", ""); !strings.Contains(got, "盖住 {n} 块叫号屏") {
		t.Errorf("it is asked for with %q", got)
	}
	if _, doc = h.get(t, h.login(t, "demo"), "/desk"); doc.Find(".emergency p").Length() != 1 || doc.Find(".emergency button").Length() != 0 {
		t.Errorf("the desk's bar: %s", words(doc.Find(".emergency")))
	}
}
