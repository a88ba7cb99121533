package printertest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
)

// rig is a kind of printer at a kind of line, and what its spool takes it for.
type rig struct {
	profile, class string
	flow           printer.Flow
	adapter        int  // bytes that have left and aren't there yet
	lossy          bool // bytes get lost on the line
}

func rigs() []rig {
	return []rig{
		{"epson-80", paper.ClassEpson, "", 0, false},
		{"epson-80", paper.ClassEpson, printer.FlowRTSCTS, 0, false},
		{"epson-t88", paper.ClassEpson, printer.FlowXonXoff, 0, false},
		{"epson-t88iii", paper.ClassOlderEpson, "", 0, false},
		{"snbc-80", paper.ClassSNBC, printer.FlowXonXoff, 0, false},
		{"hprt-80", paper.ClassSNBC, printer.FlowRTSCTS, 0, false},
		{"generic-80", paper.ClassQueueing, "", 0, false},
		{"zjiang-58", paper.ClassZjiang, "", 0, false},
		{"raster-58", paper.ClassSilent, "", 0, false},
		{"epson-80", paper.ClassEpson, printer.FlowRTSCTS, 256, false},
		{"generic-58", paper.ClassOlderEpson, "", 4096, false},
		{"epson-80", paper.ClassEpson, printer.FlowNone, 0, true},
	}
}

// TestManySlips sends slips through printers to which everything happens that can
// happen, and holds what the spool says of each against the paper. ONEDOOR_SLIPS
// says how many, ONEDOOR_SEED repeats a run.
func TestManySlips(t *testing.T) {
	slips := fromEnv(t, "ONEDOOR_SLIPS", 300)
	seed := uint64(fromEnv(t, "ONEDOOR_SEED", 1))
	const batch = 30
	sum := tally{}
	for n := uint64(0); n*batch < uint64(slips); n++ {
		r := rigs()[n%uint64(len(rigs()))]
		t.Run(fmt.Sprintf("%d,%s,%s", n, r.profile, r.class), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				soak(t, r, rand.New(rand.NewPCG(seed, n)), min(batch, slips-int(n)*batch), sum)
			})
			if t.Failed() {
				t.Logf("again: ONEDOOR_SEED=%d ONEDOOR_SLIPS=%d go test -run 'TestManySlips/^%d,' ./printer/printertest", seed, slips, n)
			}
		})
	}
	t.Logf("seed %d, %d slips\n%v", seed, slips, sum)
	// Noise that looks like a fence's answer, and a printer that is off and on again
	// before it is asked: weakly is what the spool believes, not what it knows.
	if wrong := sum[believed]; wrong*500 > sum["confirmed, weakly"] {
		t.Errorf("%d of %d weakly confirmed slips aren't on paper", wrong, sum["confirmed, weakly"])
	}
}

const believed = "believed to be on paper by mistake"

