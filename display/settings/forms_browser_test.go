package settings_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"onedoor/config"
	"onedoor/queue"
)

// byHand is how a person changes one value of a section by its form, and where it stands in the file then.
type byHand struct {
	entry string // that is opened; "" for a section without entries
	do    func(b *tab)
	path  config.Path // below the section, or below its entry
	want  string      // as the file writes it
}

func writes(name, words string) func(*tab) { return func(b *tab) { b.write(name, words); b.kept() } }

func chooses(name, word string) func(*tab) { return func(b *tab) { b.choose(name, word); b.kept() } }
func ticks(name, word string) func(*tab)   { return func(b *tab) { b.tick(name, word); b.kept() } }

// hands has a change for each section of the file.
func hands() map[string]byHand {
	return map[string]byHand{
		"centre":      {do: writes("f.hotline", "12349"), path: config.Path{"hotline"}, want: "12349"},
		"phone":       {do: writes("f.wifi", "Hall-5G"), path: config.Path{"wifi"}, want: "Hall-5G"},
		"hours":       {do: writes("f.noon", "12:30"), path: config.Path{"noon"}, want: "12:30"},
		"floors":      {entry: "3", do: writes("f.walk", "3m"), path: config.Path{"walk"}, want: "3m"},
		"departments": {entry: "legal", do: writes("f.name.en", "Law for all"), path: config.Path{"name", "en"}, want: "Law for all"},
		"services":    {entry: "legal", do: writes("f.name.en", "Legal questions"), path: config.Path{"name", "en"}, want: "Legal questions"},
		"windows":     {entry: "w1", do: ticks("f.call_on", ""), path: config.Path{"call_on"}, want: "true"},
		"bundles":     {entry: "settle", do: ticks("f.any_order", ""), path: config.Path{"any_order"}, want: "true"},
		"triage":      {entry: "work", do: writes("f.ask.en", "What is wrong at work?"), path: config.Path{"ask", "en"}, want: "What is wrong at work?"},
		"staff":       {entry: "xiao", do: writes("f.public.en", "Mr Xiao"), path: config.Path{"public", "en"}, want: "Mr Xiao"},
		"pins":        {do: writes("f.length", "8"), path: config.Path{"length"}, want: "8"},
		"audit":       {do: writes("f.keep_days", "730"), path: config.Path{"keep_days"}, want: "730"},
		"kiosks":      {entry: "desk", do: chooses("f.slot.side", "left"), path: config.Path{"slot", "side"}, want: "left"},
		"screens":     {entry: "w1", do: ticks("f.windows", "w2"), path: config.Path{"windows"}, want: "[w1, w2]"},
		"printers":    {entry: "hall", do: func(b *tab) { b.write("f.place.zh", "左边"); b.write("f.place.en", "On the left"); b.kept() }, path: config.Path{"place", "en"}, want: "On the left"},
		"profiles": {entry: "new", do: func(b *tab) {
			b.write("f.name", "ours")
			b.write("f.like", "epson-80")
			b.write("f.spacing", "40")
			b.kept()
		}, path: config.Path{"spacing"}, want: "40"},
		"voice":      {do: chooses("f.one", "yi"), path: config.Path{"one"}, want: "yi"},
		"policy":     {do: writes("f.hold_max", "50m"), path: config.Path{"hold_max"}, want: "50m"},
		"alerts":     {do: writes("f.queue", "40"), path: config.Path{"queue"}, want: "40"},
		"reports":    {do: writes("f.mask_below", "6"), path: config.Path{"mask_below"}, want: "6"},
		"daily":      {do: writes("f.dir", "/var/lib/onedoor/daily"), path: config.Path{"dir"}, want: "/var/lib/onedoor/daily"},
		"outcomes":   {entry: "concluded", do: chooses("f.confirm", "true"), path: config.Path{"confirm"}, want: "true"},
		"evaluation": {entry: "fair", do: ticks("f.follow_up", ""), path: config.Path{"follow_up"}, want: "true"},
		"reasons":    {do: moves("quick"), want: "clear, quick"},
		"notices":    {entry: "water", do: ticks("f.emergency", ""), path: config.Path{"emergency"}, want: "true"},
		"bodies": {entry: "new", do: func(b *tab) {
			b.write("f.id", "fire")
			b.write("f.name.zh", "消防")
			b.write("f.name.en", "Fire brigade")
			b.kept()
		}, path: config.Path{"name", "zh"}, want: "消防"},
		"categories": {entry: "wages", do: writes("f.name.en", "Wages"), path: config.Path{"name", "en"}, want: "Wages"},
		"tags":       {entry: "site-1", do: chooses("f.kind", "party"), path: config.Path{"kind"}, want: "party"},
		"print":      {do: writes("f.lapse", "3m"), path: config.Path{"lapse"}, want: "3m"},
		"template": {do: func(b *tab) {
			b.choose("f.template.0.item", "mark")
			b.another("f.template")
			b.choose("f.template.1.item", "number")
			b.another("f.template")
			b.choose("f.template.2.item", "note")
			b.write("f.template.2.text.zh", "请收好")
			b.write("f.template.2.text.en", "Please keep it")
			b.kept()
		}, path: config.Path{"template"}, want: "- mark - number - item: note text: {zh: 请收好, en: Please keep it}"},
	}
}

