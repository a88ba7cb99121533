package printer

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// The test sheet is written by hand and not by Encode, command by command as the
// book has them: it shows what a printer makes of each, before any way around it.
// Every part has a number that the questions name, in ASCII, which all can print.

// barDots is how long the sheet's bar is: some 50 mm at 203 dpi, 56 at 180.
const barDots = 400

// gapDots is how far ESC J feeds between the sheet's two lines: half of it on
// printers that count half dots.
const gapDots = 160

// Parts of a process id, so that each of the sheet's comes back distinctly.
const (
	probeBarBegun = 0x50524F41
	probeBarDone  = 0x50524F42
	probeDone     = 0x50524F43
)

// sheetPart is what is sent in one piece. Between two of them the printer stands
// at a line's beginning with nothing half told.
type sheetPart struct {
	data []byte
	id   uint32 // asked for behind it where the printer may answer; 0: none
}

// testSheet is the test sheet for a profile.
func testSheet(p Profile) []sheetPart {
	esc := "\x1B@"
	if _, ok := p.Encoding.CodePage(); ok {
		esc += "\x1Bt" + string([]byte{byte(p.Page)})
	}
	cut := "\x1DVB\x00"
	if p.Cutter == NoCutter {
		cut += "\x1Bd\x04" // past the tear bar
	}
	return []sheetPart{
		{data: []byte(esc + "ONEDOOR PRINT TEST\nprofile " + p.Name + "\n\n1 RULER\n" + ruler() + "\n\n2 BAR\n"), id: probeBarBegun},
		{data: bar(), id: probeBarDone},
		{data: []byte("\n3 LETTERS\n" + seenASCII() + "\n\n4 HANZI\n")},
		{data: hanziRows()},
		{data: codePageRows()},
		{data: []byte("\n6 SIZES\n" + sizes() + "\n7 GAP\na _________\n\x1BJ" + string([]byte{gapDots}) + "b _________\n")},
		{data: []byte("\n8 QR\n\x1Ba\x01A\n\n" + nativeTest("ONEDOOR A", p) + "\nB\n\n")},
		{data: rasterTest("ONEDOOR B")},
		{data: []byte("\nC\n\x1C&" + string(gbk("码")) + "\n\n" + nativeTest("ONEDOOR C", p) + "\x1C.\n\x1Ba\x009 CUT\n")},
		{data: []byte(cut)},
	}
}

// ruler is longer than any line: the last number that stands whole in its first
// row ends at its own column.
func ruler() string {
	var out strings.Builder
	for n := 5; n <= 80; n += 5 {
		fmt.Fprintf(&out, "%s%d", strings.Repeat(".", 5-len(fmt.Sprint(n))), n)
	}
	return out.String()
}

// bar is barDots of black along the paper: a picture's rows are dots on every
// printer, whatever ESC J counts in. They are sent doubled.
func bar() []byte {
	out := []byte{0x1D, 'v', '0', 3, 1, 0, barDots / 2, 0}
	for range barDots / 2 {
		out = append(out, 0xFF)
	}
	return out
}

// seenASCII is all of ASCII that can be seen.
func seenASCII() string {
	var out strings.Builder
	for c := '!'; c <= '~'; c++ {
		out.WriteRune(c)
	}
	return out.String()
}

// The rows of hanzi: in GB 2312; in GBK and not in it; in GB 18030 only, as codes
// of four bytes that end in an ASCII digit.
const (
	rowGB2312  = "请在一楼大厅等"
	rowGBK     = "堃喆瑄镕"
	rowGB18030 = "㐱㑇㓥"
)

func hanziRows() []byte {
	out := []byte("\x1C&")
	for i, row := range []string{rowGB2312, rowGBK, rowGB18030} {
		out = append(out, 'a'+byte(i), ' ')
		out = append(out, gbk(row)...)
		out = append(out, '\n')
	}
	return append(out, 0x1C, '.')
}

// gbk encodes a text in GB 18030, which for all of GBK is the same.
func gbk(text string) []byte {
	out, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil { // it has a code for everything
		return nil
	}
	return out
}

// codePageRows is what a printer prints for 80 to FF with Chinese off.
func codePageRows() []byte {
	out := []byte("\n5 CODE PAGE\n")
	for row := 0x80; row <= 0xF0; row += 0x10 {
		out = fmt.Appendf(out, "%X ", row)
		for c := row; c < row+0x10; c++ {
			out = append(out, byte(c))
		}
		out = append(out, '\n')
	}
	return out
}

// sizes is a letter at one to four times, then a hanzi at two times by GS ! alone
// (a) and by FS ! as well (b).
func sizes() string {
	var out strings.Builder
	for size := range 4 {
		fmt.Fprintf(&out, "\x1D!%cA", rune(size<<4|size))
	}
	out.WriteString("\x1D!\x00\n\x1C&a \x1D!\x11" + string(gbk("大")) + "\x1D!\x00 b \x1C!\x0C\x1D!\x11" + string(gbk("大")))
	return out.String() + "\x1D!\x00\x1C!\x00\x1C.\n"
}

// nativeTest has the printer draw a QR code.
func nativeTest(data string, p Profile) string {
	n := len(data) + 3
	module := byte(6)
	if p.Dots < 300 {
		module = 4
	}
	return "\x1D(k\x04\x001A2\x00\x1D(k\x03\x001C" + string([]byte{module}) + "\x1D(k\x03\x001E1" +
		"\x1D(k" + string([]byte{byte(n), 0}) + "1P0" + data + "\x1D(k\x03\x001Q0"
}

// rasterTest sends a QR code's dots, doubled, with modules of four.
func rasterTest(data string) []byte {
	code, err := qrcode.New(data, qrcode.Medium)
	if err != nil { // a dozen letters always fit
		return nil
	}
	code.DisableBorder = true
	bitmap := code.Bitmap()
	side := 2 * len(bitmap)
	stride := (side + 7) / 8
	dots := make([]byte, stride*side)
	for y := range side {
		for x := range side {
			if bitmap[y/2][x/2] {
				dots[y*stride+x/8] |= 0x80 >> (x % 8)
			}
		}
	}
	return append([]byte{0x1D, 'v', '0', 3, byte(stride), 0, byte(side), 0}, dots...)
}
