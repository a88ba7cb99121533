package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"onedoor/display"
	"onedoor/display/api"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

const (
	pin         = "246810"
	kioskToken  = "the token of kiosk main"
	tabletToken = "the token of the tablet at w1"
	public      = "https://tickets.example"
)

// house is the API over a running queue, for tests.
type house struct {
	t        testing.TB
	handler  *gin.Engine
	queue    *queue.Queue
	store    *queuetest.Store
	kit      *display.Kit
	sessions *display.Sessions
	logins   *logins
	log      *bytes.Buffer
	tokens   map[queue.StaffID]string
	metrics  *api.Metrics
	board    *display.Board
	audit    entries
}

// build is what a test changes of a house.
type build struct {
	rules  *queue.Rules
	now    func() time.Time
	store  *queuetest.Store
	over   func(queue.Store) queue.Store // wraps the store
	checks []api.Check
	logins *logins
	told   display.Estimates // nil: nothing is told
}

func open(t testing.TB, change ...func(*build)) *house {
	t.Helper()
	b := build{rules: queuetest.Rules(), now: time.Now, store: &queuetest.Store{}, logins: &logins{}}
	for _, f := range change {
		f(&b)
	}
	h := &house{t: t, board: display.NewBoard(), store: b.store, logins: b.logins, log: &bytes.Buffer{}, tokens: map[queue.StaffID]string{}}
	var store queue.Store = b.store
	if b.over != nil {
		store = b.over(store)
	}
	h.queue = queuetest.Start(t, b.rules, queue.Options{Store: store, Now: b.now})
	queuetest.Do(t, h.queue, queue.Clock, queue.Tick{}) // the day begins
	var err error
	h.kit, err = display.New(display.Options{
		Later: true, // cmd/onedoor checks all pages
		Rules: h.rules, Now: h.queue.Now, Log: slog.New(slog.NewTextHandler(h.log, nil)),
	})
	must(t, err)
	h.sessions, err = display.NewSessions(display.SessionOptions{Kit: h.kit, Store: h.logins, Directory: directory, Now: b.now})
	must(t, err)
	sum, tabletSum := sha256.Sum256([]byte(kioskToken)), sha256.Sum256([]byte(tabletToken))
	devices, err := display.NewDevices(display.DeviceOptions{
		Kit: h.kit, Kiosks: map[queue.KioskID]string{"main": hex.EncodeToString(sum[:])}, Tablets: map[queue.WindowID]string{"w1": hex.EncodeToString(tabletSum[:])},
	})
	must(t, err)
	h.metrics = api.NewMetrics(api.MetricsOptions{Queue: h.queue, Sockets: func() int { return 7 }, Board: h.board})
	registry := prometheus.NewRegistry()
	registry.MustRegister(h.metrics)

	gin.SetMode(gin.TestMode)
	h.handler = gin.New()
	h.handler.HandleMethodNotAllowed = true
	h.handler.Use(h.kit.AccessLog, h.kit.Recover, display.Secure, h.sessions.Guard)
	h.handler.NoRoute(h.kit.NotFound)
	h.handler.NoMethod(h.kit.BadMethod)
	api.Register(h.handler, api.Options{
		Kit: h.kit, Queue: h.queue, Sessions: h.sessions, Devices: devices, Past: b.store, Notes: b.store, Evaluations: b.store, FollowUps: b.store, Matters: b.store,
		Board: h.board, PublicURL: func() string { return public + "/" }, Checks: b.checks, Metrics: registry, Wall: b.now, Estimates: b.told, Audit: &h.audit,
	})
	return h
}

// entries is what was written down of acts that are no events.
type entries []display.AuditEntry

func (a *entries) Audit(_ context.Context, e display.AuditEntry) error {
	*a = append(*a, e)
	return nil
}

func demo(b *build) { b.rules.Centre.Demo = true }

func (h *house) rules() *queue.Rules {
	var r *queue.Rules
	h.queue.View(func(l *queue.Lobby) { r = l.Rules() })
	return r
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var pinHash = sync.OnceValues(func() (string, error) { return display.HashPIN(pin, rand.Reader) })

// directory knows everybody in the rules; all have the same PIN.
func directory(id queue.StaffID) (display.Person, bool) {
	hash, err := pinHash()
	return display.Person{Name: string(id), FirstPIN: hash}, err == nil
}

// answer is what came back.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	raw    string
	body   map[string]any
}

