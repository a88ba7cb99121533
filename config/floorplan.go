package config

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/goccy/go-yaml/ast"

	"onedoor/queue"
)

// The least and the most units of a plan's side.
const (
	planLeast = 10
	planMost  = 1000
)

// planAt is what a plan names that is read after it: windows are held against their floors.
type planAt struct {
	floor   queue.FloorID
	at      spot
	windows []ref
	kiosks  []ref
}

// plan reads one floor's plan.
type plan struct {
	*table
	b     *builder
	made  *queue.FloorPlan
	areas map[string]spot
	named planAt
}

// readPlan reads how a floor looks from above; nil when it doesn't say.
func (b *builder) readPlan(ft *table, floor queue.FloorID) *queue.FloorPlan {
	v, ok := ft.get("plan")
	if !ok {
		return nil
	}
	t, ok := b.table(v, "the plan of "+ft.what)
	if !ok {
		return nil
	}
	p := &plan{table: t, b: b, made: &queue.FloorPlan{}, areas: make(map[string]spot), named: planAt{floor: floor, at: v.at}}
	if size, ok := t.need("size", "size: [48, 20], in units of your own, as half metres"); ok {
		n, _ := p.numbers(size, `"size" of `+t.what, 2, planLeast, planMost)
		if n == nil {
			return nil // where everything is can't be held against anything
		}
		p.made.Width, p.made.Height = n[0], n[1]
	} else {
		return nil
	}
	p.readRooms()
	p.readWaits()
	p.made.Entrance, p.made.Lift = p.points("entrance"), p.points("lift")
	p.made.Stairs, p.made.Desk = p.points("stairs"), p.points("desk")
	for _, s := range p.spots("windows") {
		p.named.windows = append(p.named.windows, s.ref)
		p.made.Windows = append(p.made.Windows, queue.WindowSpot{Window: queue.WindowID(s.id), Point: s.point})
	}
	for _, s := range p.spots("kiosks") {
		p.named.kiosks = append(p.named.kiosks, s.ref)
		p.made.Kiosks = append(p.made.Kiosks, queue.KioskSpot{Kiosk: queue.KioskID(s.id), Point: s.point})
	}
	t.done()
	b.name(aWindow, t.what, p.named.windows...)
	b.name(aKiosk, t.what, p.named.kiosks...)
	b.plans = append(b.plans, p.named)
	return p.made
}

// numbers reads a list of so many whole numbers within bounds; nil when it isn't one.
func (b *builder) numbers(v value, name string, count, low, high int) ([]int, bool) {
	want := fmt.Sprintf("%d whole numbers from %d to %d, as [%d, …]", count, low, high, low)
	seq, ok := v.node.(*ast.SequenceNode)
	if !ok || len(seq.Values) != count {
		b.bad(v.at, name+" is not a list of "+strconv.Itoa(count), "write "+want)
		return nil, false
	}
	out := make([]int, count)
	for i, n := range seq.Values {
		item := valueOf(n)
		whole, isInt := item.node.(*ast.IntegerNode)
		var err error
		if isInt {
			out[i], err = strconv.Atoi(whole.GetToken().Value)
		}
		if !isInt || err != nil || out[i] < low || out[i] > high {
			b.bad(cmp.Or(item.at, v.at), "an entry of "+name+" is out of bounds", "write "+want)
			return nil, false
		}
	}
	return out, true
}

func (p *plan) numbers(v value, name string, count, low, high int) ([]int, bool) {
	return p.b.numbers(v, name, count, low, high)
}

// point reads [x, y] on the plan.
func (p *plan) point(v value, name string) (queue.Point, bool) {
	n, ok := p.numbers(v, name, 2, 0, planMost)
	if !ok {
		return queue.Point{}, false
	}
	at := queue.Point{X: n[0], Y: n[1]}
	if at.X > p.made.Width || at.Y > p.made.Height {
		p.b.bad(v.at, name+" is outside the plan", p.within())
		return at, false
	}
	return at, true
}

func (p *plan) within() string {
	return fmt.Sprintf("the plan is %d wide and %d deep", p.made.Width, p.made.Height)
}

// points reads a place, or a list of them.
func (p *plan) points(key string) (out []queue.Point) {
	v, ok := p.get(key)
	if !ok {
		return nil
	}
	name := fmt.Sprintf("%q of %s", key, p.what)
	list := []value{v}
	if seq, ok := v.node.(*ast.SequenceNode); ok && len(seq.Values) > 0 {
		if _, several := seq.Values[0].(*ast.SequenceNode); several {
			list = p.b.items(v, name)
		}
	}
	for _, one := range list {
		if at, ok := p.point(one, name); ok {
			out = append(out, at)
		}
	}
	return out
}

// rectangle reads [x, y, width, height] within the plan.
func (p *plan) rectangle(t *table) (r [4]int, ok bool) {
	v, ok := t.need("at", "at: [x, y, width, height]")
	if !ok {
		return r, false
	}
	n, ok := p.numbers(v, `"at" of `+t.what, 4, 0, planMost)
	if !ok {
		return r, false
	}
	r = [4]int(n)
	switch {
	case r[2] == 0 || r[3] == 0:
		p.b.bad(v.at, t.what+" has no size", "write at: [x, y, width, height]")
		return r, false
	case r[0]+r[2] > p.made.Width || r[1]+r[3] > p.made.Height:
		p.b.bad(v.at, t.what+" is outside the plan", p.within())
		return r, false
	}
	return r, true
}

