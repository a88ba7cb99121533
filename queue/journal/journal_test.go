package journal_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// open opens a store until the test ends.
func open(t testing.TB, dir string) *journal.Store {
	t.Helper()
	s, err := journal.Open(t.Context(), journal.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// with runs a function on an open store and closes it.
func with(t *testing.T, dir string, do func(t *testing.T, s *journal.Store)) {
	t.Helper()
	if !t.Run("with", func(t *testing.T) { do(t, open(t, dir)) }) {
		t.FailNow()
	}
}

// lobby loads the books as a queue does and gives their state.
func lobby(t testing.TB, s queue.Store) []byte {
	t.Helper()
	state, err := lobbyOf(t, s)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func lobbyOf(t testing.TB, s queue.Store) ([]byte, error) {
	t.Helper()
	q, err := queue.Open(t.Context(), queue.Options{Store: s, Now: time.Now})
	if err != nil {
		return nil, err
	}
	var state []byte
	q.View(func(l *queue.Lobby) { state, err = l.Snapshot() })
	return state, err
}

// rows gives a table as text, in the order of its key.
func rows(t testing.TB, file, table string) []string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+file+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	r, err := db.QueryContext(t.Context(), "SELECT * FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	columns, err := r.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for r.Next() {
		values := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := r.Scan(into...); err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprintf("%q", values))
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWhatWasCommittedIsThereAfterARestart(t *testing.T) {
	dir := t.TempDir()
	memory := &queuetest.Store{}
	randomDay(t, memory, 7, 700)
	with(t, dir, func(t *testing.T, s *journal.Store) { randomDay(t, s, 7, 700) })
	with(t, dir, func(t *testing.T, s *journal.Store) {
		if got, want := lobby(t, s), lobby(t, memory); !bytes.Equal(got, want) {
			t.Errorf("the lobby after a restart:\n%s\nwant\n%s", got, want)
		}
		if err := s.Verify(t.Context()); err != nil {
			t.Error(err)
		}
		events, err := s.ReadEvents(t.Context(), 0, 1<<20)
		if err != nil || !reflect.DeepEqual(events, memory.Events()) {
			t.Errorf("%d events, %v; want %d, the same", len(events), err, len(memory.Events()))
		}
		some, err := s.ReadEvents(t.Context(), 5, 3)
		if err != nil || !reflect.DeepEqual(some, events[5:8]) {
			t.Errorf("ReadEvents after 5: %v, %v", some, err)
		}
	})
}

func TestPastTicketsAreReadBackWhole(t *testing.T) {
	dir := t.TempDir()
	memory := &queuetest.Store{}
	randomDay(t, memory, 11, 2600)
	with(t, dir, func(t *testing.T, s *journal.Store) {
		randomDay(t, s, 11, 2600)
		n := 0
		for id, want := range memory.Tickets() {
			got, ok, err := s.Ticket(t.Context(), want.Ref)
			if err != nil || !ok {
				t.Fatalf("ticket %d: %v, %v", id, ok, err)
			}
			if !reflect.DeepEqual(plain(got), plain(want)) {
				t.Errorf("ticket %d:\n%+v\nwant\n%+v", id, got, want)
			}
			n += len(want.Legs)
		}
		if n < 300 {
			t.Errorf("only %d legs were compared", n)
		}
		list, err := s.TicketsOfDay(t.Context(), "2026-11-23")
		if err != nil || len(list) == 0 || list[0].Number == "" || len(list[len(list)-1].Legs) == 0 {
			t.Errorf("TicketsOfDay: %d tickets, %v", len(list), err)
		}
		if _, ok, err := s.Ticket(t.Context(), "no-such-ref"); ok || err != nil {
			t.Errorf("a ref that isn't there: %v, %v", ok, err)
		}
	})
}

// plain gives what of a ticket can be seen from outside.
func plain(t *queue.Ticket) queue.Ticket {
	c := queue.Ticket{
		ID: t.ID, Day: t.Day, Number: t.Number, Ref: t.Ref, Code: t.Code, Service: t.Service, Class: t.Class, Party: t.Party, Lang: t.Lang,
		Kiosk: t.Kiosk, Issued: t.Issued, AheadAtIssue: t.AheadAtIssue, Estimate: t.Estimate, State: t.State, Changed: t.Changed, Seq: t.Seq,
		Since: t.Since, CreditUS: t.CreditUS, Window: t.Window, Staff: t.Staff, Tries: t.Tries, ForWindow: t.ForWindow, ForStaff: t.ForStaff,
		HoldReason: t.HoldReason, Until: t.Until, Returned: t.Returned, Outcome: t.Outcome, Reason: t.Reason, Notes: t.Notes, Legs: t.Legs, Print: t.Print, Visit: t.Visit,
	}
	return c
}

func TestPlainCopiesEveryExportedField(t *testing.T) {
	full := queue.Ticket{}
	v := reflect.ValueOf(&full).Elem()
	for _, f := range v.Fields() {
		switch {
		case !f.CanSet():
		case f.CanInt():
			f.SetInt(1)
		case f.Kind() == reflect.String:
			f.SetString("x")
		case f.Kind() == reflect.Bool:
			f.SetBool(true)
		}
	}
	if got := plain(&full); !reflect.DeepEqual(got, full) {
		t.Errorf("plain leaves a field out:\n%+v\nwant\n%+v", got, full)
	}
}

func TestProjectionsMadeAnewEqualThoseKept(t *testing.T) {
	numbers := 0 // of cases
	for seed := range uint64(3) {
		dir := t.TempDir()
		with(t, dir, func(t *testing.T, s *journal.Store) {
			randomDay(t, s, seed, 1500)
			tickets, legs := rows(t, s.File(), "tickets"), rows(t, s.File(), "legs")
			matters, evaluations := matterRows(t, s), rows(t, s.File(), "evaluations")
			if len(tickets) < 150 || len(legs) <= len(tickets) {
				t.Fatalf("a dull day: %d tickets, %d legs", len(tickets), len(legs))
			}
			if err := s.Rebuild(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := rows(t, s.File(), "tickets"); !reflect.DeepEqual(got, tickets) {
				t.Error("tickets made anew differ from those kept")
			}
			if got := rows(t, s.File(), "legs"); !reflect.DeepEqual(got, legs) {
				t.Error("legs made anew differ from those kept")
			}
			if got := matterRows(t, s); !reflect.DeepEqual(got, matters) || len(got[0]) == 0 {
				t.Errorf("matters made anew are %v, kept were %v", got, matters)
			}
			if got := rows(t, s.File(), "evaluations"); !reflect.DeepEqual(got, evaluations) || len(got) < 3 {
				t.Errorf("evaluations made anew are %v, kept were %v", got, evaluations)
			}
			numbers += len(matters[2])
		})
	}
	if numbers == 0 {
		t.Error("nobody noted a case number")
	}
}

// matterRows are the tables of matters.
func matterRows(t *testing.T, s *journal.Store) (tables [3][]string) {
	t.Helper()
	for i, name := range []string{"matters", "links", "matter_rows"} {
		tables[i] = rows(t, s.File(), name)
	}
	return tables
}

func TestABatchIsKeptWholeOrNotAtAll(t *testing.T) {
	s := open(t, t.TempDir())
	randomDay(t, s, 3, 50)
	before := lobby(t, s)
	events, err := s.ReadEvents(t.Context(), 0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	next := events[len(events)-1]
	next.Seq++
	twice := &queue.Ticket{ID: 9999, Ref: "twice", Day: "2026-11-23", Number: "Z1", Legs: []queue.Leg{{}}}
	again := twice.Clone()
	again.ID++
	if err := s.Commit(t.Context(), &queue.Batch{Events: []queue.Event{next}, Tickets: []*queue.Ticket{twice, again}}); err == nil {
		t.Error("one ref for two tickets was kept")
	}
	if _, ok, err := s.Ticket(t.Context(), "twice"); ok || err != nil {
		t.Errorf("half a batch was kept: %v, %v", ok, err)
	}
	gap := next
	gap.Seq++
	if err := s.Commit(t.Context(), &queue.Batch{Events: []queue.Event{gap}}); err == nil {
		t.Error("a gap was kept")
	}
	if got := lobby(t, s); !bytes.Equal(got, before) {
		t.Error("a refused batch changed the books")
	}
	if err := s.Commit(t.Context(), &queue.Batch{Events: []queue.Event{next}}); err != nil {
		t.Errorf("after refused ones: %v", err)
	}
}

func TestSnapshots(t *testing.T) {
	dir := t.TempDir()
	var want []byte
	with(t, dir, func(t *testing.T, s *journal.Store) {
		randomDay(t, s, 5, 600)
		if n := len(rows(t, s.File(), "snapshots")); n != 2 {
			t.Errorf("%d snapshots are kept", n)
		}
		want = lobby(t, s)
	})
	file := filepath.Join(dir, "onedoor.db")
	for _, harm := range []string{
		"UPDATE snapshots SET state = CAST(replace(CAST(state AS TEXT), '{\"form\":1,', '{\"form\":9,') AS BLOB) WHERE seq = (SELECT max(seq) FROM snapshots)",
		"UPDATE snapshots SET state = CAST(replace(CAST(state AS TEXT), 'waiting', 'serving') AS BLOB)",
		"UPDATE snapshots SET chain = zeroblob(32)",
		"DELETE FROM snapshots",
	} {
		alter(t, file, harm)
		with(t, dir, func(t *testing.T, s *journal.Store) {
			if got := lobby(t, s); !bytes.Equal(got, want) {
				t.Errorf("after %s: another lobby", harm)
			}
		})
	}
}

// alter edits a closed database behind the program's back.
func alter(t testing.TB, file, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+file+"?mode=rw&_journal_mode=DELETE")
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), statement)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func TestAnswersAreKeptADay(t *testing.T) {
	dir := t.TempDir()
	c := newClock()
	s, err := journal.Open(t.Context(), journal.Options{Dir: dir, Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	keep := func(key, result string) queue.Answer {
		return queue.Answer{
			Key:  queue.Key{Principal: "kiosk:main", Route: "POST /tickets", Key: key},
			Kept: queue.Kept{Body: sha256.Sum256([]byte(key)), Result: []byte(result)}, At: c.Now(),
		}
	}
	first := keep("first", `{"seq":1}`)
	if err := s.Commit(t.Context(), &queue.Batch{Answers: []queue.Answer{first}}); err != nil {
		t.Fatal(err)
	}
	got, ok, err := s.Kept(t.Context(), first.Key)
	if err != nil || !ok || !reflect.DeepEqual(got, first.Kept) {
		t.Errorf("Kept = %v, %v, %v", got, ok, err)
	}
	other := first.Key
	other.Principal = "kiosk:bare"
	if _, ok, err := s.Kept(t.Context(), other); ok || err != nil {
		t.Errorf("somebody else's key: %v, %v", ok, err)
	}
	c.forward(25 * time.Hour)
	if _, ok, err := s.Kept(t.Context(), first.Key); ok || err != nil {
		t.Errorf("after a day: %v, %v", ok, err)
	}
	if err := s.Commit(t.Context(), &queue.Batch{Answers: []queue.Answer{keep("second", `{}`)}}); err != nil {
		t.Fatal(err)
	}
	if left := rows(t, s.File(), "answers"); len(left) != 1 || !strings.Contains(left[0], "second") {
		t.Errorf("answers in the file: %v", left)
	}
}

func TestReadyWrites(t *testing.T) {
	c := newClock()
	s, err := journal.Open(t.Context(), journal.Options{Dir: t.TempDir(), Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := s.Ready(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if got := s.Stats().Commits; got != 1 {
		t.Errorf("%d writes within a second", got)
	}
	c.forward(2 * time.Second)
	if err := s.Ready(t.Context()); err != nil || s.Stats().Commits != 2 || s.Stats().LastTook <= 0 {
		t.Errorf("Ready = %v, %+v", err, s.Stats())
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	c.forward(2 * time.Second)
	if err := s.Ready(t.Context()); err == nil {
		t.Error("a closed store is ready")
	}
}

func TestTheDataDirectoryIsPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := open(t, dir)
	randomDay(t, s, 1, 5)
	for path, want := range map[string]os.FileMode{dir: 0o700, s.File(): 0o600, s.File() + "-wal": 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", path, info.Mode().Perm(), err, want)
		}
	}
}
