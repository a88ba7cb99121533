package voice

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// tone is a sound of a pitch at so many samples a second.
func tone(pitch, loud float64, rate int, long time.Duration) Sound {
	s := make(Sound, int(float64(rate)*long.Seconds()))
	for i := range s {
		s[i] = float32(loud * math.Sin(2*math.Pi*pitch*float64(i)/float64(rate)))
	}
	return s
}

// wave makes a WAVE file of 16 bits as a recorder does: with a chunk that nobody knows.
func wave(s Sound, rate, channels int) []byte {
	var data bytes.Buffer
	for _, v := range s {
		for range channels {
			_ = binary.Write(&data, binary.LittleEndian, int16(v*math.MaxInt16)) // a buffer
		}
	}
	var b bytes.Buffer
	b.WriteString("RIFF\x00\x00\x00\x00WAVELIST\x05\x00\x00\x00abcde\x00fmt \x10\x00\x00\x00")
	for _, v := range []any{uint16(1), uint16(channels), uint32(rate), uint32(2 * channels * rate), uint16(2 * channels), uint16(16)} {
		_ = binary.Write(&b, binary.LittleEndian, v)
	}
	b.WriteString("data")
	_ = binary.Write(&b, binary.LittleEndian, uint32(data.Len()))
	b.Write(data.Bytes())
	return b.Bytes()
}

func TestWAVIsReadAtEveryUsualRate(t *testing.T) {
	for _, rate := range []int{8000, 16_000, 22_050, 44_100, 48_000, 96_000} {
		for channels := 1; channels <= 2; channels++ {
			s, err := ReadWAV(wave(tone(1000, 0.5, rate, time.Second), rate, channels))
			if err != nil {
				t.Fatal(err)
			}
			if d := s.Length() - time.Second; d.Abs() > time.Millisecond {
				t.Errorf("%d Hz: %s", rate, s.Length())
			}
			if like := correlation(s[2400:12_000], tone(1000, 0.5, Rate, time.Second)[:9600]); like < 0.999 {
				t.Errorf("%d Hz, %d channels: the tone is another one: %.4f", rate, channels, like)
			}
			if l, want := Loudness(s), Loudness(tone(1000, 0.5, Rate, time.Second)); math.Abs(l-want) > 0.1 {
				t.Errorf("%d Hz: %.2f LUFS, want %.2f", rate, l, want)
			}
		}
	}
}

// TestWeightsAreWorkedOutOnce brings minutes of recordings to Rate: every place between two samples
// comes again.
func TestWeightsAreWorkedOutOnce(t *testing.T) {
	for rate, want := range map[int]int{48_000: 1, 44_100: 80, 16_000: 3, 8000: 3} {
		k := newKernel(rate, Rate)
		for i := range 1000 {
			k.of(i * rate % Rate)
		}
		if len(k.places) != want {
			t.Errorf("%d Hz: worked out %d times, want %d", rate, len(k.places), want)
		}
	}
}

