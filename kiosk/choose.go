package kiosk

import (
	"crypto/rand"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// tilesNormal and tilesLarge are how many choices a page has.
const (
	tilesNormal = 6
	tilesLarge  = 4
)

// idleS is how many seconds without a touch a page is kept.
const idleS = 60

// tile is a department as a visitor's own words.
type tile struct {
	ID    queue.DepartmentID
	Icon  string
	Words string // 工资没拿到、工伤
	Names string // 法律援助 · 劳动权益
	Lines status
}

// status is how things stand with a service or a department, in a sentence.
type status struct {
	Kind string // now, waiting, unstaffed or closed
	Text string
}

// Takes says whether a number can be taken.
func (s status) Takes() bool { return s.Kind != "closed" }

// load is what the lobby says of a service.
type load struct {
	takes         bool
	until, from   time.Time // it does until then today, or doesn't before; zero: over midnight, or nobody knows
	waiting       int
	staffed, idle int             // windows open or paused; open with nobody in hand
	paused        int             // of the staffed
	back          time.Time       // when the first of the paused is expected to go on; zero: nobody knows
	why           *queue.Reason   // why it doesn't
	instead       queue.ServiceID // what to take meanwhile; empty: nothing but the desk
	person        *person         // whose it is; nil: nobody's own
}

func (l load) plus(m load) load {
	sum := load{
		takes: l.takes || m.takes, until: l.until, from: l.from,
		waiting: l.waiting + m.waiting, staffed: l.staffed + m.staffed, idle: l.idle + m.idle,
		paused: l.paused + m.paused, back: first(l.back, m.back),
	}
	sum.from = first(sum.from, m.from)
	return sum
}

// first is the earlier of two moments; one that is zero doesn't count.
func first(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// loads reads how every service stands.
func (f *face) loads() map[queue.ServiceID]load {
	all, now := map[queue.ServiceID]load{}, f.queue.Wall()
	f.queue.View(func(l *queue.Lobby) {
		for i := range l.Rules().Services {
			id := l.Rules().Services[i].ID
			o, why := l.Takes(id, now)
			s := load{takes: o.Open, until: o.Last, from: o.From, waiting: l.WaitingFor(id), why: why, person: personOf(l, l.Rules().Service(id))}
			if !o.Open {
				s.instead = l.Instead(id, now)
			}
			all[id] = s
		}
		for w := range l.Windows() {
			rule := l.WindowRule(w.ID)
			if w.State == queue.WindowClosed || rule == nil {
				continue
			}
			for _, id := range rule.Services {
				s := all[id]
				s.staffed++
				switch {
				case w.State == queue.WindowPaused:
					s.paused++
					if w.Back.After(now) {
						s.back = first(s.back, w.Back)
					}
				case w.Ticket == 0:
					s.idle++
				}
				all[id] = s
			}
		}
	})
	return all
}

// status says a load in words. No minutes are told: nothing has been learnt yet.
func (f *face) status(lang string, l load) status {
	say := func(kind string, args ...any) status {
		return status{Kind: kind, Text: f.kit.T(lang, "kiosk.state_"+kind, args...)}
	}
	switch {
	case !l.takes && l.from.IsZero():
		return say("closed")
	case !l.takes: // shorter than the reason: a tile is narrow
		return status{"closed", f.kit.T(lang, "kiosk.state_closed_from", "from", f.kit.When(lang, l.from))}
	case l.staffed == 0 && l.waiting > 0:
		return status{"unstaffed", f.kit.T(lang, "kiosk.state_unstaffed_waiting", "n", l.waiting)}
	case l.staffed == 0:
		return say("unstaffed")
	case l.staffed == l.paused:
		return status{"unstaffed", f.pausedWords(lang, l)}
	case l.waiting > 0:
		return say("waiting", "n", l.waiting)
	case l.idle > 0:
		return say("now")
	}
	return status{"waiting", f.kit.T(lang, "kiosk.state_nobody")}
}

// pausedWords says that all windows of a service are paused, and until when, if one has said so.
func (f *face) pausedWords(lang string, l load) string {
	at := f.kit.Time(l.back)
	switch {
	case l.waiting > 0 && !l.back.IsZero():
		return f.kit.T(lang, "kiosk.state_paused_until_waiting", "n", l.waiting, "time", at)
	case l.waiting > 0:
		return f.kit.T(lang, "kiosk.state_paused_waiting", "n", l.waiting)
	case !l.back.IsZero():
		return f.kit.T(lang, "kiosk.state_paused_until", "time", at)
	}
	return f.kit.T(lang, "kiosk.state_paused")
}

// tiles lists the departments in the order in which the rules first name a
// service of theirs: the centre puts the common matters first.
func (f *face) tiles(lang string, loads map[queue.ServiceID]load) []tile {
	r := f.kit.Rules()
	var order []queue.DepartmentID
	services := map[queue.DepartmentID][]*queue.Service{}
	for i := range r.Services {
		s := &r.Services[i]
		if services[s.Department] == nil {
			order = append(order, s.Department)
		}
		services[s.Department] = append(services[s.Department], s)
	}
	list := make([]tile, 0, len(order))
	for _, id := range order {
		var sum load
		for _, s := range services[id] {
			sum = sum.plus(loads[s.ID])
		}
		list = append(list, tile{
			ID: id, Icon: services[id][0].Icon, Words: f.words(lang, services[id]),
			Names: names(lang, services[id]), Lines: f.status(lang, sum),
		})
	}
	return list
}

// names gives the services' names, as many as fit on a tile's one line.
func names(lang string, services []*queue.Service) string {
	line := services[0].PublicName(lang)
	for _, s := range services[1:] {
		longer := line + " · " + s.PublicName(lang)
		if utf8.RuneCountInString(longer) > lineLength(lang) {
			break
		}
		line = longer
	}
	return line
}

// lineLength is how many characters a tile's line of names holds: a hanzi is
// twice as wide as a letter.
func lineLength(lang string) int {
	if lang == "zh" {
		return 14
	}
	return 34
}

// words joins what people call their trouble: all words of the first service,
// then the first of each further one, as long as they fit on a tile.
func (f *face) words(lang string, services []*queue.Service) string {
	joint, most := f.kit.T(lang, "common.and"), 10
	if lang != "zh" {
		most = 30
	}
	var list []string
	length := 0
	add := func(w string) {
		if n := len([]rune(w)); w != "" && (len(list) == 0 || length+n < most) && len(list) < 3 {
			list, length = append(list, w), length+n+1
		}
	}
	for i, s := range services {
		for k, w := range s.Words {
			if i == 0 || k == 0 {
				add(w.In(lang))
			}
		}
	}
	if len(list) == 0 {
		return services[0].PublicName(lang)
	}
	for i := 1; i < len(list); i++ { // one phrase, not a list of sentences
		r, n := utf8.DecodeRuneInString(list[i])
		list[i] = string(unicode.ToLower(r)) + list[i][n:]
	}
	return strings.Join(list, joint)
}

// startData is the start page's, and that of each further page of tiles.
type startData struct {
	frame
	Tiles    []tile
	Next     string // address of further tiles; "" when these are all
	Back     string // address of those before
	Hotline  string
	Unsure   string // where "I can't say" leads
	Asks     bool   // to the questions, not to the desk
	NoPaper  bool   // nothing can be printed just now, here or in its place
	Sessions bool   // some are to come today, for which one checks in
	Until    string // 17:30: numbers are given out until then today; "" when around the clock, or over
}

// until is when the last of the services that give out numbers now ends with it; ""
// when one never does, or all have.
func (f *face) until(loads map[queue.ServiceID]load) string {
	var last time.Time
	for _, l := range loads {
		switch {
		case !l.takes:
		case l.until.IsZero():
			return ""
		case l.until.After(last):
			last = l.until
		}
	}
	if last.IsZero() {
		return ""
	}
	return f.kit.Time(last)
}

// noPaper says whether a kiosk that prints can't just now, here or in its place.
func (f *face) noPaper(id queue.KioskID) bool {
	k := f.kit.Rules().Kiosk(id)
	if k.Printer == "" {
		return false
	}
	at, _ := f.board.Snapshot().PrintsAt(k)
	return at == ""
}

func (f *face) start(c *gin.Context) { f.choices(c, "start", 0) }

func (f *face) more(c *gin.Context) {
	n := 1
	if c.Query("page") != "" && len(c.Query("page")) == 1 {
		n = max(1, int(c.Query("page")[0]-'0'))
	}
	f.choices(c, "more", n)
}

// choices shows the n-th page of tiles.
func (f *face) choices(c *gin.Context, page string, n int) {
	d := startData{frame: f.frame(c, page, idleS), Hotline: f.kit.Rules().Centre.Hotline}
	d.NoPaper = f.noPaper(d.Kiosk)
	d.Unsure, d.Asks = f.unsure(d.frame)
	if n == 0 && d.Plain {
		d.Idle = 0
	}
	size := tilesNormal
	if d.Large {
		size = tilesLarge
	}
	d.Sessions = f.sessionsToCome()
	loads := f.loads()
	d.Until = f.until(loads)
	all := f.tiles(d.Lang, loads)
	if n*size >= len(all) && n > 0 {
		c.Redirect(http.StatusSeeOther, d.To())
		return
	}
	d.Tiles = all[n*size : min(len(all), (n+1)*size)]
	at := func(n int) string {
		if n == 0 {
			return d.To()
		}
		to := d.To("more")
		if n == 1 {
			return to
		}
		joint := "?"
		if strings.Contains(to, "?") {
			joint = "&"
		}
		return to + joint + "page=" + string(rune('0'+n))
	}
	if (n+1)*size < len(all) && n < 9 {
		d.Next = at(n + 1)
	}
	if n > 0 {
		d.Back = at(n - 1)
	}
	f.page(c, http.StatusOK, "start", d.Lang, d)
}

// card is a service as it can be chosen.
type card struct {
	ID     queue.ServiceID
	Icon   string
	Name   string
	Words  string
	Place  string // where to wait
	Bring  string
	Status status
	Why    string // why no numbers are given out, where the status doesn't say it

	Instead   string // the service to take meanwhile, by name
	InsteadTo string // its address
	Options   string // address of priority and heads

	Person string // that the person asked for is away, and who takes it
	Anyone bool   // it is one person's, and one may take whoever is free
}

func (f *face) card(lang string, s *queue.Service, l load) card {
	var words []string
	for _, w := range s.Words {
		words = append(words, w.In(lang))
	}
	v := card{
		ID: s.ID, Icon: s.Icon, Name: s.PublicName(lang), Words: strings.Join(words, f.kit.T(lang, "common.and")),
		Place: waitPlace(f.kit.Rules(), s.Floor, lang), Bring: s.Bring.In(lang), Status: f.status(lang, l),
	}
	if why := l.why; why != nil && why.Code != "closed" && why.Code != "closed_now" {
		v.Why = f.kit.Reason(lang, *why)
	}
	v.Person, v.Anyone = f.personWords(lang, l.person), l.person != nil
	if other := f.kit.Rules().Service(l.instead); other != nil {
		v.Instead = other.PublicName(lang)
	}
	return v
}

type aboutData struct {
	frame
	Words   string // the page's question, or the trouble as people say it
	Name    string // the department's; "" when the card says it
	Cards   []card
	Key     string // of the one ticket this page may give
	Hotline string
	Back    string
	Unsure  string // where "none of these" leads
	NoPaper bool   // nothing can be printed just now, here or in its place
}

// about shows a department's services, each with its 取号: the second touch.
func (f *face) about(c *gin.Context) {
	r := f.kit.Rules()
	d := aboutData{frame: f.frame(c, "about", idleS), Key: f.key(), Hotline: r.Centre.Hotline}
	d.NoPaper, d.Back = f.noPaper(d.Kiosk), d.To()
	d.Unsure, _ = f.unsure(d.frame)
	loads := f.loads()
	var services []*queue.Service
	for i := range r.Services {
		if s := &r.Services[i]; string(s.Department) == c.Param("department") {
			services = append(services, s)
			one := f.card(d.Lang, s, loads[s.ID])
			one.Options = d.To("options", string(s.ID))
			if other := r.Service(loads[s.ID].instead); other != nil {
				one.InsteadTo = d.To("about", string(other.Department))
			}
			d.Cards = append(d.Cards, one)
		}
	}
	if len(services) == 0 { // gone from the rules since the page before was drawn
		c.Redirect(http.StatusSeeOther, d.To())
		return
	}
	for i := range r.Departments {
		if r.Departments[i].ID == services[0].Department {
			d.Name = r.Departments[i].Name.In(d.Lang)
		}
	}
	d.Words = f.words(d.Lang, services)
	switch {
	case len(services) > 1:
		d.Words = f.kit.T(d.Lang, "kiosk.which")
	case strings.EqualFold(d.Name, d.Cards[0].Name):
		d.Name = ""
	}
	f.page(c, http.StatusOK, "about", d.Lang, d)
}

// key is fresh for every drawn page: what is sent twice gives one ticket.
func (f *face) key() string { return rand.Text() }

// fail says in the kiosk's own page why something wasn't done.
func (f *face) fail(c *gin.Context, fr frame, err error) {
	fr.Page, fr.path, fr.Idle = "problem", "", idleS
	e := f.refusal(err)
	f.page(c, display.Status(e.Code), "problem", fr.Lang, problemData{fr, f.kit.Sentence(fr.Lang, e)})
	c.Abort()
}

type problemData struct {
	frame
	Sentence string
}
