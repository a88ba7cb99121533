package main

import (
	"slices"
	"strings"
	"testing"

	"onedoor/config"
	"onedoor/printer"
	"onedoor/queue"
)

// centreOf is the sample with three more printers, of which one is none, and a
// profile of its own.
func centreOf(t *testing.T) *config.Centre {
	t.Helper()
	c := config.Sample()
	own := printer.BuiltIn()["epson-80"]
	own.Name = "own"
	c.Profiles["own"] = own
	c.Printers["counter"], c.Printers["back"], c.Printers["off"] = "virtual:?profile=own", "tcp:127.0.0.1:9100", "none:"
	main := c.Rules.Kiosk("main")
	main.Printer, main.Fallback = "off", []queue.PrinterID{"counter", "hall"}
	c.Rules.Kiosk("desk").Fallback = []queue.PrinterID{"off"}
	return c
}

func TestChoosePrintersOfTheConfig(t *testing.T) {
	o := appOptions{Centre: centreOf(t)}
	before := *o.Centre
	urls, err := choosePrinters(&o)
	if err != nil {
		t.Fatal(err)
	}
	if len(urls) != 3 || urls["counter"].Profile.Name != "own" {
		t.Errorf("the printers are %+v", urls)
	}
	for id, want := range map[queue.KioskID][]queue.PrinterID{"main": {"counter", "hall"}, "desk": {"hall"}} {
		if got := kioskOf(o.Centre, id).Printers(); !slices.Equal(got, want) {
			t.Errorf("kiosk %s prints on %v, want %v", id, got, want)
		}
	}
	if kioskOf(&before, "main").Printer != "off" {
		t.Error("the centre given was changed")
	}
}

func TestChooseTheOnePrinter(t *testing.T) {
	for url, want := range map[string][]queue.PrinterID{"virtual:?profile=own": {theOne}, "none:": nil} {
		o := appOptions{Centre: centreOf(t), Printer: url}
		urls, err := choosePrinters(&o)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []queue.KioskID{"main", "desk"} {
			if got := kioskOf(o.Centre, id).Printers(); !slices.Equal(got, want) || len(urls) != len(want) {
				t.Errorf("%s: kiosk %s prints on %v of %v", url, id, got, urls)
			}
		}
	}
	o := appOptions{Centre: centreOf(t), Printer: "virtual:?profile=none-such"}
	if _, err := choosePrinters(&o); err == nil || !strings.Contains(err.Error(), "own, raster-58") {
		t.Errorf("got %v", err)
	}
}

// kioskOf looks a kiosk up in rules that aren't prepared yet.
func kioskOf(c *config.Centre, id queue.KioskID) *queue.Kiosk {
	i := slices.IndexFunc(c.Rules.Kiosks, func(k queue.Kiosk) bool { return k.ID == id })
	return &c.Rules.Kiosks[i]
}
