package kiosk

import "time"

// dusk is how long before the next number the screen may be dark: a break at noon isn't a night.
const dusk = 3 * time.Hour

// night says when there are numbers again, when all services are closed for long; "" when the
// screen has to stay light.
func (f *face) night(lang string) string {
	r, now := f.kit.Rules(), f.queue.Wall()
	var from time.Time
	for i := range r.Services {
		o := r.Opening(&r.Services[i], now)
		if o.Open || !o.From.IsZero() && o.From.Sub(now) < dusk {
			return ""
		}
		from = first(from, o.From)
	}
	if from.IsZero() {
		return f.kit.T(lang, "kiosk.state_closed")
	}
	return f.kit.T(lang, "kiosk.state_closed_from", "from", f.kit.When(lang, from))
}
