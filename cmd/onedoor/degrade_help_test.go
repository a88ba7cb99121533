package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long something that takes moments may take on a loaded
// machine before a test calls it broken.
const patience = 5 * startBound

// problem is what a refusal says.
type problem struct {
	Status       int
	Code, Detail string
}

// refused asks for something that is to be refused and gives the refusal; the
// zero problem with a status when it wasn't.
func (c *caller) refused(t testing.TB, method, path string, body any, headers ...string) problem {
	t.Helper()
	status, err := c.do(method, path, body, nil, headers...)
	if status == 0 {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	p := problem{Status: status}
	if status < 400 {
		return p
	}
	if err := json.Unmarshal([]byte(err.Error()), &p); err != nil || p.Status != status {
		t.Errorf("%s %s: %d is no problem document: %v", method, path, status, err)
	}
	return p
}

// must asks for something that has to come to a status.
func (c *caller) must(t testing.TB, want int, method, path string, body, answer any, headers ...string) {
	t.Helper()
	status, err := c.do(method, path, body, answer, headers...)
	if status != want {
		t.Fatalf("%s %s: %d %.400s, want %d", method, path, status, fmt.Sprint(err), want)
	}
}

// ticket reads a ticket by its ref.
func (c *caller) ticket(t testing.TB, ref string) ticket {
	t.Helper()
	var got ticket
	c.must(t, http.StatusOK, http.MethodGet, "/api/v1/tickets/"+ref, nil, &got)
	return got
}

// issued takes a ticket that has to be given.
func (c *caller) issued(t testing.TB, service, kiosk string) ticket {
	t.Helper()
	got, status, err := c.issue(service, kiosk)
	if status != http.StatusCreated {
		t.Fatalf("issue: %d %v", status, err)
	}
	return got
}

// ready says whether /readyz says so.
func (p *program) ready() bool {
	status, _ := p.caller().do(http.MethodGet, "/readyz", nil, nil)
	return status == http.StatusOK
}

// pages are what the house goes on showing whatever happens to its disk.
func pages() []string {
	return []string{
		"/", "/healthz", "/metrics", "/api/v1/services", "/api/v1/windows", "/api/v1/openapi.json",
		"/kiosk/main", "/screen/hall",
	}
}

// shows holds every page against 200.
func (p *program) shows(t testing.TB, more ...string) {
	t.Helper()
	for _, path := range append(pages(), more...) {
		p.caller().must(t, http.StatusOK, http.MethodGet, path, nil, nil)
	}
}

// keepsQuiet holds the log against what must never be in one.
func (p *program) keepsQuiet(t testing.TB, secrets ...string) {
	t.Helper()
	tells(t, "the log", p.log.String(), secrets...)
}

// tells fails for every secret that a text holds.
func tells(t testing.TB, what, text string, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		at := strings.Index(text, secret)
		if secret == "" || at < 0 {
			continue
		}
		line := text[strings.LastIndex(text[:at], "\n")+1:]
		line, _, _ = strings.Cut(line, "\n")
		t.Errorf("%s tells %q: %s", what, secret, line)
	}
}

// refs lists the refs of what was acknowledged.
func (b *books) refs() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var list []string
	for ref := range b.tickets {
		list = append(list, ref)
	}
	return list
}

// gapless holds the numbers acknowledged against A001, A002 … without a gap.
func (b *books) gapless(t testing.TB) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for n := range len(b.numbers) {
		if want := fmt.Sprintf("A%03d", n+1); b.numbers[want] == "" {
			t.Errorf("%d numbers were given, and %s isn't among them", len(b.numbers), want)
		}
	}
}

// said is what a command that ends by itself left.
type said struct {
	code     int
	out, err string
}

