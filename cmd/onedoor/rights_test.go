package main

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/display"
	"onedoor/queue"
)

// rightsCentre is a centre of one's own with somebody of each role, and two of each
// thing that a right may be tied to.
const rightsCentre = `centre:
  name: {zh: 某中心, en: A centre}
  languages: [zh, en]
  phone: wifi
  wifi: Hall
  time_zone: Asia/Shanghai
  floors: [{id: 1, name: {zh: 一楼, en: Floor 1}, wait: {zh: 大厅, en: the hall}}]
departments: [{id: legal, name: {zh: 公共法律服务, en: Legal services}}]
services:
  - {id: legal, prefix: A, name: {zh: 法律咨询, en: Legal advice}, department: legal, floor: 1}
windows:
  - {id: w1, label: {zh: 1 号窗口, en: Window 1}, floor: 1, services: [legal]}
  - {id: w2, label: {zh: 2 号窗口, en: Window 2}, floor: 1, services: [legal]}
staff:
  - {id: clerk, name: 甲, roles: [clerk], windows: [w1], first_pin: "PIN"}
  - {id: desk, name: 乙, roles: [desk], windows: [w1], first_pin: "PIN"}
  - {id: supervisor, name: 丙, roles: [supervisor], windows: [w1], first_pin: "PIN"}
  - {id: admin, name: 丁, roles: [admin], windows: [w1], first_pin: "PIN"}
printers: []
kiosks:
  - {id: k1, name: {zh: 取号机, en: Kiosk}, token_sha256: TOKEN-k1}
  - {id: k2, name: {zh: 取号机, en: Kiosk}, token_sha256: TOKEN-k2}
screens:
  - {id: s1, name: {zh: 屏, en: Screen}, token_sha256: TOKEN-s1}
  - {id: s2, name: {zh: 屏, en: Screen}, token_sha256: TOKEN-s2}
outcomes: [{id: answered, name: {zh: 当场答复, en: Answered}}]
evaluation: [{id: good, name: {zh: 满意, en: Satisfied}}]
`

// rightsHouse is that centre, open, with a session for everybody.
type rightsHouse struct {
	app    *app
	url    string
	file   string            // the config
	tokens map[string]string // of a session or a device, by whom
}

