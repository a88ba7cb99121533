package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckWeighsSlips tells slips that are too long for a slow line, and where.
func TestCheckWeighsSlips(t *testing.T) {
	t.Parallel()
	const line = `"serial:/dev/ttyS0?baud=9600&profile=epson-80"`
	own := newCentre(t, `"virtual:"`, line,
		"  # template:\n", "  template:\n    - mark\n    - number\n    - service\n    - where\n    - {item: note, text: {zh: "+
			strings.Repeat("请保管好随身物品", 24)+", en: "+strings.Repeat("Mind your belongings ", 9)+"}}\n  # template:\n")
	said := ends(t, "check", "--config", own.config)
	said.wants(t, exitOK, own.config+placeOf(readFile(t, own.config), line)+" warning: ",
		"bytes with profile epson-80, 0.5 s at 9600 baud; 400 are the goal", "in zh")
	if !strings.Contains(said.out, "fine") {
		t.Errorf("a warning keeps it from being fine:\n%s", said.out)
	}
}

// TestCheckRefusesACodeThatDoesNotFit finds an address too long for the paper
// before a visitor does.
func TestCheckRefusesACodeThatDoesNotFit(t *testing.T) {
	t.Parallel()
	host := "https://" + strings.Repeat("long.", 36) + "example.org"
	own := newCentre(t, `"virtual:"`, `"tcp:127.0.0.1:9100?profile=generic-58"`, "phone: off", "phone: public\n  public_url: "+host)
	said := ends(t, "check", "--config", own.config)
	said.wants(t, exitInput, "can't be put on the paper of the printer \"hall\"", "a shorter public_url")
}

// TestCheckReadsTheFont tells a font that isn't there, or is none, and takes one
// that is.
func TestCheckReadsTheFont(t *testing.T) {
	t.Parallel()
	none := filepath.Join(t.TempDir(), "none.ttf")
	text := filepath.Join(t.TempDir(), "text.ttf")
	writeFile(t, text, []byte("not a font"))
	for path, says := range map[string]string{none: "no such file", text: "not a TrueType or OpenType font"} {
		own := newCentre(t, "  # font: ", "  font: "+path+" # ")
		ends(t, "check", "--config", own.config).wants(t, exitInput, own.config+placeOf(readFile(t, own.config), path), says)
		ends(t, "print-test", "--config", own.config, "--picture", filepath.Join(t.TempDir(), "x.png")).wants(t, exitInput, says)
	}
}

// TestCheckTellsWhatIsShrunk has a template ask for sizes that long texts can't
// have: each is told where it is written, with the size that comes out, per
// profile and language. Sizes that fit, and those that nobody wrote, are not told.
func TestCheckTellsWhatIsShrunk(t *testing.T) {
	t.Parallel()
	own := newCentre(t, "  # template:\n", `  template:
    - {item: mark, size: 8}
    - {item: number, size: 8}
    - blank
    - item: service
      size: 8
    - where
    - {item: note, size: 8, text: {zh: `+strings.Repeat("请保管好随身物品", 6)+`, en: Mind}}
    - {item: code, size: 1}
  # template:
`, `url: "virtual:"`, `url: "virtual:?profile=raster-58"`)
	text := readFile(t, own.config)
	said := ends(t, "check", "--config", own.config)
	said.wants(t, exitOK,
		own.config+placeOf(text, "8, text: {zh: 请")+" warning: the template's note has size 8, but \"请保管好随身物品请保管好随身物品请保管好随身物品…\" in zh is printed in size 1 with profile raster-58; write size: 1, or say it shorter",
		own.config+placeOf(text, "8\n    - where")+" warning: the template's service has size 8, but ",
		own.config+placeOf(text, "8}\n    - {item: number")+" warning: the template's mark has size 8, but \"Reprint 1\" in en is printed in size 4 with profile raster-58")
	if !strings.Contains(said.out, "1 kiosk, 1 screen\n") {
		t.Errorf("it counts\n%s", said.out)
	}
	for line := range strings.SplitSeq(said.err, "\n") {
		if strings.Contains(line, "template's where") || strings.Contains(line, "template's code") ||
			strings.Contains(line, "template's number") || strings.Contains(line, "\"Mind\"") {
			t.Errorf("what fits is told: %s", line)
		}
	}
}

// TestCheckCounts says one problem as people do.
func TestCheckCounts(t *testing.T) {
	t.Parallel()
	own := newCentre(t, "time_zone:", "time_zones:")
	said := ends(t, "check", "--config", own.config)
	said.wants(t, exitInput, own.config+": ")
	if n := strings.Count(said.err, "\n") - 1; !strings.HasSuffix(strings.TrimSpace(said.err), counted(n, "problem")) {
		t.Errorf("%d problems are counted as\n%s", n, said.err)
	}
	if counted(1, "kiosk") != "1 kiosk" || counted(0, "kiosk") != "0 kiosks" || counted(2, "screen") != "2 screens" {
		t.Error("a plural is wrong")
	}
}
