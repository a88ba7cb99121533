package main

import (
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/display"
)

// TestWhoComesBackBeginsAnew takes somebody and a kiosk out of the file by hand and puts them back: the PIN that was
// chosen, the session and the device's token are gone.
func TestWhoComesBackBeginsAnew(t *testing.T) {
	h := openRights(t)
	ctx, store := t.Context(), h.app.store
	chosen, err := config.HashPIN("864209", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.PutPIN(ctx, "clerk", chosen, time.Now()); err != nil {
		t.Fatal(err)
	}
	h.session(t, "clerk")
	token := sha256.Sum256([]byte("a code's"))
	for _, id := range []string{"k1", "k2"} {
		hash := sha256.Sum256(append(token[:], id...))
		if err := store.PutDevice(ctx, hash[:], string(display.Kiosk), id, "admin", time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.app.devices.Load(ctx); err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(h.file)
	if err != nil {
		t.Fatal(err)
	}
	var without []string
	for line := range strings.Lines(string(src)) {
		if !strings.Contains(line, "{id: clerk,") && !strings.Contains(line, "{id: k2,") {
			without = append(without, line)
		}
	}
	for _, text := range []string{strings.Join(without, ""), string(src)} {
		if err := os.WriteFile(h.file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := h.app.reload(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if h.app.queue.Rules().Person("clerk") == nil {
		t.Fatal("nobody came back")
	}
	if _, ok, err := store.PIN(ctx, "clerk"); ok || err != nil {
		t.Errorf("the chosen PIN is still there: %v", err)
	}
	if status, _, _ := h.ask(t, "clerk", "GET", "/window/w1", ""); status != http.StatusSeeOther {
		t.Errorf("the session answers %d", status)
	}
	if list := h.app.devices.LetIns(); len(list) != 1 || list[0].Of != "k1" {
		t.Errorf("let in: %+v", list)
	}
	if staff, err := store.StaffInBooks(ctx); err != nil || strings.Contains(strings.Join(names(staff), " "), "clerk") {
		t.Errorf("in the books: %v %v", staff, err)
	}
}

func names[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}
