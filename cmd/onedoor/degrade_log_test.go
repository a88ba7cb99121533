package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

// visitor is a browser without scripts.
type visitor struct {
	*http.Client
	base string
}

func (p *program) visitor(t *testing.T) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{&http.Client{Jar: jar, Timeout: patience}, p.url}
}

// send sends a request, a form when there is one, and gives the address where
// it led. Whatever it is, it must not make the program fail.
func (v *visitor) send(t *testing.T, method, path string, form url.Values) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := v.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	if resp.StatusCode >= http.StatusInternalServerError {
		t.Errorf("%s %s: %d", method, path, resp.StatusCode)
	}
	return resp.Request.URL.Path
}

// listen opens a socket, hears the first message and leaves.
func (v *visitor) listen(t *testing.T, path string, header http.Header) {
	t.Helper()
	ws, resp, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(v.base, "http")+path, header)
	if err != nil {
		return // refused: that is logged too
	}
	defer resp.Body.Close()
	defer ws.Close()
	if _, _, err := ws.ReadMessage(); err != nil {
		t.Errorf("%s: %v", path, err)
	}
}

// raw sends bytes that are no request of ours.
func (p *program) raw(t *testing.T, text string) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, text)
	_, _ = io.Copy(io.Discard, conn)
}

// TestTheLogIsDiscreet goes through a day of everything that can be asked,
// rightly and wrongly, and reads what the program wrote to its log, at debug, and its
// terminal: no visitor's ref, no PIN, no token, no name, nothing that was written
// about somebody.
func TestTheLogIsDiscreet(t *testing.T) {
	own := newCentre(t, "  phone: off\n", "  phone: wifi\n", "  # wifi: Hall-WiFi\n", "  wifi: Hall-WiFi\n")
	out := filepath.Join(t.TempDir(), "out")
	// The terminal's side is copied, so that both are read.
	p := start(t, command([]string{"serve", "--config", own.config, "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--log-level", "debug"},
		"bash", "-c", `exec "$@" > >(tee "$0")`, out))
	const wrongPIN, note, badToken = "135797", "张三 13800138000", "wrong-token-of-somebody"
	secrets := []string{
		own.pins["wang"], own.pins["li"], wrongPIN, "王某", "李某", "张三", "13800138000", badToken,
		own.tokens["kiosk main"], own.tokens["screen hall"],
	}

	kiosk, phone, staff := p.visitor(t), p.visitor(t), p.visitor(t)
	kiosk.send(t, "GET", "/kiosk/main?token="+badToken, nil)
	kiosk.send(t, "GET", "/kiosk/main?token="+own.tokens["kiosk main"], nil)
	kiosk.send(t, "GET", "/screen/hall?token="+own.tokens["screen hall"], nil)
	led := kiosk.send(t, "POST", "/kiosk/main/tickets", url.Values{"service": {"petition"}, "key": {"one-touch"}})
	ref := led[strings.LastIndex(led, "/")+1:]
	other := own.kiosk(p).issued(t, "petition", "main")
	third := own.kiosk(p).issued(t, "petition", "main")
	secrets = append(secrets, ref, other.Ref, third.Ref)
	if len(ref) != len(other.Ref) {
		t.Fatalf("the kiosk's form led to %s", led)
	}
	for _, r := range []string{ref, other.Ref} {
		p.visits(t, phone, r)
	}

	staff.send(t, "POST", "/login", url.Values{"staff": {"wang"}, "pin": {wrongPIN}, "to": {"/window/w1"}})
	staff.send(t, "POST", "/login", url.Values{"staff": {"王某"}, "pin": {own.pins["wang"]}})
	staff.send(t, "POST", "/login", url.Values{"staff": {"wang"}, "pin": {own.pins["wang"]}, "to": {"/window/w1"}})
	const ownPIN = "602481"
	staff.send(t, "POST", "/pin", url.Values{"present": {wrongPIN}, "new": {ownPIN}, "again": {ownPIN}})
	if led := staff.send(t, "POST", "/pin", url.Values{"present": {own.pins["wang"]}, "new": {ownPIN}, "again": {ownPIN}, "to": {"/window/w1"}}); led != "/window/w1" {
		t.Errorf("the first PIN's change led to %q", led)
	}
	secrets = append(secrets, ownPIN)
	var session struct{ Token string }
	clerk := p.caller()
	_ = clerk.refused(t, "POST", "/api/v1/session", map[string]string{"staff": "li", "pin": wrongPIN})
	_ = clerk.refused(t, "POST", "/api/v1/session", map[string]any{"staff": "李某", "pin": 135797})
	clerk.must(t, http.StatusOK, "POST", "/api/v1/session", map[string]string{"staff": "wang", "pin": ownPIN}, &session)
	clerk.token = session.Token
	secrets = append(secrets, session.Token)
	for _, page := range []string{"/window", "/window/w1", "/desk", "/hall", "/admin", "/reports", "/paper"} {
		staff.send(t, "GET", page, nil)
	}
	for act, body := range map[string]any{"next": nil, "hold": map[string]string{"reason": "papers", "note": note}} {
		_ = clerk.refused(t, "POST", "/api/v1/windows/w1/"+act, body)
	}
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/open", nil, nil)
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/next", nil, nil)
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/hold", map[string]string{"reason": "papers", "note": note}, nil)
	_ = clerk.refused(t, "POST", "/api/v1/windows/w1/hold", map[string]string{"reason": note})
	clerk.must(t, http.StatusOK, "POST", "/api/v1/tickets/"+third.Ref+"/reprint", nil, nil)
	phone.listen(t, "/ws/console/w1", http.Header{"Authorization": {"Bearer " + session.Token}})
	p.raw(t, "GET /t/"+ref+" HTTP/9.9\r\n\r\n")
	p.raw(t, "\x16\x03\x01"+ref+own.pins["wang"]+"\r\n\r\n")
	p.raw(t, "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 400\r\nConnection: close\r\nX: "+strings.Repeat(own.pins["wang"], 4000)+"\r\n\r\n")
	clerk.must(t, http.StatusNoContent, "DELETE", "/api/v1/session", nil, nil)
	tells(t, "/metrics", p.text(t, "/metrics"), secrets...)
	p.prints(t, third.Ref, "confirmed", "")
	if code := p.stop(); code != 0 {
		t.Errorf("ended with %d:\n%s", code, p.log)
	}
	p.keepsQuiet(t, secrets...)
	printed, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	tells(t, "the terminal", string(printed), secrets...)
	if !strings.Contains(p.log.String(), "route=/t/:ref") || !strings.Contains(string(printed), "is open at") {
		t.Errorf("the log of the day isn't what was read:\n%s%s", p.log, printed)
	}
}