func fromEnv(t *testing.T, name string, usual int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// tally counts what became of slips.
type tally map[string]int

func (s tally) String() string {
	var out strings.Builder
	for _, what := range slices.Sorted(maps.Keys(s)) {
		fmt.Fprintf(&out, "%8d %s\n", s[what], what)
	}
	return out.String()
}

// soak sends n slips through one printer.
func soak(t *testing.T, r rig, random *rand.Rand, n int, sum tally) {
	p := Profile(t, r.profile)
	class, ok := paper.ClassNamed(r.class)
	if !ok {
		t.Fatalf("no class %s", r.class)
	}
	script := RandomFaults(random, 2*n)
	if r.lossy {
		script = append(script, RandomLosses(random, 2*n)...)
	}
	v := Start(t, paper.Options{
		Profile: p, Class: class, Flow: r.flow, Adapter: r.adapter, InMemory: true, Keep: 10 * n, Events: 20_000,
		Script: script, Seed: random.Uint64(),
	})
	b := &ledgerOf{jobs: map[int64]*fate{}, changed: make(chan struct{}, 1)}
	s := spool(t, p, b, v.Connect)
	for i := range n {
		b.submit(t, s, p, fmt.Sprintf("A%03d", i+1), 1)
		wait := time.NewTimer(time.Duration(random.Int64N(int64(10 * time.Second))))
		for waiting := true; waiting; {
			select {
			case <-wait.C:
				waiting = false
			case <-b.changed:
				b.reprint(t, s, p)
			}
		}
	}
	if !b.end(t, s, p) {
		t.Errorf("%v", v.Timeline())
		return
	}
	time.Sleep(11 * time.Minute) // whatever is wrong is over, and everything is on paper that will ever be
	b.judge(t, r, v, sum)
}

// fate is what became of a job.
type fate struct {
	printer.Job
	number  string
	texts   []string // on its paper
	qr      string   // where the printer draws it
	begun   int
	settled []printer.Verdict
	at      time.Time // of the first verdict
	asked   bool      // whether it was seen that it is in doubt
}

func (f *fate) state() printer.State { return f.settled[len(f.settled)-1].State }

// ledgerOf is a ledger that knows what should be on paper.
type ledgerOf struct {
	mu      sync.Mutex
	jobs    map[int64]*fate
	order   []*fate
	wrong   []string
	changed chan struct{} // holds one
}

func (b *ledgerOf) Begin(_ context.Context, id int64, _ int, _ uint32) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.jobs[id]
	if len(f.settled) > 0 {
		b.wrong = append(b.wrong, fmt.Sprintf("job %d begins after its end", id))
	}
	f.begun++
	return nil
}

func (b *ledgerOf) Settle(_ context.Context, id int64, v printer.Verdict) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.jobs[id]
	late := len(f.settled) == 1 && f.state() == printer.InDoubt && v.State == printer.Confirmed
	if len(f.settled) > 0 && !late {
		b.wrong = append(b.wrong, fmt.Sprintf("job %d ends as %v, and then as %v", id, f.settled, v))
	}
	if len(f.settled) == 0 {
		f.at = time.Now()
	}
	f.settled = append(f.settled, v)
	select {
	case b.changed <- struct{}{}:
	default:
	}
	return nil
}

func (b *ledgerOf) Stall(context.Context, int64, printer.Why) error { return nil }

// submit hands in a slip each of whose lines says whose it is.
func (b *ledgerOf) submit(t *testing.T, s *printer.Spool, p printer.Profile, number string, attempt int) {
	t.Helper()
	ticket := printer.Ticket{
		Lang: "zh", Number: number, Centre: "中心 " + number, Service: "调解 " + number, Where: "请等 " + number,
		Ahead: "前面 2 位 " + number, QR: url + number, Code: "查询 " + number,
	}
	if attempt > 1 {
		ticket.Mark = fmt.Sprintf("补打 %d %s", attempt, number)
		ticket.Code += fmt.Sprintf(" 第 %d 次", attempt)
	}
	slip := ticket.Slip(nil)
	bytes, err := printer.Encode(p, slip)
	if err != nil {
		t.Fatal(err)
	}
	page := paper.Interpret(p, bytes)[0]
	b.mu.Lock()
	f := &fate{number: number, texts: page.Texts, Job: printer.Job{
		ID: int64(len(b.order) + 1), Attempt: attempt, Slip: slip, Deadline: time.Now().Add(2 * time.Minute),
	}}
	if len(page.QRs) > 0 {
		f.qr = page.QRs[0].Data
	}
	b.jobs[f.ID] = f
	b.order = append(b.order, f)
	b.mu.Unlock()
	s.Submit(f.Job)
}

// reprint hands in a marked slip for each original that is in doubt.
func (b *ledgerOf) reprint(t *testing.T, s *printer.Spool, p printer.Profile) {
	t.Helper()
	b.mu.Lock()
	var again []string
	for _, f := range b.order {
		if len(f.settled) > 0 && !f.asked {
			f.asked = true
			if f.settled[0].State == printer.InDoubt && f.Attempt == 1 {
				again = append(again, f.number)
			}
		}
	}
	b.mu.Unlock()
	for _, number := range again {
		b.submit(t, s, p, number, 2)
	}
}

