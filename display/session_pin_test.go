package display

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

func TestPINPolicyRefusesWhatIsEasyToGuess(t *testing.T) {
	p := DefaultPINs()
	for pin, want := range map[string]string{
		"602481": "", "730518": "", "49027361": "", "": "short", "12345": "short", "60248a": "digits", "6024817305181": "digits",
		"123456": "run", "876543": "run", "000000": "run", "789012": "run", "135791": "run", "246810": "run",
		"121212": "repeat", "123123": "repeat", "112211": "repeat", "1234123412": "repeat",
		"199160": "year", "731985": "year", "202677": "year", "770713": "id", "70713": "short",
	} {
		var got string
		if err := p.Check(pin, "wang0713"); err != nil {
			e, ok := err.(*queue.Error) //nolint:errorlint // made there, never wrapped
			if !ok || e.Code != ErrWeakPIN {
				t.Fatalf("%s: %v", pin, err)
			}
			got = e.Args["what"]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", pin, got, want)
		}
	}
	k := testKit(t)
	for _, what := range []string{"digits", "short", "run", "repeat", "id", "year", "used", "again"} {
		for _, lang := range k.Catalogue.Langs() {
			if !k.Catalogue.Has("error.weak_pin." + what) {
				t.Errorf("nothing is said of %s in %s", what, lang)
			}
		}
	}
}

// staffStore remembers PINs beside loginStore.
type staffStore struct {
	*loginStore
	must   map[queue.StaffID]bool
	former map[queue.StaffID][]string
}

func (s *staffStore) PutPIN(ctx context.Context, staff queue.StaffID, phc string, at time.Time) error {
	s.must[staff] = false
	s.former[staff] = append([]string{phc}, s.former[staff]...)
	return s.loginStore.PutPIN(ctx, staff, phc, at)
}

func (s *staffStore) PutFirstPIN(ctx context.Context, staff queue.StaffID, phc string, at time.Time) error {
	err := s.PutPIN(ctx, staff, phc, at)
	s.must[staff] = true
	delete(s.attempts, staff)
	return err
}

func (s *staffStore) MustChange(_ context.Context, staff queue.StaffID) (bool, error) {
	return s.must[staff], nil
}

func (s *staffStore) FormerPINs(_ context.Context, staff queue.StaffID, n int) ([]string, error) {
	return s.former[staff][:min(n, len(s.former[staff]))], nil
}

func (s *staffStore) EachSession(_ context.Context, _ time.Time, each func([]byte, queue.StaffID, time.Time, time.Time)) error {
	for h, v := range s.sessions {
		each([]byte(h), v.staff, time.Time{}, v.expires)
	}
	return nil
}

func (s *staffStore) ForgetStaff(_ context.Context, staff queue.StaffID) error {
	delete(s.pins, staff)
	for h, v := range s.sessions {
		if v.staff == staff {
			delete(s.sessions, h)
		}
	}
	return nil
}

// audits keeps what is written down.
type audits struct{ list []string }

func (a *audits) Audit(_ context.Context, e AuditEntry) error {
	a.list = append(a.list, strings.TrimSpace(string(e.Staff)+" "+e.Act+" "+e.Subject))
	return nil
}

// pinSite is a desk with everything about PINs, and pages behind the guard.
func pinSite(t *testing.T) (*desk, *staffStore, *audits, *gin.Engine) {
	t.Helper()
	d, e := staffSite(t)
	store, log := &staffStore{d.store, map[queue.StaffID]bool{}, map[queue.StaffID][]string{}}, &audits{}
	d.Sessions.store, d.staff, d.audit = store, store, log
	return d, store, log, e
}

