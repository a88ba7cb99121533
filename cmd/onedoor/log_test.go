package main

import (
	"net/http"
	"strings"
	"testing"
)

// TestLogLevel has a page asked for: it has a line at debug, and none as usual.
func TestLogLevel(t *testing.T) {
	t.Parallel()
	for level, logged := range map[string]bool{"": false, "info": false, "debug": true} {
		var args []string
		if level != "" {
			args = []string{"--log-level", level}
		}
		p := serve(t, t.TempDir(), append(args, "--printer", "none:")...)
		answer, err := http.Get(p.url + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if code := p.stop(); code != exitOK {
			t.Errorf("ended with %d", code)
		}
		if got := strings.Contains(p.log.String(), "level=DEBUG msg=request method=GET route=/healthz"); got != logged {
			t.Errorf("level %q: the request is logged: %v\n%s", level, got, p.log)
		}
	}
	ends(t, "serve", "--log-level", "loud").wants(t, exitUsage, "--log-level", "debug", "error")
}
