package printer

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/skip2/go-qrcode"
)

// symbol is a QR code as it will be printed.
type symbol struct {
	data   string
	module int      // dots
	level  byte     // error correction: 0 to 3 are L, M, Q, H
	square [][]bool // of modules, for RasterQR
}

// A phone reads a code at some ten times its width. A native one is at least
// nearest wide, for 20 cm; a raster one is as wide as rasterBytes allow, which the
// goal of 1,000 bytes a slip leaves for it.
const (
	nearest      = 200 // tenths of a millimetre
	largest      = 16  // dots a module may measure, by GS ( k 167
	quietModules = 4   // modules of white on all sides
	rasterBytes  = 720
)

// capacities is what a QR code of version i+1 holds in bytes at error correction
// M, Q and H, up to the largest that is left to printers.
func capacities() [3][10]int {
	return [3][10]int{
		{14, 26, 42, 62, 84, 106, 122, 152, 180, 213},
		{11, 20, 32, 46, 60, 74, 86, 108, 130, 151},
		{7, 14, 24, 34, 44, 58, 64, 84, 98, 119},
	}
}

// medium is error correction M among 0 to 3.
const medium = 1

// raised is the highest error correction at which a version still holds n bytes,
// and at least M: what a version has room for costs nothing, on paper or on the line.
func raised(version, n int) byte {
	level := byte(medium)
	all := capacities()
	for i := range all {
		if version <= len(all[i]) && n <= all[i][version-1] {
			level = byte(medium + i)
		}
	}
	return level
}

// plan finds out how each QR code will be printed, or that one can't be, before a
// byte of the slip is made.
func (e *sheet) plan(s Slip) error {
	for _, b := range s.Blocks {
		if b.Kind != QR {
			continue
		}
		if err := checkQR(b.Text); err != nil {
			return err
		}
		design := e.native
		if e.p.QR == RasterQR {
			design = e.squares
		}
		code, err := design(b.Text)
		if err != nil {
			return err
		}
		e.symbols = append(e.symbols, code)
	}
	return nil
}

// checkQR refuses what a phone wouldn't read as text, or a printer as data.
func checkQR(data string) error {
	if data == "" {
		return errors.New("encode slip: the QR code holds nothing")
	}
	if !utf8.ValidString(data) {
		return errors.New("encode slip: the QR code's text isn't UTF-8")
	}
	for i := range len(data) {
		if data[i] < ' ' || data[i] == 0x7F {
			return fmt.Errorf("encode slip: the QR code's text has a control byte at %d", i)
		}
	}
	return nil
}

func (e *sheet) tooLarge(data string) error {
	return fmt.Errorf("encode slip: a QR code of %d bytes doesn't fit the paper of %s", len(data), e.p.Name)
}

// native designs a code that the printer draws. The printer chooses the version:
// the least that holds the data, which is at most the one found here.
func (e *sheet) native(data string) (symbol, error) {
	sizes := capacities()[0]
	version, _ := slices.BinarySearch(sizes[:], len(data))
	version++
	if version > len(sizes) {
		return symbol{}, e.tooLarge(data)
	}
	modules := 17 + 4*version
	module := max(e.p.Module, (e.dots(nearest)+modules-1)/modules)
	module = min(module, largest, e.p.Dots/(modules+2*quietModules))
	if module < 3 {
		return symbol{}, e.tooLarge(data)
	}
	return symbol{data: data, module: module, level: raised(version, len(data))}, nil
}

// squares designs a code that is sent as dots, half as many each way as are
// printed: with modules of two dots or more no real-time command can be among
// them, and it is a quarter of the bytes.
func (e *sheet) squares(data string) (symbol, error) {
	code, err := qrcode.New(data, qrcode.Medium)
	if err != nil {
		return symbol{}, fmt.Errorf("encode slip: QR code of %d bytes: %w", len(data), err)
	}
	level := raised(code.VersionNumber, len(data))
	if level > medium {
		if better, err := qrcode.NewWithForcedVersion(data, code.VersionNumber, qrcode.RecoveryLevel(level)); err == nil {
			code = better
		}
	}
	code.DisableBorder = true // before the first Bitmap; the paper is the border
	square := code.Bitmap()
	n := len(square)
	sent := func(module int) int { return (n*module/2 + 7) / 8 * (n * module / 2) }
	fits := func(module int) bool { return (n*module/2+7)/8*16+2*quietModules*module <= e.p.Dots }
	module := e.p.Module
	for module+2 <= largest && sent(module+2) <= rasterBytes && fits(module+2) {
		module += 2
	}
	for module > 4 && !fits(module) {
		module -= 2
	}
	if !fits(module) {
		return symbol{}, e.tooLarge(data)
	}
	return symbol{data: data, module: module, level: level, square: square}, nil
}

// qr puts the next code in the middle, with its quiet zone above and below: as many
// empty lines as it takes.
func (e *sheet) qr() {
	code := e.symbols[0]
	e.symbols = e.symbols[1:]
	white := (quietModules*code.module + e.spacing() - 1) / e.spacing()
	e.aligned(Centre)
	e.tight = 0 // the quiet zone is white enough
	e.feedLines(white)
	if code.square != nil {
		e.drawQR(code)
	} else {
		e.nativeQR(code)
	}
	e.feedLines(white)
}

// nativeQR has the printer draw the code. It stands at a line's start, in a mode
// that isn't Chinese: after hanzi some printers draw an empty code otherwise.
func (e *sheet) nativeQR(code symbol) {
	if e.p.Quirks.KanjiOffBeforeQR && e.kanji {
		e.put(0x1C, '.')
		e.kanji = false
	}
	e.put(0x1D, '(', 'k', 4, 0, '1', 'A', '2', 0)            // model 2
	e.put(0x1D, '(', 'k', 3, 0, '1', 'C', byte(code.module)) // module size
	e.put(0x1D, '(', 'k', 3, 0, '1', 'E', '0'+code.level)    // error correction
	n := len(code.data) + 3                                  // the store's own three bytes count
	e.put(0x1D, '(', 'k', byte(n), byte(n>>8), '1', 'P', '0')
	e.out = append(e.out, code.data...)
	e.put(0x1D, '(', 'k', 3, 0, '1', 'Q', '0')
}
