package main

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// measurePhones has 9,500 phones follow a ticket each while a window calls:
// everybody's place in the queue changes, and every phone is told. In turns
// with it the bare server tells as many sockets one text, the same for all.
func measurePhones(b *testing.B, f *figures) {
	const phones, calls = 9500, 20
	openFiles(b, 2*phones+500)
	p, raw := serveReleased(b, b.TempDir(), "--printer", "none:"), serveBare(b)
	defer p.kill()
	defer raw.kill()
	clerk := p.login("demo")
	clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/open", nil, nil)
	issueMany(b, p, calls) // they have no phone
	paths := issueMany(b, p, phones)
	for i := range paths {
		paths[i] = "/ws/ticket/" + paths[i]
	}
	before, _ := weigh(b, p.cmd.Process.Pid)
	here, each := openWeighed(b, p, paths)
	there, least := openWeighed(b, raw, paths)
	var ours, limit telling
	for range calls {
		rest()
		text := here.callAt(clerk, "w1", "ticket", &ours)
		clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/finish", map[string]string{"outcome": "answered"}, nil)
		rest()
		there.shout(raw, text, &limit)
	}
	f.add(figure{
		what:  fmt.Sprintf("%d phones, all told of their place, p99", phones),
		got:   ms(ours.each.at(0.99)) + " (the last, p50 " + ms(ours.last.at(0.5)) + ")",
		limit: ms(limit.each.at(0.99)) + " (the last, p50 " + ms(limit.last.at(0.5)) + ")",
		ratio: ratio(ours.each.at(0.99), limit.each.at(0.99)),
		goal:  "≤ 200 ms", ok: ours.each.at(0.99) <= 200*time.Millisecond,
	})
	later, _ := weigh(b, p.cmd.Process.Pid)
	f.add(figure{
		what: "  the program's memory a phone",
		got:  kb(each) + " (" + kb(float64(later-before)/phones) + " after the calls)", limit: kb(least), ratio: each / least,
		goal: "≤ 10 KB", ok: each <= 10_000,
	})
}

// rest waits longer than a phone isn't told of its place again.
func rest() { <-time.After(1100 * time.Millisecond) }

// openWeighed opens the phones and gives what each costs the program: what its
// own memory grew by, with two rounds of heartbeats.
func openWeighed(b *testing.B, p *program, paths []string) (*crowd, float64) {
	b.Helper()
	before, _ := weigh(b, p.cmd.Process.Pid)
	c := openPages(b, p.url, paths)
	<-time.After(4 * time.Second)
	after, _ := weigh(b, p.cmd.Process.Pid)
	return c, float64(after-before) / float64(len(paths))
}

func kb(bytes float64) string { return fmt.Sprintf("%.1f KB", bytes/1000) }
