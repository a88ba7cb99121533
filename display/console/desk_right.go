package console

import (
	"time"

	"onedoor/queue"
)

// deskWhy are the reasons, codes with words in the catalogue, that the desk is asked for.
type deskWhy struct {
	Over   []string // of a number where none are given out
	Class  []string // of priority
	Cancel []string // of the end of a number
}

func deskReasons() deskWhy {
	return deskWhy{Over: []string{"urgent", "waited", "told", "other"}, Class: classes(), Cancel: []string{"wrong_service", "double", "gone", "other"}}
}

// last finds the ticket that is shown large: it lives, or has just left.
func (b *deskBuilder) last(number string) {
	t := b.l.ByNumber(number)
	if t == nil {
		if t = b.l.JustLeft(number, b.now); t == nil {
			return
		}
		b.d.Undo = t.Changed.Add(time.Duration(b.l.Rules().Policy.UndoS) * time.Second)
	}
	row := b.row(t)
	b.d.Last = &row
}

// stops names what a number goes through from now on; none where that is one thing.
func (b *deskBuilder) stops(t *queue.Ticket) []queue.Text {
	if len(t.Plan) == 0 {
		return nil
	}
	var list []queue.Text
	name := func(id queue.ServiceID) {
		if s := b.l.Service(id); s != nil {
			list = append(list, s.Name)
		}
	}
	name(t.Service)
	for _, step := range t.Plan {
		name(step.Service)
	}
	return list
}
