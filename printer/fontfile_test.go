package printer

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"
)

func fontFileOf(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "font.ttf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadFont(t *testing.T) {
	font, err := LoadFont(fontFileOf(t, goregular.TTF))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range "Aÿ₤" {
		g, ok := font(r)
		if !ok || g.Width != 12 && g.Width != 24 || g.Rows == (Glyph{}).Rows {
			t.Errorf("%c: %+v, %v", r, g, ok)
		}
		if g.Rows[0] != 0 || g.Rows[GlyphHeight-1] != 0 && r == 'A' {
			t.Errorf("%c touches the line above or below", r)
		}
	}
	if _, ok := font('中'); ok {
		t.Error("a Latin font has a hanzi")
	}
}

func TestFontsThatAreNone(t *testing.T) {
	if _, err := LoadFont(filepath.Join(t.TempDir(), "none.ttf")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	for name, data := range map[string][]byte{"empty": nil, "text": []byte("not a font, a text"), "half": goregular.TTF[:5000]} {
		path := fontFileOf(t, data)
		if _, err := LoadFont(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want the file's name in it", name, err)
		}
	}
}

// TestACentresFontSaysMore prints what only the centre's font has.
func TestACentresFontSaysMore(t *testing.T) {
	font, err := LoadFont(fontFileOf(t, goregular.TTF))
	if err != nil {
		t.Fatal(err)
	}
	p, s := profile(t, "generic-80"), line("before ₤ after", Style{})
	s.Text("plain", Style{})
	if all, _ := pictures(t, encode(t, p, s)); len(all) != 0 {
		t.Error("drawn without a font that has it")
	}
	b := drawnWith(t, p, s, font)
	if all, _ := pictures(t, b); len(all) != 1 {
		t.Errorf("%d pictures, want the line that needs one", len(all))
	}
}
