package paper

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Assemble turns Disassemble's text back into bytes. Empty lines and lines that
// begin with # are left out. The error names the first line that is wrong.
func Assemble(text string) ([]byte, error) { return assembleText(newScanner(), text) }

func assembleText(s scanner, text string) ([]byte, error) {
	var out []byte
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSuffix(lines[i], "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		first := i
		var rows []string // indented lines belong to the command above
		for i+1 < len(lines) && strings.HasPrefix(lines[i+1], "\t") {
			i++
			rows = append(rows, strings.TrimSpace(lines[i]))
		}
		var err error
		if out, err = assembleLine(s, out, line, rows); err != nil {
			return nil, fmt.Errorf("line %d: %q: %w", first+1, line, err)
		}
	}
	return out, nil
}

// assembleLine appends one command to out.
func assembleLine(s scanner, out []byte, line string, rows []string) ([]byte, error) {
	data, err := unhexRows(rows)
	if err != nil {
		return nil, err
	}
	if rest, ok := strings.CutPrefix(line, "text "); ok {
		text, err := unquote(rest)
		return append(out, text...), err
	}
	if rest, ok := strings.CutPrefix(line, "bytes "); ok {
		raw, err := hex.DecodeString(strings.ReplaceAll(rest, " ", ""))
		return append(out, raw...), err
	}
	if rest, ok := strings.CutPrefix(line, "NUL "); ok {
		n, err := strconv.ParseUint(rest, 10, 20)
		return append(out, make([]byte, n)...), err
	}
	if rest, ok := strings.CutPrefix(line, "GS ( k "); ok {
		d, err := assembleSymbol(rest)
		return appendLong(out, 'k', d), err
	}
	if rest, ok := strings.CutPrefix(line, "GS ( L "); ok {
		d, err := assembleGraphics(rest, data)
		return appendLong(out, 'L', d), err
	}
	if rest, ok := strings.CutPrefix(line, "GS ( H process "); ok {
		id, err := hex.DecodeString(rest)
		return appendLong(out, 'H', append([]byte("00"), id...)), err
	}
	if rest, ok := strings.CutPrefix(line, "GS v 0 "); ok {
		var m, x, y int
		if _, err := fmt.Sscanf(rest, "%d %dx%d", &m, &x, &y); err != nil {
			return nil, err
		}
		out = append(out, gs, 'v', '0', byte(m), byte(x), byte(x>>8), byte(y), byte(y>>8))
		return append(out, data...), nil
	}
	if rest, ok := strings.CutPrefix(line, "GS V "); ok {
		args, err := unnumbers(rest, 1)
		return append(append(out, gs, 'V'), args...), err
	}
	for _, f := range s.forms {
		rest, ok := strings.CutPrefix(line, f.name)
		if !ok || rest != "" && rest[0] != ' ' {
			continue
		}
		args, err := unnumbers(rest, f.args)
		if err == nil && len(args) != f.args {
			err = fmt.Errorf("%s takes %d bytes", f.name, f.args)
		}
		return append(append(out, f.lead...), args...), err
	}
	return nil, fmt.Errorf("no such command")
}

// appendLong appends GS ( kind with its length.
func appendLong(out []byte, kind byte, d []byte) []byte {
	return append(append(out, gs, '(', kind, byte(len(d)), byte(len(d)>>8)), d...)
}

func assembleSymbol(text string) ([]byte, error) {
	verb, rest, _ := strings.Cut(text, " ")
	switch verb {
	case "store":
		d, err := unquote(rest)
		return append([]byte("1P0"), d...), err
	case "print":
		return []byte("1Q0"), nil
	case "correction":
		if at := strings.Index("LMQH", rest); at >= 0 && len(rest) == 1 {
			return []byte{'1', 'E', byte('0' + at)}, nil
		}
		return nil, fmt.Errorf("correction is L, M, Q or H")
	case "model", "module":
		n, err := strconv.ParseUint(rest, 10, 8)
		if verb == "model" {
			return []byte{'1', 'A', byte('0' + n), 0}, err
		}
		return []byte{'1', 'C', byte(n)}, err
	default:
		return nil, fmt.Errorf("no such symbol command")
	}
}

func assembleGraphics(text string, data []byte) ([]byte, error) {
	if text == "print" {
		return []byte("02"), nil
	}
	var x, y, bx, by int
	if _, err := fmt.Sscanf(text, "store %dx%d zoom %dx%d", &x, &y, &bx, &by); err != nil {
		return nil, err
	}
	head := []byte{'0', 'p', '0', byte(bx), byte(by), '1', byte(x), byte(x >> 8), byte(y), byte(y >> 8)}
	return append(head, data...), nil
}

// unnumbers reads decimal bytes; with words of 2 it reads one two-byte number.
func unnumbers(text string, words int) ([]byte, error) {
	var out []byte
	for field := range strings.FieldsSeq(text) {
		n, err := strconv.ParseUint(field, 10, 8*words)
		if err != nil {
			return nil, err
		}
		if out = append(out, byte(n)); words == 2 {
			out = append(out, byte(n>>8))
		}
	}
	return out, nil
}

func unhexRows(rows []string) ([]byte, error) {
	const most = 1 << 24
	var out []byte
	for _, row := range rows {
		n := 1
		if count, rest, ok := strings.Cut(row, " "); ok && strings.HasPrefix(count, "*") {
			var err error
			if n, err = strconv.Atoi(count[1:]); err != nil {
				return nil, err
			}
			row = rest
		}
		d, err := hex.DecodeString(row)
		if err != nil {
			return nil, err
		}
		if n < 1 || n > most/(len(d)+1) || len(out) > most {
			return nil, fmt.Errorf("%d rows of %d bytes are no raster", n, len(d))
		}
		for range n {
			out = append(out, d...)
		}
	}
	return out, nil
}

// unquote reads what quote wrote.
func unquote(text string) ([]byte, error) {
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return nil, fmt.Errorf("a text stands in quotes")
	}
	text = text[1 : len(text)-1]
	var out []byte
	for len(text) > 0 {
		switch {
		case strings.HasPrefix(text, `\x`) && len(text) >= 4:
			d, err := hex.DecodeString(text[2:4])
			if err != nil {
				return nil, err
			}
			out, text = append(out, d...), text[4:]
		case strings.HasPrefix(text, `\`) && len(text) >= 2:
			out, text = append(out, text[1]), text[2:]
		default:
			r, n := utf8.DecodeRuneInString(text)
			code, err := encodeOne(r)
			if err != nil {
				return nil, err
			}
			out, text = append(out, code...), text[n:]
		}
	}
	return out, nil
}
