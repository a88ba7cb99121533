package config

import "time"

// PINs is what a centre asks of its staff's PINs.
type PINs struct {
	Length      int           // digits at least, 6 to 12
	History     int           // former PINs that aren't taken again, 0 to 12
	ChangeFirst bool          // the first PIN of the file has to be changed at the first log-in at a page
	LockAfter   int           // failures in a row that lock out, 5 to 50
	LockFor     time.Duration // how long, unless an administrator unlocks: 1 minute to 24 hours
}

// readPINs reads what is asked of PINs, and how long what staff did is kept.
func (b *builder) readPINs(root *table) {
	p := &b.centre.PINPolicy
	*p = PINs{Length: 6, History: 3, LockAfter: 10, LockFor: 15 * time.Minute}
	if _, ok := root.get("pins"); ok {
		t := b.optional(root, "pins", "the PINs")
		p.Length = t.number("length", p.Length, 6, 12)
		p.History = t.number("history", p.History, 0, 12)
		p.ChangeFirst = t.yes("change_first", p.ChangeFirst)
		p.LockAfter = t.number("lock_after", p.LockAfter, 5, 50)
		p.LockFor = time.Duration(t.seconds("lock_for", p.LockFor, time.Minute, 24*time.Hour)) * time.Second
		t.done()
	}
	b.centre.AuditDays = auditDays
	if _, ok := root.get("audit"); ok {
		t := b.optional(root, "audit", "the audit")
		b.centre.AuditDays = t.number("keep_days", auditDays, 30, 3650)
		t.done()
	}
}

// auditDays is how long the acts of staff that are no events are kept where a file says
// nothing: three years.
const auditDays = 1095
