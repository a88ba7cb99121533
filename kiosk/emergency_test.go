package kiosk

import (
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAnEmergencyTakesThePlaceOfNumbers: on every page, in both languages; a ticket keeps its number below it, and a
// kiosk goes on giving numbers when it is over.
func TestAnEmergencyTakesThePlaceOfNumbers(t *testing.T) {
	h := busyHouse(t)
	ticket := h.take(t, h.page(t, "/kiosk/main").Find(".tile").First().AttrOr("href", ""), "labour")
	n := queuetest.Do(t, h.queue, queue.System, queue.PostNotice{
		Kind: queue.NoticeEmergency, Text: queue.Text{"zh": "请从楼梯离开", "en": "Leave by the stairs"},
	}).Notice
	for _, path := range []string{"/kiosk/main", "/kiosk/main/more", "/kiosk/main/service/labour", "/kiosk/main/search", "/kiosk/main/together"} {
		d := h.page(t, path)
		if got := words(d.Find("main")); !strings.Contains(got, "请从楼梯离开") || !strings.Contains(got, "Leave by the stairs") {
			t.Errorf("%s says %q", path, got)
		}
		if d.Find(".tile, .take, [name=service]").Length() > 0 {
			t.Errorf("%s offers a number", path)
		}
		if here := d.Find("[data-kiosk]").AttrOr("data-here", ""); here != "/kiosk/main" {
			t.Errorf("%s goes on at %q when it is over", path, here)
		}
	}
	d := h.page(t, ticket)
	if got := words(d.Find("[data-part=alarm]")); !strings.Contains(got, "请从楼梯离开") || d.Find(".stub .number").Text() == "" {
		t.Errorf("a ticket's page says %q", words(d.Find("main")))
	}
	queuetest.Do(t, h.queue, queue.System, queue.TakeNotice{Notice: n.ID})
	if h.page(t, "/kiosk/main").Find(".tile").Length() == 0 || words(h.page(t, ticket).Find("[data-part=alarm]")) != "" {
		t.Error("it stays when it is over")
	}
}

// TestATicketForAClosedWindowSaysSo: as the page before it did.
func TestATicketForAClosedWindowSaysSo(t *testing.T) {
	h := newHouse(t, houseOptions{})
	at := h.take(t, "/kiosk/main/service/labour", "labour")
	if got := words(h.page(t, at).Find(".next")); !strings.Contains(got, "窗口还没开") {
		t.Errorf("it says %q", got)
	}
}

// TestAnEmergencyBreaksBetweenWords: 安全｜出口, as on the screens.
func TestAnEmergencyBreaksBetweenWords(t *testing.T) {
	h := newHouse(t, houseOptions{})
	queuetest.Do(t, h.queue, queue.System, queue.PostNotice{
		Kind: queue.NoticeEmergency, Text: queue.Text{"zh": "请跟着工作人员从最近的安全出口离开，不要乘电梯", "en": "Leave by the nearest exit"},
	})
	b := newTab(t, h.serve(t).URL)
	b.Open("/kiosk/main?lang=zh")
	b.Until(`document.querySelector(".alarm h1 wbr") !== null`)
	if got := value[string](b, `[...document.querySelector(".alarm h1").childNodes].map((e) => e.textContent || "|").join("") + " " + getComputedStyle(document.querySelector(".alarm h1")).wordBreak`); !strings.Contains(got, "|安全|") || !strings.HasSuffix(got, " keep-all") {
		t.Errorf("it may break at %s", got)
	}
	b.fits("kiosk-emergency-words")
}
