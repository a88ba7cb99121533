package kiosk

import (
	"html/template"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// shownFor is how long after it was issued a ticket can be looked at on the
// kiosk. The next visitor's back button finds nothing.
const shownFor = 3 * time.Minute

// The seconds until the kiosk returns by itself once the paper's fate is known, or
// is known to be in trouble: the next visitor waits behind this one.
const (
	backS      = 20
	backSlowS  = 60 // large type takes longer to read, a phone to be taken out, a picture of the number to be taken
	backLastS  = 90 // whatever the printer says or doesn't
	moreS      = 30 // 多看一会儿
	moreSlowS  = 60
	printStuck = 15 * time.Second
)

type ticketData struct {
	frame
	Number  string
	Service string
	Party   string  // 3 人; "" for one
	Send    string  // how many of a large group come to the window
	Code    string  // 4827-163, where there is no paper that has it
	Noted   string  // 已记下：优先; "" when nothing was asked for
	Bundle  *bundle // the journey that begins with it; nil: none
	Where   string  // 请在一楼大厅等，叫到再去
	Called  string  // 轮到您了，请到 3 号窗口; then Where is empty
	Over    string  // the visit has ended while the page was open
	Ahead   string
	Range   string        // 约 8–15 分钟; "" when nothing is known
	Plan    template.HTML // the floor with where to wait; "" when there is none, or the QR has its place
	Paper   fate
	Phones  bool          // a phone can follow
	Way     string        // 请乘电梯上三楼, where that is another floor
	QR      template.HTML // shown only on a touch, or when there is no paper
	QRSays  string        // what to do with it
	ShowQR  string        // address that shows or hides it
	HideQR  string
	Again   string // this page, for the script that keeps it right
	Back    int    // seconds until the return; counted from when Paper is Known or Lost
	Last    int    // seconds until that count begins in any case
	More    int
	NoPhone string
}

// ticket shows a number that was just issued here.
func (f *face) ticket(c *gin.Context) {
	fr := f.frame(c, "ticket", 0)
	var t *queue.Ticket
	var service *queue.Service
	var window *queue.WindowRule
	var doubt *queue.Job
	ahead, closed := 0, false // every window that may call it
	var missing *display.Missing
	now := f.queue.Now()
	f.queue.View(func(l *queue.Lobby) {
		found := l.ByRef(c.Param("ref"))
		if found == nil || found.Kiosk != fr.Kiosk || now.Sub(found.Issued) > shownFor {
			return
		}
		t, service, ahead = found.Clone(), l.Service(found.Service), l.Ahead(found, now)
		closed = found.State == queue.Waiting && l.StaffedFor(found) == queue.WindowClosed
		missing = display.MissingFor(l, found, f.queue.Wall())
		window, doubt = l.WindowRule(found.Place()), display.DoubtOf(l, found)
	})
	if t == nil || service == nil {
		c.Redirect(http.StatusSeeOther, fr.Start())
		return
	}
	fr.Lang = langOf(f.kit.Catalogue, f.kit.Rules(), t.Lang)
	fr.Desk = f.kit.Catalogue.DeskName(fr.Lang, &f.kit.Rules().Centre)
	d := ticketData{
		frame: fr, Number: t.Number, Service: service.PublicName(fr.Lang), Again: fr.Here(),
		Paper: f.fateOf(fr, t, doubt, now), Back: backS, Last: backLastS, More: moreS,
	}
	if t.Party > 1 {
		d.Party = f.kit.T(fr.Lang, "common.people", "n", t.Party)
	}
	if n := t.Representatives(); n > 0 && !t.State.Over() {
		d.Send = f.kit.T(fr.Lang, "kiosk.send", "n", n)
	}
	d.Shown, d.Noted = t.Ref, f.noted(fr.Lang, t)
	if d.Paper.Lost {
		d.Code = f.kit.T(fr.Lang, "kiosk.code", "code", display.SpacedCode(t.Code))
	}
	d.Bundle = bundleOf(f.kit.Rules(), t, fr.Lang)
	f.tell(&d, t, service, window, ahead)
	switch {
	case d.Ahead == "":
	case missing != nil:
		d.Range = f.kit.MissingWords(fr.Lang, missing)
	case closed:
		d.Range = f.kit.T(fr.Lang, "kiosk.ticket_unstaffed")
	}
	d.Phones = f.kit.Rules().Centre.Phone != queue.PhoneOff && f.statusURL(t.Ref) != ""
	if d.Phones {
		f.showQR(c, &d, t)
	}
	if !d.Paper.Lost && d.QR == "" {
		floor, marks := display.PlanOf(f.kit.Rules(), t, fr.Kiosk)
		d.Plan = f.kit.Plan(fr.Lang, floor, marks)
		if at := f.kit.Rules().Floor(floor); at != nil && !onFloor(at, fr.Kiosk) {
			d.Way = at.Way.In(fr.Lang)
		}
	}
	if d.Paper.Lost || d.QR != "" || d.Large || d.Paper.Arrow == "" {
		d.Back = backSlowS
	}
	if d.Large {
		d.More = moreSlowS
	}
	d.Back = min(d.Back, max(0, int((shownFor-now.Sub(t.Issued))/time.Second)))
	f.page(c, http.StatusOK, "ticket", fr.Lang, d)
}

// noted says that what was asked for before the number has been heard. Which needs they are stays
// with staff: others look over one's shoulder.
func (f *face) noted(lang string, t *queue.Ticket) string {
	key := ""
	switch first, needs := t.Class == queue.ClassPriority, t.Needs != 0 || t.Low || t.Fetch; {
	case first && needs:
		key = "noted_both"
	case first:
		key = "noted_priority"
	case needs:
		key = "noted_needs"
	default:
		return ""
	}
	return f.kit.T(lang, "kiosk."+key)
}

// onFloor says whether a kiosk stands on a floor, as far as the plan shows.
func onFloor(at *queue.Floor, k queue.KioskID) bool {
	if at.Plan == nil {
		return false
	}
	_, there := at.Plan.Kiosk(k)
	return there
}

// tell fills in where the visitor should be.
func (f *face) tell(d *ticketData, t *queue.Ticket, s *queue.Service, w *queue.WindowRule, ahead int) {
	say := func(key string, args ...any) string { return f.kit.T(d.Lang, "kiosk."+key, args...) }
	switch {
	case t.Stands().InHand() && w != nil:
		d.Called = closed(say("called", "window", w.Label.In(d.Lang)))
	case t.State.Over():
		d.Over = say("over")
	default:
		d.Where = say("wait_at", "place", display.WaitPlace(f.kit.Rules(), t, d.Lang))
		at := f.kit.Time(t.Due)
		switch {
		case t.Session != 0 && t.Due.IsZero():
			d.Ahead = say("session_wait_any")
		case t.Session != 0:
			d.Ahead = say("session_wait", "time", at)
		case t.State == queue.Held && t.HoldReason == queue.HeldAppointment:
			d.Ahead = say("due", "time", at)
		case ahead == 0:
			d.Ahead = say("ahead_none")
		default:
			d.Ahead = say("ahead", "n", ahead)
		}
		if r := display.TicketRange(f.estimates, t); r != nil {
			d.Range = f.kit.RangeWords(d.Lang, *r)
		}
	}
}

// showQR puts the phone's way on the page: drawn only when somebody touched for
// it or there is no paper, since others look over one's shoulder.
func (f *face) showQR(c *gin.Context, d *ticketData, t *queue.Ticket) {
	centre := &f.kit.Rules().Centre
	d.HideQR = d.Here()
	joint := "?"
	if d.Here() != d.Start()+d.path {
		joint = "&"
	}
	d.ShowQR = d.HideQR + joint + "qr=1"
	asked := c.Query("qr") != ""
	if asked {
		d.Again = d.ShowQR
	}
	if !asked && !d.Paper.Lost {
		return
	}
	svg, err := display.QR(f.statusURL(t.Ref))
	if err != nil {
		f.log.Error("a QR could not be drawn", "ticket", t.ID, "err", err)
		return
	}
	d.QR, d.QRSays = svg, f.kit.T(d.Lang, "kiosk.qr_says")
	if centre.Phone == queue.PhoneWifi && centre.Wifi != "" {
		d.QRSays = f.kit.T(d.Lang, "kiosk.qr_says_wifi", "wifi", centre.Wifi)
	}
}
