package main

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"onedoor/printer/paper"
	"onedoor/printer/printertest"
)

// drawn reads a picture back: its size in dots, and how many of them are black.
func drawn(t *testing.T, path string) (width, height, black int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	b := img.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			if r, _, _, _ := img.At(x, y).RGBA(); r == 0 {
				black++
			}
		}
	}
	return b.Dx(), b.Dy(), black
}

// TestPrintTestPicture draws slips of the sample and of a centre with a template
// of its own, for wide and narrow paper.
func TestPrintTestPicture(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	own := newCentre(t, "  # template:\n  #   - mark\n", "  template: [mark, {item: number, size: 8}, service, where]\n")
	heights := map[string]int{}
	for name, c := range map[string]struct {
		args  []string
		width int
		says  string
	}{
		"sample":   {nil, 576, "profile epson-80, service labour, language zh"},
		"narrow":   {[]string{"--profile", "zjiang-58", "--lang", "en"}, 384, "profile zjiang-58, service labour, language en"},
		"reprint":  {[]string{"--reprint", "2", "--service", "filing"}, 576, "service filing"},
		"own":      {[]string{"--config", own.config}, 576, "profile generic-80, service petition"},
		"own wide": {[]string{"--config", own.config, "--profile", "epson-t88"}, 512, "profile epson-t88"},
	} {
		path := filepath.Join(dir, name+".png")
		said := ends(t, append([]string{"print-test", "--picture", path}, c.args...)...)
		said.wants(t, exitOK)
		width, height, black := drawn(t, path)
		if width != c.width || black < 3000 || !strings.Contains(said.out, c.says) || strings.Contains(said.out, "  byte ") {
			t.Errorf("%s: %d × %d dots, %d of them black\n%s", name, width, height, black, said.out)
		}
		heights[name] = height
	}
	if heights["own"] > heights["sample"]*2/3 {
		t.Errorf("a template of four lines is %d dots high, the usual slip %d", heights["own"], heights["sample"])
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".slip*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	ends(t, "print-test", "--picture", filepath.Join(dir, "none", "x.png")).wants(t, exitEnvironment, "write the picture")
}

// TestPrintTestPrintsThePicture puts the slip on paper as well, marked, so that
// nobody waits with it for a call.
func TestPrintTestPrintsThePicture(t *testing.T) {
	t.Parallel()
	v := printertest.Start(t, paper.Options{Profile: printertest.Profile(t, "epson-80"), Baud: -1, Speed: -1})
	path := filepath.Join(t.TempDir(), "slip.png")
	said := ends(t, "print-test", "--picture", path, "--printer", fmt.Sprintf("serial:%s?baud=115200&profile=epson-80", v.Path()))
	said.wants(t, exitOK)
	page := comesOut(t, v)
	if texts := page.Texts; texts[0] != "测试 TEST" || !slices.Contains(texts, "A012") || len(page.QRs) != 1 || len(page.Problems) > 0 {
		t.Errorf("on paper: %+v", page)
	}
	if strings.Contains(said.out, "What only the paper shows") || !strings.Contains(said.out, "the sheet is confirmed") {
		t.Errorf("it says\n%s", said.out)
	}
	drawn(t, path)
}
