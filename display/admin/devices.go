package admin

import (
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// deviceGroup is the devices of a kind.
type deviceGroup struct {
	Kind    string // kiosks, screens, voice
	Icon    string
	Alert   queue.AlertKind
	Devices []device
}

// Broken counts those that are broken or about to be.
func (g deviceGroup) Broken() (n int) {
	for _, d := range g.Devices {
		if d.Bad || d.Weak {
			n++
		}
	}
	return n
}

// Running counts those that were heard of and are well.
func (g deviceGroup) Running() (n int) {
	for _, d := range g.Devices {
		if !d.Bad && !d.Weak && !d.Quiet && !d.NoDevice {
			n++
		}
	}
	return n
}

// Fact is what is said of a group without a device; "" when it has one.
func (g deviceGroup) Fact() string {
	if len(g.Devices) == 1 && g.Devices[0].NoDevice {
		return g.Devices[0].Words
	}
	return ""
}

type device struct {
	Name  string
	Words string
	Bad   bool // broken: somebody must go there
	Weak  bool // works, but not for long or not fully
	Quiet bool // never heard of

	NoDevice bool // a fact about all of them, which is never counted

	ID     string         // of the config
	Kiosk  queue.KioskID  // it can be loaded anew
	Screen queue.ScreenID // it can be loaded anew
	Asked  display.Reload // and is asked to be
	Detail string         `json:"-"` // when it was last used, and since when its page is open
}

const (
	kioskDeaf  = 90 * time.Second // a kiosk says something at least every half minute
	screenDeaf = 30 * time.Second // a screen every ten
)

func (b *hallBuilder) devices() {
	b.d.Devices = []deviceGroup{
		{Kind: "kiosks", Icon: "kiosk", Alert: queue.AlertKiosk, Devices: b.kiosks()},
		{Kind: "screens", Icon: "screen", Alert: queue.AlertScreen, Devices: b.screens()},
	}
	if b.health.Voice.Known {
		b.d.Devices = append(b.d.Devices, deviceGroup{Kind: "voice", Icon: "sound", Alert: queue.AlertVoice, Devices: b.voice()})
	}
}

func (b *hallBuilder) kiosks() []device {
	var list []device
	for _, k := range b.rules.Kiosks {
		d := device{ID: string(k.ID), Name: k.Name.In(b.lang), Words: b.t("never"), Quiet: true}
		for _, h := range b.health.Kiosks {
			if h.ID != k.ID {
				continue
			}
			d.Quiet, d.Kiosk, d.Asked, d.Detail = false, k.ID, h.Reload, b.kioskDetail(h)
			switch d.Words = b.t("kiosk_ok"); {
			case b.now.Sub(h.Seen) > kioskDeaf:
				d.Words, d.Bad = b.t("silent_since", "time", b.at(h.Seen)), true
			case h.Frozen():
				d.Words, d.Bad = b.t("kiosk_frozen", "time", b.at(h.Painted)), true
			case h.Sound == display.SoundLocked:
				d.Words, d.Weak = b.t("kiosk_locked"), true
			case h.Sound == display.SoundNoVoice:
				d.Words = b.t("kiosk_no_voice")
			}
		}
		list = append(list, d)
	}
	return list
}

// kioskDetail says when a kiosk was last used, and since when its page is open.
func (b *hallBuilder) kioskDetail(h display.KioskHealth) string {
	if h.Touched.IsZero() {
		return b.t("kiosk_untouched", "loaded", b.at(h.Loaded))
	}
	return b.t("kiosk_touched", "time", b.at(h.Touched), "loaded", b.at(h.Loaded))
}

func (b *hallBuilder) screens() []device {
	var list []device
	never := 0
	for i := range b.rules.Screens {
		d := b.screen(&b.rules.Screens[i])
		if d.Quiet {
			never++
			continue
		}
		list = append(list, d)
	}
	if never > 0 {
		list = append(list, device{Name: b.t("screens_never", "n", never), Words: b.t("never"), Quiet: true})
	}
	return list
}

func (b *hallBuilder) screen(s *queue.Screen) device {
	d := device{ID: string(s.ID), Name: s.Name.In(b.lang), Words: b.t("never"), Quiet: true}
	if at, gone := b.health.Gone[s.ID]; gone {
		return device{ID: d.ID, Name: d.Name, Words: b.t("screen_gone", "time", b.at(at)), Bad: true}
	}
	for _, h := range b.health.Screens {
		switch {
		case h.ID != s.ID:
		case b.now.Sub(h.Seen) > screenDeaf:
			return device{ID: d.ID, Screen: s.ID, Name: d.Name, Words: b.t("silent_since", "time", b.at(h.Seen)), Bad: true}
		default:
			d.Quiet, d.Screen = false, s.ID
			d.Words, d.Weak = b.sound(h.Sound)
		}
	}
	return d
}

// sound says what a screen can let people hear; weak when somebody has to touch
// it first.
func (b *hallBuilder) sound(s display.Sound) (words string, weak bool) {
	switch s {
	case display.SoundOn, display.SoundNoVoice, display.SoundOff:
		return b.t("screen_" + string(s)), false
	case display.SoundLocked:
		return b.t("screen_locked"), true
	case display.SoundUnknown:
	}
	return b.t("screen_on_air"), false
}
