package display

import (
	"fmt"
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"onedoor/queue"
)

// PlanMarks is what a floor's plan points out. Each may be left empty, and what the plan doesn't
// show isn't marked.
type PlanMarks struct {
	You    queue.KioskID  // the kiosk one stands at
	Wait   queue.AreaID   // where to wait
	Window queue.WindowID // where to go: never before the call
}

// PlanOf gives the floor of a ticket with the marks of its next step: where to wait, or once it is
// called the window. At is the kiosk that asks, or "".
func PlanOf(r *queue.Rules, t *queue.Ticket, at queue.KioskID) (queue.FloorID, PlanMarks) {
	if w := r.Window(t.Place()); w != nil && t.Stands().InHand() {
		return w.Floor, PlanMarks{You: at, Window: w.ID}
	}
	s := r.Service(t.Service)
	if s == nil {
		return "", PlanMarks{}
	}
	m := PlanMarks{You: at}
	if f := r.Floor(s.Floor); f != nil && f.Plan != nil {
		if a := f.Plan.WaitOf(s.Side(t.Side)); a != nil {
			m.Wait = a.ID
		}
	}
	return s.Floor, m
}

// The sizes of a plan, in parts of its width: it is drawn a thousand wide.
const (
	planWide = 1000
	planRim  = 8
	planType = 32 // of names; a phone shows it at 11 px and more
	planTile = 56 // of a window, a lift
)

// Plan draws a floor from above: rooms, where one is, where to wait, where to go. It is inline SVG
// in the page's own colours, told apart by shape as well, and it says in words what it shows. A
// floor without a plan gives nothing.
func (k *Kit) Plan(lang string, floor queue.FloorID, marks PlanMarks) template.HTML {
	r := k.rules()
	f := r.Floor(floor)
	if f == nil || f.Plan == nil || f.Plan.Width <= 0 || f.Plan.Height <= 0 {
		return ""
	}
	d := drawnPlan{k: k, lang: lang, rules: r, floor: f, plan: f.Plan, marks: marks}
	d.draw()
	return template.HTML(d.b.String()) //nolint:gosec // every word goes through text
}

// drawnPlan is a plan being drawn.
type drawnPlan struct {
	k     *Kit
	lang  string
	rules *queue.Rules
	floor *queue.Floor
	plan  *queue.FloorPlan
	marks PlanMarks
	high  int   // of the drawing
	taken []box // where nothing more can be written
	b     strings.Builder
}

// at is a place in the drawing's own units.
func (d *drawnPlan) at(p queue.Point) (x, y int) {
	return p.X * planWide / d.plan.Width, p.Y * planWide / d.plan.Width
}

func (d *drawnPlan) put(format string, args ...any) { fmt.Fprintf(&d.b, format, args...) }

func (d *drawnPlan) word(key string, args ...any) string {
	return d.k.T(d.lang, "plan."+key, args...)
}

func (d *drawnPlan) draw() {
	d.high = d.plan.Height * planWide / d.plan.Width
	d.put(`<svg class="plan" viewBox="%d %d %d %d" role="img" font-size="%d" text-anchor="middle">`,
		-planRim, -planRim, planWide+2*planRim, d.high+2*planRim, planType)
	d.put(`<title>%s</title><desc>%s</desc>`, escape(d.word("title", "floor", d.floor.Name.In(d.lang))), escape(d.says()))
	d.put(`<rect class="plan-floor" width="%d" height="%d" rx="6" fill="var(--card)" stroke="var(--edge)" stroke-width="5"/>`, planWide, d.high)
	for i := range d.plan.Rooms {
		d.room(&d.plan.Rooms[i])
	}
	for i := range d.plan.Waits {
		d.wait(&d.plan.Waits[i])
	}
	d.way()
	d.fixtures()
	for _, w := range d.plan.Windows {
		d.window(w)
	}
	d.goal()
	d.you()
	d.put(`</svg>`)
}

// take notes that a part of the drawing is written on.
func (d *drawnPlan) take(x, y, w, h int) { d.taken = append(d.taken, box{x, y, w, h}) }

// says is the plan in words.
func (d *drawnPlan) says() string {
	var say []string
	if _, ok := d.plan.Kiosk(d.marks.You); ok {
		say = append(say, d.word("says_you", "kiosk", d.rules.Kiosk(d.marks.You).Name.In(d.lang)))
	}
	if a := d.plan.Wait(d.marks.Wait); a != nil {
		say = append(say, d.word("says_wait", "place", d.waitName(a)))
	}
	if _, ok := d.plan.Window(d.marks.Window); ok {
		say = append(say, d.word("says_window", "window", d.rules.Window(d.marks.Window).Label.In(d.lang)))
	}
	return strings.Join(say, d.word("between"))
}

func (d *drawnPlan) waitName(a *queue.Area) string {
	if n := a.Name.In(d.lang); n != "" {
		return n
	}
	return d.floor.Wait.In(d.lang)
}

