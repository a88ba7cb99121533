package paper

import (
	"unicode/utf8"

	"onedoor/printer"

	qrcode "github.com/skip2/go-qrcode"
)

// code is what GS ( k has set and stored.
type code struct {
	module int
	level  byte // '0' to '3': L, M, Q, H
	data   []byte
}

// picture is what GS ( L has stored.
type picture struct {
	stride, rows, bx, by int
	dots                 []byte
}

// raster is GS v 0.
func (ip *Interpreter) raster(c command) {
	m := digit(c.args[0])
	if m > 3 {
		ip.flag("GS v 0 with mode %d", c.args[0])
		return
	}
	ip.draw(picture{
		stride: word(c.args[1:]), rows: word(c.args[3:]),
		bx: 1 + int(m&1), by: 1 + int(m>>1), dots: c.data,
	})
}

// draw prints a picture where the paper is and moves on.
func (ip *Interpreter) draw(p picture) {
	if !ip.line.empty() {
		ip.flag("a picture within a line")
		ip.printLine()
	}
	if p.stride == 0 || p.rows == 0 {
		ip.flag("a picture without dots")
		return
	}
	width := p.stride * 8 * p.bx
	if width > ip.width {
		ip.flag("a picture of %d dots on %d", width, ip.width)
	}
	x := ip.start(width)
	for y := 0; y < p.rows; y++ { // row by row: paper that ends within it goes on with the rest
		for i, b := range p.dots[y*p.stride : (y+1)*p.stride] {
			for bit := 0; b != 0; bit, b = bit+1, b<<1 {
				if b&0x80 != 0 {
					ip.box(x+(i*8+bit)*p.bx, 0, p.bx, p.by)
				}
			}
		}
		if !ip.feed(p.by) {
			return
		}
	}
}

// graphics is GS ( L: 112 stores a picture, 50 prints it.
func (ip *Interpreter) graphics(d []byte) {
	switch {
	case isGraphics(d) && d[3] >= 1 && d[3] <= 2 && d[4] >= 1 && d[4] <= 2:
		ip.picture = &picture{
			stride: (word(d[6:]) + 7) / 8, rows: word(d[8:]),
			bx: int(d[3]), by: int(d[4]), dots: append([]byte(nil), d[10:]...),
		}
	case len(d) == 2 && d[0] == '0' && (d[1] == '2' || d[1] == 2):
		if ip.picture == nil {
			ip.flag("GS ( L prints a picture that isn't there")
			return
		}
		ip.draw(*ip.picture)
		ip.picture = nil
	default:
		ip.flag("GS ( L with an unknown function")
	}
}

// symbol is GS ( k. A printer that doesn't have it takes what follows the three
// introducing bytes for text.
func (ip *Interpreter) symbol(d []byte) {
	if ip.profile.QR == printer.RasterQR {
		ip.flag("GS ( k on a printer that doesn't have it")
		for _, b := range append([]byte("k"), d...) {
			if printable(b) {
				ip.char(b)
			}
		}
		return
	}
	if len(d) < 2 || d[0] != '1' {
		ip.flag("GS ( k for another symbol than QR")
		return
	}
	switch fn, rest := d[1], d[2:]; {
	case fn == 65 && len(rest) == 2:
		if rest[0] != '2' {
			ip.flag("QR model %c, which isn't drawn", rest[0])
		}
	case fn == 67 && len(rest) == 1 && rest[0] >= 1 && rest[0] <= 16:
		ip.code.module = int(rest[0])
	case fn == 69 && len(rest) == 1 && rest[0] >= '0' && rest[0] <= '3':
		ip.code.level = rest[0]
	case fn == 80 && len(rest) > 1 && rest[0] == '0':
		ip.code.data = append([]byte(nil), rest[1:]...)
	case fn == 81 && len(rest) == 1 && rest[0] == '0':
		ip.printQR()
	default:
		ip.flag("GS ( k function %d with % X", fn, rest[:min(len(rest), 8)])
	}
}

// printQR draws the stored code. On printers with the trap it comes out empty
// when hanzi stand before it without FS . between.
func (ip *Interpreter) printQR() {
	if len(ip.code.data) == 0 {
		ip.flag("GS ( k prints a code that isn't stored")
		return
	}
	if !ip.line.empty() {
		ip.flag("a QR code within a line")
		ip.printLine()
	}
	trapped := ip.hanzi && ip.unlined
	if trapped {
		ip.flag("a QR code after hanzi without FS . can come out empty")
	}
	q, err := qrcode.New(string(ip.code.data), qrcode.RecoveryLevel(ip.code.level-'0'))
	if err != nil {
		ip.flag("a QR code of %d bytes: %v", len(ip.code.data), err)
		return
	}
	if !utf8.Valid(ip.code.data) {
		ip.flag("a QR code whose data isn't UTF-8")
	}
	q.DisableBorder = true
	dots, m := q.Bitmap(), ip.code.module
	side := len(dots) * m
	if side > ip.width {
		ip.flag("a QR code of %d dots on %d", side, ip.width)
		return
	}
	x, y := ip.start(side), ip.roll.y
	if trapped && ip.profile.Quirks.KanjiOffBeforeQR {
		ip.feed(side)
		return
	}
	for row := range dots {
		for col, black := range dots[row] {
			if black {
				ip.box(x+col*m, 0, m, m)
			}
		}
		if !ip.feed(m) {
			return // half a code is none
		}
	}
	ip.page.QRs = append(ip.page.QRs, QR{Data: string(ip.code.data), Module: m, X: x, Y: y, Side: side})
}
