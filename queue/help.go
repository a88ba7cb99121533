package queue

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// HelpID is a help call's number in the books: from 1, never reused.
type HelpID int64

// HelpCall is somebody who asks for a person: a visitor at a kiosk, or, without a sound, a
// clerk at a window. A place has at most one open call, and a window one silent one besides.
type HelpCall struct {
	ID     HelpID    `json:"id"`
	Kiosk  KioskID   `json:"kiosk,omitempty"`  // where a visitor asks
	Window WindowID  `json:"window,omitempty"` // where staff ask
	Asked  time.Time `json:"asked"`
	Taken  time.Time `json:"taken,omitzero"`   // somebody said they were coming
	Staff  StaffID   `json:"staff,omitempty"`  // who is coming
	Silent bool      `json:"silent,omitempty"` // nothing at the window may show it, then or later
	Asker  StaffID   `json:"asker,omitempty"`  // who asked in silence
}

// AskHelp asks for a person. Who asks again while a call of the same place is open changes
// nothing: it is answered with that call.
type AskHelp struct {
	Kiosk  KioskID
	Window WindowID
}

func (c AskHelp) decide(l *Lobby, in Input) (*Decision, error) {
	if (c.Kiosk == "") == (c.Window == "") {
		return nil, refuse(ErrBadValue, "field", "kiosk, window")
	}
	if c.Window != "" {
		if _, _, err := atWindow(l, c.Window, in.Actor); err != nil {
			return nil, err
		}
	} else if l.rules.Kiosk(c.Kiosk) == nil {
		return nil, refuse(ErrUnknownKiosk, "kiosk", string(c.Kiosk))
	}
	if open := l.HelpAt(c.Kiosk, c.Window); open != nil {
		return &Decision{help: open.ID}, nil
	}
	data := HelpAskedData{Help: l.lastHelp + 1, Kiosk: c.Kiosk, Window: c.Window}
	return &Decision{Data: []Data{data}, help: data.Help}, nil
}

// SilentHelp asks for a person at a window when whoever stands there must not notice: the desk and the
// hall hear of it at once and loudly, the window shows nothing. Asking again while such a call is open
// changes nothing.
type SilentHelp struct{ Window WindowID }

func (c SilentHelp) decide(l *Lobby, in Input) (*Decision, error) {
	if _, _, err := atWindow(l, c.Window, in.Actor); err != nil {
		return nil, err
	}
	if open := l.SilentHelpAt(c.Window); open != nil {
		return &Decision{help: open.ID}, nil
	}
	data := HelpAskedData{Help: l.lastHelp + 1, Window: c.Window, Silent: true, Asker: staffOf(in.Actor)}
	return &Decision{Data: []Data{data}, help: data.Help}, nil
}

// TakeHelp is the word of a member of staff that they are coming. Whoever says so second
// changes nothing.
type TakeHelp struct{ Help HelpID }

func (c TakeHelp) decide(l *Lobby, in Input) (*Decision, error) {
	if err := byHouse(l, in.Actor, RoleClerk); err != nil {
		return nil, err
	}
	h := l.helpCalls[c.Help]
	if h == nil {
		return nil, refuse(ErrUnknownHelp)
	}
	d := &Decision{help: h.ID}
	if h.Taken.IsZero() {
		d.Data = []Data{HelpTakenData{Help: h.ID, Staff: staffOf(in.Actor)}}
	}
	return d, nil
}

// LeaveHelp takes the word that somebody is coming back: the call asks for a person again. One that
// nobody has taken stays as it is.
type LeaveHelp struct{ Help HelpID }

func (c LeaveHelp) decide(l *Lobby, in Input) (*Decision, error) {
	if err := byHouse(l, in.Actor, RoleClerk); err != nil {
		return nil, err
	}
	h := l.helpCalls[c.Help]
	if h == nil {
		return nil, refuse(ErrUnknownHelp)
	}
	d := &Decision{help: h.ID}
	if !h.Taken.IsZero() {
		d.Data = []Data{HelpTakenData{Help: h.ID, Staff: staffOf(in.Actor), Back: true}}
	}
	return d, nil
}

