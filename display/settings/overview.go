package settings

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display"
	"onedoor/queue"
)

// overviewData is /admin: where the file is, how it stands, what was changed last, and its parts.
type overviewData struct {
	head
	File     string // "": the sample as it came
	Sample   bool
	Dir      string
	ReadOnly string // what the system said; "": it can be written
	ByHand   bool   // the file says something else than what is in force
	Problems tolds
	Cards    []cards
	Daily    []dailyWay
	Applied  string // what was just put in force
	Last     []editionLine
	Centre   *queue.Rules
}

type cards struct {
	Group string
	Cards []card
}

// card is a section with what is in it.
type card struct {
	ID    string
	List  bool
	N     int
	Names []string // the first of its entries
}

// editionLine is a line of the history.
type editionLine struct {
	edition.Edition
	Who   string // a name; "": by hand
	Now   bool   // it is the file's text
	First bool   // there is none before it
}

const (
	shownWidth = 60 // Latin letters of names on a card
	shownLast  = 5
)

// wide is how many Latin letters wide a text is, about.
func wide(s string) (n int) {
	for _, c := range s {
		if n++; c > 0x2e7f {
			n++
		}
	}
	return n + 2
}

func (s *Settings) overview(c *gin.Context) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	d := overviewData{
		head: s.head(c, "", w), File: s.Shelf.File(), Sample: s.Shelf.Sample(), Dir: s.Shelf.Dir(), ByHand: !s.Shelf.InForce(w.now), Centre: s.Kit.Rules(),
	}
	if err := s.Shelf.Writable(); err != nil {
		d.ReadOnly = err.Error()
	}
	lang := s.Kit.Lang(c)
	_, problems := s.Shelf.Check(w.now.Src)
	d.Problems = s.told(lang, problems)
	d.Daily = s.dailyWays(lang)
	for _, g := range groups() {
		list := cards{Group: g.ID}
		for _, section := range g.Sections {
			list.Cards = append(list.Cards, s.card(w, section, lang))
		}
		d.Cards = append(d.Cards, list)
	}
	if d.Last, err = s.lines(w, shownLast); err != nil {
		s.Kit.Fail(c, err)
		return
	}
	if c.Query("applied") != "" && len(d.Last) > 0 {
		last, key := d.Last[0], "settings.applied"
		if last.Act == edition.Back {
			key = "settings.applied_back"
		}
		d.Applied = s.Kit.T(lang, key, "n", last.N, "of", last.Of)
	}
	s.Kit.Page(c, http.StatusOK, display.Page{Name: "settings/overview", Data: d})
}

func (s *Settings) card(w *work, section config.Section, lang string) card {
	k := card{ID: section.ID, List: section.List}
	v, err := config.Read(w.src, section.Path)
	if err != nil || !section.List {
		return k
	}
	width := 0
	for _, e := range entriesOf(v, section, lang) {
		k.N++
		if width += wide(e.Title); width <= shownWidth || k.N == 1 {
			k.Names = append(k.Names, e.Title)
		}
	}
	return k
}

// lines lists the newest editions.
func (s *Settings) lines(w *work, most int) ([]editionLine, error) {
	list, err := s.Shelf.Editions()
	if err != nil {
		return nil, err
	}
	var out []editionLine
	for i, e := range list {
		if i == most {
			break
		}
		l := editionLine{Edition: e, First: i == len(list)-1}
		l.At = e.At.In(s.zone())
		if e.Staff != "" {
			l.Who = s.Sessions.Name(e.Staff)
		}
		if i == 0 {
			_, src, ok, err := s.Shelf.Edition(e.N)
			l.Now = err == nil && ok && edition.SumOf(src) == w.now.Sum
		}
		out = append(out, l)
	}
	return out, nil
}

func (s *Settings) zone() *time.Location { return s.Kit.Rules().Location() }
