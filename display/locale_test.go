package display

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"onedoor/queue"
)

func catalogue(t *testing.T, files map[string]string) (*Catalogue, error) {
	t.Helper()
	m := fstest.MapFS{}
	for name, s := range files {
		m["l/"+name] = &fstest.MapFile{Data: []byte(s)}
	}
	l, err := readLexicon(m, "l")
	if err != nil {
		return nil, err
	}
	return newCatalogue(l), nil
}

func TestCatalogueSays(t *testing.T) {
	c, err := catalogue(t, map[string]string{
		"zh/a.json": `{"ahead":"前面还有 {n} 位","plain":"好了"}`,
		"en/a.json": `{"ahead":{"one":"{n} person ahead","other":"{n} people ahead"},"plain":"Done"}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct {
		lang, key, want string
		args            []any
	}{
		{"zh", "a.ahead", "前面还有 2 位", []any{"n", 2}},
		{"en", "a.ahead", "1 person ahead", []any{"n", 1}},
		{"en", "a.ahead", "1 person ahead", []any{"n", "1"}},
		{"en", "a.ahead", "0 people ahead", []any{"n", int64(0)}},
		{"en", "a.ahead", "1200 people ahead", []any{"n", 1200}},
		{"en", "a.plain", "Done", nil},
		{"fr", "a.plain", "好了", nil},
		{"en", "a.unknown", "a.unknown", nil},
	} {
		if got := c.T(w.lang, w.key, w.args...); got != w.want {
			t.Errorf("%s %s %v: %q, want %q", w.lang, w.key, w.args, got, w.want)
		}
	}
}

func TestCatalogueMistakesStopTheBoot(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"en has no a.x":          {"zh/a.json": `{"x":"有"}`, "en/a.json": `{}`},
		"zh has no a.y":          {"zh/a.json": `{}`, "en/a.json": `{"y":"there"}`},
		"en a.x doesn't say {n}": {"zh/a.json": `{"x":"{n} 位"}`, "en/a.json": `{"x":"some"}`},
		"plural forms":           {"zh/a.json": `{"x":{"one":"位"}}`},
		"a text or an object":    {"zh/a.json": `{"x":3}`},
		"catalogue folder 1":     {"1/a.json": `{"x":"x"}`},
	} {
		if _, err := catalogue(t, files); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want %q, got %v", name, err)
		}
	}
}

func TestEveryReasonOfTheRulesCanBeSaid(t *testing.T) {
	k := testKit(t)
	for _, code := range []string{"asked_for_person", "stands_in", "sent_to_window", "only_one", "over_ceiling", "longest_wait", "priority_rate", "by_number", "held_back", "was_outside", "walk_in", "came_back", "helps_out", "to_the_front", "class_first", "appointment", "before_appointment", "session"} {
		args := map[string]string{"number": "A012", "minutes": "7", "rate": "3"}
		for _, lang := range k.Catalogue.Langs() {
			if s := k.Reason(lang, queue.Reason{Code: code, Args: args}); strings.ContainsAny(s, "{}") || !strings.Contains(s, "A012") {
				t.Errorf("%s in %s: %q", code, lang, s)
			}
		}
	}
}

func TestLanguageOfARequest(t *testing.T) {
	e := engine(testKit(t))
	for _, c := range []struct {
		path, cookie, accept, want string
	}{
		{"/x", "", "", "zh-CN"},
		{"/x", "", "fr", "zh-CN"},
		{"/x", "", "en-US,en;q=0.9,zh;q=0.5", "en"},
		{"/x", "zh", "en", "zh-CN"},
		{"/x?lang=en-AU", "zh", "zh", "en"},
		{"/x?lang=zh-Hant-TW", "", "en", "zh-CN"},
		{"/x?lang=!!", "en", "", "en"},
	} {
		var h []string
		if c.cookie != "" {
			h = append(h, "Cookie", "lang="+c.cookie)
		}
		if c.accept != "" {
			h = append(h, "Accept-Language", c.accept)
		}
		if got, _ := document(t, get(e, c.path, h...)).Find("html").Attr("lang"); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
	w := get(e, "/language/en?to=//evil.example")
	if w.Header().Get("Location") != "/" || !strings.HasPrefix(w.Header().Get("Set-Cookie"), "lang=en;") {
		t.Errorf("switch: %v", w.Header())
	}
}

func TestDatesAndTimesAreTheCentres(t *testing.T) {
	k := testKit(t)
	if got := k.Date("zh", k.Now()) + " " + k.Time(k.Now()); got != "11月23日 星期一 9:52" {
		t.Error(got)
	}
	if got := k.Date("en", k.Now()); got != "Monday 23 November" {
		t.Error(got)
	}
}

// TestEachSecretHasOneName: 密码 is what somebody logs in with, 令牌 what a device or a program brings, 配对码 what a
// device shows that wants to be let in.
func TestEachSecretHasOneName(t *testing.T) {
	files, err := fs.Glob(os.DirFS("locale/zh"), "*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		b, err := os.ReadFile("locale/zh/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, other := range []string{"PIN", "口令", "设备码", "登录码"} {
			if strings.Contains(string(b), other) {
				t.Errorf("%s says %s", name, other)
			}
		}
	}
}
