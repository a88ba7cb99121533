package people_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestOnesOwnPINNeedsThePresentOne: an administrator's page that was left open gives nobody their PIN.
func TestOnesOwnPINNeedsThePresentOne(t *testing.T) {
	h := open(t)
	root := h.root()
	page := root.get("/admin/staff/root").is(http.StatusOK, "/admin/staff/root")
	if page.Find(`form[action$="/root/pin"]`).Length() != 0 || page.Find(`a[href^="/pin"]`).Length() == 0 {
		t.Error("the page offers to set one's own PIN")
	}
	root.post("/admin/staff/root/pin", url.Values{"first": {"730518"}}).is(http.StatusOK, "/pin")
	if _, p := h.login("root", "730518", "/admin/staff"); p.status != http.StatusUnauthorized {
		t.Errorf("a PIN that was set without the present one: %d", p.status)
	}
	root.get("/admin/staff").is(http.StatusOK, "/admin/staff")
}

// TestFormsAreBounded: a body that is longer than any form is cut off.
func TestFormsAreBounded(t *testing.T) {
	h := open(t)
	root := h.root()
	sent := url.Values{"name": {"安娜"}, "role": {"clerk"}, "pad": {strings.Repeat("x", 100<<10)}}
	if p := root.post("/admin/staff/anna", sent); p.status == http.StatusOK {
		t.Error("a hundred KiB are taken for a form")
	}
}
