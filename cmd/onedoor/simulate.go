package main

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"onedoor/queue"
	"onedoor/queue/sim"
)

type simulateCmd struct {
	Policy   simulatePolicyCmd   `cmd:"" help:"How long visitors of each class wait by the order of calls, against a hall that calls by arrival alone."`
	Estimate simulateEstimateCmd `cmd:"" help:"How the ranges of waiting time that visitors are told hold against what comes."`
}

// simulatedHall is a hall by its flags.
type simulatedHall struct {
	Windows   int           `default:"4" env:"ONEDOOR_WINDOWS" help:"Windows, all alike."`
	Load      float64       `default:"0.9" env:"ONEDOOR_LOAD" help:"The share of time that each is busy, below 1."`
	Priority  float64       `default:"0.2" env:"ONEDOOR_PRIORITY" help:"The share of visitors with priority."`
	Order     string        `default:"priority" enum:"priority,strict" env:"ONEDOOR_ORDER" help:"priority: rate × waiting; strict: priority before ordinary."`
	Rates     string        `default:"1:3" env:"ONEDOOR_RATES" placeholder:"N:N" help:"What a second of waiting counts for ordinary visitors and for priority."`
	Service   time.Duration `default:"10m" env:"ONEDOOR_SERVICE" help:"How long a visitor is served on average."`
	Variation float64       `default:"1" env:"ONEDOOR_VARIATION" help:"Standard deviation of that over its mean; 1 is exponential, anything else log-normal."`
	Ceiling   time.Duration `default:"0s" env:"ONEDOOR_CEILING" help:"Nobody is overtaken after having waited this long; 0s: no ceiling."`
	Seed      uint64        `default:"1" env:"ONEDOOR_SEED" help:"The same seed brings the same visitors."`
}

// hall is the hall with so many visits, or what is impossible about it.
func (c *simulatedHall) hall(visits int) (sim.Hall, error) {
	rates, err := parseRates(c.Rates)
	if err != nil {
		return sim.Hall{}, badInput(err)
	}
	h := sim.Hall{
		Windows: c.Windows, Load: c.Load, Priority: c.Priority, Service: sim.Service{Mean: c.Service, Variation: c.Variation},
		Rates: rates, Ceiling: c.Ceiling, Visits: visits, WarmUp: 1000 * max(c.Windows, 1), Seed: c.Seed,
	}
	if c.Order == "strict" {
		h.Order = queue.OrderStrict
	}
	if err := h.Check(); err != nil {
		return sim.Hall{}, badInput(err)
	}
	return h, nil
}

type simulatePolicyCmd struct {
	simulatedHall
	Visits int `default:"1000000" env:"ONEDOOR_VISITS" help:"Visits that are counted."`
}

// Run prints how long visitors wait.
func (c *simulatePolicyCmd) Run(std streams) error {
	h, err := c.hall(c.Visits)
	if err != nil {
		return err
	}
	ours, err := sim.Run(h)
	if err != nil {
		return err
	}
	plain, err := sim.Run(h.ByArrival())
	if err != nil {
		return err
	}
	return c.print(std, h, ours, plain)
}

// parseRates reads ordinary:priority.
func parseRates(text string) (map[queue.Class]int, error) {
	first, second, ok := strings.Cut(text, ":")
	ordinary, err1 := strconv.Atoi(first)
	priority, err2 := strconv.Atoi(second)
	if !ok || err1 != nil || err2 != nil {
		return nil, fmt.Errorf("rates is %q; two whole numbers are right, ordinary:priority, as 1:3", text)
	}
	return map[queue.Class]int{queue.ClassOrdinary: ordinary, queue.ClassPriority: priority}, nil
}

// order names the order in a few words.
func (c *simulatedHall) order() string {
	if c.Order == "strict" {
		return "strict classes"
	}
	return "rates " + c.Rates
}

// formula names whose means are known.
func (c *simulatePolicyCmd) formula() string {
	if c.Order == "strict" {
		return "Cobham's"
	}
	return "Kleinrock's"
}

// print tells waits in units of the mean service, and how much longer they are than
// by arrival alone.
func (c *simulatePolicyCmd) print(std streams, h sim.Hall, ours, plain sim.Waits) error {
	fmt.Fprintf(std.out, "Windows: %d, %.0f %% busy, %.0f %% priority, %s, %d visits; waits in units of the mean service, %v, and against calling by arrival\n\n",
		h.Windows, 100*h.Load, 100*h.Priority, c.order(), h.Visits, h.Service.Mean)
	t := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "class\tvisits\tmean\t\t95 %\t\t99.9 %\t\t\n")
	for _, class := range queue.Classes() {
		fmt.Fprintf(t, "%s\t%d\t", class, len(ours[class]))
		for _, of := range []func(sim.Sample) time.Duration{
			sim.Sample.Mean,
			func(s sim.Sample) time.Duration { return s.Quantile(0.95) },
			func(s sim.Sample) time.Duration { return s.Quantile(0.999) },
		} {
			a, b := of(ours[class]), of(plain[class])
			fmt.Fprintf(t, "%.2f\t%s\t", float64(a)/float64(h.Service.Mean), change(a, b))
		}
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if h.Windows > 1 || h.Ceiling > 0 || h.Order != queue.OrderStrict && h.Rates[queue.ClassOrdinary] > h.Rates[queue.ClassPriority] {
		return nil // no formula is known
	}
	ordinary, priority := sim.Kleinrock(h)
	mean := float64(h.Service.Mean)
	_, err := fmt.Fprintf(std.out, "\n%s means: ordinary %.2f, priority %.2f\n", c.formula(), float64(ordinary)/mean, float64(priority)/mean)
	return err
}

type simulateEstimateCmd struct {
	simulatedHall
	Visits int `default:"20000" env:"ONEDOOR_VISITS" help:"Visits that are counted."`
	Every  int `default:"4" env:"ONEDOOR_EVERY" help:"Every so many visitors one is told; the next ones would be told nearly the same."`
}

// Run prints how the ranges hold.
func (c *simulateEstimateCmd) Run(std streams) error {
	h, err := c.hall(c.Visits)
	if err != nil {
		return err
	}
	if c.Every < 1 {
		return badInput(fmt.Errorf("every is %d; 1 or more is right", c.Every))
	}
	h.WarmUp = 100 * h.Windows
	held, err := sim.Tell(h, c.Every)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "Windows: %d, %.0f %% busy, %.0f %% priority, %s, %d visits of %v; every %d. is told a range\n\n",
		h.Windows, 100*h.Load, 100*h.Priority, c.order(), h.Visits, h.Service.Mean, c.Every)
	t := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "class\ttold\twithin\tsooner\tlater\tmean wait\tmean width\n")
	for _, class := range queue.Classes() {
		x := held[class]
		share := func(n int) float64 { return 100 * float64(n) / max(1, float64(x.Told)) }
		fmt.Fprintf(t, "%s\t%d\t%.1f %%\t%.1f %%\t%.1f %%\t%.1f min\t%.1f min\n", class, x.Told,
			share(x.Within), share(x.Sooner), share(x.Later), x.Waits.Mean().Minutes(), x.Widths.Mean().Minutes())
	}
	return t.Flush()
}

// change is how much more a is than b, as +15 %.
func change(a, b time.Duration) string {
	if b == 0 {
		return ""
	}
	return fmt.Sprintf("%+.0f %%", 100*(float64(a)/float64(b)-1))
}
