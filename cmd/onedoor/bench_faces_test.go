package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/gorilla/websocket"
)

//go:embed testdata/faces/painted.js
var paintedScript string

// measureFaces times what people see: from the touch to the next page of the kiosk, from the call to the number
// on the screen and on the phone, each as painted by a Chromium on this machine. The limit is the same
// browser before a bare server: it gives the same pages from memory, and tells one word to a page that
// shows it.
func measureFaces(b *testing.B, f *figures) {
	p := serveReleased(b, b.TempDir(), "--printer", "none:")
	defer p.kill()
	br := newBrowser(b)
	raw := newBareFaces(b, p.url)

	var touch, least times
	turnPages(b, br, p, &touch)
	raw.turnPages(br, &least)
	seenIn(f, "kiosk: touch → next page painted", &touch, &least, 100*time.Millisecond)

	hall := serveReleased(b, b.TempDir(), "--printer", "none:")
	defer hall.kill()
	var screen, phone times
	callTo(b, br, hall, &screen, &phone)
	var word times
	raw.tellWords(br, &word)
	seenIn(f, "call → number painted on the screen", &screen, &word, 100*time.Millisecond)
	seenIn(f, "call → painted on a phone", &phone, &word, 300*time.Millisecond)
}

func seenIn(f *figures, what string, ours, limit *times, goal time.Duration) {
	f.add(figure{
		what: what + ", p95", got: ms(ours.at(0.95)) + " (p50 " + ms(ours.at(0.5)) + ")",
		limit: ms(limit.at(0.95)) + " (p50 " + ms(limit.at(0.5)) + ")", ratio: ratio(ours.at(0.95), limit.at(0.95)),
		goal: fmt.Sprintf("≤ %d ms", goal.Milliseconds()), ok: ours.at(0.95) <= goal && ours.at(0.95) > 0,
	})
}

// before has a script run in every page that a tab opens from now on.
func (t *tab) before(script string) {
	t.b.t.Helper()
	if _, err := chromedp.Call(t.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		t.b.t.Fatal(err)
	}
}

// notes has a tab note when what look lists is painted.
func (t *tab) notes(look string) { t.before("const look = () => " + look + ";\n" + paintedScript) }

// painted waits until a key is painted and gives when that was.
func (t *tab) painted(key string) time.Time {
	t.b.t.Helper()
	t.await(key+" painted", fmt.Sprintf("window.noted?.[%q] > 0", key))
	at := read[float64](t, fmt.Sprintf("window.noted[%q]", key))
	return time.UnixMicro(int64(at * 1000))
}

// turns gives how long each touch took to the next page.
func (t *tab) turns(into *times) {
	t.b.t.Helper()
	for _, each := range read[[]float64](t, "window.turns") {
		into.add(time.Duration(each * float64(time.Millisecond)))
	}
}

const touches = 60

// turnPages touches the kiosk for a ticket and leaves, again and again.
func turnPages(b *testing.B, br *browser, p *program, into *times) {
	b.Helper()
	t := br.tab("kiosk", kioskSize())
	t.notes("[]")
	t.open(p.url + "/kiosk/main")
	way := []string{`.tile[href*="/about/petition"]`, `form[action$="/tickets"] button`, `a.strong[href^="/kiosk/main"]`}
	for visit := range touches/len(way) + 1 {
		for i, css := range way {
			t.touch(css)
			t.await("the next page", fmt.Sprintf("window.turns.length === %d", i+1))
		}
		if visit > 0 { // the first after the start isn't counted: its styles and letters are new
			t.turns(into)
		}
		read[int](t, "window.turns.length = 0")
	}
}

// callTo calls people whose phones show their ticket, before a screen.
func callTo(b *testing.B, br *browser, p *program, screen, phone *times) {
	b.Helper()
	clerk := p.login("demo")
	clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/open", nil, nil)
	hall, hand := br.tab("screen", screenSize()), br.tab("phone", phoneSize())
	hall.notes(`[...document.querySelectorAll("main [data-number]")].map((e) => e.dataset.number)`)
	hand.notes(`[...document.querySelectorAll('[data-ticket][data-kind="called"] .number')].map((e) => e.textContent)`)
	hall.open(p.url + "/screen/hall")
	hall.see("#now .nobody, #now .call, #now .earlier")
	for range touches {
		t, status, err := p.caller().issue("petition", "")
		if err != nil || status != http.StatusCreated {
			b.Fatalf("issue: %d, %v", status, err)
		}
		hand.open(p.url + "/t/" + t.Ref)
		hand.see(`[data-live="live"]`)
		began := time.Now()
		clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/next", nil, nil)
		phone.add(hand.painted(t.Number).Sub(began))
		screen.add(hall.painted(t.Number).Sub(began))
		clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/finish", map[string]string{"outcome": "answered"}, nil)
	}
}

