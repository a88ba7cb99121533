package phone

import (
	"onedoor/display"
	"onedoor/queue"
)

// notes are what else somebody who waits should know: whom the wait is for, that the window pauses or takes longer,
// that no more numbers are given out, that somebody is coming who was called in, and what becomes of it at closing time.
func (p *Phones) notes(f found, v *display.TicketView, lang string) (list []string) {
	say := func(key string, args ...any) { list = append(list, p.kit.T(lang, "phone."+key, args...)) }
	if v.State.Over() || v.State.InHand() {
		return nil
	}
	if f.ticket.MovedFrom != "" {
		say("moved", "service", v.ServiceName)
	}
	switch {
	case v.Session != nil || v.Party <= 1:
	case v.Representatives > 0:
		say("party_send", "n", v.Party, "most", v.Representatives)
	default:
		say("party", "n", v.Party)
	}
	switch {
	case f.gone != nil:
		list = append(list, p.kit.MissingWords(lang, f.gone))
	case v.Asked != nil && v.Asked.Name != "":
		say("asked", "who", v.Asked.Name)
	}
	if f.pause.State == queue.WindowPaused {
		say("paused", "what", p.kit.PauseWords(lang, f.pause.Reason, f.pause.Back))
	}
	if f.ticket.State == queue.Waiting && v.Closing == "" && v.Asked == nil && f.gone == nil {
		switch f.staff {
		case queue.WindowClosed:
			say("unstaffed")
		case queue.WindowPaused:
			if f.pause.State != queue.WindowPaused {
				say("paused_all")
			}
		case queue.WindowOpen:
		}
	}
	if v.ComingAt != nil && p.queue.Now().Before(*v.ComingAt) {
		say("coming", "time", p.clock(*v.ComingAt))
	}
	if !f.longer.IsZero() {
		say("longer", "time", p.clock(f.longer))
	}
	switch {
	case v.Closing != "":
		say("closing_" + v.Closing)
	case f.shut:
		say("shut_serve")
	}
	return list
}
