package display

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"onedoor/queue"
)

// Paper says whether a visitor has a slip, from what staff should look after to
// what they needn't.
type Paper int

// The grades. A slip that was only sent, or is only believed to have come out,
// counts as had: the kiosk tells its visitor where to go when there is none.
const (
	PaperHad     Paper = iota // there is one, or none was to be
	PaperMaybe                // half of it, or none, may have come out
	PaperMissing              // there is none
)

// String is the grade's name.
func (p Paper) String() string {
	switch p {
	case PaperHad:
		return "had"
	case PaperMaybe:
		return "maybe"
	case PaperMissing:
		return "missing"
	}
	return "paper(?)"
}

// paperStuck is how long a slip may be on its way without a word of what holds
// it up.
const paperStuck = 30 * time.Second

// PaperOf says whether the visitor of a ticket may stand there without a slip:
// queue.Print.NoPaper, and the cases that take the board, a clock and the rules. Of a
// slip within which the printer stopped, or that is printed for long without a word,
// half may be out. One that waits for long without a word is missed, and so is one that
// was never asked for at a kiosk that prints. Once the visit is over, nothing is.
func PaperOf(t *queue.Ticket, r *queue.Rules, h Health, now time.Time) Paper {
	long := now.Sub(PaperSince(t)) > paperStuck
	switch p := h.Print(t.Print); {
	case t.State.Over() || p.ByHand:
		return PaperHad
	case p.State == queue.PrintInDoubt:
		return PaperMaybe
	case p.NoPaper():
		return PaperMissing
	case p.State == queue.PrintNone || p.State == "":
		if k := r.Kiosk(t.Kiosk); k != nil && k.Printer != "" {
			return PaperMissing
		}
	case p.State == queue.Printing && (p.Why != "" || long):
		return PaperMaybe
	case p.State == queue.PrintQueued && long:
		return PaperMissing
	}
	return PaperHad
}

// PaperSince is since when a ticket's paper is as it is.
func PaperSince(t *queue.Ticket) time.Time {
	if t.Print.At.IsZero() {
		return t.Issued
	}
	return t.Print.At
}

// PaperNeed is a ticket whose visitor may need a hand-written number.
type PaperNeed struct {
	Ticket *queue.Ticket // of the Lobby: not to be kept beyond the view
	Paper  Paper         // PaperMaybe or PaperMissing
	Ahead  int
}

// PaperNeeds lists who may need a hand-written number, the most urgent first:
// those without any paper before those who may have half of one, and among them
// who will be called first. Who is being served needs none. For use in a view.
func PaperNeeds(l *queue.Lobby, h Health, now time.Time) []PaperNeed {
	var list []PaperNeed
	for t := range l.Tickets() {
		if p := PaperOf(t, l.Rules(), h, now); p != PaperHad && t.State != queue.Serving {
			list = append(list, PaperNeed{Ticket: t, Paper: p, Ahead: l.Ahead(t, now)})
		}
	}
	slices.SortStableFunc(list, func(a, b PaperNeed) int {
		return cmp.Or(cmp.Compare(b.Paper, a.Paper), cmp.Compare(a.Ahead, b.Ahead), a.Ticket.Issued.Compare(b.Ticket.Issued))
	})
	return list
}

// ReprintAt is the kiosk where a ticket's slip is printed once more unless
// somebody chooses another: where it was taken, else at the desk, else wherever
// there is a printer. One whose slips come out now goes before those whose don't; ""
// when there is no printer at all.
func ReprintAt(t *queue.Ticket, r *queue.Rules, h Health) queue.KioskID {
	var first queue.KioskID
	for _, k := range reprintKiosks(t.Kiosk, r) {
		if at, _ := h.PrintsAt(k); at != "" {
			return k.ID
		}
		first = cmp.Or(first, k.ID)
	}
	return first
}

