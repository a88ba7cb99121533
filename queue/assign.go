package queue

import (
	"slices"
	"strconv"
)

// AssignWindow has a window take other services than the file says, for the day: a supervisor moves
// it to where people wait. The ticket in hand is served to its end. No services, or those of the
// file, put it back.
type AssignWindow struct {
	Window   WindowID
	Services []ServiceID
	Sure     bool // though nobody is left who takes a service that people wait for
}

func (c AssignWindow) decide(l *Lobby, in Input) (*Decision, error) {
	if err := byHouse(l, in.Actor, RoleSupervisor); err != nil {
		return nil, err
	}
	rule := l.rules.Window(c.Window)
	if rule == nil {
		return nil, refuse(ErrUnknownWindow, "window", string(c.Window))
	}
	for _, id := range c.Services {
		if l.rules.Service(id) == nil {
			return nil, refuse(ErrUnknownService, "service", string(id))
		}
	}
	list, filed := l.inOrder(c.Services), l.filed.Window(c.Window).Services
	d := &Decision{window: c.Window}
	data := WindowServicesData{Window: c.Window, Services: list, Staff: staffOf(in.Actor)}
	if len(list) == 0 || slices.Equal(list, l.inOrder(filed)) {
		list, data.Services = filed, nil
	}
	if _, now := l.assigned[c.Window]; !now && data.Services == nil || now && slices.Equal(data.Services, rule.Services) {
		return d, nil
	}
	if !c.Sure {
		if err := l.leavesAlone(rule, list); err != nil {
			return nil, err
		}
	}
	d.Data = []Data{data}
	return d, nil
}

// inOrder gives services in the order of the rules, each once.
func (l *Lobby) inOrder(ids []ServiceID) []ServiceID {
	var list []ServiceID
	for i := range l.rules.Services {
		if id := l.rules.Services[i].ID; slices.Contains(ids, id) {
			list = append(list, id)
		}
	}
	return list
}

// leavesAlone refuses to take a window from services that people wait for when no other open window
// takes them.
func (l *Lobby) leavesAlone(w *WindowRule, list []ServiceID) error {
	for _, id := range w.Services {
		n := l.WaitingFor(id)
		others := l.openWindows(id)
		if l.windows[w.ID].State == WindowOpen {
			others--
		}
		if n > 0 && others <= 0 && !slices.Contains(list, id) {
			return refuse(ErrConfirmNeeded, "what", "window_services", "service", string(id), "n", strconv.Itoa(n), "window", string(w.ID))
		}
	}
	return nil
}

// Assigned says whether a window takes other services today than the file says.
func (l *Lobby) Assigned(id WindowID) bool {
	_, ok := l.assigned[id]
	return ok
}

// Filed are the rules as the file gave them: Rules without what is so for the day only. They are never
// changed.
func (l *Lobby) Filed() *Rules { return l.filed }

// assign works out the rules in force anew: those of the file, with the windows that take other services
// today. What new rules no longer know of is let go.
func (l *Lobby) assign() {
	for id, list := range l.assigned {
		known := l.filed.Window(id) != nil
		list = slices.DeleteFunc(slices.Clone(list), func(s ServiceID) bool { return l.filed.Service(s) == nil })
		if l.assigned[id] = list; !known || len(list) == 0 {
			delete(l.assigned, id)
		}
	}
	l.rules = l.filed.with(l.assigned)
}

// with gives the rules with some windows taking other services. The rules themselves stay as they are.
func (r *Rules) with(assigned map[WindowID][]ServiceID) *Rules {
	if len(assigned) == 0 {
		return r
	}
	c, x := *r, *r.index
	c.index = &x
	c.Windows = slices.Clone(r.Windows)
	x.windows = make(map[WindowID]*WindowRule, len(c.Windows))
	for i := range c.Windows {
		w := &c.Windows[i]
		if list, ok := assigned[w.ID]; ok {
			w.Services = list
			own := func(h Help) bool { return slices.Contains(list, h.Service) }
			w.Helps = slices.DeleteFunc(slices.Clone(w.Helps), own)
		}
		x.windows[w.ID] = w
	}
	return &c
}
