package main

import (
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"onedoor/display"
)

// pseudo makes a file of words in a made-up tongue: the English sentences of some
// faces in brackets, so that what was translated can be told from what wasn't.
func pseudo(t *testing.T, faces ...string) []byte {
	t.Helper()
	words, err := display.LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	file := map[string]map[string]map[string]string{}
	for _, face := range faces {
		b, err := words.Strings("en", face)
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]map[string]string
		if err := json.Unmarshal(b, &texts); err != nil {
			t.Fatal(err)
		}
		for key, forms := range texts {
			if k, ok := strings.CutPrefix(key, face+"."); ok {
				for form, s := range forms {
					forms[form] = "⟦" + s + "⟧"
				}
				if file[face] == nil {
					file[face] = map[string]map[string]string{}
				}
				file[face][k] = forms
			}
		}
	}
	if file["common"] != nil {
		file["common"]["lang_tag"] = map[string]string{"other": "eo"}
		file["common"]["language_eo"] = map[string]string{"other": "Esperanto"}
	}
	b, err := json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestAThirdLanguageIsOneFile puts a file of words beside the config: the kiosk
// and the phone speak the language and every switch offers it; what the file
// lacks is said in English, and check lists it.
func TestAThirdLanguageIsOneFile(t *testing.T) {
	t.Parallel()
	own := newCentre(t, "  languages: [zh, en]\n", "  languages: [zh, en, eo]\n  catalogues: {eo: eo.json}\n", "  phone: off\n", "  phone: wifi\n  wifi: Hall\n")
	file := filepath.Join(filepath.Dir(own.config), "eo.json")
	writeFile(t, file, pseudo(t, "common", "kiosk", "phone"))

	said := ends(t, "check", "--config", own.config)
	said.wants(t, exitOK, "eo.json has no words for", " of login: ", " of screen: ", `are not written in "eo"`)
	if strings.Contains(said.err, " of kiosk: ") {
		t.Errorf("check misses words that are there:\n%s", said.err)
	}

	p := own.serve(t, t.TempDir())
	browser := p.visitor(t)
	page := func(path string) string {
		t.Helper()
		resp, err := browser.Get(p.url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("GET %s: %d, %v", path, resp.StatusCode, err)
		}
		return string(b)
	}
	device := "/kiosk/main?token=" + own.tokens["kiosk main"]
	for path, want := range map[string][]string{
		device + "&lang=eo": {`<html lang="eo"`, "⟦What brings you here today?⟧", "中文", "English"},
		device + "&lang=zh": {`lang="eo"`, "Esperanto"},
		"/login?lang=eo":    {`<html lang="eo"`, "⟦", "Log in"},
		"/login?lang=en":    {"Esperanto"},
	} {
		got := page(path)
		for _, words := range want {
			if !strings.Contains(got, words) {
				t.Errorf("%s doesn't say %q:\n%s", path, words, got)
			}
		}
	}
	var mine ticket
	own.kiosk(p).must(t, 201, "POST", "/api/v1/tickets", map[string]any{"service": "petition", "lang": "eo"}, &mine)
	for _, words := range []string{`<html lang="eo"`, "⟦", mine.Number} {
		if got := page("/t/" + mine.Ref); !strings.Contains(got, words) {
			t.Errorf("the phone doesn't say %q:\n%s", words, got)
		}
	}

	writeFile(t, file, []byte(`{"kiosk": {"tittle": "?"}}`))
	ends(t, "check", "--config", own.config).wants(t, exitInput, "eo.json", "no face says kiosk.tittle")
	ends(t, "serve", "--config", own.config, "--data", t.TempDir(), "--listen", "127.0.0.1:0").wants(t, exitInput, "no face says kiosk.tittle")
}
