package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/errors"

	"onedoor/display/api"
)

// described is the OpenAPI document as the validator reads it.
type described struct {
	document libopenapi.Document
	checks   validator.Validator
}

var description = sync.OnceValues(func() (*described, error) {
	b, err := api.Document()
	if err != nil {
		return nil, err
	}
	d, err := libopenapi.NewDocument(b)
	if err != nil {
		return nil, err
	}
	v, errs := validator.NewValidator(d, config.WithFormatAssertions(), config.WithoutSecurityValidation(),
		config.WithStrictMode(), config.WithStrictIgnoredHeadersExtra(everywhere...),
		config.WithStrictIgnorePaths("$.body.args.*", "$.body.problems[*].args.*"))
	if len(errs) > 0 {
		return nil, errs[0]
	}
	return &described{d, v}, nil
})

// everywhere is what display.Secure puts on every answer of the house.
var everywhere = []string{
	"Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy",
	"Referrer-Policy", "X-Content-Type-Options",
}

// validating is held while the validator works: it is not safe for concurrent
// use.
var validating sync.Mutex

// conforms holds an answer, and the request when it was accepted, against the
// OpenAPI document.
func conforms(t testing.TB, r *http.Request, body string, w *httptest.ResponseRecorder) {
	t.Helper()
	d, err := description()
	must(t, err)
	if w.Code == http.StatusMethodNotAllowed || (w.Code == http.StatusNotFound && strings.Contains(w.Body.String(), `"not_found"`)) {
		return // no such operation: nothing to hold it against
	}
	validating.Lock()
	defer validating.Unlock()
	answer := w.Result()
	defer answer.Body.Close()
	if ok, errs := d.checks.GetResponseBodyValidator().ValidateResponseBody(r, answer); !ok {
		t.Errorf("%s %s: the answer is not as described:%s\n%s", r.Method, r.URL.Path, list(errs), w.Body.String())
	}
	if w.Code < http.StatusMultipleChoices {
		r = r.Clone(t.Context())
		r.Body = http.NoBody
		if body != "" {
			r.Body = io.NopCloser(strings.NewReader(body))
		}
		// Headers that every client sends are not the API's.
		for _, name := range []string{"Accept-Language", "Authorization", "Cookie", "Origin", "Sec-Fetch-Site"} {
			r.Header.Del(name)
		}
		if ok, errs := d.checks.ValidateHttpRequestSync(r); !ok {
			t.Errorf("%s %s was accepted, but is not as described:%s\n%s", r.Method, r.URL.Path, list(errs), body)
		}
	}
}

func list(errs []*errors.ValidationError) string {
	var b strings.Builder
	for _, e := range errs {
		b.WriteString("\n\t" + e.Message + ": " + e.Reason)
		for _, s := range e.SchemaValidationErrors {
			b.WriteString("\n\t\t" + s.FieldPath + " " + s.Reason)
		}
	}
	return b.String()
}

func TestTheDocumentIsValidOpenAPI31(t *testing.T) {
	d, err := description()
	must(t, err)
	if v := d.document.GetVersion(); v != "3.1.0" {
		t.Errorf("version %s", v)
	}
	validating.Lock()
	defer validating.Unlock()
	if ok, errs := d.checks.ValidateDocument(); !ok {
		t.Error(list(errs))
	}
	model, err := d.document.BuildV3Model()
	must(t, err)
	ids := map[string]bool{}
	for path, item := range model.Model.Paths.PathItems.FromOldest() {
		for method, op := range item.GetOperations().FromOldest() {
			if op.OperationId == "" || ids[op.OperationId] {
				t.Errorf("%s %s: operation id %q", method, path, op.OperationId)
			}
			ids[op.OperationId] = true
			if op.Summary == "" || len(op.Tags) != 1 || op.Responses.Default == nil {
				t.Errorf("%s %s lacks a summary, a tag or a default answer", method, path)
			}
		}
	}
}

func TestTheDocumentAndTheRoutesAreTheSame(t *testing.T) {
	h := open(t)
	param := regexp.MustCompile(`:([a-z]+)`)
	var routes, paths []string
	for _, r := range h.handler.Routes() {
		routes = append(routes, r.Method+" "+param.ReplaceAllString(r.Path, "{$1}"))
	}
	d, err := description()
	must(t, err)
	model, err := d.document.BuildV3Model()
	must(t, err)
	for path, item := range model.Model.Paths.PathItems.FromOldest() {
		for method := range item.GetOperations().FromOldest() {
			paths = append(paths, strings.ToUpper(method)+" "+path)
		}
	}
	for _, r := range routes {
		if !slices.Contains(paths, r) {
			t.Errorf("%s is not in the document", r)
		}
	}
	for _, p := range paths {
		if !slices.Contains(routes, p) {
			t.Errorf("%s is in the document and not in the house", p)
		}
	}
}

func TestTheDocumentIsServed(t *testing.T) {
	h := open(t)
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/openapi.json", nil))
	b, err := api.Document()
	must(t, err)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" || w.Body.String() != string(b) {
		t.Errorf("%d %s, %d bytes", w.Code, w.Header().Get("Content-Type"), w.Body.Len())
	}
}
