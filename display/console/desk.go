package console

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// deskData is what the reception desk shows.
type deskData struct {
	Name      string
	Services  []deskService
	Bundles   []deskBundle
	Kiosks    []deskKiosk
	Langs     []string
	House     string // the centre's language
	MaxParty  int
	Day       string     // today, as 2026-11-23, for the time of an appointment
	Zone      string     // the centre's offset, as +08:00
	Last      *deskRow   // the ticket that was issued or asked for last
	Done      string     // what was done with it: "", _again or _return
	Undo      time.Time  // until when its end can be taken back; zero: it hasn't ended
	Tasks     []deskTask // who needs a person now
	NeedCodes []queue.Need
	Why       deskWhy
	Waiting   []deskRow
	Heads     int
	Longest   string
	Paper     []deskRow // who may need a hand-written number, the most urgent first
	Passed    []deskRow
	Held      []deskRow
	Duty      []display.DutyLine
	Persons   []deskPerson // whom visitors may ask for
	Crew      []deskColleague
	DayS      int64 // seconds until the day ends
	Triage    bool  // there are questions that find what it is about
	Seq       int64
}

type deskService struct {
	ID         queue.ServiceID
	Name       queue.Text
	Department queue.Text
	Floor      queue.Text
	Find       string
	Open       bool   // by its hours; the desk may issue for it all the same
	Why        string // why it gives out no numbers; "" when it does
	Shut       bool   // closed for the day, or its person away for it
	Full       bool   // the half-day's numbers are given out
	Waiting    int
	Windows    int // open ones
}

// Over says why one more number would be knowingly beyond what the rules give out; "" when it wouldn't.
func (s deskService) Over() string {
	if s.Shut || s.Full {
		return s.Why
	}
	return ""
}

// deskBundle is several services that one number goes through.
type deskBundle struct {
	ID    queue.BundleID
	Name  queue.Text
	Steps []queue.Text
	Any   bool // in any order
	Find  string
	Over  string // as of the service that it may begin with
}

type deskKiosk struct {
	ID     queue.KioskID
	Name   queue.Text
	Out    string // why nothing comes out there, or where it does instead; "" when all is well
	Low    bool   // it comes out, and the paper is near its end
	Chosen bool
}

// deskRow is a ticket in one of the desk's lists.
type deskRow struct {
	Number   string
	Code     string // 4827-163
	Service  queue.Text
	Place    queue.Text // where to wait
	Window   queue.Text // once called
	Priority bool
	Party    int
	State    queue.State
	Print    queue.Print
	Paper    display.Paper
	PaperAt  time.Time // since when the paper is as it is
	Doubt    bool      // a reprint is on its way, and the slip before it may be out
	Since    time.Time
	Waited   string
	Until    time.Time
	Then     string // what becomes of it by itself, in words
	Returned bool
	Ahead    int
	Brief    []display.BriefLine
	Needs    []string     // in words
	May      string       // what else can be done with it, a word each
	Stops    []queue.Text // of a journey, the present one first; none where there is one
	AnyOrder bool         // of the stops after the present one
	Outside  bool         // the visitor has stepped outside
	MayLeave bool         // for a while

	needsID int64
}

// deskPage draws the desk; ?last= is the ticket to show large.
func (c *Console) deskPage(g *gin.Context) {
	d := c.deskData(c.kit.Lang(g), g.Query("last"))
	switch how := g.Query("how"); how {
	case "again", "return", "join", "moved", "priority", "ordinary", "undone":
		d.Done = "_" + how
	case "ended":
		if d.Undo.IsZero() { // it lives: somebody took it back
			d.Done = "_undone"
		}
	}
	d.Name = c.sessions.Name(display.StaffOf(g))
	d.NeedCodes, d.Why = queue.Needs(), deskReasons()
	c.deskNeeds(g.Request.Context(), d, c.kit.Lang(g))
	c.kit.Page(g, http.StatusOK, display.Page{Name: "console/desk", Data: d})
}

func (c *Console) deskData(lang, last string) *deskData {
	d := &deskData{Langs: c.kit.Catalogue.Langs(), House: c.kit.HouseLang()}
	now, health := c.queue.Now(), c.board.Snapshot()
	c.queue.View(func(l *queue.Lobby) {
		b := deskBuilder{c: c, lang: lang, health: health, l: l, now: now, d: d}
		d.Seq, d.MaxParty = l.Seq(), max(1, l.Rules().Policy.MaxParty)
		d.Day, d.Zone = now.In(l.Rules().Location()).Format(time.DateOnly), now.In(l.Rules().Location()).Format("-07:00")
		b.services()
		b.bundles()
		b.kiosks()
		b.tasks()
		b.persons()
		b.crew()
		d.Triage = l.Rules().Triage != nil && len(l.Rules().Triage.Questions) > 0
		d.Duty = c.kit.Duties(l, lang, "", c.sessions.Name)
		for t := range l.Tickets() {
			b.sort(t)
		}
		for _, n := range display.PaperNeeds(l, health, now) {
			d.Paper = append(d.Paper, b.row(n.Ticket))
		}
		b.last(strings.ToUpper(last))
	})
	slices.SortStableFunc(d.Waiting, func(a, b deskRow) int { return a.Since.Compare(b.Since) })
	slices.SortStableFunc(d.Passed, func(a, b deskRow) int { return a.Until.Compare(b.Until) })
	slices.SortStableFunc(d.Held, func(a, b deskRow) int { return a.Until.Compare(b.Until) })
	if len(d.Waiting) > 0 {
		d.Longest = d.Waiting[0].Waited
	}
	return d
}

type deskBuilder struct {
	c      *Console
	lang   string
	health display.Health
	l      *queue.Lobby
	now    time.Time
	d      *deskData
}

