package display

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// loginStore is a LoginStore in memory.
type loginStore struct {
	mu       sync.Mutex
	sessions map[string]session
	pins     map[queue.StaffID]string
	attempts map[queue.StaffID]tries
	reads    int
}

var _ LoginStore = (*loginStore)(nil)

func newLoginStore() *loginStore {
	return &loginStore{sessions: map[string]session{}, pins: map[queue.StaffID]string{}, attempts: map[queue.StaffID]tries{}}
}

func (s *loginStore) PutSession(_ context.Context, hash []byte, staff queue.StaffID, _, expires time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions[string(hash)] = session{staff: staff, expires: expires}
	return nil
}

func (s *loginStore) Session(_ context.Context, hash []byte) (queue.StaffID, time.Time, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	v, ok := s.sessions[string(hash)]
	return v.staff, v.expires, ok, nil
}

func (s *loginStore) DeleteSession(_ context.Context, hash []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sessions, string(hash))
	return nil
}

func (s *loginStore) PIN(_ context.Context, staff queue.StaffID) (string, bool, error) {
	phc, ok := s.pins[staff]
	return phc, ok, nil
}

func (s *loginStore) PutPIN(_ context.Context, staff queue.StaffID, phc string, _ time.Time) error {
	s.pins[staff] = phc
	for h, v := range s.sessions {
		if v.staff == staff {
			delete(s.sessions, h)
		}
	}
	return nil
}

func (s *loginStore) Attempts(_ context.Context, staff queue.StaffID) (int, time.Time, error) {
	t := s.attempts[staff]
	return t.failed, t.last, nil
}

func (s *loginStore) PutAttempts(_ context.Context, staff queue.StaffID, failed int, last time.Time) error {
	s.attempts[staff] = tries{failed, last}
	return nil
}

// desk is sessions with a clock that stands until it is moved.
type desk struct {
	*Sessions
	store *loginStore
	now   time.Time
}

const testPIN = "135790"

