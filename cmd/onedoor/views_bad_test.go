package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// noPaper takes the paper out of the printer in the hall, and a ticket stands in
// line for it.
func noPaper(w *walk) {
	w.t.Helper()
	w.p.visitor(w.t).send(w.t, http.MethodPost, "/paper/hall/paper_out", url.Values{"on": {"1"}})
	var mine ticket
	w.demo.must(w.t, 201, "POST", "/api/v1/tickets", map[string]any{"service": "petition", "kiosk": "main"}, &mine)
	w.refs["paperless"] = mine.Ref
	w.p.await(w.t, "word of the missing paper", func() bool { return w.demo.ticket(w.t, mine.Ref).Print.Why != "" })
}

func paperless() []view {
	ticket := view{name: "ticket-no-paper", page: "kiosk/ticket", path: "/kiosk/main/about/petition", ready: `[data-part="fate"]`, sizes: kioskSizes()}
	ticket.then = func(_ *walk, t *tab) { t.touch(`form[action$="/tickets"] button`) }
	paper := view{name: "desk-no-paper", page: "console/desk", as: "demo", path: "/desk", ready: "#list-paper [data-number]", sizes: deskSizes()}
	paper.then = func(_ *walk, t *tab) { // by script: the tabs are drawn anew whenever something happens
		read[bool](t, `(document.querySelector("#tab-paper").click(), true)`)
	}
	return []view{
		{name: "kiosk-no-paper", page: "kiosk/start", path: "/kiosk/main", ready: "[data-part=lead].warn", sizes: kioskSizes()},
		ticket, paper,
		{name: "phone-no-paper", page: "phone/ticket", path: "/t/{paperless}", ready: ".paper", sizes: phoneSizes()},
		{name: "hall-no-paper", page: "admin/hall", as: "supervisor", path: "/hall", ready: ".printer.bad", sizes: deskSizes()},
	}
}

// alarmed puts an emergency on all screens, calmed takes it back.
func alarmed(w *walk) {
	w.t.Helper()
	var posted struct{ Notice struct{ ID int } }
	w.p.login("supervisor").must(w.t, 201, "POST", "/api/v1/notices", map[string]any{"code": "evacuate"}, &posted)
	w.refs["emergency"] = strconv.Itoa(posted.Notice.ID)
}

func calmed(w *walk) {
	w.t.Helper()
	w.p.login("supervisor").must(w.t, 204, "DELETE", "/api/v1/notices/"+w.refs["emergency"], nil, nil)
}

func leaving() []view {
	over := view{name: "desk-over", page: "console/desk", as: "demo", path: "/desk", ready: "#over[open]", sizes: deskSizes()}
	over.then = func(_ *walk, t *tab) {
		t.touch(".tile")
		t.touch(".give.over")
	}
	return []view{
		over,
		{name: "kiosk-emergency", page: "kiosk/emergency", path: "/kiosk/main", ready: ".alarm", sizes: kioskSizes()},
		{name: "phone-emergency", page: "phone/ticket", path: "/t/{waiting}", ready: ".urgent", sizes: phoneSizes()},
	}
}

// standing are the pages that stand open when the server goes.
func standing() []view {
	return []view{
		{name: "last-kiosk", page: "kiosk/start", path: "/kiosk/main", ready: ".tile", sizes: kioskSizes()[:1]},
		{name: "last-phone", page: "phone/ticket", path: "/t/{waiting}", ready: "[data-live=live]", sizes: phoneSizes()[:1]},
		{name: "last-screen", page: "screen/screen", path: "/screen/hall", ready: "#now .call", sizes: screenSizes()[:1]},
		{name: "last-console", page: "console/window", as: "demo", path: "/window/w1", ready: "#frame[data-first]", sizes: deskSizes()},
		{name: "last-hall", page: "admin/hall", as: "supervisor", path: "/hall", sizes: deskSizes()},
		{name: "last-desk", page: "console/desk", as: "demo", tab: " desk", path: "/desk", ready: "[data-live=live]", sizes: []size{{1024, 768, 1}}, waits: true},
		{name: "last-mine", page: "console/mine", as: "xiao", path: "/mine", ready: "[data-live=live]", sizes: phoneSizes()[:1], waits: true},
		{name: "last-follow-ups", page: "console/followups", as: "supervisor", tab: " follow-ups", path: "/follow-ups", ready: "[data-live=live]", sizes: deskSizes(), waits: true},
		{name: "last-tablet", page: "evaluate/tablet", path: "/evaluate/w4", ready: "main", sizes: []size{{1280, 800, 1}}, waits: true},
	}
}

// cutOff takes the server away from under the pages.
func cutOff(w *walk) {
	w.t.Helper()
	for _, tab := range w.browser.tabs {
		tab.cutOff(true)
	}
	w.p.kill()
}

func broken() []view {
	views := standing()
	for i, ready := range []string{
		"[data-lost]", "[data-state]:not([data-live=live])", "#stale",
		`[data-slot="live"]:not([data-live="live"])`, `[data-slot="live"]:not([data-live="live"])`, `[data-live="stale"]`, `[data-live="stale"]`,
		`[data-live="stale"]`, "[data-cut]",
	} {
		v := &views[i]
		v.waits = false
		v.name, v.ready, v.still = fmt.Sprintf("lost-%s", v.name[len("last-"):]), ready, true
	}
	return views
}

// shut is a centre of one's own, not the sample, on a day without hours.
func shut(w *walk) {
	w.t.Helper()
	tomorrow := strings.ToLower(time.Now().In(time.FixedZone("", 8*3600)).AddDate(0, 0, 1).Format("Mon"))
	own := newCentre(w.t, "  time_zone: Asia/Shanghai\n", "  time_zone: Asia/Shanghai\n  hours: {week: {"+tomorrow+": \"9:00-12:00, 13:30-17:30\"}}\n")
	w.p = own.serve(w.t, w.t.TempDir())
	w.refs["kiosk"], w.refs["screen"] = own.tokens["kiosk main"], own.tokens["screen hall"]
	for _, tab := range w.browser.tabs { // they look for the server that is gone
		tab.do("leave", chromedp.Navigate("about:blank"))
		tab.cutOff(false)
	}
}

func closed() []view {
	return []view{
		{name: "shut-start", page: "admin/start", path: "/", sizes: deskSizes()},
		{name: "shut-login", page: "display/login", path: "/desk", sizes: deskSizes()},
		{name: "shut-kiosk", page: "kiosk/start", path: "/kiosk/main?token={kiosk}", ready: "h1", sizes: kioskSizes()},
		{name: "shut-kiosk-about", page: "kiosk/about", path: "/kiosk/main/about/mediation", ready: "h1", sizes: kioskSizes()},
		{name: "shut-screen", page: "screen/screen", path: "/screen/hall?token={screen}", ready: "main, #now", sizes: screenSizes()},
	}
}
