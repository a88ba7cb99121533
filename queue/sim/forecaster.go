package sim

import (
	"math"
	"slices"
	"time"

	"onedoor/queue"
)

// Runs are how often the hall is tried for one forecast: as often as so many calls allow.
const (
	mostRuns  = 64
	leastRuns = 16
	mostCalls = 40_000
)

// horizon is how far a forecast looks.
const horizon = 8 * time.Hour

// forecaster makes forecasts and keeps the memory for the next.
type forecaster struct {
	seed    uint64
	outlook *queue.Outlook
	lengths map[queue.ServiceID]*lengths
	others  *lengths // of all services together, for those of which too little is known
	turn    time.Duration

	place   map[queue.WindowID]int
	index   map[queue.TicketID]int // of everybody whose wait is looked for
	ghosts  []*queue.Ticket        // who would come now: called like everybody, they take no window's time
	keys    []key
	waits   [][]time.Duration // by run, then index
	coming  []float64         // per second, by service, of those with priority who are still to come
	perS    float64           // all of them
	horizon time.Time

	run     uint64
	queue   happenings
	orders  int
	idle    []bool
	pending []int // sessions whose time has come, by window
	scale   map[queue.ServiceID]float64
	left    int // who isn't called yet
	came    uint64
	pool    []*queue.Ticket   // that are made up
	used    int               // of the pool
	length  []queue.ServiceID // of each window's sessions still to begin
}

// make makes the forecast of an outlook: people's watches show wall.
func (f *forecaster) make(o *queue.Outlook, wall time.Time) *Forecast {
	f.outlook, f.turn, f.horizon = o, o.Turn(), o.At.Add(horizon)
	if f.learn(); len(f.lengths) == 0 {
		return &Forecast{At: o.At, last: o.Last}
	}
	f.expect()
	runs := min(max(mostCalls/(len(f.index)+1), leastRuns), mostRuns)
	f.waits = f.waits[:min(len(f.waits), runs)]
	for len(f.waits) < runs {
		f.waits = append(f.waits, nil)
	}
	for r := range runs {
		f.waits[r] = slices.Grow(f.waits[r][:0], len(f.index))[:len(f.index)]
		f.try(r)
	}
	return f.told(runs, wall)
}

// learn makes the distributions of what was learnt.
func (f *forecaster) learn() {
	f.lengths = map[queue.ServiceID]*lengths{}
	var all queue.Spread
	rules := f.outlook.Rules()
	for i := range rules.Services {
		x := f.outlook.Learned(rules.Services[i].ID)
		if x.Known() {
			f.lengths[rules.Services[i].ID] = newLengths(&x.Taken)
		}
		for k, n := range x.Taken {
			all[k] += n
		}
	}
	f.others = newLengths(&all)
}

// expect lists whose wait is looked for: who waits, and somebody of each service and class who would come now.
func (f *forecaster) expect() {
	o := f.outlook
	f.index, f.place = make(map[queue.TicketID]int, len(o.Waiting)), map[queue.WindowID]int{}
	for i, t := range o.Waiting {
		f.index[t.ID] = i
	}
	for i := range o.Places {
		f.place[o.Places[i].ID] = i
	}
	f.ghosts, f.keys, f.coming, f.perS = f.ghosts[:0], f.keys[:0], f.coming[:0], 0
	rules := o.Rules()
	for i := range rules.Services {
		s := &rules.Services[i]
		perS := o.PriorityPerHour(s.ID) / 3600
		f.coming, f.perS = append(f.coming, perS), f.perS+perS
		if s.NoMinutes || f.lengths[s.ID] == nil {
			continue
		}
		for _, c := range queue.Classes() {
			ghost := &queue.Ticket{
				ID: o.Last + 1 + queue.TicketID(len(f.ghosts)), Service: s.ID, Class: c, State: queue.Waiting, Since: o.At, ForStaff: s.Person,
			}
			f.index[ghost.ID] = len(o.Waiting) + len(f.ghosts)
			f.ghosts, f.keys = append(f.ghosts, ghost), append(f.keys, key{s.ID, c})
		}
	}
}

