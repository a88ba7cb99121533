package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"onedoor/queue"
)

// TestTheHouseAnswersToItsOwnNames: a name that somebody else's page leads to this machine gets nothing, in the demo
// and in a centre of one's own.
func TestTheHouseAnswersToItsOwnNames(t *testing.T) {
	t.Parallel()
	own, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	o := appOptions{PublicURL: "https://Queue.Example.gov:8443", Hosts: []string{"lobby.example.org", "", "fd00::1"}}
	for _, tt := range []struct {
		host         string
		demo, centre bool
	}{
		{"127.0.0.1", true, true},
		{"127.0.0.1:8080", true, true},
		{"localhost:1", true, true},
		{"LOCALHOST.", true, true},
		{"a.localhost:80", true, true},
		{"[::1]", true, true},
		{"[::1]:8080", true, true},
		{"[::ffff:127.0.0.1]:8080", true, true},
		{"", true, true},
		{"queue.example.gov", true, true},
		{"queue.example.gov:80", true, true},
		{"lobby.example.org:8080", true, true},
		{"[fd00::1]:8080", true, true},
		{"192.168.1.10:8080", false, true},
		{"[fe80::1%25eth0]:8080", false, true},
		{"onedoor:8080", false, true},
		{own + ":8080", false, true},
		{"evil.example:8080", false, false},
		{"localhost.evil.example", false, false},
		{"127.0.0.1.evil.example", false, false},
		{"queue.example.gov.evil.example:8443", false, false},
		{"evil.example:80:80", false, false},
	} {
		for demo, want := range map[bool]bool{true: tt.demo, false: tt.centre} {
			if got := ownHosts(o, func() bool { return demo }).answers(tt.host); got != want {
				t.Errorf("%q, demo %v: %v", tt.host, demo, got)
			}
		}
	}
}

// TestADemoIsNotReachedByRebinding logs nobody in and shows nothing to a page that has its own name lead here.
func TestADemoIsNotReachedByRebinding(t *testing.T) {
	_, h := moded(t, queue.PhoneWifi)
	ask := func(method, host, path, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "http://"+host+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://"+host)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	const login = "staff=supervisor&pin=246810"
	if w := ask(http.MethodPost, "evil.example:8080", "/login", login); w.Code != http.StatusMisdirectedRequest || len(w.Result().Cookies()) != 0 {
		t.Errorf("a log-in by another name: %d %v", w.Code, w.Header())
	}
	if w := ask(http.MethodPost, "localhost:8080", "/login", login); w.Code != http.StatusSeeOther || len(w.Result().Cookies()) != 1 {
		t.Errorf("a log-in by our own name: %d", w.Code)
	}
	for _, path := range []string{"/api/v1/lobby", "/kiosk/main", "/nothing", "/ws/screen/hall"} {
		if w := ask(http.MethodGet, "evil.example", path, ""); w.Code != http.StatusMisdirectedRequest || strings.HasPrefix(path, "/api/") && !strings.Contains(w.Body.String(), `"wrong_host"`) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}
