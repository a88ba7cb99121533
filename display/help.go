package display

import (
	"time"

	"onedoor/queue"
)

// The states of a call for a person.
const (
	HelpAsked      = "asked"
	HelpComing     = "coming"     // somebody has said that they are on the way
	HelpUnanswered = "unanswered" // nobody has within the bound
)

// HelpView is an open call for a person.
type HelpView struct {
	ID      queue.HelpID   `json:"id"`
	State   string         `json:"state"`
	Kiosk   queue.KioskID  `json:"kiosk,omitempty"`
	Window  queue.WindowID `json:"window,omitempty"`
	Place   string         `json:"place"` // the name of the kiosk or the window
	AskedAt time.Time      `json:"asked_at"`
	TakenAt *time.Time     `json:"taken_at,omitempty"`
	Staff   queue.StaffID  `json:"staff,omitempty"`  // who is coming; for staff alone
	Silent  bool           `json:"silent,omitempty"` // the window must show nothing of it; for staff alone
	Asker   queue.StaffID  `json:"asker,omitempty"`  // who asked in silence; for staff alone
}

// NewHelpView makes the view of a help call at a moment.
func NewHelpView(h *queue.HelpCall, r *queue.Rules, lang string, now time.Time) HelpView {
	v := HelpView{
		ID: h.ID, State: HelpAsked, Kiosk: h.Kiosk, Window: h.Window, Place: string(h.Kiosk) + string(h.Window),
		AskedAt: h.Asked.In(r.Location()), TakenAt: instant(h.Taken, r.Location()), Staff: h.Staff, Silent: h.Silent, Asker: h.Asker,
	}
	switch {
	case !h.Taken.IsZero():
		v.State = HelpComing
	case h.Unanswered(r, now):
		v.State = HelpUnanswered
	}
	if k := r.Kiosk(h.Kiosk); k != nil {
		v.Place = k.Name.In(lang)
	}
	if w := r.Window(h.Window); w != nil {
		v.Place = w.Label.In(lang)
	}
	return v
}
