package settings_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"onedoor/config"
)

// ask sends JSON to the API as somebody and reads the answer.
func (p *person) ask(method, path string, body, into any) int {
	p.h.t.Helper()
	var sent io.Reader = http.NoBody
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			p.h.t.Fatal(err)
		}
		sent = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(p.h.t.Context(), method, p.h.url+path, sent)
	if err != nil {
		p.h.t.Fatal(err)
	}
	resp, err := p.c.Do(r)
	if err != nil {
		p.h.t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		p.h.t.Fatal(err)
	}
	return resp.StatusCode
}

// TestAProgramChangesTheConfig reads, checks and changes the file over the API.
func TestAProgramChangesTheConfig(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	var now struct {
		Text, Base string
		Sample     bool
		InForce    bool `json:"in_force"`
		Waiting    []string
		Code       string
		Args       map[string]string
	}
	if code := p.ask("GET", "/api/v1/config", nil, &now); code != 200 || !now.Sample || !now.InForce || strings.Contains(now.Text, "argon2id") {
		t.Fatalf("%d %+v", code, now.Base)
	}
	base, text := now.Base, strings.Replace(now.Text, `hotline: "12345"`, `hotline: "12348"`, 1)
	var found struct{ Problems []struct{ Line, Column int } }
	if code := p.ask("POST", "/api/v1/config/check", map[string]string{"text": strings.Replace(text, "prefix: A", "prefix: I", 1)}, &found); code != 200 || len(found.Problems) == 0 || found.Problems[0].Line == 0 {
		t.Fatalf("%d %+v", code, found)
	}
	if code := p.ask("PUT", "/api/v1/config", map[string]string{"base": base, "text": strings.Replace(text, "prefix: A", "prefix: I", 1)}, &now); code != 422 || now.Code != "config_invalid" || now.Args["line"] == "" {
		t.Fatalf("%d %s %v", code, now.Code, now.Args)
	}
	if code := p.ask("PUT", "/api/v1/config", map[string]string{"base": base, "text": text}, &now); code != 200 || h.queue.Rules().Centre.Hotline != "12348" || now.Base == base {
		t.Fatalf("%d %s", code, now.Code)
	}
	if code := p.ask("PUT", "/api/v1/config", map[string]string{"base": base, "text": text}, &now); code != 409 || now.Code != "config_changed" {
		t.Fatalf("%d %s", code, now.Code)
	}
	var list struct {
		Editions []struct {
			Edition   int
			Staff, By string
		}
	}
	if code := p.ask("GET", "/api/v1/config/editions", nil, &list); code != 200 || len(list.Editions) != 2 || list.Editions[0].By != "program" || list.Editions[0].Staff != "supervisor" {
		t.Fatalf("%d %+v", code, list)
	}
	var first struct{ Text, Code string }
	if code := p.ask("GET", "/api/v1/config/editions/1", nil, &first); code != 200 || first.Text != string(config.Mask(config.SampleText())) {
		t.Errorf("%d", code)
	}
	if code := p.ask("GET", "/api/v1/config/editions/9", nil, &first); code != 404 {
		t.Errorf("%d", code)
	}
	if got := h.audit.acts(); got != "supervisor config_applied program" {
		t.Errorf("audit: %s", got)
	}
}
