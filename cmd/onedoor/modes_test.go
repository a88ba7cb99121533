package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/display"
	"onedoor/kiosk"
	"onedoor/queue"
)

// moded is the sample centre in this process, in a mode of phones.
func moded(t *testing.T, phone queue.Phone) (*app, http.Handler) {
	t.Helper()
	centre := config.Sample()
	centre.Rules.Centre.Phone = phone
	if err := centre.Rules.Prepare(); err != nil {
		t.Fatal(err)
	}
	a, err := newApp(t.Context(), appOptions{
		Centre: centre, Data: t.TempDir(), Printer: "none:", PublicURL: "http://192.168.1.10:8080", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.close(); err != nil {
			t.Error(err)
		}
	})
	return a, a.handler
}

// scanning are the words that lead somebody to a phone.
var scanning = regexp.MustCompile(`扫|二维码|手机|(?i:\bscan)|\bQR\b|class="[^"]*\bqr\b|(?i:\bphones?\b)`)

// ofStaff are the pages that may say how the centre is set up.
var ofStaff = []string{"/", "/admin", "/hall"}

// TestNothingSpeaksOfPhonesWhereTheyAreOff sweeps every page of every face: a new route that isn't looked at
// fails the test. So do slips and the API.
func TestNothingSpeaksOfPhonesWhereTheyAreOff(t *testing.T) {
	a, h := moded(t, queue.PhoneOff)
	rules := a.queue.Rules()
	do := func(r queue.Request) queue.Result {
		t.Helper()
		got, err := a.queue.Do(context.WithoutCancel(t.Context()), r)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	issue := func(seed byte) *queue.Ticket {
		return do(queue.Request{Actor: queue.System, Command: queue.Issue{Service: rules.Services[0].ID, Kiosk: "main", Seed: queue.Seed{0: seed}}}).Ticket
	}
	waits, over := issue(1), issue(2)
	do(queue.Request{Actor: queue.Visitor, Command: queue.Cancel{Ticket: over.ID}})
	window := rules.Windows[0].ID

	fill := map[string][]string{
		"/kiosk/:id": {"/kiosk/main"}, "/screen/:id": {"/screen/hall", "/screen/" + string(rules.Screens[len(rules.Screens)-1].ID)},
		"/window/:id": {"/window/" + string(window)}, "/window/:id/state": nil, "/matters/:matter": {"/matters/1"},
		"/kiosk/:id/ask/*way": {"/kiosk/main/ask/"}, "/kiosk/:id/ticket/:ref": {"/kiosk/main/ticket/" + waits.Ref, "/kiosk/main/ticket/" + over.Ref},
		"/t/:ref":       {"/t/" + waits.Ref, "/t/AAAAAAAAAAAAAAAA"},
		"/assets/*path": nil, "/language/:lang": nil, "/healthz": nil, "/readyz": nil, "/metrics": nil, "/sessions/sample.csv": nil, "/paper/:printer/:slip": nil,
		"/styles":               nil, // how all faces look, not one of them
		"/pair":                 nil, // an administrator's phone, not a visitor's
		"/reports/export/:file": nil, "/paper/template/picture": nil, "/evaluate/:window": {"/evaluate/" + string(window)},
		"/hall/windows/:id": {"/hall/windows/" + string(window)}, "/hall/services/:id": {"/hall/services/" + string(rules.Services[0].ID)},
	}
	for _, s := range rules.Services {
		for _, page := range []string{"options", "service"} {
			route := "/kiosk/:id/" + page + "/:service"
			fill[route] = append(fill[route], "/kiosk/main/"+page+"/"+string(s.ID))
		}
	}
	for _, d := range rules.Departments {
		fill["/kiosk/:id/about/:department"] = append(fill["/kiosk/:id/about/:department"], "/kiosk/main/about/"+string(d.ID))
	}
	session := loggedIn(t, h)
	for _, r := range h.(*gin.Engine).Routes() {
		if r.Method != http.MethodGet || strings.HasPrefix(r.Path, "/api/") || strings.HasPrefix(r.Path, "/ws/") || strings.HasPrefix(r.Path, "/voice/") ||
			strings.HasPrefix(r.Path, "/admin") { // the administration says how the centre is set up
			continue
		}
		paths, known := fill[r.Path]
		switch {
		case known:
		case strings.HasPrefix(r.Path, "/kiosk/:id/") && strings.Count(r.Path, ":") == 1 && !strings.Contains(r.Path, "*"):
			paths = []string{strings.Replace(r.Path, ":id", "main", 1)}
		case strings.ContainsAny(r.Path, ":*"):
			t.Errorf("%s isn't swept: say what to open", r.Path)
		default:
			paths = []string{r.Path}
		}
		for _, path := range paths {
			for _, lang := range []string{"zh", "en"} {
				sweep(t, h, path, lang, session)
			}
		}
	}
	for _, lang := range []string{"zh", "en"} {
		sweepSlips(t, a, rules, lang)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "http://localhost/api/v1/tickets", strings.NewReader(`{"service":"`+string(rules.Services[0].ID)+`"}`)))
	if !strings.Contains(w.Body.String(), `"status_url":""`) {
		t.Errorf("the API answers %s", w.Body)
	}
	if w := open(h, "/t/"+waits.Ref, nil); w.Code != http.StatusNotFound {
		t.Errorf("the phone's page answers %d", w.Code)
	}
}

