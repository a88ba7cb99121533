package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"onedoor/config"
	"onedoor/kiosk"
	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/printer/port"
	"onedoor/queue"
)

// theOne is the id of the printer that --printer names.
const theOne queue.PrinterID = "printer"

// choosePrinters reads the printers' addresses. The one of --printer replaces
// the printer of every kiosk: the rules are changed to say so.
func choosePrinters(o *appOptions) (map[queue.PrinterID]printer.URL, error) {
	list := o.Centre.Printers
	if o.Printer != "" {
		u, err := printer.ParseURL(o.Printer, o.Centre.Profiles)
		if err != nil {
			return nil, badInput(fmt.Errorf("--printer: %w", err))
		}
		id := theOne
		if u.Scheme == printer.None {
			id = ""
		}
		rules := *o.Centre.Rules
		rules.Kiosks = slices.Clone(rules.Kiosks)
		for i := range rules.Kiosks {
			rules.Kiosks[i].Printer = id
		}
		centre := *o.Centre
		centre.Rules = &rules
		o.Centre = &centre
		if id == "" {
			return nil, nil
		}
		return map[queue.PrinterID]printer.URL{id: u}, nil
	}
	urls := map[queue.PrinterID]printer.URL{}
	for id, text := range list {
		u, err := printer.ParseURL(text, o.Centre.Profiles)
		if err != nil {
			return nil, badInput(fmt.Errorf("printer %s: %w", id, err))
		}
		urls[id] = u
	}
	o.Centre = withoutPaper(o.Centre, urls)
	return urls, nil
}

// withoutPaper takes the printers that are none: from the kiosks, so that no
// ticket asks for paper there.
func withoutPaper(c *config.Centre, urls map[queue.PrinterID]printer.URL) *config.Centre {
	rules, centre := *c.Rules, *c
	rules.Kiosks = slices.Clone(rules.Kiosks)
	for i := range rules.Kiosks {
		if urls[rules.Kiosks[i].Printer].Scheme == printer.None {
			rules.Kiosks[i].Printer = ""
		}
	}
	maps.DeleteFunc(urls, func(_ queue.PrinterID, u printer.URL) bool { return u.Scheme == printer.None })
	centre.Rules = &rules
	return &centre
}

// openPrinters makes the house's printers ready to be opened, and runs those
// that are virtual.
func (a *app) openPrinters(urls map[queue.PrinterID]printer.URL) ([]kiosk.Printer, error) {
	var list []kiosk.Printer
	for _, id := range slices.Sorted(maps.Keys(urls)) {
		u := urls[id]
		p := kiosk.Printer{ID: id, Profile: u.Profile}
		switch u.Scheme {
		case printer.Virtual:
			v, err := paper.NewVirtual(paper.Options{Profile: u.Profile, Baud: u.Baud, Now: a.queue.Now})
			if err != nil {
				return nil, fmt.Errorf("make the virtual printer: %w", err)
			}
			a.run("virtual printer", v.Run)
			p.Paper = v
			p.Open = func(context.Context) (printer.Port, error) { return port.OpenSerial(v.Path(), u.Baud, u.Flow) }
		case printer.Serial, printer.TCP, printer.File:
			p.Open = func(ctx context.Context) (printer.Port, error) { return port.Open(ctx, u) }
		case printer.None:
		}
		list = append(list, p)
	}
	return list, nil
}
