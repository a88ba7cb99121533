package printer_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"onedoor/printer"
	"onedoor/printer/paper"
)

// kinds are the built-in profiles and what else one may be: code pages, line
// spacing, full cut, a buffer of some bytes.
func kinds() []printer.Profile {
	builtIn := printer.BuiltIn()
	var all []printer.Profile
	for _, name := range builtIn.Names() {
		all = append(all, builtIn[name])
	}
	latin := builtIn["epson-80"]
	latin.Name, latin.Encoding, latin.Page, latin.Cutter, latin.Spacing = "latin", printer.Windows1252, 16, printer.FullCut, 40
	russian := builtIn["raster-58"]
	russian.Name, russian.Encoding, russian.Page, russian.Spacing, russian.Buffer = "cyrillic", printer.CP866, 17, 24, 64
	old := builtIn["generic-58"]
	old.Name, old.Encoding, old.Page = "old", printer.CP437, 0
	return append(all, latin, russian, old)
}

// randomTemplate is any template at all: most are refused by Check.
func randomTemplate(r *rand.Rand) printer.Template {
	items := append(printer.Items(), "nothing")
	var t printer.Template
	for range r.IntN(25) {
		item := items[r.IntN(len(items))]
		if item == printer.ItemQR && slices.ContainsFunc(t, func(l printer.TemplateLine) bool { return l.Item == printer.ItemQR }) {
			continue
		}
		t = append(t, printer.TemplateLine{
			Item: item, Dots: r.IntN(300) - 20, Text: map[string]string{"zh": "请勿折叠", "en": "Don’t fold"},
			Style: printer.Style{Size: r.IntN(11) - 1, Align: printer.Align(r.IntN(3)), Bold: r.IntN(2) == 0},
		})
	}
	return t
}

// randomFont draws every character, some with dots that spell commands.
func randomFont(r rune) (printer.Glyph, bool) {
	g := printer.Glyph{Width: 12 + 12*int(r&1)}
	for y := range g.Rows {
		g.Rows[y] = []uint32{0x100400, 0x100501, uint32(r) * 2654435761 >> 8, 0x041004, 0}[(int(r)+y)%5] & (1<<g.Width - 1)
	}
	return g, r%7 != 0
}

// commands are how often each command stands in encoded bytes, by its name.
func commands(t *testing.T, b []byte) map[string]int {
	t.Helper()
	names := []string{"ESC @", "ESC t", "ESC 3", "ESC a", "ESC E", "ESC d", "ESC J", "FS &", "FS .", "FS !", "GS !", "GS a", "GS ( k", "GS v 0", "GS V", "LF", "text"}
	count := map[string]int{}
	for line := range strings.Lines(paper.Disassemble(b)) {
		if line[0] == '\t' {
			continue // a row of a picture
		}
		i := slices.IndexFunc(names, func(n string) bool { return strings.HasPrefix(line, n) })
		if i < 0 {
			t.Fatalf("a command that the encoder doesn't have: %q", line)
		}
		count[names[i]]++
	}
	return count
}

// judge has the interpreter read what was encoded, and counts its commands against
// what the slip's blocks allow.
func judge(t *testing.T, p printer.Profile, s printer.Slip, b []byte) paper.Page {
	t.Helper()
	pages := paper.Interpret(p, b)
	if len(pages) != 1 {
		t.Fatalf("%s: %d pages\n%s", p.Name, len(pages), paper.Disassemble(b))
	}
	for _, problem := range pages[0].Problems {
		t.Fatalf("%s: %+v\n%s", p.Name, problem, paper.Disassemble(b))
	}
	flag := func(yes bool) int {
		if yes {
			return 1
		}
		return 0
	}
	blocks, anew := map[printer.Kind]int{}, 0
	for _, block := range s.Blocks {
		blocks[block.Kind]++
		anew += flag(block.Style.Anew)
	}
	got := commands(t, b)
	_, page := p.Encoding.CodePage()
	cut := flag(p.Cutter != printer.NoCutter)
	exactly := map[string]int{
		"ESC @": 1, "GS a": flag(p.Status.Auto), "ESC t": (1 + anew) * flag(page), "ESC 3": flag(p.Spacing > 0), "GS V": cut,
		"GS ( k": 5 * blocks[printer.QR] * flag(p.QR == printer.NativeQR),
	}
	for name, n := range exactly {
		if got[name] != n {
			t.Fatalf("%s: %d times %s, want %d\n%s", p.Name, got[name], name, n, paper.Disassemble(b))
		}
	}
	bands := 400
	if p.Buffer > 0 && p.Buffer < 1024 { // down to a row each
		bands = 600*blocks[printer.Text] + 800*blocks[printer.QR]
	}
	atMost := map[string]int{
		"FS .":   blocks[printer.QR] + (1+anew)*flag(page),
		"FS &":   1 + blocks[printer.QR] + anew,
		"ESC d":  blocks[printer.Feed] + 2*blocks[printer.QR] + flag(p.Cutter != printer.PartialCut),
		"ESC J":  blocks[printer.Gap] + blocks[printer.Text] + got["GS v 0"],
		"ESC a":  1 + len(s.Blocks),
		"ESC E":  1 + len(s.Blocks),
		"GS !":   1 + anew + blocks[printer.Text] + blocks[printer.Rule] + got["text"], // once a line, where FS ! comes and goes
		"text":   12*blocks[printer.Text] + blocks[printer.Rule],
		"LF":     13*blocks[printer.Text] + blocks[printer.Gap] + blocks[printer.Rule] + 6*blocks[printer.QR] + 3*blocks[printer.Feed],
		"GS v 0": bands * flag(p.QR == printer.RasterQR || got["GS v 0"] > 0),
	}
	for name, n := range atMost {
		if got[name] > n {
			t.Fatalf("%s: %d times %s, at most %d\n%s", p.Name, got[name], name, n, paper.Disassemble(b))
		}
	}
	return pages[0]
}

