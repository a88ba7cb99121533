package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// asking has questions; legal aid takes nobody but on Wednesdays, and sends people to labour.
func asking(b *build) {
	b.rules.Triage = queuetest.Triage()
	b.rules.Services[0].Hours = &queue.Hours{Week: [7][]queue.Span{time.Wednesday: {{From: 9 * 60, To: 17 * 60}}}}
	b.rules.Services[0].Instead = "labour"
	monday := time.Date(2026, 11, 23, 4, 15, 0, 0, time.UTC)
	b.now = func() time.Time { return monday }
}

func TestTheTriageTellsHowItsLeavesStand(t *testing.T) {
	h := open(t, asking)
	h.get("", "/api/v1/triage?lang=en").want(http.StatusOK).has(
		"entry", "triage", "questions.0.id", "what", "questions.0.text", "What is the trouble?",
		"questions.0.answers.0.question", "talk", "questions.0.answers.0.service", nil, "questions.0.answers.0.open", nil,
		"questions.0.answers.1.service", "legal", "questions.0.answers.1.open", false, "questions.0.answers.1.instead", "labour",
		"questions.0.answers.1.why", "No numbers now; again on Wednesday at 9:00.", "questions.0.answers.1.opens_at", "2026-11-25T09:00:00+08:00",
		"questions.0.answers.3.desk", true, "questions.0.answers.3.question", nil,
		"questions.1.lead", "It is free", "questions.1.answers.0.service", "mediation", "questions.1.answers.0.open", true,
		"questions.1.answers.0.why", nil, "questions.1.answers.0.instead", nil)
	h.get("", "/api/v1/triage").want(http.StatusOK).has("questions.1.answers.1.text", "不愿意")
	bare := open(t, func(b *build) { b.rules.Centre.Entry = queue.EntryReception })
	bare.get("", "/api/v1/triage").want(http.StatusOK).has("entry", "reception", "questions.0", nil)
}

// TestTheBriefIsForStaffAlone follows a brief from the kiosk to two windows and the desk, and
// looks for it where the visitor looks.
func TestTheBriefIsForStaffAlone(t *testing.T) {
	h := open(t, asking)
	issued := h.post("kiosk", "/api/v1/tickets", `{"service":"labour","kiosk":"main","brief":[{"question":"what","answer":"wages"},{"question":"talk","answer":"no"}]}`).want(http.StatusCreated)
	ref := issued.str("ref")
	said := []any{
		"ticket.brief.0.question", "what", "ticket.brief.0.asked", "What is the trouble?", "ticket.brief.0.answer", "wages",
		"ticket.brief.0.said", "I haven’t been paid", "ticket.brief.1.said", "No", "ticket.brief.2", nil,
	}
	h.act("anna", "w1", "open", "")
	h.act("anna", "w1", "next?lang=en", "").has(said...)
	h.get("anna", "/api/v1/windows/w1?lang=en").want(http.StatusOK).has(said...)
	h.get("anna", "/api/v1/windows/w1").want(http.StatusOK).has("ticket.brief.1.said", "不愿意")
	h.get("xiao", "/api/v1/desk/ticket?lang=en&number="+issued.str("number")).want(http.StatusOK).has(said...)
	h.act("anna", "w1", "transfer", `{"service":"court"}`)
	h.act("xiao", "court", "open", "")
	h.act("xiao", "court", "next?lang=en", "").has(said...)
	for _, a := range []*answer{issued, h.get("", "/api/v1/tickets/"+ref), h.get("", "/api/v1/windows"), h.get("", "/api/v1/services")} {
		if strings.Contains(a.raw, "brief") || strings.Contains(a.raw, "wages") || strings.Contains(a.raw, "工资") {
			t.Errorf("the visitor's side tells it: %s", a.raw)
		}
	}
	changed := queuetest.Rules()
	changed.Triage = queuetest.Triage()
	changed.Triage.Questions[1].ID, changed.Triage.Questions[0].Answers[0].Question, changed.Triage.Questions[0].Answers[2].Question = "other", "other", "other"
	queuetest.Do(t, h.queue, queue.System, queue.SetRules{Rules: changed})
	h.get("xiao", "/api/v1/windows/court?lang=en").want(http.StatusOK).has("ticket.brief.0.said", "I haven’t been paid", "ticket.brief.1", nil)
}

func TestABriefThatIsNoneIsRefused(t *testing.T) {
	h := open(t, asking)
	for body, field := range map[string]string{
		`[{"question":"what","answer":"weather"}]`:                                     "brief[0].answer",
		`[{"question":"talk","answer":"yes"}]`:                                         "brief[0].question",
		`[{"question":"what","answer":"law"},{"question":"talk","answer":"yes"}]`:      "brief[1].question",
		`[{"question":"what","answer":"wages"},{"question":"talk","answer":"Mr. Li"}]`: "brief[1].answer",
	} {
		a := h.post("kiosk", "/api/v1/tickets", `{"service":"labour","brief":`+body+`}`).refused(http.StatusUnprocessableEntity, "bad_value")
		if a.has("args.field", field); strings.Contains(a.raw, "Li") {
			t.Errorf("the refusal repeats what was sent: %s", a.raw)
		}
	}
	for _, body := range []string{`"wages"`, `["wages"]`, `[{"question":"what"}]`, `[{"question":"what","answer":"law","note":"x"}]`, `[{"Question":"what","answer":"law"}]`} {
		h.post("kiosk", "/api/v1/tickets", `{"service":"labour","brief":`+body+`}`).refused(http.StatusBadRequest, "bad_request")
	}
	for _, body := range []string{`null`, `[]`, `[{"question":"what","answer":"law"}]`} {
		h.post("kiosk", "/api/v1/tickets", `{"service":"labour","brief":`+body+`}`).want(http.StatusCreated)
	}
}
