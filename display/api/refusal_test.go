package api_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// The halls that refusals are tried in. A refusal changes nothing, so one house
// of each serves every case.
var halls = map[string]func(*house){
	"closed":  func(*house) {},
	"opened":  func(h *house) { h.act("anna", "w1", "open", "") },
	"paused":  func(h *house) { h.act("anna", "w1", "open", ""); h.act("anna", "w1", "pause", "") },
	"hand":    hand,
	"serving": func(h *house) { hand(h); h.act("anna", "w1", "start", "") },
	"waiting": func(h *house) { h.act("anna", "w1", "open", ""); h.issue("legal"); h.issue("court") },
}

// hand puts a ticket in hand at w1.
func hand(h *house) {
	h.issue("legal")
	h.act("anna", "w1", "open", "")
	h.act("anna", "w1", "next", "")
}

func TestEveryRefusal(t *testing.T) {
	const w1 = "/api/v1/windows/w1/"
	cases := []struct {
		name   string
		hall   string
		who    string
		path   string
		body   string
		status int
		code   string
	}{
		{"next with a ticket in hand", "hand", "anna", w1 + "next", "", 409, "window_busy"},
		{"call with a ticket in hand", "hand", "anna", w1 + "call", `{"number":"A001"}`, 409, "window_busy"},
		{"close with a ticket in hand", "hand", "anna", w1 + "close", "", 409, "window_busy"},
		{"next at a closed window", "closed", "anna", w1 + "next", "", 409, "window_closed"},
		{"pause of a closed window", "closed", "anna", w1 + "pause", `{"reason":"break"}`, 409, "window_closed"},
		{"next at a paused window", "paused", "anna", w1 + "next", "", 409, "window_paused"},
		{"recall of nothing", "opened", "anna", w1 + "recall", "", 409, "not_in_hand"},
		{"start of nothing", "opened", "anna", w1 + "start", "", 409, "not_in_hand"},
		{"no-show of nobody", "opened", "anna", w1 + "no-show", "", 409, "not_in_hand"},
		{"hold of nothing", "opened", "anna", w1 + "hold", "", 409, "not_in_hand"},
		{"finish of nothing", "opened", "anna", w1 + "finish", `{"outcome":"answered"}`, 409, "not_in_hand"},
		{"transfer of nothing", "opened", "anna", w1 + "transfer", `{"service":"court"}`, 409, "not_in_hand"},
		{"start twice", "serving", "anna", w1 + "start", "", 409, "bad_state"},
		{"recall while serving", "serving", "anna", w1 + "recall", "", 409, "bad_state"},
		{"no-show while serving", "serving", "anna", w1 + "no-show", "", 409, "bad_state"},
		{"a number that isn't there", "opened", "anna", w1 + "call", `{"number":"A999"}`, 404, "unknown_ticket"},
		{"a number of another window's", "waiting", "anna", w1 + "call", `{"number":"H001"}`, 409, "not_served"},
		{"an outcome nobody knows", "hand", "anna", w1 + "finish", `{"outcome":"won"}`, 422, "unknown_outcome"},
		{"transfer to a service that isn't", "hand", "anna", w1 + "transfer", `{"service":"x"}`, 404, "unknown_service"},
		{"transfer to a window that isn't", "hand", "anna", w1 + "transfer", `{"window":"x"}`, 404, "unknown_window"},
		{"transfer to a person who isn't", "hand", "anna", w1 + "transfer", `{"staff":"x"}`, 404, "unknown_staff"},
		{"transfer to where it isn't served", "hand", "anna", w1 + "transfer", `{"service":"court","window":"w2"}`, 409, "not_served"},
		{"transfer to nowhere", "hand", "anna", w1 + "transfer", `{"note":"on"}`, 400, "bad_request"},
		{"hold for ever", "hand", "anna", w1 + "hold", `{"for_s":99999999}`, 422, "bad_value"},
		{"hold for more than for ever", "hand", "anna", w1 + "hold", `{"for_s":9223372036854775807}`, 422, "bad_value"},
		{"hold for no time", "hand", "anna", w1 + "hold", `{"for_s":0}`, 422, "bad_value"},
		{"hold with too long a story", "hand", "anna", w1 + "hold", `{"reason":"` + strings.Repeat("长", 501) + `"}`, 422, "bad_value"},
		{"pause with too long a story", "opened", "anna", w1 + "pause", `{"reason":"` + strings.Repeat("长", 501) + `"}`, 422, "bad_value"},
		{"a note too long", "hand", "anna", w1 + "hold", `{"note":"` + strings.Repeat("长", 501) + `"}`, 422, "bad_value"},
		{"a window that isn't", "closed", "boss", "/api/v1/windows/w9/open", "", 404, "unknown_window"},
		{"another's window", "closed", "anna", "/api/v1/windows/w3/open", "", 403, "not_allowed"},
		{"a window without a session", "closed", "", w1 + "open", "", 401, "no_session"},
		{"a window with a kiosk's token", "closed", "kiosk", w1 + "open", "", 401, "no_session"},

		{"a service that isn't", "closed", "kiosk", "/api/v1/tickets", `{"service":"x"}`, 404, "unknown_service"},
		{"a kiosk that isn't", "closed", "boss", "/api/v1/tickets", `{"service":"legal","kiosk":"x"}`, 404, "unknown_kiosk"},
		{"a window that isn't, asked for", "closed", "kiosk", "/api/v1/tickets", `{"service":"legal","window":"x"}`, 404, "unknown_window"},
		{"a person who isn't, asked for", "closed", "kiosk", "/api/v1/tickets", `{"service":"legal","staff":"x"}`, 404, "unknown_staff"},
		{"a window that doesn't serve it", "closed", "kiosk", "/api/v1/tickets", `{"service":"legal","window":"w3"}`, 409, "not_served"},
		{"a party of nobody", "closed", "kiosk", "/api/v1/tickets", `{"service":"legal","party":0}`, 422, "bad_value"},
		{"a party of minus one", "closed", "kiosk", "/api/v1/tickets", `{"service":"legal","party":-1}`, 422, "bad_value"},
		{"a party of a town", "closed", "kiosk", "/api/v1/tickets", `{"service":"legal","party":301}`, 422, "bad_value"},
		{"a class that isn't", "closed", "kiosk", "/api/v1/tickets", `{"service":"legal","priority":"gold"}`, 422, "bad_value"},
		{"a language that can't be", "closed", "kiosk", "/api/v1/tickets", `{"service":"legal","lang":"!!"}`, 422, "bad_value"},
		{"a ticket for a stranger", "closed", "", "/api/v1/tickets", `{"service":"legal"}`, 401, "no_device"},
		{"a ticket at another's kiosk", "closed", "kiosk", "/api/v1/tickets", `{"service":"legal","kiosk":"bare"}`, 401, "no_device"},
		{"no service", "closed", "kiosk", "/api/v1/tickets", `{}`, 400, "bad_request"},
		{"leaving with a wrong ref", "closed", "", "/api/v1/tickets/AAAAAAAAAAAAAAAA/cancel", "", 404, "unknown_ticket"},
		{"leaving with half a ref", "closed", "", "/api/v1/tickets/AAAA/cancel", "", 404, "unknown_ticket"},
		{"taking back with a wrong ref", "closed", "", "/api/v1/tickets/AAAAAAAAAAAAAAAA/undo", "", 404, "unknown_ticket"},
		{"printing again without a session", "closed", "", "/api/v1/tickets/AAAAAAAAAAAAAAAA/reprint", "", 401, "no_session"},
		{"printing again by a clerk", "closed", "anna", "/api/v1/tickets/AAAAAAAAAAAAAAAA/reprint", "", 403, "not_allowed"},
		{"printing again what isn't", "closed", "xiao", "/api/v1/tickets/AAAAAAAAAAAAAAAA/reprint", "", 404, "unknown_ticket"},

		{"the desk for a clerk", "closed", "anna", "/api/v1/desk/return", `{"number":"A001"}`, 403, "not_allowed"},
		{"the return of nobody", "closed", "xiao", "/api/v1/desk/return", `{"number":"A001"}`, 404, "unknown_ticket"},
		{"the return of who waits", "waiting", "xiao", "/api/v1/desk/return", `{"number":"A001"}`, 409, "bad_state"},
		{"the return by number and code", "closed", "xiao", "/api/v1/desk/return", `{"number":"A001","code":"0000000"}`, 400, "bad_request"},
		{"the reprint of nothing", "closed", "xiao", "/api/v1/desk/reprint", `{"code":"0000000"}`, 404, "unknown_ticket"},
		{"the reprint where there is no paper", "waiting", "xiao", "/api/v1/desk/reprint", `{"number":"A001","kiosk":"bare"}`, 404, "unknown_kiosk"},
		{"the clock by a clerk", "closed", "anna", "/api/v1/clock/trust", "", 403, "not_allowed"},

		{"a PIN that is wrong", "closed", "", "/api/v1/session", `{"staff":"anna","pin":"000000"}`, 401, "bad_pin"},
		{"a person who isn't", "closed", "", "/api/v1/session", `{"staff":"nobody","pin":"246810"}`, 401, "bad_pin"},
		{"a PIN that is a number", "closed", "", "/api/v1/session", `{"staff":"anna","pin":246810}`, 400, "bad_request"},

		{"an unknown field", "closed", "kiosk", "/api/v1/tickets", `{"service":"legal","priorty":true}`, 400, "bad_request"},
		{"a field of an act that has none", "opened", "anna", w1 + "next", `{"number":"A001"}`, 400, "bad_request"},
		{"no JSON", "closed", "kiosk", "/api/v1/tickets", `service=legal`, 400, "bad_request"},
		{"too much", "closed", "kiosk", "/api/v1/tickets", `{"service":"` + strings.Repeat("x", 64<<10) + `"}`, 413, "too_large"},
	}
	houses := map[string]*house{}
	for name, prepare := range halls {
		houses[name] = open(t)
		prepare(houses[name])
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := *houses[c.hall]
			h.t = t
			seq := h.seq()
			for _, lang := range []string{"zh", "en"} {
				a := h.post(c.who, c.path, c.body, "Accept-Language", lang).refused(c.status, c.code)
				if c.status == http.StatusUnauthorized && a.header.Get("WWW-Authenticate") == "" {
					t.Error("401 without WWW-Authenticate")
				}
				if a.header.Get("Content-Type") != "application/problem+json" || a.at("status") != float64(c.status) ||
					a.str("type") != "urn:onedoor:problem:"+c.code {
					t.Errorf("not the form of RFC 9457: %s", a.raw)
				}
			}
			if h.seq() != seq {
				t.Error("a refusal changed something")
			}
		})
	}
}

