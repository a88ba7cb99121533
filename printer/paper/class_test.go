package paper

import (
	"strings"
	"testing"
	"time"

	"onedoor/printer"
)

// TestClasses puts the same questions to each class, with a line of text that
// takes its time between them and their turn.
func TestClasses(t *testing.T) {
	const (
		status = "\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
		fence  = "\x1dr\x01"
		id     = "\x1d(H\x06\x0000ab12"
		auto   = "\x1da\x0e"
		model  = "\x1dI\x43"
	)
	for _, tt := range []struct {
		class                            string
		status, fence, id, auto, modelOf string
	}{
		{ClassEpson, "\x12\x12\x12\x12", "\x00", "\x37\x22ab12\x00", "\x10\x00\x00\x00", "_TM-T88V\x00"},
		{ClassOlderEpson, "\x16\x12\x12\x12", "\x00", "", "\x14\x00\x00\x00", "_TM-T88III\x00"},
		{ClassSNBC, "\x12\x12\x12\x12", "\x00", "", "\x10\x00\x00\x00", "_BTP-R880NP\x00"},
		{ClassZjiang, "\x12\x12", "", "", "", ""},
		{ClassQueueing, "\x12\x12\x12\x12", "\x00", "", "", ""},
		{ClassSilent, "", "", "", "", ""},
	} {
		t.Run(tt.class, func(t *testing.T) {
			class, ok := ClassNamed(tt.class)
			if !ok || class.Source == "" {
				t.Fatal("is unknown, or nobody says where it is known from")
			}
			inMemory(t, Options{Profile: profile(t, "epson-80"), Class: class}, func(t *testing.T, v *Virtual) {
				port := connect(t, v)
				for _, q := range []struct{ ask, want string }{
					{status, tt.status},
					{fence, tt.fence},
					{id, tt.id},
					{model, tt.modelOf},
					{auto, tt.auto},
				} {
					send(t, port, q.ask)
					if got := heard(t, port); got != q.want {
						t.Errorf("% X was answered by % X, want % X", q.ask, got, q.want)
					}
				}
			})
		})
	}
}

// TestAnswersInTurn asks in the middle of a slip: most printers answer at once,
// some when they get there.
func TestAnswersInTurn(t *testing.T) {
	for name, atOnce := range map[string]bool{ClassEpson: true, ClassQueueing: false} {
		class, _ := ClassNamed(name)
		inMemory(t, Options{Profile: profile(t, "epson-80"), Class: class, Speed: 100}, func(t *testing.T, v *Virtual) {
			port := connect(t, v)
			send(t, port, strings.Repeat("\x1bJ\xc8", 8)) // 1,600 half dots, a second
			start := time.Now()
			send(t, port, "\x10\x04\x01")
			b := make([]byte, 1)
			if n, err := port.Read(b, 2*time.Second); n != 1 || err != nil {
				t.Fatalf("%s: %d, %v", name, n, err)
			}
			if took := time.Since(start); atOnce != (took < 10*time.Millisecond) || took > 1100*time.Millisecond {
				t.Errorf("%s: answered after %v", name, took)
			}
		})
	}
}

// TestOverrun has a printer with a small buffer be sent more than it can print:
// without flow control bytes are lost, with either kind or with pauses none is.
func TestOverrun(t *testing.T) {
	slip := "\x1b@" + strings.Repeat("0123456789\x1bJ\x30\n", 60) + "\x1dVB\x00"
	for _, tt := range []struct {
		name  string
		flow  printer.Flow
		pause time.Duration // after 100 bytes
		lost  bool
	}{
		{"none", printer.FlowNone, 0, true},
		{"by wire", printer.FlowRTSCTS, 0, false},
		{"by bytes", printer.FlowXonXoff, 0, false},
		{"pauses", printer.FlowNone, time.Second, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := Options{Profile: profile(t, "epson-80"), Flow: tt.flow, Buffer: 256}
			inMemory(t, o, func(t *testing.T, v *Virtual) {
				port := connect(t, v)
				for rest := slip; rest != ""; time.Sleep(tt.pause) {
					n := len(rest)
					if tt.pause > 0 {
						n = min(n, 100)
					}
					send(t, port, rest[:n])
					rest = rest[n:]
				}
				time.Sleep(time.Minute)
				if lost := v.Overrun() > 0; lost != tt.lost {
					t.Fatalf("%d bytes were lost", v.Overrun())
				}
				if tt.lost {
					if !strings.Contains(v.Timeline().String(), "overrun") {
						t.Errorf("the timeline doesn't tell:\n%v", v.Timeline())
					}
					return
				}
				page := v.Pages(0)[0]
				if got := strings.Join(page.Texts, ""); got != strings.Repeat("0123456789", 60) || len(page.Problems) > 0 {
					t.Errorf("on paper: %q, %v", got, page.Problems)
				}
			})
		})
	}
}
