package console_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAClerksMorningGoesOn is what happens on the other half of mornings, by keyboard only: tickets go on to a window
// and to a person, a bundle, a consultation, two windows of one person, a hand-over in mid-ticket, outcomes beyond the
// ninth, and a line that is gone in the middle of a call.
func TestAClerksMorningGoesOn(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Bundles = []queue.Bundle{{ID: "wages", Name: queue.Text{"zh": "讨薪", "en": "Wages"}, Steps: []queue.ServiceID{"labour", "mediation"}}}
		for i := range 9 {
			r.Outcomes = append(r.Outcomes, queue.Outcome{ID: queue.OutcomeID(fmt.Sprint("more", i)), Name: queue.Text{"zh": fmt.Sprint("结果", i), "en": fmt.Sprint("Outcome ", i)}})
		}
		r.Outcomes[10].Field, r.Outcomes[10].Needed = queue.FieldReferred, true
		r.Staff[1].Windows = nil
	}})
	wire := newCutter(t, h.url)
	var tickets []*queue.Ticket
	for range 6 {
		tickets = append(tickets, queuetest.Issue(t, h.queue, "legal"))
	}
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	h.as(t, "anna", queue.OpenWindow{Window: "w2"})
	h.as(t, "xiao", queue.OpenWindow{Window: "court"})
	b := newTab(t, h)
	b.Base = "http://" + wire.listener.Addr().String()
	b.login("anna", "/window/w1?lang=en")
	call := func(i int) {
		t.Helper()
		b.view("next")
		b.Press("\r")
		b.inHand(tickets[i].Number)
	}
	on := func(find, words string) { // in two keys and its name
		t.Helper()
		b.Press("t")
		b.See("#transfer[open]")
		b.Typed(`#transfer [name="find"]`, find)
		b.Until(fmt.Sprintf(`document.querySelector('#transfer [aria-selected="true"]').textContent.includes(%q)`, words))
		b.Press("\r")
		b.Press("\r")
		b.Gone("#transfer")
	}

	wire.cutAfter("/api/v1/windows/w1/next") // the line is gone in the middle of the call
	b.view("next")
	b.Press("\r")
	<-wire.cut
	b.See(`[data-live="stale"]`)
	b.Press("\r") // and pressed again meanwhile
	wire.mend()
	b.inHand(tickets[0].Number)
	b.Until(`!document.documentElement.hasAttribute("data-busy")`)
	if s := h.ticket(tickets[1].ID); s != queue.Waiting {
		t.Errorf("%s is %s: called twice", tickets[1].Number, s)
	}

	on("court", "Shared court") // services come first, then windows, then people
	call(1)
	b.Press("t")
	b.See("#transfer[open]")
	b.Typed(`#transfer [name="find"]`, "w2")
	b.Press("\r")
	b.Press("\r")
	b.Gone("#transfer")
	call(2)
	on("xiao", "姓xiao")
	b.view("next")
	for i, want := range []func(*queue.Ticket) bool{
		func(x *queue.Ticket) bool { return x.Service == "court" && x.ForWindow == "" },
		func(x *queue.Ticket) bool { return x.ForWindow == "w2" },
		func(x *queue.Ticket) bool { return x.ForStaff == "xiao" },
	} {
		if x := h.queueState(tickets[i].ID); x.State != queue.Waiting || !want(x) {
			t.Errorf("sent on: %s is %s for %s, window %q, %q", x.Number, x.State, x.Service, x.ForWindow, x.ForStaff)
		}
	}

	call(3)
	b.Press("j") // a bundle comes after it
	b.See("#plan[open]")
	b.Typed(`#plan [name="find"]`, "wages")
	b.Press("\r")
	b.Until(`[...document.querySelectorAll(".stop.coming")].map((e) => e.textContent).join() === "Labour rights,Mediation"`)
	b.fits("console-bundle")
	b.Press("k") // somebody else is asked to join
	b.See("#joint[open]")
	b.Press(kb.Tab)
	b.Press(kb.Tab)
	b.Press(" ") // the third window
	b.Until(`document.querySelector('#joint [value="court"]').checked`)
	b.Press("\r")
	b.See(`.joint-card.lead`)
	h.as(t, "xiao", queue.AnswerConsultation{Window: "court", Accept: true})
	b.See(`.joint-card [data-key="i"]:not([disabled])`)
	b.Press("i")
	b.view("serving")
	b.fits("console-consultation")
	b.Press("-") // an outcome beyond the ninth, with its field
	b.See("#outcomes[open]")
	b.fits("console-outcomes")
	b.Press("2")
	b.See("#finish[open]")
	b.Typed(`#finish [name="referred_to"]`, "劳动监察大队\r")
	b.view("next")
	if x := h.queueState(tickets[3].ID); x.Service != "labour" || x.State != queue.Waiting || x.Legs[0].End != "more7" {
		t.Errorf("after the consultation %s is %s for %s, %s", x.Number, x.State, x.Service, x.Legs[0].End)
	}

	b.Press("]") // the other window
	b.See(`#frame[data-window="w2"]`)
	b.See(`[data-live="live"]`)
	b.view("next")
	b.Press(";")
	b.See("#call[open]")
	b.Typed(`#call [name="number"]`, strings.ToLower(tickets[1].Number)+"\r") // who was sent to this window
	b.inHand(tickets[1].Number)
	b.Press("s")
	b.view("serving")
	b.Press("[") // and goes back in the middle
	b.See("#handover[open]")
	b.Press("\r")
	b.view("next")
	if x := h.queueState(tickets[1].ID); x.Leg().Window != "w1" || x.State != queue.Serving {
		t.Errorf("handed over: %s is %s at %s", x.Number, x.State, x.Leg().Window)
	}
	b.Press("]")
	b.See(`#frame[data-window="w1"]`)
	b.inHand(tickets[1].Number)
}

// TestAReloadEndsWhatWasUnderWay loads the page anew while an answer is on its way: what was pressed is done once, and
// the page says so, whether the house had heard of it or not.
func TestAReloadEndsWhatWasUnderWay(t *testing.T) {
	asked, heard := make(chan bool), make(chan bool, 1) // whether the house hears it; nothing: all goes through
	h := open(t, houseOptions{front: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/next") {
				select {
				case hears := <-heard:
					if hears {
						next.ServeHTTP(nowhere{http.Header{}}, r)
					}
					asked <- true
					<-r.Context().Done()
					return
				default:
				}
			}
			next.ServeHTTP(w, r)
		})
	}})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	first, second, third := queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "legal")
	b := newTab(t, h)
	b.login("anna", "/window/w1?lang=en")
	for _, x := range []struct {
		hears  bool
		number string
	}{{true, first.Number}, {false, second.Number}} {
		b.view("next")
		heard <- x.hears
		b.Press("\r")
		<-asked
		b.Open("/window/w1?lang=en")
		b.inHand(x.number)
		b.said("is done, once")
		b.Press("s1")
		b.view("next")
	}
	b.Open("/window/w1?lang=en") // nothing is left to be asked
	b.See(`[data-live="live"]`)
	b.view("next")
	if s := h.ticket(third.ID); s != queue.Waiting {
		t.Errorf("%s is %s: somebody is called by an old key", third.Number, s)
	}
}
