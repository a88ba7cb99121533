package config

import (
	"time"

	"onedoor/queue"
)

// readTarget reads how soon visitors shall be called; nil when the key is absent.
func (b *builder) readTarget(t *table) *queue.Target {
	if _, ok := t.get("target"); !ok {
		return nil
	}
	of := b.optional(t, "target", "target of "+t.what)
	defer of.done()
	return &queue.Target{WithinS: of.seconds("wait", 15*time.Minute, time.Minute, 12*time.Hour), Percent: of.number("percent", 90, 1, 100)}
}

// readReports reads how the reports tell of people.
func (b *builder) readReports(root *table) {
	if _, ok := root.get("reports"); !ok {
		return
	}
	t := b.optional(root, "reports", "the reports")
	defer t.done()
	b.rules.Reports = queue.ReportRule{MaskBelow: t.number("mask_below", 0, 2, 100), WordsDays: t.number("search_words_days", 0, 1, 366)}
}
