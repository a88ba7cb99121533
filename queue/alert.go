package queue

import (
	"slices"
	"time"
)

// AlertID is an alert's number in the books: from 1, never reused.
type AlertID int64

// AlertKind is what an alert is about.
type AlertKind string

// The kinds of alerts. Those of the queues the clock raises; those of devices come from who watches
// them, by NoteDevice.
const (
	AlertWait    AlertKind = "wait"    // somebody waits longer than the target of the service; value in seconds
	AlertQueue   AlertKind = "queue"   // so many wait for a service
	AlertWindow  AlertKind = "window"  // so many wait for each open window, and another could be opened
	AlertNobody  AlertKind = "nobody"  // people wait and no window is open; value in seconds
	AlertPrinter AlertKind = "printer" // nothing comes out of it
	AlertScreen  AlertKind = "screen"  // it says nothing any more
	AlertKiosk   AlertKind = "kiosk"   // it says nothing any more, or shows nothing new
	AlertDisk    AlertKind = "disk"    // little room is left
	AlertVoice   AlertKind = "voice"   // a loudspeaker doesn't play
)

// AlertKinds lists them.
func AlertKinds() []AlertKind {
	return []AlertKind{AlertWait, AlertQueue, AlertWindow, AlertNobody, AlertPrinter, AlertScreen, AlertKiosk, AlertDisk, AlertVoice}
}

// Device says whether an alert of the kind is about a device.
func (k AlertKind) Device() bool {
	switch k {
	case AlertPrinter, AlertScreen, AlertKiosk, AlertDisk, AlertVoice:
		return true
	case AlertWait, AlertQueue, AlertWindow, AlertNobody:
	}
	return false
}

// AlertRules are the thresholds beyond which somebody is told. Durations are whole seconds; a threshold
// of 0 is none.
type AlertRules struct {
	WaitS     int `json:"wait_s,omitempty"`     // the target of waiting
	Queue     int `json:"queue,omitempty"`      // tickets that wait for one service
	PerWindow int `json:"per_window,omitempty"` // tickets that wait for each open window of a service
	NobodyS   int `json:"nobody_s,omitempty"`   // people wait so long with no window open
	PrinterS  int `json:"printer_s,omitempty"`  // it has printed nothing for so long
	ScreenS   int `json:"screen_s,omitempty"`
	KioskS    int `json:"kiosk_s,omitempty"`
	VoiceS    int `json:"voice_s,omitempty"`
	DiskMB    int `json:"disk_mb,omitempty"` // less room than so many million bytes is left
	AgainS    int `json:"again_s,omitempty"` // what was acknowledged comes back after this while it lasts; 0: never

	Services []ServiceAlert `json:"services,omitempty"` // that have thresholds of their own
}

// ServiceAlert is the thresholds of one service; 0: those of all.
type ServiceAlert struct {
	Service ServiceID `json:"service"`
	WaitS   int       `json:"wait_s,omitempty"`
	Queue   int       `json:"queue,omitempty"`
}

// Of gives the target of waiting of a service, in seconds, and how many may wait for it; 0: any.
func (a *AlertRules) Of(id ServiceID) (waitS, queue int) {
	if a == nil {
		return 0, 0
	}
	waitS, queue = a.WaitS, a.Queue
	for i := range a.Services {
		if s := &a.Services[i]; s.Service == id {
			if s.WaitS > 0 {
				waitS = s.WaitS
			}
			if s.Queue > 0 {
				queue = s.Queue
			}
		}
	}
	return waitS, queue
}

// Seen is who acknowledged an alert. It comes back when it grows by half, or when Until has come.
type Seen struct {
	Staff StaffID   `json:"staff,omitempty"`
	At    time.Time `json:"at,omitzero"`    // zero: nobody did
	Until time.Time `json:"until,omitzero"` // zero: for as long as it lasts
}

// Alert is something that is beyond its threshold.
type Alert struct {
	ID      AlertID   `json:"id"`
	Kind    AlertKind `json:"kind"`
	Service ServiceID `json:"service,omitempty"`
	Device  string    `json:"device,omitempty"` // id of the config
	Value   int       `json:"value,omitempty"`  // when it was raised, or grew last
	Limit   int       `json:"limit,omitempty"`
	At      time.Time `json:"at"`
	Seen    Seen      `json:"seen,omitzero"`
}

// Quiet says whether somebody knows of the alert and it needs nobody else now.
func (a *Alert) Quiet(now time.Time) bool {
	return !a.Seen.At.IsZero() && (a.Seen.Until.IsZero() || now.Before(a.Seen.Until))
}