func openRights(t *testing.T) *rightsHouse {
	t.Helper()
	h := &rightsHouse{tokens: map[string]string{}}
	src := rightsCentre
	hash, err := config.HashPIN("135790", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	src = strings.ReplaceAll(src, "PIN", hash)
	for _, device := range []string{"k1", "k2", "s1", "s2"} {
		h.tokens[device] = "the token of " + device
		src = strings.ReplaceAll(src, "TOKEN-"+device, config.TokenHash(h.tokens[device]))
	}
	h.file = filepath.Join(t.TempDir(), "centre.yaml")
	if err := os.WriteFile(h.file, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	centre, problems := config.Parse(h.file, []byte(src))
	if centre == nil {
		t.Fatal(problems)
	}
	h.app, err = newApp(t.Context(), appOptions{
		Centre: centre, Config: h.file, Data: t.TempDir(), Printer: "none:", PublicURL: "http://127.0.0.1:8080", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.app.close(); err != nil {
			t.Error(err)
		}
	})
	for _, s := range centre.Rules.Staff {
		h.session(t, s.ID)
	}
	server := httptest.NewServer(h.app.handler)
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

// session gives somebody a session without the work of a PIN.
func (h *rightsHouse) session(t *testing.T, staff queue.StaffID) {
	t.Helper()
	token := "the session of " + string(staff)
	hash := sha256.Sum256([]byte(token))
	if err := h.app.store.PutSession(t.Context(), hash[:], staff, time.Now(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	h.tokens[string(staff)] = token
}

// ask sends a request as somebody, "" for nobody, and gives the status, the problem's
// code and where it leads.
func (h *rightsHouse) ask(t *testing.T, who, method, path, body string) (status int, code, to string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, h.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if who != "" {
		req.Header.Set("Authorization", "Bearer "+h.tokens[who])
	}
	if strings.HasPrefix(path, "/ws/") {
		for k, v := range map[string]string{
			"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
		} {
			req.Header.Set(k, v)
		}
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 && strings.Contains(resp.Header.Get("Content-Type"), "problem+json") {
		var p struct{ Code string }
		raw, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.NewDecoder(bytes.NewReader(raw)).Decode(&p); err != nil {
			t.Fatalf("%s %s: %q: %v", method, path, raw, err)
		}
		code = p.Code
	}
	return resp.StatusCode, code, resp.Header.Get("Location")
}

// concrete fills a route's places: with what the devices and the windows of the centre
// are called where that matters, and with anything else elsewhere.
func concrete(route string) string {
	id := "w1"
	switch {
	case strings.Contains(route, "kiosk"):
		id = "k1"
	case strings.Contains(route, "screen"):
		id = "s1"
	case strings.Contains(route, "staff"):
		id = "clerk"
	}
	parts := strings.Split(route, "/")
	for i, p := range parts {
		switch {
		case p == ":id":
			parts[i] = id
		case p == ":window":
			parts[i] = "w1"
		case p == ":lang":
			parts[i] = "zh"
		case strings.HasPrefix(p, ":"):
			parts[i] = "1"
		case strings.HasPrefix(p, "*"):
			parts[i] = "x"
		}
	}
	return strings.Join(parts, "/")
}

// routesOf lists the program's routes by method and path.
func (h *rightsHouse) routesOf(t *testing.T) []gin.RouteInfo {
	t.Helper()
	engine, ok := h.app.handler.(*gin.Engine)
	if !ok {
		t.Fatalf("the handler is a %T", h.app.handler)
	}
	return slices.SortedFunc(slices.Values(engine.Routes()), func(a, b gin.RouteInfo) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
}

// TestEveryRouteAsksForItsRight walks the program's own routes, each as everybody: one
// without a line in the table of rights fails, and so does one that lets somebody
// through who hasn't the right, or keeps somebody out who has.
func TestEveryRouteAsksForItsRight(t *testing.T) {
	h := openRights(t)
	lines := map[string]display.Line{}
	for _, l := range display.Rights() {
		lines[l.Method+" "+l.Route] = l
	}
	people := []string{"", "clerk", "desk", "supervisor", "admin", "k1", "k2", "s1", "s2"}
	for _, r := range h.routesOf(t) {
		at := r.Method + " " + r.Path
		l, ok := lines[at]
		if !ok {
			t.Errorf("%s has no line in the table of rights (display/rights.go)", at)
			continue
		}
		delete(lines, at)
		for _, who := range people {
			want := h.wanted(l, who)
			status, code, to := h.ask(t, who, r.Method, concrete(r.Path), "")
			if got := guardSaid(l, status, code, to); got != want {
				t.Errorf("%s as %q: %s (%d %s %s), want %s", at, who, got, status, code, to, want)
			}
			if r.Path == "/logout" || at == "DELETE /api/v1/session" {
				for _, s := range people[1:5] {
					h.session(t, queue.StaffID(s))
				}
			}
		}
	}
	for at := range lines {
		t.Errorf("%s is in the table of rights and no route", at)
	}
}

// wanted says what the table promises somebody at a route.
func (h *rightsHouse) wanted(l display.Line, who string) string {
	p := h.app.queue.Rules().Person(queue.StaffID(who))
	switch {
	case l.Device == display.Kiosk && who != "k1", l.Device == display.Screen && who != "s1",
		l.Device == display.Screens && who != "s1" && who != "s2", l.Device == display.Kiosks && who != "k1" && who != "k2", l.Device == display.Tablet:
		return "no device"
	case l.Role == "" || p != nil && p.Is(l.Role):
		return "let in"
	case p != nil:
		return "not allowed"
	case l.Page && l.Method == http.MethodGet:
		return "log-in"
	}
	return "nobody"
}

// guardSaid says what the guards did, whatever became of the request afterwards.
func guardSaid(l display.Line, status int, code, to string) string {
	switch {
	case status == http.StatusSeeOther && strings.HasPrefix(to, "/login?to="):
		return "log-in"
	case status == http.StatusForbidden:
		return "not allowed"
	case code == "no_session", l.Page && status == http.StatusUnauthorized:
		return "nobody"
	case code == "no_device" && l.Named: // the handler has asked
		return "let in"
	case code == "no_device", l.Device != "" && status == http.StatusUnauthorized:
		return "no device"
	}
	return "let in"
}

// TestClerkActsAtTheirWindowsOnly asks every act of a window as somebody who serves at
// another one: nothing happens, whatever stands in the request.
func TestClerkActsAtTheirWindowsOnly(t *testing.T) {
	h := openRights(t)
	h.ask(t, "supervisor", "POST", "/api/v1/windows/w2/open", "")
	h.ask(t, "supervisor", "POST", "/api/v1/tickets", `{"service":"legal"}`)
	h.ask(t, "supervisor", "POST", "/api/v1/windows/w2/next", "")
	seq := func() (n int64) {
		h.app.queue.View(func(l *queue.Lobby) { n = l.Seq() })
		return n
	}
	before := seq()
	bodies := []string{
		"", `{}`, `{"outcome":"answered"}`, `{"service":"legal"}`, `{"window":"w1"}`, `{"number":"A001"}`, `{"reason":"lunch"}`, `{"session":1}`, `{"windows":["w1"]}`, `{"accept":true}`,
		`{"numbers":["A001"]}`, `{"category":"wages"}`, `{"class":"priority"}`, `{"note":"-"}`, `{"party":1}`,
	}
	n := 0
	for _, r := range h.routesOf(t) {
		ofWindow := strings.Contains(r.Path, "/windows/:id") || strings.Contains(r.Path, "/window/:id") || strings.HasSuffix(r.Path, "/:window")
		if !ofWindow || strings.Contains(r.Path, "/evaluate/") {
			continue
		}
		n++
		path := strings.NewReplacer(":id", "w2", ":window", "w2").Replace(r.Path)
		var codes []string
		for _, body := range bodies {
			for _, who := range []string{"clerk", "desk"} {
				status, code, _ := h.ask(t, who, r.Method, path, body)
				if status < 400 {
					t.Errorf("%s %s as %s with %s: %d", r.Method, r.Path, who, body, status)
				}
				codes = append(codes, fmt.Sprint(status, " ", code))
			}
		}
		if !slices.ContainsFunc(codes, func(s string) bool { return strings.HasPrefix(s, "403") }) {
			t.Errorf("%s %s was never not allowed: %q", r.Method, r.Path, codes)
		}
	}
	if n < 20 || seq() != before {
		t.Errorf("%d routes of a window were tried; the books went from %d to %d", n, before, seq())
	}
}