// bareFaces gives pages from memory: copies of the kiosk's, turned by a script that does nothing else, and one that
// shows the word that it is told.
type bareFaces struct {
	b     *testing.B
	url   string
	of    string // the house that the copies are of
	mu    sync.Mutex
	kept  map[string]kept
	words chan string
}

type kept struct {
	mime string
	body []byte
}

const bareTurn = `<script type="module">
document.addEventListener("click", async (e) => {
  e.preventDefault();
  const next = location.pathname.endsWith("/main") ? "/kiosk/main/about/petition" : "/kiosk/main";
  const doc = new DOMParser().parseFromString(await (await fetch(next, {cache: "no-store"})).text(), "text/html");
  document.body.replaceWith(document.adoptNode(doc.body));
  history.replaceState(null, "", next);
});
</script></head>`

const bareWord = `<!doctype html><title>word</title><p style="font: 800 300px sans-serif" id="now"></p><script>
new WebSocket(location.href.replace("http", "ws")).onmessage = (e) => { document.querySelector("#now").dataset.number = document.querySelector("#now").textContent = e.data; };
</script>`

func newBareFaces(b *testing.B, of string) *bareFaces {
	b.Helper()
	s := &bareFaces{b: b, of: of, kept: map[string]kept{}, words: make(chan string)}
	server := httptest.NewServer(s)
	b.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// ServeHTTP gives a page as it was the first time.
func (s *bareFaces) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/word" {
		s.word(w, r)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.kept[r.URL.Path]
	if !ok {
		resp, err := http.Get(s.of + r.URL.RequestURI())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		k = kept{resp.Header.Get("Content-Type"), body}
		if strings.HasPrefix(k.mime, "text/html") {
			head, rest, _ := strings.Cut(string(body), "</head>")
			k.body = []byte(noScripts(head) + bareTurn + rest)
		}
		s.kept[r.URL.Path] = k
	}
	w.Header().Set("Content-Type", k.mime)
	w.Header().Set("Cache-Control", "max-age=3600")
	_, _ = w.Write(k.body)
}

// noScripts takes the page's own scripts away.
func noScripts(head string) string {
	var kept strings.Builder
	for head != "" {
		before, rest, found := strings.Cut(head, "<script")
		kept.WriteString(before)
		if !found {
			break
		}
		_, head, _ = strings.Cut(rest, "</script>")
	}
	return kept.String()
}

// word gives the page that shows words, and tells them.
func (s *bareFaces) word(w http.ResponseWriter, r *http.Request) {
	if !websocket.IsWebSocketUpgrade(r) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, bareWord)
		return
	}
	ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer ws.Close()
	for word := range s.words {
		if ws.WriteMessage(websocket.TextMessage, []byte(word)) != nil {
			return
		}
	}
}

func (s *bareFaces) turnPages(br *browser, into *times) {
	t := br.tab("bare kiosk", kioskSize())
	t.notes("[]")
	t.open(s.url + "/kiosk/main")
	t.see(".tile")
	for n := range touches {
		if n%2 == 0 {
			t.touch(`.tile[href*="/about/petition"]`)
		} else {
			t.touch(`form[action$="/tickets"] button`)
		}
		t.await("the next page", fmt.Sprintf("window.turns.length === %d", n+1))
	}
	t.turns(into)
}

func (s *bareFaces) tellWords(br *browser, into *times) {
	t := br.tab("bare screen", screenSize())
	t.notes(`[...document.querySelectorAll("#now[data-number]")].map((e) => e.dataset.number)`)
	t.open(s.url + "/word")
	for n := range touches {
		word := fmt.Sprintf("A%03d", n+1)
		began := time.Now()
		s.words <- word
		into.add(t.painted(word).Sub(began))
	}
	close(s.words)
}

// told are what a screen of the house is told of one visit, by type.
func toldOf(b *testing.B, p *program) map[string]string {
	b.Helper()
	ws, _, err := websocket.DefaultDialer.DialContext(context.Background(), "ws"+strings.TrimPrefix(p.url, "http")+"/ws/screen/hall", nil)
	if err != nil {
		b.Fatal(err)
	}
	defer ws.Close()
	clerk := p.login("demo")
	clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/open", nil, nil)
	issueMany(b, p, 3)
	clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/next", nil, nil)
	clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/finish", map[string]string{"outcome": "answered"}, nil)
	told := map[string]string{}
	want := []string{"snapshot", "call", "announce", "settled", "waiting", "beat"}
	_ = ws.SetReadDeadline(time.Now().Add(time.Minute))
	for missing := len(want); missing > 0; {
		_, text, err := ws.ReadMessage()
		if err != nil {
			b.Fatal(err)
		}
		var m struct{ Type string }
		if err := json.Unmarshal(text, &m); err != nil {
			b.Fatal(err)
		}
		told[m.Type] = string(text)
		missing = 0
		for _, kind := range want {
			if told[kind] == "" {
				missing++
			}
		}
	}
	return told
}
