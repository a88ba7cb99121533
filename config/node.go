package config

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// spot is a place in the file. The zero spot is its very beginning.
type spot struct{ line, column int }

func spotOf(t *token.Token) spot {
	if t == nil || t.Position == nil {
		return spot{}
	}
	return spot{t.Position.Line, t.Position.Column}
}

// reader collects the problems of one file.
type reader struct {
	file     string
	langs    []string // every name is written in these
	own      []string // and may be in these, which are the centre's own
	unnamed  map[string]int
	problems Problems
}

func (r *reader) add(s Severity, at spot, what, fix string) {
	r.problems = append(r.problems, Problem{
		File: r.file, Line: max(at.line, 1), Column: max(at.column, 1), Severity: s, What: what, Fix: fix,
	})
}

func (r *reader) bad(at spot, what, fix string)  { r.add(Error, at, what, fix) }
func (r *reader) warn(at spot, what, fix string) { r.add(Warning, at, what, fix) }

// value is a node of the file with its place.
type value struct {
	node ast.Node
	at   spot
}

// valueOf unwraps what stands around a value and finds where it begins.
func valueOf(n ast.Node) value {
	switch n := n.(type) {
	case nil:
		return value{}
	case *ast.NullNode:
		return value{at: spotOf(n.GetToken())}
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return value{n, spotOf(n.Values[0].Key.GetToken())}
		}
		return value{n, spotOf(n.Start)}
	case *ast.MappingValueNode:
		return value{n, spotOf(n.Key.GetToken())}
	default:
		return value{n, spotOf(n.GetToken())}
	}
}

// kind names what somebody wrote, for a sentence.
func (v value) kind() string {
	switch v.node.(type) {
	case nil:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a block of keys"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.LiteralNode:
		return "a text"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.BoolNode:
		return "true or false"
	case *ast.AnchorNode, *ast.AliasNode:
		return "an anchor or alias"
	case *ast.TagNode:
		return "a tag"
	default:
		return "something else"
	}
}

// wrongType says what is wrong when a value isn't of the kind wanted.
func (r *reader) wrongType(v value, name, want string) {
	switch v.node.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		r.bad(v.at, fmt.Sprintf("%s is %s", name, v.kind()), "anchors, aliases and tags aren't used here: write it out")
	default:
		r.bad(v.at, fmt.Sprintf("%s is %s", name, v.kind()), "write "+want)
	}
}

// table is a block of keys being read. What is asked of it is what it knows.
type table struct {
	r     *reader
	what  string // "a service", "the centre"
	at    spot
	pairs map[string]pair
	order []string
	twice []again
	known []string
}

// again is a key that was written before.
type again struct {
	key   string
	at    spot
	first int // line
}

type pair struct {
	key  spot
	val  value
	used bool
}

// table opens a block of keys. It is never nil: what isn't a block is reported
// and read as one without keys, and ok is false.
func (r *reader) table(v value, what string) (t *table, ok bool) {
	t = &table{r: r, what: what, at: v.at, pairs: make(map[string]pair)}
	var values []*ast.MappingValueNode
	switch n := v.node.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		r.wrongType(v, what, "its keys, one a line")
		return t, false
	}
	for _, mv := range values {
		t.put(mv)
	}
	return t, true
}

func (t *table) put(mv *ast.MappingValueNode) {
	at := spotOf(mv.Key.GetToken())
	if mv.Key.IsMergeKey() {
		t.r.bad(at, "<< merges another block into "+t.what, "anchors, aliases and tags aren't used here: write it out")
		return
	}
	if _, ok := mv.Key.(ast.ScalarNode); !ok {
		t.r.bad(at, "a key of "+t.what+" is not a plain word", "write key: value")
		return
	}
	name := mv.Key.GetToken().Value
	if old, twice := t.pairs[name]; twice {
		t.twice = append(t.twice, again{name, at, old.key.line})
		return
	}
	v := valueOf(mv.Value)
	if v.node == nil {
		v.at = at
	}
	t.pairs[name] = pair{key: at, val: v}
	t.order = append(t.order, name)
}

// get gives the value of a key; ok is false when it is absent or empty.
func (t *table) get(key string) (v value, ok bool) {
	t.known = append(t.known, key)
	p, there := t.pairs[key]
	if !there {
		return value{at: t.at}, false
	}
	p.used = true
	t.pairs[key] = p
	return p.val, p.val.node != nil
}

// need is get for a key that must be there.
func (t *table) need(key, example string) (v value, ok bool) {
	v, ok = t.get(key)
	if !ok {
		t.r.bad(v.at, fmt.Sprintf("%s has no %q", t.what, key), "write "+example)
	}
	return v, ok
}

// spotOfKey is where a key's value stands, or the block when it is absent.
func (t *table) spotOfKey(key string) spot {
	if p, ok := t.pairs[key]; ok {
		return p.val.at
	}
	return t.at
}

// done reports the keys nobody asked for and those written twice.
func (t *table) done() {
	for _, a := range t.twice {
		t.r.bad(a.at, fmt.Sprintf("%q is written twice in %s, first on line %d", a.key, t.what, a.first), "keep one of them")
	}
	for _, name := range t.order {
		if p := t.pairs[name]; !p.used {
			t.r.bad(p.key, fmt.Sprintf("unknown key %q in %s", name, t.what), guess(name, t.known))
		}
	}
}

// items gives the entries of a list; an absent one has none.
func (t *table) items(key string) []value {
	v, ok := t.get(key)
	if !ok {
		return nil
	}
	return t.r.items(v, fmt.Sprintf("%q of %s", key, t.what))
}

func (r *reader) items(v value, name string) []value {
	seq, ok := v.node.(*ast.SequenceNode)
	if !ok {
		r.wrongType(v, name, "a list: - one entry a line, or [a, b]")
		return nil
	}
	out := make([]value, 0, len(seq.Values))
	for _, n := range seq.Values {
		item := valueOf(n)
		if item.node == nil {
			if item.at == (spot{}) {
				item.at = v.at
			}
			r.bad(item.at, "an entry of "+name+" is empty", "fill it in or take it out")
			continue
		}
		out = append(out, item)
	}
	return out
}
