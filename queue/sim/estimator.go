package sim

import (
	"context"
	"sync/atomic"
	"time"

	"onedoor/queue"
)

// A forecast is made at most once a second when something has happened, and every quietEvery when nothing has: time goes on
// for who is served. It takes at most a costShare-th of the time, whatever the hall: one that took 100 ms is
// followed by two seconds of rest.
const (
	newsEvery  = time.Second
	quietEvery = 15 * time.Second
	costShare  = 20
)

// Estimator tells how long people will wait, from the newest forecast. It is safe for concurrent use.
type Estimator struct {
	o      EstimatorOptions
	newest atomic.Pointer[Forecast]

	// Of Run alone.
	forecaster forecaster
	outlook    *queue.Outlook
	seq        int64
	made       time.Time // by the process's clock
	rest       time.Duration
}

// EstimatorOptions is what an Estimator is made of. A queue.Queue has all of it.
type EstimatorOptions struct {
	View func(func(*queue.Lobby))
	Now  func() time.Time // the lobby's clock
	Wall func() time.Time // what people's watches show
	Seed uint64
}

// NewEstimator makes an estimator. It tells nothing before Run has looked once.
func NewEstimator(o EstimatorOptions) *Estimator {
	return &Estimator{o: o, forecaster: forecaster{seed: o.Seed}}
}

// Ticket is how long a waiting ticket will still wait.
func (e *Estimator) Ticket(id queue.TicketID) (queue.Range, bool) {
	f := e.newest.Load()
	if f == nil {
		return queue.Range{}, false
	}
	return f.Ticket(id, e.o.Now())
}

// Service is how long somebody of a class would wait who took a number for a service now.
func (e *Estimator) Service(id queue.ServiceID, class queue.Class) (queue.Range, bool) {
	f := e.newest.Load()
	if f == nil {
		return queue.Range{}, false
	}
	return f.Service(id, class)
}

// Newcomer says whether a ticket was issued after the newest look at the hall.
func (e *Estimator) Newcomer(id queue.TicketID) bool {
	f := e.newest.Load()
	return f != nil && id > f.last
}

// Run makes forecasts until ctx ends.
func (e *Estimator) Run(ctx context.Context) error {
	ticker := time.NewTicker(newsEvery)
	defer ticker.Stop()
	for {
		e.look()
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// look makes a forecast if it is time for one.
func (e *Estimator) look() {
	began := time.Now()
	since := began.Sub(e.made)
	if since < e.rest {
		return
	}
	now, wall := e.o.Now(), e.o.Wall()
	news := false
	e.o.View(func(l *queue.Lobby) {
		if l.Rules() == nil || l.Seq() == e.seq && since < quietEvery {
			return
		}
		news, e.seq = true, l.Seq()
		e.outlook = l.Outlook(now, e.outlook)
	})
	if !news {
		return
	}
	e.newest.Store(e.forecaster.make(e.outlook, wall))
	e.made = time.Now()
	e.rest = e.made.Sub(began) * costShare
}
