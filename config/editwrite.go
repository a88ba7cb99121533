package config

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// widest is how long a line of the file may become before it is written as a block.
const widest = 120

// written is a value as text: within a line, or as the lines of a block.
type written struct {
	line  string
	block []string // without the indentation; nil: line
}

// write chooses how a value is written: within a line when it is short and not deep, as people do. Within
// braces there is no choice.
func write(v any, flow bool) written {
	line := inFlow(v)
	switch v := v.(type) {
	case Map:
		if flow || len(v) == 0 || shallow(v) && len([]rune(line)) <= widest {
			return written{line: line}
		}
		return written{line: line, block: blockMap(v)}
	case List:
		if flow || len(v) == 0 || scalars(v) && len([]rune(line)) <= widest {
			return written{line: line}
		}
		return written{line: line, block: blockList(v)}
	default:
		if flow {
			return written{line: line}
		}
		return written{line: scalarText(v, false)}
	}
}

// shallow says whether a block of keys has nothing but words.
func shallow(m Map) bool {
	for _, p := range m {
		switch p.Value.(type) {
		case Map, List:
			return false
		}
	}
	return true
}

func scalars(l List) bool {
	for _, x := range l {
		switch x.(type) {
		case Map, List:
			return false
		}
	}
	return true
}

func blockMap(m Map) []string {
	var lines []string
	for _, p := range m {
		lines = append(lines, pairLines(p.Key, write(p.Value, false))...)
	}
	return lines
}

// pairLines is a key with its value, the lines of a block two deeper.
func pairLines(key string, w written) []string {
	key = scalarText(key, false)
	if w.block == nil {
		return []string{key + ": " + w.line}
	}
	return append([]string{key + ":"}, indented(w.block, "  ")...)
}

func blockList(l List) []string {
	var lines []string
	for _, x := range l {
		lines = append(lines, entryLines(x, false)...)
	}
	return lines
}

// entryLines is an entry of a list with its dash.
func entryLines(x any, flow bool) []string {
	w := write(x, flow)
	if m, ok := x.(Map); ok && !flow && called(x) != "" && len(m) > 0 { // what has an id is read from top to bottom
		w.block = blockMap(m)
	}
	if w.block == nil {
		return []string{"- " + w.line}
	}
	lines := indented(w.block, "  ")
	lines[0] = "- " + w.block[0]
	return lines
}

func indented(lines []string, by string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = by + l
	}
	return out
}

// inFlow writes a value with braces and brackets.
func inFlow(v any) string {
	switch v := v.(type) {
	case Map:
		parts := make([]string, len(v))
		for i, p := range v {
			parts[i] = scalarText(p.Key, true) + ": " + inFlow(p.Value)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case List:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = inFlow(x)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	default:
		return scalarText(v, true)
	}
}

// scalarText writes a word, in quotes when it would be read as something else.
func scalarText(v any, flow bool) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool, Number:
		return fmt.Sprint(v)
	case string:
		if bare(v, flow) {
			return v
		}
		return quoted(v)
	}
	return ""
}

// bare says whether a text can stand without quotes.
func bare(s string, flow bool) bool {
	switch strings.ToLower(s) {
	case "", "true", "false", "null", "~", "yes", "no", "on", "off", "y", "n": // other programs read some of them as true or false
		return false
	}
	if len(s) > 1000 || strings.ContainsAny(s, "\"'\\#&*!|>%@`{}[]?\t\r\n") || strings.TrimSpace(s) != s || strings.ContainsAny(s[:1], "-=<") ||
		flow && strings.ContainsAny(s, ",:") {
		return false
	}
	text := "k: " + s + "\n"
	if flow {
		text = "k: {a: " + s + ", b: c}\n"
	}
	f, err := parser.ParseBytes([]byte(text), 0)
	if err != nil || len(f.Docs) != 1 {
		return false
	}
	tree, err := plain(f.Docs[0].Body)
	if err != nil {
		return false
	}
	path := Path{"k"}
	if flow {
		path = Path{"k", "a"}
	}
	got, _ := at(tree, path)
	return got == any(s)
}

// quoted writes a text in double quotes.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case c == '\r':
			b.WriteString(`\r`)
		case c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff:
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// inBraces says whether a value is written with braces or brackets.
func inBraces(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.IsFlowStyle
	case *ast.SequenceNode:
		return n.IsFlowStyle
	case *ast.MappingValueNode:
		return n.IsFlowStyle
	}
	return false
}

// Render gives a value as it would be written in the file, in lines of its own.
func Render(v any) string {
	if v == nil {
		return ""
	}
	if w := write(v, false); w.block != nil {
		return strings.Join(w.block, "\n")
	}
	return write(v, false).line
}

// ParseValue reads what somebody wrote as a value of the file; nil when it is empty.
func ParseValue(text string) (any, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil //nolint:nilnil // nothing is written, which is a value
	}
	d, err := newDocument([]byte("value:\n  " + strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\n  ") + "\n"))
	if err != nil {
		return nil, err
	}
	v, err := plain(d.root)
	if err != nil {
		return nil, err
	}
	m, ok := v.(Map)
	if !ok || len(m) != 1 {
		return nil, errUnusual
	}
	return m[0].Value, nil
}
