package paper

import (
	"bytes"
	"flag"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"onedoor/printer"
)

var update = flag.Bool("update", false, "rewrite the pictures in testdata")

func profile(tb testing.TB, name string) printer.Profile {
	tb.Helper()
	p, err := printer.BuiltIn().Find(name)
	if err != nil {
		return latin(tb, name)
	}
	return p
}

// latin are printers of code pages, in the way of a generic one.
func latin(tb testing.TB, name string) printer.Profile {
	tb.Helper()
	p := profile(tb, "generic-80")
	switch p.Name = name; name {
	case "cp858-80":
		p.Encoding, p.Page = printer.CP858, 19
	case "win1252-80":
		p.Encoding, p.Page = printer.Windows1252, 16
	default:
		tb.Fatalf("no profile %s", name)
	}
	return p
}

// TestDrawing holds drawn slips against pictures that a person has looked at.
func TestDrawing(t *testing.T) {
	for _, tt := range []struct{ name, profile string }{
		{"slip-80", "epson-80"}, {"slip-58", "raster-58"}, {"signs-58", "generic-58"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pages := Interpret(profile(t, tt.profile), assembled(t, tt.name))
			if len(pages) != 1 || len(pages[0].Problems) > 0 {
				t.Fatalf("%d pages, problems %v", len(pages), pages[0].Problems)
			}
			var got bytes.Buffer
			if err := pages[0].PNG(&got); err != nil {
				t.Fatal(err)
			}
			path := "testdata/" + tt.name + ".png"
			if *update {
				if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if !slices.Equal(pages[0].Image().Pix, paletted(t, path)) {
				t.Errorf("%s differs; look at what -update writes", path)
			}
		})
	}
}

// paletted reads a picture of one bit a dot, as 0 and 1.
func paletted(t *testing.T, path string) []uint8 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	var pix []uint8
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			r, _, _, _ := img.At(x, y).RGBA()
			pix = append(pix, uint8(1-r/0xFFFF))
		}
	}
	return pix
}

// TestQRIsRead has two decoders that aren't ours read what was drawn: on old slips,
// and on one of each profile as it is encoded now.
func TestQRIsRead(t *testing.T) {
	for _, tt := range []struct{ name, profile string }{{"slip-80", "epson-80"}, {"slip-58", "raster-58"}} {
		t.Run(tt.name, func(t *testing.T) {
			scan(t, Interpret(profile(t, tt.profile), assembled(t, tt.name))[0], foreignURL)
		})
	}
	for _, name := range printer.BuiltIn().Names() {
		t.Run(name, func(t *testing.T) {
			p := profile(t, name)
			b, err := printer.Encode(p, printer.Ticket{Lang: "zh", Number: "A012", Service: "人民调解", QR: foreignURL}.Slip(nil))
			if err != nil {
				t.Fatal(err)
			}
			pages := Interpret(p, b)
			if len(pages) != 1 || len(pages[0].Problems) > 0 || !slices.Contains(pages[0].Texts, "A012") {
				t.Errorf("%d pages, %q, %v", len(pages), pages[0].Texts, pages[0].Problems)
			}
			scan(t, pages[0], foreignURL)
		})
	}
}

func TestTextsAndCodesAreTold(t *testing.T) {
	page := Interpret(profile(t, "epson-80"), assembled(t, "slip-80"))[0]
	want := []string{"福州市鼓楼区社会矛盾纠纷调处化解中心", "2026年3月2日 9:42", "A012", "人民调解"}
	if got := page.Texts; len(got) < 4 || !slices.Equal(got[:4], want) {
		t.Errorf("texts %q", got)
	}
	if len(page.QRs) != 1 || page.QRs[0].Data != "https://lobby.example.gov.cn/t/k7JqXy2mPzR4sT8vB1" || page.QRs[0].Module != 6 {
		t.Errorf("codes %v", page.QRs)
	}
	if page.Bytes == 0 || page.Torn || page.Width != 576 {
		t.Errorf("%d bytes, torn %v, %d dots", page.Bytes, page.Torn, page.Width)
	}
}

