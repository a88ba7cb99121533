package sim

import (
	"container/heap"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"onedoor/queue"
)

// Hall is a lobby of equal windows that serve one service, and who comes to it.
type Hall struct {
	Windows  int                 // from 1
	Load     float64             // of each window, above 0 and below 1: the share of time that it is busy
	Priority float64             // the share of visitors with priority, 0 to 1
	Service  Service             // how long a visitor is served
	Rates    map[queue.Class]int // priority accumulated per second of waiting; all alike call by arrival alone
	Order    queue.OrderKind     // by accumulated priority, or strict classes: then the rates don't matter
	Ceiling  time.Duration       // nobody is overtaken after having waited this long; 0: no ceiling
	Visits   int                 // that are counted
	WarmUp   int                 // that come before those, to fill the hall
	Seed     uint64
}

// Check says everything that is impossible about a hall, joined.
func (h Hall) Check() error {
	var problems []error
	wrong := func(bad bool, format string, args ...any) {
		if bad {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	wrong(h.Windows < 1 || h.Windows > 1000, "windows is %d; 1 to 1000 is right", h.Windows)
	wrong(!(h.Load > 0 && h.Load < 1), "load is %v; more than 0 and less than 1 is right, or the queue grows for ever", h.Load)
	wrong(!(h.Priority >= 0 && h.Priority <= 1), "priority is %v; a share from 0 to 1 is right", h.Priority)
	wrong(h.Service.Mean < time.Second || h.Service.Mean > 24*time.Hour, "the mean service is %v; a second to a day is right", h.Service.Mean)
	wrong(!(h.Service.Variation >= 0 && h.Service.Variation <= 10), "variation is %v; 0 to 10 is right, 1 is exponential", h.Service.Variation)
	for _, c := range queue.Classes() {
		wrong(h.Rates[c] < 1 || h.Rates[c] > 100, "rate of %s is %d; 1 to 100 is right", c, h.Rates[c])
	}
	wrong(h.Ceiling < 0, "ceiling is %v; 0 or more is right", h.Ceiling)
	wrong(h.Visits < 1 || h.Visits > 100_000_000, "visits is %d; 1 to 100,000,000 is right", h.Visits)
	wrong(h.WarmUp < 0, "warm-up is %d; 0 or more is right", h.WarmUp)
	return errors.Join(problems...)
}

// ByArrival is the same hall without any priority in its order.
func (h Hall) ByArrival() Hall {
	rates := map[queue.Class]int{}
	for _, c := range queue.Classes() {
		rates[c] = 1
	}
	h.Rates, h.Order = rates, queue.OrderPriority
	return h
}

// service is the one that all windows serve.
const service queue.ServiceID = "service"

// rules are the hall's, as far as the order reads them.
func (h Hall) rules() *queue.Rules {
	r := &queue.Rules{
		Centre:   queue.Centre{Locale: "en", TimeZone: "UTC"},
		Services: []queue.Service{{ID: service, Prefix: "A"}},
		Outcomes: []queue.Outcome{{ID: "done"}},
		Policy:   queue.Policy{Order: h.Order, Rates: h.Rates, CeilingS: int(h.Ceiling / time.Second), MaxParty: 1},
	}
	for i := range h.Windows {
		r.Windows = append(r.Windows, queue.WindowRule{ID: windowID(i), Services: []queue.ServiceID{service}})
	}
	return r
}

func windowID(i int) queue.WindowID { return queue.WindowID("w" + strconv.Itoa(i+1)) }

// Waits are how long visitors waited, by class. They are sorted.
type Waits map[queue.Class]Sample

// Run has the visits happen and returns how long those that count waited.
func Run(h Hall) (Waits, error) {
	if err := h.Check(); err != nil {
		return nil, err
	}
	d := newDay(h)
	if err := d.run(); err != nil {
		return nil, err
	}
	return d.waits, nil
}

func newDay(h Hall) *day {
	return &day{hall: h, lobby: queue.NewLobby(), now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), people: newPeople(h), waits: Waits{}}
}

// run has everybody come, be served and go.
func (d *day) run() error {
	if err := d.open(); err != nil {
		return err
	}
	for d.came < d.hall.WarmUp+d.hall.Visits || len(d.busy) > 0 {
		if err := d.step(); err != nil {
			return err
		}
	}
	for _, c := range queue.Classes() {
		d.waits[c].sort()
	}
	return nil
}

// day is a hall at work.
type day struct {
	hall   Hall
	lobby  *queue.Lobby
	now    time.Time
	people *people
	next   visit // who comes next
	came   int
	needs  map[queue.TicketID]time.Duration // how long who waits will be served
	idle   []int                            // windows
	busy   departures
	waits  Waits
	teller *teller // tells visitors how long they will wait; nil: nobody does
}

// open opens the windows and sends the first visitor on the way.
func (d *day) open() error {
	if _, err := d.do(queue.SetRules{Rules: d.hall.rules()}); err != nil {
		return err
	}
	for i := range d.hall.Windows {
		if _, err := d.do(queue.OpenWindow{Window: windowID(i)}); err != nil {
			return err
		}
		d.idle = append(d.idle, i)
	}
	d.needs = map[queue.TicketID]time.Duration{}
	d.next = d.people.visit(d.now)
	return nil
}

// step has the next thing happen: somebody comes, or is done. Who comes while
// a window is idle is called at once.
func (d *day) step() error {
	more := d.came < d.hall.WarmUp+d.hall.Visits
	if more && (len(d.busy) == 0 || d.next.at.Before(d.busy[0].at)) {
		return d.arrive()
	}
	done := heap.Pop(&d.busy).(departure)
	d.now = done.at
	if _, err := d.do(queue.Finish{Window: windowID(done.window), Outcome: "done"}); err != nil {
		return err
	}
	return d.call(done.window)
}

func (d *day) arrive() error {
	v := d.next
	d.now = v.at
	issue := queue.Issue{Service: service, Class: v.class, Seed: v.seed}
	if d.teller != nil && d.came >= d.hall.WarmUp {
		issue.Estimate = d.teller.tell(d.lobby, v.class, d.now)
	}
	data, err := d.do(issue)
	if err != nil {
		return err
	}
	d.came++
	d.needs[data[0].(queue.IssuedData).Ticket] = v.needs
	d.next = d.people.visit(v.at)
	if len(d.idle) == 0 {
		return nil
	}
	window := d.idle[0]
	d.idle = d.idle[1:]
	return d.call(window)
}

// call calls whoever comes next at a window, if anybody waits.
func (d *day) call(window int) error {
	data, err := d.do(queue.Next{Window: windowID(window)})
	if err != nil {
		return err
	}
	if len(data) == 0 {
		d.idle = append(d.idle, window)
		return nil
	}
	t := d.lobby.Ticket(data[0].(queue.CalledData).Ticket)
	if int(t.ID) > d.hall.WarmUp {
		d.waits[t.Class] = append(d.waits[t.Class], d.now.Sub(t.Issued))
		d.teller.hold(t, d.now.Sub(t.Issued))
	}
	heap.Push(&d.busy, departure{at: d.now.Add(d.needs[t.ID]), window: window})
	delete(d.needs, t.ID)
	return nil
}

// do decides a command, applies what comes of it, and tells it.
func (d *day) do(c queue.Command) ([]queue.Data, error) {
	in := queue.Input{Actor: queue.System, Now: d.now}
	decision, err := queue.Decide(d.lobby, c, in)
	if err != nil {
		return nil, fmt.Errorf("simulate %T: %w", c, err)
	}
	for _, e := range decision.Events(d.lobby, in) {
		d.lobby.Apply(&e)
	}
	return decision.Data, nil
}

// departure is when a window will be done with its visitor.
type departure struct {
	at     time.Time
	window int
}

// departures is a heap, the earliest first.
type departures []departure

func (h departures) Len() int { return len(h) }
func (h departures) Less(i, j int) bool {
	if h[i].at.Equal(h[j].at) {
		return h[i].window < h[j].window
	}
	return h[i].at.Before(h[j].at)
}
func (h departures) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push adds a departure.
func (h *departures) Push(x any) { *h = append(*h, x.(departure)) }

// Pop takes the last one.
func (h *departures) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// visit is somebody who comes.
type visit struct {
	at    time.Time
	class queue.Class
	needs time.Duration
	seed  queue.Seed
}

// people is who comes: each thing that chance decides has a source of its own, so
// that the same visitors come to every hall of the same seed.
type people struct {
	between                float64 // mean nanoseconds from one arrival to the next
	priority               float64
	service                Service
	arrivals, classes, how *rand.Rand
	came                   uint64
}

func newPeople(h Hall) *people {
	source := func(stream uint64) *rand.Rand { return rand.New(rand.NewPCG(h.Seed, stream)) }
	return &people{
		between:  float64(h.Service.Mean) / (float64(h.Windows) * h.Load),
		priority: h.Priority, service: h.Service, arrivals: source(1), classes: source(2), how: source(3),
	}
}

// visit is the next one after a moment, in whole microseconds as the books have them.
func (p *people) visit(after time.Time) visit {
	v := visit{class: queue.ClassOrdinary, needs: p.service.draw(p.how)}
	v.at = after.Add(time.Duration(p.arrivals.ExpFloat64() * p.between).Truncate(time.Microsecond))
	if p.classes.Float64() < p.priority {
		v.class = queue.ClassPriority
	}
	p.came++
	for i := range 8 { // unlike the last ones: that is all a ref and a code need here
		v.seed[i], v.seed[12+i] = byte(p.came>>(8*i)), byte(p.came>>(8*i))
	}
	return v
}
