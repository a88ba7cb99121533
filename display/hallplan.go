package display

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"onedoor/queue"
)

// HallSpot is how a window stands on the supervisor's plan.
type HallSpot struct {
	Kind   string    // serving, called, free, paused or closed
	Number string    // in hand; "": none
	Word   string    // what Kind is called
	Brief  string    // the same beside the minutes, in four letters
	Since  time.Time // of the state, or of the ticket in hand; zero: it isn't told
	Moved  bool      // it takes other services today than the file says
}

// HallWait is who waits in a place.
type HallWait struct {
	Heads int
	Words string // how many, in words
	Over  bool   // somebody of them is over the bound
}

// HallMarks is what a floor's plan tells the supervisor.
type HallMarks struct {
	Windows map[queue.WindowID]HallSpot
	Waits   map[queue.AreaID]HallWait // by the floor's places to wait
	Kiosks  map[queue.KioskID]bool
	Now     time.Time
}

// The sizes of a window on the supervisor's plan, in parts of its width.
const (
	spotWide  = 94
	spotHigh  = 92
	spotType  = 22 // of the small lines; on a desk's screen 12 px
	spotCount = 32 // of who waits
	spotGap   = 6  // between two
	spotLeast = 64 // narrower it can't be read
)

// HallPlan draws a floor from above with every window as it stands: the state in words and by
// the outline as well as by the colour, the ticket in hand, and for how long. Each window is a button that
// tells its id in data-window. A floor without a plan gives nothing.
func (k *Kit) HallPlan(lang string, floor queue.FloorID, m HallMarks) template.HTML {
	r := k.rules()
	f := r.Floor(floor)
	if f == nil || f.Plan == nil || f.Plan.Width <= 0 || f.Plan.Height <= 0 {
		return ""
	}
	d := drawnPlan{k: k, lang: lang, rules: r, floor: f, plan: f.Plan}
	d.high = f.Plan.Height * planWide / f.Plan.Width
	d.put(`<svg class="hallplan" viewBox="%d %d %d %d" role="group" aria-label="%s" font-size="%d" text-anchor="middle">`,
		-planRim, -planRim, planWide+2*planRim, d.high+2*planRim, escape(d.word("title", "floor", f.Name.In(lang))), spotType)
	d.put(`<rect class="plan-floor" width="%d" height="%d" rx="6"/>`, planWide, d.high)
	for i := range f.Plan.Rooms {
		d.hallRoom(&f.Plan.Rooms[i])
	}
	d.hallWaiting(m)
	for _, at := range f.Plan.Kiosks {
		d.hallKiosk(at, m.Kiosks[at.Kiosk])
	}
	var spots []placed
	for _, at := range f.Plan.Windows {
		if s, ok := m.Windows[at.Window]; ok {
			spots = append(spots, d.place(at, s))
		}
	}
	apart(spots)
	for i := range spots {
		d.spot(&spots[i], m.Now)
	}
	d.put(`</svg>`)
	return template.HTML(d.b.String()) //nolint:gosec // every word goes through escape
}

// hallRoom is a room's walls; a room that is a window has its name there.
func (d *drawnPlan) hallRoom(r *queue.Room) {
	points := make([]string, len(r.Outline))
	for i, p := range r.Outline {
		x, y := d.at(p)
		points[i] = fmt.Sprintf("%d,%d", x, y)
	}
	d.put(`<polygon class="plan-room" points="%s"/>`, strings.Join(points, " "))
}

// hallWaiting says in each place to wait who waits there; by the number alone where there is no room for words.
func (d *drawnPlan) hallWaiting(m HallMarks) {
	for i := range d.plan.Waits {
		a := &d.plan.Waits[i]
		x, y := d.at(queue.Point{X: a.X, Y: a.Y})
		w, h := d.at(queue.Point{X: a.Width, Y: a.Height})
		class := "plan-wait"
		at := m.Waits[a.ID]
		if at.Over {
			class += " over"
		}
		d.put(`<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="14"/>`, class, x, y, w, h)
		if at.Words != "" {
			words := at.Words
			if width(words)*spotCount/100 > w-16 {
				words = strconv.Itoa(at.Heads)
			}
			d.put(`<text class="plan-count" x="%d" y="%d"><title>%s</title>%s</text>`, x+w/2, y+h/2+10, escape(d.waitName(a)), escape(words))
		}
	}
}

// hallKiosk is a kiosk, crossed out while it is broken.
func (d *drawnPlan) hallKiosk(at queue.KioskSpot, bad bool) {
	rule := d.rules.Kiosk(at.Kiosk)
	if rule == nil {
		return
	}
	x, y := d.at(at.Point)
	class, icon := "plan-kiosk", "kiosk"
	if bad {
		class, icon = "plan-kiosk bad", "warning"
	}
	drawn, _ := drawing(icon)
	d.put(`<g class="%s"><title>%s</title><rect x="%d" y="%d" width="48" height="48" rx="10"/><g transform="translate(%d %d) scale(1.4)">%s</g></g>`,
		class, escape(rule.Name.In(d.lang)), x-24, y-24, x-17, y-17, drawn)
}

