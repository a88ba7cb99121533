package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Path leads to a value of the file: keys, and within a list the id of an entry (the name, where entries have no
// id), or #N for the N-th from 0: Path{"services", "mediation", "floor"}.
type Path []string

// String gives the path with slashes, as services/mediation/floor.
func (p Path) String() string { return strings.Join(p, "/") }

// Map is a block of keys in the order of the file.
type Map []Pair

// Pair is a key with its value.
type Pair struct {
	Key   string
	Value any
}

// List is a list of the file.
type List []any

// Number is a number as it is written.
type Number string

// Get gives the value of a key, nil when it isn't there.
func (m Map) Get(key string) any {
	for _, p := range m {
		if p.Key == key {
			return p.Value
		}
	}
	return nil
}

// EditError is why a value can't be changed without a person who looks at the text.
type EditError struct {
	Path Path
	Why  string
}

// Error says where and why.
func (e *EditError) Error() string {
	return fmt.Sprintf("%s can't be changed by itself: %s; change it in the text", e.Path, e.Why)
}

// Edit gives the file with one value changed, and not one byte elsewhere: comments, blank lines, order and the way
// things are written stay. What isn't there yet is added, an entry at the end of its list, a key below the comment
// that offers it or behind the last one; nil takes a value out, and the list with its last entry.
//
// A value is nil, a string, an int, a bool, a Number, a []string, a List or a Map. The result is read again: it
// holds the old values and the new one, or else there is an *EditError and nothing has changed. Whether the centre
// is right with it is for Parse to say.
func Edit(src []byte, path Path, value any) ([]byte, error) {
	value, err := normal(value)
	if err != nil {
		return nil, &EditError{path, err.Error()}
	}
	return change(src, path, func(d *document) error {
		if value == nil {
			return d.remove(path)
		}
		return d.set(path, value)
	}, func(tree any) (any, error) {
		if value == nil {
			return without(tree, path)
		}
		return with(tree, path, value)
	})
}

// Move gives the file with an entry of a list moved by so many places, up when it is negative; further than the
// end is the end.
func Move(src []byte, path Path, by int) ([]byte, error) {
	for ; by != 0; by -= sign(by) {
		step := sign(by)
		out, err := change(src, path, func(d *document) error { return d.swap(path, step) },
			func(tree any) (any, error) { return swapped(tree, path, step) })
		if errors.Is(err, errAtEnd) {
			return src, nil
		}
		if err != nil {
			return nil, err
		}
		src = out
	}
	return src, nil
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

// Read gives a value of the file as it is written; nil when it isn't there.
func Read(src []byte, path Path) (any, error) {
	d, err := newDocument(src)
	if err != nil {
		return nil, err
	}
	tree, err := plain(d.root)
	if err != nil {
		return nil, err
	}
	v, _ := at(tree, path)
	return v, nil
}

// change makes a change of the text and the same one of the values, and holds them against each other.
func change(src []byte, path Path, text func(*document) error, values func(any) (any, error)) ([]byte, error) {
	if len(path) == 0 {
		return nil, &EditError{path, "it is the whole file"}
	}
	d, err := newDocument(src)
	if err != nil {
		return nil, &EditError{path, err.Error()}
	}
	tree, err := plain(d.root)
	if err != nil {
		return nil, &EditError{path, err.Error()}
	}
	want, err := values(tree)
	if errors.Is(err, errAtEnd) {
		return nil, err
	}
	if err != nil {
		return nil, &EditError{path, err.Error()}
	}
	if alike(want, tree) {
		return src, nil
	}
	if err := text(d); err != nil {
		return nil, &EditError{path, err.Error()}
	}
	got, err := Read(d.src, nil)
	if err != nil {
		return nil, &EditError{path, "the text around it is written in an unusual way"}
	}
	if !alike(got, want) {
		return nil, &EditError{path, "the text around it is written in an unusual way"}
	}
	return d.src, nil
}

// normal brings a value into the forms that reading gives.
func normal(v any) (any, error) {
	switch v := v.(type) {
	case nil, string, bool, Number:
		return v, nil
	case int:
		return Number(fmt.Sprint(v)), nil
	case []string:
		list := make(List, len(v))
		for i, s := range v {
			list[i] = s
		}
		return list, nil
	case List:
		list := make(List, len(v))
		for i, x := range v {
			n, err := normal(x)
			if err != nil || n == nil {
				return nil, errors.Join(err, errEmptyEntry)
			}
			list[i] = n
		}
		return list, nil
	case Map:
		m := make(Map, 0, len(v))
		for _, p := range v {
			n, err := normal(p.Value)
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(m, func(o Pair) bool { return o.Key == p.Key }) {
				return nil, fmt.Errorf("the key %q is there twice", p.Key)
			}
			if n != nil {
				m = append(m, Pair{p.Key, n})
			}
		}
		return m, nil
	default:
		return nil, fmt.Errorf("a %T is no value of the file", v)
	}
}

var (
	errAtEnd      = errors.New("it is at the end of its list")
	errEmptyEntry = errors.New("an entry of the list is empty")
)
