package admin

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// hallData is the hall in one look, in parts; each is compared by its JSON, without what only runs on
// with the time, and is drawn and sent anew when that has changed.
type hallData struct {
	Name  string `json:"-"`
	Admin bool   `json:"-"`
	Seq   int64  `json:"-"`

	Sum      hallSum
	Needs    []need // what needs somebody now, the worst first
	Quiet    []need // of these, what somebody has said they know of
	Duty     []display.DutyLine
	Floors   []hallFloor
	Services []hallService
	Joint    []hallJoint // consultations
	Devices  []deviceGroup
	House    []device // what the server stands on: disk, clock, journal
	Printers []hallPrinter
	Copies   int          // reprints of today's tickets, wherever they came out
	Papers   []hallPaper  // the most urgent of them
	NoPaper  int          // tickets whose visitors may need a hand-written number
	Notices  []hallNotice // that stand on the screens

	Emergencies []display.Emergency // over all
	Post        postForm            `json:"-"`

	Help  []display.HelpView `json:"-"` // calls for a person
	Fetch []hallFetch        `json:"-"` // visitors to be fetched
}

// Busy says whether a service stands out: somebody waits for it, or it is closed for the day.
func (d *hallData) Busy() bool {
	return slices.ContainsFunc(d.Services, func(s hallService) bool { return s.Waiting > 0 || s.Shut != "" })
}

// hallSum is the hall in one line.
type hallSum struct {
	Waiting int
	Heads   int
	Open    int // windows
	Longest string
}

// hallFetch is a visitor whom somebody has to fetch.
type hallFetch struct {
	Number string
	Window string // that calls
	since  time.Time
}

// need is something that somebody should look after, with the one thing to do about it.
type need struct {
	Key      string // what it is about, for as long as it is about it
	Urgent   bool   // now; otherwise soon
	Icon     string // of the drawn set
	Sentence string
	Link     string          // where it can be put right; "" here
	Clock    bool            // the button "the clock is right" belongs to it
	Surge    int64           // the button "seen" belongs to it
	Take     queue.HelpID    // of a help call that nobody has answered; 0: none
	Over     queue.HelpID    // of one to which somebody goes; 0: none
	Sheet    string          // of the hall that puts it right: windows/w1, services/labour; "" none
	Do       string          // what that is called
	Alerts   []queue.AlertID // that can be acknowledged
	Digit    int             // the key of its action; 0: none
}

type hallFloor struct {
	Name    string
	Plan    template.HTML `json:"-"`
	Says    string        // what the plan tells besides its windows, for comparing
	Windows []hallWindow
	Off     []hallWindow // that the plan doesn't show
}

type hallWindow struct {
	ID      queue.WindowID
	Label   string
	State   queue.WindowState
	Why     string // of a pause
	Who     string
	Number  string
	Serving bool
	Moved   bool      // takes other services today
	Since   time.Time // in this state or with this ticket
	Minutes string    `json:"-"`
}

type hallService struct {
	ID      queue.ServiceID
	Name    string
	Waiting int
	Heads   int
	Open    int       // windows that take it now
	All     int       // windows that may
	Since   time.Time // of who waits longest; zero: nobody
	Longest string    `json:"-"` // minutes
	Target  int       // minutes; 0: none
	Late    bool      // somebody waits longer than the target
	Over    bool      // somebody waits longer than the ceiling
	Shut    string    // why no numbers are given out today; "": they are
	Gone    string    // that whose name it has is away, and nobody is there instead; "": they are there
}

func (a *Admin) hallPage(c *gin.Context) {
	d := a.hall(a.Kit.Lang(c))
	person := display.PersonOf(c)
	d.Post = a.postForm(a.Kit.Lang(c))
	d.Name, d.Admin = a.Sessions.Name(person.ID), person.Is(queue.RoleAdmin)
	a.Kit.Page(c, http.StatusOK, display.Page{Name: "admin/hall", Data: d})
}

// hall looks at everything, in a language.
func (a *Admin) hall(lang string) *hallData {
	b := hallBuilder{a: a, lang: lang, now: a.Queue.Now(), wall: a.Queue.Wall(), d: &hallData{}, areas: map[queue.FloorID]map[queue.AreaID]gathered{}, health: a.Board.Snapshot(), opens: map[queue.ServiceID]*hallWindow{}}
	a.Queue.View(func(l *queue.Lobby) {
		b.l, b.rules, b.d.Seq = l, l.Rules(), l.Seq()
		b.queues()
		b.windows()
		b.alerts = l.Alerts()
		for _, f := range l.FollowUps() {
			if f.Late() {
				b.late++
			}
			if !slices.ContainsFunc(b.rules.Staff, func(s queue.Staff) bool { return display.SeesFollowUp(&s, f) }) {
				b.unseen++
			}
		}
		b.consultations()
		b.papers()
		b.callsForPeople()
		b.jobs()
		b.surges()
		b.standing = b.l.Notices()
		b.d.Duty = a.Kit.Duties(l, lang, "", a.Sessions.Name)
		b.atClosing = l.AtClosing()
	})
	b.d.Emergencies = a.Kit.Emergencies(lang)
	b.notices()
	b.printers()
	b.devices()
	b.house()
	b.plans()
	b.needs()
	return b.d
}

// overdue is a ticket that waits longer than anybody may.
type overdue struct {
	number  string
	service queue.ServiceID
	since   time.Time
}

