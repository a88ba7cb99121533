package voice

import (
	"cmp"
	"slices"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// rank is what comes before what.
type rank int

const (
	emergency rank = iota // cuts off what is being said
	priority
	ordinary
)

// item is something that waits to be said in a zone.
type item struct {
	queue.Announcement
	rank   rank
	there  bool                // the visitor is at the window already: saying it once is enough
	notice *display.NoticeView // of an emergency
}

// zone is what is said in one part of the house.
type zone struct {
	queue.Zone
	waiting []item // in the order in which they will be said
	said    *item  // is being said
	ends    time.Time
	warned  map[queue.NoticeID]time.Time // when an emergency that was said is said again
}

// add puts a call in line: behind all that come before it. A call of a ticket that waits to
// be said already takes that one's place, since it is the same visitor who is called.
func (z *zone) add(i item) {
	if at := slices.IndexFunc(z.waiting, func(o item) bool { return o.Ticket == i.Ticket }); at >= 0 {
		z.waiting[at] = i
		return
	}
	at, _ := slices.BinarySearchFunc(z.waiting, i, func(o, i item) int {
		return cmp.Or(cmp.Compare(o.rank, i.rank), cmp.Compare(o.Seq, i.Seq))
	})
	z.waiting = slices.Insert(z.waiting, at, i)
}

// keep forgets the calls that no longer stand, and says whether the one that is being said
// does.
func (z *zone) keep(l *queue.Lobby) bool {
	z.waiting = slices.DeleteFunc(z.waiting, func(i item) bool { return i.rank != emergency && !stands(l, i.Announcement) })
	for i := range z.waiting {
		z.waiting[i].there = there(l, z.waiting[i].Announcement)
	}
	return z.said == nil || z.said.rank == emergency || holds(l, z.said.Announcement)
}

// next takes who is said now, leaving out what is too old; whole gives how long saying a
// call takes, with the repetition and without. It is said once only when the visitor is there,
// or when the repetition would make another call too old to be said at all.
func (z *zone) next(now time.Time, whole func(i item, once bool) time.Duration) (i item, once, ok bool) {
	z.waiting = slices.DeleteFunc(z.waiting, func(o item) bool { return now.Sub(o.At) > Fresh })
	if len(z.waiting) == 0 {
		return item{}, false, false
	}
	i = z.waiting[0]
	z.waiting = slices.Delete(z.waiting, 0, 1)
	if i.there {
		return i, true, true
	}
	if i.rank == emergency {
		return i, false, true
	}
	begins := now.Add(whole(i, false) + breath)
	for _, o := range z.waiting {
		if begins.Sub(o.At) > Fresh {
			return i, true, true
		}
		begins = begins.Add(whole(o, true) + breath)
	}
	return i, false, true
}

// stands says whether a call may still be said: it is the ticket's last one, and its visitor
// is still to come or has just come.
func stands(l *queue.Lobby, c queue.Announcement) bool {
	t := l.Ticket(c.Ticket)
	if t == nil || t.Stands() != queue.Called && t.Stands() != queue.Serving {
		return false
	}
	return lastCall(l, c.Ticket) == c.Seq
}

// there says whether whoever was called has come. To a consultation one goes while being served.
func there(l *queue.Lobby, c queue.Announcement) bool {
	t := l.Ticket(c.Ticket)
	return t != nil && t.Stands() == queue.Serving && (!c.Joint || !t.Joint)
}

// holds says whether a call that is being said may be said to the end.
func holds(l *queue.Lobby, c queue.Announcement) bool {
	t := l.Ticket(c.Ticket)
	if t == nil {
		return true
	}
	switch t.Stands() {
	case queue.Called, queue.Serving:
		return lastCall(l, c.Ticket) >= c.Seq // else it was undone
	case queue.Done:
		return true
	case queue.Waiting, queue.Held, queue.NoShow, queue.Cancelled, queue.Lapsed:
	}
	return false
}

// lastCall is the seq of a ticket's latest call; 0 when there is none.
func lastCall(l *queue.Lobby, id queue.TicketID) int64 {
	for c := range l.Calls() {
		if c.Ticket == id {
			return c.Seq
		}
	}
	return 0
}
