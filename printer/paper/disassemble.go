package paper

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Disassemble writes ESC/POS bytes as text, one command a line, for golden files
// that a person can review:
//
//	ESC @
//	ESC a 1
//	text "请在一楼大厅等"
//	LF
//	GS ( k store "https://…"
//
// The rows of a raster follow their command indented, in hexadecimal, equal ones
// counted (*4 00FF00). Bytes that are no command of PRINTING.md's table, or end
// within one, stand as "bytes 1B 5A". Assemble turns the text back into exactly
// the same bytes.
func Disassemble(b []byte) string {
	var out strings.Builder
	s := newScanner()
	for len(b) > 0 {
		c, want := s.scan(b)
		if want > 0 { // b ends within a command
			out.WriteString(hexLine(b))
			break
		}
		line := c.line(s)
		if again, err := assembleText(s, line); err != nil || !bytes.Equal(again, c.raw) {
			line = hexLine(c.raw) // a variant that the readable form can't tell
		}
		out.WriteString(line)
		b = b[len(c.raw):]
	}
	return out.String()
}

// line is the command as Disassemble writes it, line end included.
func (c command) line(s scanner) string {
	switch c.op {
	case opText:
		return "text " + quote(c.raw) + "\n"
	case opUnknown, opLarge:
		return hexLine(c.raw)
	case opNul:
		return fmt.Sprintf("NUL %d\n", len(c.raw))
	case opCut:
		return "GS V" + numbers(c.args) + "\n"
	case opRaster:
		x, y := word(c.args[1:]), word(c.args[3:])
		return fmt.Sprintf("GS v 0 %d %dx%d\n%s", c.args[0], x, y, hexRows(c.data, x))
	case opSymbol:
		return symbolLine(c.data)
	case opGraphics:
		return graphicsLine(c.data)
	case opRequest:
		if len(c.data) == 6 && c.data[0] == '0' && c.data[1] == '0' {
			return fmt.Sprintf("GS ( H process %X\n", c.data[2:])
		}
		return hexLine(c.raw)
	default:
		f, ok := c.form(s)
		switch {
		case !ok:
			return hexLine(c.raw)
		case f.args == 2:
			return fmt.Sprintf("%s %d\n", f.name, word(c.args))
		default:
			return f.name + numbers(c.args) + "\n"
		}
	}
}

// form is the row of the table that the command was read by.
func (c command) form(s scanner) (form, bool) {
	for _, f := range s.forms {
		if f.op == c.op && len(c.raw) == len(f.lead)+f.args && prefixed(c.raw, f.lead) {
			return f, true
		}
	}
	return form{}, false
}

// name is what the command is called, without its arguments.
func (c command) name(s scanner) string {
	if f, ok := c.form(s); ok {
		return f.name
	}
	lead := map[byte]string{esc: "ESC ", fs: "FS ", gs: "GS ", dle: "DLE "}[c.raw[0]]
	if len(c.raw) > 2 && c.raw[1] == '(' {
		return lead + "( " + string(rune(c.raw[2]))
	}
	return lead + string(rune(c.raw[min(1, len(c.raw)-1)]))
}

// symbolLine writes GS ( k for QR codes by what it does.
func symbolLine(d []byte) string {
	if len(d) < 3 || d[0] != '1' {
		return ""
	}
	switch fn, rest := d[1], d[2:]; {
	case fn == 65 && len(rest) == 2 && rest[1] == 0:
		return fmt.Sprintf("GS ( k model %d\n", int(rest[0])-'0')
	case fn == 67 && len(rest) == 1:
		return fmt.Sprintf("GS ( k module %d\n", rest[0])
	case fn == 69 && len(rest) == 1 && rest[0] >= '0' && rest[0] <= '3':
		return fmt.Sprintf("GS ( k correction %c\n", "LMQH"[rest[0]-'0'])
	case fn == 80 && rest[0] == '0':
		return "GS ( k store " + quote(rest[1:]) + "\n"
	case fn == 81 && len(rest) == 1 && rest[0] == '0':
		return "GS ( k print\n"
	default:
		return ""
	}
}

// graphicsLine writes GS ( L, one colour, undoubled or doubled.
func graphicsLine(d []byte) string {
	switch {
	case len(d) == 2 && d[0] == '0' && d[1] == '2':
		return "GS ( L print\n"
	case isGraphics(d):
		x, y := word(d[6:]), word(d[8:])
		return fmt.Sprintf("GS ( L store %dx%d zoom %dx%d\n%s", x, y, d[3], d[4], hexRows(d[10:], (x+7)/8))
	default:
		return ""
	}
}

// isGraphics reports whether d stores a one-colour picture: 0 p 0 bx by 1 x y.
func isGraphics(d []byte) bool {
	return len(d) >= 10 && d[0] == '0' && d[1] == 'p' && d[2] == '0' && d[5] == '1' &&
		len(d)-10 == (word(d[6:])+7)/8*word(d[8:])
}

func numbers(args []byte) string {
	var out strings.Builder
	for _, a := range args {
		out.WriteString(" " + strconv.Itoa(int(a)))
	}
	return out.String()
}

func hexLine(b []byte) string { return fmt.Sprintf("bytes % X\n", b) }

// hexRows writes rows of the given bytes each, equal neighbours once.
func hexRows(d []byte, stride int) string {
	var out strings.Builder
	for len(d) >= stride && stride > 0 {
		row, n := d[:stride], 1
		for len(d) >= (n+1)*stride && bytes.Equal(row, d[n*stride:(n+1)*stride]) {
			n++
		}
		if n > 1 {
			fmt.Fprintf(&out, "\t*%d %X\n", n, row)
		} else {
			fmt.Fprintf(&out, "\t%X\n", row)
		}
		d = d[n*stride:]
	}
	return out.String()
}

// quote writes bytes as a quoted text. What GB 18030 encodes back to the same
// bytes stands as the character, every other byte as \xNN.
func quote(b []byte) string {
	var out strings.Builder
	out.WriteByte('"')
	for len(b) > 0 {
		r, n := decodeOne(b)
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r < 0 || !unicode.IsPrint(r) && r != '\u3000':
			fmt.Fprintf(&out, `\x%02X`, b[0])
			n = 1
		default:
			out.WriteRune(r)
		}
		b = b[n:]
	}
	out.WriteByte('"')
	return out.String()
}

// decodeOne reads one GB 18030 character, or -1 and one byte when there is none
// that would be encoded the same.
func decodeOne(b []byte) (rune, int) {
	if b[0] < 0x80 {
		return rune(b[0]), 1
	}
	for _, n := range []int{2, 4} {
		if len(b) < n {
			break
		}
		text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b[:n])
		if r := []rune(string(text)); err == nil && len(r) == 1 && r[0] != unicode.ReplacementChar {
			if back, err := encodeOne(r[0]); err == nil && bytes.Equal(back, b[:n]) {
				return r[0], n
			}
		}
	}
	return -1, 1
}

func encodeOne(r rune) ([]byte, error) {
	return simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(string(r)))
}
