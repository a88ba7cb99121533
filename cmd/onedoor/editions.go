package main

import (
	"bytes"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display/settings"
	"onedoor/printer"
)

// sampleFile is where changes of the sample centre are kept, beside its books: whoever deletes the data directory
// has the sample as it came.
func sampleFile(data string) string { return filepath.Join(data, "sample.yaml") }

// changedSample is the sample centre as somebody has changed it in the administration; nil when nobody has, or when
// what is there can't be used any more.
func changedSample(data string, log *slog.Logger) *config.Centre {
	file := sampleFile(data)
	src, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		log.Warn("the changes of the sample centre can't be read; it is as it came", "err", err)
		return nil
	}
	centre, problems := config.ParseSample(file, src)
	if centre == nil {
		log.Warn("the changes of the sample centre can't be used any more; it is as it came", "problems", problems.String())
	}
	return centre
}

// openShelf begins to keep the editions of the config. The one in force at the start is the first, or the next when
// somebody changed the file while the program was down.
func (a *app) openShelf(o appOptions) (err error) {
	file := o.Config
	if file == "" {
		file = sampleFile(o.Data)
	}
	a.shelf, err = edition.New(edition.Options{
		File: file, Sample: o.Config == "", Dir: filepath.Join(o.Data, "config"), Now: time.Now, Apply: a.takeOver, Everything: o.Everything, Log: a.log,
	})
	if err != nil {
		return err
	}
	text, err := a.shelf.Current()
	if err != nil {
		return badInput(err)
	}
	if err := a.shelf.Took(text.Src); err != nil { // a full disk doesn't keep the hall shut
		a.log.Error("this edition of the config is not kept", "err", err)
	}
	return nil
}

// moreProblems is what check finds of a centre beyond its file, for the administration.
func (a *app) moreProblems(c *config.Centre) config.Problems {
	problems, err := unseen(c)
	if err != nil {
		problems = append(problems, c.At(config.CataloguesPart, config.Error, err.Error(), ""))
	}
	return problems
}

// slipPicture draws the slip of a centre's first service as its first kiosk's printer would print it.
func (a *app) slipPicture(c *config.Centre, look settings.Look) (settings.Slip, error) {
	maker, err := newSlipMaker(c, a.queue.Now())
	if err != nil {
		return settings.Slip{}, err
	}
	p := c.Profiles[printer.DefaultProfile]
	if id, ok := printerOf(c); ok {
		if u, err := printer.ParseURL(c.Printers[id], c.Profiles); err == nil && u.Scheme != printer.None {
			p = u.Profile
		}
	}
	data, err := maker.encode(p, maker.slipAs(c.Template, &c.Rules.Services[0], look.Lang, 0))
	if err != nil {
		return settings.Slip{}, err
	}
	page, err := interpret(p, data)
	if err != nil {
		return settings.Slip{}, err
	}
	var b bytes.Buffer
	if err := page.PNG(&b); err != nil {
		return settings.Slip{}, err
	}
	made := settings.Slip{PNG: b.Bytes(), MM: page.Height * 254 / max(p.DPI, 1) / 10, Bytes: len(data), Profile: p.Name}
	for _, problem := range page.Problems {
		made.Problems = append(made.Problems, problem.Text)
	}
	return made, nil
}
