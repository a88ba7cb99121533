package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"onedoor/config"
	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/queue"
)

// picture draws a slip of the centre as the printer's own bytes would come out,
// and prints it where a printer is named.
func (c *printTestCmd) picture(ctx context.Context, std streams, centre *config.Centre, u printer.URL) error {
	p, err := c.pictureProfile(centre, u)
	if err != nil {
		return err
	}
	slip, err := c.slip(centre)
	if err != nil {
		return err
	}
	maker, err := newSlipMaker(centre, time.Now())
	if err != nil {
		return err
	}
	s := maker.slip(slip.service, slip.lang, int(c.Reprint))
	data, err := maker.encode(p, s)
	if err != nil {
		return badInput(err)
	}
	page, err := interpret(p, data)
	if err != nil {
		return err
	}
	if err := writePicture(c.Picture, page); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s: %d × %d dots, %.0f mm of paper, %d bytes, profile %s, service %s, language %s\n",
		c.Picture, page.Width, page.Height, float64(page.Height)*25.4/float64(p.DPI), len(data), p.Name, slip.service.ID, slip.lang)
	for _, problem := range page.Problems {
		fmt.Fprintf(std.out, "  byte %d: %s\n", problem.Offset, problem.Text)
	}
	if c.Printer == "" {
		return nil
	}
	marked := s
	marked.Blocks = slices.Insert(slices.Clone(s.Blocks), 0, testMark())
	if data, err = maker.encode(u.Profile, marked); err != nil {
		return badInput(err)
	}
	report, err := c.walk(ctx, std, u, data)
	if err != nil {
		return err
	}
	return sheetError(report)
}

// testMark keeps a slip of no ticket from being taken for one.
func testMark() printer.Block {
	return printer.Block{Kind: printer.Text, Text: "测试 TEST", Style: printer.Style{Size: 2, Align: printer.Centre, Bold: true}}
}

// pictureProfile is the one of --profile, of --printer, of the first kiosk's
// printer, or the usual one.
func (c *printTestCmd) pictureProfile(centre *config.Centre, u printer.URL) (printer.Profile, error) {
	if c.Profile != "" {
		p, err := centre.Profiles.Find(c.Profile)
		if err != nil {
			return p, badInput(fmt.Errorf("--profile: %w", err))
		}
		return p, nil
	}
	if c.Printer != "" {
		return u.Profile, nil
	}
	if id, ok := printerOf(centre); ok {
		if u, err := printer.ParseURL(centre.Printers[id], centre.Profiles); err == nil && u.Scheme != printer.None {
			return u.Profile, nil
		}
	}
	return centre.Profiles.Find("")
}

// chosen is which slip is drawn.
type chosen struct {
	service *queue.Service
	lang    string
}

// slip reads --lang and --service.
func (c *printTestCmd) slip(centre *config.Centre) (chosen, error) {
	rules := centre.Rules
	out := chosen{service: &rules.Services[0], lang: rules.Centre.Locale}
	if c.Lang != "" {
		if out.lang = c.Lang; !slices.Contains(rules.Centre.Languages, c.Lang) {
			return out, badInput(fmt.Errorf("--lang: the centre has no %q; known are %s", c.Lang, strings.Join(rules.Centre.Languages, ", ")))
		}
	}
	if c.Service != "" {
		i := slices.IndexFunc(rules.Services, func(s queue.Service) bool { return string(s.ID) == c.Service })
		if i < 0 {
			var ids []string
			for i := range rules.Services {
				ids = append(ids, string(rules.Services[i].ID))
			}
			return out, badInput(fmt.Errorf("--service: the centre has no %q; known are %s", c.Service, strings.Join(ids, ", ")))
		}
		out.service = &rules.Services[i]
	}
	return out, nil
}

// copies counts the reprints of a slip; 0 is the original.
type copies int

// Decode reads a flag's value itself, because a number below 0 looks like a flag.
func (n *copies) Decode(ctx *kong.DecodeContext) error {
	written := ctx.Scan.Pop()
	if written.IsEOL() {
		return errors.New("say which reprint, as --reprint 1")
	}
	got, err := strconv.Atoi(written.String())
	if err != nil || got < 0 {
		return fmt.Errorf("reprints count from 1, and %s is none", written)
	}
	*n = copies(got)
	return nil
}

// interpret reads a slip's bytes as its printer would. They must be one page.
func interpret(p printer.Profile, data []byte) (paper.Page, error) {
	pages := paper.Interpret(p, data)
	if len(pages) != 1 {
		return paper.Page{}, fmt.Errorf("the slip's bytes came out as %d pieces of paper", len(pages))
	}
	return pages[0], nil
}

// writePicture writes a page as PNG, beside and then in place, so that a viewer
// that follows the file never sees half of it.
func writePicture(path string, page paper.Page) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".slip-*.png")
	if err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err := errors.Join(page.PNG(f), f.Chmod(0o644), f.Close()); err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	return nil
}
