package queue

import "time"

// AuditEntry is something that somebody did and that is no event of the hall: a log-in
// that failed, a PIN changed, a config applied, a device paired, an export taken. It
// holds ids and codes, no name of a visitor and no free text.
type AuditEntry struct {
	At      time.Time         // zero: when it is kept
	Staff   StaffID           // who did it; empty: nobody who is known, or the house
	Act     string            // a stable code in lower case, as pin_changed
	Subject string            // id of what it was done to
	Detail  map[string]string // ids, codes and figures
}

// AuditQuery asks for what staff did, events and entries alike.
type AuditQuery struct {
	From, To time.Time // from From until before To
	Staff    StaffID   // empty: everybody
	Act      string    // an event's type or an entry's act; empty: all
	Window   WindowID  // empty: all
	Number   string    // of a ticket of those days; empty: all
	Before   AuditMark // zero: the newest
	Limit    int       // lines at most, 1 or more
}

// AuditMark is a place in the list: what lies before it comes next.
type AuditMark struct {
	Seq   int64 // of an event; 0: after the last
	Entry int64 // of an entry; 0: after the last
}

// AuditLine is an event by a member of staff, or an entry.
type AuditLine struct {
	Mark  AuditMark
	Event *Event // nil: an entry
	Entry AuditEntry
}
