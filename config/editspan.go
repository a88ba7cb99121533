package config

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// document is a file being edited: its bytes, and where its values stand in them.
type document struct {
	src   []byte
	lines []int // where each line begins
	root  ast.Node
}

var errUnusual = errors.New("the text around it is written in an unusual way")

func newDocument(src []byte) (*document, error) {
	r := &reader{}
	root, ok := r.tree(src)
	if !ok {
		p := r.problems[0]
		return nil, fmt.Errorf("line %d: %s", p.Line, p.What)
	}
	d := &document{src: slices.Clone(src), root: root.node, lines: []int{0}}
	for i, c := range src {
		if c == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
	return d, nil
}

// offset is where a token begins.
func (d *document) offset(t *token.Token) (int, error) {
	if t == nil || t.Position == nil || t.Position.Line < 1 || t.Position.Line > len(d.lines) {
		return 0, errUnusual
	}
	at := d.lines[t.Position.Line-1]
	if at == 0 && bytes.HasPrefix(d.src, []byte("\xef\xbb\xbf")) {
		at = 3
	}
	for range t.Position.Column - 1 {
		_, n := utf8.DecodeRune(d.src[at:])
		if n == 0 {
			return 0, errUnusual
		}
		at += n
	}
	return at, nil
}

// span is where a value begins and ends.
func (d *document) span(n ast.Node) (from, to int, err error) {
	if from, err = d.offset(firstToken(n)); err != nil {
		return 0, 0, err
	}
	to, err = d.end(n)
	if err == nil && to < from {
		err = errUnusual
	}
	return from, to, err
}

func firstToken(n ast.Node) *token.Token {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return n.Values[0].Key.GetToken()
		}
		return n.Start
	case *ast.MappingValueNode:
		return n.Key.GetToken()
	case *ast.SequenceNode:
		return n.Start
	}
	return n.GetToken()
}

// end is behind the last byte of a value.
func (d *document) end(n ast.Node) (int, error) {
	switch n := n.(type) {
	case *ast.MappingNode:
		if n.IsFlowStyle || len(n.Values) == 0 {
			return d.behind(n.End)
		}
		return d.endOfPair(n.Values[len(n.Values)-1])
	case *ast.MappingValueNode:
		return d.endOfPair(n)
	case *ast.SequenceNode:
		if n.IsFlowStyle || len(n.Values) == 0 {
			return d.behind(n.End)
		}
		return d.end(n.Values[len(n.Values)-1])
	case *ast.LiteralNode:
		return d.before(n.Value.Token)
	}
	return d.before(n.GetToken())
}

func (d *document) endOfPair(mv *ast.MappingValueNode) (int, error) {
	if absent(mv.Value) {
		return d.behind(mv.Start)
	}
	return d.end(mv.Value)
}

func absent(n ast.Node) bool {
	switch n.(type) {
	case nil, *ast.NullNode:
		return true
	}
	return false
}

// behind is behind a token of one sign.
func (d *document) behind(t *token.Token) (int, error) {
	at, err := d.offset(t)
	return min(at+1, len(d.src)), err
}

// before is where a word ends: at the next token, less the blanks between.
func (d *document) before(t *token.Token) (int, error) {
	at := len(d.src)
	if t.Next != nil {
		var err error
		if at, err = d.offset(t.Next); err != nil {
			return 0, err
		}
	}
	return len(bytes.TrimRight(d.src[:at], " \t\r\n")), nil
}

// pairs gives the keys of a block, nil for what is none.
func pairs(n ast.Node) []*ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

// step gives what a step of a path leads to, by the same reading as find.
func step(n ast.Node, name string) (i int, inner ast.Node, ok bool) {
	v, err := plain(n)
	if err != nil {
		return 0, nil, false
	}
	if i, ok = find(v, name); !ok {
		return 0, nil, false
	}
	if s, list := n.(*ast.SequenceNode); list {
		return i, s.Values[i], true
	}
	return i, pairs(n)[i].Value, true
}

// reach follows a path as far as it leads; rest is what is left of it.
func (d *document) reach(path Path) (way []ast.Node, places []int, rest Path) {
	n := d.root
	way = []ast.Node{n}
	for k, name := range path {
		i, inner, ok := step(n, name)
		if !ok {
			return way, places, path[k:]
		}
		n = inner
		way, places = append(way, n), append(places, i)
	}
	return way, places, nil
}

// splice puts text in place of some bytes.
func (d *document) splice(from, to int, text string) {
	d.src = slices.Concat(d.src[:from], []byte(text), d.src[to:])
}

// lineEnd is where the line ends that a place is in, before its line break.
func (d *document) lineEnd(at int) int {
	if i := bytes.IndexByte(d.src[at:], '\n'); i >= 0 {
		at += i
		if at > 0 && d.src[at-1] == '\r' {
			at--
		}
		return at
	}
	return len(d.src)
}

// lineStart is where the line begins that a place is in.
func (d *document) lineStart(at int) int { return bytes.LastIndexByte(d.src[:at], '\n') + 1 }

// column is how many bytes stand before a place in its line.
func (d *document) column(at int) int { return at - d.lineStart(at) }

// next is where the line after the one that a place is in begins.
func (d *document) next(at int) int {
	if i := bytes.IndexByte(d.src[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(d.src)
}

// lineBreak is how the file's lines end.
func (d *document) lineBreak() string {
	if bytes.Contains(d.src, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

// comments goes on from the end of a line over comments that stand deeper than a column: they belong to what is
// above them.
func (d *document) comments(end, column int) int {
	for at := d.next(end); at < len(d.src) && at > end; at = d.next(end) {
		line := d.src[at:d.lineEnd(at)]
		text := bytes.TrimLeft(line, " ")
		if len(text) == 0 || text[0] != '#' || len(line)-len(text) <= column {
			break
		}
		end = d.lineEnd(at)
	}
	return end
}

// offered finds the comment that offers a key, as "# quota: 20": where its last line ends.
func (d *document) offered(from int, indent, key string) (int, bool) {
	for at := d.lineStart(from); at < len(d.src); {
		line := string(d.src[at:d.lineEnd(at)])
		text := strings.TrimLeft(line, " ")
		depth := len(line) - len(text)
		head, isComment := strings.CutPrefix(text, "#")
		switch {
		case text == "":
		case depth < len(indent) && (!isComment || depth > 0):
			return 0, false
		case isComment && depth == len(indent) && strings.HasPrefix(strings.TrimPrefix(head, " "), key+":"):
			return d.offeredBlock(at, indent, len(head)-len(strings.TrimLeft(head, " "))), true
		}
		next := d.next(at)
		if next == at {
			break
		}
		at = next
	}
	return 0, false
}

// offeredBlock goes on over the lines of a commented block, which stand deeper than its head.
func (d *document) offeredBlock(at int, indent string, blanks int) int {
	end := d.lineEnd(at)
	for next := d.next(end); next < len(d.src); next = d.next(end) {
		rest, ok := strings.CutPrefix(string(d.src[next:d.lineEnd(next)]), indent+"#")
		if !ok || len(rest)-len(strings.TrimLeft(rest, " ")) <= blanks {
			break
		}
		end = d.lineEnd(next)
	}
	return end
}