func BenchmarkRecording(b *testing.B) {
	file := fstest.MapFS{"zh/a.wav": {Data: wave(tone(400, 0.1, 44_100, 2*time.Second), 44_100, 1)}}
	for b.Loop() {
		if _, err := record(file, "zh", Clip{Name: "a", Text: "请"}, recorded{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestLoudnessIsThatOfTheStandard holds the measure to EBU Tech 3341: a sine of 1 kHz at −23
// dBFS has −23 LUFS in two channels, 3 dB less in one.
func TestLoudnessIsThatOfTheStandard(t *testing.T) {
	if l := Loudness(tone(1000, math.Pow(10, -23.0/20), Rate, 20*time.Second)); math.Abs(l+26.01) > 0.1 {
		t.Errorf("%.2f LUFS, want -26.01", l)
	}
	loud, quiet := tone(1000, math.Pow(10, -20.0/20), Rate, 20*time.Second), tone(1000, math.Pow(10, -60.0/20), Rate, 20*time.Second)
	if l := Loudness(slices.Concat(loud, quiet)); math.Abs(l+23.01) > 0.1 {
		t.Errorf("what is hardly heard counts: %.2f LUFS, want -23.01", l)
	}
	if l := Loudness(make(Sound, Rate)); !math.IsInf(l, -1) {
		t.Errorf("silence has %.2f LUFS", l)
	}
}

func TestTrimTakesOffSilence(t *testing.T) {
	quiet := make(Sound, Rate)
	s := Trim(slices.Concat(quiet, tone(300, 0.5, Rate, time.Second), quiet, tone(300, 0.5, Rate, time.Second), quiet))
	if want := 2*time.Second + pause + 2*edge; (s.Length() - want).Abs() > 20*time.Millisecond {
		t.Errorf("%s are left, want %s", s.Length(), want)
	}
	if longestSilence(s) > 250*time.Millisecond {
		t.Errorf("it is silent for %s", longestSilence(s))
	}
	if Trim(quiet) != nil {
		t.Error("something is heard in silence")
	}
}

// TestRecordingsComeBeforeThePack records three words, of which one can't be read.
func TestRecordingsComeBeforeThePack(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "zh"), 0o700); err != nil {
		t.Fatal(err)
	}
	write := func(name string, b []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("zh.tsv", []byte("# what is read aloud\nhere\t请到凤凰厅\nplease\t请\nbroken\t三楼\nlater\t二楼\n"))
	write("zh/here.wav", wave(tone(400, 0.01, 44_100, 2*time.Second), 44_100, 2))
	write("zh/please.wav", wave(tone(500, 0.9, 8000, time.Second), 8000, 1))
	write("zh/broken.wav", []byte("RIFF....WAVE"))
	v, err := Open(dir)
	if err == nil || !strings.Contains(err.Error(), "zh/broken.wav") {
		t.Errorf("what is broken isn't said: %v", err)
	}
	parts, _, ok := v.say("zh", "请到凤凰厅。")
	if !ok || len(parts) != 1 || parts[0].from != "own" {
		t.Fatalf("says %+v", parts)
	}
	s, err := parts[0].sound()
	if err != nil || math.Abs(Loudness(s)-Level) > 0.5 || s.Length() > 2100*time.Millisecond {
		t.Errorf("%v: %.2f LUFS, %s", err, Loudness(s), s.Length())
	}
	if parts, _, ok := v.say("zh", "请到一楼"); !ok || slices.ContainsFunc(parts, func(p part) bool { return p.from == "own" }) {
		t.Errorf("two voices in one sentence: %v %+v", ok, parts)
	}
	if _, err := Open(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("a folder that isn't there is none")
	}
}

func TestScript(t *testing.T) {
	rules := queuetest.Rules()
	rules.Notices = []queue.NoticeText{{ID: "gas", Text: queue.Text{"zh": "闻到煤气，请开窗"}, Emergency: true}, {ID: "tea", Text: queue.Text{"zh": "茶水在二楼"}}}
	e := listener(t, rules, opened(t), nil, nil)
	clips, err := Script(e.a.kit, rules, "zh")
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]string{}
	for _, c := range clips {
		if byName[c.Name] != "" || !plainName(c.Name) || c.Text == "" {
			t.Errorf("%q says %q and %q", c.Name, c.Text, byName[c.Name])
		}
		byName[c.Name] = c.Text
	}
	for name, text := range map[string]string{
		"number-yao": "幺", "letter-h": "H", "at-court": "共享法庭", "at-w1": "1 号窗口", "on-f3": "三楼", "way-f3": "乘电梯上三楼", "say-desk": "请到咨询台。", "notice-gas": "闻到煤气，请开窗", "notice-tea": "",
	} {
		if byName[name] != text {
			t.Errorf("%s: %q, want %q", name, byName[name], text)
		}
	}
	if missing, _ := e.a.Voice().Missing(e.a.kit, rules); !slices.Equal(missing, []string{"闻到煤气，请开窗"}) {
		t.Errorf("missing %q", missing)
	}
	// Whoever records all of it needs no other voice.
	own := newBook("zh")
	for _, c := range clips {
		own.add(clip{Clip: c, from: "own"})
	}
	for i := range rules.Windows {
		w := &rules.Windows[i]
		for _, l := range Compose(e.a.kit, Call{Number: "A0123456789", Lang: "zh", Window: w, Floor: rules.Floor(w.Floor), Send: 5}) {
			if _, missing := own.find(l.Text); len(missing) > 0 {
				t.Errorf("%q lacks %q", l.Text, missing)
			}
			if _, missing := own.find(l.short); len(missing) > 0 {
				t.Errorf("%q lacks %q", l.short, missing)
			}
		}
	}
}

// TestWhetherAllCanBeSaidIsWorkedOutOnce asks as every screen does at every snapshot, and then of other rules.
func TestWhetherAllCanBeSaidIsWorkedOutOnce(t *testing.T) {
	rules := queuetest.Rules()
	a := New(Options{Kit: kitOf(t, &rules), Voice: opened(t)})
	if !a.Says() {
		t.Error("the small centre can't be said")
	}
	if n := testing.AllocsPerRun(10, func() { a.Says() }); n > 0 {
		t.Errorf("it is worked out again: %.0f allocations", n)
	}
	rules = queuetest.Rules()
	rules.Windows[0].Label = queue.Text{"zh": "凤凰厅"}
	if a.Says() {
		t.Error("other rules are taken for the ones before")
	}
}

func TestScriptsMistakes(t *testing.T) {
	for _, list := range []string{"please\n", "../x\t请\n", "a\t请\na\t到\n", "a\t，\n"} {
		if _, err := ReadScript(fstest.MapFS{"zh.tsv": {Data: []byte(list)}}, "zh"); err == nil {
			t.Errorf("%q is taken", list)
		}
	}
}

func FuzzReadWAV(f *testing.F) {
	f.Add(wave(tone(400, 0.5, 8000, 20*time.Millisecond), 8000, 2))
	f.Add(tone(400, 0.5, Rate, 20*time.Millisecond).WAV())
	f.Add([]byte("RIFF....WAVEfmt \xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ReadWAV(b)
		if err != nil {
			return
		}
		if s.Length() > maxRead*time.Second+time.Second {
			t.Errorf("%s of %d bytes", s.Length(), len(b))
		}
		Trim(s)
	})
}

func FuzzReadScript(f *testing.F) {
	f.Add("please\t请\nat-w1\t1 号窗口\tyi1 hao4\n")
	f.Fuzz(func(t *testing.T, list string) {
		clips, err := ReadScript(fstest.MapFS{"zh.tsv": {Data: []byte(list)}}, "zh")
		if err != nil {
			return
		}
		b := newBook("zh")
		for _, c := range clips {
			b.add(clip{Clip: c})
		}
		for _, c := range clips {
			if _, missing := b.find(c.Text); len(missing) > 0 {
				t.Errorf("%q isn't found in its own book: %q", c.Text, missing)
			}
		}
	})
}
