package paper

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"onedoor/printer"
)

const foreignURL = "https://lobby.example.gov.cn/t/k7JqXy2mPzR4sT8vB1"

// TestForeignSlips interprets what encoders wrote that have nothing to do with
// this program. What is asked of the interpreter is what stands on paper, and that
// it finds the commands that no profile emits, and no other problem.
func TestForeignSlips(t *testing.T) {
	chinese := printer.Profile{Name: "gb18030", Dots: 576, DPI: 203, Encoding: printer.GB18030, QR: printer.NativeQR, Cutter: printer.FullCut}
	latin := func(e printer.Encoding, page int) printer.Profile {
		p := chinese
		p.Encoding, p.Page = e, page
		return p
	}
	titles := []string{"A012", "人民调解", "请在一楼大厅等", "前面还有 2 位", strings.Repeat("ò", 48), "没有手机也一样叫您"}
	for _, tt := range []struct {
		name     string
		profile  printer.Profile
		texts    []string
		stored   string   // in a code that the printer draws
		drawn    string   // in a code on the paper, whoever drew it
		cuts     int      // how often the paper is cut
		problems []string // kinds of problems: their texts up to a comma, numbers left out
	}{
		{
			"rpe-text", latin(printer.CP437, 0),
			[]string{"A012", "Civil mediation", "left", "right", "centre", strings.Repeat("─", 20)},
			"", "", 1,
			[]string{"CR", "ESC M"},
		},
		{"rpe-qr", latin(printer.CP437, 0), []string{"before", "after"}, foreignURL, foreignURL, 1, []string{"CR", "ESC M"}},
		{"rpe-cp858", latin(printer.CP858, 19), []string{"café crème ñ 5 €"}, "", "", 1, []string{"CR", "ESC M"}},
		{"rpe-windows1252", latin(printer.Windows1252, 16), []string{"café “crème” 5 €"}, "", "", 1, []string{"CR", "ESC M"}},
		{"rpe-cp852", latin(printer.CP852, 18), []string{"žluťoučký kůň"}, "", "", 1, []string{"CR", "ESC M"}},
		{"rpe-cp866", latin(printer.CP866, 17), []string{"Добро пожаловать"}, "", "", 1, []string{"CR", "ESC M"}},
		{"rpe-image-raster", chinese, nil, "", foreignURL, 1, []string{"CR", "ESC M"}},
		{
			"ntp-slip", latin(printer.CP858, 19),
			[]string{
				"A012", "double height", "double width", "left", "right", "Ticket" + strings.Repeat(" ", 38) + "A012",
				strings.Repeat("-", 48), "café crème ñ 5 €",
			},
			foreignURL, foreignURL, 1, nil,
		},
		// It relies on a printer that begins in Kanji mode.
		{"ntp-hanzi", chinese, []string{"╟δ╘┌╥╗┬Ñ┤≤╠ⁿ╡╚", "╚╦├±╡≈╜Γ A012"}, "", "", 1, []string{"ESC R", "byte # of a code page"}},
		{"ntp-image", latin(printer.CP437, 0), nil, "", foreignURL, 1, nil},
		{"rl-generic", chinese, titles, "", foreignURL, 2, []string{
			"ESC $", "ESC -", "ESC M", "ESC SP", "ESC \\", "ESC t # on a printer whose code pages aren't known", "ESC {", "FS -", "FS C", "FS S", "GS B",
			"byte # of a code page",
		}},
		{"rl-escpos", chinese, titles, "", foreignURL, 2, []string{
			"ESC $", "ESC -", "ESC M", "ESC SP", "ESC \\", "ESC t # on a printer whose code pages aren't known", "ESC {", "FS ( A", "FS -", "FS C", "FS S",
			"GS # L", "GS B", "byte # of a code page",
		}},
		{"rl-image-escpos", latin(printer.CP437, 0), nil, "", foreignURL, 2, []string{
			"ESC $", "ESC -", "ESC M", "ESC SP", "ESC {", "FS ( A", "FS -", "FS S", "GS # L", "GS B",
		}},
		{"rl-gbk", chinese, []string{"A012", "人民调解"}, "", "", 2, []string{
			"ESC $", "ESC -", "ESC M", "ESC SP", "ESC \\", "ESC t # on a printer whose code pages aren't known", "ESC {", "FS ( A", "FS -", "FS S", "GS B",
		}},
		{"rl-cp1252", latin(printer.Windows1252, 16), []string{"café crème 5 €"}, "", "", 2, []string{
			"ESC $", "ESC -", "ESC M", "ESC SP", "ESC \\", "ESC {", "FS ( A", "FS -", "FS S", "GS B",
		}},
		{"eb-slip", latin(printer.CP850, 2), []string{"A012", "left", "right"}, foreignURL, foreignURL, 0, []string{"CR", "ESC m"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := os.ReadFile("testdata/foreign/" + tt.name + ".bin")
			if err != nil {
				t.Fatal(err)
			}
			pages := Interpret(tt.profile, b)
			var texts, problems []string
			cuts := strings.Count(Disassemble(b), "\nGS V ")
			for _, p := range pages {
				texts = append(texts, p.Texts...)
				for _, problem := range p.Problems {
					problems = append(problems, kind(problem))
				}
				for _, code := range p.QRs {
					if code.Data != tt.stored {
						t.Errorf("stored %q, want %q", code.Data, tt.stored)
					}
				}
			}
			slices.Sort(problems)
			if problems = slices.Compact(problems); !slices.Equal(problems, tt.problems) {
				t.Errorf("problems %q\nwant %q", problems, tt.problems)
			}
			if !slices.Equal(texts, tt.texts) {
				t.Errorf("texts %q\nwant %q", texts, tt.texts)
			}
			if cuts != tt.cuts || (len(pages[0].QRs) > 0) != (tt.stored != "") {
				t.Errorf("%d cuts, want %d; codes %v", cuts, tt.cuts, pages[0].QRs)
			}
			if tt.drawn != "" {
				scan(t, pages[0], tt.drawn)
			}
		})
	}
}

