package printer

import (
	"bytes"
	"strings"
	"testing"
)

// encode is Encode for slips that must succeed.
func encode(t testing.TB, p Profile, s Slip) []byte {
	t.Helper()
	b, err := Encode(p, s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func profile(t testing.TB, name string) Profile {
	t.Helper()
	p, err := BuiltIn().Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// line is a slip of a single text.
func line(text string, style Style) Slip {
	var s Slip
	s.Text(text, style)
	return s
}

// between returns what was encoded after the initialisation and before the cut.
func between(t testing.TB, p Profile, s Slip) []byte {
	t.Helper()
	p.Cutter, p.Status.Auto = PartialCut, false
	last := byte(24) // 3 mm
	if p.Quirks.HalfDots {
		last = 48
	}
	b := encode(t, p, s)
	b, ok := bytes.CutPrefix(b, []byte("\x1b@"))
	b, ok2 := bytes.CutSuffix(b, []byte{0x1d, 'V', 'B', last})
	if !ok || !ok2 {
		t.Fatalf("no initialisation or no cut in % X", b)
	}
	return b
}

func TestSlipCostsLittle(t *testing.T) {
	for name, p := range BuiltIn() {
		limit := 400
		if p.QR == RasterQR {
			limit = 1000
		}
		for lang := range samples() {
			n := len(encode(t, p, sample(t, lang)))
			t.Logf("%-10s %s %4d bytes", name, lang, n)
			if n > limit {
				t.Errorf("%s %s: %d bytes, more than %d", name, lang, n, limit)
			}
		}
	}
}

func TestStatusIsTurnedOnAfterInitialising(t *testing.T) {
	b := encode(t, profile(t, "epson-80"), Slip{})
	if !bytes.HasPrefix(b, []byte("\x1b@\x1da\x0e")) {
		t.Errorf("ESC @ cancels the automatic status: GS a must follow it, got % X", b)
	}
}

func TestChineseIsLeftBeforeTheQRCode(t *testing.T) {
	var s Slip
	s.Text("号", Style{})
	s.QR("x")
	s.Text("票", Style{})
	got := between(t, profile(t, "epson-80"), s)
	want := []byte("\x1c&\xba\xc5\n\x1ba\x01\n\n\x1c.\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x08\x1d(k\x03\x001E3" +
		"\x1d(k\x04\x001P0x\x1d(k\x03\x001Q0\n\n\x1ba\x00\x1c&\xc6\xb1\n")
	if !bytes.Equal(got, want) {
		t.Errorf("got\n%q, want\n%q", got, want)
	}
}

func TestHanziAreScaledWhereLatinAloneWouldBe(t *testing.T) {
	got := between(t, profile(t, "generic-80"), line("号", Style{Size: 2}))
	if want := []byte("\x1c&\x1c!\x0c\x1d!\x11\xba\xc5\n"); !bytes.Equal(got, want) {
		t.Errorf("got %q, want FS ! before GS ! %q", got, want)
	}
	var s Slip
	s.Text("号", Style{Size: 2})
	s.Text("号", Style{})
	got = between(t, profile(t, "generic-80"), s)
	if !bytes.HasSuffix(got, []byte("\x1c!\x00\x1d!\x00\xba\xc5\n")) {
		t.Errorf("the size must be taken back for hanzi too: %q", got)
	}
}

func TestNothingInATextIsACommand(t *testing.T) {
	hostile := "A\x1b@\x1dV\x00\x10\x04\x01\x0c\x7f\u0085\u202e\u200bB"
	got := between(t, profile(t, "generic-80"), line(hostile, Style{}))
	if want := "A@VB\n"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestQRWithControlBytesIsRefused(t *testing.T) {
	var s Slip
	s.QR("http://x/\x10\x04\x01")
	for name, p := range BuiltIn() {
		if b, err := Encode(p, s); err == nil {
			t.Errorf("%s: encoded to %q", name, b)
		}
	}
}

func TestQRThatDoesNotFitIsRefused(t *testing.T) {
	var s Slip
	s.QR(strings.Repeat("x", 2500))
	for name, p := range BuiltIn() {
		if _, err := Encode(p, s); err == nil {
			t.Errorf("%s takes a code wider than the paper", name)
		}
	}
}

func TestTextOutsideTheCharacterSet(t *testing.T) {
	for _, c := range []struct {
		profile, text, want string
	}{
		{"generic-80", "¥5•中", "\xa3\xa45\xa1\xa4\xd6\xd0\n"},
		{"generic-80", "a\u00a0b", "a b\n"},
		{"generic-80", "㐀", "\xa1\xfe\n"}, // 4 bytes in GB18030, 2 of them ASCII digits
		{"generic-80", "😀", "\xa1\xfe\n"}, // has a GB18030 code, no picture
		{"epson-80", "😀", "\xa1\xfe\n"},   //
		{"epson-80", "㐀", "\x81\x39\xee\x39\n"},
		{"generic-80", "堃", "\x88\xd2\n"},      // in GBK, not in GB 2312
		{"raster-58", "堃", "\xa1\xfe\n"},       //
		{"generic-80", "\ue000", "\xa1\xfe\n"}, // private use has a code and no meaning
		{"epson-80", "ḿ", "m\n"},               // the letter without its accent, when no font has it
		{"generic-80", "ﬁ№｢㏿", "fi\xa1\xed\xa1\xb8gal\n"},
		{"generic-80", "e\u0301", "\xa8\xa6\n"},            // composed
		{"generic-80", "3½ 10²", "3\xa1\xfe 10\xa1\xfe\n"}, // never 31/2, never 102
		{"generic-80", "\xff\xfe", "\xa1\xfe\xa1\xfe\n"},
	} {
		got := between(t, profile(t, c.profile), line(c.text, Style{}))
		got = bytes.TrimPrefix(got, []byte("\x1c&"))
		got = bytes.TrimPrefix(got, []byte("\x1c!\x00\x1d!\x00"))
		if string(got) != c.want {
			t.Errorf("%s %q: got % X, want % X", c.profile, c.text, got, c.want)
		}
	}
}

func TestEnglishQuotesStayNarrow(t *testing.T) {
	s := line("“don’t” – wait…", Style{})
	s.Lang = "en"
	if got := between(t, profile(t, "generic-80"), s); string(got) != "\"don't\" - wait...\n" {
		t.Errorf("got %q", got)
	}
}

func TestANumberNeverWraps(t *testing.T) {
	p := profile(t, "generic-58")
	got := between(t, p, line("ABCDEFGH1000", Style{Size: 4}))
	if want := "\x1d!\x11ABCDEFGH1000\n"; string(got) != want {
		t.Errorf("got %q, want it smaller and whole: %q", got, want)
	}
}
