package kiosk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// asking is the busy hall with questions; the lawyers' own window takes nobody but on
// Wednesdays, and sends people to the other one.
func asking(r *queue.Rules) {
	lobby(r)
	r.Triage = queuetest.Triage()
	for i := range r.Services {
		if s := &r.Services[i]; s.ID == "legal" {
			s.Hours = &queue.Hours{Week: [7][]queue.Span{time.Wednesday: {{From: 9 * 60, To: 17 * 60}}}}
			s.Instead = "law"
		}
	}
}

func askingHouse(t *testing.T, change ...func(*queue.Rules)) *house {
	t.Helper()
	monday := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	return newHouse(t, houseOptions{now: func() time.Time { return monday }, rules: func(r *queue.Rules) {
		asking(r)
		for _, f := range change {
			f(r)
		}
	}})
}

// answer touches an answer of a question's page and gives where it leads.
func answer(t *testing.T, d *goquery.Document, id string) string {
	t.Helper()
	to, ok := d.Find(`.answer[data-answer="` + id + `"]`).Attr("href")
	if !ok {
		t.Fatalf("no answer %s to %q", id, words(d.Find("h1").First()))
	}
	return to
}

// TestFromTheFirstQuestionToATicket touches only what the pages offer, looks back after each
// step, and finds the answers with the ticket and nowhere on what the visitor holds.
func TestFromTheFirstQuestionToATicket(t *testing.T) {
	for name, c := range map[string]struct {
		look    string
		options bool
	}{
		"plain":                 {"", false},
		"in English and large":  {"?lang=en&look=large", false},
		"by priority and heads": {"", true},
	} {
		t.Run(name, func(t *testing.T) {
			h := askingHouse(t)
			way := []string{"/kiosk/main" + c.look}
			way = append(way, h.page(t, way[0]).Find(".unsure").AttrOr("href", ""))
			for _, id := range []string{"wages", "no"} {
				way = append(way, answer(t, h.page(t, way[len(way)-1]), id))
			}
			if c.options {
				way = append(way, h.page(t, way[len(way)-1]).Find(".needs").AttrOr("href", ""))
			}
			for i := len(way) - 1; i > 0; i-- {
				d := h.page(t, way[i])
				if back := without(d.Find(".foot .back").AttrOr("href", ""), "was"); back != way[i-1] {
					t.Errorf("from %s one goes back to %s, not to %s", way[i], back, way[i-1])
				}
				if large := d.Find(".page.large").Length() == 1; large != (c.look != "") {
					t.Errorf("%s: large type %t", way[i], large)
				}
			}
			at := h.take(t, way[len(way)-1], "labour")
			ticket := h.ticketOf(t, at)
			if want := queuetest.Brief("what", "wages", "talk", "no"); ticket.Service != "labour" || !slices.Equal(ticket.Brief, want) {
				t.Errorf("the ticket is for %s with the brief %v", ticket.Service, ticket.Brief)
			}
			seen := h.get(at).Body.String() + slipWords(h, ticket)
			for _, q := range queuetest.Triage().Questions {
				for _, a := range q.Answers {
					if strings.Contains(seen, a.Text["zh"]) || strings.Contains(seen, string(q.ID)+"."+string(a.ID)) {
						t.Errorf("the ticket's page or paper says %q", a.Text["zh"])
					}
				}
			}
		})
	}
}

// without is an address without one of its parameters.
func without(to, name string) string {
	u, err := url.Parse(to)
	if err != nil {
		return to
	}
	q := u.Query()
	q.Del(name)
	u.RawQuery = q.Encode()
	return u.String()
}

// slipWords is all that a ticket's paper says.
func slipWords(h *house, ticket *queue.Ticket) string {
	var said strings.Builder
	h.queue.View(func(l *queue.Lobby) {
		for _, b := range Slip(h.kit.Catalogue, SlipData{Rules: l.Rules(), Ticket: ticket, Service: l.Service(ticket.Service), URL: "http://x/t/y"}).Blocks {
			said.WriteString(b.Text + "\n")
		}
	})
	return said.String()
}

