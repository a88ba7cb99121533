package main

import (
	"fmt"
	"slices"
	"time"
)

// The sizes of the faces' views. The first is examined by axe, too.
func kioskSizes() []size  { return []size{kioskSize(), {1280, 800, 1}} }
func phoneSizes() []size  { return []size{phoneSize(), {320, 568, 2}} }
func screenSizes() []size { return []size{screenSize(), {1080, 1920, 1}, {1366, 768, 1}} }
func deskSizes() []size   { return []size{deskSize()} }

// hallSizes are those that a supervisor looks at: on a desk, on a wall, a tablet in the hand, a phone.
func hallSizes() []size { return []size{deskSize(), {1920, 1080, 1}, {1024, 768, 1}, phoneSize()} }

// stages are the times of a day, in their order. To show another page or state,
// add a view to the stage in which it can be reached.
func stages() []stage {
	return []stage{
		{name: "morning", begin: func(*walk) {}, views: morning},
		{name: "at work", begin: atWork, views: working},
		{name: "full", begin: full, views: crowded},
		{name: "no paper", begin: noPaper, views: paperless},
		{name: "changed", begin: changedMeanwhile, views: administering},
		{name: "locked", begin: locked, views: readOnly},
		{name: "emergency", begin: alarmed, views: leaving},
		{name: "cut off", begin: calmed, views: standing},
		{name: "cut off", begin: cutOff, views: broken},
		{name: "shut", begin: shut, views: closed},
	}
}

// morning is the lobby before anybody was there: no window is open.
func morning() []view {
	return slices.Concat([]view{
		{name: "start", page: "admin/start", path: "/", sizes: deskSizes()},
		{name: "styles", page: "display/styles", path: "/styles", sizes: []size{{1440, 900, 1}}},
		{name: "nowhere", page: "display/problem", path: "/nowhere", sizes: deskSizes()},
		{name: "paper-none", page: "kiosk/paper", path: "/paper", sizes: deskSizes()},
		{name: "screen-nobody", page: "screen/screen", path: "/screen/hall", ready: "#now .nobody", sizes: screenSizes()},
		{name: "pair", page: "display/pair", path: "/pair", ready: ".code", sizes: []size{kioskSize(), screenSize()}},
		{name: "login", page: "display/login", path: "/window/w1", sizes: deskSizes()},
		{name: "login-wrong", page: "display/login", path: "/desk", ready: ".warn", then: func(_ *walk, t *tab) {
			t.fill(`input[name="staff"]`, "demo")
			t.fill(`input[name="pin"]`, "13579\r")
		}, sizes: deskSizes()},
		{name: "console-closed", page: "console/window", as: "demo", path: "/window/w1", ready: "#frame[data-view=closed][data-first]", sizes: deskSizes()},
		{name: "hall-morning", page: "admin/hall", as: "supervisor", path: "/hall", sizes: deskSizes()},
		{name: "reports-none", page: "reports/report", as: "supervisor", path: "/reports", sizes: deskSizes()},
		{name: "paper-template", page: "kiosk/template", path: "/paper/template", sizes: deskSizes()},
	}, kioskViews())
}

