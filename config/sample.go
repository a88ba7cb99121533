package config

import (
	_ "embed"
	"slices"
)

//go:embed sample.yaml
var sampleYAML []byte

// Sample gives the embedded sample centre, a demo: its PINs are known and its
// devices have no tokens. It panics when the embedded file is not in order, which
// a test rules out.
func Sample() *Centre {
	c, problems := parse("sample.yaml", sampleYAML, true)
	if c == nil {
		panic("the embedded sample centre:\n" + problems.String())
	}
	return c
}

// SampleText gives the file of the sample centre.
func SampleText() []byte { return slices.Clone(sampleYAML) }

// ParseSample reads a changed file of the sample centre, which may do what no real one may: its PINs are known and
// its devices have no tokens.
func ParseSample(name string, src []byte) (*Centre, Problems) { return parse(name, src, true) }
