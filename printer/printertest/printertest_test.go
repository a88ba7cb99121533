package printertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
)

const (
	url  = "https://lobby.example.gov.cn/t/k7JqXy2mPzR4sT8vB1"
	soon = 10 * time.Second // longer than anything here takes
)

// ticket encodes a slip for a profile.
func ticket(t *testing.T, p printer.Profile, number, mark string) []byte {
	t.Helper()
	b, err := printer.Encode(p, printer.Ticket{Lang: "zh", Mark: mark, Number: number, QR: url}.Slip(nil))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// dial opens a printer's device for the length of the test.
func dial(t *testing.T, path string) printer.Port {
	t.Helper()
	port, err := Dial(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = port.Close() })
	return port
}

func write(t *testing.T, port printer.Port, b []byte) {
	t.Helper()
	if n, err := port.Write(b, soon); err != nil || n != len(b) {
		t.Fatalf("wrote %d of %d bytes, %v", n, len(b), err)
	}
}

// answer reads until n bytes have come.
func answer(t *testing.T, port printer.Port, n int) string {
	t.Helper()
	var got []byte
	b := make([]byte, 64)
	for len(got) < n {
		m, err := port.Read(b, soon)
		if err != nil || m == 0 {
			t.Fatalf("read %d bytes, %v, after % X", m, err, got)
		}
		got = append(got, b[:m]...)
	}
	return string(got)
}

func count(n int) func([]Slip) bool { return func(s []Slip) bool { return len(s) >= n } }

func await(t *testing.T, w *Witness, n int) []Slip {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), soon)
	defer cancel()
	slips, err := w.Await(ctx, count(n))
	if err != nil {
		t.Fatalf("%d slips of %d: %v", len(slips), n, err)
	}
	return slips
}

func TestWitness(t *testing.T) {
	for _, name := range printer.BuiltIn().Names() {
		t.Run(name, func(t *testing.T) {
			p := Profile(t, name)
			v := Start(t, paper.Options{Profile: p, Baud: -1, Speed: -1, Tear: time.Millisecond})
			w := Watch(t, v)
			w.Read = func(page paper.Page) string { return strings.Join(Zbar(t, page), " ") }
			port := dial(t, v.Path())
			for i, s := range []struct{ number, mark string }{{"A001", ""}, {"A002", ""}, {"A002", "补打 2"}, {"A001", ""}} {
				write(t, port, ticket(t, p, s.number, s.mark))
				if got := await(t, w, i+1)[i]; got.Number != s.number || got.Mark != s.mark || got.QR != url || got.Torn {
					t.Errorf("witnessed %+v, printed %v", got, s)
				}
			}
			if twice := w.Twice(); len(twice) != 1 || twice[0] != "A001" {
				t.Errorf("twice: %q", twice)
			}
			if n := len(w.Of("A002")); n != 2 {
				t.Errorf("%d slips of A002", n)
			}
			if faulty := w.Faulty(); len(faulty) > 0 {
				t.Errorf("faulty: %q", faulty)
			}
		})
	}
}

// TestVanishAtSomeBytes pulls the cable at some bytes of a slip: what has come in
// is printed, what hasn't is never seen.
func TestVanishAtSomeBytes(t *testing.T) {
	p := Profile(t, "epson-80")
	slip := ticket(t, p, "A001", "")
	for at := 1; at < len(slip); at += 37 {
		t.Run(fmt.Sprint(at), func(t *testing.T) {
			v := Start(t, paper.Options{Profile: p, Baud: -1, Speed: -1})
			w := Watch(t, v)
			gone := make(chan func() string, 1)
			v.After(at, func() { gone <- Vanish(t, v) })
			port := dial(t, v.Path())
			_, _ = port.Write(slip, soon)
			path := (<-gone)()
			if _, err := port.Write(slip, soon); err == nil {
				t.Error("wrote to a line that is gone")
			}
			// The half slip wasn't cut: the next one comes out on the same paper. NULs
			// end the command that the printer may be in the middle of.
			write(t, dial(t, path), append(make([]byte, 512), ticket(t, p, "A002", "")...))
			if slip := await(t, w, 1)[0]; !slices.Contains(slip.Texts, "A002") && len(slip.Problems) == 0 {
				t.Errorf("witnessed %+v", slip)
			}
		})
	}
}

