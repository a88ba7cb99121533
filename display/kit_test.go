package display

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func testRules(t testing.TB) *queue.Rules {
	t.Helper()
	r := queuetest.Rules()
	if err := r.Prepare(); err != nil {
		t.Fatal(err)
	}
	return r
}

func testKit(t testing.TB, change ...func(*queue.Rules)) *Kit {
	t.Helper()
	rules := testRules(t)
	for _, f := range change {
		f(rules)
	}
	k, err := New(Options{
		Rules: func() *queue.Rules { return rules },
		Now:   func() time.Time { return time.Date(2026, 11, 23, 1, 52, 0, 0, time.UTC) },
		Log:   slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// engine is the house's middleware over the kit's routes.
func engine(k *Kit) *gin.Engine {
	gin.SetMode(gin.TestMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.Use(k.AccessLog, k.Recover, Secure)
	e.NoRoute(k.NotFound)
	e.NoMethod(k.BadMethod)
	k.Register(e)
	return e
}

func get(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func document(t testing.TB, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	d, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestLayoutNamesItsAssetsAndTheyAreServed(t *testing.T) {
	e := engine(testKit(t))
	w := get(e, "/nowhere", "Accept-Language", "en-GB")
	if w.Code != http.StatusNotFound {
		t.Fatalf("status %d", w.Code)
	}
	d := document(t, w)
	if lang, _ := d.Find("html").Attr("lang"); lang != "en" {
		t.Errorf("lang %q, want en", lang)
	}
	if got := d.Find("h1").Text(); got != "Not found" {
		t.Errorf("h1 %q", got)
	}
	found := 0
	d.Find("link[href], html[data-strings]").Each(func(_ int, s *goquery.Selection) {
		href, ok := s.Attr("href")
		if !ok {
			href, _ = s.Attr("data-strings")
		}
		found++
		a := get(e, href, "Accept-Encoding", "gzip")
		if a.Code != http.StatusOK || !strings.Contains(a.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %q", href, a.Code, a.Header().Get("Cache-Control"))
		}
	})
	if found < 4 {
		t.Errorf("%d assets on the page", found)
	}
	if d.Find("[style], style, script:not([src])").Length() != 0 {
		t.Error("inline style or script")
	}
}

func TestAssetsOfAnotherBuildAreNotFound(t *testing.T) {
	if w := get(engine(testKit(t)), "/assets/0123456789abcdef/display/base.css"); w.Code != http.StatusNotFound {
		t.Errorf("status %d", w.Code)
	}
}

func TestScriptsImportOnlyWhatThereIs(t *testing.T) {
	k := testKit(t)
	imports := regexp.MustCompile(`(?m)(?:from|import) "\.(\.?)/([^"]+)"`)
	for name, a := range k.Assets.now.Load().files {
		for _, m := range imports.FindAllStringSubmatch(string(a.plain), -1) {
			target := m[2]
			if m[1] == "" {
				target = name[:strings.LastIndexByte(name, '/')+1] + target
			}
			if _, err := k.Assets.Path(target); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestSecureHeaders(t *testing.T) {
	w := get(engine(testKit(t)), "/nowhere")
	csp := w.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'self'", "frame-ancestors 'none'", "ws://example.com", "object-src 'none'"} {
		if !strings.Contains(csp, want) {
			t.Errorf("policy lacks %s: %s", want, csp)
		}
	}
	if strings.Contains(csp, "unsafe") {
		t.Errorf("policy is unsafe: %s", csp)
	}
	for h, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"} {
		if got := w.Header().Get(h); got != want {
			t.Errorf("%s: %q, want %q", h, got, want)
		}
	}
}

func TestHostCannotWriteThePolicy(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Host = "a; script-src *"
	if s := socketSource(r); s != "" {
		t.Errorf("host became %q", s)
	}
}

func TestDemoIsSaidOnEveryPage(t *testing.T) {
	k := testKit(t, func(r *queue.Rules) { r.Centre.Demo = true })
	if got := document(t, get(engine(k), "/nowhere", "Accept-Language", "zh")).Find(".demo").Text(); got != "演示" {
		t.Errorf("demo word %q", got)
	}
	if n := document(t, get(engine(testKit(t)), "/nowhere")).Find(".demo").Length(); n != 0 {
		t.Error("demo said outside the demo")
	}
}
