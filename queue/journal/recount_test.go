package journal_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/report"
)

// history is what the events come to, found by reading them one by one and nothing else.
type history struct {
	rules       *queue.Rules
	tickets     map[queue.TicketID]*queue.Ticket
	matters     map[queue.TicketID]queue.MatterID
	evaluations []queue.EvaluatedData
	searches    []searched
	counted     []counted
}

// counted is something else that happened on a day: a stall of a printer, a consultation.
type counted struct {
	day     queue.Day
	section report.SectionID
	key     string
	measure report.Measure
	length  report.Measure
	seconds int
}

type searched struct {
	day queue.Day
	queue.SearchedData
}

func readHistory(t testing.TB, b *journal.Books) *history {
	t.Helper()
	events, err := b.ReadEvents(t.Context(), 0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	h := &history{tickets: map[queue.TicketID]*queue.Ticket{}, matters: map[queue.TicketID]queue.MatterID{}}
	l := queue.NewLobby()
	stalls := map[queue.PrinterID]time.Time{}
	days, late := map[queue.TicketID]queue.Day{}, map[queue.TicketID]bool{} // of follow-ups
	stalled := func(p queue.PrinterID, day queue.Day, until time.Time) {
		if since, ok := stalls[p]; ok {
			delete(stalls, p)
			h.counted = append(h.counted, counted{day, "printer", string(p), report.Stalls, report.StalledTime, int(until.Sub(since) / time.Second)})
		}
	}
	for i := range events {
		e := &events[i]
		l.Apply(e)
		for _, id := range e.Touched() {
			if x := l.Ticket(id); x != nil {
				h.tickets[id] = x.Clone()
			}
		}
		switch d := e.Data.(type) {
		case queue.RulesData:
			h.rules = d.Rules
		case queue.MatterOpenedData:
			h.matters[d.Ticket] = d.Matter
			if d.Earlier != nil {
				h.matters[d.Earlier.Ticket] = d.Matter
			}
		case queue.MatterLinkedData:
			h.matters[d.Ticket] = d.Matter
		case queue.MatterDroppedData:
			delete(h.matters, d.Ticket)
		case queue.EvaluatedData:
			h.evaluations = append(h.evaluations, d)
		case queue.SearchedData:
			h.searches = append(h.searches, searched{e.Day, d})
		case queue.PrintStalledData:
			p, _ := e.Actor.Printer()
			if _, ok := stalls[p]; !ok {
				stalls[p] = e.At
			}
		case queue.PrintBegunData:
			p, _ := e.Actor.Printer()
			stalled(p, e.Day, e.At)
		case queue.DayData:
			for p := range maps.Clone(stalls) {
				stalled(p, d.Closed, e.At)
			}
		case queue.FollowUpOpenedData:
			days[d.FollowUp] = d.Visit
			h.counted = append(h.counted, counted{day: d.Visit, section: "follow_up", measure: report.FollowUps, length: report.FollowUpsRate})
		case queue.FollowUpOverdueData:
			late[d.FollowUp] = true
			h.counted = append(h.counted, counted{day: days[d.FollowUp], section: "follow_up", measure: report.FollowUpsLate, length: report.FollowUpsRate})
		case queue.FollowUpClosedData:
			h.counted = append(h.counted, counted{day: days[d.FollowUp], section: "follow_up", measure: report.FollowUpsDone, length: report.FollowUpsRate})
			if d.Late && !late[d.FollowUp] {
				h.counted = append(h.counted, counted{day: days[d.FollowUp], section: "follow_up", measure: report.FollowUpsLate, length: report.FollowUpsRate})
			}
		case queue.ConsultationOverData:
			c := counted{day: e.Day, section: "consult", key: string(d.Lead), measure: report.ConsultationsNot, length: report.ConsultationsNot}
			if !d.Began.IsZero() {
				c.measure, c.length, c.seconds = report.Consultations, report.ConsultationMean, int(e.At.Sub(d.Began)/time.Second)
			}
			h.counted = append(h.counted, c)
		}
	}
	return h
}

// once says which legs are the first of their matter, or visit, to accept or conclude.
func (h *history) once() map[string]bool {
	type act struct {
		subject string
		at      time.Time
		ticket  queue.TicketID
		leg     int
	}
	var acts []act
	for id, x := range h.tickets {
		for i, l := range x.Legs {
			if l.Counts.OncePerMatter() {
				subject := fmt.Sprint("visit ", id)
				if m := h.matters[id]; m != 0 {
					subject = fmt.Sprint("matter ", m)
				}
				acts = append(acts, act{fmt.Sprint(subject, l.Counts), l.Ended, id, i})
			}
		}
	}
	slices.SortFunc(acts, func(a, b act) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.ticket, b.ticket), cmp.Compare(a.leg, b.leg))
	})
	seen, once := map[string]bool{}, map[string]bool{}
	for _, a := range acts {
		if !seen[a.subject] {
			seen[a.subject] = true
			once[fmt.Sprint(a.ticket, a.leg)] = true
		}
	}
	return once
}