// kioskViews are the pages of the kiosk before the ticket.
func kioskViews() []view {
	kiosk := func(name, page, path, ready string) view {
		return view{name: "kiosk-" + name, page: "kiosk/" + page, path: "/kiosk/main" + path, ready: ready, sizes: kioskSizes()}
	}
	wrong := kiosk("refused", "problem", "/about/petition", "main.person")
	wrong.then = func(_ *walk, t *tab) {
		t.see(`form[action$="/tickets"] button`)
		read[bool](t, `(document.querySelector('[name="service"]').value = "nothing", true)`)
		t.touch(`form[action$="/tickets"] button`)
	}
	help := kiosk("help", "help", "", "main.person")
	help.then = func(_ *walk, t *tab) { t.touch(`[data-part="call"] .foot-key`) }
	return []view{
		kiosk("start", "start", "", ".tile"),
		kiosk("start-large", "start", "?look=large", ".tile"),
		kiosk("start-clear", "start", "?look=clear", ".tile"),
		kiosk("more", "start", "/more", ".tile"),
		kiosk("several", "about", "/about/mediation", "form button"),
		kiosk("one", "about", "/about/petition", "form button"),
		kiosk("one-large", "about", "/about/petition?look=large", "form button"),
		kiosk("options", "options", "/options/mediation", "form button"),
		kiosk("ask", "ask", "/ask", "main"),
		kiosk("ask-deep", "ask", "/ask/what.quarrel/who.property", "main"),
		kiosk("ask-service", "about", "/ask/what.work/work.other", "main"),
		kiosk("desk", "desk", "/desk", "main"),
		kiosk("ask-back", "ask", "/ask/what.quarrel?was=property", ".answer.was"),
		kiosk("search", "search", "/search", ".chip"),
		kiosk("search-found", "search", "/search?q=gz", ".find"),
		kiosk("search-none", "search", "/search?q=passport", ".nothing"),
		kiosk("have", "have", "/have", "main"),
		kiosk("together", "together", "/together", ".count"),
		kiosk("together-typed", "together", "/together?more=1", "[data-code]"),
		kiosk("group", "start", "?group=17", ".tile"),
		kiosk("group-one", "about", "/about/petition?group=17", "form button"),
		kiosk("join", "join", "/join", "main"),
		help, wrong,
	}
}

// issue gives a ticket a name for the addresses of views.
func (w *walk) issue(name, service string) {
	w.t.Helper()
	var got ticket
	w.demo.must(w.t, 201, "POST", "/api/v1/tickets", map[string]any{"service": service}, &got)
	w.refs[name] = got.Ref
}

// scanned types as a scanner does: faster than a loaded machine lets real keys be.
func (t *tab) scanned(text string) {
	t.b.t.Helper()
	t.see("[data-code]")
	read[bool](t, fmt.Sprintf(`[...%q, "Enter"].every((key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true})) || true)`, text))
}

// queue issues a ticket for each service named, some for several people, some
// with priority.
func (w *walk) queue(services ...string) {
	w.t.Helper()
	for i, service := range services {
		body := map[string]any{"service": service, "lang": languages()[i%2]}
		if i%5 == 3 {
			body["priority"] = "priority"
		}
		if i%4 == 1 {
			body["party"] = i%3 + 2
		}
		w.demo.must(w.t, 201, "POST", "/api/v1/tickets", body, nil)
	}
}

// windows does an act at several windows.
func (w *walk) windows(act string, body any, ids ...string) {
	w.t.Helper()
	for _, id := range ids {
		w.demo.must(w.t, 200, "POST", "/api/v1/windows/"+id+"/"+act, body, nil)
	}
}

