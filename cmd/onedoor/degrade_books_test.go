package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onedoor/queue/journal"
)

// TestADirectoryInUse starts a second program over the books of a first.
func TestADirectoryInUse(t *testing.T) {
	data := t.TempDir()
	p := serve(t, data, "--printer", "none:")
	first := p.caller().issued(t, "petition", "")
	ends(t, "serve", "--data", data, "--listen", "127.0.0.1:0", "--printer", "none:").
		wants(t, exitEnvironment, data, fmt.Sprintf("in use by another onedoor (process %d)", p.cmd.Process.Pid), "--data")
	if got := p.caller().ticket(t, first.Ref); got.State != "waiting" {
		t.Errorf("a second program changed a ticket to %s", got.State)
	}
	p.caller().issued(t, "petition", "")
}

// madeBooks gives a data directory with some visits in one file, as a program
// that was killed leaves them: no snapshot says how they came out.
func madeBooks(t *testing.T, tickets int) (data, file string) {
	t.Helper()
	data = t.TempDir()
	p := serve(t, data, "--printer", "none:")
	for range tickets {
		p.caller().issued(t, "petition", "")
	}
	p.kill()
	s, err := journal.Open(t.Context(), journal.Options{Dir: data})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ready(t.Context()); err != nil { // opens it for writing, so that closing carries the log over
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(data, "onedoor.db-wal")); err == nil {
		t.Fatal("the log wasn't carried over")
	}
	return data, filepath.Join(data, "onedoor.db")
}

// event is where the data of the n-th event of a kind begins in a file.
func event(t *testing.T, file []byte, data string, n int) int {
	t.Helper()
	at := 0
	for range n {
		next := bytes.Index(file[at:], []byte(data))
		if next < 0 {
			t.Fatalf("%q stands in the books less than %d times", data, n)
		}
		at += next + len(data)
	}
	return at - len(data)
}

// TestBooksThatCannotBeTrusted starts over books that are newer, another
// program's, edited, cut off or torn: each is told in a sentence and left as it is.
func TestBooksThatCannotBeTrusted(t *testing.T) {
	const tickets = 40
	_, sound := madeBooks(t, tickets)
	whole := readFile(t, sound)
	for name, c := range map[string]struct {
		spoil func(b []byte) []byte
		words []string
	}{
		"newer": {func(b []byte) []byte {
			binary.BigEndian.PutUint32(b[60:], 999) // user_version of SQLite's header
			return b
		}, []string{"newer onedoor", "form 999", "not touched"}},
		"another program's": {func(b []byte) []byte {
			binary.BigEndian.PutUint32(b[68:], 0x12345678) // application_id
			return b
		}, []string{"not a journal of onedoor", "not touched"}},
		"not a database": {
			func([]byte) []byte { return bytes.Repeat([]byte("minutes of the meeting\n"), 400) },
			[]string{"not a journal of onedoor", "not touched"},
		},
		"edited": {func(b []byte) []byte {
			b[event(t, b, `"number":"A007"`, 1)+12] = '9' // A097
			return b
		}, []string{"damaged at event", "left as they are", "onedoor restore"}},
		"cut off": {func(b []byte) []byte { return b[:len(b)/2] }, []string{"damaged", "left as they are", "onedoor restore"}},
		"a page lost": {func(b []byte) []byte {
			page := event(t, b, `"number":"A020"`, 1) / 4096 * 4096
			clear(b[page : page+4096])
			return b
		}, []string{"damaged", "left as they are", "onedoor restore"}},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			file := filepath.Join(data, "onedoor.db")
			spoilt := c.spoil(bytes.Clone(whole))
			writeFile(t, file, spoilt)
			said := ends(t, "serve", "--data", data, "--listen", "127.0.0.1:0", "--printer", "none:")
			said.wants(t, exitEnvironment, append(c.words, file)...)
			if strings.Contains(said.out, "is open") {
				t.Error("it opened")
			}
			if !bytes.Equal(readFile(t, file), spoilt) {
				t.Error("the file was changed")
			}
		})
	}
}

// TestDamageBeforeTheSnapshot edits an event that a start doesn't read. The
// house opens, finds it in the background, issues and calls no more, and goes
// on showing what it knows.
func TestDamageBeforeTheSnapshot(t *testing.T) {
	data := t.TempDir()
	p := serve(t, data, "--printer", "none:")
	first := p.caller().issued(t, "petition", "")
	for range 5 {
		p.caller().issued(t, "petition", "")
	}
	clerk := p.login("demo")
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/open", nil, nil)
	if code := p.stop(); code != 0 {
		t.Fatalf("ended with %d:\n%s", code, p.log)
	}
	file := filepath.Join(data, "onedoor.db")
	b := readFile(t, file)
	b[event(t, b, `"counter":3,`, 1)+10] ^= 1
	writeFile(t, file, b)

	p = serve(t, data, "--printer", "none:")
	clerk.base = p.url
	p.await(t, "the damage to be found", func() bool { return p.metric(t, "onedoor_damaged") == 1 })
	for _, path := range []string{"/api/v1/tickets", "/api/v1/windows/w1/next"} {
		body := any(nil)
		if path == "/api/v1/tickets" {
			body = map[string]string{"service": "petition"}
		}
		if r := clerk.refused(t, "POST", path, body); r.Status != 503 || r.Code != "damaged" || r.Detail == "" {
			t.Errorf("POST %s over damaged books: %+v", path, r)
		}
	}
	if p.ready() {
		t.Error("/readyz says ready over damaged books")
	}
	p.shows(t, "/api/v1/tickets/"+first.Ref, "/t/"+first.Ref)
	if !strings.Contains(p.log.String(), "damaged") {
		t.Errorf("the log doesn't say it:\n%s", p.log)
	}
	p.stop()
}
