package sim

import (
	"time"

	"onedoor/queue"
)

// Held is how the ranges that visitors of a class were told held against what came.
type Held struct {
	Told   int // visitors who were told a range
	Within int // who were called in it, its ends included
	Sooner int
	Later  int
	Widths Sample // of the ranges
	Waits  Sample
}

// Coverage is the share of what came that was in the range; 0 of nothing.
func (h *Held) Coverage() float64 {
	if h.Told == 0 {
		return 0
	}
	return float64(h.Within) / float64(h.Told)
}

// Tell has the visits of a hall happen, tells every one of so many visitors on coming how long they will wait, and
// holds it against how long they did.
func Tell(h Hall, every int) (map[queue.Class]*Held, error) {
	if err := h.Check(); err != nil {
		return nil, err
	}
	d := newDay(h)
	d.teller = &teller{every: max(1, every), held: map[queue.Class]*Held{}, forecaster: forecaster{seed: h.Seed}}
	for _, c := range queue.Classes() {
		d.teller.held[c] = &Held{}
	}
	if err := d.run(); err != nil {
		return nil, err
	}
	for _, held := range d.teller.held {
		held.Widths.sort()
		held.Waits.sort()
	}
	return d.teller.held, nil
}

// teller tells visitors of a synthetic hall what those of a real one are told.
type teller struct {
	every, came int
	forecaster  forecaster
	outlook     *queue.Outlook
	held        map[queue.Class]*Held
}

// tell gives the range that a visitor who comes now is told; nil when none is.
func (x *teller) tell(l *queue.Lobby, class queue.Class, now time.Time) *queue.Range {
	if x.came++; x.came%x.every != 0 {
		return nil
	}
	x.outlook = l.Outlook(now, x.outlook)
	r, ok := x.forecaster.make(x.outlook, now).Service(service, class)
	if !ok {
		return nil
	}
	return &r
}

// hold holds what a ticket was told against how long it waited.
func (x *teller) hold(t *queue.Ticket, waited time.Duration) {
	if x == nil || t.Estimate == nil {
		return
	}
	low, high := time.Duration(t.Estimate.LowS)*time.Second, time.Duration(t.Estimate.HighS)*time.Second
	h := x.held[t.Class]
	h.Told, h.Widths, h.Waits = h.Told+1, append(h.Widths, high-low), append(h.Waits, waited)
	switch {
	case waited < low:
		h.Sooner++
	case waited > high:
		h.Later++
	default:
		h.Within++
	}
}
