package kiosk

import (
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// fate is what the page says of the paper: the truth, as far as known, in words
// that need no knowledge of printers.
type fate struct {
	Kind  string // printing, ready, sent, none, failed, doubt
	Title string
	Text  string
	Also  string // quieter: what may still come, what a reprint looks like
	Known bool   // nothing more is waited for
	Lost  bool   // there is no paper: number and QR are to be photographed
	Say   string // said aloud as well, once: somebody waits for paper that doesn't come, or not here
	Arrow string // the drawing of an arrow to this kiosk's own slot, when the paper is in it
	Slot  string // where that slot is, as the centre says it
}

// fateOf says what became of a ticket's paper; doubt is the slip that may be out
// while a reprint is on its way, or nil.
func (f *face) fateOf(fr frame, t *queue.Ticket, doubt *queue.Job, now time.Time) fate {
	w := fateWords{f: f, fr: fr, t: t, place: f.elsewhere(t, t.Print.Printer, fr.Lang)}
	p := f.board.Snapshot().Print(t.Print)
	if p.ByHand && (p.State.Lost() || !p.State.Finished()) {
		return fate{Kind: "none", Title: w.say("paper_hand"), Known: true}
	}
	if doubt != nil {
		return w.again(doubt)
	}
	switch p.State {
	case queue.PrintQueued:
		if p.Why != "" {
			return w.stalled()
		}
	case queue.Printing:
		if p.Why != "" {
			return w.jammed(p.Why)
		}
	case queue.PrintConfirmed, queue.PrintSent:
		return w.out()
	case queue.PrintInDoubt:
		return w.doubt()
	case queue.PrintFailed:
		return w.aloud(fate{Kind: "failed", Title: w.say("paper_failed"), Text: w.say("paper_photo"), Known: true})
	case queue.PrintLapsed:
		return w.aloud(fate{Kind: "failed", Title: w.say("paper_failed"), Text: w.say("paper_lapsed"), Known: true})
	case queue.PrintNone:
		return fate{Kind: "none", Title: w.say("paper_none"), Text: w.say("paper_photo"), Known: true, Lost: true}
	}
	return w.underWay(now)
}

// fateWords makes the sentences for one ticket; place is where its slip comes
// out when that isn't here.
type fateWords struct {
	f     *face
	fr    frame
	t     *queue.Ticket
	place string
}

func (w fateWords) say(key string) string {
	return w.f.kit.T(w.fr.Lang, "kiosk."+key, "desk", w.fr.Desk, "place", w.place, "n", w.t.Print.Copies)
}

// within is say of what comes only if the printer is back in time: after that nobody
// waits for it.
func (w fateWords) within(key string) string {
	s := w.f.kit.Rules().Policy.PrintLapseS
	if s == 0 {
		return w.say(key)
	}
	unit, n := "min", s/60
	if s%60 != 0 {
		unit, n = "s", s
	}
	return w.f.kit.T(w.fr.Lang, "kiosk."+key+"_within", "place", w.place, "within", w.f.kit.T(w.fr.Lang, "kiosk.within_"+unit, "n", n))
}

// aloud makes a fate one that is said in sound, too, with number and QR to be
// photographed.
func (w fateWords) aloud(s fate) fate {
	s.Lost = true
	s.Say = w.f.kit.T(w.fr.Lang, "kiosk.paper_say", "title", s.Title, "text", s.Text)
	return s
}

// underWay is a slip that nothing stands in the way of.
func (w fateWords) underWay(now time.Time) fate {
	s := fate{Kind: "printing", Title: w.say("paper_printing")}
	switch {
	case w.place != "":
		s.Title, s.Say = w.say("at_printing"), w.say("at_say")
	case w.t.Print.Copies > 0:
		s.Title = w.say("paper_again")
	}
	if now.Sub(display.PaperSince(w.t)) > printStuck {
		s.Text = w.say("paper_slow")
	}
	return s
}

// stalled is a slip that waits for the printer. What concerns a visitor is
// whether it comes, and what to do meanwhile; only what everybody can see on the
// machine is named.
func (w fateWords) stalled() fate {
	s := fate{Kind: "failed", Title: w.trouble(w.t.Print.Why), Text: w.say("paper_photo"), Also: w.within("paper_wait")}
	if w.place != "" {
		s.Also = w.within("at_wait")
	}
	return w.aloud(s)
}

// jammed is a slip within which the printer stopped: nobody knows yet how much of
// it is to be seen, and whether the rest comes.
func (w fateWords) jammed(why string) fate {
	return w.aloud(fate{Kind: "failed", Title: w.trouble(why), Text: w.look()})
}

// again is a reprint on its way of a slip that may be out: the slot comes first,
// whatever keeps the reprint.
func (w fateWords) again(doubt *queue.Job) fate {
	first := w
	first.place = w.f.elsewhere(w.t, doubt.Printer, w.fr.Lang)
	s := fate{Kind: "doubt", Title: w.say("paper_doubt"), Text: first.look(), Also: w.say("paper_again_soon")}
	switch stuck := w.t.Print.State == queue.PrintQueued && w.t.Print.Why != ""; {
	case stuck && w.place != "":
		s.Also = w.say("at_again_wait")
	case stuck:
		s.Also = w.say("paper_again_wait")
	case w.place != "":
		s.Also = w.say("at_again_soon")
	}
	return w.aloud(s)
}

// trouble names what stands in a printer's way.
func (w fateWords) trouble(why string) string {
	switch why {
	case "paper_out":
		return w.say("paper_out")
	case "cover_open":
		return w.say("paper_cover")
	case "overheated":
		return w.say("paper_hot")
	}
	return w.say("paper_stalled")
}

// look asks the visitor to look whether anything came out.
func (w fateWords) look() string {
	if w.place != "" {
		return w.say("at_doubt_text")
	}
	return w.say("paper_doubt_text")
}

// out is a slip that has come out, as far as this printer tells: by its own
// word, by what followed, or not at all.
func (w fateWords) out() fate {
	p := w.t.Print
	s := fate{Kind: "ready", Title: w.say("paper_take"), Known: true}
	if w.place == "" {
		s.Arrow, s.Slot = w.slot()
	}
	if p.Weak {
		s.Text = w.say("paper_missing")
	}
	if p.State == queue.PrintSent {
		s.Kind, s.Title, s.Text = "sent", w.say("paper_sent"), w.say("paper_missing")
	}
	if w.place != "" {
		s.Title, s.Say = w.say("at_take"), w.say("at_say")
	}
	if p.Copies > 0 {
		s.Also = w.say("paper_copy")
	}
	return s
}

// slot is the arrow to the kiosk's own slot and where that is.
func (w fateWords) slot() (arrow, text string) {
	k := w.f.kit.Rules().Kiosk(w.fr.Kiosk)
	if k == nil {
		return "arrow-down", ""
	}
	slot := k.SlotOf()
	switch slot.Side {
	case queue.SlotLeft:
		arrow = "arrow-left"
	case queue.SlotRight:
		arrow = "arrow-right"
	case queue.SlotAbove:
		arrow = "arrow-up"
	case queue.SlotBelow:
		arrow = "arrow-down"
	}
	return arrow, slot.Text.In(w.fr.Lang)
}

// doubt is a slip of which half, or nothing, may have come out.
func (w fateWords) doubt() fate {
	return w.aloud(fate{Kind: "doubt", Title: w.say("paper_doubt"), Text: w.look(), Known: true})
}

// elsewhere says where a printer puts out a ticket's slip when that isn't at the
// kiosk it was taken at; "" when it is.
func (f *face) elsewhere(t *queue.Ticket, at queue.PrinterID, lang string) string {
	r := f.kit.Rules()
	own := r.Kiosk(t.Kiosk)
	if own == nil || at == "" || at == own.Printer {
		return ""
	}
	return f.kit.Catalogue.PrinterPlace(lang, r, at)
}