func (h *house) seq() (n int64) {
	h.queue.View(func(l *queue.Lobby) { n = l.Seq() })
	return n
}

func TestABodyIsRefusedByName(t *testing.T) {
	h := open(t)
	for body, want := range map[string]string{
		`{"service":"legal","priorty":true}`:     `There is no field “priorty” here. Known are: service, bundle, priority, `,
		`{"Service":"legal"}`:                    `There is no field “Service” here. Known are: service, bundle, priority, `,
		`{"party":2}`:                            `The field “service” is missing.`,
		`{"service":null}`:                       `The field “service” is missing.`,
		`{"service":"legal","party":"2"}`:        `The field “party” must be a whole number.`,
		`{"service":"legal","party":1.5}`:        `The field “party” must be a whole number.`,
		`{"service":7}`:                          `The field “service” must be a string.`,
		`{"service":"legal","priority":1}`:       `The field “priority” must be true, false or the name of a class.`,
		`{"service":"legal","service":"labour"}`: `The field “service” is given twice.`,
		`["legal"]`:                              `The body is not a JSON object; the trouble is at byte 1.`,
		`{"service":"legal"`:                     `The body is not a JSON object; the trouble is at byte 18.`,
		`{"service":"legal"} {}`:                 `The body is not a JSON object; the trouble is at byte 21.`,
		"{\"service\":\"\xff\"}":                 `The body is not UTF-8.`,
	} {
		if got := h.post("boss", "/api/v1/tickets?lang=en", body).refused(400, "bad_request").str("detail"); !strings.HasPrefix(got, want) {
			t.Errorf("%s\n got %s\nwant %s", body, got, want)
		}
	}
}

