package voice

import (
	"context"
	"slices"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

const (
	again     = 30 * time.Second       // after which an emergency is said again, as long as it stands
	wordsWait = 500 * time.Millisecond // that the words of emergencies may take to be read: calls wait for it
	reread    = 2 * time.Second        // after which words that couldn't be read are asked for again
)

// standing gives the emergencies of a lobby. The caller has the lobby's lock.
func standing(l *queue.Lobby) []queue.Notice {
	return slices.DeleteFunc(l.Notices(), func(n queue.Notice) bool { return n.Kind != queue.NoticeEmergency })
}

// alarm takes the emergencies that stand now, with their words. What can't be read is asked
// for again soon.
func (a *Announcer) alarm(ctx context.Context, list []queue.Notice) {
	a.standing = list
	if len(list) == 0 && len(a.alarms) == 0 {
		a.unread = time.Time{}
		return
	}
	defer a.tellUnsaid()
	reading, cancel := context.WithTimeout(ctx, wordsWait)
	defer cancel()
	views, err := a.notices.Views(reading, list, a.kit.Rules())
	a.alarms = views
	if err == nil {
		a.unread = time.Time{}
		return
	}
	if a.unread.IsZero() && ctx.Err() == nil {
		a.log.Error("the words of a notice can't be read yet: it isn't said", "err", err)
	}
	a.unread = time.Now().Add(reread)
}

// tellUnsaid tells the board which of the emergencies that stand no clip says: somebody should.
func (a *Announcer) tellUnsaid() {
	var unsaid []string
	for i := range a.alarms {
		if s := a.speechOfNotice(&a.alarms[i]); s.lacks() {
			unsaid = append(unsaid, a.alarms[i].Text.In(a.kit.HouseLang()))
		}
	}
	if old := a.unsaid.Swap(&unsaid); old == nil && len(unsaid) > 0 || old != nil && !slices.Equal(*old, unsaid) {
		a.report()
	}
}

// of gives the emergencies of a zone: those that stand on one of its screens.
func (a *Announcer) of(z *zone) []display.NoticeView {
	return slices.DeleteFunc(slices.Clone(a.alarms), func(n display.NoticeView) bool {
		return len(n.Screens) > 0 && !slices.ContainsFunc(n.Screens, func(s queue.ScreenID) bool { return slices.Contains(z.Screens, s) })
	})
}

// remind puts a zone's emergencies in line that are new, or were said a while ago, and says
// when the next one is due; zero when none is. What was taken back falls silent.
func (a *Announcer) remind(z *zone, now time.Time) (due time.Time) {
	all := a.of(z)
	stands := func(id queue.NoticeID) bool {
		return slices.ContainsFunc(all, func(n display.NoticeView) bool { return n.ID == id })
	}
	z.waiting = slices.DeleteFunc(z.waiting, func(i item) bool { return i.rank == emergency && !stands(i.notice.ID) })
	if z.said != nil && z.said.rank == emergency && !stands(z.said.notice.ID) {
		a.hush([]*zone{z})
	}
	for id := range z.warned {
		if !stands(id) {
			delete(z.warned, id)
		}
	}
	for i := range all {
		n := &all[i]
		is := func(o item) bool { return o.rank == emergency && o.notice.ID == n.ID }
		if slices.ContainsFunc(z.waiting, is) || z.said != nil && is(*z.said) {
			continue
		}
		if next, before := z.warned[n.ID]; before && now.Before(next) {
			if due.IsZero() || next.Before(due) {
				due = next
			}
			continue
		}
		z.add(item{rank: emergency, notice: n, Announcement: queue.Announcement{Ticket: -queue.TicketID(n.ID), At: a.kit.Now()}})
	}
	return due
}

// speechOfNotice makes what is said of an emergency: the house's language twice, then the
// others that the centre speaks.
func (a *Announcer) speechOfNotice(n *display.NoticeView) speech {
	var lines []Line
	put := func(lang string) {
		if n.Text[lang] != "" {
			lines = append(lines, Line{Lang: a.kit.T(lang, "voice.tag"), Text: n.Text[lang], lang: lang})
		}
	}
	house := a.kit.HouseLang()
	put(house)
	put(house)
	for _, lang := range a.kit.Langs() {
		if lang != house {
			put(lang)
		}
	}
	return a.speech(lines, chimed(true))
}