func TestAQuestionIsAPage(t *testing.T) {
	h := askingHouse(t)
	d := h.page(t, "/kiosk/main/ask/what.quarrel")
	for selector, want := range map[string]string{
		"h1": "愿意先调解吗？", ".over": "第 2 问，最多 2 问", ".steps .done + .here": "", ".trail": "您说的是和人有纠纷", ".asking .lead": "不收费", ".answer-words": "愿意不愿意", ".foot": "返回说不清，找咨询台English叫人帮忙",
	} {
		if got := strings.ReplaceAll(words(d.Find(selector).Not("[data-lost] h2")), "愿意 不愿意", "愿意不愿意"); got != want {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
	if d.Find(".answer svg").Length() == 0 || d.Find("script:not([src])").Length() > 0 || d.Find("[style]").Length() > 0 {
		t.Error("it isn't drawn as the other pages are")
	}
	english := h.page(t, d.Find(".foot [lang=en]").AttrOr("href", ""))
	if got := words(english.Find("h1").First()); got != "Would you accept mediation?" {
		t.Errorf("the switch of language leads to %q", got)
	}
}

// TestAClosedLeafSaysWhatInstead comes to a service that gives out no numbers on a Monday.
func TestAClosedLeafSaysWhatInstead(t *testing.T) {
	h := askingHouse(t)
	first := h.page(t, "/kiosk/main/ask")
	if got := words(first.Find(".answer.closed .state")); got != "星期三 9:00 开始取号" {
		t.Errorf("the answer says %q beforehand", got)
	}
	closed := h.page(t, answer(t, first, "law"))
	for selector, want := range map[string]string{
		"h1": "该办这一项，但现在不取号", ".service h2": "法律援助", ".state": "星期三 9:00 开始取号",
		".instead a": "改办“公共法律服务”", ".instead p": "请到咨询台问一问，或拨打 12345",
	} {
		if got := words(closed.Find(selector).Not("[data-lost] h2")); got != want {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
	if closed.Find("main form").Length() != 0 {
		t.Error("a number is offered all the same")
	}
	instead := closed.Find(".instead a").AttrOr("href", "")
	if back := h.page(t, instead).Find(".foot .back").AttrOr("href", ""); back != "/kiosk/main/ask/what.law" {
		t.Errorf("from there one goes back to %s", back)
	}
	if got := h.ticketOf(t, h.take(t, instead, "law")); !slices.Equal(got.Brief, queuetest.Brief("what", "law")) {
		t.Errorf("the brief is lost on the way round: %v", got.Brief)
	}
	options := h.page(t, instead).Find(".needs").AttrOr("href", "")
	if got := h.ticketOf(t, h.take(t, options, "law")); len(got.Brief) != 1 {
		t.Errorf("the brief is lost at priority and heads: %v", got.Brief)
	}
	if got := words(h.page(t, "/kiosk/main/about/legal").Find(".instead a")); got != "改办“公共法律服务”" {
		t.Errorf("on the page of its department: %q", got)
	}
	alone := askingHouse(t, func(r *queue.Rules) {
		r.Services[slices.IndexFunc(r.Services, func(s queue.Service) bool { return s.ID == "legal" })].Instead = ""
	})
	d := alone.page(t, "/kiosk/main/ask/what.law")
	if d.Find(".instead a").Length() != 0 || !strings.Contains(words(d.Find(".instead")), "12345") {
		t.Errorf("with nothing named it says %q", words(d.Find(".instead")))
	}
	if w := alone.get("/kiosk/main/ask/what.law/instead"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/kiosk/main/ask/what.law" {
		t.Errorf("an old address of it: %d to %s", w.Code, w.Header().Get("Location"))
	}
}

// TestAPersonIsNeverFar leads to the desk from an answer and from any question, and back.
func TestAPersonIsNeverFar(t *testing.T) {
	h := askingHouse(t)
	for page, to := range map[string]string{
		"/kiosk/main/ask":             answer(t, h.page(t, "/kiosk/main/ask"), "unsure"),
		"/kiosk/main/ask/what.wages":  h.page(t, "/kiosk/main/ask/what.wages").Find(".foot a").Eq(1).AttrOr("href", ""),
		"/kiosk/main/ask?look=clear":  h.page(t, "/kiosk/main/ask?look=clear").Find(".foot a").Eq(1).AttrOr("href", ""),
		"/kiosk/main/ask/what.wages/": "/kiosk/main/ask/what.wages/desk",
	} {
		d := h.page(t, to)
		if got := words(d.Find("h1").First()); got != "请到咨询台" {
			t.Errorf("%s leads to %q", to, got)
		}
		if back := without(d.Find(".foot .back").AttrOr("href", ""), "was"); back != strings.TrimSuffix(strings.ReplaceAll(page, "?", "?lang=zh&"), "/") {
			t.Errorf("from %s one goes back to %s, not to %s", to, back, page)
		}
	}
}

// TestAnAddressThatLeadsNowhere is cut back to the question that can be asked.
func TestAnAddressThatLeadsNowhere(t *testing.T) {
	h := askingHouse(t)
	for at, want := range map[string]string{
		"/ask/what.weather":           "/ask",
		"/ask/talk.yes":               "/ask",
		"/ask/what.wages/talk.never":  "/ask/what.wages",
		"/ask/what.law/talk.yes":      "/ask/what.law",
		"/ask/what.wages/nonsense":    "/ask/what.wages",
		"/ask/what.wages/x/talk.yes":  "/ask/what.wages",
		"/ask/what.wages/%2e%2e%2fx":  "/ask/what.wages",
		"/ask/what.law/desk/talk.yes": "/ask/what.law",
	} {
		w := h.get("/kiosk/main" + at)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/kiosk/main"+want {
			t.Errorf("%s: %d to %s, want %s", at, w.Code, w.Header().Get("Location"), want)
		}
	}
	bare := newHouse(t, houseOptions{})
	if w := bare.get("/kiosk/main/ask/what.wages"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/kiosk/main/desk" {
		t.Errorf("where nothing is asked: %d to %s", w.Code, w.Header().Get("Location"))
	}
}

// TestWhereWhoCantSayIsSent has the three ways a centre may be set up.
func TestWhereWhoCantSayIsSent(t *testing.T) {
	for name, c := range map[string]struct {
		rules func(*queue.Rules)
		to    string
		lead  string
		asks  bool // the desk's page offers the questions
	}{
		"no questions":         {func(r *queue.Rules) { r.Triage = nil }, "/kiosk/main/desk", "到咨询台，工作人员帮您取号", false},
		"questions":            {func(*queue.Rules) {}, "/kiosk/main/ask", "答几个问题，就知道该取哪个号", true},
		"the reception first":  {func(r *queue.Rules) { r.Centre.Entry = queue.EntryReception }, "/kiosk/main/desk", "到咨询台，工作人员帮您取号", true},
		"reception, no others": {func(r *queue.Rules) { r.Centre.Entry, r.Triage = queue.EntryReception, nil }, "/kiosk/main/desk", "到咨询台，工作人员帮您取号", false},
	} {
		t.Run(name, func(t *testing.T) {
			h := askingHouse(t, c.rules)
			key := h.page(t, "/kiosk/main").Find(".unsure")
			if key.AttrOr("href", "") != c.to || words(key.Find("span span")) != c.lead {
				t.Errorf("it leads to %s and says %q", key.AttrOr("href", ""), words(key.Find("span span")))
			}
			if short := h.page(t, "/kiosk/main/about/labour").Find(".foot a").Eq(1).AttrOr("href", ""); short != c.to {
				t.Errorf("from a service it leads to %s", short)
			}
			if got := h.page(t, "/kiosk/main/desk").Find(`.person a[href="/kiosk/main/ask"]`).Length() == 1; got != c.asks {
				t.Errorf("the desk's page offers the questions: %t", got)
			}
		})
	}
}

// TestQuestionsThatChangeCostNobodyTheNumber sends forms drawn before the rules changed.
func TestQuestionsThatChangeCostNobodyTheNumber(t *testing.T) {
	h := askingHouse(t)
	form := h.page(t, "/kiosk/main/ask/what.wages/talk.no").Find("form").First()
	changed := testRules(asking)
	changed.Triage.Questions[1].Answers[1].ID = "never"
	queuetest.Do(t, h.queue, queue.System, queue.SetRules{Rules: changed})
	w := h.post(form.AttrOr("action", ""), fields(form))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("no number: %d", w.Code)
	}
	if got := h.ticketOf(t, w.Header().Get("Location")).Brief; !slices.Equal(got, queuetest.Brief("what", "wages")) {
		t.Errorf("the brief is %v, want what is still a way", got)
	}
}

// TestTheQuestionsInChromium touches through the questions and looks at every page at both sizes.
func TestTheQuestionsInChromium(t *testing.T) {
	h := askingHouse(t)
	b := newTab(t, h.serve(t).URL)
	for _, size := range []struct {
		name string
		w, h int64
	}{{"portrait", 1080, 1920}, {"landscape", 1280, 800}} {
		b.Size(size.w, size.h)
		for _, look := range []string{"lang=zh", "lang=en", "lang=zh&look=large", "lang=en&look=large"} {
			name := "ask-" + size.name + "-" + look
			b.Open("/kiosk/main?" + look)
			b.See(".unsure")
			b.fits(name + "-start")
			b.Click(".unsure")
			b.See(".answer")
			b.fits(name + "-first")
			b.Click(`[data-answer="law"]`)
			b.See(".instead a")
			b.fits(name + "-closed")
			b.Click(".instead a")
			b.See("form .take")
			b.fits(name + "-instead")
			b.Click(".foot .back")
			b.See(".instead a")
			b.Click(".foot .back")
			b.See(`[data-answer="wages"]`)
			b.Click(`[data-answer="wages"]`)
			b.See(`[data-answer="yes"]`)
			b.fits(name + "-second")
			b.Click(".foot a:nth-child(2)")
			b.See(".person")
			b.fits(name + "-desk")
			b.Click(".foot .back")
			b.See(`[data-answer="yes"]`)
			b.Click(`[data-answer="yes"]`)
			b.See("form .take")
			b.fits(name + "-leaf")
			b.Click("form .take")
			b.See(".stub .number")
		}
	}
	n := 0
	h.queue.View(func(l *queue.Lobby) {
		for ticket := range l.Tickets() {
			if slices.Equal(ticket.Brief, queuetest.Brief("what", "wages", "talk", "yes")) {
				n++
			}
		}
	})
	if n != 8 {
		t.Errorf("%d of 8 tickets have their brief", n)
	}
}
