package sim

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"onedoor/queue"
)

// What visitors are told holds: seven to nine in ten are called within the range where people wait long, and more where hardly
// anybody does, since a range is never narrower than five minutes.
func TestRangesHold(t *testing.T) {
	for name, c := range map[string]struct {
		windows         int
		load, variation float64
		order           queue.OrderKind
		most            float64 // of the coverage of those without priority: a range that always holds says nothing
	}{
		"one window":   {1, 0.9, 0.7, "", 0.9},
		"a crowd":      {4, 0.97, 1, "", 0.9},
		"ten windows":  {10, 0.95, 0.7, "", 0.97},
		"strict order": {4, 0.95, 0.7, queue.OrderStrict, 0.93},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := usual()
			h.Windows, h.Load, h.Service.Variation, h.Order, h.Visits, h.WarmUp = c.windows, c.load, c.variation, c.order, 2500, 500
			held, err := Tell(h, 4)
			if err != nil {
				t.Fatal(err)
			}
			for class, x := range held {
				if x.Told < 80 || x.Told != x.Within+x.Sooner+x.Later {
					t.Errorf("%s: %d were told: %+v", class, x.Told, x)
				}
				if got := x.Coverage(); got < 0.7 || class == queue.ClassOrdinary && got > c.most {
					t.Errorf("%s: %.2f of what came is within", class, got)
				}
			}
		})
	}
	if _, err := Tell(Hall{}, 1); err == nil {
		t.Error("an impossible hall is told of")
	}
}

