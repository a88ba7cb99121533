package config

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// editCase is a change of a text and what comes of it.
var editCases = []struct {
	name, src string
	path      Path
	value     any
	want      string
}{
	{"a word in a line with a comment", "a: b # why\nc: d\n", Path{"a"}, "x", "a: x # why\nc: d\n"},
	{"a word that needs quotes", "a: b\n", Path{"a"}, "1: 2, # x", "a: \"1: 2, # x\"\n"},
	{"a word that looks like a number", "a: b\n", Path{"a"}, "12", "a: \"12\"\n"},
	{"a number", "a: 1\n", Path{"a"}, 20, "a: 20\n"},
	{"within braces", "a: {zh: 一楼, en: Floor 1} # two\n", Path{"a", "en"}, "Floor: one", "a: {zh: 一楼, en: \"Floor: one\"} # two\n"},
	{"a key within braces", "a: {zh: 一}\n", Path{"a", "en"}, "one", "a: {zh: 一, en: one}\n"},
	{"a key at the end of an entry", "l:\n  - id: x\n    a: 1 # c\n\n  - id: y\n", Path{"l", "x", "b"}, true, "l:\n  - id: x\n    a: 1 # c\n    b: true\n\n  - id: y\n"},
	{"a key below the comment that offers it", "p:\n  a: 1\n  # b: 2\n  # and more\n  c: 3\n", Path{"p", "b"}, 4, "p:\n  a: 1\n  # b: 2\n  b: 4\n  # and more\n  c: 3\n"},
	{
		"a part below the comment that offers it", "a: 1\n\n# b:\n#   - id: x\n# what follows\nc: 2\n",
		Path{"b"},
		List{Map{{"id", "v"}, {"m", 1}}},
		"a: 1\n\n# b:\n#   - id: x\nb:\n  - id: v\n    m: 1\n# what follows\nc: 2\n",
	},
	{"a part nobody offers", "a: 1\n# end\n", Path{"b", "c"}, "d", "a: 1\n\nb: {c: d}\n# end\n"},
	{"an entry", "l:\n  - id: x\n    a: 1\n    # b: 2\nm: 1\n", Path{"l", "v"}, Map{{"id", "v"}, {"a", 2}}, "l:\n  - id: x\n    a: 1\n    # b: 2\n  - id: v\n    a: 2\nm: 1\n"},
	{"an entry in a row with blank lines", "l:\n  - id: x\n\n  - id: y\nm: 1\n", Path{"l", "z"}, Map{{"id", "z"}}, "l:\n  - id: x\n\n  - id: y\n\n  - id: z\nm: 1\n"},
	{"an entry in braces", "l:\n  - {id: x, a: 1}\n", Path{"l", "v"}, Map{{"id", "v"}, {"a", "b"}}, "l:\n  - {id: x, a: 1}\n  - {id: v, a: b}\n"},
	{"an entry of brackets", "l: [a, b]\n", Path{"l", "#2"}, "c", "l: [a, b, c]\n"},
	{"a list of a word's place", "w:\n  - {zh: 一}\n  - {zh: 二}\nx: 1\n", Path{"w"}, List{Map{{"zh", "三"}}}, "w:\n  - {zh: 三}\nx: 1\n"},
	{"a list in a line becomes a block", "w: [a] # c\nx: 1\n", Path{"w"}, List{Map{{"zh", "三"}}}, "w:\n  - {zh: 三} # c\nx: 1\n"},
	{"a block becomes a line", "w: # c\n  - a\n  - b\nx: 1\n", Path{"w"}, "all", "w: all # c\nx: 1\n"},
	{"what was empty", "w:\nx: 1\n", Path{"w"}, "all", "w: all\nx: 1\n"},
	{"a key is taken out", "p:\n  a: 1\n  b: 2 # gone\n  # c\n", Path{"p", "b"}, nil, "p:\n  a: 1\n  # c\n"},
	{"the first key behind a dash", "l:\n  - a: 1\n    b: 2\n", Path{"l", "#0", "a"}, nil, "l:\n  - b: 2\n"},
	{"a key in braces is taken out", "a: {b: 1, c: 2, d: 3}\n", Path{"a", "c"}, nil, "a: {b: 1, d: 3}\n"},
	{"the last key in braces", "a: {b: 1, c: 2}\nx: 1\n", Path{"a", "c"}, nil, "a: {b: 1}\nx: 1\n"},
	{"an entry is taken out with its comments", "l:\n  - id: x\n    # of x\n  - id: y\n", Path{"l", "x"}, nil, "l:\n  - id: y\n"},
	{"the last entry of several", "l:\n  - id: x\n\n  - id: y\n\nm: 1\n", Path{"l", "y"}, nil, "l:\n  - id: x\n\nm: 1\n"},
	{"the only entry", "a: 1\nl:\n  - id: x\nm: 1\n", Path{"l", "x"}, nil, "a: 1\nm: 1\n"},
	{"a member of brackets", "l: [a, b, c]\n", Path{"l", "#1"}, nil, "l: [a, c]\n"},
	{"what isn't there is taken out", "a: 1\n", Path{"b"}, nil, "a: 1\n"},
	{"lines of Windows", "a: 1\r\nb: 2\r\n", Path{"b"}, List{Map{{"id", "x"}, {"l", []string{"v"}}}}, "a: 1\r\nb:\r\n  - id: x\r\n    l: [v]\r\n"},
	{"no line break at the end", "a: 1", Path{"a"}, 2, "a: 2"},
	{"a text of several lines", "a: |\n  one\n  two\nb: 1\n", Path{"a"}, "three", "a: three\nb: 1\n"},
	{"a time of day", "h:\n  week:\n    mon-fri: 9:00-12:00\n", Path{"h", "week", "sat"}, "9:00-12:00, 13:00-17:00", "h:\n  week:\n    mon-fri: 9:00-12:00\n    sat: 9:00-12:00, 13:00-17:00\n"},
}

