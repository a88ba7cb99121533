package phone

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"onedoor/display"
	"onedoor/queue"
)

// pageData is a ticket's page: one thing to do now, everything else below. Its JSON
// is what the page's tag is made of: whatever is drawn is in it.
type pageData struct {
	View        display.TicketView
	Kind        string        // of the page: the state, and near for who is about to be called
	Title       string        // in the browser's tab
	Head        string        // the sentence of the state, the largest after the number
	Text        string        // what to do, below it
	Wait        *wait         // how long still; nil: doesn't wait
	Place       *place        // where to be
	Plan        template.HTML // the floor from above, with where to be; "" for none
	Rate        *rate         // what the visit was like; nil: isn't asked
	Steps       []step
	Print       string // what became of the paper; "" when it needs no word
	Amiss       bool   // and it didn't come out as it should
	Code        string // of the paper, for the desk; "" when it is good for nothing any more
	Day         string // of a ticket that isn't today's; "" for today's
	Undo        string // until when leaving can be taken back
	Desk        string
	Emergencies []display.Emergency // that stand, before everything else
	Notes       []string            // what else to know while one waits
	Said        string              // why what was asked for just now wasn't done
	Offer       offers
	Again       *again // the way back about the same matter; nil: nobody was served yet
	Over        bool   // nothing changes any more by itself
	Deaf        bool   // who doesn't hear is told nothing of sounds
	Heard       bool   // a call may come that the visitor wants to hear

	UndoMS int64  // until when leaving can be taken back, for the script
	Says   string // what is read out when it changes
	Alert  string // changes when the phone should make itself heard; "": nothing to be heard for
	Icon   string // the asset that stands in the tab
	Alone  bool   // nobody is behind who could be let go first
	Tag    string `json:"-"` // of all of this
}

// near is how many ahead make a visitor one who is about to be called.
const near = 2

// kindNear is the page of who is about to be called.
const kindNear = "near"

// The icons of the tab: the mark, and the mark on the yellow that means now.
const (
	iconMark = "display/mark.svg"
	iconCall = "phone/call.svg"
)

// wait is how long somebody still waits, in words.
type wait struct {
	Ahead string // 2 位, 前面没有人
	None  bool   // nobody is ahead
	Range string // 8–15 分; "" where nothing is known
	Clock string // 9:49–9:56
}