// alertStays is how long an alert lasts at least, so that it doesn't flap.
const alertStays = time.Minute

// Alerts gives the alerts that last, oldest first. The caller may keep them.
func (l *Lobby) Alerts() []Alert { return slices.Clone(l.alerts) }

// Alert gives an alert that lasts, or nil.
func (l *Lobby) Alert(id AlertID) *Alert {
	if i := l.indexOfAlert(id); i >= 0 {
		return &l.alerts[i]
	}
	return nil
}

func (l *Lobby) indexOfAlert(id AlertID) int {
	return slices.IndexFunc(l.alerts, func(a Alert) bool { return a.ID == id })
}

// alert gives an alert that an event is about.
func (l *Lobby) alert(id AlertID) *Alert { return &l.alerts[l.indexOfAlert(id)] }

// SeeAlert acknowledges an alert.
type SeeAlert struct{ Alert AlertID }

func (c SeeAlert) decide(l *Lobby, in Input) (*Decision, error) {
	if err := byHouse(l, in.Actor, RoleSupervisor); err != nil {
		return nil, err
	}
	a := l.Alert(c.Alert)
	switch {
	case a == nil:
		return nil, refuse(ErrUnknownAlert)
	case a.Quiet(in.Now):
		return &Decision{}, nil
	}
	seen := Seen{Staff: staffOf(in.Actor), At: in.Now}
	if r := l.rules.Alerts; r != nil && r.AgainS > 0 {
		seen.Until = in.Now.Add(seconds(r.AgainS))
	}
	return &Decision{Data: []Data{AlertSeenData{Alert: a.ID, Kind: a.Kind, Service: a.Service, Device: a.Device, Seen: seen}}}, nil
}

// NoteDevice is the word of who watches the devices that one is bad for longer than the rules allow, or well
// again. What is so already decides nothing.
type NoteDevice struct {
	Kind   AlertKind
	Device string // id of the config; empty for the disk
	Bad    bool
	Value  int // of the disk: how many million bytes are left
}

func (c NoteDevice) decide(l *Lobby, in Input) (*Decision, error) {
	if in.Actor != System {
		return nil, refuse(ErrNotAllowed)
	}
	if !c.Kind.Device() || len(c.Device) > 64 {
		return nil, refuse(ErrBadValue, "field", "kind", "value", firstRunes(string(c.Kind), 40))
	}
	a, d := l.alertAbout(c.Kind, "", c.Device), &Decision{}
	switch {
	case c.Bad && a == nil:
		if limit := l.rules.Alerts.limit(c.Kind); limit > 0 {
			d.raise(l, Alert{Kind: c.Kind, Device: c.Device, Value: c.Value, Limit: limit}, in.Now)
		}
	case !c.Bad && a != nil:
		d.Data = append(d.Data, a.over(in.Now))
	}
	return d, nil
}

// limit gives the threshold of a kind of device; 0: none.
func (a *AlertRules) limit(k AlertKind) int {
	if a == nil {
		return 0
	}
	switch k {
	case AlertPrinter:
		return a.PrinterS
	case AlertScreen:
		return a.ScreenS
	case AlertKiosk:
		return a.KioskS
	case AlertVoice:
		return a.VoiceS
	case AlertDisk:
		return a.DiskMB
	case AlertWait, AlertQueue, AlertWindow, AlertNobody:
	}
	return 0
}

// Device gives the threshold of a kind of device: seconds, or of the disk million bytes; 0: none.
func (a *AlertRules) Device(k AlertKind) int { return a.limit(k) }

func (l *Lobby) alertAbout(k AlertKind, s ServiceID, device string) *Alert {
	for i := range l.alerts {
		if a := &l.alerts[i]; a.Kind == k && a.Service == s && a.Device == device {
			return a
		}
	}
	return nil
}

// raise raises an alert; those of one decision are numbered on.
func (d *Decision) raise(l *Lobby, a Alert, now time.Time) {
	a.ID, a.At = l.lastAlert+1, now
	for _, data := range d.Data {
		if r, ok := data.(AlertRaisedData); ok {
			a.ID = r.Alert.ID + 1
		}
	}
	d.Data = append(d.Data, AlertRaisedData{Alert: a})
}

// over ends an alert.
func (a *Alert) over(now time.Time) AlertOverData {
	return AlertOverData{
		Alert: a.ID, Kind: a.Kind, Service: a.Service, Device: a.Device, LastedS: int64(now.Sub(a.At) / time.Second),
	}
}
