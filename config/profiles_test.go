package config

import (
	"strings"
	"testing"
	"time"

	"onedoor/printer"
)

// withProfiles is the sample with profiles of its own, and its printer's address
// as given.
func withProfiles(t *testing.T, profiles, url string) (*Centre, Problems) {
	t.Helper()
	src := edit(t, string(sampleYAML), "printers:\n  - id: hall\n    url: \"virtual:?profile=epson-80&baud=115200\"",
		"profiles:\n"+profiles+"printers:\n  - id: hall\n    url: \""+url+"\"")
	return parse("f", []byte(src), true)
}

// TestOwnProfiles adds two kinds of printers, the second after the first.
func TestOwnProfiles(t *testing.T) {
	c, problems := withProfiles(t, `
  - name: counter
    like: epson-80
    about: T88III at the counter
    dots: 512
    dpi: 180
    columns: 42
    encoding: gb2312
    spacing: 30
    qr: raster
    module: 4
    cutter: full
    status: {process_id: false}
    promises: false
    buffer: 45
    pace: 900
    margin: 1.5s
    quirks: {hanzi_size: true, half_dots: false}
  - name: counter-2
    like: counter
    source: print-test of 12 March
    tried: true
    cutter: none
`, "virtual:?profile=counter-2")
	if c == nil || len(problems) > 0 {
		t.Fatalf("problems:\n%s", problems)
	}
	want := printer.BuiltIn()["epson-80"]
	want.Name, want.About, want.Source, want.Tried = "counter", "T88III at the counter", "the centre's own config", false
	want.Dots, want.DPI, want.Columns, want.Encoding, want.Spacing = 512, 180, 42, printer.GB2312, 30
	want.QR, want.Module, want.Cutter = printer.RasterQR, 4, printer.FullCut
	want.Status.ProcessID, want.Promises, want.Buffer, want.Pace, want.Margin = false, false, 45, 900, 1500*time.Millisecond
	want.Quirks.HanziSize, want.Quirks.HalfDots = true, false
	if got := c.Profiles["counter"]; got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	want.Name, want.About, want.Source, want.Tried, want.Cutter = "counter-2", "like counter", "print-test of 12 March", true, printer.NoCutter
	if got := c.Profiles["counter-2"]; got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if u, err := printer.ParseURL(c.Printers["hall"], c.Profiles); err != nil || u.Profile.Name != "counter-2" {
		t.Errorf("the printer's own profile is %q: %v", u.Profile.Name, err)
	}
	for name := range printer.BuiltIn() {
		if c.Profiles[name] != printer.BuiltIn()[name] {
			t.Errorf("%s is not as it comes with the program", name)
		}
	}
}

// TestProfileOfNothing is the default under another name.
func TestProfileOfNothing(t *testing.T) {
	c, problems := withProfiles(t, "  - name: plain\n", "virtual:?profile=plain")
	if c == nil {
		t.Fatalf("problems:\n%s", problems)
	}
	want := printer.BuiltIn()[printer.DefaultProfile]
	want.Name, want.About, want.Source = "plain", "like generic-80", "the centre's own config"
	if got := c.Profiles["plain"]; got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// TestProfileBelow isn't found: whoever reads the file from the top doesn't know
// it either.
func TestProfileBelow(t *testing.T) {
	_, problems := withProfiles(t, "  - {name: one, like: two}\n  - {name: two}\n", "virtual:")
	if !strings.Contains(problems.String(), `is like "two", which is neither built in nor above`) || len(problems) != 1 {
		t.Errorf("got\n%s", problems)
	}
}

// TestProfilesAsPrinterWritesThem reads back what printer proposes in words: any
// profile, told as another one with differences.
func TestProfilesAsPrinterWritesThem(t *testing.T) {
	for _, own := range printer.BuiltIn() {
		for _, like := range printer.BuiltIn() {
			own.Name, own.About, own.Tried = "own", `a "quoted" printer: 打印机`, true
			text := own.YAML(like)
			if text == "" {
				continue
			}
			c, problems := withProfiles(t, text, "virtual:?profile=own")
			if c == nil || len(problems) > 0 {
				t.Fatalf("problems:\n%s\nin\n%s", problems, text)
			}
			if got := c.Profiles["own"]; got != own {
				t.Errorf("got  %+v\nwant %+v\nfrom\n%s", got, own, text)
			}
		}
	}
}