// waitOf says how long somebody waits with so many ahead.
func (p *Phones) waitOf(lang string, ahead int, r *queue.Range) *wait {
	w := &wait{Ahead: p.kit.T(lang, "phone.ahead", "n", ahead), None: ahead == 0}
	if w.None {
		w.Ahead = p.kit.T(lang, "phone.ahead_none")
	}
	if r != nil {
		w.Range, w.Clock = p.kit.RangeShort(lang, *r), p.kit.RangeClock(lang, *r)
	}
	return w
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
func offersOf(f found, v *display.TicketView) offers {
	o := offers{Return: v.MayReturn, Back: v.MayComeBack, Anyone: (v.Asked != nil || f.free && f.gone != nil) && !v.State.InHand() && !v.State.Over()}
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

// data makes the page of a ticket.
func (p *Phones) data(f found, lang string) pageData {
	r := p.kit.Rules()
	v := display.NewTicketView(f.ticket, r, f.ahead, lang)
	v.Print.Doubt, v.Estimate = f.doubt, display.TicketRange(p.estimates, f.ticket)
	v.Evaluation = r.EvaluationOf(f.ticket, p.queue.Now())
	v.State = f.ticket.Stands() // who follows the lead of a session is called as it is
	d := pageData{View: v, Kind: string(v.State), Desk: p.desk(lang), Icon: iconMark}
	say := func(key string, args ...any) string {
		return p.kit.T(lang, "phone."+key, append(args, "desk", d.Desk, "number", v.Number)...)
	}
	switch v.State {
	case queue.Waiting:
		p.waits(&d, f, lang, say)
	case queue.Called, queue.Serving:
		p.inHand(&d, f, lang, say)
	case queue.Held:
		p.held(&d, say)
	case queue.NoShow:
		d.Head, d.Text = say("missed"), say("missed_text")
		if !v.MayReturn {
			d.Head, d.Text = say("missed_again"), say("missed_again_text")
		} else if v.LapsesAt != nil {
			d.Text = say("missed_until", "time", p.clock(*v.LapsesAt))
		}
	case queue.Done, queue.Cancelled, queue.Lapsed:
		p.over(&d, f, lang, say)
	}
	d.Rate = rateOf(&v, r, lang)
	if d.Place != nil {
		d.Plan = p.plan(r, f.ticket, lang)
	}
	d.Notes = p.notes(f, &v, lang)
	if d.Title == "" {
		d.Title = v.Number
		if d.Head != "" {
			d.Title = say("title", "what", d.Head)
		}
	}
	d.Says = d.Head
	if d.Place != nil && (d.Head != "" || d.Kind == kindNear) {
		d.Says = strings.TrimSpace(d.Head + " " + d.Place.Main)
	}
	if !v.State.Over() {
		p.alarm(&d, lang)
	}
	d.Alone = v.MayPostpone > 0 && !f.behind
	if d.Alone {
		v.MayPostpone = 0
	}
	d.Offer = offersOf(f, &v)
	d.Steps = p.steps(f.ticket, v, lang)
	d.Print = paperWords(v.Print, v.State, say)
	d.Amiss = d.Print != "" && amiss(v.Print)
	d.Over = v.State.Over() && d.Undo == ""
	d.Deaf = f.deaf
	d.Heard = !v.State.Over() && v.State != queue.Serving
	if !v.State.Over() {
		d.Code = display.SpacedCode(f.ticket.Code)
	}
	return d
}

// waits is the page of who waits: how long still, and where.
func (p *Phones) waits(d *pageData, f found, lang string, say sayer) {
	v := &d.View
	d.Wait, d.Place = p.waitOf(lang, v.Ahead, v.Estimate), waitPlace(*v, say)
	d.Title = say("title_waiting")
	if v.Returned {
		d.Text = say("returned")
	}
	if v.Ahead <= near && f.staff == queue.WindowOpen && v.Closing != "carry" && v.Closing != "tell" {
		d.Kind, d.Alert = kindNear, kindNear
		d.Title = say("title_near", "n", v.Ahead)
		if v.Ahead == 0 {
			d.Title = say("title_next")
		}
		if d.Place != nil {
			d.Place.Kind, d.Place.Text = kindNear, say("near_text")
			if v.Ahead == 0 { // which stands above already
				d.Place.Text = say("next_text")
			}
		}
	}
}

// alarm puts the emergencies that stand before everything else: nobody is told to stay, and the phone makes itself
// heard for each.
func (p *Phones) alarm(d *pageData, lang string) {
	d.Emergencies = p.kit.Emergencies(lang)
	if len(d.Emergencies) == 0 {
		return
	}
	if d.Place != nil && d.Place.Kind != "now" {
		d.Place, d.Plan = nil, ""
	}
	var words []string
	for _, e := range d.Emergencies {
		words = append(words, e.Text)
	}
	all := strings.Join(words, " ")
	d.Alert, d.Says = strings.TrimSpace(d.Alert+" !"+all), strings.TrimSpace(all+" "+d.Says)
}

// inHand is the page of who is called or being served.
func (p *Phones) inHand(d *pageData, f found, lang string, say sayer) {
	v := &d.View
	d.Place = windowPlace(p.kit.Rules(), *v, lang, say)
	if v.State == queue.Serving {
		d.Head = say("serving")
		if v.Consultation {
			d.Head, d.Text = say("joint"), say("joint_text")
		}
		return
	}
	d.Head, d.Title, d.Icon = say("called"), say("title_called"), iconCall
	d.Alert = fmt.Sprintf("call %d.%d", len(f.ticket.Legs), v.Calls)
	switch {
	case v.Representatives > 0:
		d.Text = say("send", "n", v.Representatives)
	case v.Calls > 1:
		d.Text = say("called_again", "n", v.Calls)
	}
}

// over is the page of a visit that has ended.
func (p *Phones) over(d *pageData, f found, lang string, say sayer) {
	v := &d.View
	switch v.State {
	case queue.Done:
		d.Head, d.Text = say("done"), say("done_text")
		if v.Evaluation == queue.EvaluationOpen {
			d.Text = say("done_rate")
		}
	case queue.Cancelled:
		d.Head, d.Text = say("left"), say("left_text")
		if v.UndoUntil != nil && p.queue.Now().Before(*v.UndoUntil) {
			d.Undo, d.UndoMS = p.clock(*v.UndoUntil), v.UndoUntil.UnixMilli()
			d.Text = say("left_undo", "time", d.Undo)
			return
		}
	default:
		d.Head, d.Text = say("lapsed"), say("lapsed_text")
		if leg := f.ticket.Leg(); leg.Calls > 0 && leg.Started.IsZero() {
			d.Text = say("lapsed_missed", "time", p.clock(leg.Called))
		}
		if f.ticket.Closing == queue.ClosingTell && p.kit.Rules().Date(f.ticket.Changed) == f.ticket.Day {
			d.Text = say("lapsed_shut")
		}
	}
	r := p.kit.Rules()
	if r.Date(f.ticket.Issued) != r.Date(p.queue.Now()) {
		d.Day = p.kit.Date(lang, f.ticket.Issued)
	}
	if slices.ContainsFunc(f.ticket.Legs, served) {
		d.Again = p.again(f.ticket)
	}
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