// atWork is an ordinary hour: some were served, some wait, and a ticket stands in
// each state.
func atWork(w *walk) {
	w.t.Helper()
	w.windows("open", nil, "w1", "w2", "w3", "w4", "w5", "w6", "mediation", "xiao", "w31", "court")
	w.windows("pause", map[string]string{"reason": "meeting"}, "w5")
	w.issue("done", "petition")
	w.issue("missed", "hotline")
	w.issue("held", "reconsideration")
	w.issue("serving", "legal-aid")
	w.issue("cancelled", "legal")
	w.windows("next", nil, "w1", "w2", "w4", "w6")
	w.windows("start", nil, "w1", "w4", "w6")
	w.windows("finish", map[string]string{"outcome": "answered"}, "w1")
	w.windows("hold", nil, "w4")
	w.windows("no-show", nil, "w2")
	w.demo.must(w.t, 200, "POST", "/api/v1/tickets/"+w.refs["cancelled"]+"/cancel", nil, nil)
	w.queue("petition", "labour", "mediation", "filing", "legal", "petition", "hotline", "labour", "xiao", "legal-aid", "filing", "legal", "mediation", "confirmation")
	w.issue("upstairs", "filing")
	w.windows("next", nil, "w2", "xiao", "w31")
	w.windows("start", nil, "w2", "xiao", "w31")
	w.windows("finish", map[string]string{"outcome": "mediated"}, "xiao")
	var about struct {
		Ticket struct{ Matter struct{ ID int } }
	}
	w.demo.must(w.t, 200, "POST", "/api/v1/windows/w2/matter", map[string]any{}, &about)
	w.refs["matter"] = fmt.Sprint(about.Ticket.Matter.ID)
	w.issue("waiting", "petition")
	w.issue("called", "labour")
	w.windows("call", map[string]string{"number": w.demo.ticket(w.t, w.refs["called"]).Number}, "w3")
	w.windows("next", nil, "w1")
	var planned struct{ Session struct{ Code string } }
	w.demo.must(w.t, 201, "POST", "/api/v1/sessions", map[string]any{
		"service": "hearing", "room": "court", "at": time.Now().Add(15 * time.Minute), "parties": []map[string]string{{"role": "plaintiff"}, {"role": "defendant"}},
	}, &planned)
	w.refs["session"] = planned.Session.Code
	w.ended("unhappy", "labour", "w4")
	w.demo.must(w.t, 200, "POST", "/api/v1/tickets/"+w.refs["unhappy"]+"/evaluation", map[string]any{
		"level": "very_dissatisfied", "reasons": []string{"waited"}, "words": "等了一个小时，又说材料不齐。", "contact": "139 0000 1234",
	}, nil)
}

// ended is a visit to a free window from its number to its end.
func (w *walk) ended(name, service, window string) {
	w.t.Helper()
	w.issue(name, service)
	w.windows("call", map[string]string{"number": w.demo.ticket(w.t, w.refs[name]).Number}, window)
	w.windows("finish", map[string]string{"outcome": "answered"}, window)
}

