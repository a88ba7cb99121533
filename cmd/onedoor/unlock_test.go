package main

import (
	"bytes"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// TestUnlockOnTheMachine: who is locked out logs in again after the command, beside the program that runs, once and soon.
func TestUnlockOnTheMachine(t *testing.T) {
	h := openRights(t)
	dir := filepath.Dir(h.app.store.File())
	unlock := func(staff string) (int, string) {
		var out, errs bytes.Buffer
		code := run(t.Context(), []string{"unlock", staff, "--data", dir}, streams{&out, &errs})
		return code, out.String() + errs.String()
	}
	if err := h.app.store.PutAttempts(t.Context(), "admin", 50, time.Now().Add(-time.Minute)); err != nil {
		t.Fatal(err)
	}
	if status, code := h.login(t, "admin", "135790"); status != http.StatusTooManyRequests || code != "locked" {
		t.Fatalf("locked out: %d %s", status, code)
	}
	if code, said := unlock("admin"); code != exitOK || !strings.Contains(said, "admin may log in again") {
		t.Fatalf("exit %d: %s", code, said)
	}
	if status, code := h.login(t, "admin", "135790"); status != http.StatusOK {
		t.Errorf("after it: %d %s", status, code)
	}
	if _, doc := h.page(t, "admin", http.MethodGet, "/admin/audit?lang=zh", nil); !strings.Contains(doc.Find("main").Text(), "onedoor unlock") {
		t.Errorf("the audit: %s", doc.Find("main").Text())
	}
	for _, who := range []string{"nobody", "../admin", "Admin"} {
		if code, said := unlock(who); code != exitInput {
			t.Errorf("%s: exit %d: %s", who, code, said)
		}
	}
	take := pardons(dir, time.Now, slog.New(slog.DiscardHandler))
	if code, said := unlock("admin"); code != exitOK {
		t.Fatal(said)
	}
	old := time.Now().Add(-pardonFor)
	if err := os.Chtimes(pardonOf(dir, "admin"), old, old); err != nil {
		t.Fatal(err)
	}
	if take("admin") {
		t.Error("an old pardon is one")
	}
	if left, err := filepath.Glob(pardonOf(dir, "*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	dir = t.TempDir()
	s, err := journal.Open(t.Context(), journal.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // nothing is written any more
	queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Now: func() time.Time { return time.Now().Add(26 * time.Hour) }, Tick: time.Hour})
	if code, said := unlock("boss"); code != exitOK {
		t.Errorf("where it is tomorrow already: exit %d: %s", code, said)
	}
	dir = filepath.Join(t.TempDir(), "none")
	if code, said := unlock("admin"); code != exitInput {
		t.Errorf("no books: exit %d: %s", code, said)
	}
}
