package kiosk

import (
	"strings"
	"time"

	"onedoor/display"
	"onedoor/printer"
	"onedoor/queue"
)

// SlipData is what a ticket's slip is made of.
type SlipData struct {
	Rules    *queue.Rules
	Ticket   *queue.Ticket
	Service  *queue.Service   // of the ticket's present leg
	Template printer.Template // how the centre's slips are laid out; empty: as usual
	URL      string           // what the QR says; empty: no QR, and no word of one
	Copy     int              // 0: the original; n: the n-th reprint, and marked so
	Test     bool             // nobody's ticket, and marked so
}

// exampleRef has the length of a ref, so that the QR has the size of a real one; no
// ticket has it.
const exampleRef = "a-slip-to-lookat"

// ExampleTicket is nobody's ticket for a service, to look at its slip: with as much on
// it as a busy day puts there, number 12, two are ahead.
func ExampleTicket(s *queue.Service, lang string, at time.Time) *queue.Ticket {
	return &queue.Ticket{
		Number: s.Prefix + "012", Ref: exampleRef, Code: "4827163", Service: s.ID, Class: queue.ClassOrdinary, Party: 1, Lang: lang,
		Issued: at, AheadAtIssue: 2,
	}
}

// narrow is how many Latin letters fit on a line of the narrowest paper, 58 mm.
const narrow = 32

// oneLine names the centre as it fits on one line of any paper: its short name
// where the whole one is longer. A letter takes one cell, a hanzi two.
func oneLine(c *queue.Centre, lang string) string {
	name, cells := c.Name.In(lang), 0
	for _, r := range name {
		cells++
		if r >= 0x2E80 {
			cells++
		}
	}
	if short := c.Short[lang]; short != "" && cells > narrow {
		return short
	}
	return name
}

// Slip puts a ticket on paper, in its own language and in the order of a
// visitor's questions: which number, for what, where to wait, how many are
// ahead. What it goes on to is named, too. It names no matter, person, minute, class or window.
func Slip(words *display.Catalogue, d SlipData) printer.Slip {
	t, centre := d.Ticket, &d.Rules.Centre
	lang := langOf(words, d.Rules, t.Lang)
	say := func(key string, args ...any) string { return words.T(lang, "slip."+key, args...) }
	desk := words.DeskName(lang, centre)
	at := t.Issued.In(d.Rules.Location())
	p := printer.Ticket{
		Lang: lang, Centre: oneLine(centre, lang),
		Date:   say("date", "year", at.Year(), "month", words.T(lang, monthKey(at.Month())), "day", at.Day()),
		Time:   clock(at),
		Number: t.Number, Service: d.Service.PublicName(lang),
		Where:   say("where", "place", display.WaitPlace(d.Rules, t, lang)),
		NoPhone: say("passed", "desk", desk),
		Valid:   say("valid"),
		Code:    say("code", "code", display.SpacedCode(t.Code)),
	}
	if stops := stopsOf(d.Rules, t, lang); len(stops) > 0 {
		p.Then = say("then", "what", strings.Join(stops, words.T(lang, "common.list_comma")))
	}
	if t.Party > 1 {
		p.Group = say("group", "n", t.Party)
		if most := t.Representatives(); most > 0 {
			p.Group = say("group_send", "n", t.Party, "most", most)
		}
		p.Code = say("code_group", "code", display.SpacedCode(t.Code))
	}
	if bring := d.Service.Bring.In(lang); bring != "" {
		p.Bring = say("bring", "what", bring)
	}
	if d.Service.CarryOver {
		p.Valid = say("valid_longer")
	}
	switch {
	case d.Test:
		p.Mark = say("test")
	case d.Copy > 0: // how many are ahead has changed since
		p.Mark = say("copy", "n", d.Copy)
	case t.Session != 0 && !t.Due.IsZero():
		p.Ahead = say("session", "time", clock(t.Due.In(d.Rules.Location())))
	case t.State == queue.Held && !t.Due.IsZero():
		p.Ahead = say("due", "time", clock(t.Due.In(d.Rules.Location())))
	case t.AheadAtIssue == 0:
		p.Ahead = say("ahead_none")
	default:
		p.Ahead = say("ahead", "n", t.AheadAtIssue)
	}
	if d.URL != "" && centre.Phone != queue.PhoneOff {
		p.QR, p.QRNote = d.URL, say("qr")
		if centre.Phone == queue.PhoneWifi && centre.Wifi != "" {
			p.QRNote = say("qr_wifi", "wifi", centre.Wifi)
		}
		p.NoPhone = say("no_phone", "desk", desk)
		if p.Then != "" { // of a slip's 400 bytes the stops take what the hall's screens say all day
			p.NoPhone = say("no_phone_then")
		}
	}
	for _, line := range centre.Slip {
		p.Notes = append(p.Notes, line.In(lang))
	}
	return p.Slip(d.Template)
}

// stopsOf names what a number goes on to, by the public names.
func stopsOf(r *queue.Rules, t *queue.Ticket, lang string) (names []string) {
	for _, step := range t.Plan {
		if s := r.Service(step.Service); s != nil {
			names = append(names, s.PublicName(lang))
		}
	}
	return names
}

// clock says a time of day as every face does: 9:00.
func clock(t time.Time) string { return strings.TrimPrefix(t.Format("15:04"), "0") }
