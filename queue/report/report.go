package report

import (
	"context"
	"errors"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
)

// Books is what reports are made of. The journal fits it.
type Books interface {
	// Facts gives what figures need of the visits of some days, day by day.
	Facts(ctx context.Context, from, to queue.Day, names *journal.Names, each func(*journal.Visits) error) error
	// RulesOf gives the rules that a day ended with, nil when nobody had set any.
	RulesOf(ctx context.Context, day queue.Day) (*queue.Rules, error)
	// Tallies gives what was counted on some days and is no ticket's.
	Tallies(ctx context.Context, from, to queue.Day) ([]journal.Tally, error)
	// Runs gives when the program ran within a time, and when it first did.
	Runs(ctx context.Context, from, to time.Time) ([]journal.Run, time.Time, error)
	// Today is the lobby's day, which is not yet closed.
	Today(ctx context.Context) (queue.Day, error)
	// Ways gives where and when tickets went, one by one in the order of their ids.
	Ways(ctx context.Context, ids []queue.TicketID, each func(*journal.Way) error) error
	// Searches, Words, Stalls, ConsultationsOver, FollowUps and Raised give one by one what Tallies counts.
	Searches(ctx context.Context, from, to queue.Day) ([]journal.Search, error)
	Words(ctx context.Context, from, to queue.Day, kiosk queue.KioskID) ([]journal.Word, error)
	Stalls(ctx context.Context, from, to queue.Day) ([]journal.Stall, error)
	ConsultationsOver(ctx context.Context, from, to queue.Day) ([]journal.Consultation, error)
	FollowUps(ctx context.Context, from, to queue.Day) ([]queue.FollowUp, error)
	Raised(ctx context.Context, from, to queue.Day) ([]journal.Raised, error)
	// Evaluated gives the evaluations of visits of some days in the order of the tickets' ids.
	Evaluated(ctx context.Context, from, to queue.Day, each func(queue.Evaluation)) error
}

// ErrPersons is the refusal of figures of persons to who may not see them.
var ErrPersons = errors.New("figures of single persons are not for everybody")

// Query is what a report is asked for.
type Query struct {
	Period  Period
	Filter  Filter
	Compare bool      // each row also has its figures of the period before
	Persons bool      // the reader may see figures by person
	Now     time.Time // until when the program should have run; zero: the period's end, and while that is open its last sign
	Away    bool      // it leaves the house: rows of few visits are hidden, and there are no figures by window or person
}

// Report is the figures of a period.
type Report struct {
	Query     Query     `json:"-"`
	Period    Period    `json:"period"`
	Before    *Period   `json:"before,omitempty"` // what is compared with
	Settles   queue.Day `json:"settles"`          // the last day on which its figures may change: visits end, are evaluated, called back about
	Open      bool      `json:"open,omitempty"`   // that day isn't over
	MaskBelow int       `json:"mask_below,omitempty"`
	Sections  []Section `json:"sections"`

	// What the filter can't be applied to, and so isn't told: whole sections, and measures of others.
	Withheld         []SectionID `json:"withheld,omitempty"`
	WithheldMeasures []Measure   `json:"withheld_measures,omitempty"`
}

// Section finds a table; nil when the report doesn't have it.
func (r *Report) Section(id SectionID) *Section {
	for i := range r.Sections {
		if r.Sections[i].ID == id {
			return &r.Sections[i]
		}
	}
	return nil
}

// Section is one table: what a chart is drawn from and an export written.
type Section struct {
	ID       SectionID `json:"id"`
	By       Dimension `json:"by"`
	Measures []Measure `json:"measures"` // the columns
	Rows     []Row     `json:"rows"`
	Total    Row       `json:"total"`
}

// Row is the figures of one day, service or person.
type Row struct {
	Key     string   `json:"key"`
	Figures []Figure `json:"figures"`          // by the section's measures
	Before  []Figure `json:"before,omitempty"` // the same of the period before; nil: not compared

	sums, was *sums
}

