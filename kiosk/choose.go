package kiosk

import (
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

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
	Else  string // what to do while it is closed
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
		one := tile{
			ID: id, Icon: services[id][0].Icon, Words: f.words(lang, services[id]),
			Names: names(lang, services[id]), Lines: f.status(lang, sum),
		}
		if !one.Lines.Takes() {
			one.Else = f.instead(lang, services[id]...)
		}
		list = append(list, one)
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
	Tiles   []tile
	Next    string // address of further tiles; "" when these are all
	Back    string // address of those before
	Unsure  string // where "I can't say" leads
	Asks    bool   // to the questions, not to the desk
	NoPaper bool   // nothing can be printed just now, here or in its place
	Until   string // 17:30: numbers are given out until then today; "" when around the clock, or over
	Helped  string // how a call for a person from here stands: asked, coming, unanswered; "" when there is none
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
	d := startData{frame: f.frame(c, page, idleS)}
	d.NoPaper, d.Helped = f.noPaper(d.Kiosk), f.helpState(d.frame)
	d.Unsure, d.Asks = f.unsure(d.frame)
	if n == 0 && d.Plain && d.Group == 0 {
		d.Idle = 0
	}
	size := tilesNormal
	if d.Large {
		size = tilesLarge
	}
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
		if n == 1 {
			return d.To("more")
		}
		return joined(d.To("more"), "page="+string(rune('0'+n)))
	}
	if (n+1)*size < len(all) && n < 9 {
		d.Next = at(n + 1)
	}
	if n > 0 {
		d.Back = at(n - 1)
	}
	f.page(c, http.StatusOK, "start", d.Lang, d)
}

// joined adds to an address's query.
func joined(to, more string) string {
	if strings.Contains(to, "?") {
		return to + "&" + more
	}
	return to + "?" + more
}