func TestFaults(t *testing.T) {
	p := Profile(t, "epson-80")
	v := Start(t, paper.Options{Profile: p, Baud: -1, Speed: -1})
	w := Watch(t, v)
	port := dial(t, v.Path())

	reload := RunOut(v)
	write(t, port, []byte("\x10\x04\x04"))
	if got := answer(t, port, 1); got != "\x7e" {
		t.Errorf("without paper: % X", got)
	}
	write(t, port, ticket(t, p, "A001", ""))
	reload()
	await(t, w, 1)
	answer(t, port, 4) // the reports the slip asks for

	mend := Garble(v, 1)
	write(t, port, []byte("\x10\x04\x01"))
	if got := answer(t, port, 1); got == "\x12" {
		t.Errorf("garbled: % X", got)
	}
	mend()

	mend = Delay(v)
	write(t, port, []byte("\x10\x04\x01\x1dr\x01"))
	if got := answer(t, port, 1); got != "\x12" {
		t.Errorf("late: % X", got)
	}
	mend()
	if got := answer(t, port, 1); got != "\x00" {
		t.Errorf("the last one: % X", got)
	}

	// Whatever a mute printer says would come before what it says afterwards.
	mend = Break(v, paper.Mute)
	write(t, port, append([]byte("\x10\x04\x01"), ticket(t, p, "A002", "")...))
	await(t, w, 2) // it has got that far
	mend()
	write(t, port, []byte("\x1dI\x03"))
	if got := answer(t, port, 1); got != "\x01" {
		t.Errorf("mute: % X", got)
	}
}

func TestDialNothing(t *testing.T) {
	var device *printer.DeviceError
	if _, err := Dial(t.TempDir() + "/none"); !errors.As(err, &device) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

// judge stands for a test, to see whether a script fails it.
type judge struct {
	testing.TB
	failed  []string
	cleanup func()
}

func (*judge) Helper()                     {}
func (j *judge) Cleanup(f func())          { j.cleanup = f }
func (j *judge) Errorf(f string, a ...any) { j.failed = append(j.failed, fmt.Sprintf(f, a...)) }

func TestPlayback(t *testing.T) {
	broken := errors.New("broken")
	for _, tt := range []struct {
		name string
		play func(p *Playback)
		want string
	}{
		{"as written", func(p *Playback) {
			_, _ = p.Write([]byte("ab"), soon)
			_, _ = p.Write([]byte("c"), soon)
			_, _ = p.Read(make([]byte, 1), soon)
			_, _ = p.Read(make([]byte, 9), soon)
			if n, err := p.Write([]byte("de"), soon); n != 1 || !errors.Is(err, broken) {
				t.Errorf("failing write: %d, %v", n, err)
			}
		}, ""},
		{"something else", func(p *Playback) { _, _ = p.Write([]byte("ax"), soon) }, "written was\ntext \"ax\""},
		{"left over", func(p *Playback) { _, _ = p.Write([]byte("abc"), soon) }, "2 steps are left"},
		{"after close", func(p *Playback) { _ = p.Close(); _, _ = p.Write([]byte("abc"), soon) }, "after close"},
	} {
		j := &judge{}
		p := Play(j, Wants("abc"), Says("12"), Fails(broken, 1))
		tt.play(p)
		j.cleanup()
		if got := strings.Join(j.failed, "\n"); tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("%s: judged %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestPlaybackTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := Play(&judge{}, Wants("a"))
		start := time.Now()
		if n, err := p.Read(make([]byte, 1), time.Second); n != 0 || err != nil || time.Since(start) != time.Second {
			t.Errorf("%d bytes, %v, after %v", n, err, time.Since(start))
		}
	})
}

func TestRecorder(t *testing.T) {
	r := Record(Play(t, Wants("\x1b@\x10\x04\x01"), Says("\x12"), Wants("A012\n")))
	_, _ = r.Write([]byte("\x1b@"), soon)
	_, _ = r.Write([]byte("\x10\x04\x01"), soon)
	_, _ = r.Read(make([]byte, 4), soon)
	_, _ = r.Write([]byte("A012\n"), soon)
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if got := string(r.Written()); got != "\x1b@\x10\x04\x01A012\n" {
		t.Errorf("written %q", got)
	}
	if got := r.String(); got != "> ESC @\n> DLE EOT 1\n< 12\n> text \"A012\"\n> LF\n" {
		t.Errorf("talk\n%s", got)
	}
}
