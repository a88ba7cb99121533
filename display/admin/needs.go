package admin

import (
	"errors"
	"slices"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// needs lists what needs somebody, the worst first.
func (b *hallBuilder) needs() {
	b.books()
	b.clock()
	b.help()
	b.d.Needs = append(b.d.Needs, b.told...)
	b.machines()
	b.unserved()
	if b.d.NoPaper > 0 {
		b.soon("ticket", b.t("need_paper", "n", b.d.NoPaper), "/desk")
	}
	if b.over > 0 {
		b.soon("clock", b.t("need_over", "n", b.over, "minutes", b.rules.Policy.CeilingS/60), "")
	}
	b.closing()
	b.phones()
	b.unsaid()
	slices.SortStableFunc(b.d.Needs, func(x, y need) int {
		switch {
		case x.Urgent == y.Urgent:
			return 0
		case x.Urgent:
			return -1
		}
		return 1
	})
}

func (b *hallBuilder) urgent(icon, sentence, link string) {
	b.d.Needs = append(b.d.Needs, need{Urgent: true, Icon: icon, Sentence: sentence, Link: link})
}

func (b *hallBuilder) soon(icon, sentence, link string) {
	b.d.Needs = append(b.d.Needs, need{Icon: icon, Sentence: sentence, Link: link})
}

// books says when nothing can be written.
func (b *hallBuilder) books() {
	if b.a.Queue.Damaged() != nil {
		b.urgent("warning", b.t("need_damaged"), "")
		return
	}
	err := b.a.writeError()
	var refusal *queue.Error
	switch {
	case err == nil:
	case errors.As(err, &refusal) && refusal.Code == queue.ErrDiskFull:
		b.urgent("warning", b.t("need_disk_full"), "")
	default:
		b.urgent("warning", b.t("need_not_durable"), "")
	}
}

// clock says when the wall clock's date isn't followed, and offers to.
func (b *hallBuilder) clock() {
	doubt := b.a.Queue.ClockDoubt()
	if doubt == "" {
		return
	}
	key := "need_clock_jumped"
	if doubt == "behind" {
		key = "need_clock_behind"
	}
	b.d.Needs = append(b.d.Needs, need{Urgent: true, Icon: "clock", Sentence: b.t(key, "date", b.a.Kit.Date(b.lang, b.now)), Clock: true})
}

// help names the places where somebody waits for a person: the calls for help, and the
// visitors who are to be fetched.
func (b *hallBuilder) help() {
	for _, h := range b.d.Help {
		key := "need_help"
		if h.Window != "" {
			key = "need_help_window"
		}
		n := need{Icon: "help", Sentence: b.t(key, "place", h.Place, "minutes", minutes(b.now.Sub(h.AskedAt)))}
		if n.Urgent = h.State != display.HelpComing; n.Urgent {
			n.Take = h.ID
		} else {
			n.Link = "/desk"
			n.Sentence += b.t("need_help_coming", "name", b.a.Sessions.Name(h.Staff))
		}
		b.d.Needs = append(b.d.Needs, n)
	}
	for _, f := range b.d.Fetch {
		b.urgent("people", b.t("need_fetch", "number", f.Number, "window", f.Window, "minutes", minutes(b.now.Sub(f.since))), "/desk")
	}
}

// callsForPeople reads who asks for a person, within the view.
func (b *hallBuilder) callsForPeople() {
	for _, h := range b.l.HelpCalls() {
		b.d.Help = append(b.d.Help, display.NewHelpView(h, b.rules, b.lang, b.now))
	}
	for _, t := range b.l.Fetches() {
		f := hallFetch{Number: t.Number, since: t.Fetching}
		if w := b.l.WindowRule(t.Place()); w != nil {
			f.Window = w.Label.In(b.lang)
		}
		b.d.Fetch = append(b.d.Fetch, f)
	}
}

// machines names what was found broken among the devices, and what to do about
// a printer.
func (b *hallBuilder) machines() {
	for _, p := range b.d.Printers {
		what := b.t("need_printer", "device", p.Called, "what", p.Words, "time", p.Since, "do", p.Do)
		switch {
		case p.Bad && p.Instead != "":
			b.urgent("printer", b.t("need_instead", "what", what, "instead", p.Instead), "")
		case p.Bad:
			b.urgent("printer", what, "")
		case p.Weak:
			b.soon("printer", b.t("need_printer_soon", "device", p.Called, "what", p.Words, "do", p.Do), "")
		}
	}
	for _, g := range b.d.Devices {
		for _, d := range g.Devices {
			switch {
			case d.Bad:
				b.urgent(g.Icon, b.t("need_device", "device", d.Name, "what", d.Words), "")
			case d.Weak:
				b.soon(g.Icon, b.t("need_device", "device", d.Name, "what", d.Words), "")
			}
		}
	}
}

// unserved names services where people wait and no window is open.
func (b *hallBuilder) unserved() {
	for _, s := range b.d.Services {
		if s.Waiting > 0 && s.Open == 0 {
			b.urgent("people", b.t("need_unserved", "service", s.Name, "n", s.Waiting), "")
		}
	}
}

// closing tells how many still wait though the hours have ended, and what was told them.
func (b *hallBuilder) closing() {
	for _, rule := range []queue.ClosingRule{queue.ClosingServe, queue.ClosingCarry, queue.ClosingTell} {
		if n := b.atClosing[rule]; n > 0 {
			b.soon("clock", b.t("need_closing_"+string(rule), "n", n), "")
		}
	}
}

// phones says why phones or browsers don't find the house, or won't for long.
func (b *hallBuilder) phones() {
	for _, f := range b.a.lastFaults() {
		args := make([]any, 0, 2*len(f.Args))
		for name, v := range f.Args {
			if at, err := time.Parse(time.RFC3339, v); name == "on" && err == nil {
				v = b.a.Kit.Date(b.lang, at)
			}
			args = append(args, name, v)
		}
		n := need{Urgent: f.Urgent, Icon: "phone", Sentence: b.t("need_reach_"+f.Code, args...)}
		b.d.Needs = append(b.d.Needs, n)
	}
}

// deviceGroup is the devices of a kind.
type deviceGroup struct {
	Kind    string // kiosks, screens
	Icon    string
	Devices []device
}

type device struct {
	Name  string
	Words string
	Bad   bool // broken: somebody must go there
	Weak  bool // works, but not for long or not fully
	Quiet bool // never heard of

	Kiosk  queue.KioskID  // it can be loaded anew
	Asked  display.Reload // and is asked to be
	Detail string         `json:"-"` // when it was last used, and since when its page is open
}

const (
	kioskDeaf  = 90 * time.Second // a kiosk says something at least every half minute
	screenDeaf = 30 * time.Second // a screen every ten
)

func (b *hallBuilder) devices() {
	b.d.Devices = []deviceGroup{
		{Kind: "kiosks", Icon: "kiosk", Devices: b.kiosks()},
		{Kind: "screens", Icon: "screen", Devices: b.screens()},
	}
	if b.health.Voice.Known {
		b.d.Devices = append(b.d.Devices, deviceGroup{Kind: "voice", Icon: "sound", Devices: b.voice()})
	}
}

func (b *hallBuilder) kiosks() []device {
	var list []device
	for _, k := range b.rules.Kiosks {
		d := device{Name: k.Name.In(b.lang), Words: b.t("never"), Quiet: true}
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
	d := device{Name: s.Name.In(b.lang), Words: b.t("never"), Quiet: true}
	if at, gone := b.health.Gone[s.ID]; gone {
		return device{Name: d.Name, Words: b.t("screen_gone", "time", b.at(at)), Bad: true}
	}
	for _, h := range b.health.Screens {
		switch {
		case h.ID != s.ID:
		case b.now.Sub(h.Seen) > screenDeaf:
			return device{Name: d.Name, Words: b.t("silent_since", "time", b.at(h.Seen)), Bad: true}
		default:
			d.Quiet = false
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
