package console

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// Matters reads matters of the past. The journal fits it.
type Matters interface {
	// Matter gives what the books know of a matter; ok is false when there is none.
	Matter(ctx context.Context, id queue.MatterID) (m *queue.MatterFile, ok bool, err error)
}

// aboutPart is what the ticket in hand is about, in words.
type aboutPart struct {
	Words    string         `json:"words"`
	Proposed bool           `json:"proposed,omitempty"` // by an old ticket: somebody must confirm it
	Matter   queue.MatterID `json:"matter,omitempty"`

	first, rest string // before and after the case numbers
}

// name puts the case numbers beside the matter's own.
func (a *aboutPart) name(cases []string) {
	if a != nil && len(cases) > 0 {
		a.Words = strings.Join(slices.Concat([]string{a.first}, cases), " · ") + a.rest
	}
}

// caseKey says of which matter case numbers were read, and as of what the ticket went through.
type caseKey struct {
	matter queue.MatterID
	seq    int64
}

// cases gives the case numbers of the matter in hand, as far as they are kept.
func (n *noteCache) cases(ctx context.Context, c *Console, t *ticketPart) []string {
	if t.About == nil || t.About.Matter == 0 || c.matters == nil || c.notes == nil {
		return nil
	}
	key := caseKey{t.About.Matter, t.Seq}
	if n != nil && n.about == key {
		return n.known
	}
	m, ok, err := c.matters.Matter(ctx, key.matter)
	var rows []queue.Personal
	if err == nil && ok && len(m.Rows) > 0 {
		rows, err = c.notes.Notes(ctx, m.Rows)
	}
	if err != nil { // they are read again with the next change
		c.log.Error("case numbers not read", "matter", key.matter, "err", err)
		return nil
	}
	var list []string
	for _, r := range rows {
		list = append(list, r.Value)
	}
	if n != nil {
		n.about, n.known = key, list
	}
	return list
}

// about says what a ticket is about. Of a visit that is only proposed it tells nothing.
func (b *builder) about(t *queue.Ticket) *aboutPart {
	switch {
	case t.Proposed():
		return &aboutPart{Words: b.t("matter_proposed"), Proposed: true}
	case t.Matter == 0:
		return nil
	}
	words := []string{b.t("matter_is", "n", int64(t.Matter))}
	if t.Repeat {
		words = append(words, b.t("matter_repeat"))
	}
	if e := t.Earlier; e != nil && t.Repeat {
		words = append(words, b.t("matter_last", "day", b.c.day(b.p.lang, e.Day), "service", b.service(e.Service)))
	}
	if mark := b.c.marks(b.p.lang, t.Category, t.Tags); mark != "" {
		words = append(words, mark)
	}
	a := &aboutPart{first: words[0], Matter: t.Matter}
	for _, w := range words[1:] {
		a.rest += " · " + w
	}
	a.Words = a.first + a.rest
	return a
}

// marks says what a matter is like.
func (c *Console) marks(lang string, category queue.CategoryID, tags []queue.TagID) string {
	r := c.kit.Rules()
	var words []string
	if k := r.Category(category); k != nil {
		words = append(words, k.Name.In(lang))
	}
	for _, id := range tags {
		if t := r.Tag(id); t != nil {
			words = append(words, t.Name.In(lang))
		}
	}
	return strings.Join(words, c.kit.T(lang, "common.and"))
}

// day says a day of the books as people do; one of another year with the year.
func (c *Console) day(lang string, d queue.Day) string {
	at, err := time.ParseInLocation(time.DateOnly, string(d), c.kit.Rules().Location())
	if err != nil || at.Year() != c.queue.Now().In(at.Location()).Year() {
		return string(d)
	}
	return c.kit.Date(lang, at)
}

// offered lists the outcomes that a ticket's leg may end with.
func offered(r *queue.Rules, s queue.ServiceID) []queue.OutcomeID {
	list := []queue.OutcomeID{}
	for _, o := range r.Offered(s) {
		list = append(list, o.ID)
	}
	return list
}

// matterData is a matter's history on one page.
type matterData struct {
	Name    string
	ID      queue.MatterID
	Opened  time.Time
	Service string
	Marks   string
	Cases   []string
	Visits  []matterVisit // newest first
}

// matterVisit is one visit about a matter.
type matterVisit struct {
	Day    string
	Number string
	Heads  int
	Repeat bool
	State  queue.State
	Legs   []matterLeg
}

// matterLeg is one stay of a visit.
type matterLeg struct {
	Service string
	Window  string
	Ended   time.Time
	End     string // the outcome's name, or how else it ended
}

// matterPage shows what the books know of a matter. Who looks is in the log.
func (c *Console) matterPage(g *gin.Context) {
	id, err := strconv.ParseInt(g.Param("matter"), 10, 64)
	var m *queue.MatterFile
	ok := false
	if err == nil && c.matters != nil {
		if m, ok, err = c.matters.Matter(g.Request.Context(), queue.MatterID(id)); err != nil {
			c.kit.Fail(g, err)
			return
		}
	}
	if !ok {
		c.kit.Fail(g, display.Refuse(queue.ErrUnknownMatter))
		return
	}
	lang, me := c.kit.Lang(g), display.StaffOf(g)
	d := matterData{
		Name: c.sessions.Name(me), ID: m.ID, Opened: m.At, Service: c.serviceName(lang, m.Service),
		Marks: c.marks(lang, m.Category, m.Tags),
	}
	if len(m.Rows) > 0 {
		rows, err := c.notes.Notes(g.Request.Context(), m.Rows)
		if err != nil {
			c.kit.Fail(g, err)
			return
		}
		for _, r := range rows {
			d.Cases = append(d.Cases, r.Value)
		}
	}
	for i := range m.Visits {
		d.Visits = append(d.Visits, c.matterVisit(lang, m.Visits[len(m.Visits)-1-i]))
	}
	c.log.Info("matter looked at", "matter", m.ID, "staff", me)
	c.kit.Page(g, http.StatusOK, display.Page{Name: "console/matter", Data: d})
}

func (c *Console) serviceName(lang string, id queue.ServiceID) string {
	if s := c.kit.Rules().Service(id); s != nil {
		return s.Name.In(lang)
	}
	return string(id)
}

func (c *Console) matterVisit(lang string, t *queue.Ticket) matterVisit {
	v := matterVisit{Day: c.day(lang, t.Day), Number: t.Number, Heads: t.Party, Repeat: t.Repeat, State: t.State}
	for i := range t.Legs {
		leg := &t.Legs[i]
		l := matterLeg{Service: c.serviceName(lang, leg.Service), Ended: leg.Ended, End: c.endName(lang, leg.End)}
		if w := c.kit.Rules().Window(leg.Window); w != nil {
			l.Window = w.Label.In(lang)
		}
		v.Legs = append(v.Legs, l)
	}
	return v
}

// endName says how a leg ended.
func (c *Console) endName(lang, end string) string {
	if o := c.kit.Rules().Outcome(queue.OutcomeID(end)); o != nil {
		return o.Name.In(lang)
	}
	switch key := "console.end_" + end; {
	case end == "":
		return c.kit.T(lang, "console.end_open")
	case c.kit.Catalogue.Has(key):
		return c.kit.T(lang, key)
	}
	return end
}
