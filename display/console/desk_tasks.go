package console

import (
	"cmp"
	"context"
	"slices"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// deskTask is somebody who needs a person now: a visitor to fetch, or a call for help.
type deskTask struct {
	Number  string       // of the visitor to fetch; "" for a help call
	Help    queue.HelpID // of the help call
	Where   string       // the window that called, or the place where help is asked for
	Quiet   bool         // asked for at a window, where nobody needs to know
	Silent  string       // who asked in silence at a window that shows nothing of it; "" nobody
	Coming  string       // who is coming; "" nobody has said so
	Since   time.Time
	Waited  string // minutes
	Needs   []string
	Pressed bool // nobody has come forward in time

	needsID int64
}

// tasks lists who needs a person now, who waits longest for it first.
func (b *deskBuilder) tasks() {
	rules := b.l.Rules()
	for _, t := range b.l.Fetches() {
		v := deskTask{Number: t.Number, Since: t.Fetching, Waited: minutes(b.now.Sub(t.Fetching)), needsID: t.Needs}
		if w := b.l.WindowRule(t.Place()); w != nil {
			v.Where = w.Label.In(b.lang)
		}
		b.d.Tasks = append(b.d.Tasks, v)
	}
	for _, h := range b.l.HelpCalls() {
		view := display.NewHelpView(h, rules, b.lang, b.now)
		v := deskTask{
			Help: h.ID, Where: view.Place, Quiet: h.Window != "", Since: h.Asked, Waited: minutes(b.now.Sub(h.Asked)),
			Pressed: view.State == display.HelpUnanswered,
		}
		if h.Silent {
			v.Silent, v.Pressed = b.c.sessions.Name(h.Asker), h.Taken.IsZero()
		}
		if view.State == display.HelpComing {
			v.Coming = b.c.sessions.Name(h.Staff)
		}
		b.d.Tasks = append(b.d.Tasks, v)
	}
	slices.SortStableFunc(b.d.Tasks, func(x, y deskTask) int { return cmp.Or(rankTask(&x)-rankTask(&y), x.Since.Compare(y.Since)) })
}

// rankTask puts those first who ask in silence and to whom nobody goes yet, and last those to whom somebody does.
func rankTask(t *deskTask) int {
	switch {
	case t.Coming != "":
		return 2
	case t.Silent != "":
		return 0
	}
	return 1
}

// deskNeeds puts in what the visitors on the desk's page need, in words.
func (c *Console) deskNeeds(ctx context.Context, d *deskData, lang string) {
	var ids []int64
	each := func(f func(id int64, words *[]string)) {
		for _, rows := range [...][]deskRow{d.Waiting, d.Paper, d.Passed, d.Held} {
			for i := range rows {
				f(rows[i].needsID, &rows[i].Needs)
			}
		}
		for i := range d.Tasks {
			f(d.Tasks[i].needsID, &d.Tasks[i].Needs)
		}
		if d.Last != nil {
			f(d.Last.needsID, &d.Last.Needs)
		}
	}
	each(func(id int64, _ *[]string) { ids = append(ids, id) })
	var none *noteCache
	known := none.needs(ctx, c, ids)
	each(func(id int64, words *[]string) { *words = c.needWords(lang, known[id]) })
}
