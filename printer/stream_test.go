package printer

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// pieces keeps what is written to it, and how large the largest piece was.
type pieces struct {
	bytes.Buffer
	largest, writes int
	fail            error // from the second write on
}

func (p *pieces) Write(b []byte) (int, error) {
	if p.writes++; p.fail != nil && p.writes > 1 {
		return 0, p.fail
	}
	p.largest = max(p.largest, len(b))
	return p.Buffer.Write(b)
}

// pictured is a slip that is all pictures: hundreds of lines that have to be drawn.
func pictured() Slip {
	s := Slip{Lang: "zh"}
	for range 200 {
		s.Text(strings.Repeat("☃", 8), Style{Size: 4})
	}
	s.QR(sampleURL)
	return s
}

func TestASlipStreams(t *testing.T) {
	p := profile(t, "raster-80")
	e := Encoder{Profile: p, Font: barred}
	whole, err := e.Encode(pictured())
	if err != nil {
		t.Fatal(err)
	}
	var w pieces
	if err := e.EncodeTo(&w, pictured()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(w.Bytes(), whole) {
		t.Error("streamed bytes are others")
	}
	if w.largest > p.Buffer || len(whole) < 10*p.Buffer {
		t.Errorf("of %d bytes %d came in one piece", len(whole), w.largest)
	}
}

// TestFaultsAreFoundFirst holds that no byte leaves of a slip that ends in a code
// that can't be printed.
func TestFaultsAreFoundFirst(t *testing.T) {
	for name, p := range BuiltIn() {
		for _, data := range []string{"", "a\x10\x04\x01", strings.Repeat("x", 2500), "\xff"} {
			s := sample(t, "zh")
			s.QR(data)
			var w pieces
			if err := EncodeTo(&w, p, s); err == nil || w.writes > 0 {
				t.Errorf("%s: %v after %d bytes", name, err, w.Len())
			}
			kept := []byte("kept")
			if b, err := AppendEncode(kept, p, s); err == nil || string(b) != "kept" {
				t.Errorf("%s: %v with %q", name, err, b)
			}
		}
	}
}

func TestAStreamThatBreaksEnds(t *testing.T) {
	broken := errors.New("line is down")
	w := pieces{fail: broken}
	if err := (Encoder{Profile: profile(t, "raster-80"), Font: barred}).EncodeTo(&w, pictured()); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if w.writes > 2 {
		t.Errorf("%d writes after the line broke", w.writes-2)
	}
}
