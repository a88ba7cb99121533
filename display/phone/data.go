package phone

import (
	"strings"
	"unicode"

	"onedoor/display"
	"onedoor/queue"
)

// pageData is a ticket's page: one thing to do now, everything else below.
type pageData struct {
	View   display.TicketView
	Kind   string // of the page: the state, and missed or ended for what no longer goes on
	Title  string // in the browser's tab
	Head   string // the sentence of the state, the largest after the number
	Text   string // what to do, below it
	Place  *place // where to be
	Steps  []step
	Print  string // what became of the paper; "" when it needs no word
	Undo   string // until when leaving can be taken back
	UndoMS int64  // the same for the script
	Desk   string
	Notes  []string // what else to know while one waits
	Said   string   // why what was asked for just now wasn't done
	Offer  offers
	Alone  bool // nobody is behind who could be let go first
}

// offers is what a visitor may do besides leaving.
type offers struct {
	Return   bool  // put a missed call right
	Anyone   bool  // not mind who
	Back     bool  // be in the hall again
	Outside  []int // leave the hall for so many minutes
	Postpone []int // let so many others go first
}

// offersOf reads them off the ticket.
func offersOf(v *display.TicketView) offers {
	o := offers{Return: v.MayReturn, Back: v.MayComeBack, Anyone: v.Asked != nil && !v.State.InHand()}
	for _, m := range [...]int{5, 10, 15, 30, 60, 120} {
		if 60*m <= v.MayStepOutS {
			o.Outside = append(o.Outside, m)
		}
	}
	if m := v.MayStepOutS / 60; len(o.Outside) == 0 && m > 0 {
		o.Outside = []int{m}
	}
	o.Outside = o.Outside[max(0, len(o.Outside)-3):]
	for n := 1; n <= min(v.MayPostpone, 3); n++ {
		o.Postpone = append(o.Postpone, n)
	}
	return o
}

// place is where the visitor should be.
type place struct {
	Main string // 请在一楼大厅等, 请到 3 号窗口
	Text string // how to get there
	Now  bool   // go now
}

// step is one stop of the journey. It names floors, never matters.
type step struct {
	Text string
	At   string
	Kind string // done, now or next
}

// data makes the page of a ticket.
func (p *Phones) data(f found, lang string) pageData {
	r := p.kit.Rules()
	v := display.NewTicketView(f.ticket, r, f.ahead, lang)
	v.Print.Doubt, v.Estimate = f.doubt, display.TicketRange(p.estimates, f.ticket)
	v.Evaluation = r.EvaluationOf(f.ticket, p.queue.Now())
	v.State = f.ticket.Stands() // who follows the lead of a session is called as it is
	d := pageData{View: v, Kind: string(v.State), Desk: p.desk(lang)}
	say := func(key string, args ...any) string {
		return p.kit.T(lang, "phone."+key, append(args, "desk", d.Desk)...)
	}
	switch v.State {
	case queue.Waiting:
		d.Title = say("title_waiting", "number", v.Number)
		d.Place = waitPlace(v, say)
		if v.Returned {
			d.Text = say("returned")
		}
	case queue.Called:
		d.Head, d.Title = say("called"), say("title_called", "number", v.Number)
		d.Place = windowPlace(r, v, lang, say)
		if v.Representatives > 0 {
			d.Text = say("send", "n", v.Representatives)
		}
	case queue.Serving:
		d.Head = say("serving")
		if v.Consultation {
			d.Head, d.Text = say("joint"), say("joint_text")
		}
		d.Place = windowPlace(r, v, lang, say)
	case queue.Held:
		p.held(&d, say)
	case queue.NoShow:
		d.Head, d.Text = say("missed"), say("missed_text")
		if !v.MayReturn {
			d.Head, d.Text = say("missed_again"), say("missed_again_text")
		} else if v.LapsesAt != nil {
			d.Text = say("missed_until", "time", p.clock(*v.LapsesAt))
		}
	case queue.Done:
		d.Head, d.Text = say("done"), say("done_text")
	case queue.Cancelled:
		d.Head, d.Text = say("left"), say("left_text")
		if v.UndoUntil != nil && p.queue.Now().Before(*v.UndoUntil) {
			d.Undo, d.UndoMS = p.clock(*v.UndoUntil), v.UndoUntil.UnixMilli()
			d.Text = say("left_undo", "time", d.Undo)
		}
	case queue.Lapsed:
		d.Head, d.Text = say("lapsed"), say("lapsed_text")
		if leg := f.ticket.Leg(); leg.Calls > 0 && leg.Started.IsZero() {
			d.Text = say("lapsed_missed", "time", p.clock(leg.Called))
		}
	}
	d.Notes = p.notes(f, &v, lang)
	if d.Title == "" {
		d.Title = v.Number
	}
	d.Alone = v.MayPostpone > 0 && !f.behind
	if d.Alone {
		v.MayPostpone = 0
	}
	d.Offer = offersOf(&v)
	d.Steps = p.steps(f.ticket, v, lang)
	d.Print = paperWords(v.Print, v.State, say)
	return d
}

