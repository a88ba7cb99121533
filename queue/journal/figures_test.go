package journal_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"onedoor/queue/journal"
)

// byTicket reads the facts of all days as text by day and ticket, whatever their order.
func byTicket(t testing.TB, b *journal.Books) map[string]string {
	t.Helper()
	visits := map[string]string{}
	names := journal.NewNames()
	err := b.Facts(t.Context(), "2026-01-01", "2027-12-31", names, func(v *journal.Visits) error {
		for _, f := range v.Facts {
			text := fmt.Sprint(f.Hour, f.State, f.Party, f.Repeat, f.Print, f.Copies, f.ByHand)
			for _, n := range []journal.Name{f.Service, f.Window, f.Staff, f.Class, f.Lang, f.Printer} {
				text += " " + names.String(n)
			}
			for _, l := range f.Legs {
				terms := v.Terms(l.Service)
				text += fmt.Sprint(names.String(terms.Department), terms.WithinS, terms.Percent)
				text += fmt.Sprint("; ", names.String(l.Service), names.String(l.Window), names.String(l.Staff), l.Waited, l.Served,
					l.Calls, l.Received, l.Transferred, l.Begun, l.Counts, l.Once, names.String(l.Outcome))
			}
			visits[fmt.Sprint(v.Day, f.Ticket)] = text
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return visits
}

// TestPackedDaysSayWhatTheirTicketsSay holds the packed days against the tickets they were made
// of, and both against those made anew from the events.
func TestPackedDaysSayWhatTheirTicketsSay(t *testing.T) {
	packed, once, tallied := 0, 0, map[string]bool{}
	for seed := range uint64(2) {
		dir := t.TempDir()
		var kept map[string]string
		var tallies, stalls, cells []string
		with(t, dir, func(t *testing.T, s *journal.Store) {
			randomDays(t, s, 50+seed, 1000, 12)
			if err := s.Pack(t.Context()); err != nil {
				t.Fatal(err)
			}
			cells = rows(t, s.File(), "cells ORDER BY day")
			kept, tallies, stalls = byTicket(t, s.Books), rows(t, s.File(), "tallies"), rows(t, s.File(), "stalls")
			packed += len(cells)
			list, err := s.Tallies(t.Context(), "2026-01-01", "2027-12-31")
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range list {
				tallied[x.What] = true
			}
		})
		file := filepath.Join(dir, "onedoor.db")
		alter(t, file, "DELETE FROM cells")
		with(t, dir, func(t *testing.T, s *journal.Store) {
			if got := byTicket(t, s.Books); !reflect.DeepEqual(got, kept) {
				t.Errorf("seed %d: the tickets say otherwise than the packed days", seed)
			}
			if err := s.Rebuild(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := byTicket(t, s.Books); !reflect.DeepEqual(got, kept) {
				t.Errorf("seed %d: days made anew say otherwise than those kept", seed)
			}
			if got := rows(t, s.File(), "cells ORDER BY day"); !reflect.DeepEqual(got, cells) {
				t.Errorf("seed %d: cells made anew are others than those kept", seed)
			}
			if got := rows(t, s.File(), "tallies"); !reflect.DeepEqual(got, tallies) {
				t.Errorf("seed %d: tallies made anew are\n%v\nkept were\n%v", seed, got, tallies)
			}
			if got := rows(t, s.File(), "stalls"); !reflect.DeepEqual(got, stalls) {
				t.Errorf("seed %d: stalls made anew are %v, kept were %v", seed, got, stalls)
			}
			once += len(rows(t, s.File(), "legs WHERE once"))
		})
		alter(t, file, "DELETE FROM cells")
		alter(t, file, "DELETE FROM tallies")
		alter(t, file, "DELETE FROM stalls")
		alter(t, file, "DELETE FROM meta WHERE key = 'figures'")
		with(t, dir, func(t *testing.T, s *journal.Store) {
			if err := s.Ready(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := rows(t, s.File(), "tallies"); !reflect.DeepEqual(got, tallies) {
				t.Errorf("seed %d: tallies of an upgrade are %v, kept were %v", seed, got, tallies)
			}
			if got := byTicket(t, s.Books); !reflect.DeepEqual(got, kept) {
				t.Errorf("seed %d: days of an upgrade say otherwise than those kept", seed)
			}
		})
	}
	if packed < 2 || once < 5 || len(tallied) != 9 {
		t.Errorf("dull days: %d were packed, %d acts counted once, %v was tallied", packed, once, tallied)
	}
}

// FuzzPackedDays reads packed days that are none, or damaged, and those that are.
func FuzzPackedDays(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x01\x03\x00\x01a\x02zh\x09\x01\x00\x00\x01\x02\x02\x00\x07\x05\x0b\x01\x3c\x78\x20\x01\x05\x00\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		once, err := journal.Repack(b)
		if err != nil {
			return
		}
		twice, err := journal.Repack(once)
		if err != nil || !bytes.Equal(once, twice) {
			t.Errorf("%x came back as %x, then as %x, %v", b, once, twice, err)
		}
	})
}

// TestTheProgramDoesNotRunInAJumpOfTheClock sets the clock ahead and back, and puts the machine to
// sleep: what is between is no time that it ran, and no time counts twice.
func TestTheProgramDoesNotRunInAJumpOfTheClock(t *testing.T) {
	noon := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
	now := noon
	s, err := journal.Open(t.Context(), journal.Options{Dir: t.TempDir(), Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	at := func(minutes ...int) {
		for _, m := range minutes {
			now = noon.Add(time.Duration(m) * time.Minute)
			if err := s.Ready(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := func(name string, until int, want ...int) {
		t.Helper()
		runs, first, err := s.Runs(t.Context(), noon.Add(-time.Hour), noon.Add(time.Duration(until)*time.Minute))
		if err != nil || !first.Equal(noon) {
			t.Fatal(first, err)
		}
		var got []int
		for _, r := range runs {
			got = append(got, int(r.Began.Sub(noon)/time.Minute), int(r.Last.Sub(noon)/time.Minute))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: it ran %v, want %v", name, got, want)
		}
	}
	at(0, 1, 2, 3)
	want("at first", 600, 0, 3)
	at(180, 181) // ahead
	want("ahead", 600, 0, 3, 180, 181)
	at(5, 6, 7) // back
	want("back", 600, 0, 3, 5, 7, 180, 181)
	want("back, until then", 7, 0, 3, 5, 7)
	at(100, 101) // asleep
	want("woken", 600, 0, 3, 5, 7, 100, 101, 180, 181)
	for m := 102; m < 190; m++ {
		at(m)
	}
	want("over what the wrong clock said", 600, 0, 3, 5, 7, 100, 189)
}