// TestTraps holds what printers are known to stumble over.
func TestTraps(t *testing.T) {
	const hanzi = "\x1c&\xba\xc5\n"
	const qr = "\x1d(k\x06\x001P0abc\x1d(k\x03\x001Q0"
	for _, tt := range []struct {
		name, profile, bytes, problem string
		texts                         []string
	}{
		{"unknown command", "epson-80", "\x1bZ12\n", "unknown command 1B 5A", []string{"12"}},
		{"hanzi outside Kanji mode", "epson-80", "\xba\xc5\n", "code page", []string{"║┼"}},
		{"hanzi in Kanji mode", "epson-80", hanzi, "", []string{"号"}},
		{"four bytes to GBK", "generic-80", "\x1c&\x81\x30\x84\x36\n", "81 isn't a whole gbk", []string{"\uFFFD0\uFFFD6"}},
		{"four bytes to GB 18030", "epson-80", "\x1c&\x81\x30\x84\x36\n", "", []string{"¥"}},
		{"GBK to GB 2312", "raster-58", "\x1c&\x81\x40\n", "81 begins no gb2312", []string{"\uFFFD@"}},
		{"half a character", "epson-80", "\x1c&\xba\x1ba\x01\n", "BA isn't a whole", []string{"\uFFFD"}},
		{"QR after hanzi", "generic-80", hanzi + qr, "can come out empty", []string{"号"}},
		{"QR after FS .", "generic-80", hanzi + "\x1c." + qr, "", []string{"号"}},
		{"QR within a line", "generic-80", "ab" + qr, "within a line", []string{"ab"}},
		{"QR that isn't stored", "generic-80", "\x1d(k\x03\x001Q0", "isn't stored", nil},
		{"QR on a printer without", "raster-58", qr + "\n", "doesn't have it", []string{"k1P0abck1Q0"}},
		{"command in a picture", "epson-80", "\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01", "real-time command 10 04", nil},
		{"align within a line", "epson-80", "a\x1ba\x01b\n", "line's start", []string{"ab"}},
		{"cut through the text", "epson-80", "a\n\x1dV\x00", "through what is printed", []string{"a"}},
		{"fed before the cut", "epson-80", "a\n\x1bd\x05\x1dV\x00", "", []string{"a"}},
		{"no cutter", "generic-58", "a\n\x1dV\x00", "without a cutter", []string{"a"}},
		{"line not ended", "epson-80", "a\nb", "isn't ended", []string{"a"}},
		{"too wide", "generic-58", "\x1dv0\x00\x31\x00\x01\x00" + strings.Repeat("\xff", 49), "392 dots on 384", nil},
		{"far too large", "epson-80", "a\n\x1dv0\x00\xff\xff\xff\xff" + "text", "command of 4294836233 bytes", []string{"a"}},
		{"nine times", "epson-80", "\x1d!\x88a\n", "8 times", []string{"a"}},
		{"a code page's letters", "cp858-80", "\x1bt\x13\x1c.caf\x82 \xd5\n", "", []string{"café €"}},
		{"its letters as hanzi", "cp858-80", "\x1bt\x13caf\x82 \xd5\n", "isn't a whole cp858", []string{"caf\uFFFD \uFFFD"}},
		{"another code page", "cp858-80", "\x1bt\x10\x1c.\x82\n", "aren't known", []string{"é"}},
		{"a hole in a code page", "win1252-80", "\x1bt\x10\x1c.\x81\n", "81 is no character", nil},
		{"no code page", "epson-80", "\x1bt\x00a\n", "aren't known", []string{"a"}},
		{"NULs are nothing", "epson-80", "\x00a\x00b\x00\n\x00", "", []string{"ab"}},
		{"ends within a command", "epson-80", "a\n\x1d(k\x06\x001P", "end within a command", []string{"a"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var texts []string
			var problems []Problem
			for _, p := range Interpret(profile(t, tt.profile), []byte(tt.bytes)) {
				texts, problems = append(texts, p.Texts...), append(problems, p.Problems...)
			}
			if tt.texts != nil && !slices.Equal(texts, tt.texts) {
				t.Errorf("texts %q, want %q", texts, tt.texts)
			}
			if tt.problem == "" && len(problems) > 0 {
				t.Errorf("problems %v", problems)
			}
			if tt.problem != "" && !slices.ContainsFunc(problems, func(p Problem) bool {
				return strings.Contains(p.Text, tt.problem)
			}) {
				t.Errorf("problems %v, want one with %q", problems, tt.problem)
			}
		})
	}
}

