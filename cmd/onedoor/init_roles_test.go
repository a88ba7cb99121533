package main

import (
	"bytes"
	"path/filepath"
	"testing"
)

// TestInitSaysWhoIsWhat finds the administrator of a new house beside the PINs.
func TestInitSaysWhoIsWhat(t *testing.T) {
	var out bytes.Buffer
	if err := (&initCmd{Dir: filepath.Join(t.TempDir(), "house")}).Run(streams{out: &out}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\n  wang is clerk, desk\n", "\n  li is clerk, supervisor, admin\n"} {
		if !bytes.Contains(out.Bytes(), []byte(want)) {
			t.Errorf("%q isn't said:\n%s", want, out.String())
		}
	}
}
