package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// keyedScript notes when a key went down, by the clock of the machine.
const keyedScript = `addEventListener("keydown", (e) => { window.keyed = performance.timeOrigin + e.timeStamp; }, {capture: true});`

// bareKey is a page that asks a server for a word with each key, and shows it.
const bareKey = `<!doctype html><title>key</title><p style="font: 800 108px sans-serif" id="number"></p><script type="module">
document.addEventListener("keydown", async () => {
  const r = await fetch("/word", {method: "POST"});
  document.querySelector("#number").textContent = (await r.json()).word;
});
</script>`

// measureConsole times what a clerk waits for: from the key that calls the next one to the number painted on the
// console, while the hall's screen is open, too. The limit is the same browser before a page that asks a bare
// server for a word and shows it.
func measureConsole(b *testing.B, f *figures) {
	p := serveReleased(b, b.TempDir(), "--printer", "none:")
	defer p.kill()
	br := newBrowser(b)
	var ours, least times
	keysToNumbers(b, br, p, &ours)
	keysToWords(b, br, &least)
	seenIn(f, "call next: key → number painted on the console", &ours, &least, 100*time.Millisecond)
}

// keysToNumbers calls one after the other by Enter.
func keysToNumbers(b *testing.B, br *browser, p *program, into *times) {
	b.Helper()
	clerk := p.login("demo")
	clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/open", nil, nil)
	hall, t := br.tab("screen", screenSize()), br.tab("console", deskSize())
	hall.open(p.url + "/screen/hall")
	hall.see("#now .nobody, #now .call, #now .earlier")
	t.notes(`[...document.querySelectorAll('#frame[data-view="called"] [data-slot="number"]')].map((e) => e.textContent)`)
	t.before(keyedScript)
	t.open(p.url + "/window/w1")
	t.login("demo")
	t.see(`[data-live="live"]`)
	for n := range touches {
		v, status, err := p.caller().issue("petition", "")
		if err != nil || status != http.StatusCreated {
			b.Fatalf("issue: %d, %v", status, err)
		}
		t.see(`#frame[data-view="next"][data-first="` + v.Number + `"]:not([data-reflex])`) // Enter just after a visit is a reflex
		t.key("\r")
		at := t.painted(v.Number)
		if n > 0 { // the first letters of their size are new
			into.add(at.Sub(t.keyed()))
		}
		clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/finish", map[string]string{"outcome": "answered"}, nil)
		t.see(`#frame[data-view="nobody"]`)
	}
}

// keyed is when the last key went down.
func (t *tab) keyed() time.Time {
	return time.UnixMicro(int64(read[float64](t, "window.keyed") * 1000))
}

func keysToWords(b *testing.B, br *browser, into *times) {
	b.Helper()
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, bareKey)
			return
		}
		n++
		fmt.Fprintf(w, `{"word":"B%03d"}`, n)
	}))
	b.Cleanup(server.Close)
	t := br.tab("bare key", deskSize())
	t.notes(`[...document.querySelectorAll("#number")].map((e) => e.textContent)`)
	t.before(keyedScript)
	t.open(server.URL)
	for i := range touches {
		t.key("\r")
		at := t.painted(fmt.Sprintf("B%03d", i+1))
		if i > 0 {
			into.add(at.Sub(t.keyed()))
		}
	}
}
