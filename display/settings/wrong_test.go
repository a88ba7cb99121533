package settings_test

import (
	"net/url"
	"strconv"
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

// TestErrorsOfTheHours finds each day that is wrong marked by itself, and told as a form has it.
func TestErrorsOfTheHours(t *testing.T) {
	p := open(t).login("supervisor")
	const path, entry = "/admin/part/hours", "form.entry"
	f := form(p.get(path), entry)
	f.Set("f.hours.week.mon", "９：００－１２：００，１３：３０—１７：３０，")
	f.Set("f.hours.week.sat", "9:00至12:00")
	f.Set("f.hours.week.tue", "8:00-25:00")
	f.Set("f.hours.week.thu", "noonish")
	n, err := strconv.Atoi(f.Get("f.hours.days.n"))
	if err != nil {
		t.Fatal(err)
	}
	last := strconv.Itoa(n - 1) // the blank one
	f.Set("f.hours.days."+last+".open", "9:00-12:00")
	doc := p.post(path, f)
	fresh := form(doc, entry)
	if fresh.Get("f.hours.week.mon") != "9:00-12:00,13:30-17:30" || fresh.Get("f.hours.week.sat") != "9:00-12:00" {
		t.Errorf("Monday %q, Saturday %q", fresh.Get("f.hours.week.mon"), fresh.Get("f.hours.week.sat"))
	}
	if got := doc.Find(`fieldset.week [aria-invalid]`).Length(); got != 2 || doc.Find(`[name="f.hours.week.tue"][aria-invalid][autofocus]`).Length() != 1 || doc.Find(`[name="f.hours.week.thu"][aria-invalid]`).Length() != 1 {
		t.Errorf("%d days are marked", got)
	}
	got := words(doc.Find("fieldset.week .wrong")) + words(doc.Find(`.refusal[role="alert"] li`))
	for _, want := range []string{"Tuesday · There is no time 25:00", "Thursday · “noonish” can’t be read", "Days that differ · On is still missing."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q isn't said: %s", want, got)
		}
	}
	if strings.Contains(got, "hours of the centre") || doc.Find(`[name="f.hours.days.`+last+`.on"][aria-invalid]`).Length() != 1 {
		t.Errorf("it says %s", got)
	}
	// Another form says how many errors there are, and where.
	doc = p.get("/admin/part/services/labour")
	if got := words(doc.Find("main details summary")); !strings.Contains(got, "The check finds 3 errors") {
		t.Errorf("its heading: %q", got)
	}
	if got := doc.Find(`.problems .error a[href="/admin/part/hours"]`); got.Length() != 3 || words(got.First()) != words(doc.Find(`.side a[href="/admin/part/hours"]`)) {
		t.Errorf("where: %s", words(doc.Find(".problems")))
	}
}
