package admin

import (
	"slices"
	"time"

	"onedoor/queue"
)

// choice is something to choose from.
type choice struct {
	ID   string
	Name string
	On   bool
}

// windowSheetData is a window and what can be done about it.
type windowSheetData struct {
	hallWindow
	People   []choice // who may be at it; On: at it now
	Services []choice // On: it takes them now
	Reasons  []choice // of a pause
}

// windowData reads a window for its sheet.
func (a *Admin) windowData(lang string, id queue.WindowID) (d windowSheetData, ok bool) {
	b := hallBuilder{a: a, lang: lang, now: a.Queue.Now(), d: &hallData{}}
	a.Queue.View(func(l *queue.Lobby) {
		b.l, b.rules = l, l.Rules()
		w, rule := l.Window(id), b.rules.Window(id)
		if ok = w != nil && rule != nil; !ok {
			return
		}
		d.hallWindow = b.window(w, rule)
		for i := range b.rules.Staff {
			p := &b.rules.Staff[i]
			if p.MayServe(id) && !l.Away(p.ID) {
				d.People = append(d.People, choice{string(p.ID), a.Sessions.Name(p.ID), w.Staff == p.ID})
			}
		}
		for i := range b.rules.Services {
			s := &b.rules.Services[i]
			d.Services = append(d.Services, choice{string(s.ID), s.Name.In(lang), rule.Serves(s.ID)})
		}
	})
	for _, code := range []string{"break", "meeting", "copying", "other"} {
		d.Reasons = append(d.Reasons, choice{ID: code, Name: a.pause(lang, code)})
	}
	return d, ok
}

// serviceSheetData is a service, who waits for it, and what can be done about it.
type serviceSheetData struct {
	hallService
	Waits   []hallWaits // the longest waiting first
	More    int         // who wait besides
	Targets []choice    // other services
	Windows []choice    // that take it
}

// hallWaits is a ticket that waits.
type hallWaits struct {
	Number  string
	Heads   int
	Minutes string
	First   bool // of priority
	Over    bool
	State   string // held, no_show; "": it waits
}

// waitsShown is how many of those who wait a sheet lists.
const waitsShown = 40

// serviceData reads a service for its sheet.
func (a *Admin) serviceData(lang string, id queue.ServiceID) (d serviceSheetData, ok bool) {
	b := hallBuilder{a: a, lang: lang, now: a.Queue.Now(), wall: a.Queue.Wall(), d: &hallData{}, areas: map[queue.FloorID]map[queue.AreaID]gathered{}}
	a.Queue.View(func(l *queue.Lobby) {
		b.l, b.rules = l, l.Rules()
		b.queues()
		for _, s := range b.d.Services {
			if s.ID == id {
				d.hallService, ok = s, true
			} else if s.Shut == "" && s.All > 0 {
				d.Targets = append(d.Targets, choice{ID: string(s.ID), Name: s.Name})
			}
		}
		if !ok {
			return
		}
		for w := range l.Windows() {
			if rule := b.rules.Window(w.ID); rule != nil && rule.Serves(id) {
				d.Windows = append(d.Windows, choice{string(w.ID), rule.Label.In(lang), w.State == queue.WindowOpen})
			}
		}
		d.Waits = b.waiting(id)
	})
	if d.More = len(d.Waits) - waitsShown; d.More > 0 {
		d.Waits = d.Waits[:waitsShown]
	}
	d.More = max(d.More, 0)
	return d, ok
}

// waiting lists who waits for a service, those put aside or passed behind the others. In the view.
func (b *hallBuilder) waiting(id queue.ServiceID) []hallWaits {
	var list []*queue.Ticket
	for t := range b.l.Tickets() {
		waits := t.State == queue.Waiting || t.State == queue.Held || t.State == queue.NoShow
		if t.Service == id && waits && t.Session == 0 {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(x, y *queue.Ticket) int {
		if (x.State == queue.Waiting) != (y.State == queue.Waiting) {
			if x.State == queue.Waiting {
				return -1
			}
			return 1
		}
		return x.Since.Compare(y.Since)
	})
	ceiling := time.Duration(b.rules.Policy.CeilingS) * time.Second
	var rows []hallWaits
	for _, t := range list {
		w := hallWaits{
			Number: t.Number, Heads: t.Party, Minutes: minutes(b.now.Sub(t.Since)), First: t.Class == queue.ClassPriority,
			Over: ceiling > 0 && t.State == queue.Waiting && b.now.Sub(t.Since) > ceiling,
		}
		if t.State != queue.Waiting {
			w.State = string(t.State)
		}
		rows = append(rows, w)
	}
	return rows
}
