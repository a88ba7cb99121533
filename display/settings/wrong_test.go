package settings_test

import (
	"net/url"
	"strings"
	"testing"
)

// TestErrorsNameTheField finds each error of a form beside its field, called as the form calls it, and no tick.
func TestErrorsNameTheField(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	f := form(p.get("/admin/part/services/hotline"), "form.entry")
	f.Set("f.prefix", "I")
	f.Set("f.target.wait", "soon")
	doc := p.post("/admin/part/services/hotline", f)
	if got := words(doc.Find(`.refusal[role="alert"] h2`)); got != "This form has 2 errors" {
		t.Errorf("its heading: %q", got)
	}
	prefix := doc.Find(`[name="f.prefix"][aria-invalid="true"][autofocus]`)
	if id := prefix.AttrOr("aria-describedby", "-"); prefix.Length() != 1 || doc.Find(`[id="`+id+`"]`).Length() != 1 {
		t.Error("the prefix isn't marked")
	}
	if doc.Find(`[name="f.target.wait"][aria-invalid="true"]`).Length() != 1 || doc.Find(`[autofocus]`).Length() != 1 {
		t.Error("the target isn't marked, or the focus is at two places")
	}
	if got := words(doc.Find(`.refusal[role="alert"] li`).First()); !strings.HasPrefix(got, "Prefix") {
		t.Errorf("the first isn't the form's first: %s", got)
	}
	if got := words(doc.Find(`.refusal[role="alert"] li`)); !strings.Contains(got, "Prefix") || !strings.Contains(got, "Called within") {
		t.Errorf("named: %s", got)
	}
	if got := words(doc.Find(`.telling[role="status"]`)); !strings.Contains(got, "can’t be applied yet: the check finds 2 errors") {
		t.Errorf("kept: %s", got)
	}
	doc = p.post("/admin/part/services/new", url.Values{"f.id": {"passport"}, "f.prefix": {"A"}, "f.name.zh": {"护照"}, "f.name.en": {"Passports"}, "f.floor": {"1"}})
	if got := words(doc.Find(`.refusal[role="alert"] li`)); got != "Department is still missing." || doc.Find(`[name="f.department"][aria-invalid="true"]`).Length() != 1 {
		t.Errorf("missing: %q, %s", got, words(doc.Find(".problems")))
	}
}

// TestEveryPageFromTheOverview finds each page of the list beside on the overview too, and one place for staff.
func TestEveryPageFromTheOverview(t *testing.T) {
	h := open(t)
	doc := h.login("supervisor").get("/admin")
	seen := map[string]int{}
	for _, a := range doc.Find(".side a").EachIter() {
		href := a.AttrOr("href", "")
		if seen[href]++; seen[href] > 1 || href != "/admin" && doc.Find(`.cards a[href="`+href+`"]`).Length() == 0 {
			t.Errorf("%s stands %d times beside, and on the overview %d times", href, seen[href], doc.Find(`.cards a[href="`+href+`"]`).Length())
		}
	}
	if seen["/admin/staff"] != 1 || seen["/admin/part/staff"] != 0 {
		t.Error("staff has two places")
	}
}
