package api_test

import (
	"net/http"
	"testing"
)

// TestOnesOwnPINIsChanged: what isn't taken is refused by a stable code, nobody changes another one's, and the answer is
// a session that goes on.
func TestOnesOwnPINIsChanged(t *testing.T) {
	h := open(t)
	h.post("", "/api/v1/session", `{"staff":"anna","pin":"246810"}`).want(http.StatusOK).has("pin_change_needed", false)
	put := func(who, body string) *answer { return h.call(who, http.MethodPut, "/api/v1/session/pin", body) }
	put("", `{"present":"246810","pin":"602481"}`).refused(http.StatusUnauthorized, "no_session")
	put("kiosk", `{"present":"246810","pin":"602481"}`).refused(http.StatusUnauthorized, "no_session")
	put("anna", `{"present":"246810"}`).refused(http.StatusBadRequest, "bad_request")
	put("anna", `{"present":"246810","pin":"602481","staff":"boss"}`).refused(http.StatusBadRequest, "bad_request")
	put("anna", `{"present":"000001","pin":"602481"}`).refused(http.StatusUnprocessableEntity, "wrong_pin")
	for pin, what := range map[string]string{"60248a": "digits", "60248": "short", "123456": "run", "121212": "repeat", "199160": "year", "246810": "run"} {
		put("anna", `{"present":"246810","pin":"`+pin+`"}`).refused(http.StatusUnprocessableEntity, "weak_pin").has("args.what", what)
	}
	a := put("anna", `{"present":"246810","pin":"602481"}`).want(http.StatusOK)
	a.has("staff", "anna", "pin_change_needed", false)
	if a.header.Get("Set-Cookie") == "" || len(a.str("token")) < 32 {
		t.Errorf("no session: %s", a.raw)
	}
}
