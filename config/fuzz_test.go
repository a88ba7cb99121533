package config

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzLoad feeds anything: no panic, positions within the file, and a centre
// exactly when there is no error.
func FuzzLoad(f *testing.F) {
	f.Add(sampleYAML)
	f.Add([]byte(initYAML))
	f.Add([]byte(initService))
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, s := range []string{
		"", "a: &x [*x]", "<<: {a: b}", "? [a]\n: b", "centre: !!int x", "centre:\n  name: |\n    x", "a: 'b\n", "\t", "- - - -", "---\n...\n---", "a: {b: }",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, sample := range []bool{true, false} {
			c, problems := parse("f", src, sample)
			if (c == nil) != (len(problems.Errors()) > 0) {
				t.Fatalf("centre %v with problems:\n%s", c != nil, problems)
			}
			for _, p := range problems {
				if p.Line < 1 || p.Column < 1 || p.What == "" {
					t.Fatalf("a problem without a place: %+v", p)
				}
			}
			if c == nil {
				continue
			}
			if _, err := c.Rules.Canonical(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
