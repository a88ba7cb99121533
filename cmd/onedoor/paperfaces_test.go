package main

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onedoor/printer/paper"
	"onedoor/printer/printertest"
)

// TestWhatTheFacesSayAndAskForIsOnPaper has a printer that is near the end of its roll
// and then past it: every face says so, and what is printed again from the hall and
// from a window comes out with its mark.
func TestWhatTheFacesSayAndAskForIsOnPaper(t *testing.T) {
	t.Parallel()
	v := newPrinter(t, "epson-80")
	printertest.Break(v.Virtual, paper.NearEnd)
	p := serve(t, t.TempDir(), "--printer", v.url)
	staff := p.login("supervisor")
	first := staff.issued(t, "petition", "main")
	p.prints(t, first.Ref, "confirmed", "")
	v.once(t, first.Number)
	staff.hallSays(t, "paper near its end")
	if figures := p.text(t, "/metrics"); !strings.Contains(figures, `onedoor_printer_paper_low{printer="printer"} 1`) {
		t.Errorf("/metrics doesn't tell of the paper's end:\n%s", grep(figures, "onedoor_printer_"))
	}

	again := func(number, kiosk string) {
		t.Helper()
		staff.must(t, http.StatusOK, http.MethodPost, "/api/v1/desk/reprint", map[string]string{"number": number, "kiosk": kiosk}, nil)
	}
	reload := printertest.RunOut(v.Virtual)
	lost := staff.issued(t, "petition", "main")
	p.prints(t, lost.Ref, "queued", "paper_out")
	button := regexp.MustCompile(`data-again="` + lost.Number + `" data-kiosk="(\w+)"`).FindStringSubmatch(staff.page(t, "/hall?lang=en"))
	if button == nil {
		t.Fatal("the hall offers no reprint")
	}
	again(lost.Number, button[1])
	reload()
	p.prints(t, lost.Ref, "confirmed", "")
	v.marked(t, lost.Number, "补打 1")

	staff.must(t, http.StatusOK, http.MethodPost, "/api/v1/windows/w1/open", nil, nil)
	staff.must(t, http.StatusOK, http.MethodPost, "/api/v1/windows/w1/call", map[string]string{"number": lost.Number}, nil)
	var console struct {
		Ticket struct {
			PrintAt string `json:"print_at"`
		}
	}
	staff.must(t, http.StatusOK, http.MethodGet, "/window/w1/state", nil, &console)
	again(lost.Number, console.Ticket.PrintAt)
	v.marked(t, lost.Number, "补打 1", "补打 2")
}

// marked waits for a number's slips and holds their marks against those wanted: none
// comes out without one.
func (h *hallPrinter) marked(t *testing.T, number string, want ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, _ = h.Await(ctx, func([]printertest.Slip) bool { return len(h.Of(number)) >= len(want) })
	var got []string
	for _, s := range h.Of(number) {
		got = append(got, s.Mark)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s came out with the marks %q, want %q", number, got, want)
	}
}

// grep gives the lines of a text that begin with some words.
func grep(text, begin string) string {
	var list []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, begin) {
			list = append(list, line)
		}
	}
	return strings.Join(list, "")
}

// TestTwoKiosksWithOnePrinter has two kiosks of a centre's config share a printer,
// while tickets are taken at both: each slip comes out whole, once, in its turn.
func TestTwoKiosksWithOnePrinter(t *testing.T) {
	t.Parallel()
	v := newPrinter(t, "epson-80")
	own := newCentre(
		t, "    url: \"virtual:\"\n", "    url: "+v.url+"\n",
		"kiosks:\n", "kiosks:\n  - id: desk\n    name: {zh: 咨询台, en: Desk}\n    printer: hall\n    token_sha256: "+strings.Repeat("7", 64)+"\n",
	)
	p := own.serve(t, t.TempDir(), "--public-url", "http://127.0.0.1")
	staff := own.staff(t, p, "li")
	const each = 6
	var taking sync.WaitGroup
	var mu sync.Mutex
	var want []string
	for _, kiosk := range []string{"main", "desk"} {
		taking.Go(func() {
			for range each {
				x, status, err := staff.issue("petition", kiosk)
				if status != http.StatusCreated {
					t.Errorf("issue at %s: %d %v", kiosk, status, err)
				}
				mu.Lock()
				want = append(want, x.Number)
				mu.Unlock()
			}
		})
	}
	taking.Wait()
	slices.Sort(want) // numbers are given in the order of the books
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	slips, _ := v.Await(ctx, func(s []printertest.Slip) bool { return len(s) >= 2*each })
	var got []string
	for _, s := range slips {
		got = append(got, s.Number)
		if lines := strings.Join(s.Texts, "\n"); !strings.HasPrefix(s.Texts[len(s.Texts)-1], "查询码") || strings.Count(lines, "查询码") != 1 {
			t.Errorf("%s isn't a whole slip: %+v", s.Number, s)
		}
	}
	if !slices.Equal(got, want) || len(v.Twice()) > 0 || len(v.Faulty()) > 0 {
		t.Errorf("%v came out, want %v; twice %v; faulty %v", got, want, v.Twice(), v.Faulty())
	}
}

// page reads a page of the staff's.
func (c *caller) page(t *testing.T, path string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	resp, err := c.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %d %v", path, resp.StatusCode, err)
	}
	return string(b)
}
