package printertest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
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
// says how many, ONEDOOR_SEED repeats a run. Without them each rig has two batches.
func TestManySlips(t *testing.T) {
	const batch = 30
	slips := fromEnv(t, "ONEDOOR_SLIPS", 2*batch*len(rigs()))
	seed := uint64(fromEnv(t, "ONEDOOR_SEED", 1))
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
	sum.judge(t)
}

// What is counted beside what became of the slips.
const (
	believed = "believed to be on paper by mistake"
	bytewise = "faults at a byte"
	timed    = "faults at a time"
	happened = " that happened"
)

// judge holds the whole run against what makes it worth something.
func (s tally) judge(t *testing.T) {
	t.Helper()
	// Noise that looks like a fence's answer, and a printer that is off and on again
	// before it is asked: weakly is what the spool believes, not what it knows.
	if wrong := s[believed]; wrong*500 > s["confirmed, weakly"] {
		t.Errorf("%d of %d weakly confirmed slips aren't on paper", wrong, s["confirmed, weakly"])
	}
	for _, kind := range []string{bytewise, timed} {
		if s[kind+happened]*3 < s[kind] {
			t.Errorf("%d of %d %s happened: the run proves little", s[kind+happened], s[kind], kind)
		}
	}
}

// script counts the steps of a script, those that happened and those that didn't.
func (s tally) script(all, left paper.Script) {
	for _, step := range all {
		kind := timed
		if step.When.Byte > 0 {
			kind = bytewise
		}
		s[kind]++
		if !slices.Contains(left, step) {
			s[kind+happened]++
		}
	}
}

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
	b := &ledgerOf{rig: r, profile: p, jobs: map[int64]*fate{}, changed: make(chan struct{}, 1)}
	const apart = 10 * time.Second // two slips, at most
	run := Run{Slips: n, Bytes: b.bytes(t), Lasts: time.Duration(n) * apart / 2}
	script := RandomFaults(random, run)
	if r.lossy {
		script = append(script, RandomLosses(random, run)...)
	}
	v := Start(t, paper.Options{
		Profile: p, Class: class, Flow: r.flow, Adapter: r.adapter, InMemory: true, Keep: 10 * n, Events: 20_000,
		Script: script, Seed: random.Uint64(),
	})
	s := spool(t, p, b, v.Connect)
	for i := range n {
		b.submit(t, s, fmt.Sprintf("A%03d", i+1), 1)
		wait := time.NewTimer(time.Duration(random.Int64N(int64(apart))))
		for waiting := true; waiting; {
			select {
			case <-wait.C:
				waiting = false
			case <-b.changed:
				b.reprint(t, s)
			}
		}
	}
	if !b.end(t, s) {
		t.Errorf("%v", v.Timeline())
		return
	}
	time.Sleep(11 * time.Minute) // whatever is wrong is over, and everything is on paper that will ever be
	sum.script(script, v.Unplayed())
	v.TearOff()
	synctest.Wait()
	b.judge(t, v, sum)
}

// fate is what became of a job.
type fate struct {
	*Entry
	settled []printer.Verdict
	at      time.Time // of the first verdict
	asked   bool      // whether it was seen that it is in doubt
}

// told is what became of it, in a few words.
func (f *fate) told() string {
	what := string(f.Verdict.State)
	if f.Job.Attempt > 1 {
		what = "reprint " + what
	}
	if f.Verdict.Weak {
		what += ", weakly"
	} else if len(f.settled) > 1 {
		what += ", late"
	}
	return what
}

// ledgerOf is a ledger that knows what should be on paper.
type ledgerOf struct {
	rig     rig
	profile printer.Profile
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
	f.Begun = true
	return nil
}

func (b *ledgerOf) Settle(_ context.Context, id int64, v printer.Verdict) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.jobs[id]
	late := len(f.settled) == 1 && f.Verdict.State == printer.InDoubt && v.State == printer.Confirmed
	if len(f.settled) > 0 && !late {
		b.wrong = append(b.wrong, fmt.Sprintf("job %d ends as %v, and then as %v", id, f.settled, v))
	}
	if len(f.settled) == 0 {
		f.at = time.Now()
	}
	f.settled, f.Verdict = append(f.settled, v), v
	select {
	case b.changed <- struct{}{}:
	default:
	}
	return nil
}

func (b *ledgerOf) Stall(context.Context, int64, printer.Why) error { return nil }

// slip is one each of whose lines says whose it is, and which attempt.
func slip(number string, attempt int) printer.Slip {
	whose := number
	mark := ""
	if attempt > 1 {
		mark = fmt.Sprintf("补打 %d", attempt)
		whose = fmt.Sprintf("%s 第 %d 次", number, attempt)
	}
	return printer.Ticket{
		Lang: "zh", Mark: mark, Number: number, Centre: "中心 " + whose, Service: "调解 " + whose, Where: "请等 " + whose,
		Ahead: "前面 2 位 " + whose, QR: url + number, Code: "查询 " + whose,
	}.Slip(nil)
}

