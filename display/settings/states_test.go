package settings_test

import (
	"bytes"
	"net/url"
	"os"
	"strings"
	"testing"

	"onedoor/config"
	"onedoor/config/edition"
)

// second lets another administrator in beside the sample's.
func (h *house) second() {
	h.t.Helper()
	pin, err := config.Read(config.SampleText(), config.Path{"staff", "demo", "first_pin"})
	if err != nil {
		h.t.Fatal(err)
	}
	src, err := config.Edit(config.SampleText(), config.Path{"staff", "second"}, config.Map{
		{Key: "id", Value: "second"}, {Key: "name", Value: "第二"}, {Key: "roles", Value: []string{"admin"}}, {Key: "first_pin", Value: pin},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.shelf.Put(h.t.Context(), edition.Change{Act: edition.Program, Base: edition.SumOf(config.SampleText()), Src: src}); err != nil {
		h.t.Fatal(err)
	}
}

// TestAFormOfBefore has two administrators open the same form. The second to send it changes what they touched and
// nothing else, is told what the first has changed meanwhile, and brings both together.
func TestAFormOfBefore(t *testing.T) {
	h := open(t)
	h.second()
	one, two := h.login("supervisor"), h.login("second")
	const path = "/admin/part/services/legal"
	late := form(two.get(path), "form.entry")
	f := form(one.get(path), "form.entry")
	f.Set("f.hotline", "12348")
	one.post(path, f)
	one.post("/admin/apply", form(one.get("/admin/review"), `form[action="/admin/apply"]`))

	late.Set("f.name.en", "Law for all")
	doc := two.post(path, late)
	if doc.Url.Path != "/admin/review" {
		t.Fatalf("%s: %s", doc.Url, words(doc.Find("main")))
	}
	if got := words(doc.Find(".theirs")); !strings.Contains(got, "演示值班长 applied edition 3") || !strings.Contains(got, "none → 12348") {
		t.Errorf("told: %s", got)
	}
	if got := words(doc.Find(".words").Last()); !strings.Contains(got, "Law for all") {
		t.Errorf("their own change: %s", got)
	}
	if doc.Find(`form[action="/admin/apply"]`).Length() != 0 || doc.Find(`form[action="/admin/discard"]`).Length() == 0 {
		t.Error("it can be applied, or not begun again")
	}
	doc = two.post("/admin/merge", nil)
	two.post("/admin/apply", form(doc, `form[action="/admin/apply"]`))
	if s := h.queue.Rules().Service("legal"); s.Hotline != "12348" || s.Name.In("en") != "Law for all" {
		t.Errorf("in force: %s, %s", s.Hotline, s.Name.In("en"))
	}
}

// TestAFileThatCantBeWritten says so on the first page and where a change would be applied, and applies nothing.
func TestAFileThatCantBeWritten(t *testing.T) {
	h := open(t)
	h.second() // now there is a file
	p := h.login("supervisor")
	f := form(p.get("/admin/part/centre"), "form.entry")
	f.Set("f.hotline", "12348")
	p.post("/admin/part/centre", f)
	apply := form(p.get("/admin/review"), `form[action="/admin/apply"]`)
	if err := os.Chmod(h.file, 0o440); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(h.file)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/admin", "/admin/review"} {
		doc := p.get(path)
		if got := words(doc.Find(".refusal")); !strings.Contains(got, "may not write the file") || !strings.Contains(got, "permission denied") {
			t.Errorf("%s: %s", path, got)
		}
		if doc.Find(`form[action="/admin/apply"]`).Length() != 0 {
			t.Errorf("%s: it can be applied", path)
		}
	}
	if got := words(p.post("/admin/apply", apply).Find(".refusal")); !strings.Contains(got, "may not write the file") {
		t.Errorf("refused: %s", got)
	}
	if after, err := os.ReadFile(h.file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file has changed: %v", err)
	}
	if err := os.Chmod(h.file, 0o640); err != nil {
		t.Fatal(err)
	}
	p.post("/admin/apply", apply)
	if got := h.queue.Rules().Centre.Hotline; got != "12348" {
		t.Errorf("let again: %s", got)
	}
}

// TestWhatWaitsForARestart stands on the first page until there is one.
func TestWhatWaitsForARestart(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	f := form(p.get("/admin/part/phone"), "form.entry")
	f.Set("f.public_url", "http://192.168.1.20:8080")
	p.post("/admin/part/phone", f)
	review := p.get("/admin/review")
	if got := words(review.Find(".means")); !strings.Contains(got, "waits for a restart") {
		t.Errorf("it means: %s", got)
	}
	doc := p.post("/admin/apply", form(review, `form[action="/admin/apply"]`))
	for range 2 {
		if got := words(doc.Find(".waits")); !strings.Contains(got, "wait for a restart") || !strings.Contains(got, "address") {
			t.Errorf("/admin: %s", got)
		}
		doc = p.get("/admin")
	}
}

// TestAFormThatCantBeTaken keeps what somebody has filled in.
func TestAFormThatCantBeTaken(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	f := form(p.get("/admin/part/floors/1"), "form.entry")
	f.Set("f.plan", "{size: [")
	f.Set("f.name.en", "The ground")
	doc := p.post("/admin/part/floors/1", f)
	if doc.Find(".refusal").Length() != 1 {
		t.Fatalf("taken: %s", doc.Url)
	}
	again := form(doc, "form.entry")
	if again.Get("f.plan") != "{size: [" || again.Get("f.name.en") != "The ground" || again.Get("f.id") != "1" {
		t.Errorf("lost: %v", again)
	}
	doc = p.post("/admin/part/bodies/new", url.Values{"f.sent": {"yes"}, "f.id": {"police"}, "f.name.zh": {"又一个"}})
	if got := form(doc, "form.entry"); doc.Find(".refusal").Length() != 1 || got.Get("f.name.zh") != "又一个" {
		t.Errorf("lost: %v", got)
	}
}

// TestAQuotaOfBothHalfDaysIsOneNumber in the file, and two in the form; what is out of range is said beside its field.
func TestAQuotaOfBothHalfDaysIsOneNumber(t *testing.T) {
	const path = "/admin/part/services/legal"
	h := open(t)
	p := h.login("supervisor")
	f := form(p.get(path), "form.entry")
	f.Set("f.quota.morning", "20")
	f.Set("f.quota.afternoon", "20")
	p.post(path, f)
	if got := words(p.get("/admin/review").Find(".diff .op2")); !strings.Contains(got, "quota: 20") {
		t.Errorf("the file says %q", got)
	}
	f = form(p.get(path), "form.entry")
	if f.Get("f.quota.morning") != "20" || f.Get("f.quota.afternoon") != "20" {
		t.Errorf("the form says %v", f)
	}
	f.Set("f.quota.afternoon", "0")
	doc := p.post(path, f)
	if got := words(doc.Find(".field:has([name='f.quota.afternoon'])")); !strings.Contains(got, "10000") && !strings.Contains(got, "10,000") {
		t.Errorf("beside the field stands %q", got)
	}
}
