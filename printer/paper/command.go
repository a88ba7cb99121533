package paper

import "bytes"

// op names a command of PRINTING.md's byte table.
type op uint8

const (
	opText     op = iota // printable bytes
	opUnknown            // bytes that no profile may emit
	opForeign            // commands of the book that no profile emits: taken whole, and not carried out
	opNul                // bytes 00, which a printer ignores: they fill up what was cut off
	opLF                 // print the line and feed
	opInit               // ESC @
	opStyle              // ESC ! n, Latin only
	opBold               // ESC E n
	opAlign              // ESC a n
	opSpacing0           // ESC 2
	opSpacing            // ESC 3 n
	opFeed               // ESC d n lines
	opFeedDots           // ESC J n dots
	opHanziOn            // FS &
	opHanziOff           // FS .
	opHanzi              // FS ! n, hanzi only
	opQuad               // FS W n, hanzi only
	opSize               // GS ! n
	opMargin             // GS L nL nH
	opWidth              // GS W nL nH
	opCut                // GS V m [n]
	opPage               // ESC t n
	opASB                // GS a n
	opPaper              // GS r n
	opIdentify           // GS I n
	opRaster             // GS v 0 m x y data
	opSymbol             // GS ( k
	opGraphics           // GS ( L
	opLarge              // GS 8 L, the same with more data; no profile emits it
	opRequest            // GS ( H
	opStatus             // DLE EOT n
	opRecover            // DLE ENQ n
)

// form is how a command looks: its first bytes, its name on paper, and how many
// argument bytes follow when that number is fixed.
type form struct {
	op   op
	lead string
	name string
	args int
}

// forms returns the commands with a fixed number of argument bytes.
func forms() []form {
	return []form{
		{opLF, "\n", "LF", 0},
		{opInit, "\x1b@", "ESC @", 0},
		{opStyle, "\x1b!", "ESC !", 1},
		{opBold, "\x1bE", "ESC E", 1},
		{opAlign, "\x1ba", "ESC a", 1},
		{opSpacing0, "\x1b2", "ESC 2", 0},
		{opSpacing, "\x1b3", "ESC 3", 1},
		{opPage, "\x1bt", "ESC t", 1},
		{opFeed, "\x1bd", "ESC d", 1},
		{opFeedDots, "\x1bJ", "ESC J", 1},
		{opHanziOn, "\x1c&", "FS &", 0},
		{opHanziOff, "\x1c.", "FS .", 0},
		{opHanzi, "\x1c!", "FS !", 1},
		{opQuad, "\x1cW", "FS W", 1},
		{opSize, "\x1d!", "GS !", 1},
		{opMargin, "\x1dL", "GS L", 2},
		{opWidth, "\x1dW", "GS W", 2},
		{opASB, "\x1da", "GS a", 1},
		{opPaper, "\x1dr", "GS r", 1},
		{opIdentify, "\x1dI", "GS I", 1},
		{opStatus, "\x10\x04", "DLE EOT", 1},
		{opRecover, "\x10\x05", "DLE ENQ", 1},
	}
}

// foreign returns the commands that no profile emits and that other programs do.
// Their lengths are known, so that their arguments aren't taken for text.
func foreign() []form {
	return []form{
		{opForeign, "\r", "CR", 0},
		{opForeign, "\t", "HT", 0},
		{opForeign, "\f", "FF", 0},
		{opForeign, "\x18", "CAN", 0},
		{opForeign, "\x1b ", "ESC SP", 1},
		{opForeign, "\x1b$", "ESC $", 2},
		{opForeign, "\x1b-", "ESC -", 1},
		{opForeign, "\x1b=", "ESC =", 1},
		{opForeign, "\x1bB", "ESC B", 2},
		{opForeign, "\x1bG", "ESC G", 1},
		{opForeign, "\x1bM", "ESC M", 1},
		{opForeign, "\x1bR", "ESC R", 1},
		{opForeign, "\x1bV", "ESC V", 1},
		{opForeign, "\x1b\\", "ESC \\", 2},
		{opForeign, "\x1bc", "ESC c", 2},
		{opForeign, "\x1bi", "ESC i", 0},
		{opForeign, "\x1bm", "ESC m", 0},
		{opForeign, "\x1bp", "ESC p", 3},
		{opForeign, "\x1b{", "ESC {", 1},
		{opForeign, "\x1c-", "FS -", 1},
		{opForeign, "\x1cC", "FS C", 1},
		{opForeign, "\x1cS", "FS S", 2},
		{opForeign, "\x1d$", "GS $", 2},
		{opForeign, "\x1dB", "GS B", 1},
		{opForeign, "\x1dH", "GS H", 1},
		{opForeign, "\x1dP", "GS P", 2},
		{opForeign, "\x1dT", "GS T", 1},
		{opForeign, "\x1d\\", "GS \\", 2},
		{opForeign, "\x1db", "GS b", 1},
		{opForeign, "\x1df", "GS f", 1},
		{opForeign, "\x1dh", "GS h", 1},
		{opForeign, "\x1dw", "GS w", 1},
	}
}

// command is one command or one run of text, with the bytes it was made of.
type command struct {
	op   op
	raw  []byte
	args []byte // the argument bytes of a fixed form; GS V's mode and feed
	data []byte // what follows the header of a form with a length
}

// word is the two-byte number that args or data begins with.
func word(b []byte) int { return int(b[0]) | int(b[1])<<8 }

