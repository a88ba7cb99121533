package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"onedoor/config"
	"onedoor/display"
	"onedoor/kiosk"
	"onedoor/printer"
	"onedoor/queue"
)

// exampleBase is the address that example slips lead to where the centre names
// none: as long as one in a local network gets.
const exampleBase = "http://192.168.100.100:8080"

// slipMaker makes slips of tickets that nobody has taken: to look at, and to
// know how long they get.
type slipMaker struct {
	words  *display.Catalogue
	centre *config.Centre
	font   printer.Font // the centre's own; may be nil
	at     time.Time    // when they were issued
}

func newSlipMaker(c *config.Centre, at time.Time) (*slipMaker, error) {
	words, err := sentences(c)
	if err != nil {
		return nil, err
	}
	m := &slipMaker{words: words, centre: c, at: at}
	if m.font, err = fontOf(c); err != nil {
		return nil, badInput(err)
	}
	return m, nil
}

// fontOf reads the centre's own font; nil when it names none. The error is a
// problem of the config, with its place.
func fontOf(c *config.Centre) (printer.Font, error) {
	if c.Font == "" {
		return nil, nil
	}
	font, err := printer.LoadFont(c.Font)
	if err != nil {
		return nil, errors.New(c.At(config.FontPart, config.Error, err.Error(), "name a TTF or OTF that is there, or leave the key out").String())
	}
	return font, nil
}

// slip makes the slip of a service, of the ticket that /paper/template shows, so that
// both say the same.
func (m *slipMaker) slip(s *queue.Service, lang string, reprint int) printer.Slip {
	return m.slipAs(m.centre.Template, s, lang, reprint)
}

// slipAs is slip laid out another way.
func (m *slipMaker) slipAs(as printer.Template, s *queue.Service, lang string, reprint int) printer.Slip {
	base := m.centre.PublicURL
	if base == "" {
		base = exampleBase
	}
	t := kiosk.ExampleTicket(s, lang, m.at)
	return kiosk.Slip(m.words, kiosk.SlipData{
		Rules: m.centre.Rules, Service: s, Template: as, Copy: reprint, URL: display.StatusURL(base, t.Ref), Ticket: t,
	})
}

// encode turns a slip into a printer's bytes.
func (m *slipMaker) encode(p printer.Profile, s printer.Slip) ([]byte, error) {
	return printer.Encoder{Profile: p, Font: m.font}.Encode(s)
}

// Goals of a slip's bytes: what a slow line still carries while somebody waits.
const (
	nativeGoal = 400
	rasterGoal = 1000
)

// weigh holds the longest slip of every printer and language against the goals,
// as problems at the printer's address.
func (m *slipMaker) weigh() config.Problems {
	var out config.Problems
	for _, id := range sortedPrinters(m.centre) {
		u, err := printer.ParseURL(m.centre.Printers[id], m.centre.Profiles)
		if err != nil || u.Scheme == printer.None {
			continue // told already, or no paper
		}
		for _, lang := range m.centre.Rules.Centre.Languages {
			if p, bad := m.weighOne(id, u, lang); bad {
				out = append(out, p)
			}
		}
	}
	return out
}

// weighOne finds the longest slip on one printer in one language. An error comes
// before any weight.
func (m *slipMaker) weighOne(id queue.PrinterID, u printer.URL, lang string) (config.Problem, bool) {
	part, goal, most, of := config.PrinterPart(id), nativeGoal, 0, queue.ServiceID("")
	if u.Profile.QR == printer.RasterQR {
		goal = rasterGoal
	}
	for i := range m.centre.Rules.Services {
		s := &m.centre.Rules.Services[i]
		bytes, err := m.encode(u.Profile, m.slip(s, lang, 0))
		if err != nil {
			return m.centre.At(part, config.Error,
				fmt.Sprintf("the slip of %q in %s can't be put on the paper of the printer %q: %s", s.ID, lang, id, strings.TrimPrefix(err.Error(), "encode slip: ")),
				"a shorter public_url, or a profile with smaller modules or wider paper"), true
		}
		if len(bytes) > most {
			most, of = len(bytes), s.ID
		}
	}
	if most <= goal {
		return config.Problem{}, false
	}
	busy := ""
	if u.Baud > 0 {
		busy = fmt.Sprintf(", %.1f s at %d baud", float64(most)*10/float64(u.Baud), u.Baud)
	}
	return m.centre.At(part, config.Warning,
		fmt.Sprintf("the slip of %q in %s has %d bytes with profile %s%s; %d are the goal", of, lang, most, u.Profile.Name, busy, goal),
		"shorten its texts or the template, or give the line more speed"), true
}

// sortedPrinters are a centre's printers in a fixed order.
func sortedPrinters(c *config.Centre) []queue.PrinterID {
	var ids []queue.PrinterID
	for id := range c.Printers {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// printerOf is the printer that a centre's first kiosk with paper has.
func printerOf(c *config.Centre) (queue.PrinterID, bool) {
	for i := range c.Rules.Kiosks {
		if id := c.Rules.Kiosks[i].Printer; id != "" {
			return id, true
		}
	}
	return "", false
}
