package display

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// from logs somebody in from an address, and gives the code of the refusal.
func (d *desk) from(address string, staff queue.StaffID, pin string) queue.Code {
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodPost, "/login", nil)
	c.Request.RemoteAddr = address + ":4711"
	_, err := d.LoginFrom(c, staff, pin)
	return refusalOf(err)
}

// lockedBy has an address fail with an id until it is locked out.
func (d *desk) lockedBy(t *testing.T, address string, staff queue.StaffID) {
	t.Helper()
	p := netip.PrefixFrom(netip.MustParseAddr(address), 32)
	all, err := d.tries(t.Context(), staff, staff == "anna")
	if err != nil {
		t.Fatal(err)
	}
	n := d.policy().LockAfter - 1
	d.putTriesFrom(pair{staff, p}, tries{n, d.now.Add(-time.Minute)})
	if err := d.putTries(t.Context(), staff, staff == "anna", tries{all.failed + n, d.now.Add(-time.Minute)}); err != nil {
		t.Fatal(err)
	}
	if got := d.from(address, staff, "000000"); got != ErrBadPIN {
		t.Fatalf("the last failure of %s: %q", address, got)
	}
	if got := d.from(address, staff, testPIN); got != ErrLocked {
		t.Fatalf("after it: %q", got)
	}
}

// TestAStrangerLocksOutNobodyElse: the right PIN is taken at another address, the page still says that there is a
// lock-out, and many addresses together lock out all but those that the person has logged in from.
func TestAStrangerLocksOutNobodyElse(t *testing.T) {
	d := newDesk(t)
	d.now = d.now.Add(time.Hour)
	d.lockedBy(t, "10.0.0.66", "anna")
	if until, err := d.Locked(t.Context(), "anna"); err != nil || until.IsZero() {
		t.Errorf("the page: %v %v", until, err)
	}
	if got := d.from("10.0.0.5", "anna", testPIN); got != "" {
		t.Fatalf("at her own desk: %q", got)
	}
	for i := range manyAddresses {
		d.lockedBy(t, "10.0.1."+strconv.Itoa(i), "anna")
	}
	if got := d.from("10.0.0.6", "anna", testPIN); got != ErrLocked {
		t.Errorf("at a new address, after so many: %q", got)
	}
	if got := d.from("10.0.0.5", "anna", testPIN); got != "" {
		t.Errorf("at her own desk, after so many: %q", got)
	}
	if err := d.Unlock(t.Context(), "boss", "anna"); err != nil {
		t.Fatal(err)
	}
	if got := d.from("10.0.1.0", "anna", testPIN); got != "" {
		t.Errorf("unlocked: %q", got)
	}
}

// TestAPardonEndsALockOut: once, for whom it was left, and it is written down.
func TestAPardonEndsALockOut(t *testing.T) {
	d := newDesk(t)
	store := &countingStore{loginStore: d.store}
	d.audit = store
	var left queue.StaffID
	d.pardon = func(id queue.StaffID) bool { ok := left == id; left = ""; return ok }
	d.lockedBy(t, "10.0.0.66", "nobody")
	left = "nobody"
	if got := d.from("10.0.0.66", "nobody", testPIN); got != ErrLocked {
		t.Errorf("an id of nobody's: %q", got)
	}
	left = ""
	d.lockedBy(t, "10.0.0.66", "anna")
	left, store.writes = "anna", 0
	if got := d.from("10.0.0.66", "anna", testPIN); got != "" || store.writes != 1 || left != "" {
		t.Errorf("pardoned: %q, %d entries", got, store.writes)
	}
	d.lockedBy(t, "10.0.0.66", "anna") // once
}

// TestALockOutThatHasEndedIsNotRenewedByOneFailure: the next one slows down.
func TestALockOutThatHasEndedIsNotRenewedByOneFailure(t *testing.T) {
	d := newDesk(t)
	for _, staff := range []queue.StaffID{"anna", "nobody"} {
		d.lockedBy(t, "10.0.0.66", staff)
		d.now = d.now.Add(d.policy().LockFor)
		if got := d.from("10.0.0.66", staff, "000000"); got != ErrBadPIN {
			t.Errorf("%s: a failure afterwards: %q", staff, got)
		}
		if got := d.from("10.0.0.66", staff, "000000"); got != ErrSlowDown {
			t.Errorf("%s: at once: %q", staff, got)
		}
	}
}

// TestARestartForgivesNobody: what the store kept of before holds at every address.
func TestARestartForgivesNobody(t *testing.T) {
	d := newDesk(t)
	d.store.attempts["anna"] = tries{d.policy().LockAfter, d.now.Add(-time.Minute)}
	if got := d.from("10.0.0.5", "anna", testPIN); got != ErrLocked {
		t.Errorf("after a restart: %q", got)
	}
}

// countingStore counts what is written of failures.
type countingStore struct {
	*loginStore
	writes int
}

func (s *countingStore) PutAttempts(ctx context.Context, staff queue.StaffID, n int, last time.Time) error {
	s.writes++
	return s.loginStore.PutAttempts(ctx, staff, n, last)
}

func (s *countingStore) Audit(context.Context, AuditEntry) error { s.writes++; return nil }

// TestNobodyTellsAnIDFromNone: a failure writes as much for somebody's id as for nobody's.
func TestNobodyTellsAnIDFromNone(t *testing.T) {
	d := newDesk(t)
	store := &countingStore{loginStore: d.store}
	d.Sessions.store, d.audit = store, store
	for _, staff := range []queue.StaffID{"anna", "nobody", "left"} {
		store.writes = 0
		if got := d.from("10.0.0.66", staff, "000000"); got != ErrBadPIN || store.writes != 2 {
			t.Errorf("%s: %q after %d writes, want 2", staff, got, store.writes)
		}
	}
}

// TestStrangersDontFillTheLine: who has logged in before has a place when strangers have taken the others.
func TestStrangersDontFillTheLine(t *testing.T) {
	d := newDesk(t)
	if got := d.from("10.0.0.5", "anna", testPIN); got != "" {
		t.Fatal(got)
	}
	for range maxWaiting {
		d.line <- struct{}{}
	}
	if got := d.from("10.0.0.66", "anna", testPIN); got != ErrSlowDown {
		t.Errorf("one stranger more: %q", got)
	}
	if got := d.from("10.0.0.5", "anna", testPIN); got != "" {
		t.Errorf("from her own desk: %q", got)
	}
}