func TestAStoreThatFails(t *testing.T) {
	for code, err := range map[string]error{
		"not_durable": queuetest.ErrStore,
		"disk_full":   &queue.Error{Code: queue.ErrDiskFull},
	} {
		h := open(t)
		h.store.Fail(err)
		a := h.post("boss", "/api/v1/tickets", `{"service":"legal"}`, "Idempotency-Key", "1").refused(503, code)
		if a.header.Get("Retry-After") == "" {
			t.Error("nobody says when to come again")
		}
		h.store.Fail(nil)
		h.post("boss", "/api/v1/tickets", `{"service":"legal"}`, "Idempotency-Key", "1").want(201).has("number", "A001")
	}
	h := open(t)
	h.queue.SetDamaged(errors.New("a page is torn"))
	h.post("boss", "/api/v1/tickets", `{"service":"legal"}`).refused(503, "damaged")
	h.get("", "/api/v1/services").want(200)
	h.get("", "/readyz").want(503).has("ready", false, "checks.0.name", "queue", "checks.0.ok", false)
}

func TestAnotherSitesPageIsRefused(t *testing.T) {
	h := open(t, demo)
	foreign := []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://elsewhere.example"}
	h.post("", "/api/v1/tickets", `{"service":"legal"}`, foreign...).refused(403, "cross_site")
	h.post("", "/api/v1/session", `{"staff":"anna","pin":"246810"}`, foreign...).refused(403, "cross_site")
	h.call("", http.MethodDelete, "/api/v1/session", "", foreign...).refused(403, "cross_site")
	cookie := []string{"Cookie", "onedoor_session=" + strings.ReplaceAll(h.token("anna"), " ", "%20")}
	h.post("", "/api/v1/windows/w1/open", "", append(cookie, foreign...)...).refused(403, "cross_site")
	h.post("", "/api/v1/windows/w1/open", "", append(cookie, "Sec-Fetch-Site", "same-origin")...).want(200)
	h.get("", "/api/v1/windows/w1", append(cookie, foreign...)...).want(200) // reading changes nothing, and can't be read there
	// The visitor's own ticket needs nothing but the ref.
	ref := h.post("", "/api/v1/tickets", `{"service":"legal"}`).want(201).str("ref")
	h.post("", "/api/v1/tickets/"+ref+"/cancel", "", foreign...).want(200)
}

func TestReadingIsRefusedToo(t *testing.T) {
	h := open(t)
	h.get("", "/api/v1/tickets/AAAAAAAAAAAAAAAA").refused(404, "unknown_ticket")
	h.get("", "/api/v1/tickets/AAAAAAAA%20AAAAAAA").refused(404, "unknown_ticket")
	h.get("", "/api/v1/windows/w1").refused(401, "no_session")
	h.get("anna", "/api/v1/windows/w3").refused(403, "not_allowed")
	h.get("boss", "/api/v1/windows/w9").refused(404, "unknown_window")
	h.get("anna", "/api/v1/windows/w1?limit=some").refused(422, "bad_value")
	h.get("xiao", "/api/v1/desk/ticket").refused(400, "bad_request")
	h.get("xiao", "/api/v1/desk/ticket?number=A001").refused(404, "unknown_ticket")
	h.get("anna", "/api/v1/desk/ticket?number=A001").refused(403, "not_allowed")
	h.get("", "/api/v1/nothing").refused(404, "not_found")
	h.call("", http.MethodPut, "/api/v1/tickets", "{}").refused(405, "bad_method")
}