// Row finds a row; the total for the empty key. Nil: there is none.
func (s *Section) Row(key string) *Row {
	if key == "" {
		return &s.Total
	}
	for i := range s.Rows {
		if s.Rows[i].Key == key {
			return &s.Rows[i]
		}
	}
	return nil
}

// Figure finds a figure; that of nothing when the section doesn't have it.
func (s *Section) Figure(key string, m Measure) Figure {
	if row := s.Row(key); row != nil {
		for i, have := range s.Measures {
			if have == m && i < len(row.Figures) {
				return row.Figures[i]
			}
		}
	}
	return Figure{Measure: m}
}

// Figure is one figure, of the kind that its measure says.
type Figure struct {
	Measure Measure `json:"measure"`
	N       int     `json:"n"`                  // the count; the part of a rate; how many times a time is made of
	Of      int     `json:"of,omitempty"`       // the whole of a rate; 0: there is no rate
	Seconds int     `json:"seconds,omitempty"`  // of a time: a mean half up, a percentile by nearest rank
	Masked  bool    `json:"masked,omitempty"`   // it isn't told: its own cases are too few, or others' would come out of it; the numbers are 0
	Few     bool    `json:"few,omitempty"`      // of a masked count: it is fewer than the rules tell
	Percent int     `json:"percent,omitempty"`  // that are the target, of target_met
	WithinS int     `json:"within_s,omitempty"` // of the target, in seconds; 0: several
}

// None says whether there is nothing to tell: nobody waited, or there is no whole of which the
// rate would be.
func (f Figure) None() bool {
	switch f.Measure.Kind() {
	case KindRate, KindRatio:
		return f.Of == 0 && !f.Masked
	case KindTime:
		return f.N == 0 && !f.Masked
	case KindCount:
	}
	return false
}

// Rate says a rate in per cent with one decimal, half up, as 91.7; "" without a whole.
func (f Figure) Rate() string { return Percent(f.N, f.Of) }

// Decimal says a ratio with two decimals, half up, as 1.48; "" without a whole.
func (f Figure) Decimal() string { return Ratio(f.N, f.Of) }

// Met says whether the target is met; of no target it isn't.
func (f Figure) Met() bool { return f.Of > 0 && f.Percent > 0 && f.N*100 >= f.Percent*f.Of }

// Drills says whether something can be shown that stands behind a figure of the report. Where the
// rules hide what few visitors thought, none of what they thought is: a visit tells its window, so
// that the visits behind a figure that is told are those of a window whose figures are hidden.
func (r *Report) Drills(f Figure) bool {
	return f.Measure.Drills() && !f.Masked && !f.None() && f.N > 0 && (r.MaskBelow == 0 || !f.Measure.opinion())
}

// Make makes a report of the books as they stand at one moment. It reads them once for the period, and
// once for the one before it when that is compared.
func Make(ctx context.Context, b Books, r *queue.Rules, q Query) (*Report, error) {
	now, done, err := moment(ctx, b)
	if err != nil {
		return nil, err
	}
	defer done()
	return made(ctx, now, r, q)
}

// moment gives the books as they stand at one moment, where they can: what is read of them one after
// the other fits together.
func moment(ctx context.Context, b Books) (Books, func(), error) {
	m, ok := b.(interface {
		Moment(context.Context) (*journal.Books, func(), error)
	})
	if !ok {
		return b, func() {}, nil
	}
	return m.Moment(ctx)
}