// pile is what a plain recount has of one row.
type pile struct {
	n             map[report.Measure]int
	waits, serves []int
	within, aimed int
}

type piles map[report.SectionID]map[string]*pile

func (p piles) at(s report.SectionID, key string) *pile {
	if p[s] == nil {
		p[s] = map[string]*pile{}
	}
	if p[s][key] == nil {
		p[s][key] = &pile{n: map[report.Measure]int{}}
	}
	return p[s][key]
}

// recount counts the days from one to another without any of what the reports are made of.
func (h *history) recount(p report.Period, keep func(*queue.Ticket) bool) piles {
	out, once := piles{}, h.once()
	zone, err := time.LoadLocation(h.rules.Centre.TimeZone)
	if err != nil {
		panic(err)
	}
	for id, x := range h.tickets {
		if x.Day < p.From || x.Day > p.To || !keep(x) {
			continue
		}
		date, _ := time.Parse(time.DateOnly, string(x.Day))
		day := (int(date.Weekday())+6)%7 + 1
		hour := x.Issued.In(zone).Hour()
		whole := []*pile{
			out.at("totals", ""), out.at("day", string(x.Day)), out.at("weekday", strconv.Itoa(day)), out.at("hour", strconv.Itoa(hour)),
			out.at("heat", fmt.Sprintf("%d-%d", day, hour)), out.at("class", string(x.Class)), out.at("lang", x.Lang),
			out.at("party", map[bool]string{true: "group", false: "alone"}[x.Party > 1]),
			out.at("repeat", map[bool]string{true: "repeated", false: "first"}[x.Repeat]),
		}
		placed := func(l queue.Leg) []*pile {
			return append([]*pile{
				out.at("service", string(l.Service)), out.at("department", string(h.rules.Service(l.Service).Department)),
				out.at("window", cmp.Or(string(l.Window), "-")), out.at("staff", cmp.Or(string(l.Staff), "-")),
			}, whole...)
		}
		last := x.Legs[len(x.Legs)-1]
		count := func(to []*pile, what report.Measure, by int) {
			for _, q := range to {
				q.n[what] += by
			}
		}
		visit := placed(last)
		count(visit, report.Batches, 1)
		count(visit, report.Persons, x.Party)
		count(visit, map[bool]report.Measure{true: report.Groups, false: report.Alone}[x.Party > 1], 1)
		count(visit, map[bool]report.Measure{true: report.Repeated, false: report.First}[x.Repeat], 1)
		end := map[queue.State]report.Measure{
			queue.Done: report.Served, queue.Cancelled: report.Left, queue.NoShow: report.Missed, queue.Lapsed: report.Lapsed,
		}[x.State]
		if end == report.Lapsed && last.Calls > 0 && last.Started.IsZero() {
			end = report.Missed
		}
		count(visit, cmp.Or(end, report.Inside), 1)
		for i, l := range x.Legs {
			leg := placed(l)
			if i == 0 && !l.Called.IsZero() {
				wait := int(l.Called.Sub(l.From) / time.Second)
				for _, q := range leg {
					q.waits = append(q.waits, wait)
				}
				if target := h.rules.TargetOf(l.Service); target != nil {
					for _, q := range leg {
						q.aimed++
						if wait <= target.WithinS {
							q.within++
						}
					}
				}
			}
			if !l.Started.IsZero() && !l.Ended.IsZero() {
				for _, q := range leg {
					q.serves = append(q.serves, int(l.Ended.Sub(l.Started)/time.Second))
				}
			}
			sent := l.End == "transferred"
			if sent {
				count(leg, report.Transfers, 1)
			}
			if !l.Called.IsZero() && (!l.Started.IsZero() || sent || l.Counts != "") {
				count(leg, report.Receipts, 1)
			}
			if l.Counts == "" {
				continue
			}
			count(append(leg, out.at("outcome", l.End)), report.Outcomes, 1)
			m := map[queue.Counts]report.Measure{
				queue.CountsAccepted: report.Accepted, queue.CountsConcluded: report.Concluded, queue.CountsMediated: report.Mediated,
				queue.CountsFailed: report.MediationLost, queue.CountsConfirmed: report.Confirmed,
			}[l.Counts]
			if m != "" && (!l.Counts.OncePerMatter() || once[fmt.Sprint(id, i)]) {
				count(leg, m, 1)
			}
		}
		if x.Print.State != queue.PrintNone || x.Print.Copies > 0 || x.Print.ByHand {
			paper := []*pile{out.at("printer", cmp.Or(string(x.Print.Printer), "-"))}
			if x.Print.State != queue.PrintNone {
				count(paper, report.Slips, 1)
				count(paper, map[queue.PrintState]report.Measure{
					queue.PrintConfirmed: report.PrintConfirmed, queue.PrintSent: report.PrintSent, queue.PrintInDoubt: report.PrintDoubt,
					queue.PrintFailed: report.PrintFailed, queue.PrintLapsed: report.PrintLapsed, queue.PrintQueued: report.PrintWaits, queue.Printing: report.PrintWaits,
				}[x.Print.State], 1)
			}
			count(paper, report.Reprints, x.Print.Copies)
			if x.Print.ByHand {
				count(paper, report.ByHand, 1)
			}
		}
	}
	h.opinions(p, out)
	for _, c := range h.counted {
		if c.day >= p.From && c.day <= p.To {
			n := out.at(c.section, c.key).n
			n[c.measure]++
			n[c.length] += c.seconds
		}
	}
	for of, by := range map[report.SectionID]report.SectionID{"evaluation_service": "service", "evaluation_window": "window", "evaluation_staff": "staff"} {
		for key, q := range out[by] {
			if n := q.n[report.Served]; n > 0 {
				out.at(of, key).n[report.Served] = n
			}
		}
	}
	out.distribute("waits", report.Waits, out.at("totals", "").waits)
	out.distribute("serves", report.Serves, out.at("totals", "").serves)
	for _, s := range h.searches {
		if s.day >= p.From && s.day <= p.To {
			n := out.at("search", string(s.Kiosk)).n
			n[report.Searches]++
			switch {
			case s.Hits <= 0:
				n[report.Unserved]++
			case s.Service == "" && s.Question == "":
				n[report.Untaken]++
			}
		}
	}
	return out
}

