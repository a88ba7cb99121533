package queue

import (
	"strconv"
	"time"
)

// OpenWindow opens a window for visitors. Opening an open window changes who
// is at it, or nothing.
type OpenWindow struct {
	Window WindowID
	For    StaffID // a supervisor opens it for this person; empty: for oneself
}

func (c OpenWindow) decide(l *Lobby, in Input) (*Decision, error) {
	w, _, err := atWindow(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if l.rules.Window(c.Window) == nil {
		return nil, refuse(ErrUnknownWindow, "window", string(c.Window))
	}
	if err := l.notReserved(c.Window); err != nil {
		return nil, err
	}
	staff, err := c.who(l, in.Actor)
	if err != nil {
		return nil, err
	}
	d := &Decision{window: w.ID, ticket: w.Ticket}
	if w.State != WindowOpen || (staff != "" && w.Staff != staff) {
		d.Data = []Data{WindowData{Window: w.ID, Staff: staff, State: WindowOpen}}
	}
	if _, away := l.Absence(staff); away { // who opens a window is here
		d.Data = append(d.Data, StaffBackData{Staff: staff})
	}
	return d, nil
}

// who gives the person that a window is opened for.
func (c *OpenWindow) who(l *Lobby, actor Actor) (StaffID, error) {
	self := staffOf(actor)
	if c.For == "" || c.For == self {
		return self, nil
	}
	if err := byHouse(l, actor, RoleSupervisor); err != nil {
		return "", err
	}
	p := l.rules.Person(c.For)
	switch {
	case p == nil:
		return "", refuse(ErrUnknownStaff, "staff", string(c.For))
	case !p.MayServe(c.Window):
		return "", refuse(ErrNotServed, "staff", string(c.For), "window", string(c.Window))
	}
	return c.For, nil
}

// CloseWindow closes a window with nothing in hand.
type CloseWindow struct{ Window WindowID }

func (c CloseWindow) decide(l *Lobby, in Input) (*Decision, error) {
	w, _, err := atWindow(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if w.Ticket != 0 {
		return nil, refuse(ErrWindowBusy, "window", string(w.ID), "number", l.tickets[w.Ticket].Number)
	}
	if err := l.notReserved(c.Window); err != nil {
		return nil, err
	}
	d := &Decision{window: w.ID}
	if w.State != WindowClosed {
		d.Data = []Data{WindowData{Window: w.ID, Staff: staffOf(in.Actor), State: WindowClosed}}
	}
	return d, nil
}

// PauseWindow pauses an open window; a ticket in hand is served to its end.
type PauseWindow struct {
	Window WindowID
	Reason string        // a code: break, meeting, copying, other
	Note   string        // in words, for staff; kept as a personal row
	For    time.Duration // how long it will be, as visitors may read; 0: nobody knows
}

// longestPause is how long a pause may be said beforehand.
const longestPause = 12 * time.Hour

func (c PauseWindow) decide(l *Lobby, in Input) (*Decision, error) {
	w, _, err := atWindow(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if w.State == WindowClosed {
		return nil, refuse(ErrWindowClosed, "window", string(w.ID))
	}
	if err := l.notReserved(c.Window); err != nil {
		return nil, err
	}
	if err := codeWord("reason", c.Reason); err != nil {
		return nil, err
	}
	if c.For < 0 || c.For > 0 && c.For < time.Minute || c.For > longestPause {
		return nil, refuse(ErrBadValue, "field", "for_s", "min", "60", "max", strconv.Itoa(int(longestPause/time.Second)))
	}
	if c.Reason == pausedForConsultation { // that is for those who are in one
		return nil, refuse(ErrBadValue, "field", "reason", "value", c.Reason)
	}
	d := &Decision{window: w.ID, ticket: w.Ticket}
	if w.State == WindowPaused && w.Reason == c.Reason && c.Note == "" && c.For == 0 {
		return d, nil
	}
	note, err := d.note(l, 0, c.Note, in.Now)
	if err != nil {
		return nil, err
	}
	pause := WindowData{Window: w.ID, Staff: staffOf(in.Actor), State: WindowPaused, Reason: c.Reason, Note: note}
	if c.For > 0 {
		pause.Back = in.Now.Add(c.For)
	}
	d.Data = []Data{pause}
	return d, nil
}
