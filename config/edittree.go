package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// plain gives a node's value in the forms of Edit.
func plain(n ast.Node) (any, error) {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return nil, nil //nolint:nilnil // nothing is written, which is a value
	case *ast.StringNode:
		return n.Value, nil
	case *ast.LiteralNode:
		return n.Value.Value, nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return Number(n.GetToken().Value), nil
	case *ast.BoolNode:
		return n.Value, nil
	case *ast.MappingValueNode:
		return plainMap([]*ast.MappingValueNode{n})
	case *ast.MappingNode:
		return plainMap(n.Values)
	case *ast.SequenceNode:
		list := make(List, len(n.Values))
		for i, x := range n.Values {
			v, err := plain(x)
			if err != nil {
				return nil, err
			}
			list[i] = v
		}
		return list, nil
	default:
		return nil, fmt.Errorf("line %d has what isn't used here: an anchor, an alias or a tag", n.GetToken().Position.Line)
	}
}

func plainMap(values []*ast.MappingValueNode) (any, error) {
	m := make(Map, 0, len(values))
	for _, mv := range values {
		if _, ok := mv.Key.(ast.ScalarNode); !ok || mv.Key.IsMergeKey() {
			return nil, fmt.Errorf("line %d has a key that is no plain word", mv.Key.GetToken().Position.Line)
		}
		v, err := plain(mv.Value)
		if err != nil {
			return nil, err
		}
		m = append(m, Pair{mv.Key.GetToken().Value, v})
	}
	return m, nil
}

// find gives the place of a path's step in a value; false when it isn't there.
func find(v any, step string) (int, bool) {
	switch v := v.(type) {
	case Map:
		i := slices.IndexFunc(v, func(p Pair) bool { return p.Key == step })
		return i, i >= 0
	case List:
		if n, ok := strings.CutPrefix(step, "#"); ok {
			i, err := strconv.Atoi(n)
			return i, err == nil && i >= 0 && i < len(v)
		}
		i := slices.IndexFunc(v, func(x any) bool { return called(x) == step })
		return i, i >= 0
	}
	return 0, false
}

// called is what an entry of a list is found by: its id, or its name where that is a plain word.
func called(x any) string {
	m, ok := x.(Map)
	if !ok {
		return ""
	}
	for _, key := range []string{"id", "name"} {
		switch v := m.Get(key).(type) {
		case string:
			return v
		case Number:
			return string(v)
		}
	}
	return ""
}

// at gives what a path leads to.
func at(v any, path Path) (any, bool) {
	for _, step := range path {
		i, ok := find(v, step)
		if !ok {
			return nil, false
		}
		v = child(v, i)
	}
	return v, true
}

func child(v any, i int) any {
	switch v := v.(type) {
	case Map:
		return v[i].Value
	case List:
		return v[i]
	}
	return nil
}

// with is a value with something set in it.
func with(v any, path Path, value any) (any, error) {
	if len(path) == 0 {
		return value, nil
	}
	i, there := find(v, path[0])
	switch v := v.(type) {
	case nil:
		return with(Map{}, path, value)
	case Map:
		var old any
		if there {
			old = v[i].Value
		}
		inner, err := with(old, path[1:], value)
		if err != nil {
			return nil, err
		}
		v = slices.Clone(v)
		if there {
			v[i].Value = inner
			return v, nil
		}
		return append(v, Pair{path[0], inner}), nil
	case List:
		if there {
			inner, err := with(v[i], path[1:], value)
			if err != nil {
				return nil, err
			}
			v = slices.Clone(v)
			v[i] = inner
			return v, nil
		}
		if err := fresh(value, path); err != nil {
			return nil, err
		}
		return append(slices.Clone(v), value), nil
	}
	return nil, errors.New("what is there has no keys")
}

// fresh says whether a value may be added to a list under the last step of a path.
func fresh(value any, path Path) error {
	switch {
	case len(path) > 1:
		return fmt.Errorf("there is no %q", path[0])
	case called(value) != path[0] && !strings.HasPrefix(path[0], "#"):
		return fmt.Errorf("the entry isn't %q", path[0])
	}
	return nil
}

// without is a value with something taken out; what has nothing left goes, too.
func without(v any, path Path) (any, error) {
	i, there := find(v, path[0])
	if !there {
		return v, nil
	}
	var inner any
	if len(path) > 1 {
		old := child(v, i)
		var err error
		if inner, err = without(old, path[1:]); err != nil {
			return nil, err
		}
	}
	switch v := v.(type) {
	case Map:
		v = slices.Clone(v)
		if inner != nil {
			v[i].Value = inner
			return v, nil
		}
		if v = slices.Delete(v, i, i+1); len(v) == 0 {
			return nil, nil //nolint:nilnil // nothing is left, which is a value
		}
		return v, nil
	case List:
		v = slices.Clone(v)
		if inner != nil {
			v[i] = inner
			return v, nil
		}
		if v = slices.Delete(v, i, i+1); len(v) == 0 {
			return nil, nil //nolint:nilnil // nothing is left, which is a value
		}
		return v, nil
	}
	return v, nil
}

// swapped is a value with an entry of a list changed for its neighbour.
func swapped(v any, path Path, step int) (any, error) {
	i, there := find(v, path[0])
	if !there {
		return nil, fmt.Errorf("there is no %q", path[0])
	}
	var inner any
	if len(path) > 1 {
		var err error
		if inner, err = swapped(child(v, i), path[1:], step); err != nil {
			return nil, err
		}
	}
	switch v := v.(type) {
	case Map:
		if inner == nil {
			return nil, errors.New("it is no entry of a list")
		}
		v = slices.Clone(v)
		v[i].Value = inner
		return v, nil
	case List:
		v = slices.Clone(v)
		if inner != nil {
			v[i] = inner
			return v, nil
		}
		if i+step < 0 || i+step >= len(v) {
			return nil, errAtEnd
		}
		v[i], v[i+step] = v[i+step], v[i]
		return v, nil
	}
	return nil, errors.New("it is no entry of a list")
}

// alike says whether two values are the same; keys may stand in another order.
func alike(a, b any) bool {
	switch a := a.(type) {
	case Map:
		b, ok := b.(Map)
		if !ok || len(a) != len(b) {
			return false
		}
		for _, p := range a {
			i, there := find(b, p.Key)
			if !there || !alike(p.Value, b[i].Value) {
				return false
			}
		}
		return true
	case List:
		b, ok := b.(List)
		return ok && slices.EqualFunc(a, b, alike)
	}
	return a == b
}