// distribute counts lengths by their classes.
func (p piles) distribute(s report.SectionID, m report.Measure, list []int) {
	edges := []int{0, 300, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200, 1 << 30}
	for i := range edges[1:] {
		key := fmt.Sprintf("%d-%d", edges[i], edges[i+1])
		if i == len(edges)-2 {
			key = "7200-"
		}
		for _, x := range list {
			if x >= edges[i] && x < edges[i+1] {
				q := p.at(s, key)
				if m == report.Waits {
					q.waits = append(q.waits, x)
				} else {
					q.serves = append(q.serves, x)
				}
			}
		}
	}
}

// opinions recounts the evaluations.
func (h *history) opinions(p report.Period, out piles) {
	for _, e := range h.evaluations {
		if e.Visit < p.From || e.Visit > p.To {
			continue
		}
		out.at("level", string(e.Level)).n[report.Levels]++
		for _, at := range []*pile{
			out.at("evaluation_service", string(e.Service)), out.at("evaluation_window", cmp.Or(string(e.Window), "-")), out.at("evaluation_staff", cmp.Or(string(e.Staff), "-")),
		} {
			at.n[report.Evaluations]++
			if !h.rules.Level(e.Level).FollowUp {
				at.n[report.ContentRate]++
			}
		}
	}
}

