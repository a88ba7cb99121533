package settings_test

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display/settings"
)

// TestAskedBeforeThrowingAway finds behind one more step what can't be taken back, and says what came of it.
func TestAskedBeforeThrowingAway(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	f := form(p.get("/admin/part/centre"), "form.entry")
	f.Set("f.hotline", "12349")
	f.Set("then", "review")
	doc := p.post("/admin/part/centre", f)
	if doc.Url.Path != "/admin/review" {
		t.Fatalf("the form's draft leads to %s", doc.Url)
	}
	if sure := doc.Find(`details.sure:not([open]) form[action="/admin/discard"]`); sure.Length() != 1 || !strings.Contains(words(sure), "can’t be brought back") {
		t.Error("the draft is thrown away unasked")
	}
	doc = p.post("/admin/apply", form(doc, `form[action="/admin/apply"]`))
	if got := words(doc.Find(`.telling[role="status"]`)); !strings.Contains(got, "Edition 2 is in force.") {
		t.Errorf("after applying: %s", got)
	}
	doc = p.get("/admin/history/1")
	if got := words(doc.Find(".words")); !strings.Contains(got, "Hotline") || !strings.Contains(got, "12349 → 12345") {
		t.Errorf("going back changes in words: %s", got)
	}
	if doc.Find(`details.sure:not([open]) form[action="/admin/history/1"]`).Length() != 1 {
		t.Error("an edition is gone back to unasked")
	}
	doc = p.post("/admin/history/1", form(doc, `form[action="/admin/history/1"]`))
	if got := words(doc.Find(`.telling[role="status"]`)); !strings.Contains(got, "What edition 1 said is in force again, as edition 3.") {
		t.Errorf("after going back: %s", got)
	}
}

// TestWhatIsTypedWhileADraftIsAppliedIsKept: the form of another tab goes into a draft that stays.
func TestWhatIsTypedWhileADraftIsAppliedIsKept(t *testing.T) {
	var p *person
	var second url.Values
	h := open(t, func(o *settings.Options) {
		var err error
		o.Shelf, err = edition.New(edition.Options{
			File: filepath.Join(o.Shelf.Folder(), "sample.yaml"), Sample: true, Dir: o.Shelf.Dir(), Now: time.Now,
			Apply: func(context.Context, *config.Centre) error {
				p.post("/admin/part/centre", second)
				return nil
			},
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	p = h.login("supervisor")
	first := form(p.get("/admin/part/centre"), "form.entry")
	first.Set("f.hotline", "12349")
	p.post("/admin/part/centre", first)
	second = form(p.get("/admin/part/centre"), "form.entry")
	second.Set("f.hotline", "12350")
	p.post("/admin/apply", form(p.get("/admin/review"), `form[action="/admin/apply"]`))
	if got := words(p.get("/admin/review").Find(".words")); !strings.Contains(got, "12350") {
		t.Errorf("the draft says %q", got)
	}
}

// TestTypedWorkIsKept types into the editor and a form with a draft there: the banner's key takes it along, and leaving
// otherwise asks.
func TestTypedWorkIsKept(t *testing.T) {
	h := open(t)
	b := newTab(t, h)
	b.login("supervisor", "en")
	b.Open("/admin/part/centre")
	b.write("f.hotline", "12349")
	b.kept()
	b.write("f.hotline", "12350")
	if !value[bool](b, `!dispatchEvent(new Event("beforeunload", {cancelable: true}))`) {
		t.Error("a form that isn't saved is left unasked")
	}
	b.Click(".pending [data-review]")
	b.Until(`location.pathname === "/admin/review" && document.querySelector(".words").innerText.includes("12350")`)
	b.Open("/admin/text")
	if value[bool](b, `!dispatchEvent(new Event("beforeunload", {cancelable: true}))`) {
		t.Error("asked though nothing was typed")
	}
	b.Until(`(() => { const a = document.querySelector("[data-editor] textarea"); a.value = a.value.replace("12350", "12351"); return true; })()`)
	if !value[bool](b, `!dispatchEvent(new Event("beforeunload", {cancelable: true}))`) {
		t.Error("an editor that isn't saved is left unasked")
	}
	b.Click(".pending [data-review]")
	b.Until(`location.pathname === "/admin/review" && document.querySelector(".words").innerText.includes("12351")`)
}