// area takes the id of a room or of a place to wait: one name for one thing.
func (p *plan) area(t *table, what string) queue.AreaID {
	id := t.needID("id", "id: hall")
	if id.id == "" {
		return ""
	}
	t.what = fmt.Sprintf("the %s %q of %s", what, id.id, p.what)
	if first, twice := p.areas[id.id]; twice {
		p.b.bad(id.at, fmt.Sprintf("%q is there twice in %s, first on line %d", id.id, p.what, first.line), "give it an id of its own")
		return ""
	}
	p.areas[id.id] = id.at
	return queue.AreaID(id.id)
}

func (p *plan) readRooms() {
	for _, v := range p.items("rooms") {
		t, ok := p.b.table(v, "a room of "+p.what)
		if !ok {
			continue
		}
		room := queue.Room{ID: p.area(t, "room"), Name: t.names("name")}
		if _, given := t.get("outline"); given {
			room.Outline = p.outline(t)
		} else if r, ok := p.rectangle(t); ok {
			x, y, w, h := r[0], r[1], r[2], r[3]
			room.Outline = []queue.Point{{X: x, Y: y}, {X: x + w, Y: y}, {X: x + w, Y: y + h}, {X: x, Y: y + h}}
		}
		t.done()
		if room.ID != "" && len(room.Outline) > 0 {
			p.made.Rooms = append(p.made.Rooms, room)
		}
	}
}

// outline reads the corners of a room that isn't a rectangle.
func (p *plan) outline(t *table) (out []queue.Point) {
	name := `"outline" of ` + t.what
	list := t.items("outline")
	for _, v := range list {
		at, ok := p.point(v, "an entry of "+name)
		if !ok {
			return nil
		}
		out = append(out, at)
	}
	if len(out) < 3 {
		p.b.bad(t.spotOfKey("outline"), name+" has fewer than three corners", "write outline: [[x, y], [x, y], [x, y]], or at: [x, y, width, height]")
		return nil
	}
	return out
}

func (p *plan) readWaits() {
	for _, v := range p.items("waits") {
		t, ok := p.b.table(v, "a waiting place of "+p.what)
		if !ok {
			continue
		}
		id := p.area(t, "waiting place")
		name := t.names("name")
		r, ok := p.rectangle(t)
		t.done()
		if id != "" && ok {
			p.made.Waits = append(p.made.Waits, queue.Area{ID: id, Name: name, X: r[0], Y: r[1], Width: r[2], Height: r[3]})
		}
	}
}

// placed is an id with its place on the plan.
type placed struct {
	ref
	point queue.Point
}

// spots reads id: [x, y], in the order of the ids.
func (p *plan) spots(key string) (out []placed) {
	v, ok := p.get(key)
	if !ok {
		return nil
	}
	t, ok := p.b.table(v, fmt.Sprintf("%q of %s", key, p.what))
	if !ok {
		return nil
	}
	for _, id := range slices.Sorted(slices.Values(t.order)) {
		at, ok := t.get(id)
		if !ok {
			p.b.bad(t.pairs[id].key, fmt.Sprintf("%q in %s has no place", id, t.what), "write "+id+": [x, y]")
			continue
		}
		if point, ok := p.point(at, fmt.Sprintf("%q in %s", id, t.what)); ok {
			out = append(out, placed{ref{id, t.pairs[id].key}, point})
		}
	}
	t.done()
	return out
}

// checkPlans finds what stands on a floor where it isn't, and windows that a floor's plan leaves out:
// whoever is called there would see no way.
func (b *builder) checkPlans() {
	stands := map[string]queue.FloorID{}
	for _, p := range b.plans {
		shown := map[string]bool{}
		for _, id := range p.windows {
			shown[id.id] = true
			i := slices.IndexFunc(b.rules.Windows, func(w queue.WindowRule) bool { return string(w.ID) == id.id })
			if i >= 0 && b.rules.Windows[i].Floor != p.floor {
				b.bad(id.at, fmt.Sprintf("the plan of the floor %q shows the window %q, which is on floor %q", p.floor, id.id, b.rules.Windows[i].Floor),
					"move it to the plan of its floor")
			}
		}
		for i := range b.rules.Windows {
			if w := &b.rules.Windows[i]; w.Floor == p.floor && !shown[string(w.ID)] {
				b.warn(p.at, fmt.Sprintf("the plan of the floor %q doesn't show the window %q", p.floor, w.ID), `add it to "windows" of the plan, as `+string(w.ID)+": [x, y]")
			}
		}
		for _, id := range p.kiosks {
			if other, twice := stands[id.id]; twice {
				b.bad(id.at, fmt.Sprintf("the kiosk %q stands on the floors %q and %q", id.id, other, p.floor), "keep one of them")
				continue
			}
			stands[id.id] = p.floor
		}
	}
}