// kind is a problem without what differs from one to the next of its kind.
func kind(p Problem) string {
	text, _, _ := strings.Cut(p.Text, ",")
	words := strings.Fields(text)
	for i, w := range words {
		if strings.Trim(w, "0123456789ABCDEF") == "" && strings.ContainsAny(w, "0123456789") || len(w) == 2 && strings.Trim(w, "ABCDEF") == "" {
			words[i] = "#"
		}
	}
	return strings.Join(words, " ")
}

// scan has two decoders that aren't ours read a page.
func scan(t *testing.T, p Page, want string) {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(p.Image())
	if err != nil {
		t.Fatal(err)
	}
	code, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil || code.GetText() != want {
		t.Errorf("gozxing reads %v, %v; want %q", code, err, want)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, p.Image()); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "zbarimg", "--quiet", "--raw", "-")
	cmd.Stdin = &picture
	out, err := cmd.Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != want {
		t.Errorf("zbarimg (of zbar-tools) reads %q, %v; want %q", got, err, want)
	}
}

// TestForeignParser holds the scanner, and the texts of the interpreter, against
// what a parser that isn't ours found in bytes of ours.
func TestForeignParser(t *testing.T) {
	files, err := filepath.Glob("testdata/foreign/ours-*.npos")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "ours-"), ".npos")
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(strings.TrimSuffix(file, "npos") + "bin")
			if err != nil {
				t.Fatal(err)
			}
			theirs, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if ours := likeNpos(t, b); ours != string(theirs) {
				t.Errorf("we read\n%s\nand npos reads\n%s", ours, theirs)
			}
			page := Interpret(profile(t, name), b)[0]
			for line := range strings.Lines(string(theirs)) {
				_, text, ok := strings.Cut(line, " text ")
				if !ok {
					continue
				}
				var all string
				if err := json.Unmarshal([]byte(text), &all); err != nil {
					t.Fatal(err)
				}
				for line := range strings.FieldsFuncSeq(all, func(r rune) bool { return r == '\n' }) {
					if !slices.Contains(page.Texts, strings.TrimSpace(line)) {
						t.Errorf("%q isn't on our paper: %q", line, page.Texts)
					}
				}
			}
		})
	}
}

// likeNpos writes what the scanner finds as testdata/foreign/README.md says that
// npos writes it: text with its line ends, and commands by the letters npos knows.
func likeNpos(t *testing.T, b []byte) string {
	t.Helper()
	var out strings.Builder
	s := newScanner()
	text, from := []byte(nil), 0
	flush := func() {
		if len(text) == 0 {
			return
		}
		var quoted bytes.Buffer
		e := json.NewEncoder(&quoted)
		e.SetEscapeHTML(false)
		if err := e.Encode(inUTF8(t, text)); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%d %d text %s", from, len(text), quoted.String())
		text = nil
	}
	for at := 0; at < len(b); {
		c, want := s.scan(b[at:])
		if want > 0 {
			t.Fatalf("ends within the command at %d", at)
		}
		if c.op == opText || c.op == opLF {
			if len(text) == 0 {
				from = at
			}
			text = append(text, c.raw...)
		} else {
			flush()
			letters := 2
			if c.op == opSymbol || c.op == opRaster {
				letters = 3
			}
			lead := map[byte]string{esc: "ESC", fs: "FS", gs: "GS"}[c.raw[0]]
			fmt.Fprintf(&out, "%d %d %s %s\n", at, len(c.raw), lead, c.raw[1:letters])
		}
		at += len(c.raw)
	}
	flush()
	return out.String()
}

// inUTF8 decodes GB 18030.
func inUTF8(t *testing.T, b []byte) string {
	t.Helper()
	ip := NewInterpreter(profile(t, "epson-80"), Hooks{})
	text, err := ip.decoder.Bytes(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
