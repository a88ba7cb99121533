package journal_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
)

var update = flag.Bool("update", false, "write testdata anew: the dump of the newest form and the recorded journal")

// dump gives a closed database as SQL text.
func dump(t *testing.T, file string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+file+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	text := func(query string) (list []string) {
		r, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Close() }()
		for r.Next() {
			var s string
			if err := r.Scan(&s); err != nil {
				t.Fatal(err)
			}
			list = append(list, s)
		}
		if err := r.Err(); err != nil {
			t.Fatal(err)
		}
		return list
	}
	var b strings.Builder
	for _, pragma := range []string{"application_id", "user_version"} {
		fmt.Fprintf(&b, "PRAGMA %s = %s;\n", pragma, text("PRAGMA " + pragma)[0])
	}
	for _, s := range text("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type = 'index', rowid") {
		b.WriteString(s + ";\n")
	}
	for _, table := range text("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid") {
		values := text("SELECT group_concat('quote(' || name || ')', ' || '', '' || ') FROM pragma_table_info('" + table + "')")[0]
		for _, row := range text("SELECT " + values + " FROM " + table) {
			fmt.Fprintf(&b, "INSERT INTO %s VALUES (%s);\n", table, row)
		}
	}
	return b.String()
}

// TestUpgradeFromEachReleasedForm brings databases of every form that was ever
// released to the newest, and finds the same lobby in them.
func TestUpgradeFromEachReleasedForm(t *testing.T) {
	newest, err := filepath.Glob("migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		dir := t.TempDir()
		with(t, dir, func(t *testing.T, s *journal.Store) {
			randomDay(t, s, 35, 300)
			if err := s.PutPIN(t.Context(), "anna", "$argon2id$chosen", newClock().Now()); err != nil {
				t.Fatal(err)
			}
		})
		text := dump(t, filepath.Join(dir, "onedoor.db"))
		name := filepath.Join("testdata", "released", fmt.Sprintf("%04d.sql", len(newest)))
		if err := os.WriteFile(name, fmt.Appendf(nil, "-- lobby %s\n%s", dumpLobby(t, text), text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dumps, err := filepath.Glob("testdata/released/*.sql")
	if err != nil || len(dumps) != len(newest) {
		t.Fatalf("%d dumps for %d forms: %v", len(dumps), len(newest), err)
	}
	for _, name := range dumps {
		text := content(t, name)
		want, _, _ := strings.Cut(strings.TrimPrefix(text, "-- lobby "), "\n")
		sameBooks(t, []byte(want), dumpLobby(t, text))
	}
}

// dumpLobby opens a dump as a program does and gives its lobby, after holding
// its projections against those made anew.
func dumpLobby(t *testing.T, text string) (state []byte) {
	t.Helper()
	dir := t.TempDir()
	alterNew(t, filepath.Join(dir, "onedoor.db"), text)
	with(t, dir, func(t *testing.T, s *journal.Store) {
		state = lobby(t, s)
		if err := s.Verify(t.Context()); err != nil {
			t.Error(err)
		}
		before := map[string][]string{}
		for _, table := range []string{"tickets", "legs", "evaluations", "follow_ups", "alerts"} {
			before[table] = rows(t, s.File(), table)
		}
		if err := s.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		for table, upgraded := range before {
			if !reflect.DeepEqual(rows(t, s.File(), table), upgraded) {
				t.Errorf("%s made anew differ from those that were upgraded", table)
			}
		}
		randomDay(t, s, 1, 30)
	})
	return state
}

// recorded is a line of a recorded journal: an event as it stands in the books,
// or, last, the lobby it comes to.
type recorded struct {
	Seq   int64           `json:"seq,omitempty"`
	At    time.Time       `json:"at,omitzero"`
	Day   queue.Day       `json:"day,omitempty"`
	Type  queue.Type      `json:"type,omitempty"`
	V     int             `json:"v,omitempty"`
	Actor queue.Actor     `json:"actor,omitempty"`
	Cause int64           `json:"cause,omitempty"`
	Data  json.RawMessage `json:"data,omitempty"`
	Hash  string          `json:"hash,omitempty"`
	Lobby json.RawMessage `json:"lobby,omitempty"`
}

// TestRecordedJournalsReplayToTheirBooks replays each journal that was ever
// recorded. What was true then is true now; later code may know more.
func TestRecordedJournalsReplayToTheirBooks(t *testing.T) {
	if *update {
		// What was recorded before stays: only the newest is written anew.
		record(t, filepath.Join("testdata", "journals", "0007-again.jsonl"), 101)
	}
	files, err := filepath.Glob("testdata/journals/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded journals: %v", err)
	}
	seen := map[queue.Type]bool{}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { replay(t, file, seen) })
	}
	for _, typ := range types(t) {
		if !seen[typ] {
			t.Errorf("no journal holds an event %s", typ)
		}
	}
}