// bytes is how long a slip is, with the question at its end.
func (b *ledgerOf) bytes(t *testing.T) int {
	t.Helper()
	encoded, err := printer.Encode(b.profile, slip("A001", 1))
	if err != nil {
		t.Fatal(err)
	}
	const fence = 11
	return len(encoded) + fence
}

// submit hands in a slip.
func (b *ledgerOf) submit(t *testing.T, s *printer.Spool, number string, attempt int) {
	t.Helper()
	b.mu.Lock()
	e, err := NewEntry(b.profile, number, printer.Job{
		ID: int64(len(b.order) + 1), Attempt: attempt, Slip: slip(number, attempt), Deadline: time.Now().Add(2 * time.Minute),
	})
	if err != nil {
		b.mu.Unlock()
		t.Fatal(err)
	}
	f := &fate{Entry: e}
	b.jobs[e.Job.ID] = f
	b.order = append(b.order, f)
	b.mu.Unlock()
	s.Submit(e.Job)
}

// reprint hands in a marked slip for each original that is in doubt.
func (b *ledgerOf) reprint(t *testing.T, s *printer.Spool) {
	t.Helper()
	b.mu.Lock()
	var again []string
	for _, f := range b.order {
		if len(f.settled) > 0 && !f.asked {
			f.asked = true
			if f.settled[0].State == printer.InDoubt && f.Job.Attempt == 1 {
				again = append(again, f.Number)
			}
		}
	}
	b.mu.Unlock()
	for _, number := range again {
		b.submit(t, s, number, 2)
	}
}

// end waits until every job has ended; it reports false when one doesn't.
func (b *ledgerOf) end(t *testing.T, s *printer.Spool) bool {
	t.Helper()
	limit := time.NewTimer(24 * time.Hour)
	defer limit.Stop()
	for {
		b.reprint(t, s)
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
func (b *ledgerOf) judge(t *testing.T, v *paper.Virtual, sum tally) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, wrong := range b.wrong {
		t.Error(wrong)
	}
	pages := v.Pages(0)
	sum["pages"] += len(pages)
	books := Books{Unheard: b.rig.unheard(v), Adapter: b.rig.adapter > 0}
	for _, f := range b.order {
		books.Entries = append(books.Entries, f.Entry)
		sum[f.told()]++
		if f.Whole(pages) > 0 {
			sum[f.told()+": on paper"]++
		}
	}
	if b.rig.lossy {
		b.damaged(t, v, pages)
		return
	}
	for _, wrong := range books.Check(pages) {
		complain := t.Errorf
		if wrong.Believed {
			complain = t.Logf
			if wrong.Entry != nil { // the slip itself, not what came of it
				sum[believed]++
			}
		}
		complain("%s\n%v", wrong.Text, story(v, b.moment(wrong, pages)))
	}
}

// unheard tells of which power cuts the program can't know: of all of a printer that
// never answers, and of one that proves no slip's end if nothing was asked in the
// meantime.
func (r rig) unheard(v *paper.Virtual) func(paper.Page) bool {
	class, _ := paper.ClassNamed(r.class)
	if class.Answers.Fence || class.Answers.ProcessID {
		return nil
	}
	if !class.Answers.RealTime {
		return func(paper.Page) bool { return true }
	}
	return func(page paper.Page) bool {
		off, asked := false, false
		for _, e := range v.Timeline().After(page.FirstByte) {
			switch {
			case !e.At.Before(page.At):
				return off && !asked
			case e.Kind == paper.Received:
				asked = true
			case e.Kind == paper.Happened && e.Text == "power off":
				off, asked = true, false
			case e.Kind == paper.Happened && e.Text == "power on" && off && !asked:
				return true
			}
		}
		return true
	}
}

// moment is when something went wrong: as a page came off, or a verdict was given.
func (b *ledgerOf) moment(wrong Wrong, pages []paper.Page) time.Time {
	for _, page := range pages {
		if page.Seq == wrong.Page {
			return page.At
		}
	}
	return b.jobs[wrong.Entry.Job.ID].at
}

// damaged is what can be asked of a line that loses bytes, where any line may be
// torn and run into the next: what is confirmed left its number on paper.
func (b *ledgerOf) damaged(t *testing.T, v *paper.Virtual, pages []paper.Page) {
	t.Helper()
	for _, f := range b.order {
		named := func(page paper.Page) bool { return strings.Contains(strings.Join(page.Texts, "\n"), f.Number) }
		if f.Verdict.State == printer.Confirmed && !slices.ContainsFunc(pages, named) {
			t.Errorf("%v is %v, and its number is nowhere\n%v", f.Entry, f.settled, story(v, f.at))
		}
	}
}

// story is the timeline of the minutes before a moment, and a bit after.
func story(v *paper.Virtual, at time.Time) paper.Timeline {
	var out paper.Timeline
	for _, e := range v.Timeline().After(at.Add(-3 * time.Minute)) {
		if e.At.Before(at.Add(10 * time.Second)) {
			out = append(out, e)
		}
	}
	return out
}
