package queue

import "time"

// alertTick has the clock raise, let grow and end the alerts of the queues. One is raised beyond its
// threshold and ends well below it, and a minute after it began at the earliest, so that a queue that
// goes up and down by one is told of once.
func (l *Lobby) alertTick(d *Decision, now time.Time) {
	for i := range l.alerts {
		if a := &l.alerts[i]; l.pointless(a) {
			d.Data = append(d.Data, a.over(now))
		}
	}
	if l.rules.Alerts == nil {
		return
	}
	for i := range l.rules.Services {
		id := l.rules.Services[i].ID
		for _, m := range l.measures(id, now) {
			l.measure(d, m, id, now)
		}
	}
}

// pointless says whether nothing can end an alert any more: its threshold, or what it is about, has
// left the rules.
func (l *Lobby) pointless(a *Alert) bool {
	r := l.rules.Alerts
	if r == nil || a.Service != "" && l.rules.Service(a.Service) == nil {
		return true
	}
	if a.Kind.Device() {
		gone := a.Kind == AlertScreen && l.rules.Screen(ScreenID(a.Device)) == nil ||
			a.Kind == AlertKiosk && l.rules.Kiosk(KioskID(a.Device)) == nil
		return gone || r.limit(a.Kind) == 0
	}
	return false
}

// measured is how a service stands against one threshold.
type measured struct {
	kind  AlertKind
	value int
	limit int
	over  bool // beyond it
	calm  bool // well below it
}

// measures holds a service against its thresholds.
func (l *Lobby) measures(id ServiceID, now time.Time) []measured {
	r := l.rules.Alerts
	waitS, most := r.Of(id)
	n, open, idle, since := l.WaitingFor(id), 0, 0, time.Time{}
	for i := range l.rules.Windows {
		w := l.windows[l.rules.Windows[i].ID]
		switch {
		case !l.rules.Windows[i].Serves(id):
			continue
		case w.State == WindowOpen:
			open++
		case l.Opens(w.ID):
			idle++
		}
		if w.Changed.After(since) {
			since = w.Changed
		}
	}
	wait, alone := 0, 0
	if first := l.LongestWaiting(id); first != nil {
		wait = int(now.Sub(first.Since) / time.Second)
		if first.Leg().From.After(since) {
			since = first.Leg().From
		}
		alone = int(now.Sub(since) / time.Second)
	}
	perWindow := 0
	if open > 0 {
		perWindow = n / open
	}
	return []measured{
		{AlertWait, wait, waitS, wait > waitS, 5*wait <= 4*waitS},
		{AlertQueue, n, most, n >= most, 4*n <= 3*most},
		{AlertWindow, perWindow, r.PerWindow, open > 0 && idle > 0 && n > r.PerWindow*open, idle == 0 || 4*n <= 3*r.PerWindow*open || open == 0},
		{AlertNobody, alone, r.NobodyS, open == 0 && n > 0 && alone >= r.NobodyS, open > 0 || n == 0},
	}
}

// measure raises an alert, lets it grow, or ends it.
func (l *Lobby) measure(d *Decision, m measured, id ServiceID, now time.Time) {
	a := l.alertAbout(m.kind, id, "")
	switch {
	case a == nil && m.limit > 0 && m.over:
		d.raise(l, Alert{Kind: m.kind, Service: id, Value: m.value, Limit: m.limit}, now)
	case a == nil:
	case m.limit == 0, m.calm && now.Sub(a.At) >= alertStays:
		d.Data = append(d.Data, a.over(now))
	case m.over && 2*m.value >= 3*a.Value:
		d.Data = append(d.Data, AlertGrownData{Alert: a.ID, Value: m.value})
	}
}

// LongestWaiting gives the ticket that has waited longest for a service, or nil.
func (l *Lobby) LongestWaiting(id ServiceID) *Ticket {
	var first *Ticket
	for _, ln := range l.lanes[id] {
		if len(ln.tickets) > 0 && (first == nil || laneOrder(ln.tickets[0], first) < 0) {
			first = ln.tickets[0]
		}
	}
	return first
}