type hallBuilder struct {
	a      *Admin
	lang   string
	now    time.Time
	wall   time.Time
	l      *queue.Lobby // within the view only
	rules  *queue.Rules
	health display.Health
	d      *hallData

	standing []queue.Notice

	over   []overdue // who wait longer than anybody may
	areas  map[queue.FloorID]map[queue.AreaID]gathered
	late   int // follow-ups of evaluations that were not done in time
	unseen int // of them, those that nobody may see: the only supervisor served the visitor
	alerts []queue.Alert
	told   []need                          // surges that nobody has acknowledged
	opens  map[queue.ServiceID]*hallWindow // the window that is proposed to be opened for it
	slips  map[queue.PrinterID]int         // that wait

	atClosing map[queue.ClosingRule]int // who wait beyond the hours
}

func (b *hallBuilder) t(key string, args ...any) string {
	return spaced(b.a.Kit.Catalogue.T(b.lang, "hall."+key, edged(args)...))
}

func minutes(d time.Duration) string { return strconv.Itoa(max(int(d/time.Minute), 0)) }

// queues counts who waits for what.
func (b *hallBuilder) queues() {
	type sum struct {
		n, heads int
		oldest   time.Time
		over     bool
	}
	ceiling := time.Duration(b.rules.Policy.CeilingS) * time.Second
	sums := map[queue.ServiceID]*sum{}
	var oldest time.Time
	for t := range b.l.Tickets() {
		if t.State != queue.Waiting {
			continue
		}
		over := ceiling > 0 && b.now.Sub(t.Since) > ceiling
		b.gather(t, over)
		s := sums[t.Service]
		if s == nil {
			s = &sum{}
			sums[t.Service] = s
		}
		s.n++
		s.heads += t.Party
		if s.oldest.IsZero() || t.Since.Before(s.oldest) {
			s.oldest = t.Since
		}
		if oldest.IsZero() || t.Since.Before(oldest) {
			oldest = t.Since
		}
		if over {
			s.over = true
			b.over = append(b.over, overdue{t.Number, t.Service, t.Since})
		}
	}
	for i := range b.rules.Services {
		rule := &b.rules.Services[i]
		v := hallService{ID: rule.ID, Name: rule.Name.In(b.lang)}
		for w := range b.l.Windows() {
			if !b.l.WindowRule(w.ID).Serves(rule.ID) {
				continue
			}
			v.All++
			if w.State == queue.WindowOpen {
				v.Open++
			}
		}
		target, _ := b.rules.Alerts.Of(rule.ID)
		v.Target = target / 60
		if s := sums[rule.ID]; s != nil {
			v.Waiting, v.Heads, v.Since, v.Longest, v.Over = s.n, s.heads, s.oldest, minutes(b.now.Sub(s.oldest)), s.over
			v.Late = target > 0 && b.now.Sub(s.oldest) > time.Duration(target)*time.Second
		}
		if _, why := b.l.Takes(rule.ID, b.wall); why != nil && strings.HasPrefix(why.Code, "shut_") {
			v.Shut = b.a.Kit.Reason(b.lang, *why)
		}
		if m := display.MissingAt(b.l, rule, b.wall); m != nil && m.Cover != queue.CoverHere {
			v.Gone = b.a.Kit.GoneWords(b.lang, m)
		}
		b.d.Sum.Waiting += v.Waiting
		b.d.Sum.Heads += v.Heads
		b.d.Services = append(b.d.Services, v)
	}
	if !oldest.IsZero() {
		b.d.Sum.Longest = minutes(b.now.Sub(oldest))
	}
}

// windows lists the windows by floor.
func (b *hallBuilder) windows() {
	for i := range b.rules.Centre.Floors {
		floor := &b.rules.Centre.Floors[i]
		f := hallFloor{Name: floor.Name.In(b.lang)}
		for w := range b.l.Windows() {
			rule := b.l.WindowRule(w.ID)
			if rule.Floor != floor.ID {
				continue
			}
			f.Windows = append(f.Windows, b.window(w, rule))
			if w.State == queue.WindowOpen {
				b.d.Sum.Open++
			}
		}
		if len(f.Windows) > 0 {
			b.d.Floors = append(b.d.Floors, f)
		}
	}
}

func (b *hallBuilder) window(w *queue.Window, rule *queue.WindowRule) hallWindow {
	v := hallWindow{ID: w.ID, Label: rule.Label.In(b.lang), State: w.State, Since: w.Changed, Moved: b.l.Assigned(w.ID)}
	if w.State == queue.WindowOpen {
		v.Since = w.Idle()
	}
	if w.State == queue.WindowPaused {
		v.Why = b.a.pause(b.lang, w.Reason)
	}
	if w.Staff != "" {
		v.Who = b.a.Sessions.Name(w.Staff)
	}
	if t := b.l.Ticket(w.Ticket); t != nil {
		v.Number, v.Serving, v.Since = t.Number, t.State == queue.Serving, t.Changed
	}
	v.Minutes = minutes(b.now.Sub(v.Since))
	return v
}

// pause says the code of a pause in the console's words.
func (a *Admin) pause(lang, code string) string {
	if key := "console.pause_" + code; code != "" && a.Kit.Catalogue.Has(key) {
		return a.Kit.Catalogue.T(lang, key)
	}
	return a.Kit.Catalogue.T(lang, "console.pause_other")
}
