package sim

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
)

// usual is the hall of the policy's figures.
func usual() Hall {
	return Hall{
		Windows: 4, Load: 0.9, Priority: 0.2, Service: Service{10 * time.Minute, 1},
		Rates:  map[queue.Class]int{queue.ClassOrdinary: 1, queue.ClassPriority: 3},
		Visits: 100_000, WarmUp: 2000, Seed: 1,
	}
}

func waits(t *testing.T, h Hall) Waits {
	t.Helper()
	w, err := Run(h)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestMeanWaitsAreKleinrocks(t *testing.T) {
	for _, c := range []struct {
		load, priority, variation float64
		rate                      int
		order                     queue.OrderKind
	}{
		{0.5, 0.2, 0, 3, ""}, {0.5, 0.5, 1, 10, ""}, {0.7, 0.3, 0.5, 100, ""}, {0.7, 0.2, 1, 1, ""}, {0.7, 0.2, 1, 1, queue.OrderStrict},
	} {
		t.Run(fmt.Sprintf("%+v", c), func(t *testing.T) {
			t.Parallel()
			h := usual()
			h.Windows, h.Load, h.Priority, h.Service.Variation = 1, c.load, c.priority, c.variation
			h.Rates, h.Order = map[queue.Class]int{queue.ClassOrdinary: 1, queue.ClassPriority: c.rate}, c.order
			w := waits(t, h)
			ordinary, priority := Kleinrock(h)
			for class, want := range map[queue.Class]time.Duration{queue.ClassOrdinary: ordinary, queue.ClassPriority: priority} {
				if got := w[class].Mean(); math.Abs(float64(got)/float64(want)-1) > 0.03 {
					t.Errorf("%s waits %v, the formula says %v", class, got, want)
				}
			}
		})
	}
}

// The promise of the policy: priority is felt, and the others hardly pay for it.
func TestPriorityAgainstTheOrderOfArrival(t *testing.T) {
	h := usual()
	ours, plain := waits(t, h), waits(t, h.ByArrival())
	ratio := func(c queue.Class, q float64) float64 {
		return float64(ours[c].Quantile(q)) / float64(plain[c].Quantile(q))
	}
	if r := ratio(queue.ClassPriority, 0.95); r > 0.5 {
		t.Errorf("the 95th percentile of priority is %.2f of what it is by arrival", r)
	}
	for _, q := range []float64{0.95, 0.999} {
		if r := ratio(queue.ClassOrdinary, q); r > 1.2 {
			t.Errorf("the %v quantile of the others is %.2f of what it is by arrival", q, r)
		}
	}
}

// When everybody is served equally long the windows are busy at the same moments in
// any order, so that not a microsecond of waiting comes or goes.
func TestAnOrderMakesNoTime(t *testing.T) {
	h := usual()
	h.Service.Variation, h.Visits, h.WarmUp = 0, 20_000, 0
	sum := func(w Waits) (d time.Duration, n int) {
		for _, sample := range w {
			for _, one := range sample {
				d += one
			}
			n += len(sample)
		}
		return d, n
	}
	ours, n := sum(waits(t, h))
	plain, m := sum(waits(t, h.ByArrival()))
	if ours != plain || n != h.Visits || m != h.Visits {
		t.Errorf("%d visitors wait %v, by arrival %d wait %v", n, ours, m, plain)
	}
}

func TestASeedGivesItsDay(t *testing.T) {
	h := usual()
	h.Visits = 2000
	again, other := h, h
	other.Seed++
	if a, b := waits(t, h), waits(t, again); !reflect.DeepEqual(a, b) {
		t.Error("the same hall gives another day")
	}
	if a, b := waits(t, h), waits(t, other); reflect.DeepEqual(a, b) {
		t.Error("another seed gives the same day")
	}
}

// The ceiling holds: while somebody has waited longer than it, nobody who came later
// is called, whatever the class.
func TestTheCeilingBoundsWaits(t *testing.T) {
	h := usual()
	h.Visits = 30_000
	free := waits(t, h)[queue.ClassOrdinary]
	h.Ceiling = 30 * time.Minute
	capped := waits(t, h)[queue.ClassOrdinary]
	plain := waits(t, h.ByArrival())[queue.ClassOrdinary]
	if capped.Quantile(0.999) >= free.Quantile(0.999) || capped.Quantile(0.999) > plain.Quantile(0.999)*11/10 {
		t.Errorf("99.9 %% wait %v with a ceiling, %v without, %v by arrival", capped.Quantile(0.999), free.Quantile(0.999), plain.Quantile(0.999))
	}
}

func TestImpossibleHallsAreRefused(t *testing.T) {
	for want, spoil := range map[string]func(*Hall){
		"windows is 0":       func(h *Hall) { h.Windows = 0 },
		"load is 1":          func(h *Hall) { h.Load = 1 },
		"load is NaN":        func(h *Hall) { h.Load = math.NaN() },
		"priority is 1.1":    func(h *Hall) { h.Priority = 1.1 },
		"rate of priority":   func(h *Hall) { h.Rates = map[queue.Class]int{queue.ClassOrdinary: 1} },
		"mean service is 0s": func(h *Hall) { h.Service.Mean = 0 },
		"variation is -1":    func(h *Hall) { h.Service.Variation = -1 },
		"visits is 0":        func(h *Hall) { h.Visits = 0 },
		"warm-up is -1":      func(h *Hall) { h.WarmUp = -1 },
		"ceiling is -1s":     func(h *Hall) { h.Ceiling = -time.Second },
	} {
		h := usual()
		if spoil(&h); h.Check() == nil || !strings.Contains(h.Check().Error(), want) {
			t.Errorf("%s: %v", want, h.Check())
		}
		if _, err := Run(h); err == nil {
			t.Errorf("%s: it runs", want)
		}
	}
}

func TestQuantiles(t *testing.T) {
	s := Sample{1, 2, 3, 4}
	for q, want := range map[float64]time.Duration{0: 1, 0.25: 1, 0.5: 2, 0.51: 3, 1: 4} {
		if got := s.Quantile(q); got != want {
			t.Errorf("%v: %v, want %v", q, got, want)
		}
	}
	if Sample(nil).Mean() != 0 || Sample(nil).Quantile(0.5) != 0 || s.Mean() != 2 {
		t.Error("means")
	}
}
