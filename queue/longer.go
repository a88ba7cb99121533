package queue

import (
	"fmt"
	"strconv"
	"time"
)

// NeedLonger says that a window needs more time with the visitor in hand: those who wait for it are told
// until when, about. Saying it again says it anew, from now.
type NeedLonger struct {
	Window WindowID
	For    time.Duration // 0: no longer than usual after all
}

// longestLonger is how much more time may be said at once.
const longestLonger = 4 * time.Hour

func (c NeedLonger) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if c.For < 0 || c.For > 0 && c.For < time.Minute || c.For > longestLonger {
		return nil, refuse(ErrBadValue, "field", "for_s", "min", "60", "max", strconv.Itoa(int(longestLonger/time.Second)))
	}
	data := LongerData{Window: c.Window}
	if c.For > 0 {
		data.Until = in.Now.Add(c.For)
	}
	if data.Until.Equal(l.windows[c.Window].Longer) {
		return one(t, c.Window), nil
	}
	return one(t, c.Window, data), nil
}

// LongerFor is until about when those who could call a waiting ticket are busy by their own word; zero
// when nobody said so, or somebody else may call it before.
func (l *Lobby) LongerFor(t *Ticket, now time.Time) time.Time {
	var until time.Time
	if t.State != Waiting {
		return until
	}
	for w := range l.Windows() {
		rule := l.WindowRule(w.ID)
		if w.State != WindowOpen || !l.servesAt(rule, t.Service) || t.ForWindow != "" && t.ForWindow != w.ID ||
			t.ForStaff != "" && !l.standsIn(t.ForStaff, w.Staff) {
			continue
		}
		switch {
		case !w.Longer.After(now):
			return time.Time{}
		case until.IsZero() || w.Longer.Before(until):
			until = w.Longer
		}
	}
	return until
}

// TakesLonger is the event of a window that needs more time with the visitor in hand.
const TakesLonger Type = "takes_longer"

// LongerData is until about when a window is busy with the visitor in hand.
type LongerData struct {
	Window WindowID  `json:"window"`
	Until  time.Time `json:"until,omitzero"` // zero: it doesn't take longer after all
}

// Type names the event's type.
func (LongerData) Type() Type { return TakesLonger }

// decodeLonger reads the data of such an event.
func decodeLonger(t Type, raw []byte) (Data, error) {
	if t == TakesLonger {
		return decode[LongerData](raw)
	}
	return nil, fmt.Errorf("event type %q doesn't tell that it takes longer", t)
}

func (d LongerData) apply(l *Lobby, _ *Event) { l.windows[d.Window].Longer = d.Until }
