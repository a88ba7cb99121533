package paper

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDisassembleReadsLikeTheManual(t *testing.T) {
	in := "\x1b@\x1ba\x01\x1c&\xba\xc5\xc6\xb1 A012 \"q\"\\\n\x1dL\x30\x01" +
		"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1\x1d(k\x06\x001P0abc\x1d(k\x03\x001Q0" +
		"\x1dv0\x03\x01\x00\x03\x00\xff\xff\x01" + "\x1d(L\x0b\x000p0\x01\x011\x08\x00\x01\x00\xaa\x1d(L\x02\x0002" +
		"\x1d(H\x06\x0000\x01\x02\x03\x04\x10\x04\x01\x1dr\x01\x1dVB\x18\x1dV\x00" +
		"\x00\x00\x00\x1bZ\x01\xff\x1d(k\x03\x001"
	want := `ESC @
ESC a 1
FS &
text "号票 A012 \"q\"\\"
LF
GS L 304
GS ( k model 2
GS ( k module 6
GS ( k correction M
GS ( k store "abc"
GS ( k print
GS v 0 3 1x3
	*2 FF
	01
GS ( L store 8x1 zoom 1x1
	AA
GS ( L print
GS ( H process 01020304
DLE EOT 1
GS r 1
GS V 66 24
GS V 0
NUL 3
bytes 1B 5A
bytes 01
text "\xFF"
bytes 1D 28 6B 03 00 31
`
	got := Disassemble([]byte(in))
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	back, err := Assemble(got)
	if err != nil || string(back) != in {
		t.Errorf("assembled %q, %v; want %q", back, err, in)
	}
}

func TestAssembleSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"ESC @\nESC x 1":                  `line 2: "ESC x 1"`,
		"ESC a":                           "takes 1 bytes",
		"ESC a 1 2":                       "takes 1 bytes",
		"ESC a 256":                       "out of range",
		`text "open`:                      "quotes",
		`text "\xZZ"`:                     "invalid byte",
		"GS ( k correction X":             "L, M, Q or H",
		"GS ( k paint":                    "no such symbol",
		"GS v 0 0 1":                      "line 1",
		"GS v 0 0 1x1\n\t*99999999999 FF": "no raster",
	} {
		if b, err := Assemble(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: % X, %v; want an error with %q", text, b, err, want)
		}
	}
}

func FuzzAssemble(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		text := Disassemble(b)
		back, err := Assemble(text)
		if err != nil || !bytes.Equal(back, b) {
			t.Fatalf("% X became\n%s\nand back % X, %v", b, text, back, err)
		}
	})
}

// FuzzAssembler has Assemble read anything.
func FuzzAssembler(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(Disassemble(seed))
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := Assemble(text)
		if err != nil {
			return
		}
		if back, err := Assemble(Disassemble(b)); err != nil || !bytes.Equal(back, b) {
			t.Fatalf("%q: % X, then % X, %v", text, b, back, err)
		}
	})
}

// seeds are the slips in testdata and some bytes that end where they shouldn't.
func seeds(tb testing.TB) [][]byte {
	tb.Helper()
	out := [][]byte{
		{},
		[]byte("\x1b"), []byte("\x1d(k\xff\xff1P0"), []byte("\x1dv0\x00\xff\xff\xff\xff"), []byte("\x81\x30\x84\x36"),
		[]byte("\x1c&\xb0\x1b@"), []byte("\x10\x04"), []byte("\x1dV"), []byte("\x1bd\xff\x1b3\xff\x1bd\xff"),
		[]byte("\x1dv0\x00\x00\x00\xff\xff"), []byte("\x1dW\x00\x00abc\n\x1dL\xff\xffabc\n"),
		[]byte("\x1d(L\x0c\x000p0\x02\x021\x08\x00\x02\x00\xaa\xaa\x1d(L\x02\x0002"),
	}
	for _, name := range []string{"slip-80", "slip-58", "signs-58"} {
		out = append(out, assembled(tb, name))
	}
	foreign, err := filepath.Glob("testdata/foreign/*.bin")
	if err != nil {
		tb.Fatal(err)
	}
	for _, name := range foreign {
		b, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, b[:min(len(b), 1000)])
	}
	return out
}

// assembled reads testdata/name.txt.
func assembled(tb testing.TB, name string) []byte {
	tb.Helper()
	text, err := os.ReadFile("testdata/" + name + ".txt")
	if err != nil {
		tb.Fatal(err)
	}
	b, err := Assemble(string(text))
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	return b
}
