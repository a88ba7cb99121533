package queue

import (
	"fmt"
	"slices"
)

// The events that tell what a supervisor changes in the hall for the day, and of alerts.
const (
	WindowServices  Type = "window_services"
	TicketMoved     Type = "ticket_moved"
	ServiceShut     Type = "service_shut"
	ServiceReopened Type = "service_reopened"
	AlertRaised     Type = "alert_raised"
	AlertGrown      Type = "alert_grown"
	AlertSeen       Type = "alert_seen"
	AlertOver       Type = "alert_over"
)

type (
	// WindowServicesData is a window that takes other services for the day.
	WindowServicesData struct {
		Window   WindowID    `json:"window"`
		Services []ServiceID `json:"services,omitempty"` // none: those of the file again
		Staff    StaffID     `json:"staff,omitempty"`
	}
	// TicketMovedData is a ticket that waits on elsewhere before anybody called it.
	TicketMovedData struct {
		OnTicket
		From      ServiceID `json:"from"`
		Service   ServiceID `json:"service"`
		ForWindow WindowID  `json:"for_window,omitempty"`
		ForStaff  StaffID   `json:"for_staff,omitempty"`
		Seats     int       `json:"seats,omitempty"`
		Plan      *[]Step   `json:"plan,omitempty"` // what comes after the present leg; nil: as before
		Staff     StaffID   `json:"staff,omitempty"`
	}
	// ServiceShutData is a service that gives out no more numbers today.
	ServiceShutData struct {
		Service ServiceID `json:"service"`
		Shut
	}
	// ServiceReopenedData is a service that gives out numbers again.
	ServiceReopenedData struct {
		Service ServiceID `json:"service"`
		Staff   StaffID   `json:"staff,omitempty"`
	}
	// AlertRaisedData is something that is beyond its threshold.
	AlertRaisedData struct {
		Alert Alert `json:"alert"`
	}
	// AlertGrownData is an alert that has become half as bad again: whoever saw it sees it anew.
	AlertGrownData struct {
		Alert AlertID `json:"alert"`
		Value int     `json:"value"`
	}
	// AlertSeenData is an alert that somebody says they know of.
	AlertSeenData struct {
		Alert   AlertID   `json:"alert"`
		Kind    AlertKind `json:"kind,omitempty"` // what it is about: for the audit
		Service ServiceID `json:"service,omitempty"`
		Device  string    `json:"device,omitempty"`
		Seen
	}
	// AlertOverData is an alert that is over.
	AlertOverData struct {
		Alert   AlertID   `json:"alert"`
		Kind    AlertKind `json:"kind"`
		Service ServiceID `json:"service,omitempty"`
		Device  string    `json:"device,omitempty"`
		LastedS int64     `json:"lasted_s"`
	}
)

// Type names the event's type.
func (WindowServicesData) Type() Type { return WindowServices }

// Type names the event's type.
func (TicketMovedData) Type() Type { return TicketMoved }

// Type names the event's type.
func (ServiceShutData) Type() Type { return ServiceShut }

// Type names the event's type.
func (ServiceReopenedData) Type() Type { return ServiceReopened }

// Type names the event's type.
func (AlertRaisedData) Type() Type { return AlertRaised }

// Type names the event's type.
func (AlertGrownData) Type() Type { return AlertGrown }

// Type names the event's type.
func (AlertSeenData) Type() Type { return AlertSeen }

// Type names the event's type.
func (AlertOverData) Type() Type { return AlertOver }

// decodeHall reads the data of an event that tells what a supervisor changed, or of alerts.
func decodeHall(t Type, raw []byte) (Data, error) {
	switch t {
	case WindowServices:
		return decode[WindowServicesData](raw)
	case TicketMoved:
		return decode[TicketMovedData](raw)
	case ServiceShut:
		return decode[ServiceShutData](raw)
	case ServiceReopened:
		return decode[ServiceReopenedData](raw)
	case AlertRaised:
		return decode[AlertRaisedData](raw)
	case AlertGrown:
		return decode[AlertGrownData](raw)
	case AlertSeen:
		return decode[AlertSeenData](raw)
	case AlertOver:
		return decode[AlertOverData](raw)
	default:
		return nil, fmt.Errorf("event type %q doesn't tell of the hall", t)
	}
}

// toldServices is what a window is told whose services somebody else changed.
const toldServices = "services"

func (d WindowServicesData) apply(l *Lobby, e *Event) {
	if w := l.windows[d.Window]; w != nil && d.Staff != "" && d.Staff != w.Staff {
		w.Told = Told{What: toldServices, By: d.Staff, At: e.At}
	}
	if len(d.Services) == 0 {
		delete(l.assigned, d.Window)
	} else {
		l.assigned[d.Window] = d.Services
	}
	l.assign()
}

func (d TicketMovedData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	if t.State == Waiting {
		l.leave(t)
	}
	from := t.Service
	if d.Service != from { // nobody else was sent away for the place
		l.giveBack(t, 1)
		t.Half, t.MovedFrom = "", from
	}
	t.Service, t.ForWindow, t.ForStaff, t.Seats = d.Service, d.ForWindow, d.ForStaff, d.Seats
	t.Seq, t.Closing = e.Seq, ""
	t.Leg().Service = d.Service
	if d.Plan != nil {
		t.plan(*d.Plan)
	}
	if t.State == Waiting {
		l.enter(t)
	}
	if l.rules.Service(from) == nil {
		l.dropGone(from)
	}
}

func (d ServiceShutData) apply(l *Lobby, _ *Event) { l.shut[d.Service] = d.Shut }

func (d ServiceReopenedData) apply(l *Lobby, _ *Event) { delete(l.shut, d.Service) }

func (d AlertRaisedData) apply(l *Lobby, _ *Event) {
	l.lastAlert = d.Alert.ID
	l.alerts = append(l.alerts, d.Alert)
}

func (d AlertGrownData) apply(l *Lobby, _ *Event) {
	a := l.alert(d.Alert)
	a.Value, a.Seen = d.Value, Seen{}
}

func (d AlertSeenData) apply(l *Lobby, _ *Event) { l.alert(d.Alert).Seen = d.Seen }

func (d AlertOverData) apply(l *Lobby, _ *Event) {
	l.alerts = slices.DeleteFunc(l.alerts, func(a Alert) bool { return a.ID == d.Alert })
}
