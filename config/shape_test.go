package config

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// knownKeys lists what Parse knows in a block, by writing a key there that nobody knows: it answers with its own.
func knownKeys(t *testing.T, src []byte, path Path) []string {
	t.Helper()
	out, err := Edit(src, append(slices.Clip(path), "zzzzzzzzzzzz"), "x")
	if err != nil {
		t.Fatalf("%v: %v", path, err)
	}
	_, problems := parse("f", out, true)
	for _, p := range problems {
		if strings.Contains(p.What, `unknown key "zzzzzzzzzzzz"`) {
			_, list, _ := strings.Cut(p.Fix, "known here: ")
			return strings.Split(list, ", ")
		}
	}
	t.Fatalf("%v: nothing is told: %s", path, problems)
	return nil
}

// TestFormsKnowEveryKey holds the description of the forms against what Parse knows: no key of the file is without a
// form, and no form asks for what Parse doesn't know.
func TestFormsKnowEveryKey(t *testing.T) {
	dir := t.TempDir()
	if _, err := Init(dir, rand.Reader); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, InitConfig))
	if err != nil {
		t.Fatal(err)
	}
	src := raw
	asked := map[string][]string{}
	first := map[string]Path{}
	for _, p := range Sections() {
		path := slices.Clone(p.Path)
		if p.List {
			path = append(path, "sample")
			if v, _ := Read(src, p.Path); v == nil || len(v.(List)) == 0 {
				if src, err = Edit(src, p.Path, List{Map{{p.By, "sample"}}}); err != nil {
					t.Fatal(err)
				}
			} else {
				path[len(path)-1] = "#0"
			}
		}
		first[path.String()] = path
		collect(p.Fields, path, asked, first)
	}
	for at, path := range first {
		if v, _ := Read(src, path); v == nil && strings.Count(at, "#0") < 2 && (len(path) == 1 || path[len(path)-1] != "#0") {
			if src, err = Edit(src, path, Map{}); err != nil {
				t.Fatal(at, err)
			}
		}
	}
	for at, keys := range asked {
		path := first[at]
		if v, _ := Read(src, path); v == nil {
			continue // within lists: TestFormsKnowWhatInitWrites
		}
		known := knownKeys(t, src, path)
		if at == "centre" {
			known = slices.DeleteFunc(known, func(k string) bool { return k == "floors" || k == "catalogues" })
		}
		if at == "print" {
			keys = append(slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return k == "template" }), "template")
		}
		slices.Sort(keys)
		keys = slices.Compact(keys)
		for _, k := range known {
			if k != "…" && !slices.Contains(keys, k) {
				t.Errorf("%s: no form asks for %q", at, k)
			}
		}
		if !slices.Contains(known, "…") {
			for _, k := range keys {
				if !slices.Contains(known, k) {
					t.Errorf("%s: a form asks for %q, which the file doesn't know", at, k)
				}
			}
		}
	}
	if len(asked) < 30 {
		t.Errorf("only %d blocks", len(asked))
	}
}

// collect gathers the keys that forms ask for, by where they stand.
func collect(fields []Field, path Path, asked map[string][]string, first map[string]Path) {
	for _, f := range fields {
		if f.Key == "" {
			continue
		}
		asked[path.String()] = append(asked[path.String()], f.Key)
		inner := append(slices.Clip(path), f.Key)
		if f.Kind == ListKind {
			inner = append(inner, "#0")
		}
		if f.Kind == ListKind || f.Kind == BlockKind {
			first[inner.String()] = inner
			collect(f.Fields, inner, asked, first)
		}
	}
}

// TestFormsKnowWhatInitWrites finds a form for everything that init writes and comments, and that the sample has.
func TestFormsKnowWhatInitWrites(t *testing.T) {
	for _, head := range regexp.MustCompile(`(?m)^(?:# )?([a-z_]+):`).FindAllStringSubmatch(initYAML, -1) { // those in comments, too
		_, problems := parse("f", []byte(head[1]+": x\n"), true)
		known := !strings.Contains(problems.String(), `unknown key "`+head[1]+`"`)
		if known && !slices.ContainsFunc(Sections(), func(x Section) bool { return x.Path[0] == head[1] }) {
			t.Errorf("no form for %q", head[1])
		}
	}
	for _, src := range []string{initYAML, string(sampleYAML)} {
		tree, err := Read([]byte(src), nil)
		if err != nil {
			t.Fatal(err)
		}
		root := tree.(Map)
		for _, p := range root {
			if p.Key != "centre" && !slices.ContainsFunc(Sections(), func(x Section) bool { return x.Path[0] == p.Key }) {
				t.Errorf("no form for %q", p.Key)
			}
		}
		for _, p := range Sections() {
			v, ok := at(tree, p.Path)
			if !ok {
				continue
			}
			var fields []Field
			for _, q := range Sections() {
				if q.Path.String() == p.Path.String() {
					fields = append(fields, q.Fields...)
				}
			}
			if !p.List {
				v = List{v}
			}
			for _, entry := range v.(List) {
				unasked(t, p.ID, fields, entry.(Map))
			}
		}
	}
}

func unasked(t *testing.T, where string, fields []Field, m Map) {
	t.Helper()
	for _, p := range m {
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Key == p.Key })
		if i < 0 {
			if where != "centre" && where != "phone" && where != "hours" || p.Key != "floors" && p.Key != "catalogues" {
				t.Errorf("%s: no form asks for %q", where, p.Key)
			}
			continue
		}
		f := fields[i]
		switch v := p.Value.(type) {
		case Map:
			if f.Kind == BlockKind {
				unasked(t, where+"/"+f.Key, f.Fields, v)
			}
		case List:
			for _, x := range v {
				if m, ok := x.(Map); ok && f.Kind == ListKind && f.Fields[0].Key != "" {
					unasked(t, where+"/"+f.Key, f.Fields, m)
				}
			}
		}
	}
}
