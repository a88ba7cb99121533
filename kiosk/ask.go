package kiosk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// The words that may end the address of a way through the questions.
const (
	wayDesk    = "desk"    // to a person, from the question one is at
	wayInstead = "instead" // to the service to take instead of the one the way leads to
	wayOptions = "options" // to priority and heads
)

// way is how far somebody has come through the questions. It stands in the address alone,
// a reply a segment, so that every page of it can be drawn, gone back from and sent again.
type way struct {
	replies []queue.Reply
	ends    []string // of the words above, in their order
}

// wayOf reads /what.wages/talk.yes/options; ok is false when it is nothing like it.
func wayOf(path string) (w way, ok bool) {
	for part := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		q, a, reply := strings.Cut(part, ".")
		switch {
		case part == "":
		case reply && len(w.ends) == 0:
			w.replies = append(w.replies, queue.Reply{Question: queue.QuestionID(q), Answer: queue.AnswerID(a)})
		case part == wayDesk || part == wayInstead || part == wayOptions:
			w.ends = append(w.ends, part)
		default:
			return w, false
		}
	}
	return w, true
}

// has says whether the way ends with a word.
func (w way) has(word string) bool { return slices.Contains(w.ends, word) }

// segment is a reply as addresses and forms have it.
func segment(r queue.Reply) string { return string(r.Question) + "." + string(r.Answer) }

// segments are a way as addresses have it.
func segments(replies []queue.Reply, ends ...string) []string {
	list := []string{"ask"}
	for _, r := range replies {
		list = append(list, segment(r))
	}
	return append(list, ends...)
}

// wasAt is the address of the question that a reply answers, which shows the answer it was given.
func wasAt(to string, r queue.Reply) string {
	return joined(to, "was="+url.QueryEscape(string(r.Answer)))
}

// unsure is where "I can't say" leads from the pages of tiles.
func (f *face) unsure(fr frame) (to string, asks bool) {
	r := f.kit.Rules()
	if r.Triage == nil || r.Centre.Entry == queue.EntryReception {
		return fr.To("desk"), false
	}
	return fr.To("ask"), true
}

// ask draws the page that a way has come to: a question, a service, or the desk. A way that
// the questions no longer know is cut back to where they do.
func (f *face) ask(c *gin.Context) {
	fr, tree := f.frame(c, "ask", idleS), f.kit.Rules().Triage
	w, ok := wayOf(c.Param("way"))
	lead, n := tree.Walk(w.replies)
	switch {
	case lead == queue.Lead{}:
		c.Redirect(http.StatusSeeOther, fr.To("desk"))
	case !ok || n < len(w.replies):
		c.Redirect(http.StatusSeeOther, fr.To(segments(w.replies[:n])...))
	case lead.Desk || w.has(wayDesk):
		back := w.replies
		if lead.Desk {
			back = back[:n-1]
		}
		d := deskData{frame: fr, Back: fr.To(segments(back)...), Asked: true}
		if lead.Desk {
			d.Back = wasAt(d.Back, w.replies[n-1])
		}
		d.Page = "desk"
		f.page(c, http.StatusOK, "desk", d.Lang, d)
	case lead.Question != nil:
		f.question(c, fr, lead.Question, w.replies)
	default:
		f.leaf(c, fr, lead.Service, w)
	}
}

type askData struct {
	frame
	Count   int   // of this question on the way, from 1
	Most    int   // questions on the longest way from here, with those before
	Steps   []int // 1 to Most
	Trail   []trailStep
	Text    string
	Lead    string
	Answers []askAnswer
	Back    string
	Person  string // address of the desk, from here
}

type askAnswer struct {
	ID    queue.AnswerID
	Words string
	Icon  string
	To    string
	Was   bool   // it was given before somebody went back
	State status // of a service that gives out no numbers; else zero
}

// trailStep is an answer that was given, and the question to go back to.
type trailStep struct {
	Words string
	To    string
}

// question asks one question. The address of each answer is the way and it.
func (f *face) question(c *gin.Context, fr frame, q *queue.Question, so []queue.Reply) {
	d := askData{
		frame: fr, Count: len(so) + 1, Text: q.Text.In(fr.Lang), Lead: q.Lead.In(fr.Lang),
		Back: fr.To(), Person: fr.To(segments(so, wayDesk)...),
	}
	if n := len(so); n > 0 {
		d.Back = wasAt(fr.To(segments(so[:n-1])...), so[n-1])
	}
	tree := f.kit.Rules().Triage
	d.Most = d.Count - 1 + tree.Depth(q.ID)
	for n := range d.Most {
		d.Steps = append(d.Steps, n+1)
	}
	for n, r := range so {
		if _, choice := tree.Find(r); choice != nil {
			d.Trail = append(d.Trail, trailStep{choice.Text.In(fr.Lang), wasAt(fr.To(segments(so[:n])...), r)})
		}
	}
	loads, was := f.loads(), queue.AnswerID(c.Query("was"))
	for i := range q.Answers {
		a := &q.Answers[i]
		said := append(slices.Clip(so), queue.Reply{Question: q.ID, Answer: a.ID})
		answer := askAnswer{ID: a.ID, Words: a.Text.In(fr.Lang), Icon: a.Icon, To: fr.To(segments(said)...), Was: a.ID == was}
		if l := loads[a.Service]; a.Service != "" && !l.takes {
			answer.State = f.status(fr.Lang, l)
		}
		d.Answers = append(d.Answers, answer)
	}
	f.page(c, http.StatusOK, "ask", fr.Lang, d)
}

// leaf shows the service that a way leads to, or the one to take instead, and what is asked
// before its number.
func (f *face) leaf(c *gin.Context, fr frame, id queue.ServiceID, w way) {
	here, back := segments(w.replies), segments(w.replies[:len(w.replies)-1])
	loads := f.loads()
	title := "kiosk.ask_leaf"
	if w.has(wayInstead) {
		back = here
		if id = loads[id].instead; id == "" {
			c.Redirect(http.StatusSeeOther, fr.To(back...))
			return
		}
		here, title = append(here, wayInstead), "kiosk.ask_instead"
	}
	s := f.kit.Rules().Service(id)
	if s == nil { // gone from the rules since
		c.Redirect(http.StatusSeeOther, fr.To())
		return
	}
	fr.brief = w.replies
	if w.has(wayOptions) {
		fr.Page = "options"
		f.chooseOptions(c, fr, s, fr.To(here...))
		return
	}
	d := f.aboutForm(fr)
	d.Words, d.Back, d.Unsure = f.kit.T(fr.Lang, title), fr.To(back...), fr.To(segments(w.replies, wayDesk)...)
	if !w.has(wayInstead) {
		d.Back = wasAt(d.Back, w.replies[len(w.replies)-1])
	}
	one := f.card(fr, s, loads[id])
	one.Options = fr.To(append(here, wayOptions)...)
	if !one.Status.Takes() {
		d.Words = f.kit.T(fr.Lang, "kiosk.ask_closed")
	}
	if one.Instead != "" {
		one.InsteadTo = fr.To(segments(w.replies, wayInstead)...)
	}
	d.Cards = []card{one}
	f.page(c, http.StatusOK, "about", fr.Lang, d)
}

// briefOf reads the replies that a form carries, as far as they are a way through the
// questions as they are now: that somebody has changed them since the page was drawn must
// not cost a visitor the number.
func (f *face) briefOf(c *gin.Context) []queue.Reply {
	w, _ := wayOf(strings.Join(c.PostFormArray("brief"), "/"))
	_, n := f.kit.Rules().Triage.Walk(w.replies)
	return w.replies[:n]
}
