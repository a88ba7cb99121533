package settings_test

import (
	"net/url"
	"strings"
	"testing"

	"onedoor/config"
)

// TestTwoTabsOfOneForm: what another tab of the same person saved isn't lost by a form that was drawn before, and two
// changes of one key are asked about.
func TestTwoTabsOfOneForm(t *testing.T) {
	p := open(t).login("supervisor")
	const path, entry = "/admin/part/services/labour", "form.entry"
	set := func(f url.Values, key, value string) url.Values { f.Set(key, value); return f }
	draft := func() string { return form(p.get("/admin/text"), "form[data-editor]").Get("text") }
	one, two, three := form(p.get(path), entry), form(p.get(path), entry), form(p.get(path), entry)
	p.post(path, set(one, "f.hotline", "96198"))
	p.post(path, set(two, "f.quota.morning", "9"))
	if got := form(p.get(path), entry); got.Get("f.hotline") != "96198" || got.Get("f.quota.morning") != "9" {
		t.Fatalf("hotline %q, quota %q", got.Get("f.hotline"), got.Get("f.quota.morning"))
	}
	three.Set("f.icon", "gavel")
	doc := p.post(path, set(three, "f.hotline", "96199"))
	kept := form(doc, entry)
	if !strings.Contains(words(doc.Find(".refusal")), "Hotline (the draft says “96198”)") || kept.Get("f.hotline") != "96199" || kept.Get("f.quota.morning") != "9" {
		t.Errorf("%s: %q %q", words(doc.Find(".refusal")), kept.Get("f.hotline"), kept.Get("f.quota.morning"))
	}
	if got := draft(); strings.Contains(got, "96199") || !strings.Contains(got, "96198") {
		t.Error("it is saved over the other tab's without a word")
	}
	if p.post(path, kept); !strings.Contains(draft(), "96199") || strings.Contains(draft(), "96198") {
		t.Error("saving once more doesn't say so")
	}
	if got := form(p.get(path), entry); got.Get("f.quota.morning") != "9" || got.Get("f.icon") != "gavel" {
		t.Errorf("quota %q, icon %q", got.Get("f.quota.morning"), got.Get("f.icon"))
	}
}

// TestFormsOfADraftThatCannotBeRead say so, and what somebody had filled in meanwhile stays.
func TestFormsOfADraftThatCannotBeRead(t *testing.T) {
	p := open(t).login("supervisor")
	const path, entry = "/admin/part/services/labour", "form.entry"
	if got := words(p.get("/admin/text").Find(".pending")); got != "" {
		t.Errorf("there is no draft: %s", got)
	}
	f := form(p.get(path), entry)
	text := form(p.get("/admin/text"), "form[data-editor]")
	whole := text.Get("text")
	text.Set("text", whole+"\na: [\n")
	p.post("/admin/text", text)
	doc := p.get(path)
	if got := words(doc.Find("main .refusal")); !strings.Contains(got, "draft can’t be read") || doc.Find(`main p a[href="/admin/text"]`).Length() != 1 || doc.Find(`form[action="/admin/discard"]`).Length() != 1 || doc.Find(entry).Length() != 0 {
		t.Errorf("it says %q", words(doc.Find("main")))
	}
	f.Set("f.hotline", "96198")
	doc = p.post(path, f)
	kept := form(doc, entry)
	if !strings.Contains(words(doc.Find("main .refusal")), "draft can’t be read") || kept.Get("f.hotline") != "96198" || kept.Get("f.name.zh") != f.Get("f.name.zh") {
		t.Fatalf("%s: %v", words(doc.Find("main .refusal")), kept)
	}
	text = form(p.get("/admin/text"), "form[data-editor]")
	text.Set("text", whole)
	p.post("/admin/text", text)
	p.post(path, kept)
	if got := form(p.get(path), entry).Get("f.hotline"); got != "96198" {
		t.Errorf("hotline %q", got)
	}
}

// TestImportOverADraft asks before an import takes the place of a draft, and takes nothing that is no config.
func TestImportOverADraft(t *testing.T) {
	p := open(t).login("supervisor")
	for _, text := range []string{"hello", "# centre: x\nhello: you\n", "a: [\n"} {
		if doc := p.upload("/admin/import", "note.txt", []byte(text)); !strings.Contains(words(doc.Find(".refusal")), "no part “centre:”") || doc.Find(".pending").Length() != 0 {
			t.Errorf("%q: %s %s", text, doc.Url, words(doc.Find(".refusal, .pending")))
		}
	}
	const path = "/admin/part/services/labour"
	f := form(p.get(path), "form.entry")
	f.Set("f.hotline", "96198")
	p.post(path, f)
	src := []byte(strings.Replace(string(config.Mask(config.SampleText())), `hotline: "12345"`, `hotline: "12348"`, 1) + "\na: [\n")
	doc := p.upload("/admin/import", "c.yaml", src)
	if !strings.Contains(words(doc.Find(".refusal")), "Nothing was imported") || doc.Find(`input[name="replace"]`).Length() != 1 {
		t.Errorf("%s %s", doc.Url, words(doc.Find(".refusal")))
	}
	if got := form(p.get(path), "form.entry").Get("f.hotline"); got != "96198" {
		t.Fatalf("the draft is lost: %q", got)
	}
	if doc = p.upload("/admin/import", "c.yaml", src, "replace"); doc.Url.Path != "/admin/text" || !strings.Contains(doc.Find("textarea").Text(), "12348") {
		t.Errorf("%s", doc.Url)
	}
}
