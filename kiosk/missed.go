package kiosk

import (
	"net/http"
	"regexp"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// missedData is the page of somebody who has a number: the code on its paper is typed or its
// QR is scanned. A missed call is put right by it; any other ticket is told how it stands,
// and the scanned paper of a visit that is over is taken for a clue to the same matter.
type missedData struct {
	frame
	Mine *mine
}

// answerS is how many seconds without a touch the answer stays: it is short, and names
// somebody's number.
const answerS = 30

// mine is how a ticket stands.
type mine struct {
	Number string
	Head   string
	Ahead  string // while it waits
	Where  string // where to wait, or the window that calls
	Now    bool   // it is being called
}

// scanned finds the ref in what a scanner types: the address on the paper.
var scanned = regexp.MustCompile(`/t/([A-Za-z0-9_-]{16})(?:[?#].*)?$`)

// scans says whether there are QRs on paper, and so any word of scanning.
func (f *face) scans() bool { return f.kit.Rules().Centre.Phone != queue.PhoneOff }

// missed puts a missed call right: the ticket waits again under its number.
func (f *face) missed(c *gin.Context) {
	fr, ok := f.posted(c, "missed", idleS)
	if !ok {
		return
	}
	typed := c.PostForm("code")
	if said := f.untyped(fr, typed, ticketDigits); said != "" {
		f.showHave(c, fr, said)
		return
	}
	f.putRight(c, fr, typed)
}

// putRight finds the ticket that was typed or scanned: one of today is told how it stands, and waits
// again if it has missed its call; one whose visit is over means the same matter again, perhaps.
func (f *face) putRight(c *gin.Context, fr frame, typed string) {
	id, err := f.holds(fr.Kiosk, typed)
	if err != nil {
		f.fail(c, fr, err)
		return
	}
	var t *queue.Ticket
	f.queue.View(func(l *queue.Lobby) {
		if x := l.Ticket(id); x != nil {
			t = x.Clone()
		}
	})
	if t == nil {
		f.lookBack(c, fr, typed)
		return
	}
	f.missedCall(c, missedData{frame: fr}, t)
}

// missedCall lets a ticket wait again that has missed its call for the first time, and says how
// it stands.
func (f *face) missedCall(c *gin.Context, d missedData, t *queue.Ticket) {
	if t.State == queue.NoShow && !t.Returned {
		r := queue.Request{Command: queue.Return{Number: t.Number}, Actor: queue.ByKiosk(d.Kiosk)}
		if _, err := f.queue.Do(c.Request.Context(), r); err != nil {
			f.fail(c, d.frame, err)
			return
		}
	}
	d.Page, d.Idle = "missed", answerS
	if d.Large {
		d.Idle *= 2
	}
	d.Mine = f.stands(d, t.ID)
	f.page(c, http.StatusOK, "missed", d.Lang, d)
}

// holds finds the ticket that somebody has in hand, by what was typed or scanned; 0: none.
func (f *face) holds(k queue.KioskID, typed string) (queue.TicketID, error) {
	if m := scanned.FindStringSubmatch(typed); m != nil {
		var id queue.TicketID
		f.queue.View(func(l *queue.Lobby) {
			if t := l.ByRef(m[1]); t != nil && !t.State.Over() {
				id = t.ID
			}
		})
		return id, nil
	}
	return f.guesses.Find(f.queue, guesser(k), typed)
}

// stands says how a ticket stands, and that it came back just now.
func (f *face) stands(d missedData, id queue.TicketID) *mine {
	say := func(key string, args ...any) string {
		return f.kit.T(d.Lang, "kiosk."+key, append(args, "desk", d.Desk)...)
	}
	m := &mine{Head: say("missed_over")}
	now := f.queue.Now()
	f.queue.View(func(l *queue.Lobby) {
		t := l.Ticket(id)
		if t == nil {
			return
		}
		v := display.NewTicketView(t, l.Rules(), l.Ahead(t, now), d.Lang)
		m.Number = v.Number
		switch v.State {
		case queue.Waiting:
			if m.Head = say("missed_waiting"); v.Returned {
				m.Head = say("missed_done")
			}
			if m.Ahead = say("ahead", "n", v.Ahead); v.Ahead == 0 {
				m.Ahead = say("ahead_none")
			}
		case queue.Called, queue.Serving:
			m.Head, m.Now = "", true
			if v.Window != nil {
				m.Head = closed(say("called", "window", v.Window.Label))
			}
		case queue.Held:
			m.Head = say("missed_held")
		case queue.NoShow:
			m.Head = say("missed_again")
		case queue.Done, queue.Cancelled, queue.Lapsed:
		}
		if v.Wait != nil && v.State == queue.Waiting {
			m.Where = say("wait_at", "place", v.Wait.Place)
		}
	})
	return m
}
