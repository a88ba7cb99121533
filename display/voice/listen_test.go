package voice

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// ear is who listens to a house by its addresses.
type ear struct {
	t *testing.T
	a *Announcer
	h http.Handler
}

// listener makes a house of rules that speaks; the hashes are of the tokens of its devices.
func listener(t *testing.T, rules *queue.Rules, v *Voice, screens map[queue.ScreenID]string, kiosks map[queue.KioskID]string) *ear {
	t.Helper()
	if err := rules.Prepare(); err != nil {
		t.Fatal(err)
	}
	k, err := display.New(display.Options{Rules: func() *queue.Rules { return rules }})
	if err != nil {
		t.Fatal(err)
	}
	devices, err := display.NewDevices(display.DeviceOptions{Kit: k, Screens: screens, Kiosks: kiosks})
	if err != nil {
		t.Fatal(err)
	}
	a := New(Options{Kit: k, Voice: v})
	gin.SetMode(gin.TestMode)
	e := gin.New()
	a.Register(e, devices)
	return &ear{t, a, e}
}

func (e *ear) get(path string, head ...string) *httptest.ResponseRecorder {
	e.t.Helper()
	r := httptest.NewRequestWithContext(e.t.Context(), http.MethodGet, path, nil)
	for i := 0; i < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	e.h.ServeHTTP(w, r)
	return w
}

// call gives the audio of a call and where its clips lie.
func (e *ear) call(c Call) (Sound, []Cue) {
	e.t.Helper()
	s := e.a.speechOf(c)
	made, err := e.a.calls.make(s.mix)
	if err != nil {
		e.t.Fatal(err)
	}
	w, list := e.get("/voice/call/"+made.key+".wav"), e.get("/voice/call/"+made.key+".json")
	if w.Code != http.StatusOK || list.Code != http.StatusOK || w.Header().Get("Content-Type") != "audio/wav" {
		e.t.Fatalf("%d %d %v", w.Code, list.Code, w.Header())
	}
	sound, err := ReadWAV(w.Body.Bytes())
	if err != nil {
		e.t.Fatal(err)
	}
	var m struct {
		LengthMS int64 `json:"length_ms"`
		Cues     []Cue `json:"cues"`
	}
	if err := json.Unmarshal(list.Body.Bytes(), &m); err != nil {
		e.t.Fatal(err)
	}
	if got := sound.Length(); got != s.length || m.LengthMS != got.Milliseconds() {
		e.t.Errorf("it takes %s, is said to take %s, and by its list %d ms", got, s.length, m.LengthMS)
	}
	return sound, m.Cues
}

// TestACallIsHeardAsItIsWritten listens to the audio of a call to floor 3, and of an English ticket.
func TestACallIsHeardAsItIsWritten(t *testing.T) {
	rules := queuetest.Rules()
	rules.Centre.Demo = true
	e := listener(t, rules, opened(t), nil, nil)
	sound, cues := e.call(Call{Number: "H107", Lang: "en", Window: rules.Window("court"), Floor: rules.Floor("f3"), Send: 5})
	var heard []string
	for _, c := range cues {
		heard = append(heard, c.Text)
	}
	zh := "请 H 幺 零 七 号 乘电梯上三楼 到 共享法庭 请最多来 五 位代表 其他人请稍等"
	want := " " + zh + " " + zh + " Ticket H one zero seven Take the lift to floor three then go to Shared court At most five of you, please the others wait"
	if got := strings.Join(heard, " "); got != want {
		t.Errorf("hears\n%q, want\n%q", got, want)
	}
	if l := sound.Length(); l < 15*time.Second || l > 40*time.Second {
		t.Errorf("it takes %s", l)
	}
	from, to := int64(0), int64(0)
	for _, c := range cues {
		from = c.FromMS
		if gap := from - to; gap < 0 || gap > 250 {
			t.Errorf("%d ms between %q and what was before it", gap, c.Text)
		}
		to = c.ToMS
		cut := sound[from*Rate/1000 : min(int(to*Rate/1000), len(sound))]
		if l := Loudness(cut); math.Abs(l-Level) > 1 {
			t.Errorf("%q has %.2f LUFS", c.Text, l)
		}
		if c.Clip == "chime" {
			continue
		}
		pack, err := e.a.Voice().pack[c.Lang].clips[keyOf(wordsOf(c.Lang, c.Text))].sound()
		if err != nil {
			t.Fatal(err)
		}
		if like := correlation(cut, pack); like < 0.99 {
			t.Errorf("at %d ms is not what says %q: they correlate by %.3f", from, c.Text, like)
		}
	}
	if l := Loudness(sound); math.Abs(l-Level) > 1 {
		t.Errorf("the whole has %.2f LUFS", l)
	}
	if gap := longestSilence(sound); gap > 250*time.Millisecond {
		t.Errorf("it is silent for %s", gap)
	}
}

