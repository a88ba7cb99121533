package settings_test

import (
	"fmt"
	"strconv"
	"testing"

	"onedoor/config"
	"onedoor/display/browsertest"
)

// tab is a page of the shared Chromium, ended with the test.
type tab struct {
	*browsertest.Tab
	house *house
}

func newTab(t *testing.T, h *house) *tab {
	t.Helper()
	return &tab{browsertest.Open(t, h.url, 1366, 768), h}
}

func value[T any](b *tab, expression string) T {
	b.T.Helper()
	return browsertest.Value[T](b.Tab, expression)
}

// login lets somebody in who reads a language.
func (b *tab) login(staff, lang string) {
	b.T.Helper()
	b.Open("/login?to=/language/" + lang + "?to=/admin")
	b.Typed(`[name="staff"]`, staff)
	b.Typed(`[name="pin"]`, config.DemoPIN+"\r")
	b.Until(`document.querySelector(".office h1")`)
}

func named(name string) string { return `form.entry [name=` + strconv.Quote(name) + `]` }

// write types into a field of a form, in place of what it says.
func (b *tab) write(name, words string) {
	b.T.Helper()
	b.Until(fmt.Sprintf("(() => { const e = document.querySelector(%q); if (!e) return false; e.focus(); e.select(); return true; })()", named(name)))
	b.Press(words)
}

// choose chooses in a field of a form.
func (b *tab) choose(name, word string) {
	b.T.Helper()
	b.Until(fmt.Sprintf(`(() => { const e = document.querySelector(%q); if (!e || ![...e.options].some((o) => o.value === %q)) return false;
		e.value = %[2]q; e.dispatchEvent(new Event("change", {bubbles: true})); return true; })()`, named(name), word))
}

// tick touches a box of a form.
func (b *tab) tick(name, word string) {
	b.T.Helper()
	css := named(name)
	if word != "" {
		css += "[value=" + strconv.Quote(word) + "]"
	}
	b.Click(css)
}

// another adds a row to a list of a form.
func (b *tab) another(name string) {
	b.T.Helper()
	n := value[int](b, `Number(document.querySelector(`+strconv.Quote(named(name+".n"))+`).value)`)
	b.Until(`(() => { const b = document.querySelector(` + strconv.Quote(named(name+".n")) + `).closest("fieldset").querySelector("[data-add]"); if (b.hidden) return false; b.click(); return true; })()`)
	if value[int](b, `Number(document.querySelector(`+strconv.Quote(named(name+".n"))+`).value)`) != n+1 {
		b.T.Error("there is no row more")
	}
}

// kept sends the form to the draft.
func (b *tab) kept() {
	b.T.Helper()
	b.Click("form.entry .main")
	b.Until(`location.search.includes("saved=1") && document.readyState === "complete" && document.querySelector(".pending")`)
	if wrong := value[string](b, `[...document.querySelectorAll(".problems .error, .refusal")].map((e) => e.innerText).join("; ")`); wrong != "" {
		b.T.Errorf("%s: %s", value[string](b, "location.pathname"), wrong)
	}
}

// applied goes from the draft to its difference and applies it.
func (b *tab) applied() {
	b.T.Helper()
	b.Click(".pending .main")
	b.Until(`document.querySelector('form[action="/admin/apply"]')`)
	b.Click(`form[action="/admin/apply"] .main`)
	b.Until(`location.search === "?applied=1" && document.querySelector(".office h1")`)
}
