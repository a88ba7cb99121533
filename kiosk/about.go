package kiosk

import (
	"crypto/rand"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// card is a service as it can be chosen.
type card struct {
	ID     queue.ServiceID
	Icon   string
	Name   string
	Words  string
	Place  string // where to wait
	Way    string // how to get there, where that is on another floor
	Bring  string
	Status status
	Until  string        // 17:30: its numbers end then today
	Send   string        // how many of a large group go to the window
	Take   string        // on the key that takes a number
	Plan   template.HTML // of the floor, where to wait marked; "" without one
	Why    string        // why no numbers are given out, where the status doesn't say it

	Instead   string // the service to take meanwhile, by name
	InsteadTo string // its address
	Options   string // address of priority and heads

	Person string // that the person asked for is away, and who takes it
	Anyone bool   // it is one person's, and one may take whoever is free; where it gives out none that is all
	Else   string // what to do while it gives out none: ask at the desk, or dial
}

func (f *face) card(fr frame, s *queue.Service, l load) card {
	lang := fr.Lang
	var words []string
	for _, w := range s.Words {
		words = append(words, w.In(lang))
	}
	v := card{
		ID: s.ID, Icon: s.Icon, Name: s.PublicName(lang), Words: strings.Join(words, f.kit.T(lang, "common.and")),
		Place: waitPlace(f.kit.Rules(), s.Floor, lang), Bring: s.Bring.In(lang), Status: f.status(lang, l),
		Else: f.instead(lang, s), Take: f.kit.T(lang, "kiosk.take"),
	}
	if floor := f.kit.Rules().Floor(s.Floor); floor != nil {
		v.Way = floor.Way.In(lang)
		marks := display.PlanMarks{You: fr.Kiosk}
		if floor.Plan != nil {
			if area := floor.Plan.WaitOf(nil); area != nil {
				marks.Wait = area.ID
			}
		}
		v.Plan = f.kit.Plan(lang, s.Floor, marks)
	}
	if l.takes && !l.until.IsZero() {
		v.Until = f.kit.Time(l.until)
	}
	if fr.Group > 0 {
		v.Take = f.kit.T(lang, "kiosk.take_group", "n", fr.Group)
		if n := s.Sends(fr.Group); n < fr.Group {
			v.Send = f.kit.T(lang, "kiosk.join_send", "n", n)
		}
	}
	v.Person = f.personWords(lang, l.person, l.takes)
	switch why := l.why; {
	case why == nil || why.Code == "closed" || why.Code == "closed_now":
	case why.Code == "person_away":
		v.Why, v.Person = f.kit.T(lang, "kiosk.person_gone", "gone", v.Person, "from", f.kit.When(lang, l.from)), ""
	default:
		v.Why = f.kit.Reason(lang, *why)
	}
	v.Anyone = l.person != nil && l.person.anyone && (l.takes || l.anyone)
	if other := f.kit.Rules().Service(l.instead); other != nil {
		v.Instead = other.PublicName(lang)
	}
	return v
}

// instead says what to do while none of some services gives out numbers.
func (f *face) instead(lang string, services ...*queue.Service) string {
	r := f.kit.Rules()
	desk, hotline := f.kit.Catalogue.DeskName(lang, &r.Centre), r.Centre.Hotline
	for _, s := range services {
		if s.Hotline != "" {
			hotline = s.Hotline
			break
		}
	}
	if hotline == "" {
		return f.kit.T(lang, "kiosk.instead", "desk", desk)
	}
	return f.kit.T(lang, "kiosk.instead_hotline", "hotline", hotline, "desk", desk)
}

type aboutData struct {
	frame
	Words   string // the page's question, or the trouble as people say it
	Name    string // the department's; "" when the card says it
	Cards   []card
	Key     string // of the one ticket this page may give
	Back    string
	Unsure  string // where "none of these" leads
	NoPaper bool   // nothing can be printed just now, here or in its place
}

// about shows a department's services, each with its 取号: the second touch.
func (f *face) about(c *gin.Context) {
	d := f.aboutForm(f.frame(c, "about", idleS))
	loads, r := f.loads(), f.kit.Rules()
	var services []*queue.Service
	for i := range r.Services {
		if s := &r.Services[i]; string(s.Department) == c.Param("department") {
			services = append(services, s)
			d.Cards = append(d.Cards, f.choice(d.frame, s, loads[s.ID]))
		}
	}
	if len(services) == 0 { // gone from the rules since the page before was drawn
		c.Redirect(http.StatusSeeOther, d.To())
		return
	}
	d.Name = f.department(d.Lang, services[0].Department)
	d.Words = f.words(d.Lang, services)
	switch {
	case len(services) > 1:
		d.Words = f.kit.T(d.Lang, "kiosk.which")
	case strings.EqualFold(d.Name, d.Cards[0].Name):
		d.Name = ""
	}
	f.page(c, http.StatusOK, "about", d.Lang, d)
}

// service shows one service, as the search found it.
func (f *face) service(c *gin.Context) {
	fr := f.frame(c, "about", idleS)
	s := f.kit.Rules().Service(queue.ServiceID(c.Param("service")))
	if s == nil {
		c.Redirect(http.StatusSeeOther, fr.To("search"))
		return
	}
	d := f.aboutForm(fr)
	d.Back, d.Words, d.Name = d.To("search"), f.words(d.Lang, []*queue.Service{s}), f.department(d.Lang, s.Department)
	if q := c.Query("q"); q != "" && len(q) <= maxTypedQuery {
		d.Back = joined(d.Back, "q="+url.QueryEscape(q))
	}
	d.Cards = []card{f.choice(fr, s, f.loads()[s.ID])}
	if strings.EqualFold(d.Name, d.Cards[0].Name) {
		d.Name = ""
	}
	f.page(c, http.StatusOK, "about", d.Lang, d)
}

// aboutForm is what every page with a 取号 has.
func (f *face) aboutForm(fr frame) aboutData {
	d := aboutData{frame: fr, Key: f.key(), Back: fr.To(), NoPaper: f.noPaper(fr.Kiosk)}
	d.Unsure, _ = f.unsure(fr)
	return d
}

// choice is a service on the page of its department.
func (f *face) choice(fr frame, s *queue.Service, l load) card {
	one := f.card(fr, s, l)
	one.Options = fr.To("options", string(s.ID))
	if other := f.kit.Rules().Service(l.instead); other != nil {
		one.InsteadTo = fr.To("about", string(other.Department))
	}
	return one
}

func (f *face) department(lang string, id queue.DepartmentID) string {
	r := f.kit.Rules()
	for i := range r.Departments {
		if r.Departments[i].ID == id {
			return r.Departments[i].Name.In(lang)
		}
	}
	return ""
}

// key is fresh for every drawn page: what is sent twice gives one ticket.
func (f *face) key() string { return rand.Text() }

// fail says in the kiosk's own page why something wasn't done.
func (f *face) fail(c *gin.Context, fr frame, err error) {
	fr.Page, fr.path, fr.Idle, fr.Answer = "problem", "", idleS, true
	e := f.refusal(err)
	f.page(c, display.Status(e.Code), "problem", fr.Lang, problemData{fr, f.kit.Sentence(fr.Lang, e)})
	c.Abort()
}

type problemData struct {
	frame
	Sentence string
}