func newDesk(t *testing.T) *desk {
	t.Helper()
	first, err := HashPIN(testPIN, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{store: newLoginStore(), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	d.Sessions, err = NewSessions(SessionOptions{
		Kit: testKit(t), Store: d.store, Now: func() time.Time { return d.now },
		Directory: func(id queue.StaffID) (Person, bool) {
			names := map[queue.StaffID]string{"anna": "安娜", "boss": "值班长", "left": "走了的人"}
			return Person{Name: names[id], FirstPIN: first}, names[id] != ""
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) refusal(t *testing.T, staff queue.StaffID, pin string) *queue.Error {
	t.Helper()
	_, err := d.Login(t.Context(), staff, pin)
	if err == nil {
		return nil
	}
	var e *queue.Error
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	return e
}

func TestLoginOpensASessionThatOnlyItsTokenFinds(t *testing.T) {
	d := newDesk(t)
	token, err := d.Login(t.Context(), "anna", testPIN)
	if err != nil {
		t.Fatal(err)
	}
	if len(token) != 43 {
		t.Errorf("token of %d characters, want 43 (256 bits)", len(token))
	}
	sum := sha256.Sum256([]byte(token))
	if _, ok := d.store.sessions[string(sum[:])]; !ok || len(d.store.sessions) != 1 {
		t.Error("the store keeps something else than the token's SHA-256")
	}
	for range 3 {
		p, ok, err := d.Who(t.Context(), token)
		if err != nil || !ok || p.ID != "anna" {
			t.Fatalf("who: %v %v %v", p, ok, err)
		}
	}
	if d.store.reads != 1 {
		t.Errorf("%d reads of the store, want 1", d.store.reads)
	}
	if _, ok, _ := d.Who(t.Context(), token+"x"); ok {
		t.Error("another token is let in")
	}
	d.now = d.now.Add(sessionLife)
	if _, ok, _ := d.Who(t.Context(), token); ok {
		t.Error("an expired session is let in")
	}
}

func TestLogoutAndANewPINEndSessions(t *testing.T) {
	d := newDesk(t)
	for _, end := range []func(token string) error{
		func(token string) error { return d.Logout(t.Context(), token) },
		func(string) error { _, err := d.ChangePIN(t.Context(), "anna", testPIN, "602481"); return err },
	} {
		pin := testPIN
		token, err := d.Login(t.Context(), "anna", pin)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok, _ := d.Who(t.Context(), token); !ok {
			t.Fatal("not let in")
		}
		if err := end(token); err != nil {
			t.Fatal(err)
		}
		if _, ok, _ := d.Who(t.Context(), token); ok {
			t.Error("still let in")
		}
	}
	if e := d.refusal(t, "anna", testPIN); e == nil || e.Code != ErrBadPIN {
		t.Errorf("the first PIN after a change: %v", e)
	}
	if e := d.refusal(t, "anna", "602481"); e != nil {
		t.Errorf("the new PIN: %v", e)
	}
}

func TestWrongPINsAndStrangersAreTheSameRefusal(t *testing.T) {
	d := newDesk(t)
	for _, staff := range []queue.StaffID{"anna", "nobody", "left", ""} {
		if e := d.refusal(t, staff, "000000"); e == nil || e.Code != ErrBadPIN {
			t.Errorf("%s: %v", staff, e)
		}
	}
	if e := d.refusal(t, "left", testPIN); e == nil || e.Code != ErrBadPIN {
		t.Errorf("somebody who has left the rules: %v", e)
	}
}

func TestFailuresSlowDownThenLockOut(t *testing.T) {
	d := newDesk(t)
	for _, staff := range []queue.StaffID{"anna", "nobody"} {
		fail := func(n int) { // as if there had been n failures, the last one now
			if err := d.putTries(t.Context(), staff, staff == "anna", tries{n, d.now}); err != nil {
				t.Fatal(err)
			}
			d.putTriesFrom(pair{staff: staff}, tries{n, d.now})
		}
		fail(freeAttempts - 1)
		if e := d.refusal(t, staff, "000000"); e == nil || e.Code != ErrBadPIN {
			t.Fatalf("%s: the third failure: %v", staff, e)
		}
		if e := d.refusal(t, staff, "000000"); e == nil || e.Code != ErrBadPIN {
			t.Fatalf("%s: the fourth failure: %v", staff, e)
		}
		if e := d.refusal(t, staff, testPIN); e == nil || e.Code != ErrSlowDown || e.Args["retry_s"] != "1" {
			t.Fatalf("%s: the right PIN at once: %v", staff, e)
		}
		fail(10)
		d.now = d.now.Add(time.Minute)
		if e := d.refusal(t, staff, testPIN); e == nil || e.Code != ErrLocked || e.Args["minutes"] != "14" {
			t.Fatalf("%s: after ten failures: %v", staff, e)
		}
		d.now = d.now.Add(15 * time.Minute)
	}
	if e := d.refusal(t, "anna", testPIN); e != nil || d.store.attempts["anna"].failed != 0 {
		t.Errorf("after the lock-out: %v, %d failures", e, d.store.attempts["anna"].failed)
	}
}

func TestPHC(t *testing.T) {
	phc, err := HashPIN("2468", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash %s", phc)
	}
	if ok, err := VerifyPIN(phc, "2468"); !ok || err != nil {
		t.Errorf("right PIN: %v %v", ok, err)
	}
	if ok, err := VerifyPIN(phc, "2469"); ok || err != nil {
		t.Errorf("wrong PIN: %v %v", ok, err)
	}
	for _, bad := range []string{
		"", "246810", "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
		strings.Replace(phc, "m=19456", "m=99999999", 1), strings.Replace(phc, "t=2", "t=0", 1), phc[:len(phc)-40],
	} {
		if CheckPHC(bad) == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

// staffSite is a page and a call behind guards.
func staffSite(t *testing.T) (*desk, *gin.Engine) {
	t.Helper()
	d := newDesk(t)
	e := engine(d.kit)
	d.Register(e)
	e.GET("/window/:id", func(c *gin.Context) { c.String(http.StatusOK, string(StaffOf(c))) })
	e.GET("/hall", func(c *gin.Context) { c.Status(http.StatusOK) })
	e.POST("/api/v1/windows/:id/next", func(c *gin.Context) { c.String(http.StatusOK, string(StaffOf(c))) })
	return d, e
}

func postForm(h http.Handler, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPageLeadsThroughTheLogInAndBack(t *testing.T) {
	_, e := staffSite(t)
	w := get(e, "/window/w1?x=1")
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || to != "/login?to=%2Fwindow%2Fw1%3Fx%3D1" {
		t.Fatalf("%d to %s", w.Code, to)
	}
	page := document(t, get(e, to+"&lang=en"))
	if href, _ := page.Find(".langs a").Attr("href"); href != "/language/zh?to=%2flogin%3fto%3d%252Fwindow%252Fw1%253Fx%253D1" {
		t.Errorf("the other language is at %s", href)
	}
	if c := get(e, to+"&lang=en").Result().Cookies(); len(c) != 1 || c[0].Name != langCookie || c[0].Value != "en" {
		t.Errorf("the language that was asked for is kept as %v", c)
	}
	form := page.Find("form")
	if v, _ := form.Find("[name=to]").Attr("value"); v != "/window/w1?x=1" {
		t.Fatalf("the form goes on to %q", v)
	}
	fields := url.Values{"staff": {"anna"}, "pin": {"000000"}, "to": {"/window/w1?x=1"}}
	w = postForm(e, "/login", fields, "Accept-Language", "zh")
	if w.Code != http.StatusUnauthorized {
		t.Fatalf("wrong PIN: %d", w.Code)
	}
	d := document(t, w)
	if got := d.Find("[role=alert]").Text(); !strings.Contains(got, "工号或密码不对") {
		t.Errorf("said %q", got)
	}
	if v, _ := d.Find("[name=staff]").Attr("value"); v != "anna" {
		t.Errorf("the staff id is lost: %q", v)
	}
	fields.Set("pin", testPIN)
	w = postForm(e, "/login", fields)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/window/w1?x=1" {
		t.Fatalf("right PIN: %d to %s", w.Code, w.Header().Get("Location"))
	}
	cookie := w.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Secure {
		t.Errorf("cookie %v", cookie)
	}
	if w := get(e, "/window/w1", "Cookie", cookie.Name+"="+cookie.Value); w.Code != http.StatusOK || w.Body.String() != "anna" {
		t.Errorf("with the cookie: %d %s", w.Code, w.Body)
	}
	// Without the role: which would do, which one has, one's own page, and the way for somebody who has it.
	w = get(e, "/hall?x=1&lang=zh", "Cookie", cookie.Name+"="+cookie.Value)
	refused := document(t, w)
	said := refused.Find("main").Text()
	if w.Code != http.StatusForbidden || !strings.Contains(said, "要有值班主任或管理员的角色；您的角色是窗口。") || !strings.Contains(said, "现在登录的是 安娜") {
		t.Errorf("without the role: %d, %s", w.Code, said)
	}
	if home, _ := refused.Find("main a.button").Attr("href"); home != "/window" {
		t.Errorf("one's own page is %q", home)
	}
	back, _ := refused.Find("form[action='/logout'] [name=to]").Attr("value")
	w = postForm(e, "/logout", url.Values{"to": {back}}, "Cookie", cookie.Name+"="+cookie.Value)
	if w.Code != http.StatusSeeOther || w.Result().Cookies()[0].MaxAge >= 0 || w.Header().Get("Location") != "/login?to=%2Fhall%3Fx%3D1" {
		t.Errorf("log-out: %d to %s", w.Code, w.Header().Get("Location"))
	}
	if w := get(e, "/window/w1", "Cookie", cookie.Name+"="+cookie.Value); w.Code != http.StatusSeeOther {
		t.Errorf("after the log-out: %d", w.Code)
	}
}

func TestLogInGoesOnToOurOwnPagesOnly(t *testing.T) {
	for to, want := range map[string]string{
		"/hall": "/hall", "//evil.example": "/", "https://evil.example": "/", "/\\evil.example": "/", "": "/", "/a\r\nb": "/",
	} {
		if got := SafePath(to); got != want {
			t.Errorf("%q goes on to %q, want %q", to, got, want)
		}
	}
}

func TestWritesWithTheCookieComeFromOurOwnPages(t *testing.T) {
	d, e := staffSite(t)
	token, err := d.Login(t.Context(), "anna", testPIN)
	if err != nil {
		t.Fatal(err)
	}
	cookie := []string{"Cookie", sessionCookie + "=" + token}
	for _, c := range []struct {
		name    string
		headers []string
		want    int
	}{
		{"nobody", nil, http.StatusUnauthorized},
		{"own page", append(cookie, "Sec-Fetch-Site", "same-origin"), http.StatusOK},
		{"own page on plain http", append(cookie, "Origin", "http://example.com"), http.StatusOK},
		{"a program", cookie, http.StatusOK},
		{"another site", append(cookie, "Sec-Fetch-Site", "cross-site", "Origin", "http://evil.example"), http.StatusForbidden},
		{"another site on plain http", append(cookie, "Origin", "http://evil.example"), http.StatusForbidden},
		{"a sandbox", append(cookie, "Origin", "null"), http.StatusForbidden},
		{"bearer from anywhere", []string{"Authorization", "Bearer " + token, "Origin", "http://app.example"}, http.StatusOK},
		{"wrong bearer", []string{"Authorization", "Bearer x"}, http.StatusUnauthorized},
	} {
		w := postForm(e, "/api/v1/windows/w1/next", nil, c.headers...)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d: %s", c.name, w.Code, c.want, w.Body)
		}
		if w.Code != http.StatusOK && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: answered with %s", c.name, w.Header().Get("Content-Type"))
		}
	}
	if w := postForm(e, "/login", url.Values{"staff": {"anna"}, "pin": {testPIN}}, "Origin", "http://evil.example"); w.Code != http.StatusForbidden {
		t.Errorf("log-in from another site: %d", w.Code)
	}
}
