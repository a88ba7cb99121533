package report

import (
	"slices"

	"onedoor/queue"
)

// maker makes the tables of a report.
type maker struct {
	rules    *queue.Rules
	query    *Query
	now, was *gathered
}

// offered says whether the report has a table: not what the reader may not see, nor what the
// filter can't be applied to.
func (m *maker) offered(p plan) bool {
	f := &m.query.Filter
	switch p.id {
	case SectionStaff:
		return m.query.Persons
	case SectionEvaluationStaff:
		return m.query.Persons && !f.visits()
	case SectionLevel, SectionEvaluationService, SectionEvaluationWindow, SectionFollowUp:
		return !f.visits()
	case SectionSearch, SectionServer, SectionConsult:
		return !m.filtered()
	case SectionAlert:
		return !f.visits() && len(f.Windows)+len(f.Staff) == 0
	case SectionTarget:
		return m.targets()
	default:
		return true
	}
}

// filtered says whether not all is counted.
func (m *maker) filtered() bool { return m.query.Filter.visits() || m.query.Filter.places() }

// targets says whether anybody has set a target, or had then.
func (m *maker) targets() bool {
	if m.now == nil {
		return true
	}
	for _, g := range []*gathered{m.now, m.was} {
		if g != nil && g.at(byNothing, 0).n[targeted] > 0 {
			return true
		}
	}
	return m.rules.Policy.Target != nil || slices.ContainsFunc(m.rules.Services, func(s queue.Service) bool { return s.Target != nil })
}

// section makes a table.
func (m *maker) section(p plan) (Section, bool) {
	if !m.offered(p) {
		return Section{}, false
	}
	s := Section{ID: p.id, By: p.by, Measures: p.measures}
	s.Measures = slices.DeleteFunc(slices.Clone(s.Measures), func(x Measure) bool {
		return x == TargetMet && !m.targets() || (x == Stalls || x == StalledTime) && m.filtered() // see Report.WithheldMeasures
	})
	rows, total := m.now.rows(p)
	var was map[string]*sums
	s.Total.sums = total
	if m.was != nil {
		was, s.Total.was = m.was.rows(p)
	}
	for _, key := range m.keys(p, rows, was) {
		row := Row{Key: key, sums: orEmpty(rows[key])}
		if m.was != nil && p.by != DimDay {
			row.was = orEmpty(was[key])
		}
		s.Rows = append(s.Rows, row)
	}
	for i := range s.Rows {
		m.tell(&s, &s.Rows[i])
	}
	m.tell(&s, &s.Total)
	m.mask(&s)
	return s, true
}

func orEmpty(s *sums) *sums {
	if s == nil {
		return &sums{}
	}
	return s
}

// tell makes a row's figures of its sums.
func (m *maker) tell(s *Section, row *Row) {
	for _, x := range s.Measures {
		row.Figures = append(row.Figures, m.figure(x, row.sums, s.Total.sums))
		if row.was != nil {
			row.Before = append(row.Before, m.figure(x, row.was, s.Total.was))
		}
	}
	if s.ID == SectionServer {
		row.Figures = []Figure{{Measure: ServerUp, N: m.now.up, Of: m.now.run}}
		if m.was != nil {
			row.Before = []Figure{{Measure: ServerUp, N: m.was.up, Of: m.was.run}}
		}
	}
}

// figure makes one figure.
func (m *maker) figure(x Measure, s, total *sums) Figure {
	how := x.spec()
	f := Figure{Measure: x, N: s.n[how.n]}
	switch how.kind {
	case KindCount:
	case KindRate, KindRatio:
		if f.Of = s.n[how.of]; how.share {
			f.Of = total.n[how.of]
		}
		if x == TargetMet {
			f.Percent, f.WithinS = s.aim.percent, s.aim.within
		}
	case KindTime:
		f.Seconds = s.time(how)
	}
	return f
}

// time is a mean, half up, or a percentile.
func (s *sums) time(how spec) int {
	n := s.n[how.n]
	switch {
	case n == 0:
		return 0
	case how.percent == 0:
		return (2*s.seconds[how.time] + n) / (2 * n)
	case how.time == waitTimes:
		return s.waits.percentile(n, how.percent)
	case how.time == callTimes:
		return s.onward.percentileWith(n, how.percent, &s.waits)
	default:
		return s.serves.percentile(n, how.percent)
	}
}

// rows gives what a table's rows are made of, by their keys, and the total.
func (g *gathered) rows(p plan) (rows map[string]*sums, total *sums) {
	rows, total = map[string]*sums{}, g.at(byNothing, 0)
	switch p.from {
	case ofAxis:
		if p.axis == byNothing {
			return nil, total
		}
		for i, s := range g.per[p.axis] {
			if s != nil && s.n != (sums{}).n {
				rows[g.key(p.axis, i)] = s
			}
		}
	case ofBins:
		for i := range bins {
			to := 1 << 60
			if i < len(bins)-1 {
				to = bins[i+1]
			}
			s := &sums{}
			if p.time == waitTimes {
				s.n[waits] = total.waits.within(bins[i], to)
			} else {
				s.n[serves] = total.serves.within(bins[i], to)
			}
			rows[binKey(i)] = s
		}
	case ofTable:
		rows = g.tallied[p.table]
		total = &sums{}
		for _, s := range rows {
			total.join(s)
		}
	case ofServer:
		return nil, total
	}
	return rows, total
}

// join adds what was counted of something else, without its times.
func (s *sums) join(o *sums) {
	for i, n := range o.n {
		s.n[i] += n
	}
	for i, n := range o.seconds {
		s.seconds[i] += n
	}
}
