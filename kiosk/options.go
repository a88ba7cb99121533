package kiosk

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

type optionsData struct {
	frame
	Card    card
	Back    string
	Key     string
	Party   []int    // heads to choose from
	Bundles []bundle // journeys that begin with this service
	Needs   []queue.Need
	Many    bool // larger groups have a way of their own
}

// NeedIcon draws a need.
func (optionsData) NeedIcon(n queue.Need) string {
	switch n {
	case queue.NeedHearing:
		return "ear"
	case queue.NeedWheelchair:
		return "wheelchair"
	case queue.NeedSight:
		return "eye"
	case queue.NeedMandarin:
		return "speech"
	case queue.NeedChildren:
		return "child"
	case queue.NeedFetch:
		return "people"
	}
	return "person"
}

// bundle is a journey under one number, in words.
type bundle struct {
	ID    queue.BundleID
	Name  string
	Steps string // 法律援助 → 劳动仲裁 → 庭审
}

// bundles lists the journeys that a service is a part of, the first of them or, in any order,
// any.
func bundles(r *queue.Rules, s queue.ServiceID, lang string) []bundle {
	var list []bundle
	for i := range r.Bundles {
		b := &r.Bundles[i]
		if b.Steps[0] != s && (!b.AnyOrder || !slices.Contains(b.Steps, s)) {
			continue
		}
		list = append(list, bundleIn(r, b, lang))
	}
	return list
}

func bundleIn(r *queue.Rules, b *queue.Bundle, lang string) bundle {
	joint := " → "
	if b.AnyOrder {
		joint = " · "
	}
	var names []string
	for _, id := range b.Steps {
		if step := r.Service(id); step != nil {
			names = append(names, step.PublicName(lang))
		}
	}
	return bundle{b.ID, b.Name.In(lang), strings.Join(names, joint)}
}

// bundleOf is the journey that a ticket was taken for; nil when it was for one service, or the
// rules name the journey no more.
func bundleOf(r *queue.Rules, t *queue.Ticket, lang string) *bundle {
	for i := range r.Bundles {
		if t.Bundle != "" && r.Bundles[i].ID == t.Bundle {
			b := bundleIn(r, &r.Bundles[i], lang)
			return &b
		}
	}
	return nil
}

// options asks what may be asked before a ticket, once, and only of who touched for it: may
// you go before others, how many are you, what should we know.
func (f *face) options(c *gin.Context) {
	fr := f.frame(c, "options", idleS)
	s := f.kit.Rules().Service(queue.ServiceID(c.Param("service")))
	if s == nil {
		c.Redirect(http.StatusSeeOther, fr.To())
		return
	}
	f.chooseOptions(c, fr, s, fr.To("about", string(s.Department)))
}

func (f *face) chooseOptions(c *gin.Context, fr frame, s *queue.Service, back string) {
	d := optionsData{frame: fr, Back: back, Key: f.key(), Needs: queue.Needs()}
	for n := 1; n < groupAtLeast; n++ {
		d.Party = append(d.Party, n)
	}
	d.Many = f.mostHeads() > len(d.Party)
	if limit := f.mostHeads(); limit < len(d.Party) {
		d.Party = d.Party[:limit]
	}
	if fr.Group > 0 { // they have said so
		d.Party = nil
	}
	d.Bundles = bundles(f.kit.Rules(), s.ID, d.Lang)
	d.Card = f.card(d.frame, s, f.loads()[s.ID])
	f.page(c, http.StatusOK, "options", d.Lang, d)
}

// desk is where "I can't say" leads: to a person.
func (f *face) desk(c *gin.Context) {
	fr := f.frame(c, "desk", idleS)
	d := deskData{frame: fr, Back: fr.To()}
	if f.kit.Rules().Triage != nil {
		d.Ask = fr.To("ask")
	}
	f.page(c, http.StatusOK, "desk", fr.Lang, d)
}

type deskData struct {
	frame
	Back  string
	Asked bool   // Back is a question
	Ask   string // address of the questions, for who would rather; "" when there are none, or one has come from there
}
