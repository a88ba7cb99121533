package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
)

func prepared(b *build) {
	b.rules.Centre.Languages = []string{"zh", "en"}
	b.rules.Notices = []queue.NoticeText{
		{ID: "lift", Text: queue.Text{"zh": "电梯停用", "en": "The lift is out of order"}},
		{ID: "leave", Text: queue.Text{"zh": "请离开大楼", "en": "Please leave"}, Emergency: true},
	}
}

func TestNoticesArePostedListedAndTakenBack(t *testing.T) {
	h := open(t, prepared)
	h.post("boss", "/api/v1/notices", `{"code":"lift","screens":["hall"],"for_s":600}`, "Idempotency-Key", "k1").want(http.StatusCreated).has(
		"notice.id", 1, "notice.kind", "note", "notice.text.en", "The lift is out of order", "notice.screens.0", "hall")
	h.post("boss", "/api/v1/notices", `{"code":"lift","screens":["hall"],"for_s":600}`, "Idempotency-Key", "k1").want(http.StatusCreated).has("notice.id", 1)
	until := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	free := h.post("boss", "/api/v1/notices", `{"text":{"zh":" 王先生请到咨询台 "},"until":"`+until+`"}`).want(http.StatusCreated).has(
		"notice.id", 2, "notice.text.zh", "王先生请到咨询台", "notice.kind", "note")
	if at, err := time.Parse(time.RFC3339, free.str("notice.until")); err != nil || at.UTC().Format(time.RFC3339) != until {
		t.Errorf("it stands until %s, not %s", free.str("notice.until"), until)
	}
	h.post("boss", "/api/v1/notices", `{"code":"leave"}`).want(http.StatusCreated).has("notice.kind", "emergency", "notice.until", nil)
	h.get("anna", "/api/v1/notices").want(http.StatusOK).has(
		"notices.0.code", "leave", "notices.1.id", 2, "notices.1.text.zh", "王先生请到咨询台", "notices.2.id", 1,
		"prepared.0.id", "lift", "prepared.1.emergency", true)
	if strings.Contains(h.log.String(), "王先生") {
		t.Error("the free text is in the log")
	}
	h.call("boss", http.MethodDelete, "/api/v1/notices/2", "").want(http.StatusNoContent)
	h.call("boss", http.MethodDelete, "/api/v1/notices/2", "").refused(http.StatusNotFound, "unknown_notice")
	h.get("anna", "/api/v1/notices").want(http.StatusOK).has("notices.1.id", 1, "notices.2", nil)
}

func TestNoticesAreTheSupervisors(t *testing.T) {
	h := open(t, prepared)
	h.get("", "/api/v1/notices").refused(http.StatusUnauthorized, "no_session")
	h.post("anna", "/api/v1/notices", `{"code":"lift"}`).refused(http.StatusForbidden, "not_allowed")
	h.call("anna", http.MethodDelete, "/api/v1/notices/1", "").refused(http.StatusForbidden, "not_allowed")
	h.call("boss", http.MethodDelete, "/api/v1/notices/one", "").refused(http.StatusNotFound, "unknown_notice")
	for body, code := range map[string]string{
		`{}`:                         "bad_value",
		`{"code":"nothing"}`:         "bad_value",
		`{"code":"lift","for_s":0}`:  "bad_value",
		`{"code":"lift","kind":"x"}`: "bad_value",
		`{"code":"lift","for_s":60,"until":"2099-01-01T00:00:00Z"}`: "bad_value",
	} {
		h.post("boss", "/api/v1/notices", body).refused(http.StatusUnprocessableEntity, code)
	}
	h.post("boss", "/api/v1/notices", `{"text":"words"}`).refused(http.StatusBadRequest, "bad_request")
	for range 20 {
		h.post("boss", "/api/v1/notices", `{"text":{"en":"Hello"}}`).want(http.StatusCreated)
	}
	h.post("boss", "/api/v1/notices", `{"code":"lift"}`).refused(http.StatusConflict, "notices_full")
}
