package main

import (
	"bytes"
	"net/http"
	"strings"
	"syscall"
	"testing"
)

// TestAReloadThatNamesANewPrinter has a kiosk named to a printer that isn't open yet,
// and a kiosk added, under the running program: slips go on coming out where they did,
// and the log says so.
func TestAReloadThatNamesANewPrinter(t *testing.T) {
	t.Parallel()
	hall := newPrinter(t, "epson-80")
	own := newCentre(t, "    url: \"virtual:\"\n", "    url: "+hall.url+"\n")
	p := own.serve(t, t.TempDir(), "--public-url", "http://127.0.0.1")
	kiosk := own.kiosk(p)
	p.prints(t, kiosk.issued(t, "petition", "main").Ref, "confirmed", "")

	text := readFile(t, own.config)
	for _, edit := range [][2]string{
		{"  # - id: counter\n", "  - id: counter\n    url: tcp:127.0.0.1:9\n  # - id: counter\n"},
		{"    printer: hall #", "    printer: counter\n    # printer: hall #"},
		{"# windows：显示", "  - id: second\n    name: {zh: 第二台, en: Second kiosk}\n    printer: counter\n    fallback: [hall]\n    token_sha256: " +
			strings.Repeat("7", 64) + "\n# windows：显示"},
	} {
		if !bytes.Contains(text, []byte(edit[0])) {
			t.Fatalf("%q doesn't stand in the config", edit[0])
		}
		text = bytes.Replace(text, []byte(edit[0]), []byte(edit[1]), 1)
	}
	writeFile(t, own.config, text)
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	p.await(t, "the reload", func() bool { return strings.Contains(p.log.String(), "the config was reloaded") })
	for _, kiosks := range []string{`kiosk=main named=[counter] printers=[hall]`, `kiosk=second named="[counter hall]" printers=[hall]`} {
		if !strings.Contains(p.log.String(), kiosks) {
			t.Errorf("the log doesn't say %s:\n%s", kiosks, p.log)
		}
	}
	staff := own.staff(t, p, "li") // the second kiosk's own token is taken at the next start
	for _, at := range []string{"main", "second"} {
		x := staff.issued(t, "petition", at)
		p.prints(t, x.Ref, "confirmed", "")
		hall.once(t, x.Number)
	}
}

// staff gives a caller with the session of one of the centre's staff.
func (c *ownCentre) staff(t *testing.T, p *program, id string) *caller {
	t.Helper()
	s := p.caller()
	var session struct{ Token string }
	s.must(t, http.StatusOK, http.MethodPost, "/api/v1/session", map[string]string{"staff": id, "pin": c.pins[id]}, &session)
	s.token = session.Token
	return s
}
