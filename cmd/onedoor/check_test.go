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