func loggedIn(t *testing.T, h http.Handler) *http.Cookie {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://localhost/api/v1/session", strings.NewReader(`{"staff":"supervisor","pin":"246810"}`))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		return c
	}
	t.Fatalf("nobody is logged in: %d %s", w.Code, w.Body)
	return nil
}

func open(h http.Handler, path string, session *http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil)
	if session != nil {
		r.AddCookie(session)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// sweep looks for words of scanning on a page.
func sweep(t *testing.T, h http.Handler, path, lang string, session *http.Cookie) {
	t.Helper()
	w := open(h, path+"?lang="+lang, session)
	if w.Code >= http.StatusInternalServerError || w.Body.Len() == 0 && w.Code == http.StatusOK {
		t.Errorf("%s: %d", path, w.Code)
	}
	text := attributes.ReplaceAllString(w.Body.String(), "")
	text = needless.ReplaceAllString(text, "")
	if slices.Contains(ofStaff, path) {
		text = setUp.ReplaceAllString(text, "")
	}
	for _, at := range scanning.FindAllStringIndex(text, -1) {
		if word := strings.ToLower(text[at[0]:at[1]]); strings.HasPrefix(path, "/t/") && (word == "手机" || word == "phones") {
			continue // it says that there is none
		}
		t.Errorf("%s in %s speaks of scanning: …%s…", path, lang, text[max(0, at[0]-60):min(len(text), at[1]+60)])
	}
}

var (
	// attributes are not words.
	attributes = regexp.MustCompile(`(?s)<head>.*?</head>| (?:src|href|id|for|data-icon)="[^"]*"`)
	// needless is what a kiosk promises to who has no phone.
	needless = regexp.MustCompile(`取号不用手机|No phone and no ID card needed`)
	// setUp is how the administration says that phones are off, and what the sample says of itself.
	setUp = regexp.MustCompile(`(?s)<section class="hello">.*?</section>|<dt>(?:手机查询|Phones?[^<]*)</dt><dd>[^<]*</dd>|<dt>[^<]*(?:二维码|QR)[^<]*</dt>`)
)

func sweepSlips(t *testing.T, a *app, rules *queue.Rules, lang string) {
	t.Helper()
	words, err := display.LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	status := a.statusURL("http://192.168.1.10:8080")
	for i := range rules.Services {
		s := &rules.Services[i]
		x := kiosk.ExampleTicket(s, lang, a.queue.Now())
		for _, b := range kiosk.Slip(words, kiosk.SlipData{Rules: rules, Ticket: x, Service: s, URL: status(x.Ref)}).Blocks {
			if said := b.Kind.String() + " " + b.Text; scanning.MatchString(said) || strings.HasPrefix(said, "qr") {
				t.Errorf("the slip of %s in %s says %q", s.ID, lang, said)
			}
		}
	}
}
