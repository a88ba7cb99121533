package journal_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAuditsShowEventsAndEntriesNewestFirst reads a day of both, page by page and
// through each filter.
func TestAuditsShowEventsAndEntriesNewestFirst(t *testing.T) {
	s := open(t, t.TempDir())
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Now: func() time.Time { return now }, Tick: time.Hour})
	step := func(d time.Duration) { now = now.Add(d) }
	first := queuetest.Issue(t, q, "legal") // nobody of the staff did that
	step(time.Minute)
	queuetest.Do(t, q, queue.ByStaff("anna"), queue.OpenWindow{Window: "w1"})
	step(time.Minute)
	audit := func(e queue.AuditEntry) {
		t.Helper()
		e.At = now
		if err := s.Audit(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		step(time.Minute)
	}
	audit(queue.AuditEntry{Staff: "boss", Act: "pin_set", Subject: "anna"})
	queuetest.Do(t, q, queue.ByStaff("anna"), queue.Next{Window: "w1"})
	step(time.Minute)
	audit(queue.AuditEntry{Act: "login_failed", Subject: "anna", Detail: map[string]string{"window": "w1"}})
	queuetest.Do(t, q, queue.ByStaff("boss"), queue.OpenWindow{Window: "w2"})

	day := queue.AuditQuery{From: now.Add(-time.Hour), To: now.Add(time.Hour), Limit: 100}
	read := func(change func(*queue.AuditQuery)) (got []string, lines []queue.AuditLine) {
		t.Helper()
		query := day
		if change != nil {
			change(&query)
		}
		lines, err := s.Audits(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			got = append(got, fmt.Sprintf("%s %s", l.Entry.Staff, l.Entry.Act))
			if l.Event != nil && l.Event.Data == nil {
				t.Error("an event without what it tells")
			}
		}
		return got, lines
	}
	all := []string{"boss window_opened", " login_failed", "anna called", "boss pin_set", "anna window_opened"}
	if got, _ := read(nil); !slices.Equal(got, all) {
		t.Errorf("all: %q", got)
	}
	var paged []string
	var mark queue.AuditMark
	for {
		got, lines := read(func(q *queue.AuditQuery) { q.Limit, q.Before = 2, mark })
		if len(lines) == 0 {
			break
		}
		paged, mark = append(paged, got...), lines[len(lines)-1].Mark
	}
	if !slices.Equal(paged, all) {
		t.Errorf("page by page: %q", paged)
	}
	for name, tt := range map[string]struct {
		change func(*queue.AuditQuery)
		want   string
	}{
		"a person":  {func(q *queue.AuditQuery) { q.Staff = "boss" }, "boss window_opened, boss pin_set"},
		"an act":    {func(q *queue.AuditQuery) { q.Act = "window_opened" }, "boss window_opened, anna window_opened"},
		"a window":  {func(q *queue.AuditQuery) { q.Window = "w1" }, " login_failed, anna called, anna window_opened"},
		"a number":  {func(q *queue.AuditQuery) { q.Number = first.Number }, "anna called"},
		"a time":    {func(q *queue.AuditQuery) { q.To = q.From.Add(time.Hour - 150*time.Second) }, "anna window_opened, boss pin_set"},
		"no number": {func(q *queue.AuditQuery) { q.Number = "Z999" }, ""},
	} {
		got, _ := read(tt.change)
		slices.Sort(got)
		want := strings.Split(tt.want, ", ")
		slices.Sort(want)
		if strings.Join(got, ", ") != strings.Join(want, ", ") {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if numbers, err := s.Numbers(t.Context(), []queue.TicketID{first.ID, 99}); err != nil || len(numbers) != 1 || numbers[first.ID] != first.Number {
		t.Errorf("numbers: %v %v", numbers, err)
	}
	if err := s.DropAudits(t.Context(), now.Add(-150*time.Second)); err != nil {
		t.Fatal(err)
	}
	if got, _ := read(nil); slices.Contains(got, "boss pin_set") || len(got) != 4 {
		t.Errorf("after old entries were dropped: %q", got)
	}
}

// TestPINsKeepWhatTheyWere holds who has to change theirs, and the former ones.
func TestPINsKeepWhatTheyWere(t *testing.T) {
	s := open(t, t.TempDir())
	at := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	check := func(wantMust bool, want ...string) {
		t.Helper()
		must, err := s.MustChange(t.Context(), "anna")
		if err != nil {
			t.Fatal(err)
		}
		former, err := s.FormerPINs(t.Context(), "anna", 3)
		if err != nil || must != wantMust || !slices.Equal(former, want) {
			t.Errorf("must %t, former %q, %v; want %t %q", must, former, err, wantMust, want)
		}
	}
	check(false)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.PutAttempts(t.Context(), "anna", 11, at))
	must(s.PutFirstPIN(t.Context(), "anna", "$one", at))
	check(true, "$one")
	if n, _, err := s.Attempts(t.Context(), "anna"); n != 0 || err != nil {
		t.Errorf("still %d failures, %v", n, err)
	}
	for _, phc := range []string{"$two", "$three", "$four"} {
		must(s.PutPIN(t.Context(), "anna", phc, at))
	}
	check(false, "$four", "$three", "$two")
	must(s.PutSession(t.Context(), []byte("x"), "anna", at, at.Add(time.Hour)))
	must(s.PutSession(t.Context(), []byte("y"), "boss", at, at.Add(time.Hour)))
	must(s.ForgetStaff(t.Context(), "anna"))
	check(false)
	var left []queue.StaffID
	must(s.EachSession(t.Context(), at, func(_ []byte, staff queue.StaffID, _, _ time.Time) { left = append(left, staff) }))
	if !slices.Equal(left, []queue.StaffID{"boss"}) {
		t.Errorf("sessions left: %q", left)
	}
}

func TestDevicesAreKeptByTheirHash(t *testing.T) {
	s := open(t, t.TempDir())
	at := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	for _, d := range []string{"main", "hall"} {
		if err := s.PutDevice(t.Context(), []byte(d), "kiosk", d, "boss", at); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.PutDevice(t.Context(), []byte("main"), "screen", "s1", "boss", at); err == nil {
		t.Error("the same token twice")
	}
	list := func() (got []string) {
		t.Helper()
		if err := s.Devices(t.Context(), func(id int64, hash []byte, kind, subject string, staff queue.StaffID, when time.Time) {
			got = append(got, fmt.Sprint(id, string(hash), kind, subject, staff, when.Equal(at)))
		}); err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := list(); len(got) != 2 || got[0] != "1mainkioskmainbosstrue" {
		t.Errorf("kept: %q", got)
	}
	if err := s.DropDevice(t.Context(), 1); err != nil || len(list()) != 1 {
		t.Errorf("dropped: %v", err)
	}
}
