package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"onedoor/config"
	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/printer/port"
	"onedoor/queue"
)

type printTestCmd struct {
	Printer string `env:"ONEDOOR_PRINTER" placeholder:"URL|ID" help:"The printer: serial:/dev/…?baud=…&profile=…, tcp:HOST:9100, file:/dev/usb/lp0, virtual:, or its id in the config."`
	Config  string `type:"path" env:"ONEDOOR_CONFIG" placeholder:"FILE" help:"The centre's YAML file, for its printers, profiles, template and names; without one, the sample centre's."`
	Ask     bool   `env:"ONEDOOR_ASK" help:"Ask what the paper shows, also when the input is no terminal."`
	Sheet   string `env:"ONEDOOR_SHEET" type:"path" placeholder:"FILE" help:"Draw what came out of the virtual printer as a PNG: its paper is nowhere else."`
	List    bool   `env:"ONEDOOR_LIST" help:"List the printer profiles, and print nothing."`

	Picture string `env:"ONEDOOR_PICTURE" type:"path" placeholder:"FILE" help:"Draw a slip of the centre as a PNG; with --printer it is printed as well, marked as a test."`
	Profile string `env:"ONEDOOR_PROFILE" placeholder:"NAME" help:"The picture's printer profile; else that of --printer, else of the first kiosk's printer."`
	Lang    string `env:"ONEDOOR_LANG" placeholder:"LANG" help:"The slip's language; else the centre's."`
	Service string `env:"ONEDOOR_SERVICE" placeholder:"ID" help:"The slip's service; else the first."`
	Reprint copies `env:"ONEDOOR_REPRINT" placeholder:"N" help:"Draw the slip as its N-th reprint, with its mark."`
}

// probeBound is how long the whole walk may take.
const probeBound = 90 * time.Second

// Run walks a technician through a printer, or draws a slip. A sheet that was
// not given to the printer, or got stuck in it, ends with exit code 3.
func (c *printTestCmd) Run(ctx context.Context, std streams) error {
	if c.Printer == "" && c.Picture == "" && !c.List {
		return badUsage("print-test: name a printer with --printer, or a file to draw in with --picture; --list lists the profiles")
	}
	centre, _, err := loadCentre(c.Config)
	if err != nil {
		return err
	}
	if c.List {
		listProfiles(std, centre.Profiles)
		return nil
	}
	var u printer.URL
	if c.Printer != "" {
		if u, err = c.url(centre); err != nil {
			return err
		}
	}
	if err := c.checkPictures(u); err != nil {
		return err
	}
	if c.Picture != "" {
		return c.picture(ctx, std, centre, u)
	}
	report, err := c.walk(ctx, std, u, nil)
	if err != nil {
		return err
	}
	unseen := u.Scheme == printer.Virtual && c.Sheet == ""
	if unseen && len(report.Questions()) > 0 {
		fmt.Fprint(std.out, "\nThe virtual printer's sheet can't be held in the hand: --sheet FILE.png draws it, and asks what it shows.\n")
	}
	if !unseen && c.asks() && len(report.Questions()) > 0 {
		if err := askPaper(ctx, std, os.Stdin, report); err != nil {
			return err
		}
	}
	propose(std, report, u, centre.Profiles, time.Now())
	return sheetError(report)
}

// checkPictures refuses names of pictures that would say something wrong, and a
// sheet of a printer that gives it to somebody's hand.
func (c *printTestCmd) checkPictures(u printer.URL) error {
	for _, f := range []struct{ flag, path string }{{"--picture", c.Picture}, {"--sheet", c.Sheet}} {
		if f.path != "" && !strings.EqualFold(filepath.Ext(f.path), ".png") {
			return badUsage("%s %s: pictures are PNG files; give it a name that ends in .png", f.flag, f.path)
		}
	}
	if c.Picture == "" {
		for flag, given := range map[string]bool{"--profile": c.Profile != "", "--lang": c.Lang != "", "--service": c.Service != "", "--reprint": c.Reprint != 0} {
			if given {
				return badUsage("%s goes with --picture; a printer's profile stands in its URL, as virtual:?profile=epson-80", flag)
			}
		}
	}
	if c.Sheet != "" && u.Scheme != printer.Virtual {
		return badUsage("--sheet draws what comes out of the virtual printer; --printer virtual: is one")
	}
	return nil
}

// asks says whether somebody sits at the terminal.
func (c *printTestCmd) asks() bool {
	if c.Ask {
		return true
	}
	info, err := os.Stdin.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}