func TestAPINThatSomebodyElseChoseIsChangedFirst(t *testing.T) {
	d, _, log, e := pinSite(t)
	pin, _, err := d.SetFirstPIN(t.Context(), "boss", "anna", "")
	if err != nil || d.policy().Check(pin, "anna") != nil {
		t.Fatalf("drawn: %q %v", pin, err)
	}
	if e := d.refusal(t, "anna", testPIN); e == nil || e.Code != ErrBadPIN {
		t.Errorf("the PIN of before: %v", e)
	}
	w := postForm(e, "/login", url.Values{"staff": {"anna"}, "pin": {pin}, "to": {"/window/w1"}})
	cookie := "onedoor_session=" + w.Result().Cookies()[0].Value
	if w := get(e, "/window/w1", "Cookie", cookie); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/pin?to=%2Fwindow%2Fw1" {
		t.Fatalf("a page: %d to %s", w.Code, w.Header().Get("Location"))
	}
	if w := postForm(e, "/api/v1/windows/w1/next", nil, "Cookie", cookie); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "pin_change_needed") {
		t.Errorf("a call: %d %s", w.Code, w.Body)
	}
	page := document(t, get(e, "/pin?to=/window/w1", "Cookie", cookie))
	if page.Find(".note").Length() != 1 || page.Find(`input[name="to"]`).AttrOr("value", "") != "/window/w1" {
		t.Error("the page doesn't say why, or forgets where one wanted to be")
	}
	change := func(present, fresh, again string) (int, string) {
		w := postForm(e, "/pin", url.Values{"present": {present}, "new": {fresh}, "again": {again}, "to": {"/window/w1"}}, "Cookie", cookie)
		if w.Code == http.StatusSeeOther {
			cookie = "onedoor_session=" + w.Result().Cookies()[0].Value
			return w.Code, w.Header().Get("Location")
		}
		return w.Code, document(t, w).Find("[role=alert]").Text()
	}
	for _, tt := range [][4]string{
		{pin, "602481", "602482", "不一样"}, {pin, "123456", "123456", "顺着"}, {pin, pin, pin, "用过"}, {"000001", "602481", "602481", "现在的密码不对"},
	} {
		if code, said := change(tt[0], tt[1], tt[2]); code != http.StatusUnprocessableEntity || !strings.Contains(said, tt[3]) {
			t.Errorf("%q: %d %q", tt, code, said)
		}
	}
	old := cookie
	if code, to := change(pin, "602481", "602481"); code != http.StatusSeeOther || to != "/window/w1" {
		t.Fatalf("changed: %d %s", code, to)
	}
	if w := get(e, "/window/w1", "Cookie", cookie); w.Code != http.StatusOK {
		t.Errorf("with the new session: %d", w.Code)
	}
	if w := get(e, "/window/w1", "Cookie", old); w.Code != http.StatusSeeOther {
		t.Errorf("with the old one: %d", w.Code)
	}
	if code, said := change("602481", pin, pin); code != http.StatusUnprocessableEntity || !strings.Contains(said, "用过") {
		t.Errorf("back to the former one: %d %q", code, said)
	}
	want := "boss pin_set anna, login_failed anna, login_failed anna, anna pin_changed anna"
	if got := strings.Join(log.list, ", "); got != want {
		t.Errorf("written down: %q, want %q", got, want)
	}
}

func TestLockOutIsToldAndUnlocked(t *testing.T) {
	d, _, log, _ := pinSite(t)
	d.policy = func() PINPolicy { p := DefaultPINs(); p.LockAfter = 5; return p }
	for range 5 {
		d.refusal(t, "anna", "000000")
		d.now = d.now.Add(time.Minute)
	}
	until, err := d.Locked(t.Context(), "anna")
	if e := d.refusal(t, "anna", testPIN); err != nil || e == nil || e.Code != ErrLocked || until.Sub(d.now) != 14*time.Minute {
		t.Fatalf("not locked out: %v %v %v", e, err, until.Sub(d.now))
	}
	if err := d.Unlock(t.Context(), "boss", "anna"); err != nil || d.refusal(t, "anna", testPIN) != nil {
		t.Errorf("not unlocked: %v", err)
	}
	if got := strings.Join(log.list[4:], ", "); got != "locked_out anna, boss unlocked anna" {
		t.Errorf("written down: %q", got)
	}
	list, err := d.List(t.Context())
	if err != nil || len(list) != 1 || list[0].Staff != "anna" {
		t.Fatalf("sessions: %v %v", list, err)
	}
	if err := d.End(t.Context(), "boss", list[0].ID); err != nil || len(d.store.sessions) != 0 {
		t.Errorf("not ended: %v", err)
	}
}

// TestTheFilesFirstPINIsChangedAtAPage: a page leads to another PIN first, a program goes on, and a centre may write
// that nobody has to, as it is without a word. The demo's PIN stays.
func TestTheFilesFirstPINIsChangedAtAPage(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change bool
		demo   bool
		page   int
	}{
		{"change_first: true", true, false, http.StatusSeeOther},
		{"as it comes", false, false, http.StatusOK},
		{"the demo", true, true, http.StatusOK},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, _, _, e := pinSite(t)
			d.kit.rules().Centre.Demo = tt.demo
			policy := d.policy()
			policy.ChangeFirst = policy.ChangeFirst || tt.change
			d.policy = func() PINPolicy { return policy }
			token, err := d.Login(t.Context(), "anna", testPIN)
			if err != nil {
				t.Fatal(err)
			}
			if must, err := d.MustChange(t.Context(), "anna"); err != nil || must != (tt.page != http.StatusOK) {
				t.Errorf("must change: %t %v", must, err)
			}
			if w := get(e, "/window/w1", "Cookie", sessionCookie+"="+token); w.Code != tt.page {
				t.Errorf("a page: %d to %q", w.Code, w.Header().Get("Location"))
			}
			for _, header := range [][2]string{{"Cookie", sessionCookie + "=" + token}, {"Authorization", "Bearer " + token}} {
				if w := postForm(e, "/api/v1/windows/w1/next", nil, header[0], header[1]); w.Code != http.StatusOK {
					t.Errorf("the API with %s: %d %s", header[0], w.Code, w.Body)
				}
			}
		})
	}
}