// reprintKiosks lists the kiosks that have a printer: where a ticket was taken, the
// desk, the others.
func reprintKiosks(taken queue.KioskID, r *queue.Rules) []*queue.Kiosk {
	var list []*queue.Kiosk
	for i := range r.Kiosks {
		if r.Kiosks[i].Printer != "" {
			list = append(list, &r.Kiosks[i])
		}
	}
	rank := func(k *queue.Kiosk) int {
		switch k.ID {
		case taken:
			return 0
		case DeskKiosk:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(list, func(a, b *queue.Kiosk) int { return cmp.Compare(rank(a), rank(b)) })
	return list
}

// DeskKiosk is the reception desk's own kiosk, where a centre has one.
const DeskKiosk queue.KioskID = "desk"

// DoubtOf gives the job of a slip that may be out, or half of it, while a reprint
// of it is on its way; nil when there is none. For use in a view.
func DoubtOf(l *queue.Lobby, t *queue.Ticket) *queue.Job {
	if t.Print.Copies == 0 || t.Print.State.Finished() {
		return nil
	}
	for _, j := range slices.Backward(l.Doubts()) {
		if j.Ticket == t.ID {
			return j
		}
	}
	return nil
}

// PrinterPlace says where a printer stands, as in "it comes out …": by its place,
// else by the kiosk whose slips come out of it first.
func (c *Catalogue) PrinterPlace(lang string, r *queue.Rules, id queue.PrinterID) string {
	if p := r.Printer(id); p != nil && p.Place.In(lang) != "" {
		return p.Place.In(lang)
	}
	for i := range r.Kiosks {
		if k := &r.Kiosks[i]; k.Printer == id {
			return c.T(lang, "kiosk.at_kiosk", "name", k.Name.In(lang))
		}
	}
	return c.T(lang, "kiosk.at_other")
}

// PrinterName calls a printer as people do: by the kiosks whose slips come out of
// it first, else by where it stands, else by its id; kiosks says that it was the
// first.
func (c *Catalogue) PrinterName(lang string, r *queue.Rules, id queue.PrinterID) (name string, kiosks bool) {
	var at []string
	for i := range r.Kiosks {
		if k := &r.Kiosks[i]; k.Printer == id {
			at = append(at, k.Name.In(lang))
		}
	}
	if len(at) > 0 {
		return strings.Join(at, c.T(lang, "common.and")), true
	}
	if p := r.Printer(id); p != nil && p.Place.In(lang) != "" {
		return c.T(lang, "print.printer_at", "place", p.Place.In(lang)), false
	}
	return string(id), false
}

// PrintWords says to staff what became of a slip, and why when something stands
// in the way: 还没打出来：没纸. Health.Print knows why a slip under way doesn't go on.
func (c *Catalogue) PrintWords(lang string, p queue.Print) string {
	if p.ByHand && (p.State.Lost() || !p.State.Finished()) {
		return c.T(lang, "print.hand")
	}
	key := string(p.State)
	switch {
	case p.State == "":
		key = string(queue.PrintNone)
	case p.State == queue.PrintQueued && p.Why != "":
		key = "stalled"
	case p.State == queue.Printing && p.Why != "":
		key = "halted"
	case p.State == queue.PrintConfirmed && p.Weak:
		key = "weak"
	}
	words := c.T(lang, "print.state_"+key)
	if p.Why == "" || p.State == queue.PrintConfirmed || p.State == queue.PrintSent {
		return words
	}
	return c.T(lang, "print.because", "what", words, "why", c.PrintWhy(lang, p.Why))
}

// PrintWhy names what stands in a printer's way, by its code.
func (c *Catalogue) PrintWhy(lang, why string) string { return c.print(lang, "why_", why) }

// PrintDo says in one sentence what to do about it.
func (c *Catalogue) PrintDo(lang, why string) string { return c.print(lang, "do_", why) }

// print says a code in words; one that the catalogue doesn't know is "other".
func (c *Catalogue) print(lang, kind, code string) string {
	if key := "print." + kind + code; code != "" && c.Has(key) {
		return c.T(lang, key)
	}
	return c.T(lang, "print."+kind+"other")
}

// DeskName is what the centre calls its reception desk.
func (c *Catalogue) DeskName(lang string, centre *queue.Centre) string {
	if name := centre.Desk.In(lang); name != "" {
		return name
	}
	return c.T(lang, "slip.desk")
}

// SpacedCode writes a ticket's desk code as people read it out: 4827-163.
func SpacedCode(code string) string {
	if len(code) != 7 {
		return code
	}
	return code[:4] + "-" + code[4:]
}
