package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// centre is the lobby as people see it: one page each for visitor, hall, clerk
// and supervisor, before one server.
type centre struct {
	t    *testing.T
	data string
	p    *program

	kiosk, paper, phone, screen, console, reports *tab
}

// TestAVisitInChromium goes the whole way of a visit in a real browser, in both
// languages, then kills the server under the open pages and lets them recover.
func TestAVisitInChromium(t *testing.T) {
	data := t.TempDir()
	p := serve(t, data)
	b := newBrowser(t)
	c := &centre{
		t: t, data: data, p: p,
		kiosk: b.tab("kiosk", kioskSize()), paper: b.tab("paper", deskSize()), phone: b.tab("phone", phoneSize()),
		screen: b.tab("screen", screenSize()), console: b.tab("console", deskSize()), reports: b.tab("reports", deskSize()),
	}
	c.screen.open(p.url + "/screen/hall")
	c.screen.see("#now", "现在没有叫号")
	c.paper.open(p.url + "/paper")
	c.kiosk.open(p.url + "/kiosk/main")
	for _, tab := range []*tab{c.screen, c.paper, c.kiosk} {
		tab.mark()
	}
	c.openWindow("demo", "w1", "1 号窗口")
	c.visit(chinese())
	c.visit(english())
	c.toTheLetter()
	c.counted(2)
	c.killed()
	for _, tab := range b.tabs {
		tab.blameless()
	}
}

// wording is what a visit shows in one language.
type wording struct {
	lang                        string
	where, take, ahead, waiting string
	window, turn, serving, done string
}

func chinese() wording {
	return wording{
		lang: "zh", where: "一楼大厅", take: "请取走号票", ahead: "前面没有人", waiting: "等候", window: "1 号窗口",
		turn: "轮到您了", serving: "正在为您办理", done: "已办完",
	}
}

func english() wording {
	return wording{
		lang: "en", where: "hall on floor 1", take: "take your ticket", ahead: "Nobody", waiting: "Waiting", window: "Window 1",
		turn: "your turn", serving: "being served", done: "All done",
	}
}

// openWindow logs in through the form and opens a window by the one key.
func (c *centre) openWindow(staff, window, label string) {
	c.t.Helper()
	c.console.open(c.p.url + "/window/" + window)
	c.console.login(staff)
	c.console.see("h1", label)
	c.console.mark()
	c.console.see("#frame[data-first]") // the keys are listened to
	c.console.key("\r")
	c.console.see(`[data-view="nobody"]`)
}

// visit is one visit, from the touch to the end.
func (c *centre) visit(w wording) {
	c.t.Helper()
	number := c.takeTicket("petition", w)
	address := c.slip(number)
	c.phone.open(address)
	c.phone.see("[data-ticket] .number", number)
	c.phone.see("[data-ticket]", w.where)
	c.phone.see("[data-ticket]", w.ahead)
	if text := c.phone.text("body"); strings.Contains(text, w.window) {
		c.t.Errorf("the phone names %s before the call: %s", w.window, text)
	}
	c.phone.mark()

	c.console.see(`[data-view="next"]`)
	c.console.see(`[data-slot="waiting"]`, number)
	c.console.key("\r")
	c.console.see(`[data-view="called"]`)
	c.console.see(`[data-slot="number"]`, number)
	c.screen.see(fmt.Sprintf(`#now [data-number=%q]`, number), number, "1 号窗口", "一楼")
	c.phone.see("[data-ticket]", w.turn, w.window)

	c.console.key("s")
	c.console.see(`[data-view="serving"]`)
	c.phone.see("[data-ticket]", w.serving)
	c.console.key("1")
	c.console.see(`[data-view="nobody"]`)
	c.phone.see("[data-ticket]", w.done)
	for _, tab := range []*tab{c.phone, c.screen, c.paper, c.kiosk} {
		tab.stayed()
	}
}

// takeTicket touches the kiosk until it shows a number and says that the paper
// is there, and gives the number.
func (c *centre) takeTicket(service string, w wording) string {
	c.t.Helper()
	c.kiosk.see(".tile")
	if here := read[string](c.kiosk, "document.documentElement.lang"); !strings.HasPrefix(here, w.lang) {
		c.kiosk.touch(fmt.Sprintf(`.foot [lang=%q]`, w.lang))
		c.kiosk.await("the kiosk in "+w.lang, fmt.Sprintf("document.documentElement.lang.startsWith(%q)", w.lang))
	}
	c.kiosk.touch(fmt.Sprintf(`.tile[href*="/about/%s"]`, service))
	c.kiosk.touch(`form[action$="/tickets"] button`)
	number := c.kiosk.text("[data-ticket] .number")
	c.kiosk.see("[data-ticket]", w.where)
	c.kiosk.see(`[data-part="fate"][data-known="true"]`)
	if says := c.kiosk.text(`[data-part="fate"]`); !strings.Contains(strings.ToLower(says), strings.ToLower(w.take)) {
		c.t.Errorf("the kiosk says %q of the paper, want %q", says, w.take)
	}
	if at := read[string](c.kiosk, "location.pathname"); at != "/kiosk/main" {
		c.t.Errorf("the kiosk's address is %s, which may be a visitor's key", at)
	}
	c.kiosk.touch(`a.strong[href^="/kiosk/main"]`)
	c.kiosk.see(".tile")
	return number
}