// try has the hall go on once.
func (f *forecaster) try(r int) {
	o := f.outlook
	f.run, f.queue, f.orders, f.came = uint64(r), f.queue[:0], 0, 0 //nolint:gosec // a run's number is small
	f.used, f.scale, f.left = 0, map[queue.ServiceID]float64{}, len(f.index)
	f.idle = append(f.idle[:0], make([]bool, len(o.Places))...)
	f.pending = append(f.pending[:0], make([]int, len(o.Places))...)
	f.length = append(f.length[:0], make([]queue.ServiceID, len(o.Places))...)
	for i := range f.waits[r] {
		f.waits[r][i] = never
	}
	o.Begin()
	for _, g := range f.ghosts {
		o.Enter(g)
	}
	for i := range o.Places {
		f.open(i)
	}
	for _, w := range o.Waking {
		f.push(happening{at: later(o.At, w.At), kind: enters, ticket: w.Ticket})
	}
	for _, m := range o.Meetings {
		if i, ok := f.place[m.Room]; ok {
			f.length[i] = m.Service
			f.push(happening{at: later(o.At, m.At), kind: meets, window: i})
		}
	}
	f.nextComing(o.At)
	for f.left > 0 && len(f.queue) > 0 {
		h := f.queue.pop()
		if h.at.After(f.horizon) {
			return
		}
		f.happen(h)
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func (f *forecaster) push(h happening) {
	f.orders++
	h.order = f.orders
	f.queue.push(h)
}

// open says when a window is free first.
func (f *forecaster) open(i int) {
	o, p := f.outlook, &f.outlook.Places[i]
	if !p.Calls {
		if p.Hand != nil { // whoever is there goes on from there, though the window doesn't
			f.goOn(p.Hand, o.At.Sub(p.Hand.Since), o.At.Add(f.restOf(p)))
		}
		return
	}
	at := o.At
	switch {
	case p.Hand != nil:
		end := at.Add(f.restOf(p))
		f.goOn(p.Hand, at.Sub(p.Hand.Since), end)
		at = end.Add(f.turn)
	case !p.Freed.IsZero() && len(o.Waiting) > 0:
		at = later(at, p.Freed.Add(f.turn))
	}
	f.push(happening{at: later(at, p.From), kind: isFree, window: i})
}

// saidDoubt is by how much what somebody says of the time still needed is taken to be wrong, either way.
const saidDoubt = 0.2

// restOf is how much longer a window is taken by who is there. What somebody there said of it counts more than
// what was learnt, until that time has come.
func (f *forecaster) restOf(p *queue.OutlookWindow) time.Duration {
	if said := p.Until.Sub(f.outlook.At); said > 0 {
		u := chance(f.seed, f.run, uint64(p.Hand.ID), 0) //nolint:gosec // never negative
		return time.Duration(float64(said) * (1 - saidDoubt + 2*saidDoubt*u))
	}
	x := f.lengthsOf(p.Hand.Service)
	scale := f.scaleOf(p.Hand.Service)
	already := time.Duration(float64(f.outlook.At.Sub(p.Taken)) / scale)
	u := chance(f.seed, f.run, uint64(p.Hand.ID), 0) //nolint:gosec // never negative
	return time.Duration(float64(x.rest(already, u)) * scale)
}

// lengthsOf is the distribution of a service, or of all where too little is known of it.
func (f *forecaster) lengthsOf(id queue.ServiceID) *lengths {
	if x := f.lengths[id]; x != nil {
		return x
	}
	return f.others
}

// scaleOf is by how much a run takes a service's learnt mean to be wrong: what was learnt from twenty visits may well
// be by a fifth.
func (f *forecaster) scaleOf(id queue.ServiceID) float64 {
	if s, ok := f.scale[id]; ok {
		return s
	}
	rules := f.outlook.Rules()
	place := uint64(slices.IndexFunc(rules.Services, func(s queue.Service) bool { return s.ID == id }) + 1) //nolint:gosec // from 0
	z := normal(chance(f.seed, f.run, place, 1), chance(f.seed, f.run, place, 2))
	s := math.Exp(min(max(z, -2.5), 2.5) * f.lengthsOf(id).doubt)
	f.scale[id] = s
	return s
}

// happen has one thing happen.
func (f *forecaster) happen(h happening) {
	switch h.kind {
	case isFree:
		f.free(h.window, h.at)
	case mayHelp:
		if f.idle[h.window] {
			f.free(h.window, h.at)
		}
	case meets:
		f.pending[h.window]++
		if f.idle[h.window] {
			f.free(h.window, h.at)
		}
	case enters:
		f.enter(h.ticket, h.at)
	case comes:
		f.arrive(h.at)
	}
}

// enter puts a ticket into the order; a window that is idle calls it at once.
func (f *forecaster) enter(t *queue.Ticket, now time.Time) {
	f.outlook.Enter(t)
	for i := range f.idle {
		if f.idle[i] {
			f.free(i, now)
		}
	}
}

// free has a window call until it has somebody in hand, or nobody waits for it.
func (f *forecaster) free(i int, now time.Time) {
	o := f.outlook
	f.idle[i] = false
	if f.pending[i] > 0 {
		f.pending[i]--
		u := chance(f.seed, f.run, uint64(i), 3) //nolint:gosec // a window's place
		f.push(happening{at: now.Add(f.lengthsOf(f.length[i]).draw(u) + f.turn), kind: isFree, window: i})
		return
	}
	for {
		t := o.Next(o.Places[i].ID, now)
		if t == nil {
			break
		}
		at, wanted := f.index[t.ID]
		if wanted && f.waits[f.run][at] == never { // not of a further leg
			f.waits[f.run][at] = now.Sub(o.At)
			f.left--
		}
		if wanted && at >= len(o.Waiting) { // nobody is there
			continue
		}
		end := now.Add(f.takes(t))
		f.goOn(t, now.Sub(t.Since), end)
		f.push(happening{at: end.Add(f.turn), kind: isFree, window: i})
		return
	}
	f.idle[i] = true
	if at := o.HelpsAt(o.Places[i].ID, now); !at.IsZero() {
		f.push(happening{at: at, kind: mayHelp, window: i})
	}
}

// takes is how long a window is taken by a ticket.
func (f *forecaster) takes(t *queue.Ticket) time.Duration {
	u := chance(f.seed, f.run, uint64(t.ID), 4+uint64(len(t.Plan))) //nolint:gosec // never negative
	return time.Duration(float64(f.lengthsOf(t.Service).draw(u)) * f.scaleOf(t.Service))
}

// goOn sends who has a plan to its next step, with the waiting so far.
func (f *forecaster) goOn(t *queue.Ticket, waited time.Duration, end time.Time) {
	if len(t.Plan) == 0 {
		return
	}
	step := t.Plan[0]
	next := f.ticket()
	next.ID, next.Service, next.Class, next.Since = t.ID, step.Service, t.Class, end.Add(-waited)
	next.ForWindow, next.ForStaff, next.Low, next.Plan = step.ForWindow, step.ForStaff, t.Low, t.Plan[1:]
	next.Party, next.Seats = t.Party, f.outlook.Seats(step.Service, t.Party)
	f.push(happening{at: end, kind: enters, ticket: next})
}

// ticket gives the memory of a ticket that is made up for this run.
func (f *forecaster) ticket() *queue.Ticket {
	if f.used == len(f.pool) {
		f.pool = append(f.pool, &queue.Ticket{})
	}
	t := f.pool[f.used]
	f.used++
	*t = queue.Ticket{State: queue.Waiting}
	return t
}

// nextComing says when the next one with priority comes.
func (f *forecaster) nextComing(now time.Time) {
	if f.perS <= 0 {
		return
	}
	f.came++
	s := -math.Log(1-chance(f.seed, f.run, f.came, 1000)) / f.perS
	f.push(happening{at: now.Add(time.Duration(s * float64(time.Second))), kind: comes})
}

// arrive has somebody with priority come.
func (f *forecaster) arrive(now time.Time) {
	u := chance(f.seed, f.run, f.came, 1001) * f.perS
	services := f.outlook.Rules().Services
	for i, perS := range f.coming {
		if u -= perS; u >= 0 && i < len(f.coming)-1 {
			continue
		}
		id := f.outlook.Last + queue.TicketID(len(f.ghosts)) + queue.TicketID(f.came) + 1 //nolint:gosec // small
		t := f.ticket()
		t.ID, t.Service, t.Class, t.Since, t.ForStaff = id, services[i].ID, queue.ClassPriority, now, services[i].Person
		f.enter(t, now)
		break
	}
	f.nextComing(now)
}

// told makes the spans of all runs.
func (f *forecaster) told(runs int, wall time.Time) *Forecast {
	o := f.outlook
	v := &Forecast{At: o.At, Runs: runs, last: o.Last, tickets: make(map[queue.TicketID]span, len(o.Waiting)), coming: map[key]span{}}
	until := map[queue.ServiceID]time.Duration{}
	rules := o.Rules()
	for i := range rules.Services {
		if end := rules.Until(&rules.Services[i], wall); !end.IsZero() {
			until[rules.Services[i].ID] = end.Sub(wall)
		}
	}
	one := make([]time.Duration, runs)
	spanOf := func(at int, id queue.ServiceID) span {
		for r := range runs {
			one[r] = f.waits[r][at]
		}
		slices.Sort(one)
		s := span{one[int(lowShare*float64(runs))], one[min(runs-1, int(math.Ceil(highShare*float64(runs)))-1)]}
		if end, ok := until[id]; ok && s.high > end {
			s.high = never
		}
		return s
	}
	for i, t := range o.Waiting {
		s := rules.Service(t.Service)
		if s == nil || s.NoMinutes || f.lengths[t.Service] == nil {
			continue
		}
		v.tickets[t.ID] = spanOf(i, t.Service)
	}
	for i, k := range f.keys {
		v.coming[k] = spanOf(len(o.Waiting)+i, k.service)
	}
	return v
}