// want says what a figure must be, by the recount; false for what it doesn't know.
func (q *pile) want(f report.Figure) (report.Figure, bool) {
	w := report.Figure{Measure: f.Measure, Percent: f.Percent, WithinS: f.WithinS}
	rate := func(part, whole report.Measure) (report.Figure, bool) {
		w.N, w.Of = q.n[part], q.n[whole]
		return w, true
	}
	seconds := func(n, sum int) (report.Figure, bool) {
		if w.N = n; n > 0 {
			w.Seconds = (2*sum + n) / (2 * n)
		}
		return w, true
	}
	length := func(list []int, percent int) (report.Figure, bool) {
		w.N = len(list)
		if len(list) == 0 {
			return w, true
		}
		sorted := slices.Sorted(slices.Values(list))
		if percent > 0 {
			w.Seconds = sorted[(len(sorted)*percent+99)/100-1]
			return w, true
		}
		sum := 0
		for _, s := range sorted {
			sum += s
		}
		w.Seconds = (2*sum + len(sorted)) / (2 * len(sorted))
		return w, true
	}
	switch f.Measure {
	case report.PerBatch:
		return rate(report.Persons, report.Batches)
	case report.LeftRate:
		return rate(report.Left, report.Batches)
	case report.MissRate:
		return rate(report.Missed, report.Batches)
	case report.SentRate:
		return rate(report.Transfers, report.Receipts)
	case report.ConcludedRate:
		return rate(report.Concluded, report.Accepted)
	case report.ContentRate:
		return rate(report.ContentRate, report.Evaluations)
	case report.UnservedRate:
		return rate(report.Unserved, report.Searches)
	case report.MediatedRate:
		w.N, w.Of = q.n[report.Mediated], q.n[report.Mediated]+q.n[report.MediationLost]
		return w, true
	case report.Mediations:
		w.N = q.n[report.Mediated] + q.n[report.MediationLost]
		return w, true
	case report.TargetMet:
		w.N, w.Of = q.within, q.aimed
		return w, true
	case report.WaitShare:
		w.N, w.Of = len(q.waits), f.Of
		return w, true
	case report.ServeShare:
		w.N, w.Of = len(q.serves), f.Of
		return w, true
	case report.Waits:
		w.N = len(q.waits)
		return w, true
	case report.Serves:
		w.N = len(q.serves)
		return w, true
	case report.WaitMean:
		return length(q.waits, 0)
	case report.WaitMedian:
		return length(q.waits, 50)
	case report.WaitP90:
		return length(q.waits, 90)
	case report.WaitP95:
		return length(q.waits, 95)
	case report.WaitMax:
		return length(q.waits, 100)
	case report.ServeMean:
		return length(q.serves, 0)
	case report.ServeMedian:
		return length(q.serves, 50)
	case report.ServeP90:
		return length(q.serves, 90)
	case report.ServeP95:
		return length(q.serves, 95)
	case report.ServeMax:
		return length(q.serves, 100)
	case report.FollowUpsRate:
		return rate(report.FollowUpsDone, report.FollowUps)
	case report.AnswerRate:
		return rate(report.Evaluations, report.Served)
	case report.OutcomeShare:
		w.N, w.Of = q.n[report.Outcomes], f.Of
		return w, true
	case report.LevelShare:
		w.N, w.Of = q.n[report.Levels], f.Of
		return w, true
	case report.StalledTime:
		return seconds(q.n[report.Stalls], q.n[report.StalledTime])
	case report.ConsultationMean:
		return seconds(q.n[report.Consultations], q.n[report.ConsultationMean])
	default:
	}
	if f.Measure.Kind() != report.KindCount {
		return w, false
	}
	w.N = q.n[f.Measure]
	return w, true
}