// slip waits until a number's paper lies before the printer, scans it, and holds
// its address against the ticket.
func (c *centre) slip(number string) string {
	c.t.Helper()
	c.paper.await("the slip of "+number, fmt.Sprintf(`document.querySelector("[data-slip] img")?.alt.includes(%q) === true`, number))
	address, err := scan(c.p.url + read[string](c.paper, `document.querySelector("[data-slip] img").getAttribute("src")`))
	if err != nil {
		c.t.Fatalf("the slip of %s: %v", number, err)
	}
	ref, ok := strings.CutPrefix(address, c.p.url+"/t/")
	if !ok {
		c.t.Fatalf("the QR of %s says %s", number, address)
	}
	if got := c.p.caller().ticket(c.t, ref); got.Number != number || got.State != "waiting" {
		c.t.Errorf("the QR of %s leads to %s, %s", number, got.Number, got.State)
	}
	return address
}

// toTheLetter takes a ticket through the API: its paper says status_url.
func (c *centre) toTheLetter() {
	c.t.Helper()
	mine, status, err := c.p.caller().issue("xiao", "main")
	if err != nil || status != 201 {
		c.t.Fatalf("issue: %d, %v", status, err)
	}
	if address := c.slip(mine.Number); address != mine.StatusURL {
		c.t.Errorf("the QR says %s, status_url is %s", address, mine.StatusURL)
	}
}

// counted looks for the visits in the day's figures.
func (c *centre) counted(visits int) {
	c.t.Helper()
	c.reports.open(c.p.url + "/reports/results")
	c.reports.login("supervisor")
	c.reports.see("h1", "报表")
	c.reports.see("tr", "当场答复", fmt.Sprint(visits))
	row := read[string](c.reports, `[...document.querySelectorAll("tr")].find((r) => r.innerText.includes("当场答复")).cells[1].innerText.trim().split("\n")[0]`)
	if row != fmt.Sprint(visits) {
		c.t.Errorf("the report counts %s answered, want %d", row, visits)
	}
}

// killed kills the server under open pages and brings it back on the same port:
// each page says that it is cut off, then recovers, and none is loaded again.
func (c *centre) killed() {
	c.t.Helper()
	number := c.takeTicket("petition", chinese())
	c.phone.open(c.slip(number))
	c.phone.see("[data-ticket] .number", number)
	c.phone.see(`[data-live="live"]`)
	c.phone.mark()
	c.console.see(`[data-view="next"]`)
	pages := []*tab{c.kiosk, c.screen, c.phone, c.console, c.paper}
	for _, tab := range pages {
		tab.cutOff(true)
	}
	port := strings.TrimPrefix(c.p.url, "http://")
	c.p.kill()
	c.kiosk.see("[data-lost]", "请到咨询台取号")
	c.screen.see("#stale", "没有更新")
	c.phone.see("[data-state]:not([data-live=live])")
	if says := c.phone.text("[data-state]"); says == "" || strings.Contains(says, "刚更新") {
		c.t.Errorf("the phone says %q without a server", says)
	}
	c.console.see(`[data-slot="live"]:not([data-live="live"])`, "没有更新")
	c.paper.see("[data-state]:not([data-live=live])", "没有更新")

	begun := time.Now()
	c.p = start(c.t, command([]string{"serve", "--data", c.data, "--listen", port}))
	c.kiosk.see(".tile")
	c.kiosk.await("the kiosk's calm page to go", `document.querySelector("[data-lost]").hidden`)
	c.screen.await("the screen to be live", `document.querySelector("#stale").hidden`)
	c.phone.see("[data-live=live]")
	c.console.see(`[data-slot="live"][data-live="live"]`)
	c.paper.see("[data-live=live]")
	c.t.Logf("all pages live again %s after the start of the server", time.Since(begun).Round(time.Millisecond))
	for _, tab := range pages {
		tab.cutOff(false)
	}

	c.console.key("\r")
	c.console.see(`[data-slot="number"]`, number)
	c.screen.see(fmt.Sprintf(`#now [data-number=%q]`, number), "1 号窗口")
	c.phone.see("[data-ticket]", "轮到您了", "1 号窗口")
	second := c.takeTicket("petition", english())
	c.console.see(`[data-slot="waiting"]`, second)
	c.paper.await("the slip after the restart", fmt.Sprintf(`document.querySelector("[data-slip] img")?.alt.includes(%q) === true`, second))
	for _, tab := range pages {
		tab.stayed()
	}
}