// moves moves an entry of the list down.
func moves(entry string) func(*tab) {
	return func(b *tab) {
		b.Click(fmt.Sprintf(`.move:has([value=%q]) [value="down"]`, entry))
		b.Until(`location.search.includes("saved=1") && document.querySelector(".pending")`)
	}
}

// TestEveryFormByHand goes through the forms of all sections as a person does, with keyboard and mouse: one value of
// each is changed. The difference names every section and shows every line; applied, the file has it all, with its
// comments, and the house goes by it.
func TestEveryFormByHand(t *testing.T) {
	h := open(t)
	b := newTab(t, h)
	b.login("supervisor", "en")
	hands := hands()
	for _, s := range config.Sections() {
		hand, ok := hands[s.ID]
		if !ok {
			t.Errorf("nobody has changed the section %s by its form: add it to hands", s.ID)
			continue
		}
		path := "/admin/part/" + s.ID
		if hand.entry != "" {
			path += "/" + hand.entry
		}
		b.Open(path)
		hand.do(b)
	}
	b.Open("/admin/review")
	said := value[string](b, `document.querySelector(".words").innerText`)
	lines := value[string](b, `[...document.querySelectorAll(".diff .op2 code")].map((e) => e.textContent).join("\n")`)
	for _, s := range config.Sections() {
		title := value[string](b, fmt.Sprintf(`(document.querySelector('.side a[href="/admin/part/%[1]s"]') ?? document.querySelector('.side a[href="/admin/%[1]s"]')).textContent`, s.ID))
		if !strings.Contains(said, title) {
			t.Errorf("the difference in words doesn't name %q:\n%s", title, said)
		}
		for part := range strings.SplitSeq(strings.Trim(strings.TrimPrefix(hands[s.ID].want, "- mark - number - item: note text: "), "[]{}"), ", ") {
			if s.ID != "reasons" && !strings.Contains(lines, part) {
				t.Errorf("no line of the difference has %s of %s", part, s.ID)
			}
		}
	}
	b.Until(`document.querySelector('form[action="/admin/apply"]')`)
	b.Click(`form[action="/admin/apply"] .main`)
	b.Until(`location.search === "?applied=1" && document.querySelector(".office h1")`)
	h.holds(hands)
}

// holds checks that the file has what was changed by hand, that it is in force and in the books.
func (h *house) holds(hands map[string]byHand) {
	h.t.Helper()
	src, err := os.ReadFile(h.file)
	if err != nil {
		h.t.Fatal(err)
	}
	if got, want := bytes.Count(src, []byte("# ")), bytes.Count(config.SampleText(), []byte("# ")); got != want {
		h.t.Errorf("%d comments, there were %d", got, want)
	}
	for _, s := range config.Sections() {
		hand := hands[s.ID]
		path := append(config.Path{}, s.Path...)
		switch {
		case s.ID == "reasons":
			list, err := config.Read(src, path)
			if l, ok := list.(config.List); err != nil || !ok || l[0].(config.Map).Get("id") != "clear" || l[1].(config.Map).Get("id") != "quick" {
				h.t.Errorf("nothing was moved: %v %v", list, err)
			}
			continue
		case hand.entry == "new":
			list, err := config.Read(src, path)
			l, ok := list.(config.List)
			if err != nil || !ok {
				h.t.Errorf("%s: %v", s.ID, err)
				continue
			}
			path = append(path, fmt.Sprint(l[len(l)-1].(config.Map).Get(s.By)))
		case hand.entry != "":
			path = append(path, hand.entry)
		}
		v, err := config.Read(src, append(path, hand.path...))
		if got := strings.Trim(strings.Join(strings.Fields(config.Render(v)), " "), `"`); err != nil || got != hand.want {
			h.t.Errorf("%s: the file has %s, want %s (%v)", s.ID, got, hand.want, err)
		}
	}
	centre, problems := config.ParseSample(h.file, src)
	if centre == nil {
		h.t.Fatal(problems)
	}
	now, _ := json.Marshal(h.queue.Rules())
	then, _ := json.Marshal(centre.Rules)
	if !bytes.Equal(now, then) || h.queue.Rules().Centre.Hotline != "12349" || h.centre().PINPolicy.Length != 8 || h.centre().AuditDays != 730 || len(h.centre().Template) != 3 {
		h.t.Error("what the file says is not in force")
	}
	set := 0
	for _, e := range h.store.Events() {
		if e.Type == queue.RulesSet {
			set++
		}
	}
	if set != 2 { // the first are those that the queue began with
		h.t.Errorf("the books have rules_set %d times", set)
	}
}
