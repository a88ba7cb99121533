package api

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"onedoor/display"
	"onedoor/queue"
)

// paperMetrics tells of printers and slips. What happened is counted from the
// events, how things are is read when somebody asks.
type paperMetrics struct {
	board *display.Board

	prints   *prometheus.CounterVec
	reprints *prometheus.CounterVec
	hand     prometheus.Counter
	took     *prometheus.HistogramVec

	state, up, low, queued, doubt, without *prometheus.Desc

	jobs map[queue.JobID]paperJob // unfinished, or in doubt; of the following goroutine
}

// paperJob is what the end of a job is told with.
type paperJob struct {
	printer queue.PrinterID
	asked   time.Time
	copy    int
}

// hallPaper is how it stands with the paper.
type hallPaper struct {
	queued         map[queue.PrinterID]int
	doubt, without int
}

type (
	counterMaker func(name, help string, labels ...string) *prometheus.CounterVec
	gaugeMaker   func(name, help string, labels ...string) *prometheus.Desc
)

func newPaperMetrics(board *display.Board, counter counterMaker, gauge gaugeMaker) *paperMetrics {
	return &paperMetrics{
		board:    board,
		prints:   counter("prints_total", "Slips that came to an end, by state; confirmed_weak is believed, not told. One in doubt may be confirmed later and counts as both.", "printer", "state"),
		reprints: counter("reprints_total", "Marked reprints asked for.", "printer"),
		hand:     prometheus.NewCounter(prometheus.CounterOpts{Namespace: "onedoor", Name: "hand_written_total", Help: "Numbers written by hand."}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "onedoor", Name: "print_confirmed_seconds", Help: "From the asking for an original slip to its confirmation.",
			Buckets: []float64{0.5, 1, 2, 3, 5, 10, 20, 60, 120},
		}, []string{"printer"}),
		state:   gauge("printer_state", "1 for the state that a printer is in.", "printer", "state"),
		up:      gauge("printer_up", "1 when slips come out, as far as the printer tells.", "printer"),
		low:     gauge("printer_paper_low", "1 when the paper is near its end.", "printer"),
		queued:  gauge("printer_queued", "Slips that wait for a printer or are on their way.", "printer"),
		doubt:   gauge("print_in_doubt", "Living tickets of whose slip nobody knows how much came out."),
		without: gauge("tickets_without_paper", "Living tickets whose visitors may need a hand-written number."),
		jobs:    map[queue.JobID]paperJob{},
	}
}

// begin takes what is unfinished, or may yet be confirmed late, and makes the series that the rules name.
func (m *paperMetrics) begin(l *queue.Lobby) {
	clear(m.jobs)
	for _, j := range append(l.Doubts(), l.Jobs()...) {
		m.jobs[j.ID] = paperJob{printer: j.Printer, asked: j.Asked, copy: j.Copy}
	}
	if l.Rules() == nil {
		return
	}
	for _, k := range l.Rules().Kiosks {
		for _, p := range k.Printers() {
			m.reprints.WithLabelValues(string(p))
			m.prints.WithLabelValues(string(p), string(queue.PrintConfirmed))
		}
	}
}

// count takes over what an event says of paper.
func (m *paperMetrics) count(e *queue.Event) {
	switch d := e.Data.(type) {
	case queue.PrintAskedData:
		m.jobs[d.Job] = paperJob{printer: d.Printer, asked: e.At, copy: d.Copy}
		if d.Copy > 0 {
			m.reprints.WithLabelValues(string(d.Printer)).Inc()
		}
	case queue.PrintMovedData:
		j := m.jobs[d.Job]
		j.printer = d.Printer
		m.jobs[d.Job] = j
	case queue.PrintSettledData:
		m.settled(e.At, d)
	case queue.HandWrittenData:
		m.hand.Inc()
	case queue.DayData: // a word that late comes no more
		for id, j := range m.jobs {
			if e.At.Sub(j.asked) > time.Hour {
				delete(m.jobs, id)
			}
		}
	}
}

func (m *paperMetrics) settled(at time.Time, d queue.PrintSettledData) {
	j := m.jobs[d.Job]
	state := string(d.State)
	if d.State == queue.PrintConfirmed {
		if j.copy == 0 && !j.asked.IsZero() {
			m.took.WithLabelValues(string(j.printer)).Observe(at.Sub(j.asked).Seconds())
		}
		if d.Weak {
			state = "confirmed_weak"
		}
	}
	m.prints.WithLabelValues(string(j.printer), state).Inc()
	if d.State != queue.PrintInDoubt {
		delete(m.jobs, d.Job)
	}
}

func (m *paperMetrics) counters() []prometheus.Collector {
	return []prometheus.Collector{m.prints, m.reprints, m.hand, m.took}
}

func (m *paperMetrics) describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{m.state, m.up, m.low, m.queued, m.doubt, m.without} {
		ch <- d
	}
}

// lookPaper counts in a view.
func lookPaper(l *queue.Lobby, health display.Health, now time.Time) hallPaper {
	h := hallPaper{queued: map[queue.PrinterID]int{}, without: len(display.PaperNeeds(l, health, now)), doubt: doubtful(l)}
	if l.Rules() != nil {
		for _, k := range l.Rules().Kiosks {
			for _, p := range k.Printers() {
				h.queued[p] = 0
			}
		}
	}
	for _, j := range l.Jobs() {
		h.queued[j.Printer]++
	}
	return h
}

// doubtful counts the living tickets of which a slip may be out, or half of it, and
// none is known to be: also while a reprint is on its way.
func doubtful(l *queue.Lobby) (n int) {
	seen := map[queue.TicketID]bool{}
	for _, j := range l.Doubts() {
		t := l.Ticket(j.Ticket)
		out := t.Print.State == queue.PrintConfirmed || t.Print.State == queue.PrintSent
		if !seen[t.ID] && !out && !t.State.Over() {
			n++
		}
		seen[t.ID] = true
	}
	return n
}

func (m *paperMetrics) collect(ch chan<- prometheus.Metric, h hallPaper) {
	one := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauges(ch, m.queued, h.queued)
	one(m.doubt, float64(h.doubt))
	one(m.without, float64(h.without))
	truth := map[bool]float64{true: 1}
	for _, p := range m.board.Snapshot().Printers {
		id := string(p.ID)
		for _, s := range display.PrinterStates() {
			one(m.state, truth[p.State == s], id, s)
		}
		one(m.up, truth[p.Well()], id)
		one(m.low, truth[p.Low], id)
	}
}