// types lists every type of event, as the package queue declares them.
func types(t *testing.T) (list []queue.Type) {
	t.Helper()
	files, err := filepath.Glob("../*.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := regexp.MustCompile(`(?m)^(?:const |\t)[A-Z][A-Za-z]* +Type = "([a-z_]+)"`)
	for _, file := range files {
		for _, m := range declared.FindAllStringSubmatch(content(t, file), -1) {
			list = append(list, queue.Type(m[1]))
		}
	}
	if len(list) < 60 {
		t.Fatalf("only %d types of events were found", len(list))
	}
	return list
}

func replay(t *testing.T, file string, seen map[queue.Type]bool) {
	l := queue.NewLobby()
	var hash [sha256.Size]byte
	in := bufio.NewScanner(strings.NewReader(content(t, file)))
	in.Buffer(nil, 1<<24)
	var books json.RawMessage
	for in.Scan() {
		var line recorded
		if err := json.Unmarshal(in.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if books = line.Lobby; books != nil {
			break
		}
		data, err := queue.DecodeData(line.Type, line.V, line.Data)
		if err != nil {
			t.Fatalf("event %d: %v", line.Seq, err)
		}
		e := queue.Event{Seq: line.Seq, At: line.At, Day: line.Day, Type: line.Type, V: line.V, Actor: line.Actor, Cause: line.Cause, Data: data}
		if hash = queue.Chain(hash, &e, line.Data); hex.EncodeToString(hash[:]) != line.Hash {
			t.Fatalf("event %d: the chain comes to another hash", line.Seq)
		}
		l.Apply(&e)
		seen[e.Type] = true
	}
	snapshot, err := l.Snapshot()
	if err := errors.Join(err, in.Err()); err != nil {
		t.Fatal(err)
	}
	sameBooks(t, books, snapshot)
}

// sameBooks holds a lobby against what was recorded of it.
func sameBooks(t *testing.T, books, snapshot []byte) {
	t.Helper()
	var want, got any
	if err := errors.Join(json.Unmarshal(books, &want), json.Unmarshal(snapshot, &got)); err != nil {
		t.Fatal(err)
	}
	delete(want.(map[string]any), "form") // the snapshot's, which may be newer
	if where := differs("", want, got); where != "" {
		t.Errorf("the books differ from those recorded at %s:\n%s", where, snapshot)
	}
}

// differs says where what is wanted isn't there; more may be.
func differs(where string, want, got any) string {
	switch want := want.(type) {
	case map[string]any:
		m, ok := got.(map[string]any)
		if !ok {
			return where
		}
		for k, w := range want {
			if d := differs(where+"/"+k, w, m[k]); d != "" {
				return d
			}
		}
		return ""
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			return where
		}
		for i := range want {
			if d := differs(fmt.Sprint(where, "/", i), want[i], list[i]); d != "" {
				return d
			}
		}
		return ""
	}
	if !reflect.DeepEqual(want, got) {
		return where
	}
	return ""
}

// record writes random days, one a seed, and the books they come to.
func record(t *testing.T, file string, seeds ...uint64) {
	t.Helper()
	var out bytes.Buffer
	with(t, t.TempDir(), func(t *testing.T, s *journal.Store) {
		for _, seed := range seeds {
			randomDay(t, s, seed, 1200)
		}
		events, err := s.ReadEvents(t.Context(), 0, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		var hash [sha256.Size]byte
		lines := json.NewEncoder(&out)
		for i := range events {
			e := &events[i]
			data, err := queue.EncodeData(e.Data)
			if err != nil {
				t.Fatal(err)
			}
			hash = queue.Chain(hash, e, data)
			err = lines.Encode(recorded{
				Seq: e.Seq, At: e.At, Day: e.Day, Type: e.Type, V: e.V, Actor: e.Actor, Cause: e.Cause,
				Data: data, Hash: hex.EncodeToString(hash[:]),
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := lines.Encode(recorded{Lobby: lobby(t, s)}); err != nil {
			t.Fatal(err)
		}
	})
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
