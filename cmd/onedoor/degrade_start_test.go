package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"onedoor/config"
)

// TestWhatAStartRefuses holds exit codes and sentences of starts that can't be.
func TestWhatAStartRefuses(t *testing.T) {
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	own := newCentre(t)
	bad := newCentre(t, "languages: [zh, en]", "tongues: [zh, en]", "services: [petition, mediation]", "services: [petition, mediaton]")
	hash, err := config.HashPIN(config.DemoPIN, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	everybodys := newCentre(t)
	text := readFile(t, everybodys.config)
	writeFile(t, everybodys.config, bytes.Replace(text, firstPIN(t, text), []byte(hash), 1))
	file := filepath.Join(t.TempDir(), "file")
	writeFile(t, file, nil)
	const anywhere = "127.0.0.1:0"
	for _, c := range []struct {
		name  string
		args  []string
		code  int
		words []string
	}{
		{"port in use", []string{"--listen", taken.Addr().String()}, exitEnvironment, []string{taken.Addr().String(), "address already in use", "--listen"}},
		{"no such flag", []string{"--lisen", anywhere}, exitUsage, []string{"--lisen", "--help"}},
		{"no such command", []string{"serv"}, exitUsage, []string{"serv", "--help"}},
		{"an address without a port", []string{"--listen", "127.0.0.1"}, exitUsage, []string{"127.0.0.1", "host:port"}},
		{"the sample on every address", []string{"--listen", ":0"}, exitUsage, []string{"sample centre", "onedoor init"}},
		{"the sample on a network", []string{"--listen", "192.0.2.1:0", "--public-url", "http://192.0.2.1"}, exitUsage, []string{"sample centre", "onedoor init"}},
		{"a wildcard without a public address", []string{"--config", own.config, "--listen", "0.0.0.0:0"}, exitUsage, []string{"--public-url"}},
		{"a public address with a path", []string{"--config", own.config, "--listen", anywhere, "--public-url", "http://a/b"}, exitUsage, []string{"--public-url"}},
		{"half of TLS", []string{"--listen", anywhere, "--tls-cert", file}, exitUsage, []string{"--tls-key"}},
		{"no such config", []string{"--config", file + ".yaml", "--listen", anywhere}, exitInput, []string{file + ".yaml"}},
		{"a wrong config", []string{"--config", bad.config, "--listen", anywhere}, exitInput, []string{"tongues", "mediaton", `"mediation"`}},
		{"everybody's PIN", []string{"--config", everybodys.config, "--listen", anywhere}, exitInput, []string{"first_pin", "everybody knows"}},
		{"a printer that can't be", []string{"--listen", anywhere, "--printer", "serial:ttyUSB0?baud=12"}, exitInput, []string{"--printer", "/dev/", "baud"}},
		{"a virtual printer without its script", []string{"--listen", anywhere, "--printer", "virtual:?script=/does/not/exist"}, exitInput, []string{"--printer", "/does/not/exist"}},
		{"a data directory that is a file", []string{"--listen", anywhere, "--data", file}, exitEnvironment, []string{file}},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			said := ends(t, append([]string{"serve", "--data", data}, c.args...)...)
			said.wants(t, c.code, c.words...)
			if strings.Contains(said.out, "is open") {
				t.Error("it opened")
			}
			if _, err := os.Stat(filepath.Join(data, "onedoor.db")); err == nil {
				t.Error("it began books")
			}
		})
	}
}

// firstPIN finds the first hash of a PIN in a config.
func firstPIN(t *testing.T, text []byte) []byte {
	t.Helper()
	hash := regexp.MustCompile(`\$argon2id\$[^"]+`).Find(text)
	if hash == nil {
		t.Fatal("no PIN's hash in the config")
	}
	return hash
}

