package phone

import (
	"onedoor/display"
	"onedoor/queue"
)

// line is a ticket whose page is open somewhere, mostly on one phone: some
// hundred bytes beside the socket itself.
type line struct {
	first follower
	more  []follower // further phones of the same ticket
	seq   int64      // of the journal, when all of them had last been told the whole ticket
	ahead int32      // as told last
	low   int32      // seconds, of the range told last; both 0: none
	high  int32
	told  uint32 // when, in ms since the phones were made; wraps after 49 days
	waits bool
	staff queue.WindowState // as told last, of who waits
}

// follower is one open page.
type follower struct {
	socket *display.Socket
	lang   string
}

// each calls f for every follower.
func (l *line) each(f func(follower)) {
	f(l.first)
	for _, m := range l.more {
		f(m)
	}
}

// stands notes what the whole ticket told.
func (l *line) stands(m *message) {
	l.ahead, l.waits = int32(m.Ahead), m.State == queue.Waiting //nolint:gosec // a hall isn't that large
	l.low, l.high = seconds(m.Estimate)
	l.staff = m.staff
}

// message is a ticket as sockets tell it: a snapshot first, then ticket. A
// ticket message that tells of the place in the queue alone leaves out what
// hasn't changed.
type message struct {
	Type string `json:"type"` // snapshot or ticket
	display.TicketView
	Seq         int64 `json:"seq"`                   // of the journal, when it was made; it never goes back
	Emergencies int   `json:"emergencies,omitempty"` // that stand

	staff queue.WindowState // how the windows stand that may call it
}

// aheadMessage is the short form of message. Words are its place and range as the page
// says them; draw asks for the page itself, since it would say more than that.
type aheadMessage struct {
	Type     string         `json:"type"` // ticket
	Seq      int64          `json:"seq"`
	Number   string         `json:"number"`
	State    queue.State    `json:"state"`
	Window   *display.Place `json:"window"`
	Ahead    int32          `json:"ahead"`
	Estimate *queue.Range   `json:"estimate"`
	Words    aheadWords     `json:"words"`
	Worse    bool           `json:"worse,omitempty"` // others have come before it since it was told last
	Draw     bool           `json:"draw,omitempty"`

	staff queue.WindowState // how the windows stand that may call it
}

// aheadWords is wait for the wire.
type aheadWords struct {
	Ahead string `json:"ahead"`
	Range string `json:"range,omitempty"`
	Clock string `json:"clock,omitempty"`
}

// news says whether a message tells something else than what was told last.
func (l *line) news(m *aheadMessage) bool {
	low, high := seconds(m.Estimate)
	return l.ahead != m.Ahead || l.low != low || l.high != high || l.staff != m.staff
}

// tell notes what a message tells, and completes it by what has changed.
func (l *line) tell(m *aheadMessage) {
	low, high := seconds(m.Estimate)
	m.Worse = m.Ahead > l.ahead
	m.Draw = m.Ahead != l.ahead && min(m.Ahead, l.ahead) <= near || (high == 0) != (l.high == 0) || l.staff != m.staff
	l.ahead, l.low, l.high = m.Ahead, low, high
	l.staff = m.staff
}

// seconds gives a range in the form that a line keeps; 0 and 0 for none.
func seconds(r *queue.Range) (low, high int32) {
	if r == nil {
		return 0, 0
	}
	return int32(r.LowS), int32(max(1, r.HighS)) //nolint:gosec // nobody waits that long
}