// sum is all rows of a table together, without their times.
func (p piles) sum(s report.SectionID) *pile {
	all := &pile{n: map[report.Measure]int{}}
	for _, q := range p[s] {
		for m, n := range q.n {
			all.n[m] += n
		}
	}
	return all
}

// holds holds a report against the recount, figure by figure.
func (p piles) holds(t *testing.T, rep *report.Report) (figures int) {
	t.Helper()
	for _, s := range rep.Sections {
		if s.ID == report.SectionServer { // of the machine, which no event tells of
			continue
		}
		of := s.ID
		if of == report.SectionTarget {
			of = report.SectionService
		}
		for _, row := range append(s.Rows, s.Total) {
			have := p.at(of, row.Key)
			if row.Key == "" {
				have = p.at(report.SectionTotals, "")
				if own := []report.SectionID{"level", "evaluation_service", "evaluation_window", "evaluation_staff", "search", "printer", "consult", "follow_up"}; slices.Contains(own, s.ID) {
					have = p.sum(s.ID)
				}
			}
			for _, f := range row.Figures {
				want, known := have.want(f)
				if !known {
					t.Errorf("%s isn't recounted", f.Measure)
				}
				if f != want {
					t.Errorf("%s %q: %+v; recounted %+v", s.ID, row.Key, f, want)
				}
				figures++
			}
		}
		for key := range p[of] {
			if s.Row(key) == nil {
				t.Errorf("%s has no row %q", s.ID, key)
			}
		}
	}
	return figures
}

