package queue

import "time"

// Limits are how many numbers a service gives out, until when, and what becomes of those
// who still wait then.
type Limits struct {
	Quota    *Quota      `json:"quota,omitempty"`       // nil: as many as come
	Last     *LastTicket `json:"last_ticket,omitempty"` // nil: the centre's
	ByRoster bool        `json:"by_roster,omitempty"`   // no numbers while nobody of it is on duty
	Person   StaffID     `json:"person,omitempty"`      // whose service it is: its tickets are for them
	Anyone   ServiceID   `json:"anyone,omitempty"`      // where visitors go who take anyone; empty: they stay
	Host     StaffID     `json:"host,omitempty"`        // whose name it has, though others may serve it; not with a person
	Closing  ClosingRule `json:"at_closing,omitempty"`  // empty: serve
}

// whose gives the person that a ticket of a service is for: who is named, else, where no window is,
// whose service it is.
func (l *Lobby) whose(id ServiceID, w WindowID, named StaffID) StaffID {
	if s := l.rules.Service(id); s != nil && w == "" && named == "" {
		return s.Person
	}
	return named
}

// Quota is how many numbers a service gives out in a half-day; 0: as many as come.
type Quota struct {
	Morning   int `json:"morning,omitempty"`
	Afternoon int `json:"afternoon,omitempty"`
}

// of is the quota of a half-day.
func (q *Quota) of(h Half) int {
	if h == Afternoon {
		return q.Afternoon
	}
	return q.Morning
}

// Half is a half-day of a quota.
type Half string

// The half-days.
const (
	Morning   Half = "morning"
	Afternoon Half = "afternoon"
)

// Given is how many numbers of a service a day's halves had.
type Given struct {
	Morning   int `json:"morning,omitempty"`
	Afternoon int `json:"afternoon,omitempty"`
	Over      int `json:"over,omitempty"` // of both, those that staff knowingly gave out beyond
}

// In is the number of a half-day.
func (g Given) In(h Half) int {
	if h == Afternoon {
		return g.Afternoon
	}
	return g.Morning
}

func (g *Given) add(h Half, n int) {
	if h == Afternoon {
		g.Afternoon += n
	} else {
		g.Morning += n
	}
}

// noon is where the half-days part, in minutes after midnight.
func (r *Rules) noon() int {
	if r.Centre.Noon > 0 {
		return r.Centre.Noon
	}
	return midnight / 2
}

// half is the half-day by people's watches. While nobody knows how late it is, it stays that
// of the last ticket that a quota counted.
func (l *Lobby) half(wall time.Time) Half {
	if wall.IsZero() {
		if l.duty.Half == "" {
			return Morning
		}
		return l.duty.Half
	}
	if local := wall.In(l.rules.Location()); local.Hour()*60+local.Minute() >= l.rules.noon() {
		return Afternoon
	}
	return Morning
}

// Given is how many numbers of a service were given out today, half-day by half-day. Only those of services
// with a quota are counted.
func (l *Lobby) Given(id ServiceID) Given { return l.duty.Given[id] }

// Left gives the quota of a service in the half-day that it is now, and how many numbers of it are left; ok is
// false when there is none.
func (l *Lobby) Left(id ServiceID, wall time.Time) (quota, left int, ok bool) {
	s := l.rules.Service(id)
	if s == nil || s.Quota == nil {
		return 0, 0, false
	}
	h := l.half(wall)
	quota = s.Quota.of(h)
	return quota, max(0, quota-l.duty.Given[id].In(h)), quota > 0
}

// full says whether a service has given out what its quota allows in a half-day.
func (l *Lobby) full(s *Service, h Half) bool {
	return s.Quota != nil && s.Quota.of(h) > 0 && l.duty.Given[s.ID].In(h) >= s.Quota.of(h)
}

// again is when a service that is full gives out numbers again: in the first half-day to come
// with hours. Zero: nobody knows.
func (l *Lobby) again(s *Service, wall time.Time) time.Time {
	if wall.IsZero() {
		return time.Time{}
	}
	local := wall.In(l.rules.Location())
	next := (Span{From: l.rules.noon()})
	from, _ := next.on(local)
	if l.half(wall) == Afternoon || l.full(s, Afternoon) {
		from, _ = Span{}.on(local.AddDate(0, 0, 1))
	}
	if o := l.rules.Opening(s, from); !o.Open {
		return o.From
	}
	return from
}

// count says of which half-day's quota a new ticket is one, and about when whoever was called in
// for it comes. What was planned for the day takes no place from those who come by themselves.
func (d *IssuedData) count(l *Lobby, s *Service, wall time.Time, planned bool) {
	d.Coming = l.coming(d.Service, d.ForStaff)
	if s.Quota != nil && !planned {
		d.Half = l.half(wall)
		d.Over = l.full(s, d.Half)
	}
}

// given counts a new ticket for its half-day's quota.
func (l *Lobby) given(t *Ticket, d IssuedData) {
	t.Half, t.Coming = d.Half, d.Coming
	if d.Half == "" {
		return
	}
	g := l.duty.Given[d.Service]
	g.add(d.Half, 1)
	if d.Over {
		g.Over++
	}
	l.duty.Given[d.Service], l.duty.Half = g, d.Half
}

// giveBack gives n places of a ticket that was cancelled back to its half-day's quota, or takes
// them again with a negative n. A place is free for somebody else when the visitor left before
// anything was done about it: a window that has called has spent the time that the
// quota is about. Taking leaving back takes the place again, also when another has it meanwhile: the
// visitor was promised two minutes, and one more in a half-day does less harm.
func (l *Lobby) giveBack(t *Ticket, n int) {
	if t.Half == "" || t.Day != l.day || len(t.Legs) > 1 || t.Calls() > 0 {
		return
	}
	g := l.duty.Given[t.Service]
	g.add(t.Half, -n)
	l.duty.Given[t.Service] = g
}
