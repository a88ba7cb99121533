package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// childVariable makes this test binary run as the program itself, so that tests
// can kill and trace a real process without building another one.
const childVariable = "ONEDOOR_TEST_IS_THE_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(bareVariable) != "" {
		fmt.Fprintln(os.Stderr, runBare(context.Background(), os.Stdout))
		os.Exit(1)
	}
	if os.Getenv(childVariable) != "" {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		code := run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr})
		stop()
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// program is a running onedoor.
type program struct {
	t    testing.TB
	cmd  *exec.Cmd
	url  string // http://127.0.0.1:port
	log  *lockedBuffer
	gone chan struct{} // closed when it has ended
}

// command makes the command of a child of this test binary. Tracers stand
// before it.
func command(args []string, tracer ...string) *exec.Cmd {
	line := slices.Concat(tracer, []string{os.Args[0]}, args)
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Env = append(os.Environ(), childVariable+"=1")
	return cmd
}

// serve starts the program on a free port (or the one of an earlier life) and
// waits until it says that it is open.
func serve(t testing.TB, data string, args ...string) *program {
	t.Helper()
	return start(t, command(append([]string{"serve", "--data", data, "--listen", "127.0.0.1:0"}, args...)))
}

// start starts a command that serves, and waits until it is open. The test ends
// what is left of it.
func start(t testing.TB, cmd *exec.Cmd) *program {
	t.Helper()
	p := &program{t: t, cmd: cmd, log: &lockedBuffer{}, gone: make(chan struct{})}
	cmd.Stderr = p.log
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	opened := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if _, address, ok := strings.Cut(lines.Text(), " is open at "); ok {
				opened <- address
			}
		}
		_ = cmd.Wait()
		close(p.gone)
	}()
	select {
	case p.url = <-opened:
	case <-p.gone:
		t.Fatalf("the program ended at once:\n%s", p.log)
	case <-time.After(time.Minute):
		t.Fatalf("the program didn't open within a minute:\n%s", p.log)
	}
	return p
}

// kill ends the program by SIGKILL and waits for its end.
func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	<-p.gone
}

// stop asks the program to end and waits; it gives the exit code.
func (p *program) stop() int {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.gone:
	case <-time.After(30 * time.Second):
		p.t.Errorf("the program didn't end within 30 s of SIGTERM:\n%s", p.log)
		p.kill()
	}
	return p.cmd.ProcessState.ExitCode()
}

// caller calls the API, as one principal.
type caller struct {
	base  string
	token string
	http  *http.Client
}

func (p *program) caller() *caller {
	return &caller{base: p.url, http: &http.Client{Timeout: 20 * time.Second}}
}

// login gives a caller with a session of the sample's staff.
func (p *program) login(staff string) *caller {
	p.t.Helper()
	c := p.caller()
	var answer struct{ Token string }
	if status, err := c.do("POST", "/api/v1/session", map[string]string{"staff": staff, "pin": "246810"}, &answer); err != nil || status != 200 {
		p.t.Fatalf("log in: %d, %v\n%s", status, err, p.log)
	}
	c.token = answer.Token
	return c
}

// do sends a request with a JSON body and reads the JSON answer. Headers come in pairs.
func (c *caller) do(method, path string, body, answer any, headers ...string) (int, error) {
	var reader io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return 0, err
		}
		reader = bytes.NewReader(raw)
	}
	req, err := http.NewRequest(method, c.base+path, reader)
	if err != nil {
		return 0, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return resp.StatusCode, err
	}
	if answer != nil && resp.StatusCode < 300 && len(raw) > 0 {
		if err := json.Unmarshal(raw, answer); err != nil {
			return resp.StatusCode, fmt.Errorf("answer %q: %w", raw, err)
		}
	}
	if resp.StatusCode >= 400 && answer == nil {
		return resp.StatusCode, errors.New(string(raw))
	}
	return resp.StatusCode, nil
}

// ticket is what the API says of a ticket.
type ticket struct {
	Ref, Number, State, Service string
	StatusURL                   string `json:"status_url"`
	Ahead                       int
	Print                       struct {
		State, Why string
		Weak       bool
		Copies     int
	}
	Window *struct{ ID, Label, Floor string }
}

// issue takes a ticket; kiosk may be empty.
func (c *caller) issue(service, kiosk string) (ticket, int, error) {
	body := map[string]any{"service": service}
	if kiosk != "" {
		body["kiosk"] = kiosk
	}
	var t ticket
	status, err := c.do("POST", "/api/v1/tickets", body, &t)
	return t, status, err
}

// lockedBuffer is a buffer that several goroutines may write and read.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
