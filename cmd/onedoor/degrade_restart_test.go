package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// underway is a request whose handler has begun to read and waits for the rest.
type underway struct {
	conn net.Conn
	in   *bufio.Reader
	body string
}

// begin sends a request up to its body, and waits until the program asks for it.
func (p *program) begin(t *testing.T, path, body string) *underway {
	t.Helper()
	host := strings.TrimPrefix(p.url, "http://")
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n",
		path, host, len(body))
	u := &underway{conn, bufio.NewReader(conn), body}
	resp, err := http.ReadResponse(u.in, nil)
	if err != nil || resp.StatusCode != http.StatusContinue {
		t.Fatalf("the program didn't ask for the body: %v", err)
	}
	return u
}

// finish sends the body and gives the answer.
func (u *underway) finish(t *testing.T) (status int, body string) {
	t.Helper()
	if _, err := io.WriteString(u.conn, u.body); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(u.in, nil)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// TestARestartUnderLoad asks the program to end while it is issuing, calling
// and showing. What is under way is answered, live pages are let go, sessions and
// windows are there in the next life.
func TestARestartUnderLoad(t *testing.T) {
	data := t.TempDir()
	p := serve(t, data)
	clerk := p.login("demo")
	var held ticket
	for _, w := range []string{"w1", "w2", "w3"} {
		held = p.caller().issued(t, "petition", "main")
		clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/"+w+"/open", nil, nil)
	}
	var called struct{ Ticket ticket }
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/next", nil, &called)
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w2/pause", map[string]string{"reason": "break"}, nil)
	p.watch(t, "hall", func(told) {})
	w := &books{numbers: map[string]string{}, tickets: map[string]string{}, done: map[string]bool{}}
	wait := w.untilGone(p)
	p.await(t, "the load", func() bool { return len(w.refs()) > 20 })
	slow := p.begin(t, "/api/v1/tickets", `{"service":"petition"}`)
	hanging := p.begin(t, "/api/v1/tickets", `{"service":"petition"}`) // its rest never comes

	begun := time.Now()
	ended := make(chan int, 1)
	go func() { ended <- p.stop() }()
	p.await(t, "the door to be closed", func() bool {
		conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
		if err == nil {
			_ = conn.Close()
		}
		return err != nil
	})
	if status, body := slow.finish(t); status != http.StatusCreated {
		t.Errorf("a request under way was answered with %d %s", status, body)
	}
	wait()
	code := <-ended
	_ = hanging.conn.Close()
	if took := time.Since(begun); code != 0 || took > shutdownBound+patience {
		t.Errorf("ended with %d after %s:\n%s", code, took, p.log)
	}

	p = serve(t, data)
	w.check(t, p)
	clerk.base = p.url
	var house struct {
		Windows []struct{ ID, State, Ticket string }
	}
	clerk.must(t, http.StatusOK, "GET", "/api/v1/windows", nil, &house)
	is := map[string]string{}
	for _, w := range house.Windows {
		is[w.ID] = w.State + " " + w.Ticket
	}
	if is["w1"] != "open "+called.Ticket.Number || is["w2"] != "paused " || is["w3"] != "open " || is["w4"] != "closed " {
		t.Errorf("after a restart the windows are %v", is)
	}
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/finish", map[string]string{"outcome": "answered"}, nil)
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w3/next", nil, nil)
	if got := clerk.ticket(t, held.Ref); got.State != "waiting" && got.State != "called" {
		t.Errorf("a ticket is %s after a restart", got.State)
	}
}

// untilGone issues from many sides until the program is gone.
func (b *books) untilGone(p *program) (wait func()) {
	var work sync.WaitGroup
	for range 4 {
		work.Go(func() {
			for c := p.caller(); ; {
				got, status, err := c.issue("petition", "")
				if err != nil || status != http.StatusCreated {
					return
				}
				b.issued(got)
			}
		})
	}
	return work.Wait
}

// TestRequestsRepeatedAfterAKill kills the program under requests with keys.
// Each is asked again in the next life and is answered as if nothing had been:
// what was answered before, word for word, and one ticket for one key.
func TestRequestsRepeatedAfterAKill(t *testing.T) {
	data := t.TempDir()
	const public = "http://onedoor.test" // the answer names the house, which may move to another port
	p := serve(t, data, "--printer", "none:", "--public-url", public)
	const clients, enough = 8, 100
	var mu sync.Mutex
	first := map[string]string{} // key → answer; empty: it was cut off
	var work sync.WaitGroup
	ask := func(p *program, key, service string) (int, string, error) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.url+"/api/v1/tickets",
			strings.NewReader(`{"service":"`+service+`"}`))
		if err != nil {
			return 0, "", err
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", key)
		resp, err := p.caller().http.Do(req)
		if err != nil {
			return 0, "", err
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		return resp.StatusCode, string(bytes.TrimSpace(b)), err
	}
	for c := range clients {
		work.Go(func() {
			for n := 0; ; n++ {
				key := fmt.Sprintf("touch-%d-%d", c, n)
				status, body, err := ask(p, key, "petition")
				if err != nil {
					body = ""
				} else if status != http.StatusCreated {
					t.Errorf("issue with a key: %d %s", status, body)
				}
				mu.Lock()
				first[key] = body
				over := err != nil || len(first) > 1000
				mu.Unlock()
				if over {
					return
				}
			}
		})
	}
	p.await(t, "the load", func() bool { mu.Lock(); defer mu.Unlock(); return len(first) > enough })
	p.kill()
	work.Wait()

	p = serve(t, data, "--printer", "none:", "--public-url", public)
	numbers := map[string]string{}
	var sample string
	for key, before := range first {
		status, again, err := ask(p, key, "petition")
		if err != nil || status != http.StatusCreated || (before != "" && again != before) {
			t.Fatalf("asked again with the same key: %d %v\nbefore %s\nagain  %s", status, err, before, again)
		}
		_, number, _ := strings.Cut(again, `"number":"`)
		number, _, _ = strings.Cut(number, `"`)
		if numbers[number] != "" {
			t.Errorf("%s was given for two keys", number)
		}
		numbers[number], sample = key, key
	}
	for n := range len(first) {
		if want := fmt.Sprintf("A%03d", n+1); numbers[want] == "" {
			t.Errorf("%d keys got %d numbers, and %s isn't among them", len(first), len(numbers), want)
		}
	}
	if status, body, err := ask(p, sample, "mediation"); err != nil || status != 422 || !strings.Contains(body, `"key_reused"`) {
		t.Errorf("the same key with another body: %d %s %v", status, body, err)
	}
	p.keepsQuiet(t, sample)
}
