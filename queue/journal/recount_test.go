package journal_test

import (
	"cmp"
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
	rules       *queue.Rules // the last
	then        []ruled      // all, oldest first
	tickets     map[queue.TicketID]*queue.Ticket
	straight    map[queue.TicketID]bool // came to a window without a number
	planned     map[string]bool         // ticket and leg, from 0: went on to the next stop of the plan
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

// ruled are rules and the day that they were put in force.
type ruled struct {
	day   queue.Day
	rules *queue.Rules
}

// on gives the rules that a day ended with.
func (h *history) on(day queue.Day) (r *queue.Rules) {
	for _, x := range h.then {
		if x.day <= day {
			r = x.rules
		}
	}
	return r
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
	h := &history{straight: map[queue.TicketID]bool{}, planned: map[string]bool{}, tickets: map[queue.TicketID]*queue.Ticket{}, matters: map[queue.TicketID]queue.MatterID{}}
	l := queue.NewLobby()
	stalls := map[queue.PrinterID]time.Time{}
	raised := map[string]*alerted{}
	days, late, done := map[queue.TicketID]queue.Day{}, map[queue.TicketID]bool{}, map[queue.TicketID]bool{} // of follow-ups
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
			h.then = append(h.then, ruled{e.Day, d.Rules})
		case queue.CalledData:
			if d.Reason.Code == "walk_in" {
				h.straight[d.Ticket] = true
			}
		case queue.MovedOnData:
			h.planned[fmt.Sprint(d.Ticket, len(l.Ticket(d.Ticket).Legs)-2)] = true
		case queue.UndoneData:
			delete(h.planned, fmt.Sprint(d.Ticket, len(l.Ticket(d.Ticket).Legs)-1))
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
		case queue.FollowUpClosedData:
			done[d.FollowUp] = true
			late[d.FollowUp] = late[d.FollowUp] || d.Late
		case queue.FollowUpAgainData: // one that was late stays one
			done[d.FollowUp] = false
		case queue.AlertRaisedData:
			raised[fmt.Sprint(d.Alert.ID)] = &alerted{e.Day, string(d.Alert.Kind), e.At, false}
			h.counted = append(h.counted, counted{day: e.Day, section: "alert", key: string(d.Alert.Kind), measure: report.Alerts, length: report.AlertsSeenRate})
		case queue.SurgeFoundData:
			raised[fmt.Sprint("surge ", e.Seq)] = &alerted{e.Day, "surge", e.At, false}
			h.counted = append(h.counted, counted{day: e.Day, section: "alert", key: "surge", measure: report.Alerts, length: report.AlertsSeenRate})
		case queue.AlertSeenData:
			h.seen(raised, fmt.Sprint(d.Alert), e.At)
		case queue.SurgeSeenData:
			h.seen(raised, fmt.Sprint("surge ", d.Surge), e.At)
		case queue.AlertOverData:
			x := raised[fmt.Sprint(d.Alert)]
			h.counted = append(h.counted, counted{x.day, "alert", x.kind, overAlerts, report.AlertLastedMean, int(e.At.Sub(x.at) / time.Second)})
		case queue.ConsultationOverData:
			c := counted{day: e.Day, section: "consult", key: string(d.Lead), measure: report.ConsultationsNot, length: report.ConsultationsNot}
			if !d.Began.IsZero() {
				c.measure, c.length, c.seconds = report.Consultations, report.ConsultationMean, int(e.At.Sub(d.Began)/time.Second)
			}
			h.counted = append(h.counted, c)
		}
	}
	for visit, day := range days {
		for measure, is := range map[report.Measure]bool{report.FollowUpsDone: done[visit], report.FollowUpsLate: late[visit]} {
			if is {
				h.counted = append(h.counted, counted{day: day, section: "follow_up", measure: measure, length: report.FollowUpsRate})
			}
		}
	}
	return h
}

// alerted is an alert, until somebody says that they know of it and for as long as it lasts.
type alerted struct {
	day  queue.Day
	kind string
	at   time.Time
	seen bool
}

// servedLast are the visits that ended somewhere, where they are evaluated; no figure counts them by itself.
const servedLast report.Measure = "served_last"

// overAlerts are the alerts that are over, which no figure counts by itself.
const overAlerts report.Measure = "alerts_over"

// seen counts an alert that somebody acknowledges; a second time, after it has grown, counts no more.
func (h *history) seen(raised map[string]*alerted, id string, at time.Time) {
	x := raised[id]
	if x.seen {
		return
	}
	x.seen = true
	h.counted = append(h.counted, counted{x.day, "alert", x.kind, report.AlertsSeen, report.AlertSeenMean, int(at.Sub(x.at) / time.Second)})
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
	n                    map[report.Measure]int
	waits, calls, serves []int
	within, aimed        int
	aims                 []queue.Target
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
	for id, x := range h.tickets {
		if x.Day < p.From || x.Day > p.To || !keep(x) {
			continue
		}
		rules := h.on(x.Day)
		zone, err := time.LoadLocation(rules.Centre.TimeZone)
		if err != nil {
			panic(err)
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
				out.at("service", string(l.Service)), out.at("department", string(rules.Service(l.Service).Department)),
				out.at("window", cmp.Or(string(l.Window), "-")), out.at("staff", cmp.Or(string(l.Staff), "-")),
			}, whole...)
		}
		last := x.Legs[len(x.Legs)-1]
		home := last
		if i := slices.IndexFunc(x.Legs, func(l queue.Leg) bool { return !l.Called.IsZero() }); i >= 0 {
			home = x.Legs[i]
		}
		count := func(to []*pile, what report.Measure, by int) {
			for _, q := range to {
				q.n[what] += by
			}
		}
		visit := placed(home)
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
		if x.State == queue.Done {
			count(placed(last), servedLast, 1)
		}
		called, waiting := false, time.Duration(0)
		for i, l := range x.Legs {
			leg := placed(l)
			from, until := l.From, l.Called
			if i == 0 && x.Due.After(from) {
				from = x.Due
			}
			if until.IsZero() {
				until = l.Ended
			}
			if !until.IsZero() {
				waiting += rules.Waited(l.Service, from, until)
			}
			if i == 0 && h.straight[id] {
				called, waiting = true, 0
			} else if !l.Called.IsZero() {
				wait := int(waiting / time.Second)
				waiting = 0
				target := rules.TargetOf(l.Service)
				for j, q := range leg {
					if q.calls = append(q.calls, wait); called {
						continue
					}
					q.waits = append(q.waits, wait)
					if target == nil {
						continue
					}
					q.aimed++
					if wait <= target.WithinS {
						q.within++
					}
					switch {
					case j == 0: // its service
						q.aims = append(q.aims, *target)
					case rules.Policy.Target != nil:
						q.aims = append(q.aims, *rules.Policy.Target)
					}
				}
				called = true
			}
			if !l.Started.IsZero() && !l.Ended.IsZero() {
				for _, q := range leg {
					q.serves = append(q.serves, int(l.Ended.Sub(l.Started)/time.Second))
				}
			}
			if !l.Called.IsZero() && (!l.Started.IsZero() || l.End == "transferred" || l.Counts != "") {
				count(leg, report.Receipts, 1)
				switch {
				case i == len(x.Legs)-1:
				case h.planned[fmt.Sprint(id, i)]:
					count(leg, report.Onward, 1)
				default:
					count(leg, report.Transfers, 1)
				}
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
			if n := q.n[servedLast]; n > 0 {
				out.at(of, key).n[servedLast] = n
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
			if e.Due.IsZero() {
				at.n[report.ContentRate]++
			}
		}
	}
}
