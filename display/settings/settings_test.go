package settings_test

import (
	"bytes"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/queue"
)

// TestEveryFormAsItStands opens each form of each part and sends it back as it stands: nothing differs from the file,
// whatever way the values are written in it.
func TestEveryFormAsItStands(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	n := 0
	for _, s := range config.Sections() {
		doc := p.get("/admin/part/" + s.ID)
		paths := []string{"/admin/part/" + s.ID}
		if s.List {
			paths = doc.Find("table.entries td:first-child a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
		}
		for _, path := range paths[:min(len(paths), 3)] { // forms of one part differ by their values alone
			page := p.get(path)
			back := p.post(path, form(page, "form.entry"))
			if n++; back.Find(".pending").Length() > 0 || !strings.Contains(words(back.Find(".telling")), "Nothing differs") {
				t.Fatalf("%s: something differs: %s", path, words(p.get("/admin/review").Find(".diff, .words")))
			}
		}
	}
	if n < 45 {
		t.Errorf("only %d forms", n)
	}
}

// TestChangeByForm changes a service by form, sees the difference, applies it, and goes one step back.
func TestChangeByForm(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	if _, err := h.queue.Do(t.Context(), queue.Request{Command: queue.OpenWindow{Window: "w1"}, Actor: queue.ByStaff("supervisor")}); err != nil {
		t.Fatal(err)
	}
	const path = "/admin/part/services/hotline"
	f := form(p.get(path), "form.entry")
	f.Set("f.name.en", "Hotline: everything")
	f.Set("f.quota.morning", "20")
	f.Set("f.quota.afternoon", "30")
	f.Add("f.outcomes", "answered")
	doc := p.post(path, f)
	if !strings.Contains(words(doc.Find(".pending")), "lines of your draft") || h.queue.Rules().Service("hotline").Name.In("en") != "12345 hotline matters" {
		t.Fatalf("pending %q", words(doc.Find(".pending")))
	}
	review := p.get("/admin/review")
	if got := words(review.Find(".words")); !strings.Contains(got, "Hotline: everything") || !strings.Contains(got, "Quota") || !strings.Contains(got, "Quota · Morningnone → 20Quota · Afternoonnone → 30") {
		t.Errorf("in words: %s", got)
	}
	if got := words(review.Find(".diff .op2")); !strings.Contains(got, `name: {zh: 12345 热线事项, en: "Hotline: everything"}`) || !strings.Contains(got, "outcomes: [answered]") {
		t.Errorf("difference: %s", got)
	}
	after := p.post("/admin/apply", form(review, `form[action="/admin/apply"]`))
	if after.Url.Path != "/admin" || h.queue.Rules().Service("hotline").Quota.Afternoon != 30 || h.queue.Rules().Service("hotline").Name.In("en") != "Hotline: everything" {
		t.Fatalf("%s: %s", after.Url, words(after.Find(".refusal")))
	}
	src, err := os.ReadFile(h.file)
	if err != nil || bytes.Count(src, []byte("#")) != bytes.Count(config.SampleText(), []byte("#")) {
		t.Errorf("comments are lost: %v", err)
	}
	if got := h.audit.acts(); got != "supervisor config_applied applied" {
		t.Errorf("audit: %s", got)
	}
	// One step back.
	if got := words(p.get("/admin/history").Find("tbody tr").First()); !strings.Contains(got, "changed here") || !strings.Contains(got, "says now") {
		t.Errorf("history: %s", got)
	}
	one := p.get("/admin/history/1")
	if doc = p.post("/admin/history/1", form(one, `form[action="/admin/history/1"]`)); doc.Url.Path != "/admin" || h.queue.Rules().Service("hotline").Name.In("en") != "12345 hotline matters" {
		t.Fatalf("back: %s", words(doc.Find(".refusal")))
	}
	if now, _ := h.shelf.Current(); !bytes.Equal(now.Src, config.SampleText()) {
		t.Error("the text isn't that of before")
	}
}

// TestOneDraftForTwoForms adds a service and the window that serves it: alone neither is right.
func TestOneDraftForTwoForms(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	f := url.Values{"f.id": {"passport"}, "f.prefix": {"A"}, "f.name.zh": {"护照"}, "f.name.en": {"Passports"}, "f.department": {"legal"}, "f.floor": {"1"}}
	doc := p.post("/admin/part/services/new", f)
	if got := words(doc.Find(".problems")); doc.Url.Path != "/admin/part/services/passport" || !strings.Contains(got, `no window serves the service "passport"`) {
		t.Fatalf("%s: %s", doc.Url, got)
	}
	if review := p.get("/admin/review"); review.Find(`form[action="/admin/apply"]`).Length() != 0 {
		t.Error("what is wrong can be applied")
	}
	w := form(p.get("/admin/part/windows/w1"), "form.entry")
	w.Add("f.services", "passport")
	if doc = p.post("/admin/part/windows/w1", w); doc.Find(".problems .error").Length() != 0 {
		t.Fatalf("still wrong: %s", words(doc.Find(".problems")))
	}
	review := p.get("/admin/review")
	if got := words(review.Find(".means")); !strings.Contains(got, "Visitors can take numbers for Passports") {
		t.Errorf("it means: %s", got)
	}
	p.post("/admin/apply", form(review, `form[action="/admin/apply"]`))
	if s := h.queue.Rules().Service("passport"); s == nil || !h.queue.Rules().Window("w1").Serves("passport") {
		t.Fatal("it is not there")
	}
	// The service goes again while somebody waits for it.
	if _, err := h.queue.Do(t.Context(), queue.Request{Command: queue.Issue{Service: "passport", Party: 1, Seed: queue.Seed{1}}, Actor: queue.System}); err != nil {
		t.Fatal(err)
	}
	p.post("/admin/part/services/passport", url.Values{"remove": {"yes"}})
	w = form(p.get("/admin/part/windows/w1"), "form.entry")
	services := w["f.services"][:0]
	for _, id := range w["f.services"] {
		if id != "passport" {
			services = append(services, id)
		}
	}
	w["f.services"] = services
	p.post("/admin/part/windows/w1", w)
	if got := words(p.get("/admin/review").Find(".means")); !strings.Contains(got, "One visitor still waits for it") {
		t.Errorf("it means: %s", got)
	}
}

// TestTwoAtOnce has two admins and a hand change the file: the later is told, and nothing is lost.
func TestTwoAtOnce(t *testing.T) {
	h := open(t)
	pin, err := config.Read(config.SampleText(), config.Path{"staff", "demo", "first_pin"})
	if err != nil {
		t.Fatal(err)
	}
	src, err := config.Edit(config.SampleText(), config.Path{"staff", "second"}, config.Map{{Key: "id", Value: "second"}, {Key: "name", Value: "第二"}, {Key: "roles", Value: []string{"admin"}}, {Key: "first_pin", Value: pin}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.shelf.Put(t.Context(), edition.Change{Act: edition.Program, Base: edition.SumOf(config.SampleText()), Src: src}); err != nil {
		t.Fatal(err)
	}
	one, two := h.login("supervisor"), h.login("second")
	text := func(p *person, from, to string) {
		f := form(p.get("/admin/text"), "form[data-editor]")
		f.Set("text", strings.Replace(f.Get("text"), from, to, 1))
		if doc := p.post("/admin/text", f); doc.Url.Path != "/admin/review" {
			t.Fatalf("%s", words(doc.Find(".problems")))
		}
	}
	text(two, "hold_max: 60m", "hold_max: 50m")
	seen := form(two.get("/admin/review"), `form[action="/admin/apply"]`)
	text(one, `hotline: "12345"`, `hotline: "12348"`)
	one.post("/admin/apply", form(one.get("/admin/review"), `form[action="/admin/apply"]`))
	doc := two.post("/admin/apply", seen)
	if got := words(doc.Find(".theirs")); !strings.Contains(got, "applied edition 3") || doc.Find(".theirs .diff").Length() != 1 {
		t.Fatalf("told: %s", words(doc.Find("main")))
	}
	doc = two.post("/admin/merge", nil)
	two.post("/admin/apply", form(doc, `form[action="/admin/apply"]`))
	if r := h.queue.Rules(); r.Centre.Hotline != "12348" || r.Policy.HoldMaxS != 3000 {
		t.Fatalf("%s %d", r.Centre.Hotline, r.Policy.HoldMaxS)
	}
	// By hand: told, and taken over when somebody says so.
	now, err := h.shelf.Current()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(h.file, bytes.Replace(now.Src, []byte("12348"), []byte("12349"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	doc = one.get("/admin")
	if doc.Find(`form[action="/admin/reread"]`).Length() != 1 {
		t.Fatal("nobody is told of the hand's change")
	}
	one.post("/admin/reread", nil)
	if got := h.queue.Rules().Centre.Hotline; got != "12349" {
		t.Errorf("hotline %s", got)
	}
}

// TestTextWithErrors keeps what was written, tells every problem with line and column, and no hash stands anywhere.
func TestTextWithErrors(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	f := form(p.get("/admin/text"), "form[data-editor]")
	f.Set("text", strings.Replace(f.Get("text"), "prefix: A", "prefix: I", 1))
	doc := p.post("/admin/text", f)
	if got := words(doc.Find(".problems")); !strings.Contains(got, "use one or two capital letters") || doc.Find(`.problems a[href^="#L"], .problems a[href^="/admin/text#L"]`).Length() == 0 {
		t.Errorf("problems: %s", got)
	}
	if got := doc.Find("textarea").Text(); !strings.Contains(got, "prefix: I") {
		t.Error("what was written is lost")
	}
	for _, path := range []string{"/admin", "/admin/text", "/admin/review", "/admin/history/1", "/admin/part/staff/demo"} {
		html, err := p.get(path).Html()
		if err != nil || strings.Contains(html, "argon2id") {
			t.Errorf("%s shows a hash: %v", path, err)
		}
	}
	answer := string(p.bytesOf("/admin/check", url.Values{"text": {"a: [\n"}}))
	if !strings.Contains(answer, `"severity":"error"`) || !strings.Contains(answer, "not YAML") {
		t.Errorf("check: %s", answer)
	}
	p.post("/admin/discard", nil)
	if p.get("/admin").Find(".pending").Length() != 0 {
		t.Error("the draft is still there")
	}
}

// TestTransfer exports without hashes, and imports what was exported.
func TestTransfer(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	packed := p.bytes("/admin/export")
	if doc := p.upload("/admin/import", "c.zip", packed); doc.Url.Path != "/admin/transfer" || !strings.Contains(words(doc.Find(".telling")), "what is in force") {
		t.Errorf("the same again is a change: %s %s", doc.Url, words(doc.Find(".refusal, .problems")))
	}
	changed := bytes.Replace(config.Mask(config.SampleText()), []byte(`hotline: "12345"`), []byte(`hotline: "12348"`), 1)
	doc := p.upload("/admin/import", "c.yaml", changed)
	if doc.Url.Path != "/admin/review" {
		t.Fatalf("%s %s", doc.Url, words(doc.Find(".refusal, .problems")))
	}
	p.post("/admin/apply", form(doc, `form[action="/admin/apply"]`))
	if got := h.queue.Rules().Centre.Hotline; got != "12348" {
		t.Errorf("hotline %s", got)
	}
	if list, err := h.shelf.Editions(); err != nil || list[0].Act != edition.Import {
		t.Errorf("the history: %v %+v", err, list)
	}
	if now, _ := h.shelf.Current(); bytes.Contains(now.Src, []byte(config.Masked)) {
		t.Error("the file has lost its hashes")
	}
	p.bytes("/admin/export?hashes=1")
	if got := h.audit.acts(); got != "supervisor export_taken no, supervisor import_taken , supervisor import_taken , supervisor config_applied import, supervisor export_taken yes" {
		t.Errorf("audit: %s", got)
	}
	for lang, want := range map[string]string{"en": "the ZIP is not whole", "zh": "不能导入：ZIP 不完整"} {
		if doc := p.upload("/admin/import?lang="+lang, "c.zip", []byte("PK\x03\x04 and no more")); !strings.Contains(words(doc.Find(".refusal")), want) {
			t.Errorf("told: %s", words(doc.Find(".refusal")))
		}
	}
	if doc := p.upload("/admin/import?lang=zh", "c.zip", exported(t, map[string][]byte{"readme.txt": nil})); !strings.Contains(words(doc.Find(".refusal")), "“readme.txt”不属于导出的内容") {
		t.Errorf("told: %s", words(doc.Find(".refusal")))
	}
}

// TestTwoTabsOfOneDraft: what another tab saved isn't lost by a second save, until somebody says so.
func TestTwoTabsOfOneDraft(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	const editor = "form[data-editor]"
	one, two := form(p.get("/admin/text"), editor), form(p.get("/admin/text"), editor)
	one.Set("text", one.Get("text")+"\n# of the first\n")
	two.Set("text", two.Get("text")+"\n# of the second\n")
	if doc := p.post("/admin/text", one); doc.Url.Path != "/admin/review" {
		t.Fatal(doc.Url)
	}
	kept := func() string {
		d, _, err := h.shelf.Draft("supervisor")
		if err != nil {
			t.Fatal(err)
		}
		return string(d.Src)
	}
	doc := p.post("/admin/text", two)
	again := form(doc, editor)
	if !strings.Contains(words(doc.Find(".refusal")), "another window") || !strings.Contains(again.Get("text"), "# of the second") || !strings.Contains(kept(), "# of the first") {
		t.Fatalf("%s: %s", doc.Url, words(doc.Find(".refusal")))
	}
	if doc = p.post("/admin/text", again); doc.Url.Path != "/admin/review" || !strings.Contains(kept(), "# of the second") {
		t.Errorf("once more: %s %s", doc.Url, words(doc.Find(".refusal")))
	}
}

// TestAFormTooLarge is refused before anything is made of it.
func TestAFormTooLarge(t *testing.T) {
	p := open(t).login("supervisor")
	large := url.Values{"remove": {"yes"}, "f.name.en": {strings.Repeat("x", 2<<20)}}
	for _, path := range []string{"/admin/part/services/hotline", "/admin/part/services", "/admin/merge", "/admin/history/1"} {
		if doc := p.post(path, large); !strings.Contains(doc.Text(), "too long") {
			t.Errorf("%s: %s", path, words(doc.Find("main")))
		}
	}
}

// TestNewDevice shows a PIN once and never again.
func TestNewPerson(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	doc := p.post("/admin/part/staff/new", url.Values{"f.id": {"zhao"}, "f.name": {"赵某"}, "f.roles": {"clerk"}})
	pin := doc.Find(".once code").Text()
	if len(pin) != 6 {
		t.Fatalf("%q: %s", pin, words(doc.Find("main")))
	}
	if again := p.get("/admin/part/staff/zhao"); strings.Contains(again.Text(), pin) || again.Find(".once").Length() != 0 {
		t.Error("it is shown again")
	}
	review := p.get("/admin/review")
	html, _ := review.Html()
	if strings.Contains(html, "argon2id") {
		t.Error("the difference shows the hash")
	}
	// By the editor, which has it masked, it is kept.
	f := form(p.get("/admin/text"), "form[data-editor]")
	f.Set("text", f.Get("text")+"# 好\n")
	review = p.post("/admin/text", f)
	p.post("/admin/apply", form(review, `form[action="/admin/apply"]`))
	if h.queue.Rules().Person("zhao") == nil {
		t.Fatal("nobody new")
	}
	if now, _ := h.shelf.Current(); bytes.Contains(now.Src, []byte(config.Masked)) || !bytes.Contains(now.Src, []byte("# 好")) {
		t.Error("the hash is lost")
	}
}