const (
	dle = 0x10
	esc = 0x1b
	fs  = 0x1c
	gs  = 0x1d
)

// printable reports whether a byte is part of a text in every encoding here: no
// second, third or fourth byte of a GB 18030 code is a control byte.
func printable(c byte) bool { return c >= 0x20 && c != 0x7f }

// scan reads the first command of b. When b ends within it, want tells how many
// bytes to come back with; it is 0 when the command is there. b isn't empty.
func (s scanner) scan(b []byte) (c command, want int) {
	if printable(b[0]) {
		n := 1
		for n < len(b) && printable(b[n]) {
			n++
		}
		return command{op: opText, raw: b[:n]}, 0
	}
	if b[0] == 0 {
		n := 1
		for n < len(b) && b[n] == 0 {
			n++
		}
		return command{op: opNul, raw: b[:n]}, 0
	}
	for _, f := range s.forms {
		switch {
		case !prefixed(b, f.lead):
		case len(b) < len(f.lead)+f.args:
			return command{}, len(f.lead) + f.args
		default:
			n := len(f.lead) + f.args
			return command{op: f.op, raw: b[:n], args: b[len(f.lead):n]}, 0
		}
	}
	if b[0] != dle && b[0] != esc && b[0] != fs && b[0] != gs {
		return unknown(b), 0
	}
	if len(b) < 2 {
		return command{}, 2
	}
	switch {
	case b[0] == gs && b[1] == 'V':
		return scanCut(b)
	case b[0] == gs && b[1] == 'v':
		return scanRaster(b)
	case b[0] == gs && b[1] == '8':
		return scanLarge(b)
	case (b[0] == gs || b[0] == fs) && b[1] == '(':
		return scanLong(b)
	case b[0] == esc && b[1] == '*':
		return scanColumns(b)
	}
	return unknown(b), 0
}

// scanner holds the table, so that it is made once for a whole stream.
type scanner struct{ forms []form }

func newScanner() scanner { return scanner{append(forms(), foreign()...)} }

// prefixed reports whether b begins with lead as far as b goes.
func prefixed(b []byte, lead string) bool {
	n := min(len(b), len(lead))
	return string(b[:n]) == lead[:n]
}

// unknown takes the bytes that a printer swallows of a command it doesn't know:
// the introducer and the letter after it.
func unknown(b []byte) command {
	n := 1
	if (b[0] == esc || b[0] == fs || b[0] == gs) && len(b) > 1 && printable(b[1]) && b[1] < 0x80 {
		n = 2
	}
	return command{op: opUnknown, raw: b[:n]}
}

// scanCut reads GS V m, or GS V m n for the modes that feed.
func scanCut(b []byte) (command, int) {
	if len(b) < 3 {
		return command{}, 3
	}
	n := 3
	switch b[2] {
	case 0, 1, '0', '1':
	case 65, 66:
		n = 4
	default:
		return unknown(b), 0
	}
	if len(b) < n {
		return command{}, n
	}
	return command{op: opCut, raw: b[:n], args: b[2:n]}, 0
}

// scanRaster reads GS v 0 m xL xH yL yH and the dots: x bytes in each of y rows.
func scanRaster(b []byte) (command, int) {
	const head = 8
	if len(b) < 3 {
		return command{}, 3
	}
	if b[2] != '0' {
		return unknown(b), 0
	}
	if len(b) < head {
		return command{}, head
	}
	n := head + word(b[4:])*word(b[6:])
	if len(b) < n {
		return command{}, n
	}
	return command{op: opRaster, raw: b[:n], args: b[3:head], data: b[head:n]}, 0
}

// scanLong reads GS ( x pL pH or FS ( x pL pH, and the p bytes after it.
func scanLong(b []byte) (command, int) {
	const head = 5
	if len(b) < 3 {
		return command{}, 3
	}
	if b[2] < 'A' || b[2] > 'z' {
		return unknown(b), 0
	}
	if len(b) < head {
		return command{}, head
	}
	n := head + word(b[3:])
	if len(b) < n {
		return command{}, n
	}
	c := command{op: opForeign, raw: b[:n], data: b[head:n]}
	if kind := bytes.IndexByte([]byte("kLH"), b[2]); kind >= 0 && b[0] == gs {
		c.op = []op{opSymbol, opGraphics, opRequest}[kind]
	}
	return c, 0
}

// scanLarge reads GS 8 L p1 p2 p3 p4 and the p bytes after it: GS ( L for more than
// fits there.
func scanLarge(b []byte) (command, int) {
	const head = 7
	if len(b) < 3 {
		return command{}, 3
	}
	if b[2] != 'L' {
		return unknown(b), 0
	}
	if len(b) < head {
		return command{}, head
	}
	n := head + word(b[3:]) + word(b[5:])<<16
	if len(b) < n {
		return command{}, n
	}
	return command{op: opLarge, raw: b[:n], data: b[head:n]}, 0
}

// scanColumns reads ESC * m nL nH and the columns, of one byte or three.
func scanColumns(b []byte) (command, int) {
	const head = 5
	if len(b) < head {
		return command{}, head
	}
	n := head + word(b[3:])
	if b[2] >= 32 {
		n = head + 3*word(b[3:])
	}
	if len(b) < n {
		return command{}, n
	}
	return command{op: opForeign, raw: b[:n], data: b[head:n]}, 0
}
