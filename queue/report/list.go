package report

import (
	"cmp"
	"context"
	"slices"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
)

// Listing is what stands behind a figure that counts no tickets.
type Listing struct {
	Sum     int     `json:"sum"` // what the entries come to: the figure, or the part of a rate; of uptime the seconds
	Entries []Entry `json:"entries"`
	Words   []Entry `json:"words,omitempty"`  // that found nothing, the most frequent first
	Others  int     `json:"others,omitempty"` // searches for words that are told to nobody, since few searched for them
}

// Entry is one case of a listing. What doesn't apply is empty.
type Entry struct {
	Day     queue.Day       `json:"day,omitempty"`
	Until   queue.Day       `json:"until,omitempty"` // of a word: when it was last searched for
	Ticket  queue.TicketID  `json:"ticket,omitempty"`
	Number  string          `json:"number,omitempty"`
	Device  string          `json:"device,omitempty"` // a kiosk or a printer
	Service queue.ServiceID `json:"service,omitempty"`
	Window  queue.WindowID  `json:"window,omitempty"`
	Lang    string          `json:"lang,omitempty"`
	Code    string          `json:"code,omitempty"` // what became of it, or why
	Word    string          `json:"word,omitempty"`
	N       int             `json:"n,omitempty"` // searches; calls of a follow-up
	From    time.Time       `json:"from,omitzero"`
	To      time.Time       `json:"to,omitzero"`
	Due     time.Time       `json:"due,omitzero"` // of a call-back; of an alert when it was acknowledged
	Seconds int             `json:"seconds,omitempty"`
}

// The codes of uptime's entries.
const (
	Ran  = "ran"
	Down = "down"
)

// List gives what stands behind a figure of a measure that Lists. It is found by the rules that
// the figure was counted by, so that Sum is the figure.
func List(ctx context.Context, b Books, r *queue.Rules, q Query, at Place) (*Listing, error) {
	q.Compare = false
	i := slices.IndexFunc(plans, func(p plan) bool { return p.id == at.Section })
	if i < 0 || !at.Measure.Lists() || !slices.Contains(plans[i].measures, at.Measure) {
		return nil, ErrNothingBehind
	}
	if err := shown(ctx, b, r, q, at); err != nil {
		return nil, err
	}
	l := lister{gathered: &gathered{engine: newEngine(r, &q, q.Period)}, plan: plans[i], at: at}
	b, done, err := moment(ctx, b)
	if err != nil {
		return nil, err
	}
	defer done()
	if err := l.recall(ctx, b); err != nil {
		return nil, err
	}
	switch at.Section {
	case SectionSearch:
		err = l.searches(ctx, b)
	case SectionPrinter:
		err = l.stalls(ctx, b)
	case SectionConsult:
		err = l.consultations(ctx, b)
	case SectionFollowUp:
		err = l.followUps(ctx, b)
	case SectionAlert:
		err = l.alerts(ctx, b)
	case SectionServer:
		err = l.uptime(ctx, b, q.Now)
	default:
		err = ErrNothingBehind
	}
	if err != nil {
		return nil, err
	}
	return &l.out, nil
}

// lister gathers what stands behind a figure.
type lister struct {
	*gathered
	plan plan
	at   Place
	out  Listing
}

// add takes in an entry if it counts to the figure, which its tally says.
func (l *lister) add(t *journal.Tally, e Entry) {
	t.Day = e.Day
	key, ok := l.tablesOf(t)[l.plan.table]
	if !ok || l.at.Key != "" && key != l.at.Key {
		return
	}
	more, _ := ofTally(t, nil)
	for _, m := range more {
		if m.count == l.at.Measure.spec().n {
			l.out.Sum += m.by
			l.out.Entries = append(l.out.Entries, e)
		}
	}
}

func (l *lister) searches(ctx context.Context, b Books) error {
	list, err := b.Searches(ctx, l.period.From, l.period.To)
	if err != nil {
		return err
	}
	for _, s := range list {
		l.add(&journal.Tally{What: journal.TallySearch, Device: string(s.Kiosk), Code: s.Code, N: s.N},
			Entry{Day: s.Day, Device: string(s.Kiosk), Lang: s.Lang, Code: s.Code, Service: s.Service, N: s.N})
	}
	if l.at.Measure == Untaken {
		return nil
	}
	words, err := b.Words(ctx, l.period.From, l.period.To, queue.KioskID(l.at.Key))
	if err != nil {
		return err
	}
	// What one visitor typed may tell who it was: a word is told when many searched for it.
	for _, w := range words {
		if w.N < l.rules.Reports.MaskBelow {
			l.out.Others += w.N
			continue
		}
		l.out.Words = append(l.out.Words, Entry{Word: w.Word, N: w.N, Day: w.First, Until: w.Last})
	}
	return nil
}

