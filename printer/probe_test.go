package printer_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/printer/printertest"
)

var (
	updateReports = flag.Bool("update-reports", false, "rewrite testdata/probe")
	sheets        = flag.String("sheets", "", "a folder to draw the test sheets in")
)

// draw writes a page as a picture.
func draw(t *testing.T, path string, page paper.Page) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(page.PNG(f), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// walked is a printer in memory that was walked through, in no time.
type walked struct {
	v      *paper.Virtual
	report *printer.Report
	err    error
	text   string // with every byte that was sent
}

// walk walks through a printer, which spoil may spoil before.
func walk(t *testing.T, o paper.Options, as string, spoil func(*paper.Virtual)) walked {
	t.Helper()
	o.InMemory = true
	v := printertest.Start(t, o)
	if spoil != nil {
		spoil(v)
	}
	line, err := v.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	log := printertest.Record(line)
	w := walked{v: v}
	w.report, w.err = printer.Probe(t.Context(), log, printer.Walk{Profile: printertest.Profile(t, as), Baud: 19200})
	w.text = string(log.Written())
	return w
}

func TestProbe(t *testing.T) {
	answering := func(a printer.Abilities) *printer.Abilities { return &a }
	for name, c := range map[string]struct {
		is      string // what stands there
		answers *printer.Abilities
		as      string // what it is taken for
		spoil   func(*paper.Virtual)
		sheets  int
		says    string
		verdict printer.Verdict
	}{
		"able":      {"epson-80", nil, "epson-80", nil, 1, "profile epson-80 fits", printer.Verdict{State: printer.Confirmed}},
		"better":    {"epson-80", nil, "generic-80", nil, 1, "an epson profile fits better", printer.Verdict{State: printer.Confirmed}},
		"clone":     {"generic-80", nil, "generic-80", nil, 1, "profile generic-80 fits", printer.Verdict{State: printer.Confirmed, Weak: true}},
		"pretender": {"generic-80", nil, "epson-80", nil, 1, "a generic profile fits better", printer.Verdict{State: printer.Confirmed, Weak: true}},
		"status only": {
			"raster-58", answering(printer.Abilities{RealTime: true}), "raster-58", nil, 1,
			"hopes for GS r, which it doesn't answer",
			printer.Verdict{State: printer.Sent},
		},
		"one-way": {"raster-58", answering(printer.Abilities{}), "raster-58", nil, 1, "one-way", printer.Verdict{State: printer.Sent}},
		"off":     {"epson-80", answering(printer.Abilities{}), "epson-80", nil, 0, "off, not connected", printer.Verdict{}},
		"empty": {
			"generic-80", nil, "generic-80", func(v *paper.Virtual) { v.Load(0) }, 0,
			"can't print now",
			printer.Verdict{},
		},
		"open": {
			"epson-80", nil, "epson-80", func(v *paper.Virtual) { v.Set(paper.CoverOpen, true) }, 0,
			"not ready: cover_open",
			printer.Verdict{},
		},
		"nearly empty": {
			"epson-80", nil, "epson-80", func(v *paper.Virtual) { v.Set(paper.NearEnd, true) }, 1,
			"paper near its end",
			printer.Verdict{State: printer.Confirmed},
		},
		"garbage": {
			"generic-80", nil, "generic-80", func(v *paper.Virtual) { printertest.Garble(v, 3) }, 0,
			"try another speed",
			printer.Verdict{},
		},
		"out of paper midway": {
			"epson-80", nil, "epson-80", func(v *paper.Virtual) { v.Load(60) }, 0,
			"in_doubt: paper_out",
			printer.Verdict{State: printer.InDoubt, Why: printer.WhyPaperOut},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := walk(t, paper.Options{Profile: printertest.Profile(t, c.is), Answers: c.answers, Baud: 19200}, c.as, c.spoil)
				if w.err != nil || w.report.Verdict != c.verdict || !strings.Contains(w.report.String(), c.says) {
					t.Errorf("%v, verdict %+v\n%s", w.err, w.report.Verdict, w.report)
				}
				pages := w.v.Pages(0)
				for len(pages) < c.sheets { // a printer that tells nothing may still be at it
					pages, _ = w.v.Wait(t.Context(), 0)
				}
				if len(pages) != c.sheets {
					t.Errorf("%d sheets came out, want %d", len(pages), c.sheets)
				}
				if *sheets != "" && len(pages) > 0 {
					draw(t, filepath.Join(*sheets, name+".png"), pages[0])
				}
				if sent := strings.Contains(w.text, "ONEDOOR"); sent != (c.verdict.State != "") {
					t.Errorf("a sheet left: %v", sent)
				}
				if c.verdict.State != "" && !strings.HasSuffix(w.text, "\x1B@") {
					t.Errorf("it isn't left initialised: % X", w.text[len(w.text)-8:])
				}
				if !strings.HasPrefix(w.text, "\x10\x04\x01") {
					t.Errorf("the first it is sent isn't how it is: % X", w.text[:min(len(w.text), 8)])
				}
				if err := w.report.Proposal().Check(); err != nil {
					t.Errorf("it proposes what can't be: %v", err)
				}
				golden(t, name, w.report.String())
			})
		})
	}
}

