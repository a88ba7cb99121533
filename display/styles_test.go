package display

import (
	"strings"
	"testing"
)

func TestAStylesheetStandsWhereItIsImported(t *testing.T) {
	files := map[string][]byte{
		"display/tokens.css": []byte(":root {}"),
		"phone/phone.css":    []byte("@import \"../display/tokens.css\";\nbody {}\n"),
		"phone/phone.js":     []byte("@import \"../display/none.css\";\n"),
	}
	if err := joinStyles(files); err != nil {
		t.Fatal(err)
	}
	if got := string(files["phone/phone.css"]); got != ":root {}\nbody {}\n" {
		t.Errorf("joined: %q", got)
	}
	for what, css := range map[string]string{"none": "../display/none.css", "nested": "../phone/phone.css"} {
		files["a/a.css"] = []byte("@import \"" + css + "\";\n")
		files["phone/phone.css"] = []byte("@import \"../display/tokens.css\";\n")
		if err := joinStyles(files); err == nil || !strings.Contains(err.Error(), "a/a.css") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
