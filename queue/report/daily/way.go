package daily

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"time"

	"onedoor/queue"
	"onedoor/queue/report/sheet"
)

// way is one of the two ways.
type way struct {
	name  string // of its mark
	on    bool
	state func(*State) *Way
	hand  func(context.Context, *mark, *sheet.Book) error
	keeps bool // its body is kept with the mark, so that no book is needed for another try
}

// way hands on the days of one way until one fails.
func (d *Daily) way(ctx context.Context, w way) time.Duration {
	today := d.Today()
	if !w.on || today == "" {
		d.tell(w, &mark{}, today)
		return lookEvery
	}
	m, err := d.read(ctx, w.name, today)
	var gap Gap
	if err == nil {
		gap, err = d.Gap(ctx)
	}
	if err != nil {
		if ctx.Err() == nil {
			d.Log.Warn("the daily figures wait: how far they went can't be read", "way", w.name, "err", err)
			m.Trouble = TroubleBooks
			d.tell(w, &m, today)
		}
		return lookEvery
	}
	m.forget(today, d.Settle())
	defer func() { d.tell(w, &m, today) }()
	looked := false // at days that say the same as before, which is not yet kept
	for day := m.next(today); day != "" && ctx.Err() == nil; day = m.next(today) {
		if wait := m.Next.Sub(d.Now()); wait > 0 && wait <= mostAfter { // longer: a clock was wrong
			return min(wait, lookEvery)
		}
		if gap.Lost(day) && m.due() == day {
			m.pass(gap, today)
			d.Log.Warn("days are not handed on: the books were restored and don't have them whole", "way", w.name, "from", gap.From, "to", m.Through)
			looked = true
			continue
		}
		same, err := d.hand(ctx, w, &m, Issue{Day: day, Journal: m.Journal, Gap: gap}, today)
		if looked = looked || same; same {
			continue
		}
		if err != nil && ctx.Err() != nil {
			return lookEvery
		}
		if err != nil && !d.failed(ctx, w, &m, today, err) {
			return min(m.Next.Sub(d.Now()), lookEvery)
		}
		if err == nil {
			revision := m.Revision
			m.arrived(today)
			if err := d.keep(ctx, w.name, &m); err != nil {
				d.Log.Warn("the daily figures arrived and it could not be kept; they go again", "way", w.name, "day", day, "err", err)
				m.Trouble = TroubleBooks
				return lookEvery
			}
			d.Log.Info("the day's figures have been handed on", "way", w.name, "day", day, "revision", revision)
		}
		looked = false
		d.tell(w, &m, today)
	}
	if looked {
		if err := d.keep(ctx, w.name, &m); err != nil {
			d.Log.Warn("how far the daily figures went could not be kept", "way", w.name, "err", err)
		}
	}
	return lookEvery
}

// pass passes over the days that restored books don't have whole.
func (m *mark) pass(gap Gap, today queue.Day) {
	from := m.due()
	m.Day, m.Body = "", nil
	m.Days = slices.DeleteFunc(m.Days, func(t told) bool { return gap.Lost(t.Day) })
	m.Through = min(after(gap.To, -1), after(today, -1))
	m.Lost = Gap{From: from, To: after(m.Through, 1)}
}

// hand hands on a day. Same: it has arrived before and says the same now.
func (d *Daily) hand(ctx context.Context, w way, m *mark, i Issue, today queue.Day) (same bool, err error) {
	if m.Day == "" || m.Body == nil || !w.keeps {
		t := *m.told(i.Day)
		i.Revision = t.Revision + 1
		m.Day, m.Revision = i.Day, i.Revision
		book, err := d.Book(ctx, i)
		if err == nil {
			m.Sum, err = sum(book)
		}
		if err != nil {
			return false, &fault{trouble: TroubleFigures, err: err}
		}
		if t.Revision > 0 && t.Sum == m.Sum {
			m.done(today).Held = ""
			return true, nil
		}
		return false, w.hand(ctx, m, book)
	}
	return false, w.hand(ctx, m, nil)
}

// sum tells one book from another that says something else. When it was made, and which issue it
// is, is not what it says.
func sum(b *sheet.Book) (string, error) {
	said := *b
	said.Facts = slices.DeleteFunc(slices.Clone(b.Facts), func(f sheet.Fact) bool { return f.ID == "made_at" || f.ID == "revision" })
	h := sha256.New()
	if err := said.JSON(h); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// failed notes a failure and when the next try is, or, when that holds up the later days for too
// long, leaves the day behind and says so.
func (d *Daily) failed(ctx context.Context, w way, m *mark, today queue.Day, err error) (left bool) {
	m.Tries++
	m.Trouble, m.Code = TroubleFigures, 0
	pause := min(firstPause<<min(m.Tries-1, 10), mostPause)
	pause += time.Duration(rand.Int64N(int64(pause / 5))) // so that a district's centres don't all come at once
	refused := false
	if f := (*fault)(nil); asFault(err, &f) {
		m.Trouble, m.Code, refused = f.trouble, f.code, f.refused()
		pause = max(pause, min(f.after, mostAfter))
	}
	now, day := d.Now().Round(0), m.Day
	m.Next = now.Add(pause)
	switch since := now.Sub(m.Refused); {
	case !refused:
		m.Refused = time.Time{}
	case m.Trouble == TroubleForeign, m.told(day).Held != "":
		left = true
	case m.Refused.IsZero() || since < 0:
		m.Refused = now
	default:
		left = since >= refusedFor
	}
	if left {
		d.Log.Warn("a day's figures are refused and left behind; tried again once a day", "way", w.name, "day", day,
			"revision", m.Revision, "why", string(m.Trouble), "answer", m.Code, "err", err)
		m.leave(today)
	} else {
		d.Log.Warn("the day's figures could not be handed on; tried again", "way", w.name, "day", day,
			"tries", m.Tries, "next", m.Next, "why", string(m.Trouble), "answer", m.Code, "err", err)
	}
	if err := d.keep(ctx, w.name, m); err != nil {
		d.Log.Warn("how far the daily figures went could not be kept", "way", w.name, "err", err)
	}
	return left
}

// tell shows how far a way has come.
func (d *Daily) tell(w way, m *mark, today queue.Day) {
	s := Way{On: w.on, Due: m.due(), Tries: m.Tries, Next: m.Next, Trouble: m.Trouble, Code: m.Code}
	if m.Day != "" {
		s.Due = m.Day
	}
	if m.Arrived {
		s.Through = m.Through
	}
	for day := m.Through; w.on && day != "" && after(day, 1) < today; day = after(day, 1) {
		s.Behind++
	}
	for _, t := range m.Days {
		if t.Held != "" {
			s.Held = append(s.Held, Held{Day: t.Day, Revision: t.Revision + 1, Trouble: t.Held, Code: t.Code})
		}
	}
	if m.Lost.To != "" && after(m.Lost.To, lostFor) > today {
		s.Lost = m.Lost
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	*w.state(&d.state) = s
}

// lostFor is for how many days it is told that days were passed over.
const lostFor = 7