// call sends a request and holds the answer against the OpenAPI document. Who
// is a member of staff, "kiosk", or "" for nobody.
func (h *house) call(who, method, path, body string, headers ...string) *answer {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	} else {
		r.Body = http.NoBody
	}
	switch who {
	case "":
	case "kiosk":
		r.Header.Set("Authorization", "Bearer "+kioskToken)
	default:
		r.Header.Set("Authorization", "Bearer "+h.token(queue.StaffID(who)))
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	a := &answer{t: h.t, status: w.Code, header: w.Header(), raw: w.Body.String()}
	conforms(h.t, r, body, w)
	if strings.Contains(a.header.Get("Content-Type"), "json") {
		must(h.t, json.Unmarshal(w.Body.Bytes(), &a.body))
	}
	return a
}

// token logs somebody in, without the work of a PIN.
func (h *house) token(id queue.StaffID) string {
	h.t.Helper()
	if h.tokens[id] == "" {
		token := "token of " + string(id) + " in the tests"
		sum := sha256.Sum256([]byte(token))
		must(h.t, h.logins.PutSession(h.t.Context(), sum[:], id, time.Time{}, time.Now().AddDate(100, 0, 0)))
		h.tokens[id] = token
	}
	return h.tokens[id]
}

func (h *house) post(who, path, body string, headers ...string) *answer {
	h.t.Helper()
	return h.call(who, http.MethodPost, path, body, headers...)
}

func (h *house) get(who, path string, headers ...string) *answer {
	h.t.Helper()
	return h.call(who, http.MethodGet, path, "", headers...)
}

// want fails the test unless the answer has a status.
func (a *answer) want(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d: %s", a.status, status, a.raw)
	}
	return a
}

// refused fails the test unless the answer is a problem with a code.
func (a *answer) refused(status int, code string) *answer {
	a.t.Helper()
	a.want(status)
	if got := a.at("code"); got != code {
		a.t.Fatalf("code %v, want %s: %s", got, code, a.raw)
	}
	if a.at("detail") == "" || strings.HasPrefix(a.str("detail"), "error.") || strings.HasPrefix(a.str("detail"), "api.") {
		a.t.Errorf("no sentence for %s: %s", code, a.raw)
	}
	if strings.Contains(a.str("detail"), "{") {
		a.t.Errorf("a place was left in the sentence: %s", a.str("detail"))
	}
	return a
}

// at gives a value by its path: "ticket.legs.0.window.id"; nil when there is
// none.
func (a *answer) at(path string) any {
	var v any = a.body
	for part := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[part]
		case []any:
			i := int(part[0] - '0')
			if i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func (a *answer) str(path string) string {
	s, _ := a.at(path).(string)
	return s
}

// has fails the test unless each path has its value.
func (a *answer) has(pairs ...any) *answer {
	a.t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		want := pairs[i+1]
		if n, ok := want.(int); ok {
			want = float64(n)
		}
		if got := a.at(pairs[i].(string)); got != want {
			a.t.Errorf("%s is %v, want %v: %s", pairs[i], got, want, a.raw)
		}
	}
	return a
}

// logins is a display.LoginStore in memory.
type logins struct {
	mu       sync.Mutex
	sessions map[string]login
	failed   map[queue.StaffID]login
}

type login struct {
	staff queue.StaffID
	at    time.Time
	n     int
}

var _ display.LoginStore = (*logins)(nil)

func (l *logins) PutSession(_ context.Context, hash []byte, staff queue.StaffID, _, expires time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sessions == nil {
		l.sessions = map[string]login{}
	}
	l.sessions[string(hash)] = login{staff: staff, at: expires}
	return nil
}

func (l *logins) Session(_ context.Context, hash []byte) (queue.StaffID, time.Time, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s, ok := l.sessions[string(hash)]
	return s.staff, s.at, ok, nil
}

func (l *logins) DeleteSession(_ context.Context, hash []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.sessions, string(hash))
	return nil
}

func (l *logins) PIN(context.Context, queue.StaffID) (string, bool, error)       { return "", false, nil }
func (l *logins) PutPIN(context.Context, queue.StaffID, string, time.Time) error { return nil }

func (l *logins) Attempts(_ context.Context, staff queue.StaffID) (int, time.Time, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.failed[staff].n, l.failed[staff].at, nil
}

func (l *logins) PutAttempts(_ context.Context, staff queue.StaffID, n int, last time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed == nil {
		l.failed = map[queue.StaffID]login{}
	}
	l.failed[staff] = login{n: n, at: last}
	return nil
}

// issue issues a ticket of a service and gives ref and number.
func (h *house) issue(service string) (ref, number string) {
	h.t.Helper()
	a := h.post("boss", "/api/v1/tickets", `{"service":"`+service+`"}`).want(http.StatusCreated)
	return a.str("ref"), a.str("number")
}

// act does something at a window that must succeed.
func (h *house) act(who, window, what, body string) *answer {
	h.t.Helper()
	return h.post(who, "/api/v1/windows/"+window+"/"+what, body).want(http.StatusOK)
}