func working() []view {
	narrow := []size{{400, 768, 1}} // beside another program
	phone := func(name, ready string, media ...string) view {
		return view{name: "phone-" + name, page: "phone/ticket", path: "/t/{" + name + "}", ready: ready, media: media, sizes: phoneSizes()}
	}
	night := phone("waiting", "[data-live=live]", "dark")
	night.name = "phone-waiting-night"
	leave := phone("waiting", ".leave[open] .danger")
	leave.name = "phone-leave"
	leave.then = func(_ *walk, t *tab) { t.touch(".leave summary") }
	staff := func(name, page, as, path, ready string) view {
		return view{name: name, page: page, as: as, path: path, ready: ready, sizes: deskSizes()}
	}
	sheet := func(name, window, key string) view {
		v := staff("console-"+name, "console/window", "demo", "/window/"+window, "#"+name+"[open]")
		v.then = func(_ *walk, t *tab) {
			t.see("#frame[data-first]")
			t.key(key)
		}
		return v
	}
	wrong := staff("admin-errors", "settings/text", "supervisor", "/admin/text", ".lines .error")
	wrong.then = func(_ *walk, t *tab) {
		t.see("[data-editor] textarea")
		read[bool](t, `(() => { const a = document.querySelector("[data-editor] textarea"); a.value = a.value.replace("prefix: A", "prefix: I"); a.dispatchEvent(new Event("input")); return true; })()`)
	}
	review := staff("admin-review", "settings/review", "supervisor", "/admin/part/departments/legal", ".words, .diff")
	review.then = func(_ *walk, t *tab) {
		t.see("form.entry")
		read[bool](t, `(document.querySelector('[name="f.name.en"]').value = "Law for everybody", true)`)
		t.touch("form.entry .main")
		t.see(".pending .main")
		t.touch(".pending .main")
	}
	added := staff("person-added", "people/staff", "supervisor", "/admin/staff/new", ".pin")
	added.then = func(_ *walk, t *tab) {
		t.see("form.person")
		read[bool](t, `(() => { const f = document.querySelector("form.person"); f.elements.id.value = "p" + Date.now(); f.elements.name.value = "赵芳"; return true; })()`)
		t.touch("form.person .main")
	}
	post := staff("hall-post", "admin/hall", "supervisor", "/hall", "dialog[open]")
	post.then = func(_ *walk, t *tab) { t.touch("[data-open=post]") }
	chosen := staff("desk-ticket", "console/desk", "demo", "/desk", "#ticket[open]")
	chosen.then = func(_ *walk, t *tab) { t.touch("[data-ticket]") }
	ended := staff("desk-ended", "console/desk", "demo", "/desk", "[data-undo]")
	ended.then = func(w *walk, t *tab) {
		var got ticket
		w.demo.must(w.t, 201, "POST", "/api/v1/tickets", map[string]any{"service": "legal"}, &got)
		w.demo.must(w.t, 200, "POST", "/api/v1/desk/cancel", map[string]string{"number": got.Number, "reason": "double"}, nil)
		read[bool](t, fmt.Sprintf(`(() => { const u = new URL(location); u.searchParams.set("last", %q); u.searchParams.set("how", "ended"); location = u; return true; })()`, got.Number))
	}
	aside := func(name, css, ready string) view {
		v := staff("hall-"+name, "admin/hall", "supervisor", "/hall", ready)
		v.then = func(_ *walk, t *tab) {
			t.see(`.hall [data-live="live"]`)
			t.touch(css)
		}
		return v
	}
	code := view{name: "ticket-qr", page: "kiosk/ticket", path: "/kiosk/main/about/petition", ready: ".next-qr svg", sizes: kioskSizes()}
	code.then = func(_ *walk, t *tab) {
		t.touch(`form[action$="/tickets"] button`)
		t.touch(`a[href*="qr"]`)
	}
	ticket := view{name: "ticket", page: "kiosk/ticket", path: "/kiosk/main/about/mediation", ready: `[data-part="fate"][data-known="true"]`, sizes: kioskSizes()}
	ticket.then = func(_ *walk, t *tab) { t.touch(`form[action$="/tickets"] button`) }
	scan := func(name, page, ref string) view {
		v := view{name: "kiosk-" + name, page: page, path: "/kiosk/main/have", ready: `[data-page="` + name + `"] main`, sizes: kioskSizes()}
		v.then = func(w *walk, t *tab) { t.scanned(w.p.url + "/t/" + w.refs[ref]) }
		return v
	}
	session := scan("session", "kiosk/session", "")
	session.then = func(w *walk, t *tab) { t.fill("[data-code]", w.refs["session"]+"\r") }
	rate := scan("rate", "kiosk/rate", "done")
	rate.then = func(w *walk, t *tab) {
		t.scanned(w.p.url + "/t/" + w.refs["done"])
		t.touch(`form[action$="/evaluate"] button`)
	}
	more := rate // who wasn't content is asked on
	more.name, more.ready = "kiosk-rate-more", ".rate-more"
	more.then = func(w *walk, t *tab) {
		rate.then(w, t)
		t.touch(`[value="very_dissatisfied"]`)
	}
	tablets := []size{{1024, 768, 1}, {800, 1280, 1}}
	asks := view{name: "tablet-asks", page: "evaluate/tablet", path: "/evaluate/w4", ready: ".level", sizes: tablets}
	asks.then = func(w *walk, _ *tab) { w.ended("asked", "labour", "w4") }
	return []view{
		asks,
		{name: "tablet-idle", page: "evaluate/tablet", path: "/evaluate/quiet", ready: ".idle", sizes: tablets},
		{name: "mine", page: "console/mine", as: "xiao", path: "/mine", ready: "[data-live=live]", sizes: phoneSizes()},
		staff("follow-ups", "console/followups", "supervisor", "/follow-ups", "h1"),
		session, scan("missed", "kiosk/missed", "missed"), scan("back", "kiosk/back", "done"), rate, more,
		{name: "kiosk-start-at-work", page: "kiosk/start", path: "/kiosk/main", ready: ".tile", sizes: kioskSizes()},
		ticket, code,
		phone("waiting", "[data-live=live]"), night, leave,
		phone("upstairs", "[data-live=live]"),
		phone("called", "[data-live=live]"),
		phone("serving", "[data-live=live]"),
		phone("held", "[data-live=live]"),
		phone("missed", "[data-live=live]"),
		phone("done", "main"),
		phone("cancelled", "main"),
		{name: "phone-unknown", page: "phone/unknown", path: "/t/AAAAAAAAAAAAAAAA", sizes: phoneSizes()},
		{name: "screen-hall", page: "screen/screen", path: "/screen/hall", ready: "#now .call", sizes: append(screenSizes(), size{3840, 2160, 1})},
		{name: "screen-floor", page: "screen/screen", path: "/screen/floor3", ready: "main, #now", sizes: screenSizes()},
		{name: "screen-window", page: "screen/screen", path: "/screen/w3", ready: "#now .call", sizes: screenSizes()},
		{name: "paper", page: "kiosk/paper", path: "/paper", ready: "[data-slip] img", sizes: deskSizes()},
		staff("windows", "console/pick", "demo", "/window", "main"),
		staff("console-called", "console/window", "demo", "/window/w1", "#frame[data-view=called][data-first]"),
		staff("console-serving", "console/window", "demo", "/window/w2", "#frame[data-view=serving][data-first]"),
		sheet("transfer", "w2", "t"), sheet("hold", "w2", "h"), sheet("keys", "w2", "?"), sheet("pause", "court", "p"),
		sheet("note", "w2", "f"), sheet("class", "w2", "q"), sheet("handover", "w2", "["), sheet("outcomes", "w2", "-"), sheet("issue", "mediation", "+"),
		sheet("finish", "w2", "2"), sheet("plan", "w2", "j"), sheet("walkin", "court", "w"), sheet("call", "mediation", ";"), sheet("closing", "mediation", "x"),
		{name: "console-small", page: "console/window", as: "demo", path: "/window/w2?small=1", ready: "#frame[data-small][data-first]", sizes: narrow},
		{name: "console-narrow", page: "console/window", as: "demo", path: "/window/w2", ready: "#frame[data-view=serving][data-first]", sizes: narrow},
		staff("console-next", "console/window", "demo", "/window/mediation", "#frame[data-view=next][data-first]"),
		staff("console-paused", "console/window", "demo", "/window/w5", "#frame[data-view=paused][data-first]"),
		staff("console-nobody", "console/window", "demo", "/window/court", "#frame[data-first]"),
		staff("matter", "console/matter", "demo", "/matters/{matter}", "h1"),
		staff("desk", "console/desk", "demo", "/desk", "h1"),
		chosen, ended,
		staff("sessions", "console/sessions", "demo", "/sessions", "h1"),
		{name: "hall", page: "admin/hall", as: "supervisor", path: "/hall", ready: `.hall [data-live="live"]`, sizes: hallSizes()},
		post, aside("window", `[data-window="w1"]`, "#sheet[open] h2"), aside("service", `[data-part="queues"] [data-sheet]`, "#sheet[open] h2"), aside("keys", `[data-open="keys"]`, "#keys[open]"),
		staff("reports", "reports/report", "supervisor", "/reports", "h1"),
		staff("reports-times", "reports/report", "supervisor", "/reports/times", "h1"),
		staff("reports-results", "reports/report", "supervisor", "/reports/results", "h1"),
		staff("reports-places", "reports/report", "supervisor", "/reports/places", "h1"),
		staff("reports-visitors", "reports/report", "supervisor", "/reports/visitors", "h1"),
		staff("reports-evaluation", "reports/report", "supervisor", "/reports/evaluation", "h1"),
		staff("reports-house", "reports/report", "supervisor", "/reports/house", "h1"),
		staff("reports-all", "reports/report", "supervisor", "/reports/all", "h1"),
		staff("reports-filter", "reports/report", "supervisor", "/reports?service=petition&compare=0", ".filter[open]"),
		staff("reports-wrong", "reports/report", "supervisor", "/reports?from=2026-02-30", ".refusal"),
		staff("reports-month", "reports/month", "supervisor", "/reports/month-head", ".a4"),
		staff("reports-tickets", "reports/tickets", "supervisor", "/reports/tickets?section=totals&measure=batches", ".visits"),
		staff("reports-tickets-none", "reports/tickets", "supervisor", "/reports/tickets?section=totals&measure=server_up", ".page-state"),
		staff("reports-list", "reports/tickets", "supervisor", "/reports/tickets?section=server&measure=server_up", ".entries"),
		staff("admin", "settings/overview", "supervisor", "/admin", "h1"),
		staff("not-allowed", "display/problem", "demo", "/admin", "form[action='/logout']"),
		staff("admin-text", "settings/text", "supervisor", "/admin/text", "h1"),
		staff("admin-list", "settings/section", "supervisor", "/admin/part/services", "h1"),
		staff("admin-form", "settings/section", "supervisor", "/admin/part/services/mediation", "h1"),
		staff("admin-template", "settings/section", "supervisor", "/admin/part/template", "h1"),
		staff("admin-slip", "settings/slip", "supervisor", "/admin/slip", "h1"),
		staff("admin-history", "settings/history", "supervisor", "/admin/history", "h1"),
		staff("admin-edition", "settings/edition", "supervisor", "/admin/history/1", "h1"),
		staff("admin-clips", "settings/clips", "supervisor", "/admin/clips?number=A023&window=w3", ".tried"),
		staff("admin-clip", "settings/clip", "supervisor", "/admin/clips/zh/say-lost", ".voices audio"),
		staff("admin-words", "settings/translations", "supervisor", "/admin/translations?face=kiosk", ".translating"),
		staff("admin-transfer", "settings/transfer", "supervisor", "/admin/transfer", "h1"),
		wrong, review,
		staff("staff", "people/staff", "supervisor", "/admin/staff", "h1"),
		staff("person", "people/person", "supervisor", "/admin/staff/xiao", "h1"),
		staff("person-new", "people/person", "supervisor", "/admin/staff/new", "h1"),
		staff("devices", "people/devices", "supervisor", "/admin/devices?code=123456", "h1"),
		staff("audit", "people/audit", "supervisor", "/admin/audit", "h1"),
		staff("audit-none", "people/audit", "supervisor", "/admin/audit?from=2020-01-01&to=2020-01-02", ".empty"),
		staff("pin", "display/pin", "supervisor", "/pin?to=/hall", "h1"),
		added,
	}
}

