package main

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"onedoor/printer/paper"
	"onedoor/printer/printertest"
)

// TestKilledAtRandomMoments kills the program by SIGKILL under concurrent
// issuing, calling and printing, again and again over the same books and the
// same printer, and holds what it had acknowledged against what it knows
// afterwards. ONEDOOR_KILLS says how many rounds; make soak does 100.
func TestKilledAtRandomMoments(t *testing.T) {
	rounds := 5
	if n, err := strconv.Atoi(os.Getenv("ONEDOOR_KILLS")); err == nil {
		rounds = n
	}
	v := printertest.Start(t, paper.Options{
		Profile: printertest.Profile(t, "epson-80"), Baud: 115200, Speed: 2000, Keep: 100_000,
	})
	witness := printertest.Watch(t, v)
	w := &books{numbers: map[string]string{}, tickets: map[string]string{}, done: map[string]bool{}}
	data := t.TempDir()
	var worst time.Duration
	for round := range rounds {
		begun := time.Now()
		p := serve(t, data, "--printer", "serial:"+v.Path()+"?profile=epson-80&baud=115200")
		if status, err := p.caller().do("GET", "/readyz", nil, nil); err != nil || status != 200 {
			t.Fatalf("round %d: /readyz is %d, %v\n%s", round, status, err, p.log)
		}
		worst = max(worst, time.Since(begun))
		w.check(t, p)
		w.load(p, time.Duration(100+rand.IntN(500))*time.Millisecond) // kills it
	}
	p := serve(t, data, "--printer", "serial:"+v.Path()+"?profile=epson-80&baud=115200")
	w.check(t, p)
	p.settled(t)
	w.printed(t, p, witness)
	if code := p.stop(); code != 0 {
		t.Errorf("ended with %d:\n%s", code, p.log)
	}
	if twice := witness.Twice(); len(twice) > 0 {
		t.Errorf("printed twice without a mark: %v", twice)
	}
	if shared := witness.Shared(); len(shared) > 0 {
		t.Errorf("more than one slip on a piece of paper: %+v", shared)
	}
	t.Logf("%d rounds: %d tickets acknowledged, %d finished, %d slips; slowest start to ready %s",
		rounds, len(w.tickets), len(w.done), len(witness.Slips()), worst.Round(time.Millisecond))
	if worst > startBound {
		t.Errorf("a start took %s, bound %s", worst, startBound)
	}
	if len(w.tickets) < 10*rounds || len(w.done) < rounds {
		t.Errorf("too little was acknowledged for the rounds to mean anything")
	}
}

// books is what the program has acknowledged.
type books struct {
	mu      sync.Mutex
	numbers map[string]string // number → ref
	tickets map[string]string // ref → number
	done    map[string]bool   // refs whose finish was acknowledged
	twice   []string
}

func (b *books) issued(t ticket) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.numbers[t.Number] != "" {
		b.twice = append(b.twice, t.Number)
	}
	b.numbers[t.Number], b.tickets[t.Ref] = t.Ref, t.Number
}

func (b *books) finished(number string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if ref := b.numbers[number]; ref != "" {
		b.done[ref] = true
	}
}

// load issues, calls and finishes from many sides and kills the program after
// a time. What fails from then on is not acknowledged and not counted.
func (b *books) load(p *program, after time.Duration) {
	clerk := p.login("demo")
	var work sync.WaitGroup
	for i := range 6 {
		work.Go(func() {
			kiosk := ""
			if i < 2 {
				kiosk = "main"
			}
			for c := p.caller(); ; {
				t, status, err := c.issue("petition", kiosk)
				if err != nil {
					return
				}
				if status == 201 {
					b.issued(t)
				}
			}
		})
	}
	for _, window := range []string{"w1", "w2", "w3", "w4"} {
		work.Go(func() { b.serveAt(clerk, "/api/v1/windows/"+window) })
	}
	time.AfterFunc(after, func() { _ = p.cmd.Process.Kill() })
	work.Wait()
	<-p.gone
}

// serveAt calls and finishes at a window until the program dies. What the
// window still has in hand from an earlier life is finished first.
func (b *books) serveAt(c *caller, window string) {
	if _, err := c.do("POST", window+"/open", nil, nil); err != nil {
		return
	}
	_, _ = c.do("POST", window+"/finish", map[string]string{"outcome": "answered"}, nil)
	for {
		var next struct{ Ticket ticket }
		status, err := c.do("POST", window+"/next", nil, &next)
		if err != nil {
			return
		}
		if status != 200 {
			continue
		}
		status, err = c.do("POST", window+"/finish", map[string]string{"outcome": "answered"}, nil)
		if err != nil {
			return
		}
		if status == 200 {
			b.finished(next.Ticket.Number)
		}
	}
}

// check holds what was acknowledged against what the program knows.
func (b *books) check(t *testing.T, p *program) {
	t.Helper()
	c := p.caller()
	for ref, number := range b.tickets {
		var got ticket
		status, err := c.do("GET", "/api/v1/tickets/"+ref, nil, &got)
		if err != nil || status != 200 || got.Number != number {
			t.Errorf("%s was acknowledged and is %d %q now: %v", number, status, got.Number, err)
		}
		if b.done[ref] && got.State != "done" {
			t.Errorf("%s was finished and is %s now", number, got.State)
		}
	}
	if len(b.twice) > 0 {
		t.Errorf("numbers given twice: %v", b.twice)
	}
}

// printed holds what the program says of its slips against the paper: what is
// confirmed came out whole, as one original at most.
func (b *books) printed(t *testing.T, p *program, witness *printertest.Witness) {
	t.Helper()
	slips := map[string][]printertest.Slip{}
	for _, s := range witness.Slips() {
		slips[s.Number] = append(slips[s.Number], s)
	}
	confirmed := 0
	for ref, number := range b.tickets {
		if p.caller().ticket(t, ref).Print.State != "confirmed" {
			continue
		}
		confirmed++
		var originals, reprints int
		for _, s := range slips[number] {
			switch {
			case !whole(s, ref):
			case s.Mark == "":
				originals++
			default:
				reprints++
			}
		}
		if originals > 1 || originals+reprints == 0 {
			t.Errorf("%s is confirmed; %d whole originals and %d whole reprints came out: %+v", number, originals, reprints, slips[number])
		}
	}
	if confirmed == 0 {
		t.Error("no slip is confirmed")
	}
}

// whole reports whether a slip has the ticket's code and its last line, and was cut.
func whole(s printertest.Slip, ref string) bool {
	return strings.HasSuffix(s.QR, "/t/"+ref) && !s.Torn && !s.PowerCut &&
		strings.HasPrefix(s.Texts[len(s.Texts)-1], "查询码 ")
}

// settled waits until no slip is under way any more.
func (p *program) settled(t *testing.T) {
	t.Helper()
	last, status, err := p.caller().issue("petition", "main")
	if err != nil || status != 201 {
		t.Fatalf("a last ticket: %d, %v", status, err)
	}
	p.await(t, "the last slip to be printed", func() bool {
		var got ticket
		_, err := p.caller().do("GET", "/api/v1/tickets/"+last.Ref, nil, &got)
		return err == nil && got.Print.State == "confirmed"
	})
}

// await asks again and again until something holds, for at most two minutes.
func (p *program) await(t testing.TB, what string, holds func() bool) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); <-ticker.C {
		if holds() {
			return
		}
	}
	t.Fatalf("waited in vain for %s\n%s", what, p.log)
}