// correlation is how alike two sounds are, from −1 to 1, whichever is louder. A cue's place is
// told in milliseconds, so one may begin some samples later than the other.
func correlation(a, b Sound) float64 {
	best := -1.0
	for lag := range Rate / 1000 {
		var ab, aa, bb float64
		for i := 0; i+lag < len(a) && i < len(b); i++ {
			x, y := float64(a[i+lag]), float64(b[i])
			ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
		}
		best = max(best, ab/math.Sqrt(aa*bb))
	}
	return best
}

// longestSilence is the longest time in which nothing within 40 dB of the loudest is heard.
func longestSilence(s Sound) time.Duration {
	n := samples(10 * time.Millisecond)
	var power []float64
	for at := 0; at+n <= len(s); at += n {
		p := 0.0
		for _, v := range s[at : at+n] {
			p += float64(v) * float64(v)
		}
		power = append(power, p)
	}
	loudest := slices.Max(power)
	run, longest := 0, 0
	for _, p := range power {
		if run++; p > loudest*1e-4 {
			run = 0
		}
		longest = max(longest, run)
	}
	return time.Duration(longest) * 10 * time.Millisecond
}

// TestOneIsReadAsTheCentreSays has 幺 and 一.
func TestOneIsReadAsTheCentreSays(t *testing.T) {
	rules := queuetest.Rules()
	e := listener(t, rules, opened(t), nil, nil)
	for yi, want := range map[bool]string{false: "幺", true: "一"} {
		e.a.Speak(e.a.Voice(), yi)
		s := e.a.speechOf(Call{Number: "A001", Lang: "zh", Window: rules.Window("w1"), Floor: rules.Floor("f1"), Here: true})
		if !strings.Contains(s.lines[0].Text, want+"号，到") || s.mix.items[5].Text != want {
			t.Errorf("%v: %q, hears %q", yi, s.lines[0].Text, s.mix.items[5].Text)
		}
	}
}

// TestAPlaceThatNoClipSays sends people to the screen; a language without clips is the browser's.
func TestAPlaceThatNoClipSays(t *testing.T) {
	rules := queuetest.Rules()
	rules.Centre.Languages = []string{"zh", "en"}
	rules.Windows[0].Label = queue.Text{"zh": "凤凰厅", "en": "Window 1"}
	v := opened(t)
	e := listener(t, rules, v, nil, nil)
	c := Call{Number: "A012", Lang: "en", Window: rules.Window("w1"), Floor: rules.Floor("f1"), Here: true}
	s := e.a.speechOf(c)
	var texts []string
	for _, l := range s.lines {
		texts = append(texts, l.Text)
		if l.Local {
			t.Errorf("%q is left to the browser", l.Text)
		}
	}
	want := []string{"请 A 零幺二号，看大屏幕。", "请 A 零幺二号，看大屏幕。", "Ticket A 0 1 2: please go to Window 1, Floor 1."}
	if !slices.Equal(texts, want) {
		t.Errorf("says %q, want %q", texts, want)
	}
	if missing, _ := v.Missing(e.a.kit, rules); !slices.Equal(missing, []string{"凤凰厅"}) {
		t.Errorf("missing %q", missing)
	}
	delete(v.pack, "en")
	if s := e.a.speechOf(c); !s.lines[2].Local || s.lines[0].Local || s.length <= s.mix.length() {
		t.Errorf("without English: %+v", s)
	}
	delete(v.pack, "zh")
	if s := e.a.speechOf(c); len(s.mix.items) != 1 || s.mix.items[0].Name != "chime" || !s.lines[0].Local || s.length < 5*time.Second {
		t.Errorf("without any: %+v", s)
	}
}