// golden holds a report against its file. How long things took is the virtual
// printer's business.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got = regexp.MustCompile(`(?m) +[0-9.]+m?s$| +[0-9.]+m?s  `).ReplaceAllStringFunc(got, func(took string) string {
		return fmt.Sprintf("%*s", len(took), "…  ")
	})
	got = regexp.MustCompile(`[0-9]+ mm/s  `).ReplaceAllString(got, "… mm/s  ")
	path := filepath.Join("testdata", "probe", strings.ReplaceAll(name, " ", "-")+".txt")
	if *updateReports {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the report changed; go test ./printer -run Probe -update-reports rewrites it\n--- got\n%s--- want\n%s", got, want)
	}
}

func TestProbeOfALineThatGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := walk(t, paper.Options{Profile: printertest.Profile(t, "epson-80")}, "epson-80", func(v *paper.Virtual) {
			v.After(500, v.Unplug)
		})
		if w.err == nil || w.report == nil || w.report.Verdict.State != "" {
			t.Errorf("no error, or no report: %v %+v", w.err, w.report)
		}
	})
}

// TestProbeOfASmallBuffer has a printer that holds the line back by XOFF, on a
// line that obeys.
func TestProbeOfASmallBuffer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := paper.Options{Profile: printertest.Profile(t, "generic-80"), Baud: 19200, Buffer: 400, Speed: 60, Flow: printer.FlowXonXoff}
		w := walk(t, o, "generic-80", nil)
		if w.err != nil || w.report.XOFF != 0 || !strings.Contains(w.report.String(), "flow control works") ||
			strings.Contains(w.report.String(), "flow=") {
			t.Errorf("%v\n%s", w.err, w.report)
		}
	})
}

// deaf is a line that hands XOFF to whoever reads and goes on sending.
type deaf struct {
	printer.Port
	sent int
}

func (d *deaf) Write(p []byte, within time.Duration) (int, error) {
	n, err := d.Port.Write(p, within)
	d.sent += n
	return n, err
}

func (d *deaf) Read(p []byte, within time.Duration) (int, error) {
	if d.sent > 600 {
		d.sent = -1 << 20
		return copy(p, "\x13"), nil
	}
	return d.Port.Read(p, within)
}

// TestProbeOfALineThatDoesNotObey finds the printer asking to wait in vain.
func TestProbeOfALineThatDoesNotObey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := printertest.Start(t, paper.Options{Profile: printertest.Profile(t, "epson-80"), InMemory: true})
		line, err := v.Connect()
		if err != nil {
			t.Fatal(err)
		}
		defer line.Close()
		r, err := printer.Probe(t.Context(), &deaf{Port: line}, printer.Walk{Profile: printertest.Profile(t, "epson-80"), Baud: 115200})
		if err != nil || r.XOFF < 500 || r.XOFF > 700 || !strings.Contains(r.String(), "write flow=xonxoff") {
			t.Errorf("%v, XOFF after %d\n%s", err, r.XOFF, r)
		}
	})
}

// TestProbeStopped ends the walk within the sheet, or within what is printed
// instead: what was begun is filled up, as long as a block of it may be, and undone by
// ESC @. Only so is what comes next taken for what it is.
func TestProbeStopped(t *testing.T) {
	band := append([]byte{0x1B, '@', 0x1D, 'v', '0', 0, 48, 0, 42, 0}, make([]byte, 48*42)...) // of 2016 bytes
	for name, instead := range map[string][]byte{"sheet": nil, "picture": append(band, "\nthe rest\n"...)} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := printertest.Profile(t, "epson-80")
				v := printertest.Start(t, paper.Options{Profile: p, InMemory: true})
				ctx, cancel := context.WithCancel(t.Context())
				v.After(600, cancel)
				line, err := v.Connect()
				if err != nil {
					t.Fatal(err)
				}
				defer line.Close()
				log := printertest.Record(line)
				r, err := printer.Probe(ctx, log, printer.Walk{Profile: p, Instead: instead})
				if !errors.Is(err, context.Canceled) || r.Bytes == 0 || !strings.HasSuffix(string(log.Written()), "\x00\x1B@") {
					t.Errorf("%d bytes, %v", r.Bytes, err)
				}
				if instead != nil && r.Bytes >= len(instead) {
					t.Errorf("all %d bytes were sent", r.Bytes)
				}
				if _, err := line.Write([]byte("A012\n\x1DVB\x00"), time.Second); err != nil {
					t.Fatal(err)
				}
				ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				pages, err := v.Wait(ctx, 0)
				if err != nil || !slices.Contains(pages[0].Texts, "A012") {
					t.Errorf("what comes next isn't printed: %v, %+v", err, pages)
				}
			})
		})
	}
}

// TestProbeOfALineThatTakesNothing says what to look at, and asks no further.
func TestProbeOfALineThatTakesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := walk(t, paper.Options{Profile: printertest.Profile(t, "generic-80")}, "generic-80", func(v *paper.Virtual) { v.Set(paper.Stalled, true) })
		if w.err == nil || !strings.Contains(w.err.Error(), "timeout") || len(w.report.Findings) > 0 || len(w.text) > 3 {
			t.Errorf("%v after %q\n%s", w.err, w.text, w.report)
		}
	})
}