// EndHelp closes a help call: whoever came says that it is done with, or the place where
// it was asked takes it back.
type EndHelp struct{ Help HelpID }

func (c EndHelp) decide(l *Lobby, in Input) (*Decision, error) {
	h := l.helpCalls[c.Help]
	if h == nil {
		return nil, refuse(ErrUnknownHelp)
	}
	why := "helped"
	if h.Kiosk != "" && in.Actor == ByKiosk(h.Kiosk) {
		why = "withdrawn"
	} else if err := byHouse(l, in.Actor, RoleClerk); err != nil {
		return nil, err
	}
	return &Decision{Data: []Data{HelpOverData{Help: h.ID, Why: why}}, help: h.ID}, nil
}

// WithdrawHelp takes the call of a window back that isn't a silent one. Without one it changes nothing.
type WithdrawHelp struct{ Window WindowID }

func (c WithdrawHelp) decide(l *Lobby, in Input) (*Decision, error) {
	if _, _, err := atWindow(l, c.Window, in.Actor); err != nil {
		return nil, err
	}
	h := l.HelpAt("", c.Window)
	if h == nil {
		return &Decision{}, nil
	}
	return &Decision{Data: []Data{HelpOverData{Help: h.ID, Why: "withdrawn"}}, help: h.ID}, nil
}

// HelpCalls lists the open help calls, oldest first.
func (l *Lobby) HelpCalls() []*HelpCall {
	return slices.SortedFunc(maps.Values(l.helpCalls), func(a, b *HelpCall) int { return cmp.Compare(a.ID, b.ID) })
}

// HelpCall gives an open help call, or nil.
func (l *Lobby) HelpCall(id HelpID) *HelpCall { return l.helpCalls[id] }

// SilentHelpAt gives the open silent call of a window, or nil. No page of that window may show it.
func (l *Lobby) SilentHelpAt(w WindowID) *HelpCall {
	for _, h := range l.helpCalls {
		if h.Silent && h.Window == w {
			return h
		}
	}
	return nil
}

// HelpAt gives the open help call of a kiosk or a window that isn't a silent one, or nil.
func (l *Lobby) HelpAt(k KioskID, w WindowID) *HelpCall {
	for _, h := range l.helpCalls {
		if h.Kiosk == k && h.Window == w && !h.Silent {
			return h
		}
	}
	return nil
}

// Unanswered says whether nobody has said that they are coming within the policy's bound:
// who asked is told where else to go.
func (h *HelpCall) Unanswered(r *Rules, now time.Time) bool {
	return h.Taken.IsZero() && !now.Before(h.Asked.Add(r.HelpAnswer()))
}

// HelpAnswer is how long somebody who asks for a person waits before being told where else
// to go.
func (r *Rules) HelpAnswer() time.Duration {
	if r.Policy.HelpAnswerS == 0 {
		return 30 * time.Second
	}
	return seconds(r.Policy.HelpAnswerS)
}

// staleHelp gives the ends of help calls that nobody will end any more: somebody came long
// ago and forgot, or the place has left the rules.
func (l *Lobby) staleHelp(now time.Time) []Data {
	var over []Data
	after := seconds(l.rules.Policy.HelpOverS)
	for _, h := range l.HelpCalls() {
		switch {
		case h.Kiosk != "" && l.rules.Kiosk(h.Kiosk) == nil, h.Window != "" && l.WindowRule(h.Window) == nil:
			over = append(over, HelpOverData{Help: h.ID, Why: "place_gone"})
		case after > 0 && !h.Taken.IsZero() && !now.Before(h.Taken.Add(after)):
			over = append(over, HelpOverData{Help: h.ID, Why: "time"})
		}
	}
	return over
}
