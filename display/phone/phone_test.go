package phone

import (
	"bytes"
	"net/http"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestEachStateSaysWhatToDo(t *testing.T) {
	h := newHouse(t)
	queuetest.Issue(t, h.queue, "legal")
	mine := queuetest.Issue(t, h.queue, "legal")
	say := func(step string, want map[string]string) {
		t.Helper()
		d := h.page(t, mine.Ref)
		if got := d.Find(".mine .number").Text(); got != mine.Number {
			t.Errorf("%s: the number is %q", step, got)
		}
		for selector, text := range want {
			if got := words(d.Find(selector)); got != text {
				t.Errorf("%s: %s says %q, want %q", step, selector, got, text)
			}
		}
	}
	say("waiting", map[string]string{
		"[data-ahead]": "1 位", ".place-main": "请在一楼大厅等", ".steps .now": "等候叫号 · 一楼", "details.leave summary": "不等了", ".service": "法律援助",
	})
	if text := words(h.page(t, mine.Ref).Find("main")); strings.Contains(text, "1 号窗口") || strings.Contains(text, "2 号窗口") {
		t.Errorf("a window stands there before the call: %s", text)
	}
	h.boss(t, queue.Next{Window: "w1"})
	say("nobody ahead", map[string]string{"[data-ahead]": "前面没有人"})
	h.boss(t, queue.Next{Window: "w2"})
	say("called", map[string]string{".told h2": "轮到您了", ".place.now .place-main": "请到 2 号窗口", ".place-text": "一楼", ".steps .next": "到窗口办理", "title": "轮到您了 " + mine.Number + " · 西夏区社会治理综合服务中心"})
	h.boss(t, queue.Start{Window: "w2"})
	say("serving", map[string]string{".told h2": "正在为您办理", ".place-main": "2 号窗口", "details.leave": ""})
	h.boss(t, queue.Hold{Window: "w2"})
	say("held", map[string]string{".told h2": "请稍等，一会儿接着为您办", ".place-main": "请在一楼大厅等"})
	h.boss(t, queue.Call{Window: "w2", Number: mine.Number})
	h.boss(t, queue.Transfer{Window: "w2", Service: "court"})
	say("transferred", map[string]string{".steps .now": "等候叫号 · 三楼", ".place-main": "请在三楼等候区等"})
	h.boss(t, queue.Next{Window: "court"})
	say("called upstairs", map[string]string{".place-text": "请乘电梯上三楼"})
	h.boss(t, queue.Pass{Window: "court"})
	if d := h.page(t, mine.Ref); words(d.Find(".told h2")) != "刚才叫过您" || !strings.Contains(words(d.Find(".told-text:not([hidden])")), "咨询台") {
		t.Errorf("no-show says %q", words(d.Find(".mine")))
	}
	h.boss(t, queue.Return{Number: mine.Number})
	say("returned", map[string]string{".told-text:not([hidden])": "已经接着排了"})
	h.boss(t, queue.Next{Window: "court"})
	h.boss(t, queue.Finish{Window: "court", Outcome: "concluded"})
	say("done", map[string]string{".told h2": "已办完", "details.leave": ""})
	if text := words(h.page(t, mine.Ref).Find("main")); strings.Contains(text, "办结") {
		t.Errorf("the outcome is told: %s", text)
	}
}

func TestLeavingIsAskedOnceMoreAndCanBeTakenBack(t *testing.T) {
	h := newHouse(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	form := h.page(t, mine.Ref).Find("details.leave form")
	if form.Find("button[name=act][value=leave]").Length() != 1 || !strings.Contains(words(form), "真的不等了吗") {
		t.Fatal("nothing asks once more")
	}
	if w := h.post("/t/"+mine.Ref, "leave"); w.Code != http.StatusSeeOther {
		t.Fatalf("leave: %d", w.Code)
	}
	d := h.page(t, mine.Ref)
	if words(d.Find(".told h2")) != "您已不再排队" || d.Find("button[value=undo]").Length() != 1 || d.Find("main").AttrOr("data-undo", "0") == "0" {
		t.Errorf("after leaving: %s", words(d.Find("main")))
	}
	h.post("/t/"+mine.Ref, "undo")
	if got := h.page(t, mine.Ref).Find("main").AttrOr("data-state-now", ""); got != "waiting" {
		t.Errorf("after undo: %s", got)
	}
	h.boss(t, queue.Next{Window: "w1"})
	h.boss(t, queue.Start{Window: "w1"})
	if w := h.post("/t/"+mine.Ref, "leave"); w.Code != http.StatusSeeOther {
		t.Errorf("leaving too late is %d, not the page as it is", w.Code)
	}
	if w := h.post("/t/"+mine.Ref, "dance"); w.Code != http.StatusBadRequest {
		t.Errorf("an unknown act: %d", w.Code)
	}
}

func TestTheRefStaysInTheAddress(t *testing.T) {
	h := newHouse(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	w := h.get("/t/" + mine.Ref)
	if strings.Contains(w.Body.String(), mine.Ref) {
		t.Error("the page's markup holds the ref")
	}
	for header, want := range map[string]string{"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"} {
		if got := w.Header().Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
}

func TestAnUnknownRefIsAFriendly404(t *testing.T) {
	h := newHouse(t)
	for _, ref := range []string{"AAAAAAAAAAAAAAAA", "x", "%00", strings.Repeat("a", 300)} {
		w := h.get("/t/"+ref, "Accept-Language", "en")
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "find this number") {
			t.Errorf("%.20s: %d", ref, w.Code)
		}
		if w := h.get("/ws/ticket/" + ref); w.Code != http.StatusNotFound {
			t.Errorf("socket of %.20s: %d", ref, w.Code)
		}
	}
}

func TestThePageSpeaksTheTicketsLanguage(t *testing.T) {
	h := newHouse(t)
	en := queuetest.Do(t, h.queue, queue.System, queue.Issue{Service: "court", Lang: "en", Seed: queuetest.Seed()}).Ticket
	d := h.page(t, en.Ref)
	if got := words(d.Find(".place-main")); got != "Please wait in the waiting area on floor 3" {
		t.Errorf("says %q", got)
	}
	if got := d.Find(".langs a").AttrOr("href", ""); got != "?lang=zh" {
		t.Errorf("the other language is at %q", got)
	}
	if w := h.get("/t/" + en.Ref + "?lang=zh"); !strings.Contains(w.Body.String(), "三楼等候区") {
		t.Error("a chosen language isn't heard")
	}
}

// TestTheFirstViewIsSmall adds up what a phone loads until its page stands and is live: 30 KB
// compressed in five requests. The script that makes sounds comes after that and is counted in
// the bytes.
func TestTheFirstViewIsSmall(t *testing.T) {
	h := newHouse(t)
	h.offer(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	page := h.get("/t/" + mine.Ref).Body.Bytes()
	total, asked := len(page), map[string]bool{"the page": true}
	size := func(path string) []byte {
		w := h.get(path, "Accept-Encoding", "gzip")
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, w.Code)
		}
		total += w.Body.Len()
		return h.get(path).Body.Bytes()
	}
	imports := regexp.MustCompile(`(?m)^import .* from "([^"]+)"|import\("([^"]+)"\)`)
	var load func(address string)
	load = func(address string) {
		if asked[address] {
			return
		}
		asked[address] = true
		for _, m := range imports.FindAllStringSubmatch(string(size(address)), -1) {
			if m[2] != "" {
				size(path.Join(path.Dir(address), m[2])) // later
				continue
			}
			load(path.Join(path.Dir(address), m[1]))
		}
	}
	d, err := goquery.NewDocumentFromReader(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	d.Find("link[href], script[src], img[src]").Each(func(_ int, s *goquery.Selection) {
		load(s.AttrOr("href", s.AttrOr("src", "")))
	})
	t.Logf("%d bytes in %d requests, of which the page is %d", total, len(asked), len(page))
	if total > 30<<10 || len(asked) > 5 || len(asked) < 4 {
		t.Errorf("the first view is %d bytes in %d requests", total, len(asked))
	}
}

// TestALapsedNumberSaysWhy tells who missed a call from who was never called.
func TestALapsedNumberSaysWhy(t *testing.T) {
	h := newHouse(t)
	missed, waited := queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "legal")
	h.boss(t, queue.Next{Window: "w1"})
	h.boss(t, queue.Pass{Window: "w1"})
	queuetest.Do(t, h.queue, queue.Clock, queue.CloseDay{Day: "2999-01-01"})
	for _, c := range []struct {
		ref, want string
		called    bool
	}{{missed.Ref, "叫过号，没有等到您", true}, {waited.Ref, "可以重新取号", false}} {
		d := h.page(t, c.ref)
		got := words(d.Find(".told-text:not([hidden])"))
		if words(d.Find(".told h2")) != "此号已过期" || !strings.Contains(got, c.want) || strings.Contains(got, "叫过号") != c.called {
			t.Errorf("it says %q", got)
		}
	}
}

// TestTheWayAheadNamesItsSteps has a journey of three more steps: each is named, with its floor.
func TestTheWayAheadNamesItsSteps(t *testing.T) {
	h := newHouse(t)
	rules := *h.queue.Rules()
	rules.Bundles = []queue.Bundle{{ID: "all", Name: rules.Services[0].Name, Steps: []queue.ServiceID{"court", "legal", "mediation", "court"}}}
	queuetest.Do(t, h.queue, queue.System, queue.SetRules{Rules: &rules})
	r := queuetest.Do(t, h.queue, queue.Actor("staff:boss"), queue.Issue{Bundle: "all", Seed: queuetest.Seed()})
	if got := words(h.page(t, r.Ticket.Ref).Find(".steps .next")); got != "到窗口办理然后：法律援助 · 一楼然后：人民调解 · 一楼然后：共享法庭 · 三楼" {
		t.Errorf("ahead: %q", got)
	}
}