// url reads --printer: an address, or the id of one in the config.
func (c *printTestCmd) url(centre *config.Centre) (printer.URL, error) {
	text := c.Printer
	if !strings.Contains(text, ":") {
		url, ok := centre.Printers[queue.PrinterID(text)]
		if !ok {
			var ids []string
			for _, id := range sortedPrinters(centre) {
				ids = append(ids, string(id))
			}
			return printer.URL{}, badInput(fmt.Errorf("--printer: there is no printer %q in the config; known are %s", text, strings.Join(ids, ", ")))
		}
		text = url
	}
	u, err := printer.ParseURL(text, centre.Profiles)
	if err != nil {
		return printer.URL{}, badInput(fmt.Errorf("--printer: %w", err))
	}
	if u.Scheme == printer.None {
		return printer.URL{}, badInput(fmt.Errorf("--printer %s has no paper; name a printer", c.Printer))
	}
	return u, nil
}

// walk opens a printer and walks through it, telling every finding at once.
// Other bytes may be printed rather than the test sheet.
func (c *printTestCmd) walk(ctx context.Context, std streams, u printer.URL, instead []byte) (*printer.Report, error) {
	ctx, cancel := context.WithTimeout(ctx, probeBound)
	defer cancel()
	line, virtual, end, err := openToTest(ctx, u)
	if err != nil {
		return nil, err
	}
	defer end()
	fmt.Fprintf(std.out, "%s\n", u)
	var section printer.Section
	report, err := printer.Probe(ctx, line, printer.Walk{Profile: u.Profile, Baud: u.Baud, Instead: instead, Tell: func(f printer.Finding) {
		if f.Section != section {
			section = f.Section
			fmt.Fprintf(std.out, "\n%s\n", section)
		}
		fmt.Fprintln(std.out, f)
	}})
	if err != nil {
		return nil, fmt.Errorf("walk through the printer: %w", err)
	}
	if virtual != nil && c.Sheet != "" && report.Verdict.State != "" {
		return report, c.drawSheet(ctx, std, virtual)
	}
	return report, nil
}

// sheetWait is how long a sheet may take from the last word of the walk until it has
// left the virtual printer.
const sheetWait = 15 * time.Second

// drawSheet draws what came out of the virtual printer.
func (c *printTestCmd) drawSheet(ctx context.Context, std streams, v *paper.Virtual) error {
	ctx, cancel := context.WithTimeout(ctx, sheetWait)
	defer cancel()
	pages, err := v.Wait(ctx, 0)
	if err != nil {
		return fmt.Errorf("wait for the virtual printer's sheet: %w", err)
	}
	page := pages[0]
	if err := writePicture(c.Sheet, page); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "\nThe sheet: %s, %d × %d dots\n", c.Sheet, page.Width, page.Height)
	return nil
}

// sheetError is an error when no sheet came out.
func sheetError(r *printer.Report) error {
	switch r.Verdict.State {
	case "":
		return fmt.Errorf("nothing was printed: the printer is silent, says what makes no sense, or says that it can't print")
	case printer.InDoubt:
		return fmt.Errorf("nobody knows whether all of it came out: %s", r.Verdict.Why)
	default:
		return nil
	}
}

// listProfiles tells what profiles there are and how far they can be trusted.
func listProfiles(std streams, profiles printer.Profiles) {
	for _, name := range profiles.Names() {
		p := profiles[name]
		tried := "not tried on paper"
		if p.Tried {
			tried = "tried on paper"
		}
		fmt.Fprintf(std.out, "%s: %s\n    %d dots at %d dpi, %d letters a line, %s, %s QR code, cutter %s; %s\n    from: %s\n",
			name, p.About, p.Dots, p.DPI, p.Columns, p.Encoding, p.QR, p.Cutter, tried, p.Source)
	}
}

// openToTest opens the printer's line, and runs the printer itself when it is
// the virtual one, which is given too.
func openToTest(ctx context.Context, u printer.URL) (line printer.Port, v *paper.Virtual, end func(), err error) {
	if u.Scheme != printer.Virtual {
		if line, err = port.Open(ctx, u); err != nil {
			return nil, nil, nil, err
		}
		return line, nil, func() { _ = line.Close() }, nil
	}
	o, err := paper.OptionsFor(u)
	if err != nil {
		return nil, nil, nil, badInput(fmt.Errorf("--printer: %w", err))
	}
	if v, err = paper.NewVirtual(o); err != nil {
		return nil, nil, nil, fmt.Errorf("make the virtual printer: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = v.Run(ctx)
	}()
	stop := func() { cancel(); <-done }
	if line, err = port.OpenSerial(v.Path(), u.Baud, u.Flow); err != nil {
		stop()
		return nil, nil, nil, err
	}
	return line, v, func() { _ = line.Close(); stop() }, nil
}
