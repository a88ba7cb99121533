package main

import (
	"html"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onedoor/config"
)

// TestBothShowTheSameTicket holds the slip that print-test draws against the one
// that /paper/template shows: a technician who compares them finds no difference
// but the minute.
func TestBothShowTheSameTicket(t *testing.T) {
	t.Parallel()
	p := serve(t, filepath.Join(t.TempDir(), "data"), "--printer", "none:")
	maker, err := newSlipMaker(config.Sample(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"zh", "en"} {
		service := &maker.centre.Rules.Services[0]
		profile := maker.centre.Profiles["epson-80"]
		data, err := maker.encode(profile, maker.slip(service, lang, 0))
		if err != nil {
			t.Fatal(err)
		}
		page, err := interpret(profile, data)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.Get(p.url + "/paper/template?profile=epson-80&slip=" + lang + "&service=" + string(service.ID))
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %v", answer.Status, err)
		}
		shown := html.UnescapeString(string(raw))
		for i, line := range page.Texts {
			if i != 1 && !strings.Contains(shown, strings.TrimSpace(line)) { // 1 has the minute
				t.Errorf("%s: /paper/template has no %q", lang, line)
			}
		}
	}
}
