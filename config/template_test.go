package config

import (
	"reflect"
	"slices"
	"testing"

	"onedoor/printer"
	"onedoor/queue"
)

// withPrint is the sample with more under print.
func withPrint(t *testing.T, more string) (*Centre, Problems) {
	t.Helper()
	return parse("f", []byte(edit(t, string(sampleYAML), "  reprint_in_doubt: true\n", "  reprint_in_doubt: true\n"+more)), true)
}

func TestTemplate(t *testing.T) {
	c, problems := withPrint(t, `
  font: /usr/share/fonts/a.ttf
  template:
    - mark
    - {item: number, size: 6, align: left}
    - service
    - {item: where, bold: true}
    - blank
    - {item: blank, dots: 40}
    - {item: note, text: {zh: 谢谢, en: Thank you}, size: 2}
    - {item: rule}
    - qr
`)
	if c == nil || len(problems) > 0 {
		t.Fatalf("problems:\n%s", problems)
	}
	centred := func(size int, bold bool) printer.Style {
		return printer.Style{Size: size, Align: printer.Centre, Bold: bold}
	}
	want := printer.Template{
		{Item: printer.ItemMark, Style: centred(2, true)},
		{Item: printer.ItemNumber, Style: printer.Style{Size: 6, Bold: true}},
		{Item: printer.ItemService, Style: centred(2, false)},
		{Item: printer.ItemWhere, Style: centred(2, true)},
		{Item: printer.ItemBlank, Dots: 12},
		{Item: printer.ItemBlank, Dots: 40},
		{Item: printer.ItemNote, Style: centred(2, false), Text: queue.Text{"zh": "谢谢", "en": "Thank you"}},
		{Item: printer.ItemRule},
		{Item: printer.ItemQR, Style: centred(1, false)},
	}
	if !reflect.DeepEqual(c.Template, want) {
		t.Errorf("got  %+v\nwant %+v", c.Template, want)
	}
	if c.Font != "/usr/share/fonts/a.ttf" {
		t.Errorf("the font is %q", c.Font)
	}
	if got := c.At(FontPart, Error, "is not there", ""); got.Line != c.spots[TemplatePart].line-2 || got.Column != 9 {
		t.Errorf("a problem of the font is %s", got)
	}
	if got := c.At(PrinterPart("none"), Warning, "w", "x").String(); got != "f:1:1: warning: w; x" {
		t.Errorf("a problem of no part is %s", got)
	}
}

// TestUsualTemplate is left to printer: a file that says nothing of it changes
// nothing.
func TestUsualTemplate(t *testing.T) {
	if c := Sample(); c.Template != nil || c.Font != "" || c.Rules.Printers != nil {
		t.Errorf("the sample has a template, a font or printers with a place: %+v", c)
	}
}

// TestFallback reads the order in which printers take over, and where their
// slips come out.
func TestFallback(t *testing.T) {
	src := edit(t, string(sampleYAML), "printers:\n", `printers:
  - id: counter
    url: "virtual:?profile=generic-58"
    place: {zh: 咨询台旁, en: beside the reception desk}
  - {id: back, url: "none:"}
`)
	src = edit(t, src, "    printer: hall\n  - id: desk", "    printer: hall\n    fallback: [counter, back]\n  - id: desk")
	c, problems := parse("f", []byte(src), true)
	if c == nil || len(problems) > 0 {
		t.Fatalf("problems:\n%s", problems)
	}
	if got := c.Rules.Kiosk("main").Printers(); !slices.Equal(got, []queue.PrinterID{"hall", "counter", "back"}) {
		t.Errorf("the kiosk's printers are %v", got)
	}
	if got := c.Rules.Kiosk("desk").Printers(); !slices.Equal(got, []queue.PrinterID{"hall"}) {
		t.Errorf("the desk's printers are %v", got)
	}
	if p := c.Rules.Printer("counter"); p == nil || p.Place["en"] != "beside the reception desk" {
		t.Errorf("the place is %+v", p)
	}
	if c.Rules.Printer("back") != nil {
		t.Error("a printer without a place has one")
	}
}