// TestFiguresEqualARecountOfTheEvents holds every figure of random days, closed and open,
// against a recount; then the same after a rebuild; and the tickets behind each figure.
func TestFiguresEqualARecountOfTheEvents(t *testing.T) {
	s := open(t, t.TempDir())
	randomDays(t, s, 77, 1500, 8)
	h := readHistory(t, s.Books)
	r := h.rules
	r.Policy.Target = &queue.Target{WithinS: 600, Percent: 80}
	r.Services[1].Target = &queue.Target{WithinS: 60, Percent: 50}
	today, err := s.Today(t.Context())
	if err != nil || today <= "2026-11-24" {
		t.Fatalf("today is %s, %v", today, err)
	}
	whole := report.Period{From: "2026-11-01", To: "2026-12-31"}
	all := func(*queue.Ticket) bool { return true }
	check := func(name string, q report.Query, keep func(*queue.Ticket) bool) {
		t.Helper()
		rep, err := report.Make(t.Context(), s, r, q)
		if err != nil {
			t.Fatal(err)
		}
		if rep.Open != (today <= q.Period.To) {
			t.Errorf("%s: the report says that it is open: %v", name, rep.Open)
		}
		if n := h.recount(q.Period, keep).holds(t, rep); n < 400 {
			t.Errorf("%s: only %d figures were held against the recount", name, n)
		}
	}
	for range 2 {
		check("everything", report.Query{Period: whole, Persons: true}, all)
		check("a closed day", report.Query{Period: report.DayOf("2026-11-23"), Persons: true}, all)
		check("since yesterday", report.Query{Period: report.Period{From: today[:8] + "01", To: today}, Persons: true}, all)
		check("priority in English", report.Query{
			Period: whole, Persons: true, Filter: report.Filter{Classes: []queue.Class{queue.ClassPriority}, Langs: []string{"en"}},
		}, func(x *queue.Ticket) bool { return x.Class == queue.ClassPriority && x.Lang == "en" })
		if err := s.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	behind(t, s, r, report.Query{Period: whole, Persons: true})
	masked := hides(t, s, r, report.Query{Period: whole, Persons: true})
	for p := report.DayOf("2026-11-23"); p.From <= today; p = p.After() {
		masked += hides(t, s, r, report.Query{Period: p, Persons: true})
	}
	if masked < 10 {
		t.Errorf("only %d rows were hidden", masked)
	}
	behind(t, s, r, report.Query{Period: whole, Persons: true, Filter: report.Filter{Services: []queue.ServiceID{"legal"}}})
}

// behind counts the tickets behind each figure of a report.
func behind(t *testing.T, s *journal.Store, r *queue.Rules, q report.Query) {
	t.Helper()
	rep, err := report.Make(t.Context(), s, r, q)
	if err != nil {
		t.Fatal(err)
	}
	figures := 0
	for _, section := range rep.Sections {
		for _, row := range append(section.Rows, section.Total) {
			for _, f := range row.Figures {
				if !f.Measure.Drills() || f.N == 0 && row.Key != "" {
					continue
				}
				figures++
				at := report.Place{Section: section.ID, Key: row.Key, Measure: f.Measure}
				sum, cases := 0, 0
				for after := queue.TicketID(0); ; {
					page, err := report.Behind(t.Context(), s, r, q, at, after, 1000)
					if err != nil {
						t.Fatalf("%+v: %v", at, err)
					}
					sum, cases = page.Sum, cases+len(page.Cases)
					if after = page.Next; after == 0 {
						if cases != page.Total {
							t.Errorf("%+v: %d cases on the pages, %d in all", at, cases, page.Total)
						}
						break
					}
				}
				if sum != f.N {
					t.Errorf("%+v is %d, behind it are %d", at, f.N, sum)
				}
			}
		}
	}
	if figures < 300 {
		t.Errorf("behind %d figures only was anything", figures)
	}
}

// hides holds a report against its bound: whatever is told of a person or of the evaluation
// comes of as many cases, and behind what is hidden no tickets are shown.
func hides(t *testing.T, s *journal.Store, r *queue.Rules, q report.Query) (masked int) {
	t.Helper()
	r.Reports.MaskBelow = 5
	defer func() { r.Reports.MaskBelow = 0 }()
	rep, err := report.Make(t.Context(), s, r, q)
	if err != nil {
		t.Fatal(err)
	}
	for id, base := range map[report.SectionID]report.Measure{
		report.SectionStaff: report.Receipts, report.SectionLevel: report.Levels, report.SectionEvaluationService: report.Evaluations,
		report.SectionEvaluationWindow: report.Evaluations, report.SectionEvaluationStaff: report.Evaluations,
	} {
		section, hidden, told := rep.Section(id), 0, 0
		for _, row := range section.Rows {
			f := section.Figure(row.Key, base)
			if !f.Masked {
				if f.N > 0 && f.N < 5 {
					t.Errorf("%s %q tells of %d", id, row.Key, f.N)
				}
				told += f.N
				continue
			}
			hidden++
			for _, f := range row.Figures {
				if !f.Masked || f.N != 0 || f.Of != 0 || f.Seconds != 0 {
					t.Errorf("%s %q is hidden but for %+v", id, row.Key, f)
				}
			}
			if _, err := report.Behind(t.Context(), s, r, q, report.Place{Section: id, Key: row.Key, Measure: base}, 0, 10); !errors.Is(err, report.ErrNothingBehind) {
				t.Errorf("behind %s %q: %v", id, row.Key, err)
			}
		}
		if hidden == 1 && len(section.Rows) > 1 && told > 0 && !section.Total.Figures[0].Masked {
			t.Errorf("the one hidden row of %s comes out by subtraction", id)
		}
		masked += hidden
	}
	return masked
}