// first is the first thing that is printed.
func first(b []byte) string {
	for line := range strings.Lines(paper.Disassemble(b)) {
		if strings.HasPrefix(line, "text") || strings.HasPrefix(line, "GS v 0") {
			return line
		}
	}
	return ""
}

// FuzzEncode has the interpreter judge that no ticket, whatever stands in its
// fields, and no template make a printer do anything that the encoder didn't tell
// it; that the number and the QR code are on the paper, and a reprint's mark is the
// first thing on it; and that the streamed bytes are the same.
func FuzzEncode(f *testing.F) {
	for i, text := range []string{
		"劳动争议", "A\x1b@\x1dV\x00", "\x10\x04\x01", "￥•¥", "😀㐀堃", "\xff\xfe\x1c&", "𠀀\u202e￼\ue000", "España ñ", "a\nb\r\nc",
		"½²㉑３", "e\u0301\u0301\u0301", "👩‍👩‍👧|｡ｶﾞ", strings.Repeat("很长的名字", 60), strings.Repeat("a", 400), strings.Repeat("\n", 90), "Привет|“”",
	} {
		f.Add(text, uint16(i*37), uint64(i), "http://x/"+text)
	}
	all := kinds()
	russian := slices.IndexFunc(all, func(p printer.Profile) bool { return p.Name == "cyrillic" })
	f.Add("Центр социального управления районом 城东", uint16(russian), uint64(0), "http://x/") // its picture is wider than its letters
	f.Fuzz(func(t *testing.T, text string, pick uint16, seed uint64, qr string) {
		p := all[int(pick)%len(all)]
		r := rand.New(rand.NewPCG(seed, 1))
		field := func() string { // any part of the text, any number of times over
			parts := strings.Split(text, "|")
			return parts[r.IntN(len(parts))]
		}
		ticket := printer.Ticket{
			Lang: []string{"zh", "en", ""}[pick>>8%3], Mark: "#2 " + field(), Centre: field(), Date: field(), Time: field(), Number: "A1000",
			Service: field(), Group: field(), Where: field(), Ahead: field(), Bring: field(), QR: qr, QRNote: field(),
			NoPhone: field(), Valid: field(), Code: "4827-163", Notes: []string{field(), field()},
		}
		template := randomTemplate(r)
		slip := ticket.Slip(template)
		e := printer.Encoder{Profile: p}
		if pick>>12&1 == 1 {
			e.Font = randomFont
		}
		b, err := e.Encode(slip)
		if err != nil { // the QR code is refused; the rest must do
			ticket.QR = ""
			slip = ticket.Slip(template)
			if b, err = e.Encode(slip); err != nil {
				t.Fatal(err)
			}
		}
		page := judge(t, p, slip, b)
		if !slices.Contains(page.Texts, ticket.Number) {
			t.Fatalf("%s: the number isn't on paper: %q", p.Name, page.Texts)
		}
		if first := first(b); !strings.HasPrefix(first, "text \"#2") && !strings.HasPrefix(first, "GS v 0") { // drawn, where it can't be said
			t.Fatalf("%s: the slip begins with %s, not with its mark", p.Name, first)
		}
		hasQR := slices.ContainsFunc(slip.Blocks, func(b printer.Block) bool { return b.Kind == printer.QR })
		if p.QR == printer.NativeQR && hasQR && (len(page.QRs) != 1 || page.QRs[0].Data != ticket.QR) {
			t.Fatalf("%s: codes %+v, want %q", p.Name, page.QRs, ticket.QR)
		}
		var streamed strings.Builder
		if err := e.EncodeTo(&streamed, slip); err != nil || streamed.String() != string(b) {
			t.Fatalf("%s: streamed otherwise, %v", p.Name, err)
		}
	})
}

// TestKinds keeps the profiles that are made up here possible.
func TestKinds(t *testing.T) {
	names := map[string]bool{}
	for _, p := range kinds() {
		if err := p.Check(); err != nil {
			t.Error(err)
		}
		names[p.Name] = true
	}
	if len(names) < 15 {
		t.Error(slices.Sorted(maps.Keys(names)))
	}
}
