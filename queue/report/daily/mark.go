package daily

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"onedoor/queue"
)

// mark is what is kept of a way.
type mark struct {
	Through queue.Day `json:"through"`           // all up to it has arrived, or was left behind
	Journal string    `json:"journal"`           // whose key the body goes under
	Arrived bool      `json:"arrived,omitempty"` // any day has, so Through is more than where it began

	// What is on its way.
	Day      queue.Day       `json:"day,omitempty"` // "": nothing
	Revision int             `json:"revision,omitempty"`
	Sum      string          `json:"sum,omitempty"`  // of what it says
	Body     json.RawMessage `json:"body,omitempty"` // of a post, once it was tried
	Tries    int             `json:"tries,omitempty"`
	Next     time.Time       `json:"next,omitzero"`
	Trouble  Trouble         `json:"trouble,omitempty"`
	Code     int             `json:"code,omitempty"`
	Refused  time.Time       `json:"refused,omitzero"` // since when it is refused as it is

	Days []told `json:"days,omitempty"` // that may be handed on again, in order
	Lost Gap    `json:"lost,omitzero"`  // days that were passed over
}

// told is what is known of a day that was handed on, or left behind.
type told struct {
	Day      queue.Day `json:"day"`
	Revision int       `json:"revision,omitempty"` // that arrived; 0: none
	Sum      string    `json:"sum,omitempty"`      // of what that said
	Looked   queue.Day `json:"looked,omitempty"`   // on which day it was last looked whether it says something else
	Held     Trouble   `json:"held,omitempty"`     // why it was left behind
	Code     int       `json:"code,omitempty"`
}

// due is the next day that has never been handed on.
func (m *mark) due() queue.Day { return after(m.Through, 1) }

// next is the day to hand on: what is on its way first, then new days, then those of which the
// figures may have changed since; "" when there is nothing to do today.
func (m *mark) next(today queue.Day) queue.Day {
	if m.Day != "" {
		return m.Day
	}
	if due := m.due(); due < today {
		return due
	}
	for i := range m.Days {
		if m.Days[i].Looked < today {
			return m.Days[i].Day
		}
	}
	return ""
}

// told finds what is known of a day.
func (m *mark) told(day queue.Day) *told {
	i, ok := slices.BinarySearchFunc(m.Days, day, func(t told, d queue.Day) int { return cmp.Compare(t.Day, d) })
	if !ok {
		m.Days = slices.Insert(m.Days, i, told{Day: day})
	}
	return &m.Days[i]
}

// done ends what is on its way.
func (m *mark) done(today queue.Day) *told {
	t := m.told(m.Day)
	t.Looked = today
	m.Through = max(m.Through, m.Day)
	m.Day, m.Revision, m.Sum, m.Body = "", 0, "", nil
	m.Tries, m.Next, m.Trouble, m.Code, m.Refused = 0, time.Time{}, "", 0, time.Time{}
	return t
}

// arrived notes that what was on its way has arrived.
func (m *mark) arrived(today queue.Day) {
	revision, sum := m.Revision, m.Sum
	t := m.done(today)
	t.Revision, t.Sum, t.Held, t.Code = revision, sum, "", 0
	m.Arrived = true
}

// leave leaves behind what was on its way.
func (m *mark) leave(today queue.Day) {
	trouble, code := m.Trouble, m.Code
	t := m.done(today)
	t.Held, t.Code = trouble, code
}

// forget drops days that don't change any more.
func (m *mark) forget(today queue.Day, settle int) {
	oldest, held := after(today, -settle-1), after(today, -heldFor)
	m.Days = slices.DeleteFunc(m.Days, func(t told) bool {
		return t.Day != m.Day && (t.Held == "" && t.Day < oldest || t.Day < held)
	})
}

// read reads a way's mark. Without one it begins with yesterday, or with the first
// day of the books.
func (d *Daily) read(ctx context.Context, name string, today queue.Day) (m mark, err error) {
	text, ok, err := d.Marks.Mark(ctx, name)
	if err != nil {
		return m, err
	}
	if ok {
		if err := json.Unmarshal([]byte(text), &m); err != nil {
			return mark{}, fmt.Errorf("the mark %s: %w", name, err)
		}
	} else {
		first, err := d.First(ctx)
		if err != nil {
			return m, err
		}
		m.Through = after(max(after(today, -1), first), -1)
		if first == "" {
			m.Through = after(today, -1)
		}
	}
	id, err := d.Journal(ctx)
	if err != nil {
		return m, err
	}
	if m.Journal != id { // the books were restored: what other books told is not ours to correct
		m = mark{Through: m.Through, Journal: id, Arrived: m.Arrived}
	}
	if m.Body != nil && m.Day == "" { // it is of a release that corrected no day
		m.Day, m.Revision = m.due(), 1
	}
	return m, nil
}

func (d *Daily) keep(ctx context.Context, name string, m *mark) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return d.Marks.PutMark(context.WithoutCancel(ctx), name, string(text))
}

// after is the day some days later; "" of no day.
func after(day queue.Day, n int) queue.Day {
	at, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return ""
	}
	return queue.Day(at.AddDate(0, 0, n).Format(time.DateOnly))
}
