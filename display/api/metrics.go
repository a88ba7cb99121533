package api

import (
	"context"
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"onedoor/display"
	"onedoor/queue"
)

// MetricsOptions is what Metrics is made of.
type MetricsOptions struct {
	Queue   *queue.Queue
	Sockets func() int     // live pages; nil: not told
	Board   *display.Board // how the printers are; nil: not told
}

// Metrics tells Prometheus how the hall is. Gauges are read from the published
// state when somebody asks; counters follow the events, from the process's
// start. It is a prometheus.Collector for the registry that Options.Metrics
// gathers; a store may add its own commit times to the same registry. No label
// holds anything of a visitor.
type Metrics struct {
	queue   *queue.Queue
	sockets func() int

	events *prometheus.CounterVec
	issued *prometheus.CounterVec
	calls  *prometheus.CounterVec
	missed prometheus.Counter
	paper  *paperMetrics

	waiting, tickets, windows, jobs, live *prometheus.Desc
	seq, damaged, doubt                   *prometheus.Desc
}

var _ prometheus.Collector = (*Metrics)(nil)

// NewMetrics makes the collector; Run must run for its counters.
func NewMetrics(o MetricsOptions) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "onedoor", Name: name, Help: help}, labels)
	}
	gauge := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("onedoor_"+name, help, labels, nil)
	}
	return &Metrics{
		queue: o.Queue, sockets: o.Sockets,
		events:  counter("events_total", "Events written, by type.", "type"),
		issued:  counter("tickets_issued_total", "Tickets issued, by service.", "service"),
		calls:   counter("calls_total", "Calls and recalls, by window.", "window"),
		paper:   newPaperMetrics(o.Board, counter, gauge),
		missed:  prometheus.NewCounter(prometheus.CounterOpts{Namespace: "onedoor", Name: "metrics_restarts_total", Help: "Times the counters fell behind and left events out."}),
		waiting: gauge("waiting", "Tickets that wait, by service.", "service"),
		tickets: gauge("tickets", "Living tickets, by state.", "state"),
		windows: gauge("windows", "Windows, by state.", "state"),
		jobs:    gauge("print_jobs", "Slips on their way, by state.", "state"),
		live:    gauge("sockets", "Live pages: screens, phones, consoles."),
		seq:     gauge("journal_seq", "Number of the last event."),
		damaged: gauge("damaged", "1 when the books are damaged and nothing is written."),
		doubt:   gauge("clock_doubted", "1 when the wall clock's date isn't followed."),
	}
}

// Run follows the events until the context ends or the queue does.
func (m *Metrics) Run(ctx context.Context) error {
	for {
		err := m.follow(ctx)
		switch {
		case errors.Is(err, queue.ErrLagged):
			m.missed.Inc()
		case ctx.Err() != nil, errors.Is(err, &queue.Error{Code: queue.ErrStopped}):
			return nil
		default:
			return err
		}
	}
}

func (m *Metrics) follow(ctx context.Context) error {
	w := m.queue.Watch(func(l *queue.Lobby) {
		m.begin(l.Rules())
		m.paper.begin(l)
	})
	defer w.Close()
	for {
		events, err := w.Next(ctx)
		if err != nil {
			return err
		}
		for i := range events {
			m.count(&events[i])
		}
	}
}

// begin makes every series that the rules name, so that a rate over the first
// ticket of the day isn't empty.
func (m *Metrics) begin(r *queue.Rules) {
	if r == nil {
		return
	}
	for i := range r.Services {
		m.issued.WithLabelValues(string(r.Services[i].ID))
	}
	for i := range r.Windows {
		m.calls.WithLabelValues(string(r.Windows[i].ID))
	}
}

func (m *Metrics) count(e *queue.Event) {
	m.events.WithLabelValues(string(e.Type)).Inc()
	switch d := e.Data.(type) {
	case queue.IssuedData:
		m.issued.WithLabelValues(string(d.Service)).Inc()
	case queue.CalledData:
		if d.Silent { // somebody came to the window unasked
			break
		}
		m.calls.WithLabelValues(string(d.Window)).Inc()
	case queue.RecalledData:
		m.calls.WithLabelValues(string(d.Window)).Inc()
	case queue.RulesData:
		m.begin(d.Rules)
	default:
		m.paper.count(e)
	}
}

// Describe tells the registry what there is.
func (m *Metrics) Describe(ch chan<- *prometheus.Desc) {
	for _, c := range m.counters() {
		c.Describe(ch)
	}
	m.paper.describe(ch)
	for _, d := range []*prometheus.Desc{m.waiting, m.tickets, m.windows, m.jobs, m.live, m.seq, m.damaged, m.doubt} {
		ch <- d
	}
}

func (m *Metrics) counters() []prometheus.Collector {
	return append(m.paper.counters(), m.events, m.issued, m.calls, m.missed)
}

// hall is how many of each there are.
type hall struct {
	seq                     int64
	waiting                 map[queue.ServiceID]int
	tickets                 map[queue.State]int
	windows                 map[queue.WindowState]int
	jobs                    map[queue.PrintState]int
	paper                   hallPaper
	damaged, doubt, sockets float64
}

// look counts the hall in one view.
func (m *Metrics) look() hall {
	now, health := m.queue.Now(), m.paper.board.Snapshot()
	h := hall{
		waiting: map[queue.ServiceID]int{}, tickets: map[queue.State]int{},
		windows: map[queue.WindowState]int{queue.WindowOpen: 0, queue.WindowPaused: 0, queue.WindowClosed: 0},
		jobs:    map[queue.PrintState]int{queue.PrintQueued: 0, queue.Printing: 0},
	}
	for _, s := range queue.States() {
		h.tickets[s] = 0
	}
	m.queue.View(func(l *queue.Lobby) {
		h.seq = l.Seq()
		if r := l.Rules(); r != nil {
			for i := range r.Services {
				h.waiting[r.Services[i].ID] = l.WaitingFor(r.Services[i].ID)
			}
		}
		for t := range l.Tickets() {
			h.tickets[t.State]++
		}
		for w := range l.Windows() {
			h.windows[w.State]++
		}
		for _, j := range l.Jobs() {
			h.jobs[j.State]++
		}
		h.paper = lookPaper(l, health, now)
	})
	if m.queue.Damaged() != nil {
		h.damaged = 1
	}
	if m.queue.ClockDoubt() != "" {
		h.doubt = 1
	}
	if m.sockets != nil {
		h.sockets = float64(m.sockets())
	}
	return h
}

// Collect reads the hall.
func (m *Metrics) Collect(ch chan<- prometheus.Metric) {
	for _, c := range m.counters() {
		c.Collect(ch)
	}
	h := m.look()
	gauges(ch, m.waiting, h.waiting)
	gauges(ch, m.tickets, h.tickets)
	gauges(ch, m.windows, h.windows)
	gauges(ch, m.jobs, h.jobs)
	m.paper.collect(ch, h.paper)
	one := func(d *prometheus.Desc, v float64) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v)
	}
	one(m.seq, float64(h.seq))
	one(m.damaged, h.damaged)
	one(m.doubt, h.doubt)
	if m.sockets != nil {
		one(m.live, h.sockets)
	}
}

func gauges[K ~string](ch chan<- prometheus.Metric, d *prometheus.Desc, values map[K]int) {
	for label, n := range values {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(n), string(label))
	}
}
