package config

import (
	"bytes"
	"errors"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// set changes or adds a value in the text.
func (d *document) set(path Path, value any) error {
	way, places, rest := d.reach(path)
	last := way[len(way)-1]
	if len(rest) == 0 {
		return d.replace(way[len(way)-2], places[len(places)-1], value)
	}
	for i := len(rest) - 1; i > 0; i-- { // what lies between isn't there either
		value = Map{{rest[i], value}}
	}
	switch {
	case absent(last) && len(places) > 0:
		return d.replace(way[len(way)-2], places[len(places)-1], Map{{rest[0], value}})
	case pairs(last) != nil || isMap(last):
		return d.addKey(last, rest[0], value)
	}
	if s, ok := last.(*ast.SequenceNode); ok && len(rest) == 1 {
		return d.addEntry(s, value)
	}
	return errors.New("what is there has no keys")
}

func isMap(n ast.Node) bool {
	_, ok := n.(*ast.MappingNode)
	return ok
}

// replace writes another value where one stands.
func (d *document) replace(parent ast.Node, i int, value any) error {
	flow := inBraces(parent)
	if s, ok := parent.(*ast.SequenceNode); ok {
		from, to, err := d.span(s.Values[i])
		if err != nil {
			return err
		}
		if flow {
			d.splice(from, to, inFlow(value))
			return nil
		}
		lines := entryLines(value, inBraces(s.Values[i]))
		lines[0] = strings.TrimPrefix(lines[0], "- ")
		d.splice(from, to, d.joined(lines, strings.Repeat(" ", max(d.column(from)-2, 0))))
		return nil
	}
	mv := pairs(parent)[i]
	key, err := d.offset(mv.Key.GetToken())
	if err != nil {
		return err
	}
	colon, err := d.behind(mv.Start)
	if err != nil {
		return err
	}
	w := write(value, flow)
	if absent(mv.Value) {
		d.splice(colon, colon, d.behindColon(w, key))
		return nil
	}
	from, to, err := d.span(mv.Value)
	if err != nil {
		return err
	}
	head := d.src[colon:from]
	below := bytes.IndexByte(head, '\n') >= 0
	switch {
	case below && w.block != nil: // comments between stay where they are
		d.splice(from, to, d.joined(w.block, strings.Repeat(" ", d.column(from))))
	case below:
		text := " " + w.line
		if bytes.IndexByte(head, '#') >= 0 {
			text += string(bytes.TrimRight(head, " \t\r\n"))
		}
		d.splice(colon, to, text)
	case w.block != nil:
		d.splice(colon, to, d.behindColon(w, key))
	default:
		d.splice(from, to, w.line)
	}
	return nil
}

// behindColon is a value as it follows its key.
func (d *document) behindColon(w written, key int) string {
	if w.block == nil {
		return " " + w.line
	}
	indent := strings.Repeat(" ", d.column(key)+2)
	return d.lineBreak() + indent + d.joined(w.block, indent)
}

// joined puts lines below each other, all but the first with an indentation.
func (d *document) joined(lines []string, indent string) string {
	return strings.Join(lines, d.lineBreak()+indent)
}

// addKey adds a key to a block.
func (d *document) addKey(parent ast.Node, key string, value any) error {
	list := pairs(parent)
	if inBraces(parent) || len(list) == 0 {
		return d.addInBraces(parent, len(list), scalarText(key, true)+": "+inFlow(value))
	}
	first, err := d.offset(list[0].Key.GetToken())
	if err != nil {
		return err
	}
	end, err := d.end(parent)
	if err != nil {
		return err
	}
	indent := strings.Repeat(" ", d.column(first))
	lines := pairLines(key, write(value, false))
	at, offered := d.offered(first, indent, key)
	gap := ""
	if !offered {
		if at = d.lineEnd(end); indent == "" {
			gap = d.lineBreak()
		}
	}
	d.splice(at, at, gap+d.lineBreak()+indent+d.joined(lines, indent))
	return nil
}

// addInBraces adds a part before the bracket that ends a value.
func (d *document) addInBraces(n ast.Node, parts int, text string) error {
	end, err := d.end(n)
	if err != nil {
		return err
	}
	at := len(bytes.TrimRight(d.src[:end-1], " \t\r\n"))
	if parts > 0 {
		text = ", " + text
	}
	d.splice(at, at, text)
	return nil
}

// addEntry adds an entry at the end of a list.
func (d *document) addEntry(s *ast.SequenceNode, value any) error {
	if s.IsFlowStyle || len(s.Values) == 0 {
		return d.addInBraces(s, len(s.Values), inFlow(value))
	}
	last := len(s.Values) - 1
	from, to, err := d.entry(s, last)
	if err != nil {
		return err
	}
	indent := strings.Repeat(" ", d.column(from))
	_, isMap := value.(Map)
	flow := inBraces(s.Values[last]) && isMap && len([]rune(inFlow(value)))+len(indent) <= widest
	gap := ""
	if last > 0 {
		_, before, err := d.entry(s, last-1)
		if err != nil {
			return err
		}
		if blankLine(d.src[before:from]) {
			gap = d.lineBreak()
		}
	}
	d.splice(to, to, gap+d.lineBreak()+indent+d.joined(entryLines(value, flow), indent))
	return nil
}

// blankLine says whether an empty line is between.
func blankLine(between []byte) bool {
	for i, line := range bytes.Split(between, []byte("\n")) {
		if i > 0 && len(bytes.TrimSpace(line)) == 0 && bytes.Count(between, []byte("\n")) > i {
			return true
		}
	}
	return false
}

// entry is where an entry of a list stands, from its dash to the end of its last line, with the comments below it
// that are deeper than the dash.
func (d *document) entry(s *ast.SequenceNode, i int) (from, to int, err error) {
	if s.IsFlowStyle {
		return d.span(s.Values[i])
	}
	if i >= len(s.Entries) {
		return 0, 0, errUnusual
	}
	if from, err = d.offset(s.Entries[i].Start); err != nil {
		return 0, 0, err
	}
	if to, err = d.end(s.Values[i]); err != nil {
		return 0, 0, err
	}
	return from, d.comments(d.lineEnd(to), d.column(from)), nil
}

// remove takes a value out of the text, and what has nothing left with it.
func (d *document) remove(path Path) error {
	way, places, rest := d.reach(path)
	if len(rest) > 0 {
		return nil
	}
	k := len(places) - 1
	for k > 0 && size(way[k]) == 1 {
		k--
	}
	if size(way[k]) == 1 {
		return errors.New("nothing would be left of the file")
	}
	if s, ok := way[k].(*ast.SequenceNode); ok {
		return d.removeEntry(s, places[k])
	}
	return d.removeKey(way[k], places[k])
}

func size(n ast.Node) int {
	if s, ok := n.(*ast.SequenceNode); ok {
		return len(s.Values)
	}
	return len(pairs(n))
}

func (d *document) removeKey(parent ast.Node, i int) error {
	list := pairs(parent)
	from, err := d.offset(list[i].Key.GetToken())
	if err != nil {
		return err
	}
	to, err := d.endOfPair(list[i])
	if err != nil {
		return err
	}
	if inBraces(parent) {
		return d.cut(from, to, i, len(list), func(k int) (int, int, error) {
			from, err := d.offset(list[k].Key.GetToken())
			if err != nil {
				return 0, 0, err
			}
			to, err := d.endOfPair(list[k])
			return from, to, err
		})
	}
	if len(bytes.TrimSpace(d.src[d.lineStart(from):from])) == 0 {
		d.splice(d.lineStart(from), d.next(to), "")
		return nil
	}
	if i+1 == len(list) { // behind a dash and alone: the caller has looked
		return errUnusual
	}
	next, err := d.offset(list[i+1].Key.GetToken())
	if err != nil {
		return err
	}
	d.splice(from, next, "")
	return nil
}

// cut takes the i-th of n parts between brackets out, with one of the commas around it.
func (d *document) cut(from, to, i, n int, part func(int) (int, int, error)) error {
	switch {
	case i+1 < n:
		next, _, err := part(i + 1)
		if err != nil {
			return err
		}
		d.splice(from, next, "")
	case i > 0:
		_, before, err := part(i - 1)
		if err != nil {
			return err
		}
		d.splice(before, to, "")
	default:
		d.splice(from, to, "")
	}
	return nil
}

func (d *document) removeEntry(s *ast.SequenceNode, i int) error {
	from, to, err := d.entry(s, i)
	if err != nil {
		return err
	}
	if s.IsFlowStyle {
		return d.cut(from, to, i, len(s.Values), func(k int) (int, int, error) { return d.entry(s, k) })
	}
	if len(bytes.TrimSpace(d.src[d.lineStart(from):from])) > 0 {
		return errUnusual
	}
	from, to = d.lineStart(from), d.next(to)
	if i+1 == len(s.Values) { // the blank line that parted it from the one before
		for from > 0 && len(bytes.TrimSpace(d.src[d.lineStart(from-1):from])) == 0 {
			from = d.lineStart(from - 1)
		}
	} else {
		for to < len(d.src) && len(bytes.TrimSpace(d.src[to:d.next(to)])) == 0 {
			to = d.next(to)
		}
	}
	d.splice(from, to, "")
	return nil
}

// swap changes an entry of a list for its neighbour.
func (d *document) swap(path Path, by int) error {
	way, places, rest := d.reach(path)
	if len(rest) > 0 || len(way) < 2 {
		return errors.New("it isn't there")
	}
	s, ok := way[len(way)-2].(*ast.SequenceNode)
	if !ok {
		return errors.New("it is no entry of a list")
	}
	i := places[len(places)-1]
	a, b := min(i, i+by), max(i, i+by)
	a0, a1, err := d.entry(s, a)
	if err != nil {
		return err
	}
	b0, b1, err := d.entry(s, b)
	if err != nil {
		return err
	}
	if a1 > b0 {
		return errUnusual
	}
	first, between, second := string(d.src[a0:a1]), string(d.src[a1:b0]), string(d.src[b0:b1])
	d.splice(a0, b1, second+between+first)
	return nil
}
