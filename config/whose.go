package config

import (
	"strconv"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// Whose says which value stands at a place of a text, line and column from 1, as a problem names it: the innermost one, or
// the block around it where only a key is missing. It is nil for a text that can't be read.
func Whose(src []byte, line, column int) Path {
	d, err := newDocument(src)
	if err != nil || line < 1 || line > len(d.lines) {
		return nil
	}
	at := d.lines[line-1]
	for range column - 1 {
		_, n := utf8.DecodeRune(d.src[at:])
		at += n
	}
	var path Path
	for n := d.root; n != nil; {
		name, inner := d.within(n, at)
		if name == "" {
			break
		}
		path, n = append(path, name), inner
	}
	return path
}

// within finds the last part of a block or a list that begins at a place or before it; "" when none does.
func (d *document) within(n ast.Node, at int) (name string, inner ast.Node) {
	if s, ok := n.(*ast.SequenceNode); ok {
		for i, x := range s.Values {
			from, _, err := d.span(x)
			if err != nil {
				break
			}
			if !inBraces(n) {
				from = d.lineStart(from) // its dash is its own
			}
			if from > at {
				break
			}
			name, inner = "#"+strconv.Itoa(i), x
			if v, err := plain(x); err == nil && called(v) != "" {
				name = called(v)
			}
		}
		return name, inner
	}
	list := pairs(n)
	begins := make([]int, len(list))
	for i, p := range list {
		from, err := d.offset(p.Key.GetToken())
		if err != nil {
			return "", nil
		}
		begins[i] = from
	}
	if len(list) > 0 && !inBraces(n) && at == begins[0] && d.isEntry(begins[0]) {
		return "", nil // a problem of the whole entry stands where its first key does
	}
	for i, p := range list {
		if begins[i] > at {
			break
		}
		name, inner = p.Key.GetToken().Value, p.Value
	}
	return name, inner
}

// isEntry says whether what begins at a place is the first of an entry of a list.
func (d *document) isEntry(at int) bool {
	for i := at - 1; i >= d.lineStart(at); i-- {
		if d.src[i] != ' ' {
			return d.src[i] == '-'
		}
	}
	return false
}