// ends runs the program with a command that ends by itself.
func ends(t testing.TB, args ...string) said {
	t.Helper()
	cmd := command(args)
	var out, err bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &err
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	waited := cmd.Wait()
	if !late.Stop() {
		t.Fatalf("onedoor %s didn't end within a minute:\n%s%s", strings.Join(args, " "), &out, &err)
	}
	if broken := new(exec.ExitError); waited != nil && !errors.As(waited, &broken) {
		t.Fatal(waited)
	}
	return said{cmd.ProcessState.ExitCode(), out.String(), err.String()}
}

// wants holds an exit code and words of a sentence on stderr.
func (s said) wants(t testing.TB, code int, words ...string) {
	t.Helper()
	if s.code != code {
		t.Errorf("ended with %d, want %d:\n%s%s", s.code, code, s.out, s.err)
	}
	for _, w := range words {
		if !strings.Contains(s.err, w) {
			t.Errorf("doesn't say %q:\n%s", w, s.err)
		}
	}
	if strings.Contains(s.err, "panic") || strings.Contains(s.err, "goroutine ") {
		t.Errorf("panicked:\n%s", s.err)
	}
}

// tamper has system calls of the program fail with an error, from now on until
// mend, by attaching a tracer.
func (p *program) tamper(t testing.TB, calls, errno string) (mend func()) {
	t.Helper()
	cmd := exec.Command("strace", "-f", "-p", strconv.Itoa(p.cmd.Process.Pid), "-o", os.DevNull,
		"-e", "trace="+calls, "-e", "inject="+calls+":error="+errno)
	told := &lockedBuffer{}
	cmd.Stderr = told
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() { _ = cmd.Wait(); close(gone) }()
	ended := false
	mend = func() {
		if !ended {
			_ = cmd.Process.Signal(syscall.SIGINT)
			<-gone
			ended = true
		}
	}
	t.Cleanup(mend)
	p.await(t, "the tracer", func() bool {
		select {
		case <-gone:
			t.Fatalf("the tracer ended:\n%s", told)
		default:
		}
		return strings.Contains(told.String(), " attached")
	})
	return mend
}

// ownCentre is a config that onedoor init made.
type ownCentre struct {
	config string            // the file
	pins   map[string]string // by staff id
	tokens map[string]string // "kiosk main" → token
}

// newCentre has the program make a config of one's own. Edits are pairs of what
// stands in it and what is to stand there.
func newCentre(t testing.TB, edits ...string) *ownCentre {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "centre")
	made := ends(t, "init", dir)
	made.wants(t, exitOK)
	c := &ownCentre{filepath.Join(dir, "centre.yaml"), map[string]string{}, map[string]string{}}
	for line := range strings.Lines(made.out) {
		what, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if staff, pin := strings.CutPrefix(what, "PIN of "); ok && pin {
			c.pins[staff] = value
		}
		if device, token := strings.CutPrefix(what, "token of "); ok && token {
			c.tokens[device] = value
		}
	}
	if len(c.pins) == 0 || c.tokens["kiosk main"] == "" || c.tokens["screen hall"] == "" {
		t.Fatalf("init didn't tell PINs and tokens:\n%s", made.out)
	}
	text := readFile(t, c.config)
	for pair := range slices.Chunk(edits, 2) {
		if bytes.Count(text, []byte(pair[0])) != 1 {
			t.Fatalf("%q doesn't stand in the config once", pair[0])
		}
		text = bytes.Replace(text, []byte(pair[0]), []byte(pair[1]), 1)
	}
	writeFile(t, c.config, text)
	return c
}

// serve serves the centre.
func (c *ownCentre) serve(t testing.TB, data string, args ...string) *program {
	t.Helper()
	return serve(t, data, append([]string{"--config", c.config}, args...)...)
}

// kiosk gives a caller with the kiosk's token.
func (c *ownCentre) kiosk(p *program) *caller {
	k := p.caller()
	k.token = c.tokens["kiosk main"]
	return k
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeFile(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// text reads a page.
func (p *program) text(t testing.TB, path string) string {
	t.Helper()
	resp, err := p.caller().http.Get(p.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %d, %v", path, resp.StatusCode, err)
	}
	return string(b)
}
