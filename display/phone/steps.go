package phone

import (
	"onedoor/display"
	"onedoor/queue"
)

// step is one stop of the journey. Where one was is told by floors, where one goes by what it is for, as
// the page and the slip name the present one.
type step struct {
	Text string
	At   string
	Kind string // done, now or next
}

// steps is the journey so far and where it stands.
func (p *Phones) steps(t *queue.Ticket, v display.TicketView, lang string) []step {
	r := p.kit.Rules()
	say := func(key string, args ...any) string { return p.kit.T(lang, "phone."+key, args...) }
	list := []step{{say("step_issued"), p.clock(t.Issued), "done"}}
	for i, leg := range t.Legs {
		floor := ""
		if s := r.Service(leg.Service); s != nil {
			if f := r.Floor(s.Floor); f != nil {
				floor = f.Name.In(lang)
			}
		}
		if i < len(t.Legs)-1 {
			if leg.End != queue.EndSkipped {
				list = append(list, step{say("step_served", "floor", floor), p.clock(leg.Ended), "done"})
			}
			continue
		}
		list = append(list, p.present(v, leg, floor, say)...)
	}
	for _, stop := range v.Plan {
		what := stop.ServiceName
		if stop.FloorName != "" {
			what += " · " + stop.FloorName
		}
		list = append(list, step{say("step_planned", "what", what), "", "next"})
	}
	return list
}

// present is the last leg: where the visitor is now.
func (p *Phones) present(v display.TicketView, leg queue.Leg, floor string, say sayer) []step {
	called := step{say("step_called"), "", "done"}
	if !leg.Called.IsZero() {
		called.At = p.clock(leg.Called)
	}
	at := p.clock(v.ChangedAt)
	switch v.State {
	case queue.Waiting:
		return []step{{say("step_waiting", "floor", floor), "", "now"}, {say("step_then"), "", "next"}}
	case queue.Called:
		called.Kind = "now"
		return []step{called, {say("step_then"), "", "next"}}
	case queue.Serving:
		return []step{called, {say("step_serving", "floor", floor), "", "now"}}
	case queue.Held:
		if v.Session != nil {
			return []step{{say("step_session", "floor", floor), "", "now"}, {say("step_then"), "", "next"}}
		}
		if v.MayComeBack {
			return []step{{say("step_outside"), "", "now"}, {say("step_then"), "", "next"}}
		}
		if v.Hold.Reason == queue.HeldAppointment {
			return []step{{say("step_due", "floor", floor), p.clock(*v.DueAt), "now"}, {say("step_then"), "", "next"}}
		}
		return []step{called, {say("step_held"), "", "now"}}
	case queue.NoShow:
		return []step{called, {say("step_missed"), at, "now"}}
	case queue.Done:
		return []step{{say("step_served", "floor", floor), at, "done"}}
	case queue.Cancelled:
		return []step{{say("step_left"), at, "done"}}
	case queue.Lapsed:
		return []step{{say("step_lapsed"), at, "done"}}
	}
	return nil
}