func (d *drawnPlan) room(r *queue.Room) {
	var points []string
	left, top, right, bottom := planWide, 1<<20, 0, 0
	for _, p := range r.Outline {
		x, y := d.at(p)
		points = append(points, fmt.Sprintf("%d,%d", x, y))
		left, top, right, bottom = min(left, x), min(top, y), max(right, x), max(bottom, y)
	}
	d.take(left, top, right-left, bottom-top)
	class, fill, ink := "plan-room", `fill="var(--raised)" stroke="var(--edge)" stroke-width="4"`, `fill="var(--muted)"`
	if string(r.ID) == string(d.marks.Window) {
		class, fill, ink = "plan-room here", `fill="var(--call)" stroke="var(--call-ink)" stroke-width="6"`, `class="plan-here" fill="var(--call-ink)" font-weight="700"`
	}
	d.put(`<polygon class="%s" points="%s" %s stroke-linejoin="round"/>`, class, strings.Join(points, " "), fill)
	if n := r.Name.In(d.lang); n != "" {
		d.label((left+right)/2, (top+bottom)/2, right-left-24, n, ink)
	}
}

func (d *drawnPlan) wait(a *queue.Area) {
	x, y := d.at(queue.Point{X: a.X, Y: a.Y})
	w, h := d.at(queue.Point{X: a.Width, Y: a.Height})
	d.take(x, y, w, h)
	if a.ID == d.marks.Wait {
		d.put(`<rect class="plan-wait here" x="%d" y="%d" width="%d" height="%d" rx="16" fill="var(--accent-soft)" stroke="var(--accent)" stroke-width="6"/>`, x, y, w, h)
		d.label(x+w/2, y+h/2, w-24, d.word("wait_here"), `class="plan-here" fill="var(--accent)" font-weight="700"`)
		return
	}
	d.put(`<rect class="plan-wait" x="%d" y="%d" width="%d" height="%d" rx="16" fill="none" stroke="var(--edge)" stroke-width="3" stroke-dasharray="4 12" stroke-linecap="round"/>`, x, y, w, h)
	d.label(x+w/2, y+h/2, w-24, d.word("wait"), `fill="var(--muted)"`)
}

// fixtures are what helps people to find their way: entrance, lift, stairs, desk.
func (d *drawnPlan) fixtures() {
	for _, set := range []struct {
		at        []queue.Point
		key, icon string
	}{{d.plan.Entrance, "entrance", "door"}, {d.plan.Lift, "lift", "lift"}, {d.plan.Stairs, "stairs", "stairs"}} {
		for _, p := range set.at {
			x, y := d.at(p)
			y = min(max(y, planTile/2), d.high-planTile/2)
			drawing, _ := drawing(set.icon)
			d.put(`<g class="plan-mark" transform="translate(%d %d) scale(2)" fill="none" stroke="var(--ink)" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">%s</g>`, x-24, y-24, drawing)
			name := d.word(set.key)
			w := width(name) * planType / 100
			tx, anchor := x+32, "start"
			if tx+w > planWide-12 {
				tx, anchor = x-32, "end"
				d.take(x-32-w, y-24, w+56, 48)
			} else {
				d.take(x-24, y-24, w+56, 48)
			}
			d.put(`<text x="%d" y="%d" text-anchor="%s" fill="var(--ink)">%s</text>`, tx, y+11, anchor, escape(name))
		}
	}
	for _, p := range d.plan.Desk {
		x, y := d.at(p)
		name := capital(d.k.Catalogue.DeskName(d.lang, &d.rules.Centre)) // beside Entrance and Lift
		w := width(name)*planType/100 + 48
		d.take(x-w/2, y-28, w, 56)
		d.put(`<rect class="plan-desk" x="%d" y="%d" width="%d" height="56" rx="28" fill="var(--card)" stroke="var(--ink)" stroke-width="4"/>`, x-w/2, y-28, w)
		d.put(`<text x="%d" y="%d" fill="var(--ink)">%s</text>`, x, y+11, escape(name))
	}
}

// capital begins a name with a capital letter, where its script has any.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToTitle(r)) + s[n:]
}

// window draws a counter with its number, or the door of a room that is one. Only the marked one
// is named in full.
func (d *drawnPlan) window(s queue.WindowSpot) {
	rule := d.rules.Window(s.Window)
	if rule == nil {
		return
	}
	x, y := d.at(s.Point)
	here := s.Window == d.marks.Window
	if d.isRoom(s) {
		if !here {
			d.put(`<circle class="plan-door" cx="%d" cy="%d" r="10" fill="var(--card)" stroke="var(--edge)" stroke-width="4"/>`, x, y)
		}
		return
	}
	name := rule.Label.In(d.lang)
	short := digitsOf(name)
	w, h := max(planTile, width(short)*planType/100+28), planTile
	if short == "" {
		short, w = name, 24+min(width(name)*planType/100, 5*planType)
		h = planTile + 36*(len(wrap(short, (w-12)*100/planType))-1)
	}
	d.take(x-w/2, y-h/2, w, h)
	fill, ink := `fill="var(--raised)" stroke="var(--edge)" stroke-width="3"`, `fill="var(--ink)"`
	if here {
		fill, ink = `fill="var(--call)" stroke="var(--call-ink)" stroke-width="6"`, `class="plan-here" fill="var(--call-ink)" font-weight="700"`
	}
	d.put(`<rect class="plan-window" x="%d" y="%d" width="%d" height="%d" rx="10" %s/>`, x-w/2, y-h/2, w, h, fill)
	d.label(x, y, w-12, short, ink)
}

