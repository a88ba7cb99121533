package display

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// deviceStore is a DeviceStore in memory.
type deviceStore struct {
	mu   sync.Mutex
	list []LetIn
	last int64
	full bool // the disk is
}

func (s *deviceStore) PutDevice(_ context.Context, hash []byte, kind, subject string, staff queue.StaffID, at time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.full {
		return &queue.Error{Code: queue.ErrDiskFull}
	}
	s.last++
	s.list = append(s.list, LetIn{s.last, Kind(kind), subject, staff, at, hash})
	return nil
}

func (s *deviceStore) DropDevice(_ context.Context, id int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.list {
		if s.list[i].ID == id {
			s.list = append(s.list[:i:i], s.list[i+1:]...)
			return nil
		}
	}
	return nil
}

func (s *deviceStore) Devices(_ context.Context, each func(int64, []byte, string, string, queue.StaffID, time.Time)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.list {
		each(l.ID, l.hash, string(l.Kind), l.Of, l.Staff, l.At)
	}
	return nil
}

type pairing struct {
	*Devices
	engine *gin.Engine
	now    time.Time
	log    audits
}

func newPairing(t *testing.T) *pairing {
	t.Helper()
	p := &pairing{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	k := testKit(t)
	var err error
	p.Devices, err = NewDevices(DeviceOptions{Kit: k, Store: &deviceStore{}, Audit: &p.log, Now: func() time.Time { return p.now }})
	if err != nil {
		t.Fatal(err)
	}
	p.engine = engine(k)
	p.RegisterPairing(p.engine, "http://192.168.1.10:8080")
	ok := func(c *gin.Context) { c.Status(http.StatusOK) }
	p.engine.GET("/kiosk/:id", p.KioskPage, ok)
	p.engine.GET("/evaluate/:window", p.TabletPage, ok)
	return p
}

// ask opens the page of a device and gives its code and cookie.
func (p *pairing) ask(t *testing.T, headers ...string) (code, cookie string) {
	t.Helper()
	w := get(p.engine, "/pair", headers...)
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	page := document(t, w)
	if page.Find("svg.qr").Length() != 1 || !strings.Contains(page.Find(".ways").Text(), "192.168.1.10:8080/admin/devices") {
		t.Error("the page doesn't say where the code is typed")
	}
	c := w.Result().Cookies()[0]
	if !c.HttpOnly || c.Path != "/pair" {
		t.Errorf("cookie %v", c)
	}
	return page.Find(".digits").Text(), c.Name + "=" + c.Value
}

func (p *pairing) state(cookie string) *httptest.ResponseRecorder {
	return postForm(p.engine, "/pair", nil, "Cookie", cookie)
}

func refusalOf(err error) queue.Code {
	if e, ok := errors.AsType[*queue.Error](err); ok {
		return e.Code
	}
	return ""
}

func TestADeviceIsLetInByItsCodeOnce(t *testing.T) {
	p := newPairing(t)
	code, cookie := p.ask(t)
	if len(code) != 7 || code[3] != ' ' {
		t.Fatalf("code %q", code)
	}
	if w := p.state(cookie); !strings.Contains(w.Body.String(), `"waiting"`) {
		t.Fatalf("before: %s", w.Body)
	}
	if err := p.LetIn(t.Context(), "boss", code, Kiosk, "nothing"); refusalOf(err) != queue.ErrBadValue {
		t.Errorf("a kiosk that isn't there: %v", err)
	}
	if err := p.LetIn(t.Context(), "boss", code, Kiosk, "main"); err != nil {
		t.Fatal(err)
	}
	if err := p.LetIn(t.Context(), "boss", code, Kiosk, "main"); refusalOf(err) != ErrUnknownCode {
		t.Errorf("the same code again: %v", err)
	}
	if w := p.state("onedoor_pair=another"); !strings.Contains(w.Body.String(), `"over"`) || len(w.Result().Cookies()) != 0 {
		t.Errorf("another browser: %s", w.Body)
	}
	w := p.state(cookie)
	if !strings.Contains(w.Body.String(), `"to":"/kiosk/main"`) {
		t.Fatalf("let in: %s", w.Body)
	}
	token := w.Result().Cookies()[0]
	if w := get(p.engine, "/kiosk/main", "Cookie", token.Name+"="+token.Value); w.Code != http.StatusOK {
		t.Errorf("with the token: %d", w.Code)
	}
	if w := get(p.engine, "/kiosk/bare", "Cookie", token.Name+"="+token.Value); w.Code != http.StatusUnauthorized {
		t.Errorf("another kiosk: %d", w.Code)
	}
	if again := p.state(cookie).Result().Cookies(); len(again) == 0 || again[0].Value != token.Value {
		t.Errorf("when the answer was lost: %v", again)
	}
	if w := get(p.engine, "/pair", "Cookie", cookie); w.Header().Get("Location") != "/kiosk/main" || w.Result().Cookies()[0].Value != token.Value {
		t.Errorf("when the page was opened anew: %d to %s", w.Code, w.Header().Get("Location"))
	}
	p.now = p.now.Add(pairFor)
	if w := p.state(cookie); !strings.Contains(w.Body.String(), `"over"`) || len(w.Result().Cookies()) != 0 {
		t.Errorf("the token later on: %s", w.Body)
	}
	list := p.LetIns()
	if len(list) != 1 || list[0].Of != "main" || list[0].Staff != "boss" {
		t.Fatalf("let in: %+v", list)
	}
	if err := p.Shut(t.Context(), "boss", list[0].ID); err != nil {
		t.Fatal(err)
	}
	if w := get(p.engine, "/kiosk/main", "Cookie", token.Name+"="+token.Value); w.Code != http.StatusUnauthorized {
		t.Errorf("shut out: %d", w.Code)
	}
	if got := strings.Join(p.log.list, ", "); got != "boss device_paired main, boss device_revoked main" {
		t.Errorf("written down: %q", got)
	}
}

// TestNothingIsGivenOutBeforeItIsKept: where the books can't keep a device, who lets it in is told so, nothing is
// written down, and the code is good for the next try.
func TestNothingIsGivenOutBeforeItIsKept(t *testing.T) {
	p := newPairing(t)
	code, cookie := p.ask(t)
	full := &deviceStore{full: true}
	p.store = full
	if err := p.LetIn(t.Context(), "boss", code, Kiosk, "main"); refusalOf(err) != queue.ErrDiskFull {
		t.Errorf("on a full disk: %v", err)
	}
	if w := p.state(cookie); !strings.Contains(w.Body.String(), `"waiting"`) || len(w.Result().Cookies()) != 0 || len(p.log.list) != 0 {
		t.Errorf("the device: %s, written down: %v", w.Body, p.log.list)
	}
	full.full = false
	if err := p.LetIn(t.Context(), "boss", code, Kiosk, "main"); err != nil {
		t.Fatal(err)
	}
	if len(p.LetIns()) != 1 || len(p.log.list) != 1 {
		t.Errorf("let in, before the device has asked: %+v, written down: %v", p.LetIns(), p.log.list)
	}
	if w := p.state(cookie); !strings.Contains(w.Body.String(), `"to":"/kiosk/main"`) {
		t.Errorf("the device: %s", w.Body)
	}
}

// TestAFewAddressesDontKeepTheOthersOut: where all places are taken, the address with the most gives one up.
func TestAFewAddressesDontKeepTheOthersOut(t *testing.T) {
	p := newPairing(t)
	from := func(address string) int {
		t.Helper()
		r := httptest.NewRequest(http.MethodGet, "/pair", nil)
		r.RemoteAddr = address + ":4711"
		w := httptest.NewRecorder()
		p.engine.ServeHTTP(w, r)
		p.now = p.now.Add(time.Second)
		return w.Code
	}
	if from("10.0.9.9") != http.StatusOK {
		t.Fatal("the first")
	}
	for i := range maxPairing {
		from("10.0.0." + strconv.Itoa(i/maxFromHere))
	}
	if code := from("10.0.9.8"); code != http.StatusOK || len(p.waiting) != maxPairing {
		t.Errorf("another address: %d, %d wait", code, len(p.waiting))
	}
	list := p.Asking()
	if len(list) != maxPairing || list[0].From != "10.0.9.9" || list[len(list)-1].From != "10.0.9.8" || list[0].For != time.Duration(maxPairing+2)*time.Second {
		t.Errorf("who waits: %+v", list)
	}
	for i := range 2 * maxPairing {
		from("10.0.1." + strconv.Itoa(i))
	}
	if code := from("10.0.2.1"); code != http.StatusTooManyRequests || p.Asking()[0].From != "10.0.9.9" {
		t.Errorf("as many addresses as there are places: %d, %+v", code, p.Asking()[0])
	}
}

// TestAHouseBehindOneAddressIsLetIn: devices that were let in take nobody's place, however many there are.
func TestAHouseBehindOneAddressIsLetIn(t *testing.T) {
	p := newPairing(t)
	for i := range 2 * maxFromHere {
		code, _ := p.ask(t)
		if err := p.LetIn(t.Context(), "boss", code, Kiosk, "main"); err != nil {
			t.Fatalf("device %d: %v", i+1, err)
		}
	}
}

func TestCodesAreFewShortLivedAndHardToGuess(t *testing.T) {
	p := newPairing(t)
	first, cookie := p.ask(t)
	second, _ := p.ask(t, "Cookie", cookie) // the page was reloaded
	if err := p.LetIn(t.Context(), "boss", first, Kiosk, "main"); first == second || refusalOf(err) != ErrUnknownCode {
		t.Errorf("the code of before: %v", err)
	}
	for range maxFromHere - 1 {
		p.ask(t)
	}
	if w := get(p.engine, "/pair"); w.Code != http.StatusTooManyRequests {
		t.Errorf("one more from the same address: %d", w.Code)
	}
	p.now = p.now.Add(pairFor)
	if err := p.LetIn(t.Context(), "boss", second, Kiosk, "main"); refusalOf(err) != ErrUnknownCode {
		t.Errorf("a code whose time is over: %v", err)
	}
	code, cookie := p.ask(t)
	for range wrongCodes - 1 {
		if err := p.LetIn(t.Context(), "boss", "00", Kiosk, "main"); refusalOf(err) != ErrUnknownCode {
			t.Fatal(err)
		}
	}
	if err := p.LetIn(t.Context(), "boss", code, Kiosk, "main"); refusalOf(err) != ErrSlowDown {
		t.Errorf("after many wrong ones: %v", err)
	}
	if err := p.LetIn(t.Context(), "root", code, Tablet, "w1"); err != nil {
		t.Fatal(err)
	}
	w := p.state(cookie)
	token := w.Result().Cookies()[0]
	if w := get(p.engine, "/evaluate/w1", "Cookie", token.Name+"="+token.Value); w.Code != http.StatusOK {
		t.Errorf("the tablet: %d %s", w.Code, token.Name)
	}
}
