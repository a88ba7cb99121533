package kiosk

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

const (
	maxTypedQuery = 120 // the longest thing that is searched for, in bytes
	resultsNormal = 6   // that a page has
	resultsLarge  = 3
	quickNormal   = 12 // words that a page offers before anything is typed
	quickLarge    = 4
)

// searchData is the search: what is typed on its own keys, and what that brings up, as each key is
// touched. It works as a form, too.
type searchData struct {
	frame
	Typed   string
	Results []result
	Quick   []result   // the services by the first of their words, while nothing is typed
	Unsure  string     // where "I can't say" leads
	Keys    [][]string // rows of letters
	Key     string     // a search is counted once
	Count   string     // where to
}

// result is a service or a question that was found.
type result struct {
	Service  queue.ServiceID
	Question queue.QuestionID // that comes next, of an answer to the one before
	Icon     string
	Words    string
	Name     string
	Status   status
	To       string
}

// search finds what was typed. It is a page of its own for every query, and small.
func (f *face) search(c *gin.Context) {
	d := searchData{frame: f.frame(c, "search", idleS), Typed: strings.TrimSpace(c.Query("q")), Key: f.key()}
	if len(d.Typed) > maxTypedQuery {
		d.Typed = ""
	}
	d.Unsure, _ = f.unsure(d.frame)
	d.Count = d.Start() + "/searched"
	for _, row := range [...]string{"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"} {
		d.Keys = append(d.Keys, strings.Split(row, ""))
	}
	if d.Results = f.results(d.frame, d.Typed); d.Typed == "" {
		d.Quick = f.quick(d.frame)
	}
	f.page(c, http.StatusOK, "search", d.Lang, d)
}

// quick lists what most people come for, in the configured order.
func (f *face) quick(fr frame) []result {
	most := quickNormal
	if fr.Large {
		most = quickLarge
	}
	var list []result
	for i := range f.kit.Rules().Services {
		s := &f.kit.Rules().Services[i]
		for _, w := range s.Words[:min(1, len(s.Words))] {
			list = append(list, result{Service: s.ID, Words: w.In(fr.Lang), To: fr.To("service", string(s.ID))})
		}
		if len(list) == most {
			break
		}
	}
	return list
}

func (f *face) results(fr frame, typed string) []result {
	most := resultsNormal
	if fr.Large {
		most = resultsLarge
	}
	hits := f.finder.find(f.kit.Rules(), typed, most)
	if len(hits) == 0 {
		return nil
	}
	loads := f.loads()
	var list []result
	for _, h := range hits {
		r, ok := f.result(fr, h.ID, loads)
		if !ok {
			continue
		}
		if r.Service != "" {
			r.To = joined(r.To, "q="+url.QueryEscape(typed))
		}
		list = append(list, r)
	}
	return list
}

// result makes a result of what was found: a service's id, or the way to a question.
func (f *face) result(fr frame, id string, loads map[queue.ServiceID]load) (result, bool) {
	rules := f.kit.Rules()
	if s := rules.Service(queue.ServiceID(id)); s != nil {
		return result{
			Service: s.ID, Icon: s.Icon, Words: f.words(fr.Lang, []*queue.Service{s}), Name: s.PublicName(fr.Lang),
			Status: f.status(fr.Lang, loads[s.ID]), To: fr.To("service", id),
		}, true
	}
	w, _ := wayOf(id)
	lead, n := rules.Triage.Walk(w.replies)
	if n == 0 || n < len(w.replies) || lead.Question == nil {
		return result{}, false // gone from the rules since
	}
	_, choice := rules.Triage.Find(w.replies[n-1])
	return result{
		Question: lead.Question.ID, Icon: choice.Icon, Words: choice.Text.In(fr.Lang),
		Name: f.kit.T(fr.Lang, "kiosk.search_asks"), To: fr.To(segments(w.replies)...),
	}, true
}

// searched counts how a search ended. That it can't be counted is nothing to its visitor.
func (f *face) searched(c *gin.Context) {
	fr, ok := f.posted(c, "search", idleS)
	if !ok {
		return
	}
	hits, err := strconv.Atoi(c.PostForm("hits"))
	if err == nil {
		_, err = f.queue.Do(c.Request.Context(), once(c, fr.Kiosk, queue.CountSearch{
			Kiosk: fr.Kiosk, Lang: fr.Lang, Hits: hits,
			Service: queue.ServiceID(c.PostForm("service")), Question: queue.QuestionID(c.PostForm("question")), Typed: c.PostForm("typed"),
		}))
	}
	if err != nil {
		f.log.Info("a search wasn't counted", "kiosk", fr.Kiosk, "err", err)
	}
	c.Status(http.StatusNoContent)
}