// goal names the window to go to, at its counter or its door.
func (d *drawnPlan) goal() {
	at, ok := d.plan.Window(d.marks.Window)
	if !ok {
		return
	}
	x, y := d.at(at)
	if d.isRoom(queue.WindowSpot{Window: d.marks.Window}) {
		d.put(`<circle class="plan-goal" cx="%d" cy="%d" r="17" fill="var(--call)" stroke="var(--call-ink)" stroke-width="6"/>`, x, y)
		return
	}
	if rule := d.rules.Window(d.marks.Window); digitsOf(rule.Label.In(d.lang)) != "" {
		d.tag(x, y, planTile/2+6, rule.Label.In(d.lang))
	}
}

// you is where one stands.
func (d *drawnPlan) you() {
	at, ok := d.plan.Kiosk(d.marks.You)
	if !ok {
		return
	}
	x, y := d.at(at)
	d.put(`<g class="plan-you"><circle cx="%d" cy="%d" r="26" fill="var(--ink)"/><circle cx="%d" cy="%d" r="9" fill="var(--card)"/></g>`, x, y, x, y)
	d.tag(x, y, 30, d.word("you"))
}

// isRoom says whether a window is a room of the plan, which has its name already.
func (d *drawnPlan) isRoom(s queue.WindowSpot) bool {
	for i := range d.plan.Rooms {
		if string(d.plan.Rooms[i].ID) == string(s.Window) {
			return true
		}
	}
	return false
}

// tag is a name in bold beside a mark that reaches r from its middle, on the side where least is
// in its way.
func (d *drawnPlan) tag(x, y, r int, words string) {
	const high = 52
	w := width(words)*40/100 + 24
	var best box
	least := -1
	for _, b := range []box{
		{x - w/2, y + r + 4, w, high},
		{x - w/2, y - r - 4 - high, w, high},
		{x + r + 4, y - high/2, w, high},
		{x - r - 4 - w, y - high/2, w, high},
	} {
		b.x = min(max(b.x, 8), planWide-8-b.w)
		covered := b.w*b.h - b.overlap(box{0, 0, planWide, d.high})
		for _, t := range append(d.taken, box{x - r, y - r, 2 * r, 2 * r}) {
			covered += b.overlap(t)
		}
		if least < 0 || covered < least {
			best, least = b, covered
		}
	}
	d.taken = append(d.taken, best)
	d.put(`<rect class="plan-tag" x="%d" y="%d" width="%d" height="%d" rx="14" fill="var(--card)"/>`, best.x, best.y, best.w, best.h)
	d.put(`<text class="plan-name" x="%d" y="%d" font-size="40" font-weight="700" fill="var(--ink)">%s</text>`, best.x+best.w/2, best.y+40, escape(words))
}

// way is a dotted line from where one is to the next place, where nothing stands between.
func (d *drawnPlan) way() {
	from, ok := d.plan.Kiosk(d.marks.You)
	if !ok {
		return
	}
	to, ok := d.plan.Window(d.marks.Window)
	if a := d.plan.Wait(d.marks.Wait); a != nil && !ok {
		to, ok = queue.Point{X: min(max(from.X, a.X+1), a.X+a.Width-1), Y: min(max(from.Y, a.Y), a.Y+a.Height)}, true
	}
	if !ok || d.crosses(from, to) {
		return
	}
	x1, y1 := d.at(from)
	x2, y2 := d.at(to)
	d.put(`<path class="plan-way" d="M%d %dL%d %d" fill="none" stroke="var(--ink)" stroke-width="7" stroke-linecap="round" stroke-dasharray="1 16"/>`, x1, y1, x2, y2)
}

// crosses says whether a wall stands between two places.
func (d *drawnPlan) crosses(a, b queue.Point) bool {
	for i := range d.plan.Rooms {
		o := d.plan.Rooms[i].Outline
		for j := range o {
			if meets(a, b, o[j], o[(j+1)%len(o)]) {
				return true
			}
		}
	}
	return false
}

// meets says whether two lines cross, not counting ends that touch: a window's door is in a wall.
func meets(a, b, c, d queue.Point) bool {
	side := func(p, q, r queue.Point) int {
		s := (q.X-p.X)*(r.Y-p.Y) - (q.Y-p.Y)*(r.X-p.X)
		switch {
		case s > 0:
			return 1
		case s < 0:
			return -1
		}
		return 0
	}
	return side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0
}