func (b *deskBuilder) services() {
	rules := b.l.Rules()
	departments := map[queue.DepartmentID]queue.Text{}
	for _, d := range rules.Departments {
		departments[d.ID] = d.Name
	}
	for i := range rules.Services {
		s := &rules.Services[i]
		v := deskService{
			ID: s.ID, Name: s.Name, Department: departments[s.Department], Find: b.c.findService(s),
			Waiting: b.l.WaitingFor(s.ID),
		}
		if f := rules.Floor(s.Floor); f != nil {
			v.Floor = f.Name
		}
		o, why := b.l.Takes(s.ID, b.c.queue.Wall())
		if v.Open = o.Open; why != nil {
			v.Why = b.c.kit.Reason(b.lang, *why)
			v.Full = why.Code == "full" || why.Code == "full_now"
			_, v.Shut = b.l.ShutOf(s.ID)
			v.Shut = v.Shut || why.Code == "person_away"
		}
		for w := range b.l.Windows() {
			if w.State == queue.WindowOpen && b.l.WindowRule(w.ID).Serves(s.ID) {
				v.Windows++
			}
		}
		b.d.Services = append(b.d.Services, v)
	}
}

// bundles lists what can be given as one number; the services have been listed.
func (b *deskBuilder) bundles() {
	rules := b.l.Rules()
	for i := range rules.Bundles {
		of := &rules.Bundles[i]
		v := deskBundle{ID: of.ID, Name: of.Name, Any: of.AnyOrder, Find: b.c.find(string(of.ID), of.Name)}
		for k, id := range of.Steps {
			at := slices.IndexFunc(b.d.Services, func(s deskService) bool { return s.ID == id })
			if at < 0 {
				continue
			}
			v.Steps = append(v.Steps, b.d.Services[at].Name)
			if k == 0 || of.AnyOrder {
				v.Over = cmp.Or(v.Over, b.d.Services[at].Over())
			}
		}
		b.d.Bundles = append(b.d.Bundles, v)
	}
}

// kiosks lists where paper can come out, the desk's own first. Chosen is where the slip
// of somebody at the desk comes out, which display.ReprintAt says.
func (b *deskBuilder) kiosks() {
	rules := b.l.Rules()
	chosen := display.ReprintAt(&queue.Ticket{Kiosk: display.DeskKiosk}, rules, b.health)
	for i := range rules.Kiosks {
		if k := &rules.Kiosks[i]; k.Printer != "" {
			b.d.Kiosks = append(b.d.Kiosks, deskKiosk{ID: k.ID, Name: k.Name, Out: b.out(k), Low: b.low(k), Chosen: k.ID == chosen})
		}
	}
	slices.SortStableFunc(b.d.Kiosks, func(a, b deskKiosk) int { return cmp.Compare(rankKiosk(a.ID), rankKiosk(b.ID)) })
}

// out says why a kiosk's slips don't come out of its own printer.
func (b *deskBuilder) out(k *queue.Kiosk) string {
	at, why := b.health.PrintsAt(k)
	switch at {
	case k.Printer:
		return ""
	case "":
		return b.c.kit.Catalogue.PrintWhy(b.lang, why)
	}
	return b.c.kit.T(b.lang, "desk.prints_at", "place", b.c.kit.Catalogue.PrinterPlace(b.lang, b.l.Rules(), at))
}

// low says whether a kiosk's own printer prints and is near its paper's end.
func (b *deskBuilder) low(k *queue.Kiosk) bool {
	return slices.ContainsFunc(b.health.Printers, func(p display.PrinterHealth) bool { return p.ID == k.Printer && p.Low && p.Well() })
}

func rankKiosk(id queue.KioskID) int {
	if id == display.DeskKiosk {
		return 0
	}
	return 1
}

// sort puts a ticket into the lists it belongs to.
func (b *deskBuilder) sort(t *queue.Ticket) {
	if t.State.Over() {
		return
	}
	row := b.row(t)
	switch t.State {
	case queue.Waiting:
		b.d.Waiting = append(b.d.Waiting, row)
		b.d.Heads += t.Party
	case queue.NoShow:
		b.d.Passed = append(b.d.Passed, row)
	case queue.Held:
		if t.HoldReason != queue.HeldSession { // those have a board of their own
			b.d.Held = append(b.d.Held, row)
		}
	case queue.Called, queue.Serving, queue.Done, queue.Cancelled, queue.Lapsed:
	}
}

func (b *deskBuilder) row(t *queue.Ticket) deskRow {
	r := deskRow{
		Number: t.Number, Code: display.SpacedCode(t.Code), Priority: t.Class == queue.ClassPriority, Party: t.Party, State: t.State,
		Print: b.health.Print(t.Print), Paper: display.PaperOf(t, b.l.Rules(), b.health, b.now), PaperAt: display.PaperSince(t),
		Since: t.Since, Waited: minutes(b.now.Sub(t.Since)), Until: t.Until, Then: b.c.then(b.lang, t, b.now), Returned: t.Returned,
		Outside: t.Out(), MayLeave: b.l.Rules().MayStepOut(t), needsID: t.Needs,
		Ahead: b.l.Ahead(t, b.now), Doubt: display.DoubtOf(b.l, t) != nil,
		Brief: display.NewBrief(t, b.l.Rules(), b.lang), May: b.may(t), Stops: b.stops(t), AnyOrder: t.AnyOrder,
	}
	if s := b.l.Service(t.Service); s != nil {
		r.Service = s.Name
		if f := b.l.Rules().Floor(s.Floor); f != nil {
			r.Place = f.Wait
		}
	}
	if w := b.l.WindowRule(t.Window); w != nil {
		r.Window = w.Label
	}
	return r
}