// TestCodePageSlips has slips of printers without hanzi come out as they were
// meant: in the code page what it has, drawn what it hasn't.
func TestCodePageSlips(t *testing.T) {
	for _, name := range []string{"cp858-80", "win1252-80"} {
		p := latin(t, name)
		slip := printer.Ticket{Lang: "fr", Number: "A012", Service: "Médiation civile à l’étage", Where: "Attendez près de l’entrée", Code: "5 €", QR: foreignURL}
		b, err := printer.Encode(p, slip.Slip(nil))
		if err != nil {
			t.Fatal(err)
		}
		page := Interpret(p, b)[0]
		for _, want := range []string{"A012", "5 €"} {
			if !slices.Contains(page.Texts, want) {
				t.Errorf("%s: %q isn't on paper: %q", name, want, page.Texts)
			}
		}
		if all := strings.Join(page.Texts, " "); len(page.Problems) > 0 || !strings.Contains(all, "Médiation civile à") {
			t.Errorf("%s: %q, %v\n%s", name, page.Texts, page.Problems, Disassemble(b))
		}
		scan(t, page, foreignURL)
	}
}

// TestSizeOfHanzi holds what makers do differently: GS ! or FS !.
func TestSizeOfHanzi(t *testing.T) {
	height := func(name, b string) int {
		p := Interpret(profile(t, name), []byte("\x1b3\x00\x1c&"+b+"\xba\xc5\n\x1dVB\x00"))[0]
		return p.Height - 96
	}
	for _, tt := range []struct {
		profile, bytes string
		want           int
	}{
		{"epson-80", "", 24},
		{"epson-80", "\x1d!\x11", 48},
		{"epson-80", "\x1c!\x0c", 48},
		{"epson-80", "\x1cW\x01", 48},
		{"generic-80", "\x1d!\x11", 24},
		{"generic-80", "\x1c!\x0c\x1d!\x11", 48},
		{"epson-80", "\x1bJ\x20", 24 + 16}, // half dots
		{"generic-80", "\x1bJ\x20", 24 + 32},
	} {
		if got := height(tt.profile, tt.bytes); got != tt.want {
			t.Errorf("%s after % X: %d dots high, want %d", tt.profile, tt.bytes, got, tt.want)
		}
	}
}

// TestPiecesMakeTheSame has bytes come one by one or all at once.
func TestPiecesMakeTheSame(t *testing.T) {
	for _, name := range []string{"slip-80", "signs-58"} {
		p, b := profile(t, "generic-80"), assembled(t, name)
		want := Interpret(p, b)
		var got []Page
		ip := NewInterpreter(p, Hooks{Page: func(page Page) { got = append(got, page) }})
		for _, c := range b {
			_, _ = ip.Write([]byte{c})
		}
		ip.Flush()
		ip.Tear()
		if len(got) != len(want) || !bytes.Equal(got[0].dots, want[0].dots) || !slices.Equal(got[0].Texts, want[0].Texts) {
			t.Errorf("%s: differs", name)
		}
	}
}

// FuzzInterpreter prints anything on every profile, and on a code page's: no bytes
// make it panic, take memory without end, or tell of texts that are none.
func FuzzInterpreter(f *testing.F) {
	names := append(printer.BuiltIn().Names(), "cp858-80")
	for _, seed := range seeds(f) {
		for i := range names {
			f.Add(uint8(i), seed)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, b []byte) {
		p := profile(t, names[int(which)%len(names)])
		var problems, last int64
		for _, page := range Interpret(p, b) {
			if page.Height > maxRows+8*24 || len(page.dots) > (maxRows+8*24)*page.Width/8 || len(page.Problems) > maxProblems {
				t.Fatalf("a page of %d dots, %d bytes, %d problems", page.Height, len(page.dots), len(page.Problems))
			}
			for _, text := range page.Texts {
				if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
					t.Fatalf("text %q", text)
				}
			}
			for _, problem := range page.Problems {
				if problems = problem.Offset; problems < last || problems > int64(len(b)) {
					t.Fatalf("a problem at %d after one at %d, of %d bytes", problems, last, len(b))
				}
				last = problems
			}
		}
	})
}

func BenchmarkInterpret(b *testing.B) {
	slip := assembled(b, "slip-80")
	p := profile(b, "epson-80")
	b.ReportAllocs()
	for b.Loop() {
		Interpret(p, slip)
	}
}
