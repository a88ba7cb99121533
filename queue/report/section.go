package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
)

// SectionID names a table of a report.
type SectionID string

// Dimension is what the keys of a table's rows are.
type Dimension string

// The tables.
const (
	SectionTotals            SectionID = "totals"
	SectionDay               SectionID = "day"
	SectionWeekday           SectionID = "weekday"
	SectionHour              SectionID = "hour"
	SectionHeat              SectionID = "heat"
	SectionDepartment        SectionID = "department"
	SectionService           SectionID = "service"
	SectionWindow            SectionID = "window"
	SectionStaff             SectionID = "staff"
	SectionClass             SectionID = "class"
	SectionLang              SectionID = "lang"
	SectionParty             SectionID = "party"
	SectionRepeat            SectionID = "repeat"
	SectionOutcome           SectionID = "outcome"
	SectionTarget            SectionID = "target"
	SectionWaits             SectionID = "waits"
	SectionServes            SectionID = "serves"
	SectionLevel             SectionID = "level"
	SectionEvaluationService SectionID = "evaluation_service"
	SectionEvaluationWindow  SectionID = "evaluation_window"
	SectionEvaluationStaff   SectionID = "evaluation_staff"
	SectionFollowUp          SectionID = "follow_up"
	SectionSearch            SectionID = "search"
	SectionPrinter           SectionID = "printer"
	SectionServer            SectionID = "server"
	SectionConsult           SectionID = "consult"
	SectionAlert             SectionID = "alert"
)

// The dimensions, with how their keys look.
const (
	DimNone       Dimension = ""
	DimDay        Dimension = "day"        // 2026-11-23
	DimWeekday    Dimension = "weekday"    // 1 for Monday to 7
	DimHour       Dimension = "hour"       // 0 to 23
	DimHeat       Dimension = "heat"       // weekday and hour, as 1-9
	DimDepartment Dimension = "department" // an id, as all below; of what is gone from the rules, too
	DimService    Dimension = "service"
	DimWindow     Dimension = "window" // "-": none yet
	DimStaff      Dimension = "staff"  // "-": nobody yet, or nobody known
	DimClass      Dimension = "class"
	DimLang       Dimension = "lang"
	DimParty      Dimension = "party"  // alone, group
	DimRepeat     Dimension = "repeat" // first, repeated
	DimOutcome    Dimension = "outcome"
	DimLevel      Dimension = "level"
	DimKiosk      Dimension = "kiosk"
	DimPrinter    Dimension = "printer"
	DimAlert      Dimension = "alert" // a kind of the rules, or surge
	DimWait       Dimension = "wait"  // seconds from (included) to (not), as 300-600; the last as 7200-
)

// nobody is the key of what is nobody's and nowhere; the empty one is the total's.
const nobody = "-"

// visitMeasures are the columns of the tables that count visits.
var visitMeasures = []Measure{
	Batches, Persons, PerBatch, Alone, Groups, First, Repeated, Served, Left, LeftRate, Missed, MissRate, Lapsed, Inside,
	Receipts, Transfers, SentRate, Onward,
	Waits, WaitMean, WaitMedian, WaitP90, WaitP95, WaitMax, TargetMet, Calls, CallMean, CallMedian, CallP90, CallP95, CallMax,
	Serves, ServeMean, ServeMedian, ServeP90, ServeP95, ServeMax,
	Outcomes, Accepted, Concluded, ConcludedRate, Mediations, Mediated, MediationLost, MediatedRate, Confirmed,
}

// source is where a table's rows come from.
type source uint8

const (
	ofAxis source = iota
	ofBins
	ofTable
	ofServer
)

// plan is how a table is made.
type plan struct {
	id       SectionID
	by       Dimension
	from     source
	axis     axis
	time     sequence // of ofBins
	table    table    // of ofTable
	measures []Measure
}

// plans are all tables, in their order.
var plans = []plan{
	{id: SectionTotals, by: DimNone, axis: byNothing, measures: visitMeasures},
	{id: SectionDay, by: DimDay, axis: byDay, measures: visitMeasures},
	{id: SectionWeekday, by: DimWeekday, axis: byWeekday, measures: visitMeasures},
	{id: SectionHour, by: DimHour, axis: byHour, measures: visitMeasures},
	{id: SectionHeat, by: DimHeat, axis: byHeat, measures: []Measure{Batches, Persons, WaitMean}},
	{id: SectionWaits, by: DimWait, from: ofBins, time: waitTimes, measures: []Measure{Waits, WaitShare}},
	{id: SectionServes, by: DimWait, from: ofBins, time: serveTimes, measures: []Measure{Serves, ServeShare}},
	{id: SectionDepartment, by: DimDepartment, axis: byDepartment, measures: visitMeasures},
	{id: SectionService, by: DimService, axis: byService, measures: visitMeasures},
	{id: SectionWindow, by: DimWindow, axis: byWindow, measures: visitMeasures},
	{id: SectionStaff, by: DimStaff, axis: byStaff, measures: visitMeasures},
	{id: SectionClass, by: DimClass, axis: byClass, measures: visitMeasures},
	{id: SectionLang, by: DimLang, axis: byLang, measures: visitMeasures},
	{id: SectionParty, by: DimParty, axis: byParty, measures: visitMeasures},
	{id: SectionRepeat, by: DimRepeat, axis: byRepeat, measures: visitMeasures},
	{id: SectionOutcome, by: DimOutcome, axis: byOutcome, measures: []Measure{Outcomes, OutcomeShare}},
	{id: SectionTarget, by: DimService, axis: byService, measures: []Measure{Waits, TargetMet, WaitMedian, WaitP90}},
	{id: SectionLevel, by: DimLevel, from: ofTable, table: levelTable, measures: []Measure{Levels, LevelShare}},
	{id: SectionEvaluationService, by: DimService, from: ofTable, table: evaluatedService, measures: evaluationMeasures},
	{id: SectionEvaluationWindow, by: DimWindow, from: ofTable, table: evaluatedWindow, measures: evaluationMeasures},
	{id: SectionEvaluationStaff, by: DimStaff, from: ofTable, table: evaluatedStaff, measures: evaluationMeasures},
	{id: SectionFollowUp, by: DimNone, from: ofTable, table: followUpTable, measures: []Measure{FollowUps, FollowUpsDone, FollowUpsRate, FollowUpsLate}},
	{id: SectionSearch, by: DimKiosk, from: ofTable, table: searchTable, measures: []Measure{Searches, Unserved, UnservedRate, Untaken}},
	{id: SectionPrinter, by: DimPrinter, from: ofTable, table: printerTable, measures: []Measure{
		Slips, PrintConfirmed, PrintSent, PrintDoubt, PrintFailed, PrintLapsed, PrintWaits, Reprints, ByHand, Stalls, StalledTime,
	}},
	{id: SectionConsult, by: DimWindow, from: ofTable, table: consultTable, measures: []Measure{Consultations, ConsultationsNot, ConsultationMean}},
	{id: SectionAlert, by: DimAlert, from: ofTable, table: alertTable, measures: []Measure{Alerts, AlertsSeen, AlertsSeenRate, AlertSeenMean, AlertLastedMean}},
	{id: SectionServer, by: DimNone, from: ofServer, measures: []Measure{ServerUp}},
}

