package main

import (
	"context"
	"fmt"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/printer/port"
)

type printTestCmd struct {
	Printer string `required:"" env:"ONEDOOR_PRINTER" placeholder:"URL" help:"The printer: serial:/dev/…?baud=…&profile=…, tcp:HOST:9100, file:/dev/usb/lp0, virtual:."`
}

// probeBound is how long the whole walk may take.
const probeBound = time.Minute

// Run prints a test slip and tells what the printer answered. A slip that was
// not given to the printer ends with exit code 3.
func (c *printTestCmd) Run(ctx context.Context, std streams) error {
	u, err := printer.ParseURL(c.Printer, printer.BuiltIn())
	if err != nil {
		return badInput(fmt.Errorf("--printer: %w", err))
	}
	if u.Scheme == printer.None {
		return badInput(fmt.Errorf("--printer none: has no paper; name a printer"))
	}
	ctx, cancel := context.WithTimeout(ctx, probeBound)
	defer cancel()
	line, end, err := openToTest(ctx, u)
	if err != nil {
		return err
	}
	defer end()
	report, err := printer.Probe(ctx, line, u.Profile, printer.TestSlip(u.Profile))
	fmt.Fprint(std.out, report)
	if err != nil {
		return fmt.Errorf("walk through the printer: %w", err)
	}
	if report.Verdict.State == "" {
		return fmt.Errorf("no slip was sent: the printer is silent or says that it can't print")
	}
	return nil
}

// openToTest opens the printer's line, and runs the printer itself when it is
// the virtual one.
func openToTest(ctx context.Context, u printer.URL) (line printer.Port, end func(), err error) {
	if u.Scheme != printer.Virtual {
		if line, err = port.Open(ctx, u); err != nil {
			return nil, nil, err
		}
		return line, func() { _ = line.Close() }, nil
	}
	o, err := paper.OptionsFor(u)
	if err != nil {
		return nil, nil, err
	}
	v, err := paper.NewVirtual(o)
	if err != nil {
		return nil, nil, fmt.Errorf("make the virtual printer: %w", err)
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
		return nil, nil, err
	}
	return line, func() { _ = line.Close(); stop() }, nil
}
