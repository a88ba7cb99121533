package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestADemoIsChangedAndKept changes the sample over the API under the running program: kiosks have it at once, it is
// there after a restart, and gone with its file.
func TestADemoIsChangedAndKept(t *testing.T) {
	data := t.TempDir()
	p := serve(t, data, "--printer", "none:")
	c := p.login("supervisor")
	var now struct{ Text, Base string }
	c.must(t, http.StatusOK, "GET", "/api/v1/config", nil, &now)
	text := strings.Replace(now.Text, "en: Labour rights}", "en: Work and wages}", 1)
	c.must(t, http.StatusOK, "PUT", "/api/v1/config", map[string]string{"base": now.Base, "text": text}, &now)
	named := func(p *program) string {
		var list struct{ Services []struct{ ID, Name string } }
		if _, err := p.caller().do("GET", "/api/v1/services?lang=en", nil, &list); err != nil {
			t.Fatal(err)
		}
		return list.Services[0].Name
	}
	if got := named(p); got != "Work and wages" {
		t.Errorf("after the change: %s", got)
	}
	p.kill()
	p = serve(t, data, "--printer", "none:")
	if got := named(p); got != "Work and wages" {
		t.Errorf("after the restart: %s", got)
	}
	p.kill()
	if err := os.Remove(filepath.Join(data, "sample.yaml")); err != nil {
		t.Fatal(err)
	}
	if got := named(serve(t, data, "--printer", "none:")); got != "Labour rights" {
		t.Errorf("without its file: %s", got)
	}
}