func made(ctx context.Context, b Books, r *queue.Rules, q Query) (*Report, error) {
	if _, err := Parse(string(q.Period.From), string(q.Period.To)); err != nil {
		return nil, err
	}
	if len(q.Filter.Staff) > 0 && (!q.Persons || q.Away) {
		return nil, ErrPersons
	}
	today, err := b.Today(ctx)
	if err != nil {
		return nil, err
	}
	rep := &Report{Query: q, Period: q.Period, Settles: queue.Day(date(q.Period.To).AddDate(0, 0, r.SettleDays()).Format(time.DateOnly)), MaskBelow: r.Reports.MaskBelow}
	rep.Open = today <= rep.Settles
	now, err := gather(ctx, b, r, &q, q.Period)
	if err != nil {
		return nil, err
	}
	var was *gathered
	if q.Compare {
		before := q.Period.Before()
		rep.Before = &before
		if was, err = gather(ctx, b, r, &q, before); err != nil {
			return nil, err
		}
	}
	m := maker{rules: r, query: &q, now: now, was: was}
	for _, p := range plans {
		if q.Away && !p.id.leaves() {
			continue
		}
		if s, ok := m.section(p); ok {
			rep.Sections = append(rep.Sections, s)
		} else if all := (maker{rules: r, query: &Query{Persons: q.Persons}}); all.offered(p) {
			rep.Withheld = append(rep.Withheld, p.id)
		}
	}
	if q.Away {
		rep.hideDepartments(r)
	}
	if m.filtered() {
		rep.WithheldMeasures = []Measure{Stalls, StalledTime}
	}
	return rep, nil
}

// gathered is all that is counted of a period.
type gathered struct {
	*engine
	tallied [tables]keyed // by what they are told by
	up, run int           // seconds that the program ran, and could have
}

// gather counts a period.
func gather(ctx context.Context, b Books, r *queue.Rules, q *Query, p Period) (*gathered, error) {
	g := &gathered{engine: newEngine(r, q, p)}
	if err := g.read(ctx, b); err != nil {
		return nil, err
	}
	g.seal()
	if err := g.count(ctx, b); err != nil {
		return nil, err
	}
	return g, g.uptime(ctx, b, q.Now)
}

// count counts what is no ticket's: at once, or day by day where the rules of each matter.
func (g *gathered) count(ctx context.Context, b Books) error {
	periods := []Period{g.period}
	if err := g.recall(ctx, b); err != nil {
		return err
	}
	if g.then != nil {
		periods = periods[:0]
		for i := range g.period.Days() {
			periods = append(periods, DayOf(queue.Day(g.key(byDay, i))))
		}
	}
	for t := range tables {
		g.tallied[t] = map[string]*sums{}
	}
	for _, p := range periods {
		list, err := b.Tallies(ctx, p.From, p.To)
		if err != nil {
			return err
		}
		g.tally(list)
	}
	g.beside()
	return nil
}

// uptime finds how long the program ran of the time that it could.
func (g *gathered) uptime(ctx context.Context, b Books, now time.Time) error {
	runs, from, to, err := g.runs(ctx, b, now)
	if err != nil || from.IsZero() {
		return err
	}
	for _, r := range runs {
		g.up += int(r.Last.Sub(r.Began) / time.Second)
	}
	g.run = max(int(to.Sub(from)/time.Second), g.up)
	return nil
}

// runs gives when the program ran within the engine's period, and the part of the period that it
// could have: from its first start ever until now. Without a now that is a closed period's end, and
// of an open one the program's last sign. Zero times: it had not begun.
func (e *engine) runs(ctx context.Context, b Books, now time.Time) (runs []journal.Run, from, to time.Time, err error) {
	at, err := time.LoadLocation(e.rules.Centre.TimeZone)
	if err != nil {
		at = time.UTC
	}
	midnight := func(d queue.Day, more int) time.Time {
		t := date(d)
		return time.Date(t.Year(), t.Month(), t.Day()+more, 0, 0, 0, 0, at)
	}
	from, to = midnight(e.period.From, 0), midnight(e.period.To, 1)
	if !now.IsZero() && now.Before(to) {
		to = now
	}
	runs, first, err := b.Runs(ctx, from, to)
	if err != nil || first.IsZero() {
		return nil, time.Time{}, time.Time{}, err
	}
	if first.After(from) {
		from = first
	}
	if now.IsZero() {
		today, err := b.Today(ctx)
		if err != nil {
			return nil, time.Time{}, time.Time{}, err
		}
		if n := len(runs); today <= e.period.To && n > 0 {
			to = runs[n-1].Last
		}
	}
	if to.Before(from) {
		to = from
	}
	return runs, from, to, nil
}
