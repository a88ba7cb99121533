package admin

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// hallPrinter is a printer as /hall shows it.
type hallPrinter struct {
	ID      queue.PrinterID
	Name    string // the kiosks whose slips come out of it first, else where it stands
	Called  string // the same within a sentence
	Words   string // how it is
	Since   string // 9:42: since when nothing can be printed; "" when all is well
	Do      string // what to do about it, one sentence
	Instead string // where its slips come out meanwhile, one sentence; "" when they wait
	Bad     bool   // nothing comes out: somebody must go there
	Weak    bool   // it works, but not for long
	Quiet   bool   // never heard of
	Waiting int    // slips
	Last    string // 9:41: the last slip it said it had printed; "" for none today
	Day     []dayFigure
}

// dayFigure is how many of today's tickets have their paper in a state.
type dayFigure struct {
	Words string
	N     int
	Bad   bool
}

// hallPaper is a ticket whose visitor may need a hand-written number.
type hallPaper struct {
	Number  string
	Service string
	Print   queue.Print
	Since   string // 9:42
	Doubt   bool   // a reprint is on its way, and the slip before it may be out
	Missing bool   // no paper at all; otherwise there may be half of it
	Kiosk   queue.KioskID
}

// papersShown is how many of those without paper the hall lists; the desk has all.
const papersShown = 8

// papers lists whose visitors may need a hand-written number. In the view.
func (b *hallBuilder) papers() {
	all := display.PaperNeeds(b.l, b.health, b.now)
	b.d.NoPaper = len(all)
	for _, n := range all[:min(len(all), papersShown)] {
		t := n.Ticket
		v := hallPaper{
			Number: t.Number, Print: b.health.Print(t.Print), Since: b.at(display.PaperSince(t)), Missing: n.Paper == display.PaperMissing,
			Kiosk: display.ReprintAt(t, b.rules, b.health), Doubt: display.DoubtOf(b.l, t) != nil,
		}
		if s := b.l.Service(t.Service); s != nil {
			v.Service = s.Name.In(b.lang)
		}
		b.d.Papers = append(b.d.Papers, v)
	}
}

// jobs counts the slips that wait, by printer. In the view.
func (b *hallBuilder) jobs() {
	b.slips = map[queue.PrinterID]int{}
	for _, j := range b.l.Jobs() {
		b.slips[j.Printer]++
	}
}

// printers lists those of the kiosks, and what else was heard of.
func (b *hallBuilder) printers() {
	heard := map[queue.PrinterID]display.PrinterHealth{}
	var ids []queue.PrinterID
	add := func(id queue.PrinterID) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for i := range b.rules.Kiosks {
		for _, id := range b.rules.Kiosks[i].Printers() {
			add(id)
		}
	}
	for _, h := range b.health.Printers {
		heard[h.ID] = h
		add(h.ID)
	}
	day, copies := b.a.tally.days()
	b.d.Copies = copies
	for _, id := range ids {
		p := b.printer(id, heard[id])
		p.Waiting = b.slips[id]
		b.ofDay(&p, day[id])
		b.d.Printers = append(b.d.Printers, p)
	}
}

// printer says how a printer is; the zero health is one never heard of.
func (b *hallBuilder) printer(id queue.PrinterID, h display.PrinterHealth) hallPrinter {
	words := b.a.Kit.Catalogue
	p := hallPrinter{ID: id}
	kiosks := false
	if p.Name, kiosks = words.PrinterName(b.lang, b.rules, id); kiosks {
		p.Called = b.t("printer_of", "kiosks", p.Name)
	} else {
		p.Called = p.Name
	}
	switch h.State {
	case display.PrinterReady, display.PrinterBusy:
		if p.Words = b.t("printer_" + h.State); h.Low {
			p.Words, p.Do, p.Weak = words.PrintWhy(b.lang, "low"), words.PrintDo(b.lang, "low"), true
		}
	case display.PrinterOneWay:
		p.Words, p.Do = words.PrintWhy(b.lang, "one_way"), words.PrintDo(b.lang, "one_way")
	case display.PrinterPaperOut, display.PrinterCoverOpen, display.PrinterOff, display.PrinterError:
		why := h.Why
		if why == "" { // the state says it
			why = h.State
		}
		p.Words, p.Do, p.Since, p.Bad = words.PrintWhy(b.lang, why), words.PrintDo(b.lang, why), b.at(h.Since), true
		p.Instead = b.instead(id)
	default:
		p.Words, p.Quiet = b.t("printer_unknown"), true
	}
	return p
}

// instead says where the slips come out that a printer can't print: each kiosk has
// its own fallbacks.
func (b *hallBuilder) instead(id queue.PrinterID) string {
	var places []string
	for i := range b.rules.Kiosks {
		k := &b.rules.Kiosks[i]
		if k.Printer != id {
			continue
		}
		if at, _ := b.health.PrintsAt(k); at != "" && at != id {
			if p := b.a.Kit.Catalogue.PrinterPlace(b.lang, b.rules, at); !slices.Contains(places, p) {
				places = append(places, p)
			}
		}
	}
	if len(places) == 0 {
		return ""
	}
	return b.t("printer_instead", "place", strings.Join(places, b.a.Kit.T(b.lang, "common.and")))
}

// ofDay fills in what became of today's slips.
func (b *hallBuilder) ofDay(p *hallPrinter, d dayPaper) {
	if !d.last.IsZero() {
		p.Last = b.at(d.last)
	}
	for _, f := range []struct {
		key string
		n   int
		bad bool
	}{
		{"day_confirmed", d.confirmed, false},
		{"day_weak", d.weak, false},
		{"day_sent", d.sent, false},
		{"day_doubt", d.doubt, true},
		{"day_failed", d.failed, true},
		{"day_lapsed", d.lapsed, true},
		{"day_hand", d.hand, false},
	} {
		if f.n > 0 {
			p.Day = append(p.Day, dayFigure{Words: b.t(f.key, "n", strconv.Itoa(f.n)), N: f.n, Bad: f.bad})
		}
	}
}

func (b *hallBuilder) at(t time.Time) string { return b.a.Kit.Time(t) }
