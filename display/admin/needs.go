package admin

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// needs lists what needs somebody, the worst first: what stops the house, who asks for a person, an emergency that
// has to be said, who stands there without a number and the printers that gave none, who waits too long or before
// closed windows, what else is broken, and then what comes soon. Each has the one thing to do.
func (b *hallBuilder) needs() {
	b.books()
	b.help()
	b.unsaid()
	if b.d.NoPaper > 0 {
		b.urgent("paper", "ticket", b.t("need_paper", "n", b.d.NoPaper), "/desk")
	}
	b.paper()
	b.clock()
	b.waits()
	b.d.Needs = append(b.d.Needs, b.told...)
	b.machines()
	if b.late > 0 {
		b.soon("follow-ups", "phone", b.t("need_follow_up", "n", b.late), "/follow-ups")
	}
	if b.unseen > 0 {
		b.soon("follow-ups-unseen", "phone", b.t("need_follow_up_unseen", "n", b.unseen), "/admin/staff")
	}
	b.closing()
	b.phones()
	b.restart()
	b.daily()
	slices.SortStableFunc(b.d.Needs, func(x, y need) int {
		x1, y1 := x.Urgent || x.Over != 0, y.Urgent || y.Over != 0 // who is helped just now stays where they stood
		switch {
		case x1 == y1:
			return 0
		case x1:
			return -1
		}
		return 1
	})
	b.acknowledged()
	b.digits()
}

// acknowledged takes the needs that somebody knows of out of the way.
func (b *hallBuilder) acknowledged() {
	loud := b.d.Needs[:0]
	for _, n := range b.d.Needs {
		a := b.known(n.Alerts)
		if a == nil {
			loud = append(loud, n)
			continue
		}
		n.Alerts, n.Urgent = nil, false
		n.Sentence += b.t("seen_by", "name", b.a.Sessions.Name(a.Seen.Staff), "time", b.at(a.Seen.At))
		if !a.Seen.Until.IsZero() {
			n.Sentence += b.t("seen_until", "time", b.at(a.Seen.Until))
		}
		b.d.Quiet = append(b.d.Quiet, n)
	}
	b.d.Needs = loud
}

// known gives the alert of which somebody has said last that they know, when that is so of all; nil otherwise.
func (b *hallBuilder) known(list []queue.AlertID) (last *queue.Alert) {
	for _, id := range list {
		a := b.alert(id)
		if a == nil || !a.Quiet(b.now) {
			return nil
		}
		if last == nil || a.Seen.At.After(last.Seen.At) {
			last = a
		}
	}
	return last
}

// digits gives lines that one can act on a key each.
func (b *hallBuilder) digits() {
	var lines []string
	for i := range b.d.Needs {
		if b.d.Needs[i].acts() {
			lines = append(lines, b.d.Needs[i].line())
		}
	}
	given := b.a.digits.give(lines, b.now)
	for i := range b.d.Needs {
		if n := &b.d.Needs[i]; n.acts() {
			n.Digit = given[n.line()]
		}
	}
}

// acts says whether there is something to be pressed.
func (n *need) acts() bool {
	return n.Take != 0 || n.Over != 0 || n.Clock || n.Surge != 0 || n.Sheet != "" || len(n.Alerts) > 0
}

// line names what a key does: one whose act has become another is another line.
func (n *need) line() string {
	switch {
	case n.Over != 0:
		return n.Key + " over"
	case n.Sheet != "":
		return n.Key + " " + n.Sheet
	}
	return n.Key
}

func (b *hallBuilder) urgent(key, icon, sentence, link string) {
	b.d.Needs = append(b.d.Needs, need{Key: key, Urgent: true, Icon: icon, Sentence: sentence, Link: link})
}

func (b *hallBuilder) soon(key, icon, sentence, link string) {
	b.d.Needs = append(b.d.Needs, need{Key: key, Icon: icon, Sentence: sentence, Link: link})
}

// books says when nothing can be written.
func (b *hallBuilder) books() {
	if b.a.Queue.Damaged() != nil {
		b.urgent("books", "warning", b.t("need_damaged"), "")
		return
	}
	err := b.a.writeError()
	var refusal *queue.Error
	switch {
	case err == nil:
	case errors.As(err, &refusal) && refusal.Code == queue.ErrDiskFull:
		b.urgent("disk", "warning", b.t("need_disk_full"), "")
	default:
		b.urgent("books", "warning", b.t("need_not_durable"), "")
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
	b.d.Needs = append(b.d.Needs, need{Key: "clock", Urgent: true, Icon: "clock", Sentence: b.t(key, "date", b.a.Kit.Date(b.lang, b.now)), Clock: true})
}

// help names the places where somebody waits for a person: the calls for help, and the
// visitors who are to be fetched.
func (b *hallBuilder) help() {
	for _, silent := range []bool{true, false} {
		for _, h := range b.d.Help {
			if h.Silent == silent {
				b.d.Needs = append(b.d.Needs, b.helpNeed(h))
			}
		}
	}
	for _, f := range b.d.Fetch {
		b.urgent("fetch-"+f.Number, "people", b.t("need_fetch", "number", f.Number, "window", f.Window, "minutes", minutes(b.now.Sub(f.since))), "/desk")
	}
}

// helpNeed is a call for a person. Once somebody goes it says who, and how it ends.
func (b *hallBuilder) helpNeed(h display.HelpView) need {
	key := "need_help"
	switch {
	case h.Silent:
		key = "need_help_silent"
	case h.Window != "":
		key = "need_help_window"
	}
	n := need{Key: "help-" + strconv.FormatInt(int64(h.ID), 10), Icon: "help", Urgent: h.State != display.HelpComing}
	if n.Urgent {
		n.Take = h.ID
		n.Sentence = b.t(key, "place", h.Place, "minutes", minutes(b.now.Sub(h.AskedAt)))
		return n
	}
	n.Over = h.ID
	n.Sentence = b.t(key+"_coming", "place", h.Place, "name", b.a.Sessions.Name(h.Staff))
	return n
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

// closing tells how many still wait though the hours have ended, and what was told them.
func (b *hallBuilder) closing() {
	for _, rule := range []queue.ClosingRule{queue.ClosingServe, queue.ClosingCarry, queue.ClosingTell} {
		if n := b.atClosing[rule]; n > 0 {
			b.soon("closing-"+string(rule), "clock", b.t("need_closing_"+string(rule), "n", n), "")
		}
	}
}

// restart says which parts of the config wait for the next start.
func (b *hallBuilder) restart() {
	if b.a.Waiting == nil {
		return
	}
	var parts []string
	for _, part := range b.a.Waiting() {
		parts = append(parts, b.a.Kit.T(b.lang, "settings.wait_"+part))
	}
	if len(parts) > 0 {
		b.soon("restart", "clock", b.t("need_restart", "parts", strings.Join(parts, b.a.Kit.T(b.lang, "common.and"))), "/admin")
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
		n := need{Key: "reach-" + f.Code, Urgent: f.Urgent, Icon: "phone", Sentence: b.t("need_reach_"+f.Code, args...)}
		b.d.Needs = append(b.d.Needs, n)
	}
}
