package display_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// shelf is a past with one visit, which has a ref and a case number of sixteen letters.
type shelf struct{}

func (shelf) Earlier(_ context.Context, c queue.Clue) (queue.Earlier, bool, error) {
	ok := c == queue.Clue{Kind: queue.ClueRef, Value: "AbCd_fgh-jkl0123"} || c == queue.Clue{Kind: queue.ClueCase, Value: "NX-2026-00000018"}
	return queue.Earlier{Ticket: 7}, ok, nil
}

func TestWhoTriesCodesWaits(t *testing.T) {
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	c := display.NewClues(shelf{}, func() time.Time { return now })
	find := func(who, text string, want queue.Code) {
		t.Helper()
		found, err := c.Find(t.Context(), who, text)
		switch {
		case want == "" && (err != nil || found.Ticket != 7):
			t.Errorf("%s looks for %q: %v, %v", who, text, found, err)
		case want != "" && !errors.Is(err, &queue.Error{Code: want}):
			t.Errorf("%s looks for %q: %v, want %s", who, text, err, want)
		}
	}
	find("kiosk:main", "AbCd_fgh-jkl0123", "")
	find("kiosk:main", "nx-2026-00000018", "")
	for _, text := range []string{"", "1234567", "AAAAAAAAAAAAAAAA", "2026-19", "2026-11-23 A001", "你好", "1", "2", "3", "4"} {
		find("kiosk:main", text, queue.ErrUnknownMatter)
	}
	find("kiosk:main", "AbCd_fgh-jkl0123", display.ErrSlowDown)
	find("staff:anna", "AbCd_fgh-jkl0123", "")
	now = now.Add(10 * time.Minute)
	find("kiosk:main", "AbCd_fgh-jkl0123", "")
}