// Two looks a second apart tell the same of who waits: what changes is what has happened.
func TestRangesDontTremble(t *testing.T) {
	h := newHall(t, nil)
	h.learn("w1", "papers", 40, 10*time.Minute)
	h.do(clerk, queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"})
	for range 20 {
		h.issue(queue.Issue{Service: "papers"})
	}
	h.do(clerk, queue.Next{Window: "w1"}, queue.Next{Window: "w2"})
	before := h.forecast()
	h.now = h.now.Add(time.Second)
	after := h.forecast()
	for id, a := range before.tickets {
		b := after.tickets[id]
		if d := a.low - b.low; d.Abs() > 2*time.Second {
			t.Errorf("ticket %d: from %v, a second later from %v", id, a.low, b.low)
		}
		if d := a.high - b.high; d.Abs() > 2*time.Second {
			t.Errorf("ticket %d: to %v, a second later to %v", id, a.high, b.high)
		}
	}
}

func TestRounded(t *testing.T) {
	for _, c := range []struct {
		low, high time.Duration
		want      queue.Range
	}{
		{0, 0, queue.Range{LowS: 0, HighS: 300}},
		{time.Minute, 4 * time.Minute, queue.Range{LowS: 0, HighS: 300}},
		{5 * time.Minute, 10 * time.Minute, queue.Range{LowS: 300, HighS: 600}},
		{9 * time.Minute, 14 * time.Minute, queue.Range{LowS: 480, HighS: 900}},
		{25 * time.Minute, 36 * time.Minute, queue.Range{LowS: 1500, HighS: 2400}},
		{10 * time.Minute, 10 * time.Minute, queue.Range{LowS: 600, HighS: 900}},
		{10*time.Minute + time.Second, 10*time.Minute + time.Second, queue.Range{LowS: 600, HighS: 900}},
		{100 * time.Minute, 8 * time.Hour, queue.Range{LowS: 5400, HighS: 28800}},
	} {
		if got, ok := Rounded(c.low, c.high); !ok || got != c.want {
			t.Errorf("from %v to %v: %v, want %v", c.low, c.high, got, c.want)
		}
	}
	if r, ok := Rounded(time.Minute, 8*time.Hour+1); ok {
		t.Errorf("more than a day's work is told: %v", r)
	}
	if r, ok := Rounded(8*time.Hour, 8*time.Hour); ok {
		t.Errorf("a day's work is told: %v", r)
	}
}

// What is drawn is as what was learnt; what is left of a visit goes on from what has gone.
func TestLengthsAreAsLearnt(t *testing.T) {
	if newLengths(&queue.Spread{}) != nil {
		t.Error("lengths of nothing")
	}
	var s queue.Spread
	s[12], s[15], s[20] = 50, 30, 20 // up to 225, 400 and 960 s
	x := newLengths(&s)
	r := rand.New(rand.NewPCG(1, 2))
	var counts [3]int
	sum, n := 0.0, 100_000
	for range n {
		d := x.draw(r.Float64()).Seconds()
		sum += d
		switch {
		case d > 180 && d <= 225:
			counts[0]++
		case d > 330 && d <= 400:
			counts[1]++
		case d > 810 && d <= 960:
			counts[2]++
		}
	}
	for i, want := range []float64{0.5, 0.3, 0.2} {
		if got := float64(counts[i]) / float64(n); math.Abs(got-want) > 0.02 {
			t.Errorf("the %d-th count is drawn %.3f of the time, was %v", i, got, want)
		}
	}
	if mean := sum / float64(n); math.Abs(mean/x.mean-1) > 0.02 || math.Abs(x.mean-387.75) > 0.01 {
		t.Errorf("the mean is %.1f, of what is drawn %.1f", x.mean, mean)
	}
	if x.doubt < 0.05 || x.doubt > 0.08 { // 264/388/10
		t.Errorf("the mean is known to %.3f", x.doubt)
	}
	early := 0
	for range 1000 { // after seven minutes only the longest are left
		d := x.rest(7*time.Minute, r.Float64())
		if d < 0 || d > 960*time.Second-7*time.Minute {
			t.Fatalf("after seven minutes %v is left", d)
		}
		if d < 810*time.Second-7*time.Minute {
			early++
		}
		if d := x.rest(time.Hour, r.Float64()); d < 0 || d > time.Hour {
			t.Fatalf("after an hour %v is left", d)
		}
		if d := x.rest(0, r.Float64()); d < 3*time.Minute-time.Second {
			t.Fatalf("at the beginning %v is left", d)
		}
	}
	if early > 40 {
		t.Errorf("of a thousand %d end where nobody did", early)
	}
}

// lookedAt is an estimator over a hall by hand.
func (h *byHand) estimator() *Estimator {
	now := func() time.Time { return h.now }
	return NewEstimator(EstimatorOptions{View: func(view func(*queue.Lobby)) { view(h.lobby) }, Now: now, Wall: now, Seed: 1})
}

func TestAnEstimatorTellsTheNewest(t *testing.T) {
	h := newHall(t, nil)
	h.learn("w1", "papers", 40, 10*time.Minute)
	h.do(clerk, queue.OpenWindow{Window: "w1"})
	e := h.estimator()
	first := h.issue(queue.Issue{Service: "papers"})
	if _, ok := e.Ticket(first); ok || e.Newcomer(first) {
		t.Error("told before it has looked")
	}
	if _, ok := e.Service("papers", queue.ClassOrdinary); ok {
		t.Error("told of a service before it has looked")
	}
	h.do(clerk, queue.Next{Window: "w1"})
	second := h.issue(queue.Issue{Service: "papers"})
	e.look()
	if r, ok := e.Ticket(second); !ok || r != (queue.Range{LowS: 600, HighS: 900}) {
		t.Errorf("the next one in ten minutes: %v %v", r, ok)
	}
	if r, ok := e.Service("papers", queue.ClassPriority); !ok || r.LowS < 600 {
		t.Errorf("who comes now: %v %v", r, ok)
	}
	third := h.issue(queue.Issue{Service: "papers"})
	if _, ok := e.Ticket(third); ok || !e.Newcomer(third) || e.Newcomer(second) {
		t.Error("who came after the look isn't known to have")
	}
	h.now = h.now.Add(7 * time.Minute)
	if r, ok := e.Ticket(second); !ok || r != (queue.Range{LowS: 0, HighS: 300}) {
		t.Errorf("seven minutes later: %v %v", r, ok)
	}
	made := e.newest.Load()
	e.rest = time.Hour
	if e.look(); e.newest.Load() != made {
		t.Error("it looks again before it has rested")
	}
	e.rest = 0
	if e.look(); e.newest.Load() == made {
		t.Error("it doesn't look again when something has happened")
	}
	made = e.newest.Load()
	e.rest = 0
	if e.look(); e.newest.Load() != made {
		t.Error("it looks again at once when nothing has happened")
	}
	e.made = e.made.Add(-quietEvery)
	if e.look(); e.newest.Load() == made {
		t.Error("it never looks again when nothing happens")
	}
	if e.rest <= 0 {
		t.Error("it doesn't rest")
	}
}

// BenchmarkForecast is one look at a hall: of a morning, and of ten thousand who wait at once. The share of a core is what looks
// as often as an Estimator makes them take.
func BenchmarkForecast(b *testing.B) {
	for _, c := range []struct {
		name    string
		waiting int
		windows int
	}{{"40 wait", 40, 10}, {"10000 wait", 10_000, 40}} {
		b.Run(c.name, func(b *testing.B) {
			h := usual()
			h.Windows, h.WarmUp, h.Visits = c.windows, 0, 500
			d := newDay(h)
			if err := d.run(); err != nil {
				b.Fatal(err)
			}
			for range c.waiting + c.windows {
				v := d.people.visit(d.now)
				if _, err := d.do(queue.Issue{Service: service, Class: v.class, Seed: v.seed}); err != nil {
					b.Fatal(err)
				}
			}
			for i := range c.windows {
				if _, err := d.do(queue.Next{Window: windowID(i)}); err != nil {
					b.Fatal(err)
				}
			}
			f := forecaster{seed: 1}
			var o *queue.Outlook
			var view time.Duration
			b.ReportAllocs()
			for b.Loop() {
				began := time.Now()
				o = d.lobby.Outlook(d.now, o)
				view += time.Since(began)
				if v := f.make(o, d.now); len(v.tickets) != c.waiting {
					b.Fatalf("%d are told", len(v.tickets))
				}
			}
			each := b.Elapsed().Seconds() / float64(b.N)
			rest := max(newsEvery.Seconds(), each*costShare)
			b.ReportMetric(100*each/(each+rest), "%-of-a-core")
			b.ReportMetric(view.Seconds()*1000/float64(b.N), "ms-of-view")
			b.ReportMetric(each+rest, "s-between-looks")
		})
	}
}
