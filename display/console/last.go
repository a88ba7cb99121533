package console

import (
	"time"

	"onedoor/queue"
)

// undo says what the last act on a ticket was that can be taken back; an end by the name of the outcome given.
func (b *builder) undo(t *queue.Ticket) string {
	if t.LaidOut() {
		return b.t("undo_plan", "number", t.Number)
	}
	end := string(t.Outcome)
	if t.MovedOn() {
		end = t.Legs[len(t.Legs)-2].End
	} else if t.State != queue.Done {
		return b.t("undo_"+string(t.State), "number", t.Number)
	}
	return b.t("undo_done", "number", t.Number, "outcome", b.c.endName(b.p.lang, end))
}

// goes says where the visitor goes now who has just been served here, as long as that can be taken back: their number stays.
func (b *builder) goes(last queue.LastAct) string {
	for _, id := range [...]queue.TicketID{last.EndTicket, last.Ticket} {
		t := b.l.Ticket(id)
		if t == nil || !t.MovedOn() || b.now.Sub(t.Changed) > time.Duration(b.l.Rules().Policy.UndoS)*time.Second {
			continue
		}
		where := b.service(t.Service)
		if w := b.l.WindowRule(t.ForWindow); w != nil {
			where += " · " + w.Label.In(b.p.lang)
		}
		if s := b.l.Service(t.Service); s != nil {
			if f := b.l.Rules().Floor(s.Floor); f != nil {
				where += " · " + f.Name.In(b.p.lang)
			}
		}
		return b.t("goes", "number", t.Number, "where", where)
	}
	return ""
}

// class says whether somebody has priority, and why where it was said on the spot.
func (b *builder) class(t *queue.Ticket) string {
	words := b.t("class_" + string(t.Class))
	if t.ClassWhy == "" {
		return words
	}
	return b.t("class_why", "class", words, "why", b.c.word(b.p.lang, "class_", t.ClassWhy))
}