// held says for what a ticket was put aside, and until when.
func (p *Phones) held(d *pageData, say sayer) {
	v := &d.View
	d.Head, d.Place = say("held"), waitPlace(*v, say)
	if v.Hold.Until != nil {
		d.Text = say("held_until", "time", p.clock(*v.Hold.Until))
	}
	switch v.Hold.Reason {
	case queue.HeldAppointment:
		d.Head, d.Text = say("due", "time", p.clock(*v.DueAt)), say("due_text")
	case queue.OutsideReason:
		d.Head, d.Text, d.Place = say("outside", "time", p.clock(*v.Hold.Until)), say("outside_text"), nil
	case queue.HeldSession:
		d.Head, d.Text = say("session"), say("session_text")
		if v.DueAt != nil {
			d.Head = say("session_at", "time", p.clock(*v.DueAt))
		}
	case "copying", "papers":
		d.Head = say("held_" + v.Hold.Reason)
	}
}

type sayer func(key string, args ...any) string

// waitPlace says where to wait; no window before the call.
func waitPlace(v display.TicketView, say sayer) *place {
	if v.Wait == nil {
		return nil
	}
	at := v.Wait.Place
	if at == "" {
		at = v.Wait.FloorName
	}
	return &place{Main: say("wait", "place", at), Text: say("wait_text")}
}

// windowPlace says which window, and how to get there.
func windowPlace(r *queue.Rules, v display.TicketView, lang string, say sayer) *place {
	if v.Window == nil {
		return nil
	}
	pl := &place{Main: v.Window.Label, Now: v.State == queue.Called || v.Consultation}
	if pl.Now {
		pl.Main = closed(say("go", "window", v.Window.Label))
	}
	var way []string
	if f := r.Floor(v.Window.Floor); f != nil {
		way = append(way, f.Name.In(lang))
		if w := f.Way.In(lang); w != "" {
			way[0] = w
		}
	}
	if v.Window.Way != "" {
		way = append(way, v.Window.Way)
	}
	for i, w := range way {
		if i > 0 {
			pl.Text += say("way_joint")
		}
		pl.Text += w
	}
	return pl
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

// paperWords says what became of the paper while that matters.
func paperWords(p display.PrintView, s queue.State, say sayer) string {
	switch stuck := p.State == queue.PrintQueued && p.Why != ""; {
	case s.Over() || p.ByHand:
		return ""
	case p.Doubt && stuck:
		return say("paper_doubt_stalled")
	case p.Doubt:
		return say("paper_doubt_again")
	}
	switch p.State {
	case queue.PrintQueued:
		if p.Why != "" {
			return say("paper_stalled")
		}
		return say("paper_printing")
	case queue.Printing:
		return say("paper_printing")
	case queue.PrintConfirmed:
		if p.Weak {
			return say("paper_perhaps")
		}
		return say("paper_done")
	case queue.PrintSent:
		return say("paper_perhaps")
	case queue.PrintInDoubt:
		return say("paper_doubt")
	case queue.PrintFailed, queue.PrintLapsed:
		return say("paper_failed")
	case queue.PrintNone:
	}
	return ""
}

// closed takes out the space that a sentence keeps for Latin or digits where
// hanzi came instead: 请到 3 号窗口, but 请到共享法庭.
func closed(s string) string {
	r := []rune(s)
	var b strings.Builder
	for i, c := range r {
		between := i > 0 && i < len(r)-1 && unicode.Is(unicode.Han, r[i-1]) && unicode.Is(unicode.Han, r[i+1])
		if c != ' ' || !between {
			b.WriteRune(c)
		}
	}
	return b.String()
}