func (l *lister) stalls(ctx context.Context, b Books) error {
	list, err := b.Stalls(ctx, l.period.From, l.period.To)
	if err != nil {
		return err
	}
	for _, s := range list {
		l.add(&journal.Tally{What: journal.TallyStall, Device: string(s.Printer), N: 1},
			Entry{Day: s.Day, Device: string(s.Printer), Code: s.Why, From: s.Since, To: s.Until, Seconds: seconds(s.Since, s.Until)})
	}
	return nil
}

func (l *lister) consultations(ctx context.Context, b Books) error {
	list, err := b.ConsultationsOver(ctx, l.period.From, l.period.To)
	if err != nil {
		return err
	}
	for _, c := range list {
		t := journal.Tally{What: journal.TallyConsultation, Window: c.Lead, Code: journal.ConsultNot, N: 1}
		e := Entry{Day: c.Day, Ticket: c.Ticket, Window: c.Lead, Code: c.Why, To: c.Over}
		if !c.Began.IsZero() {
			t.Code, e.From, e.Seconds = journal.ConsultHeld, c.Began, seconds(c.Began, c.Over)
		}
		l.add(&t, e)
	}
	return l.numbers(ctx, b)
}

func (l *lister) followUps(ctx context.Context, b Books) error {
	list, err := b.FollowUps(ctx, l.period.From, l.period.To)
	if err != nil {
		return err
	}
	for i := range list {
		f := &list[i]
		code := journal.FollowOpen
		switch late := !f.Overdue.IsZero(); {
		case !f.Closed.IsZero() && (late || f.Closed.After(f.Due)):
			code = journal.FollowDoneLate
		case !f.Closed.IsZero():
			code = journal.FollowDone
		case late:
			code = journal.FollowLate
		}
		l.add(&journal.Tally{What: journal.TallyFollowUp, Service: f.Service, Window: f.Window, Staff: f.Staff, Code: code, N: 1},
			Entry{Day: f.Day, Ticket: f.Visit, Service: f.Service, Window: f.Window, Code: code, N: len(f.Calls), From: f.Opened, To: f.Closed, Due: f.Due})
	}
	return l.numbers(ctx, b)
}

// alerts lists alerts: with how long it took until somebody acknowledged them where the figure is
// about that, else with how long they lasted.
func (l *lister) alerts(ctx context.Context, b Books) error {
	list, err := b.Raised(ctx, l.period.From, l.period.To)
	if err != nil {
		return err
	}
	what := journal.TallyAlert
	switch l.at.Measure.spec().n {
	case alertsSeen:
		what = journal.TallyAlertSeen
	case alertsOver:
		what = journal.TallyAlertOver
	default:
	}
	for _, a := range list {
		e := Entry{Day: a.Day, Device: a.Device, Service: a.Service, Code: a.Kind, From: a.At, Due: a.Seen, To: a.Ended}
		switch {
		case what == journal.TallyAlertSeen && a.Seen.IsZero(), what == journal.TallyAlertOver && a.Ended.IsZero():
			continue
		case what == journal.TallyAlertSeen:
			e.Seconds = seconds(a.At, a.Seen)
		case !a.Ended.IsZero():
			e.Seconds = seconds(a.At, a.Ended)
		}
		l.add(&journal.Tally{What: what, Service: a.Service, Code: a.Kind, N: 1}, e)
	}
	return nil
}

// uptime lists when the program ran, and when it could have and didn't, the newest first.
func (l *lister) uptime(ctx context.Context, b Books, now time.Time) error {
	runs, from, to, err := l.runs(ctx, b, now)
	if err != nil || from.IsZero() {
		return err
	}
	put := func(code string, a, z time.Time) {
		if s := seconds(a, z); s > 0 {
			l.out.Entries = append(l.out.Entries, Entry{Code: code, From: a, To: z, Seconds: s})
		}
	}
	last := from
	for _, r := range runs {
		put(Down, last, r.Began)
		put(Ran, r.Began, r.Last)
		l.out.Sum += seconds(r.Began, r.Last)
		last = r.Last
	}
	put(Down, last, to)
	slices.Reverse(l.out.Entries)
	return nil
}

// numbers puts the tickets' numbers to the entries.
func (l *lister) numbers(ctx context.Context, b Books) error {
	ids, of := make([]queue.TicketID, len(l.out.Entries)), map[queue.TicketID][]*Entry{}
	for i := range ids {
		e := &l.out.Entries[i]
		ids[i], of[e.Ticket] = e.Ticket, append(of[e.Ticket], e)
	}
	return b.Ways(ctx, ids, func(w *journal.Way) error {
		for _, e := range of[w.Ticket] {
			e.Number = w.Number
			e.Service = cmp.Or(e.Service, w.Legs[len(w.Legs)-1].Service)
		}
		return nil
	})
}

// seconds is how long something lasted, whole seconds cut.
func seconds(from, to time.Time) int { return int(to.Sub(from) / time.Second) }
