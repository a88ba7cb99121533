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

// Mask gives a file with Masked in place of each hash of a PIN or a token, and of each password in an address. A file
// that can't be read is given without the lines that may hold one.
func Mask(src []byte) []byte { return maskRest(maskKeys(src)) }

// maskKeys masks what the file's keys hold.
func maskKeys(src []byte) []byte {
	if !mayHold(src) {
		return slices.Clone(src)
	}
	d, err := newDocument(src)
	if err != nil {
		return maskLines(src)
	}
	type secret struct {
		from, to int
		text     string
	}
	var found []secret
	walkPairs(d.root, nil, func(path Path, mv *ast.MappingValueNode) {
		key := path[len(path)-1]
		if key != urlKey && !slices.Contains(secretKeys(), key) || absent(mv.Value) {
			return
		}
		from, to, e := d.span(mv.Value)
		if e != nil {
			err = e
			return
		}
		if key != urlKey {
			found = append(found, secret{from, to, `"` + Masked + `"`})
			return
		}
		if n, ok := mv.Value.(*ast.LiteralNode); ok { // over several lines
			if whole := strings.TrimSpace(n.Value.Value); MaskURL(whole) != whole {
				found = append(found, secret{from, to, quoted(MaskURL(whole))})
			}
			return
		}
		if n, ok := mv.Value.(*ast.StringNode); ok && len(secretsIn(n.Value)) > 0 && MaskURL(n.Value) != n.Value {
			found = append(found, secret{from, to, asWritten(string(d.src[from:to]), n.Value, MaskURL(n.Value))})
		}
	})
	if err != nil {
		return maskLines(src)
	}
	slices.SortFunc(found, func(a, b secret) int { return cmp.Compare(b.from, a.from) })
	for _, s := range found {
		d.splice(s.from, s.to, s.text)
	}
	return d.src
}

// asWritten gives a text in the quotes that another one is written in, which stays so on the way back; double quotes
// where that isn't simple.
func asWritten(raw, old, fresh string) string {
	if strings.Count(raw, old) != 1 || strings.ContainsAny(fresh, "\"'\\\n") {
		return quoted(fresh)
	}
	return strings.Replace(raw, old, fresh, 1)
}

// mayHold says whether a line names a hash and isn't masked: reading the tree costs milliseconds.
func mayHold(src []byte) bool {
	for line := range bytes.SplitSeq(src, []byte("\n")) {
		for _, key := range secretKeys() {
			if bytes.Contains(line, []byte(key)) && !bytes.Contains(line, []byte(Masked)) {
				return true
			}
		}
		if _, address, ok := bytes.Cut(line, []byte(urlKey+":")); ok && (bytes.ContainsAny(address, ">|\"'{}&") || len(secretsIn(behindKey(string(address)))) > 0) {
			return true
		}
	}
	return false
}

// behindKey is what stands behind a key in a line, without its quotes.
func behindKey(text string) string { return strings.Trim(text, " \"'{},\r") }

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
		if head, address, ok := strings.Cut(lines[i], urlKey+":"); ok && len(secretsIn(behindKey(address))) > 0 {
			lines[i] = head + urlKey + ": " + MaskURL(behindKey(address))
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

// Unmasked is a file with its hashes and passwords put back.
type Unmasked struct {
	Src    []byte
	shifts []shift
}

// shift is where one was put back: what stands behind it in its line has moved.
type shift struct{ line, column, by int }

// Unmask puts back what Mask took: each Masked gets the hash that the same member of staff, kiosk or screen has in
// another text, and a password in an address the one that the same key has there, where it leads to the same place.
// What has none there stays masked, which the check tells.
func Unmask(text, from []byte) Unmasked {
	u := unmaskKeys(text, from)
	u.Src = unmaskRemarks(u.Src, from)
	return u
}

// unmaskKeys puts back what the file's keys held.
func unmaskKeys(text, from []byte) Unmasked {
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
	raws := map[string]string{} // as they are written there
	walkPairs(old.root, nil, func(path Path, mv *ast.MappingValueNode) {
		if from, to, err := old.span(mv.Value); err == nil {
			raws[path.String()] = string(old.src[from:to])
		}
	})
	u := Unmasked{}
	type secret struct {
		from, to int
		hash     string
	}
	var found []secret
	walkPairs(d.root, nil, func(path Path, mv *ast.MappingValueNode) {
		s, ok := mv.Value.(*ast.StringNode)
		if !ok || !strings.Contains(s.Value, Masked) {
			return
		}
		v, _ := at(known, path)
		was, _ := v.(string)
		from, to, err := d.span(mv.Value)
		if was == "" || err != nil {
			return
		}
		raw := string(d.src[from:to])
		switch key := path[len(path)-1]; {
		case slices.Contains(secretKeys(), key) && s.Value == Masked:
			if was = quoted(was); ownLine(d.src, from, to) && raws[path.String()] != "" {
				was = raws[path.String()]
			}
		case key == urlKey:
			whole, ok := unmaskURL(s.Value, was)
			if !ok {
				return
			}
			was = asWritten(raw, s.Value, whole)
		default:
			return
		}
		found = append(found, secret{from, to, was})
		p := s.GetToken().Position
		u.shifts = append(u.shifts, shift{p.Line, p.Column, utf8.RuneCountInString(was) - utf8.RuneCountInString(raw)})
	})
	slices.SortFunc(found, func(a, b secret) int { return cmp.Compare(b.from, a.from) })
	for _, s := range found {
		d.splice(s.from, s.to, s.hash)
	}
	u.Src = d.src
	return u
}

// ownLine says whether a value ends its line and stands within no brackets: then it may be written as it was, without
// quotes.
func ownLine(src []byte, from, to int) bool {
	head := src[bytes.LastIndexByte(src[:from], '\n')+1 : from]
	rest, _, _ := bytes.Cut(src[to:], []byte("\n"))
	rest = bytes.TrimSpace(rest)
	return !bytes.ContainsAny(head, "{[") && (len(rest) == 0 || rest[0] == '#')
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
