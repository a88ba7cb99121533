package config

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// Masked stands in a file in place of a hash that nobody needs to see.
const Masked = "************"

// secretKeys are the keys whose values are hashes of PINs and tokens.
func secretKeys() []string { return []string{"first_pin", "token_sha256"} }

// Mask gives a file with Masked in place of each hash of a PIN or a token. A file that can't be read is given
// without the lines that may hold one.
func Mask(src []byte) []byte {
	if !mayHold(src) {
		return slices.Clone(src)
	}
	d, err := newDocument(src)
	if err != nil {
		return maskLines(src)
	}
	type secret struct{ from, to int }
	var found []secret
	walkPairs(d.root, nil, func(path Path, mv *ast.MappingValueNode) {
		if !slices.Contains(secretKeys(), path[len(path)-1]) || absent(mv.Value) {
			return
		}
		if from, to, e := d.span(mv.Value); e == nil {
			found = append(found, secret{from, to})
		} else {
			err = e
		}
	})
	if err != nil {
		return maskLines(src)
	}
	slices.SortFunc(found, func(a, b secret) int { return cmp.Compare(b.from, a.from) })
	for _, s := range found {
		d.splice(s.from, s.to, `"`+Masked+`"`)
	}
	return d.src
}

// mayHold says whether a line names a hash and isn't masked: reading the tree costs milliseconds.
func mayHold(src []byte) bool {
	for line := range bytes.SplitSeq(src, []byte("\n")) {
		for _, key := range secretKeys() {
			if bytes.Contains(line, []byte(key)) && !bytes.Contains(line, []byte(Masked)) {
				return true
			}
		}
	}
	return false
}

// maskLines takes the values of lines away that may hold a hash.
func maskLines(src []byte) []byte {
	lines := strings.Split(string(src), "\n")
	for i, line := range lines {
		for _, key := range secretKeys() {
			if head, _, ok := strings.Cut(line, key+":"); ok {
				lines[i] = head + key + `: "` + Masked + `"`
				break
			}
		}
	}
	return []byte(strings.Join(lines, "\n"))
}

// walkPairs visits every key of a tree with its path.
func walkPairs(n ast.Node, path Path, visit func(Path, *ast.MappingValueNode)) {
	if s, ok := n.(*ast.SequenceNode); ok {
		for i, x := range s.Values {
			v, err := plain(x)
			name := called(v)
			if err != nil || name == "" {
				name = "#" + strconv.Itoa(i)
			}
			walkPairs(x, append(slices.Clip(path), name), visit)
		}
		return
	}
	for _, mv := range pairs(n) {
		inner := append(slices.Clip(path), mv.Key.GetToken().Value)
		visit(inner, mv)
		walkPairs(mv.Value, inner, visit)
	}
}

// Unmasked is a file with its hashes put back.
type Unmasked struct {
	Src    []byte
	shifts []shift
}

// shift is where a hash was put back: what stands behind it in its line has moved.
type shift struct{ line, column, by int }

// Unmask puts back what Mask took: each Masked gets the hash that the same member of staff, kiosk or screen has in
// another text. What has none there stays masked, which the check tells.
func Unmask(text, from []byte) Unmasked {
	if !bytes.Contains(text, []byte(Masked)) || bytes.Equal(text, from) {
		return Unmasked{Src: text}
	}
	d, err := newDocument(text)
	if err != nil {
		return Unmasked{Src: text}
	}
	old, err := newDocument(from)
	if err != nil {
		return Unmasked{Src: text}
	}
	known, err := plain(old.root)
	if err != nil {
		return Unmasked{Src: text}
	}
	u := Unmasked{}
	type secret struct {
		from, to int
		hash     string
	}
	var found []secret
	walkPairs(d.root, nil, func(path Path, mv *ast.MappingValueNode) {
		s, ok := mv.Value.(*ast.StringNode)
		if !ok || s.Value != Masked || !slices.Contains(secretKeys(), path[len(path)-1]) {
			return
		}
		v, _ := at(known, path)
		hash, ok := v.(string)
		from, to, err := d.span(mv.Value)
		if !ok || err != nil {
			return
		}
		found = append(found, secret{from, to, quoted(hash)})
		p := s.GetToken().Position
		u.shifts = append(u.shifts, shift{p.Line, p.Column, utf8.RuneCountInString(quoted(hash)) - utf8.RuneCount(d.src[from:to])})
	})
	slices.SortFunc(found, func(a, b secret) int { return cmp.Compare(b.from, a.from) })
	for _, s := range found {
		d.splice(s.from, s.to, s.hash)
	}
	u.Src = d.src
	return u
}

// Places moves problems of the file to where they stand in the masked text.
func (u Unmasked) Places(list Problems) Problems {
	out := slices.Clone(list)
	for i := range out {
		moved := out[i].Column
		for _, s := range u.shifts {
			if s.line == out[i].Line && out[i].Column > s.column {
				moved -= s.by
			}
		}
		out[i].Column = max(moved, 1)
	}
	return out
}
