package display

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// codes reads every queue.Code constant out of a package's source.
func codes(t *testing.T, pattern string) []queue.Code {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	var all []queue.Code
	for _, name := range names {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || len(v.Values) != 1 || !strings.HasPrefix(v.Names[0].Name, "Err") {
				return true
			}
			if lit, ok := v.Values[0].(*ast.BasicLit); ok {
				s, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, queue.Code(s))
			}
			return true
		})
	}
	return all
}

func TestEveryCodeHasAStatusAndASentence(t *testing.T) {
	k := testKit(t)
	all := append(codes(t, "../queue/errors.go"), codes(t, "problem.go")...)
	if len(all) < 30 {
		t.Fatalf("only %d codes found", len(all))
	}
	for _, c := range all {
		if !k.Catalogue.Has("error." + string(c)) {
			t.Errorf("no sentence for %s", c)
		}
		if Status(c) == http.StatusInternalServerError && c != ErrInternal {
			t.Errorf("no status for %s", c)
		}
	}
}

func TestProblemDocument(t *testing.T) {
	k := testKit(t)
	e := engine(k)
	e.POST("/api/v1/tickets/:ref/cancel", func(c *gin.Context) {
		k.Problem(c, Refuse(queue.ErrWindowBusy, "window", "w1", "number", "A001"))
	})
	e.POST("/api/v1/full", func(c *gin.Context) { k.Problem(c, Refuse(queue.ErrDiskFull)) })
	e.POST("/api/v1/bug", func(c *gin.Context) { k.Problem(c, errors.New("secret detail")) })
	e.POST("/api/v1/panic", func(*gin.Context) { panic("secret detail") })

	w := postForm(e, "/api/v1/tickets/s3cr3t-ref/cancel", nil, "Accept-Language", "en")
	var p Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	want := Problem{
		Type: "urn:onedoor:problem:window_busy", Title: "Not now", Status: 409, Code: "window_busy",
		Detail:   "A ticket is still in hand at this window. Finish it, transfer it or pass it first.",
		Instance: "/api/v1/tickets/:ref/cancel", Args: map[string]string{"window": "w1", "number": "A001"},
	}
	if got, _ := json.Marshal(p); w.Code != 409 || string(got) != mustJSON(t, want) {
		t.Errorf("%d %s", w.Code, got)
	}
	if w := postForm(e, "/api/v1/full", nil); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("disk full: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	for _, path := range []string{"/api/v1/bug", "/api/v1/panic"} {
		if w := postForm(e, path, nil); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if w := get(e, "/api/v1/nowhere"); w.Code != http.StatusNotFound || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("unknown call: %d %s", w.Code, w.Header().Get("Content-Type"))
	}
	if w := get(e, "/api/v1/full"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("wrong method: %d", w.Code)
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestCloserSentences(t *testing.T) {
	k := testKit(t)
	for _, c := range []struct {
		e    *queue.Error
		want string
	}{
		{Refuse(queue.ErrTooLate, "what", "undo"), "已过可以撤回的时间。"},
		{Refuse(queue.ErrTooLate), "时间已过，不能撤回了。"},
		{Refuse(queue.ErrBadValue, "field", "party"), "“party”填写的内容不对。"},
		{Refuse(ErrBadRequest, "what", "missing_field", "field", "service"), "缺少“service”。"},
	} {
		if got := k.Sentence("zh", c.e); got != c.want {
			t.Errorf("%v: %q, want %q", c.e, got, c.want)
		}
	}
}

func TestNoLogHoldsARef(t *testing.T) {
	var out bytes.Buffer
	k := testKit(t)
	k.log = slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	e := engine(k)
	e.GET("/t/:ref", func(c *gin.Context) {
		k.Page(c, http.StatusOK, Page{Name: "display/problem", Data: struct{ Title, Sentence string }{}})
	})
	e.GET("/api/v1/tickets/:ref", func(*gin.Context) { panic("boom") })
	for _, path := range []string{"/t/s3cr3t", "/t/s3cr3t?x=s3cr3t", "/api/v1/tickets/s3cr3t", "/t/s3cr3t/more", "/x/s3cr3t"} {
		w := get(e, path)
		if strings.Contains(w.Body.String(), "s3cr3t") {
			t.Errorf("%s: the page repeats the address", path)
		}
	}
	if s := out.String(); strings.Contains(s, "s3cr3t") || !strings.Contains(s, "route=/t/:ref") {
		t.Error(s)
	}
}