func TestAKiosksSentences(t *testing.T) {
	rules := queuetest.Rules()
	rules.Centre.Demo = true
	e := listener(t, rules, opened(t), nil, nil)
	for _, path := range []string{"/voice/prompt/zh/ticket", "/voice/prompt/en/no_paper", "/voice/number/zh/A012", "/voice/number/en/H1007"} {
		w := e.get(path)
		s, err := ReadWAV(w.Body.Bytes())
		if w.Code != http.StatusOK || err != nil || s.Length() < time.Second || s.Length() > 12*time.Second {
			t.Errorf("%s: %d, %v, %s", path, w.Code, err, s.Length())
			continue
		}
		if again := e.get(path, "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s is sent again: %d", path, again.Code)
		}
	}
	for _, path := range []string{"/voice/prompt/zh/nothing", "/voice/prompt/xx/ticket", "/voice/number/zh/a1", "/voice/number/zh/A0000001", "/voice/call/0.wav"} {
		if w := e.get(path); w.Code == http.StatusOK {
			t.Errorf("%s is found", path)
		}
	}
}

// TestWhoMayHearWhat asks for a call and for sentences without a token, as a screen and as a kiosk.
func TestWhoMayHearWhat(t *testing.T) {
	rules := queuetest.Rules()
	hash := "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" // of "test"
	e := listener(t, rules, opened(t), map[queue.ScreenID]string{"hall": hash}, map[queue.KioskID]string{"main": hash})
	s := e.a.speechOf(Call{Number: "A001", Lang: "zh", Window: rules.Window("w1"), Floor: rules.Floor("f1")})
	made, err := e.a.calls.make(s.mix)
	if err != nil {
		t.Fatal(err)
	}
	for path, device := range map[string]string{
		"/voice/call/" + made.key + ".wav": "onedoor_screen", "/voice/prompt/zh/ticket": "onedoor_kiosk", "/voice/number/zh/A012": "onedoor_kiosk",
	} {
		for _, cookie := range []string{"", "onedoor_screen", "onedoor_kiosk"} {
			want := http.StatusUnauthorized
			if cookie == device {
				want = http.StatusOK
			}
			if w := e.get(path, "Cookie", cookie+"=test"); w.Code != want {
				t.Errorf("%s with %q: %d, want %d", path, cookie, w.Code, want)
			}
		}
	}
}

// TestAKiosksSentencesPushNoCallOut has a kiosk say more numbers than are kept.
func TestAKiosksSentencesPushNoCallOut(t *testing.T) {
	rules := queuetest.Rules()
	rules.Centre.Demo = true
	e := listener(t, rules, opened(t), nil, nil)
	s := e.a.speechOf(Call{Number: "A001", Lang: "zh", Window: rules.Window("w1"), Floor: rules.Floor("f1")})
	made, err := e.a.calls.make(s.mix)
	if err != nil {
		t.Fatal(err)
	}
	for n := range keptAudio + 1 {
		if w := e.get(fmt.Sprintf("/voice/number/zh/A%03d", n)); w.Code != http.StatusOK {
			t.Fatalf("A%03d: %d", n, w.Code)
		}
	}
	if w := e.get("/voice/call/" + made.key + ".wav"); w.Code != http.StatusOK {
		t.Errorf("the call is gone: %d", w.Code)
	}
}

// TestOldAudioIsForgotten makes more than is kept.
func TestOldAudioIsForgotten(t *testing.T) {
	rules := queuetest.Rules()
	e := listener(t, rules, opened(t), nil, nil)
	var first *audio
	for n := range keptAudio + 1 {
		parts, _, _ := e.a.Voice().say("en", english(n))
		m := &mix{}
		m.add("en", parts)
		a, err := e.a.sentences.make(m)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			first = a
		}
	}
	if e.a.sentences.get(first.key) != nil || len(e.a.sentences.kept) != keptAudio {
		t.Errorf("%d are kept", len(e.a.sentences.kept))
	}
}
