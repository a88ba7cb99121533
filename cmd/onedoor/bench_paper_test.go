package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
)

// measurePaper takes tickets at the kiosk of a running program whose printer is
// ours, on a real serial line, and reads from the printer's timeline when what
// came.
func measurePaper(b *testing.B, f *figures) {
	measurePreflight(b, f)
	measureTouchToCut(b, f)
	measureStalled(b, f)
}

// lobby is a running program with a printer of ours.
type lobby struct {
	*program
	printer *paper.Virtual
	client  *http.Client
}

// openLobby starts a printer and the program that prints on it, and waits until
// the first slip is out.
func openLobby(b *testing.B, o paper.Options, url string) *lobby {
	b.Helper()
	profile, err := printer.BuiltIn().Find("epson-80")
	if err != nil {
		b.Fatal(err)
	}
	o.Profile = profile
	v, err := paper.NewVirtual(o)
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(b.Context()))
	var work sync.WaitGroup
	work.Go(func() { _ = v.Run(ctx) }) // always nil
	b.Cleanup(func() { stop(); work.Wait() })
	p := serveReleased(b, b.TempDir(), "--printer", "serial:"+v.Path()+"?profile=epson-80&"+url)
	l := &lobby{p, v, &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}, Timeout: time.Minute}}
	b.Cleanup(p.kill)
	l.touch(b)
	l.slip(b, 0)
	return l
}

// touch takes a ticket at the kiosk and gives when the request was sent and
// answered.
func (l *lobby) touch(b *testing.B) (sent, answered time.Time) {
	b.Helper()
	sent = time.Now()
	if !ask(l.client, l.url, `{"service":"petition","kiosk":"main"}`) {
		b.Fatalf("no ticket:\n%s", l.log)
	}
	return sent, time.Now()
}

// slip waits for the first slip after a page.
func (l *lobby) slip(b *testing.B, after uint64) paper.Page {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
	defer cancel()
	pages, err := l.printer.Wait(ctx, after)
	if err != nil {
		b.Fatalf("no slip: %v\n%s", err, l.printer.Timeline())
	}
	return pages[0]
}

// ask issues a ticket; false when it wasn't.
func ask(client *http.Client, url, body string) bool {
	resp, err := client.Post(url+"/api/v1/tickets", "application/json", strings.NewReader(body))
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusCreated
}

// asked is when the printer was first asked how it is after a time: it answers at
// once, with one byte.
func (l *lobby) asked(b *testing.B, after time.Time) time.Time {
	b.Helper()
	for _, e := range l.printer.Timeline() {
		if e.Kind == paper.Answered && e.N == 1 && e.At.After(after) {
			return e.At
		}
	}
	b.Fatalf("the printer heard nothing:\n%s", l.printer.Timeline())
	return time.Time{}
}

// measurePreflight takes tickets one by one, each with an idle printer that
// prints at once.
func measurePreflight(b *testing.B, f *figures) {
	l := openLobby(b, paper.Options{Baud: -1, Speed: -1}, "baud=115200")
	var until, after, posts times
	var page uint64 = 1
	for range 200 {
		sent, answered := l.touch(b)
		page = l.slip(b, page).Seq
		asked := l.asked(b, sent)
		until.add(asked.Sub(sent))
		after.add(max(asked.Sub(answered), 0)) // often before the answer has arrived
		posts.add(answered.Sub(sent))
	}
	p99 := until.at(0.99)
	f.add(figure{
		what: "issue to the pre-flight's first byte, idle printer, p99", got: fmt.Sprintf("%s (p50 %s)", ms(p99), ms(until.at(0.5))),
		limit: ms(posts.at(0.99)) + " for the answer", ratio: ratio(p99, posts.at(0.99)), goal: "≤ 10 ms", ok: p99 <= 10*time.Millisecond,
	})
	f.add(figure{what: "  of which after the number was durable and answered, p99", got: ms(after.at(0.99))})
}

// measureTouchToCut takes tickets with a printer as a lobby has it, and tells
// where the time goes. What the network takes of a request is what a server takes
// to answer that does nothing; the rest of it is the ticket, made durable.
func measureTouchToCut(b *testing.B, f *figures) {
	const baud, speed, rounds = 19200, 150, 8
	l := openLobby(b, paper.Options{Baud: baud, Speed: speed}, fmt.Sprintf("baud=%d", baud))
	nothing := serveBare(b)
	b.Cleanup(nothing.kill)
	var all, network, issuing, asking, wire, feeding times
	var page paper.Page
	page.Seq = 1
	for range rounds {
		begun := time.Now()
		if !ask(l.client, nothing.url, `{"service":"petition","kiosk":"main"}`) {
			b.Fatalf("no answer:\n%s", nothing.log)
		}
		network.add(time.Since(begun))
		sent, answered := l.touch(b)
		page = l.slip(b, page.Seq)
		issuing.add(answered.Sub(sent))
		asking.add(page.FirstByte.Sub(answered))
		wire.add(page.LastByte.Sub(page.FirstByte))
		feeding.add(page.At.Sub(page.LastByte))
		all.add(page.At.Sub(sent))
	}
	onWire := time.Duration(page.Bytes) * 10 * time.Second / baud // a byte is ten bits there
	onPaper := time.Duration(page.Height) * time.Second * 254 / 10 / time.Duration(203*speed)
	f.add(figure{
		what: fmt.Sprintf("touch to cut, %d baud, %d mm/s, median", baud, speed), got: ms(all.at(0.5)),
		limit: fmt.Sprintf("%s of wire, %s of paper", ms(onWire), ms(onPaper)), ratio: ratio(all.at(0.5), onWire+onPaper),
	})
	f.add(figure{
		what: "its parts", got: fmt.Sprintf("network %s, commit %s, asking the printer %s, wire %s, paper after the last byte %s",
			ms(network.at(0.5)), ms(max(issuing.at(0.5)-network.at(0.5), 0)), ms(asking.at(0.5)), ms(wire.at(0.5)), ms(feeding.at(0.5))),
	})
}

// measureStalled issues tickets at a kiosk whose printer takes no bytes, in turns
// with the same printer at work.
func measureStalled(b *testing.B, f *figures) {
	l := openLobby(b, paper.Options{Baud: 115200, Speed: 250}, "baud=115200")
	const turns, issuers = 6, 8
	var stalled, well float64
	for turn := range turns {
		for _, on := range []bool{turn%2 == 0, turn%2 == 1} { // neither is always the first
			l.printer.Set(paper.Stalled, on)
			rate := l.rate(`{"service":"petition","kiosk":"main"}`, issuers, 2*time.Second)
			if on {
				stalled += rate / turns
			} else {
				well += rate / turns
			}
		}
	}
	f.add(figure{
		what: "tickets a second at a kiosk, its printer stalled", got: fmt.Sprintf("%.0f/s", stalled), limit: fmt.Sprintf("%.0f/s with the printer at work", well),
		ratio: stalled / well, goal: "≥ 0.95 ×", ok: stalled >= 0.95*well,
	})
}

// rate is how many tickets a second some issuers get.
func (l *lobby) rate(body string, issuers int, during time.Duration) float64 {
	var issued atomic.Int64
	var work sync.WaitGroup
	began := time.Now()
	for range issuers {
		work.Go(func() {
			for time.Since(began) < during && ask(l.client, l.url, body) {
				issued.Add(1)
			}
		})
	}
	work.Wait()
	return float64(issued.Load()) / time.Since(began).Seconds()
}
