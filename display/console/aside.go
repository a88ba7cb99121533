package console

import (
	"time"

	"onedoor/queue"
)

// aside lists what this window put aside or passed, or may call though another
// one did.
func (b *builder) aside(rule *queue.WindowRule) []asideRow {
	rows := []asideRow{}
	for t := range b.l.Tickets() {
		if (t.State != queue.Held && t.State != queue.NoShow) || !rule.Serves(t.Service) || len(rows) == shown {
			continue
		}
		if t.HoldReason == queue.HeldSession { // called with its session only
			continue
		}
		row := asideRow{Number: t.Number, Service: b.service(t.Service), State: t.State, Facts: []string{}, Until: t.Until, Then: b.c.then(b.p.lang, t, b.now)}
		if t.State == queue.Held {
			row.Facts = append(row.Facts, b.c.word(b.p.lang, "hold_", t.HoldReason))
		}
		if w := b.l.WindowRule(t.Leg().Window); w != nil && w.ID != rule.ID {
			row.Facts = append(row.Facts, w.Label.In(b.p.lang))
		}
		rows = append(rows, row)
	}
	return rows
}

// then says what becomes by itself of a number that was put aside or passed, and when. What would be on a later day never
// is, unless the number waits on then: it ends with the day.
func (c *Console) then(lang string, t *queue.Ticket, now time.Time) string {
	zone := c.kit.Rules().Location()
	later := t.Until.In(zone).Format(time.DateOnly) > now.In(zone).Format(time.DateOnly)
	switch {
	case t.State == queue.NoShow && later:
		return c.kit.T(lang, "console.until_no_show_day")
	case t.State == queue.NoShow:
		return c.kit.T(lang, "console.until_no_show", "time", c.kit.Time(t.Until))
	case later && t.Closing == queue.ClosingCarry:
		return c.kit.T(lang, "console.until_held_later", "when", c.kit.When(lang, t.Until))
	case later:
		return c.kit.T(lang, "console.until_held_day")
	}
	return c.kit.T(lang, "console.until_held", "time", c.kit.Time(t.Until))
}