// visits asks for everything there is about a ticket, and for what there isn't.
func (p *program) visits(t *testing.T, phone *visitor, ref string) {
	t.Helper()
	for _, path := range []string{
		"/t/" + ref, "/t/" + ref + "/", "/t/" + ref + "/more", "/t/" + ref + "?lang=en&ref=" + ref, "//t/" + ref, "/T/" + ref,
		"/api/v1/tickets/" + ref, "/api/v1/tickets/" + ref + "/nothing", "/kiosk/main/ticket/" + ref,
		"/ws/ticket/" + ref, "/ws/ticket/" + ref + "x", "/login?to=/t/" + ref, "/" + ref,
	} {
		phone.send(t, "GET", path, nil)
	}
	phone.send(t, "DELETE", "/t/"+ref, nil)
	phone.listen(t, "/ws/ticket/"+ref, nil)
	phone.listen(t, "/ws/ticket/"+ref, http.Header{"Origin": {"http://elsewhere.test/" + ref}})
	for range 2 { // the second is refused
		phone.send(t, "POST", "/t/"+ref, url.Values{"act": {"leave"}})
		phone.send(t, "POST", "/api/v1/tickets/"+ref+"/cancel", nil)
	}
	phone.send(t, "POST", "/api/v1/tickets/"+ref+"/undo", nil)
}