var evaluationMeasures = []Measure{Evaluations, AnswerRate, ContentRate}

// bins are where the classes of the distributions begin, in seconds.
var bins = []int{0, 300, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200}

// binKey is the key of the class that begins at a place of bins.
func binKey(i int) string {
	if i == len(bins)-1 {
		return strconv.Itoa(bins[i]) + "-"
	}
	return fmt.Sprintf("%d-%d", bins[i], bins[i+1])
}

// binOf is the place of the class that a length belongs to.
func binOf(seconds int) int {
	i, exact := slices.BinarySearch(bins, seconds)
	if exact {
		return i
	}
	return i - 1
}

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

// key is the key of a place of an axis.
func (e *engine) key(a axis, i int) string {
	switch a {
	case byDay:
		return date(e.period.From).AddDate(0, 0, i).Format(time.DateOnly)
	case byWeekday, byHour:
		return strconv.Itoa(i)
	case byHeat:
		return fmt.Sprintf("%d-%d", i/24, i%24)
	case byParty:
		return []string{"alone", "group"}[i]
	case byRepeat:
		return []string{"first", "repeated"}[i]
	default:
		return cmp.Or(e.names.String(journal.Name(i)), nobody)
	}
}

// keys lists the keys of a table's rows in order: those that it always has, then the rules'
// order, what is gone from the rules after it, and what is nobody's last.
func (m *maker) keys(p plan, rows, was map[string]*sums) []string {
	var order []string
	switch p.by {
	case DimNone:
		return nil
	case DimDay:
		for i := range m.query.Period.Days() {
			order = append(order, m.now.key(byDay, i))
		}
		return order
	case DimWeekday:
		return strings.Fields("1 2 3 4 5 6 7")
	case DimHour:
		for i := range 24 {
			order = append(order, strconv.Itoa(i))
		}
		return order
	case DimWait:
		for i := range bins {
			order = append(order, binKey(i))
		}
		return order
	case DimHeat:
		for i := range 8 * 24 {
			order = append(order, m.now.key(byHeat, i))
		}
	default:
		order = m.inRules(p.by)
	}
	has := map[string]int{}
	for i, key := range order {
		has[key] = i - len(order)
	}
	keys := slices.Collect(maps.Keys(rows))
	for key := range was {
		if rows[key] == nil {
			keys = append(keys, key)
		}
	}
	if p.by == DimLevel {
		for _, key := range order {
			if rows[key] == nil && was[key] == nil {
				keys = append(keys, key)
			}
		}
	}
	last := func(key string) int {
		if key == nobody {
			return 1
		}
		return 0
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(has[a], has[b]), cmp.Compare(a, b))
	})
	return keys
}

// inRules lists ids in the rules' order.
func (m *maker) inRules(by Dimension) []string {
	r := m.rules
	switch by {
	case DimDepartment:
		return ids(r.Departments, func(d *queue.Department) string { return string(d.ID) })
	case DimService:
		return ids(r.Services, func(s *queue.Service) string { return string(s.ID) })
	case DimWindow:
		return ids(r.Windows, func(w *queue.WindowRule) string { return string(w.ID) })
	case DimStaff:
		return ids(r.Staff, func(s *queue.Staff) string { return string(s.ID) })
	case DimClass:
		return []string{string(queue.ClassOrdinary), string(queue.ClassPriority)}
	case DimLang:
		return r.Centre.Languages
	case DimParty:
		return []string{"alone", "group"}
	case DimRepeat:
		return []string{"first", "repeated"}
	case DimOutcome:
		return ids(r.Outcomes, func(o *queue.Outcome) string { return string(o.ID) })
	case DimLevel:
		return ids(r.Evaluation, func(l *queue.Level) string { return string(l.ID) })
	case DimKiosk:
		return ids(r.Kiosks, func(k *queue.Kiosk) string { return string(k.ID) })
	case DimAlert:
		return append(ids(queue.AlertKinds(), func(k *queue.AlertKind) string { return string(*k) }), journal.AlertSurge)
	default:
		return nil
	}
}

func ids[T any](list []T, id func(*T) string) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = id(&list[i])
	}
	return out
}