// placed is a window of the drawing: its middle, how wide it is, and what it is called.
type placed struct {
	HallSpot
	id      queue.WindowID
	x, y, w int
	label   string
	named   bool // the label is a name, not a number
}

// place finds where a window stands and how much room it would like.
func (d *drawnPlan) place(at queue.WindowSpot, s HallSpot) placed {
	rule := d.rules.Window(at.Window)
	x, y := d.at(at.Point)
	p := placed{HallSpot: s, id: at.Window, x: x, y: y, w: spotWide}
	if rule == nil { // gone from the file while somebody is still there
		p.label, p.named = string(at.Window), true
	} else if name := rule.Label.In(d.lang); digitsOf(name) != "" {
		p.label = digitsOf(name)
	} else {
		p.label, p.named = name, true
	}
	if room := d.roomOf(at.Window); room != nil {
		left, top, right, bottom := d.bounds(room)
		p.x, p.y = (left+right)/2, (top+bottom)/2
		p.w = min(right-left-16, 210)
	}
	if p.named {
		p.w = max(p.w, 130)
	}
	p.y = min(max(p.y, spotHigh/2+6), d.high-spotHigh/2-6)
	p.x = min(max(p.x, p.w/2+6), planWide-p.w/2-6)
	return p
}

// apart makes those narrower that would lie on one another: a name gives way to a number, and then both alike.
func apart(list []placed) {
	clash := func(a, b *placed) (room int, clash bool) {
		if max(a.y-b.y, b.y-a.y) >= spotHigh {
			return 0, false
		}
		dx := max(a.x-b.x, b.x-a.x)
		return dx, dx < (a.w+b.w)/2+spotGap
	}
	for i := range list {
		for j := range list[:i] {
			a, b := &list[i], &list[j]
			dx, both := clash(a, b)
			if !both {
				continue
			}
			for _, p := range []*placed{a, b} {
				if p.w > spotWide {
					p.w = max(min(p.w, 2*(dx-spotGap)-spotWide), spotWide)
				}
			}
			if dx, both = clash(a, b); both {
				w := max(dx-spotGap, spotLeast)
				a.w, b.w = min(a.w, w), min(b.w, w)
			}
		}
	}
}

// spot is a window: its number or name, the ticket in hand or its state, and for how long.
func (d *drawnPlan) spot(s *placed, now time.Time) {
	x, y, w, label := s.x, s.y, s.w, s.label
	for s.named && width(label)*spotType/100 > w-10 { // as much of the name as fits
		runes := []rune(strings.TrimSuffix(label, "…"))
		if len(runes) < 2 {
			break
		}
		label = string(runes[:len(runes)-1]) + "…"
	}
	class := "spot " + s.Kind
	d.put(`<g class="%s" role="button" tabindex="0" data-window="%s" data-key-of="spot-%s"><rect x="%d" y="%d" width="%d" height="%d" rx="12"/>`,
		class, escape(string(s.id)), escape(string(s.id)), x-w/2, y-spotHigh/2, w, spotHigh)
	narrow := s.Number != "" && width(s.Brief+" 100"+d.word("minutes"))*spotType/100 > w-8 // then the state stands beside the number
	if narrow && !s.named {
		label += " " + s.Brief
	}
	if s.Moved {
		label += " *"
	}
	d.put(`<text class="spot-name" x="%d" y="%d">%s</text>`, x, y-20, escape(label))
	first := s.Word
	if s.Number != "" {
		first = s.Number
		d.put(`<text class="spot-number" x="%d" y="%d">%s</text>`, x, y+10, escape(first))
	} else {
		d.put(`<text class="spot-word" x="%d" y="%d">%s</text>`, x, y+7, escape(first))
	}
	if !s.Since.IsZero() {
		word := ""
		if s.Number != "" && !narrow {
			word = s.Brief + " "
		}
		d.put(`<text class="spot-time" x="%d" y="%d">%s<tspan data-min="%d">%s</tspan>%s</text>`, x, y+35, escape(word),
			s.Since.UnixMilli(), strconv.Itoa(max(int(now.Sub(s.Since)/time.Minute), 0)), escape(d.word("minutes")))
	}
	d.put(`</g>`)
}

// roomOf gives the room that a window is; nil when it is a counter.
func (d *drawnPlan) roomOf(id queue.WindowID) *queue.Room {
	for i := range d.plan.Rooms {
		if string(d.plan.Rooms[i].ID) == string(id) {
			return &d.plan.Rooms[i]
		}
	}
	return nil
}

// bounds is the rectangle around a room.
func (d *drawnPlan) bounds(r *queue.Room) (left, top, right, bottom int) {
	left, top = planWide, d.high
	for _, p := range r.Outline {
		x, y := d.at(p)
		left, top, right, bottom = min(left, x), min(top, y), max(right, x), max(bottom, y)
	}
	return left, top, right, bottom
}
