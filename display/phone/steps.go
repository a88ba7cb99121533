package phone

import (
	"onedoor/display"
	"onedoor/queue"
)

// step is one stop of the journey. It names floors, never matters.
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
	// Steps on one floor look alike: they are one line, with how many there are.
	for i, n := 0, 0; i < len(v.Plan); i += n {
		floor := v.Plan[i].FloorName
		for n = 1; i+n < len(v.Plan) && v.Plan[i+n].FloorName == floor; n++ {
		}
		text := say("step_planned", "floor", floor)
		if n > 1 {
			text = say("steps_planned", "floor", floor, "n", n)
		}
		list = append(list, step{text, "", "next"})
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