func TestEdit(t *testing.T) {
	for _, c := range editCases {
		t.Run(c.name, func(t *testing.T) {
			got, err := Edit([]byte(c.src), c.path, c.value)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestMove(t *testing.T) {
	const src = "l:\n  - id: x # one\n    a: 1\n    # of x\n\n  - id: y\n  - {id: z}\nm: 1\n"
	got, err := Move([]byte(src), Path{"l", "x"}, 1)
	if want := "l:\n  - id: y\n\n  - id: x # one\n    a: 1\n    # of x\n  - {id: z}\nm: 1\n"; err != nil || string(got) != want {
		t.Errorf("%v\n%s", err, got)
	}
	if got, err = Move([]byte(src), Path{"l", "z"}, -5); err != nil || !strings.HasPrefix(string(got), "l:\n  - {id: z}\n") {
		t.Errorf("%v\n%s", err, got)
	}
	if got, err = Move(got, Path{"l", "z"}, -1); err != nil || !strings.HasPrefix(string(got), "l:\n  - {id: z}\n") {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestEditRefuses holds what can't be done without somebody who looks at it.
func TestEditRefuses(t *testing.T) {
	for _, c := range []struct {
		src   string
		path  Path
		value any
	}{
		{"a: &x 1\nb: *x\n", Path{"b"}, "2"},
		{"a: [", Path{"a"}, "2"},
		{"a: 1\n", nil, "2"},
		{"a: 1\n", Path{"a", "b"}, "2"},
		{"l:\n  - id: x\n", Path{"l", "y", "b"}, "2"},
		{"l:\n  - id: x\n", Path{"l", "y"}, Map{{"id", "z"}}},
		{"a: 1\n", Path{"a"}, nil},
		{"a: 1\n", Path{"a"}, 1.5},
		{"a: 1\n", Path{"a"}, Map{{"b", 1}, {"b", 2}}},
	} {
		got, err := Edit([]byte(c.src), c.path, c.value)
		if e := (*EditError)(nil); !errors.As(err, &e) || got != nil || !strings.Contains(e.Error(), "change it in the text") {
			t.Errorf("%q %v: %q, %v", c.src, c.path, got, err)
		}
	}
}

// TestEditTheWholeOfInit changes every value of what init writes, and of the sample, takes it out and puts it back:
// all other lines stay as they are.
func TestEditTheWholeOfInit(t *testing.T) {
	dir := t.TempDir()
	if _, err := Init(dir, rand.Reader); err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(dir, InitConfig))
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range [][]byte{src, sampleYAML} {
		tree, err := Read(src, nil)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		walkValues(tree, nil, func(path Path, v any) {
			if n++; n%23 == 0 || len(path) == 1 { // there are thousands
				checkEdit(t, src, path, v)
			}
		})
		if n < 100 {
			t.Errorf("only %d values", n)
		}
	}
}

// walkValues visits every value below a value.
func walkValues(v any, path Path, visit func(Path, any)) {
	if len(path) > 0 {
		visit(path, v)
	}
	switch v := v.(type) {
	case Map:
		for _, p := range v {
			walkValues(p.Value, append(slices.Clip(path), p.Key), visit)
		}
	case List:
		for i, x := range v {
			name := called(x)
			if name == "" {
				name = "#" + string(rune('0'+i%10))
				if i > 9 {
					continue
				}
			}
			walkValues(x, append(slices.Clip(path), name), visit)
		}
	}
}

// checkEdit sets a value anew, changes it and takes it out; only lines around it may differ.
func checkEdit(t *testing.T, src []byte, path Path, v any) {
	t.Helper()
	if same, err := Edit(src, path, v); err != nil || !bytes.Equal(same, src) {
		t.Errorf("%v set to what it is: %v", path, err)
	}
	gone, err := Edit(src, path, nil)
	if err != nil {
		t.Errorf("%v taken out: %v", path, err)
		return
	}
	head, tail := 0, 0
	for head < len(gone) && src[head] == gone[head] {
		head++
	}
	for tail < len(gone)-head && src[len(src)-1-tail] == gone[len(gone)-1-tail] {
		tail++
	}
	if head+tail < len(gone) {
		t.Errorf("%v taken out changes more than its own place:\n%s", path, gone[head:len(gone)-tail])
	}
	if _, word := v.(string); word {
		const other = "另: \"一\", #x"
		out, err := Edit(src, path, other)
		if err != nil {
			t.Errorf("%v changed: %v", path, err)
			return
		}
		if len(path) > 0 && (path[len(path)-1] == "id" || path[len(path)-1] == "name") { // it is found by another name now
			return
		}
		if got, _ := Read(out, path); got != any(other) || bytes.Count(out, []byte("\n")) != bytes.Count(src, []byte("\n")) {
			t.Errorf("%v is %v", path, got)
		}
	}
}

// FuzzEdit changes any part of any file: the result can be read, has the new value and all others, or there is an
// error and nothing else.
func FuzzEdit(f *testing.F) {
	f.Add(sampleYAML, "services/labour/icon", "work", uint8(0))
	for _, c := range editCases {
		s, _ := c.value.(string)
		f.Add([]byte(c.src), c.path.String(), s, uint8(1))
		f.Add([]byte(c.src), c.path.String(), s, uint8(4))
	}
	f.Fuzz(func(t *testing.T, src []byte, where, word string, kind uint8) {
		if len(src) > 8<<10 && !bytes.Equal(src, sampleYAML) {
			return
		}
		path := Path(strings.Split(where, "/"))
		value := []any{
			word, nil, Map{{"id", path[len(path)-1]}, {"a", word}}, List{word, Map{{"b", word}}}, List{Map{{"id", word}, {"l", List{word}}}}, true, 7,
		}[kind%7]
		before, err := Read(src, nil)
		out, fault := Edit(src, path, value)
		if err != nil {
			if fault == nil {
				t.Fatalf("a file that can't be read was changed: %v", err)
			}
			return
		}
		if fault != nil {
			return
		}
		got, err := Read(out, nil)
		if err != nil {
			t.Fatalf("can't be read any more: %v\n%s", err, out)
		}
		value, _ = normal(value)
		want, err := with(before, path, value)
		if value == nil {
			want, err = without(before, path)
		}
		if err != nil || !alike(got, want) {
			t.Fatalf("%v: got %v, want %v", err, got, want)
		}
		for line := range bytes.SplitSeq(src, []byte("\n")) { // no comment that stands alone at the margin is lost
			if bytes.HasPrefix(line, []byte("# ")) && bytes.Count(out, line) < bytes.Count(src, line) && !bytes.ContainsAny(src, "|>\"'") && value != nil && len(path) > 1 {
				t.Fatalf("lost %q:\n%s", line, out)
			}
		}
	})
}