// full is the worst hour: a hundred wait, every window has somebody.
func full(w *walk) {
	w.t.Helper()
	every := []string{
		"petition", "labour", "mediation", "filing", "legal", "petition", "hotline", "psychology", "xiao", "legal-aid",
		"reconsideration", "hearing", "online-mediation", "confirmation", "litigation", "arbitration",
	}
	for range 7 {
		w.queue(every...)
	}
	w.windows("open", nil, "w5", "quiet", "w32", "arbitration")
	w.windows("next", nil, "w4", "w5", "mediation", "xiao", "quiet", "w32", "arbitration", "court")
}

func crowded() []view {
	return []view{
		{name: "screen-full", page: "screen/screen", path: "/screen/hall", ready: "#now .call", sizes: screenSizes()},
		{name: "kiosk-full", page: "kiosk/start", path: "/kiosk/main", ready: ".tile", sizes: kioskSizes()},
		{name: "console-full", page: "console/window", as: "demo", path: "/window/w1", ready: "#frame[data-first]", sizes: deskSizes()},
		{name: "desk-full", page: "console/desk", as: "demo", path: "/desk", sizes: deskSizes()},
		{name: "hall-full", page: "admin/hall", as: "supervisor", path: "/hall", sizes: deskSizes()},
	}
}