// TestCheck tells every problem with its place, one a line.
func TestCheck(t *testing.T) {
	own := newCentre(t)
	if said := ends(t, "check", "--config", own.config); said.code != exitOK || !strings.Contains(said.out, "fine") || said.err != "" {
		t.Errorf("a made config: %+v", said)
	}
	bad := newCentre(t, "languages: [zh, en]", "tongues: [zh, en]", "services: [petition, mediation]", "services: [petition, mediaton]")
	text := readFile(t, bad.config)
	said := ends(t, "check", "--config", bad.config)
	said.wants(t, exitInput)
	for _, wrong := range []string{"tongues", "mediaton"} {
		place := placeOf(text, wrong)
		if !strings.Contains(said.err, bad.config+place) {
			t.Errorf("doesn't name %s%s:\n%s", bad.config, place, said.err)
		}
	}
	ends(t, "check").wants(t, exitUsage, "--config")
	ends(t, "check", "--config", filepath.Join(t.TempDir(), "none.yaml")).wants(t, exitInput, "none.yaml")
	again := ends(t, "init", filepath.Dir(own.config))
	again.wants(t, exitInput, "never overwrites", "nothing was written")
}

// placeOf is ":line:column:" of a word in a text, in characters.
func placeOf(text []byte, word string) string {
	at := bytes.Index(text, []byte(word))
	line := bytes.Count(text[:at], []byte("\n")) + 1
	column := len([]rune(string(text[bytes.LastIndexByte(text[:at], '\n')+1:at]))) + 1
	return fmt.Sprintf(":%d:%d:", line, column)
}

// TestACentreOfOnesOwn goes the way from init to a served ticket: with its own
// PINs and tokens, and with nothing else.
func TestACentreOfOnesOwn(t *testing.T) {
	own := newCentre(t)
	p := own.serve(t, t.TempDir())
	issue := map[string]string{"service": "petition", "kiosk": "main"}
	stranger, impostor, screen := p.caller(), p.caller(), p.caller()
	impostor.token, screen.token = strings.Repeat("a", 26), own.tokens["screen hall"]
	for name, c := range map[string]*caller{"nobody": stranger, "a wrong token": impostor, "a screen": screen} {
		for _, body := range []map[string]string{issue, {"service": "petition"}} {
			if r := c.refused(t, "POST", "/api/v1/tickets", body); r.Status != 401 && r.Status != 403 {
				t.Errorf("%s issues: %+v", name, r)
			}
		}
	}
	for _, staff := range []string{"wang", "li", "demo", "supervisor"} {
		if r := stranger.refused(t, "POST", "/api/v1/session", map[string]string{"staff": staff, "pin": config.DemoPIN}); r.Status != 401 || r.Code != "bad_pin" {
			t.Errorf("%s logs in with the sample's PIN: %+v", staff, r)
		}
	}
	if r := stranger.refused(t, "POST", "/api/v1/windows/w1/next", nil); r.Status != 401 {
		t.Errorf("nobody calls: %+v", r)
	}

	first := own.kiosk(p).issued(t, "petition", "main")
	if first.Number != "A001" || first.StatusURL != "" && !strings.HasPrefix(first.StatusURL, p.url+"/t/") {
		t.Errorf("issued %+v", first)
	}
	p.prints(t, first.Ref, "confirmed", "")
	var session struct{ Token string }
	stranger.must(t, http.StatusOK, "POST", "/api/v1/session", map[string]string{"staff": "wang", "pin": own.pins["wang"]}, &session)
	wang := p.caller()
	wang.token = session.Token
	wang.issued(t, "mediation", "")
	wang.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/open", nil, nil)
	var called struct{ Ticket ticket }
	wang.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/next", nil, &called)
	if called.Ticket.Number != first.Number {
		t.Errorf("called %s, want %s", called.Ticket.Number, first.Number)
	}
	wang.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/finish", map[string]string{"outcome": "answered"}, nil)
	if got := stranger.ticket(t, first.Ref); got.State != "done" {
		t.Errorf("the visit is %s", got.State)
	}
	for _, page := range []string{"/paper", "/paper/hall/1", "/window/w1", "/desk", "/hall", "/admin", "/reports"} {
		if led := p.visitor(t).send(t, "GET", page, nil); led != "/login" {
			t.Errorf("%s leads a stranger to %s, not to the log-in", page, led)
		}
	}
	p.keepsQuiet(t, first.Ref, session.Token, own.pins["wang"], own.tokens["kiosk main"])
	if code := p.stop(); code != 0 {
		t.Errorf("ended with %d:\n%s", code, p.log)
	}
}