// end waits until every job has ended; it reports false when one doesn't.
func (b *ledgerOf) end(t *testing.T, s *printer.Spool, p printer.Profile) bool {
	t.Helper()
	limit := time.NewTimer(24 * time.Hour)
	defer limit.Stop()
	for {
		b.reprint(t, s, p)
		b.mu.Lock()
		open := slices.IndexFunc(b.order, func(f *fate) bool { return len(f.settled) == 0 })
		b.mu.Unlock()
		if open < 0 {
			return true
		}
		select {
		case <-b.changed:
		case <-limit.C:
			t.Errorf("job %d never ends; the spool says %+v", open+1, s.Status())
			return false
		}
	}
}

// judge holds the verdicts against the paper.
func (b *ledgerOf) judge(t *testing.T, r rig, v *paper.Virtual, sum tally) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, wrong := range b.wrong {
		t.Error(wrong)
	}
	pages := v.Pages(0)
	sum["pages"] += len(pages)
	b.interleaved(t, r, v, pages, sum)
	for _, f := range b.order {
		whole := f.on(pages)
		state := string(f.state())
		if f.Attempt > 1 {
			state = "reprint " + state
		}
		if v := f.settled[len(f.settled)-1]; v.Weak {
			state += ", weakly"
		} else if len(f.settled) > 1 {
			state += ", late"
		}
		sum[state]++
		switch {
		case whole > 1:
			t.Errorf("job %d, %s, attempt %d came out %d times; it ended as %v\n%v", f.ID, f.number, f.Attempt, whole, f.settled, v.Timeline())
		case whole == 1:
			sum[state+": on paper"]++
		case f.settled[len(f.settled)-1].Weak && !r.lossy:
			sum[believed]++
			t.Logf("job %d, %s, attempt %d is %v and not on paper\n%v", f.ID, f.number, f.Attempt, f.settled, story(v, f.at))
		case f.state() == printer.Confirmed && !r.lossy:
			t.Errorf("job %d, %s, attempt %d is %v and not on paper\n%v", f.ID, f.number, f.Attempt, f.settled, story(v, f.at))
		case f.state() == printer.Confirmed:
			sum[state+": damaged on the line"]++
		}
	}
}

// story is the timeline of the minute before a moment, and a bit after.
func story(v *paper.Virtual, at time.Time) paper.Timeline {
	var out paper.Timeline
	for _, e := range v.Timeline().After(at.Add(-3 * time.Minute)) {
		if e.At.Before(at.Add(10 * time.Second)) {
			out = append(out, e)
		}
	}
	return out
}

// on counts the pages with the whole slip.
func (f *fate) on(pages []paper.Page) (n int) {
	for _, p := range pages {
		for i := range p.Texts {
			if len(p.Texts)-i < len(f.texts) || !slices.Equal(p.Texts[i:i+len(f.texts)], f.texts) {
				continue
			}
			if f.qr == "" || slices.ContainsFunc(p.QRs, func(q paper.QR) bool { return q.Data == f.qr }) {
				n++
			}
		}
	}
	return n
}

// interleaved looks for paper with more than one slip on it, or parts of one.
func (b *ledgerOf) interleaved(t *testing.T, r rig, v *paper.Virtual, pages []paper.Page, sum tally) {
	t.Helper()
	number := regexp.MustCompile(`A[0-9]{3}`)
	unmarked := map[string]uint64{} // the page it is on
	for _, p := range pages {
		var owners []string
		marked := ""
		for _, text := range p.Texts {
			owner := number.FindString(text)
			switch {
			case owner == "":
				continue
			case strings.Contains(text, "补打"):
				marked = owner
			case text == owner && marked != owner && !r.lossy:
				before, twice := unmarked[owner]
				if unmarked[owner] = p.Seq; twice && before != p.Seq { // a torn line may look like the number's
					t.Errorf("%s came out twice without a mark, the second time on page %d\n%v", owner, p.Seq, story(v, p.At))
				}
			}
			if len(owners) == 0 || owners[len(owners)-1] != owner {
				owners = append(owners, owner)
			}
		}
		if len(owners) > 1 {
			sum["pages with more than one slip"]++
			if !r.lossy {
				t.Errorf("page %d has %q: %q\n%v", p.Seq, owners, p.Texts, story(v, p.At))
			}
		}
	}
}
