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
// the printers of every kiosk: the rules are changed to say so.
func choosePrinters(o *appOptions) (map[queue.PrinterID]printer.URL, error) {
	urls := map[queue.PrinterID]printer.URL{}
	if o.Printer != "" {
		u, err := parsePrinter(o.Printer, o.Centre.Profiles)
		if err != nil {
			return nil, badInput(fmt.Errorf("--printer: %w", err))
		}
		urls[theOne] = u
		o.Centre = withKiosks(o.Centre, func(k *queue.Kiosk) { k.Printer, k.Fallback = theOne, nil })
	} else {
		for id, text := range o.Centre.Printers {
			u, err := parsePrinter(text, o.Centre.Profiles)
			if err != nil {
				return nil, badInput(fmt.Errorf("printer %s: %w", id, err))
			}
			urls[id] = u
		}
	}
	o.Centre = withoutPaper(o.Centre, urls)
	return urls, nil
}

// parsePrinter reads an address, and a virtual printer's class and script with it:
// a start that is refused must not have begun any books.
func parsePrinter(text string, known printer.Profiles) (printer.URL, error) {
	u, err := printer.ParseURL(text, known)
	if err == nil && u.Scheme == printer.Virtual {
		_, err = paper.OptionsFor(u)
	}
	return u, err
}

// withoutPaper takes the printers that are none: from the addresses and from the
// kiosks, so that no ticket asks for paper there. The first that is left of a
// kiosk's fallbacks takes its printer's place.
func withoutPaper(c *config.Centre, urls map[queue.PrinterID]printer.URL) *config.Centre {
	maps.DeleteFunc(urls, func(_ queue.PrinterID, u printer.URL) bool { return u.Scheme == printer.None })
	return withKiosks(c, func(k *queue.Kiosk) {
		var left []queue.PrinterID
		for _, id := range k.Printers() {
			if _, ok := urls[id]; ok {
				left = append(left, id)
			}
		}
		setPrinters(k, left)
	})
}

// withRunning is a centre whose kiosks print on printers that run. A kiosk that names
// another one keeps the printers it has, a new kiosk those of its own that run.
func (a *app) withRunning(c *config.Centre) *config.Centre {
	rules := a.queue.Rules()
	return withKiosks(c, func(k *queue.Kiosk) {
		all := k.Printers()
		left := slices.DeleteFunc(slices.Clone(all), func(id queue.PrinterID) bool { return !slices.Contains(a.running, id) })
		if len(left) == len(all) {
			return
		}
		if former := rules.Kiosk(k.ID); former != nil {
			left = former.Printers()
		}
		a.log.Warn("a kiosk names a printer that is opened at the next start only, and goes on with those it had",
			"kiosk", k.ID, "named", all, "printers", left)
		setPrinters(k, left)
	})
}

// setPrinters gives a kiosk its printers, the first to be tried first.
func setPrinters(k *queue.Kiosk, ids []queue.PrinterID) {
	k.Printer, k.Fallback = "", nil
	if len(ids) > 0 {
		k.Printer = ids[0]
	}
	if len(ids) > 1 {
		k.Fallback = ids[1:]
	}
}

// withKiosks is a centre with its kiosks changed, and nothing of the first one.
func withKiosks(c *config.Centre, change func(*queue.Kiosk)) *config.Centre {
	rules, centre := *c.Rules, *c
	rules.Kiosks = slices.Clone(rules.Kiosks)
	for i := range rules.Kiosks {
		change(&rules.Kiosks[i])
	}
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
			o, err := paper.OptionsFor(u)
			if err != nil {
				return nil, badInput(err)
			}
			o.Now = a.queue.Now
			v, err := paper.NewVirtual(o)
			if err != nil {
				return nil, fmt.Errorf("make the virtual printer: %w", err)
			}
			a.run("virtual printer", v.Run)
			p.Paper = v
			p.Open = func(context.Context) (printer.Port, error) { return port.OpenSerial(v.Path(), u.Baud, u.Flow) }
		case printer.Serial, printer.TCP, printer.File:
			p.Open = port.NewDevice(u).Open
		case printer.None:
		}
		list = append(list, p)
	}
	return list, nil
}

// font reads the centre's font. Without it slips go on: what a printer can't say
// and the embedded font doesn't have comes out as 〓.
func (a *app) font(path string) printer.Font {
	if path == "" {
		return nil
	}
	font, err := printer.LoadFont(path)
	if err != nil {
		a.log.Error("the font for slips can't be used; they are printed without it", "err", err)
		return nil
	}
	return font
}
