package sheet

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// XLSX writes a workbook: a first sheet with the facts, then a sheet for each table, its
// head frozen. Numbers, days and moments are cells of their kind.
func (b *Book) XLSX(w io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
		if err != nil {
			err = fmt.Errorf("write XLSX: %w", err)
		}
	}()
	f.SetZipWriter(packer)
	x := &workbook{file: f, taken: map[string]bool{}}
	if err := x.look(); err != nil {
		return err
	}
	if err := f.SetDocProps(&excelize.DocProperties{Title: b.Title, Creator: "OneDoor", Identifier: b.origin()}); err != nil {
		return err
	}
	if err := x.facts(b); err != nil {
		return err
	}
	for i := range b.Sheets {
		if err := x.sheet(&b.Sheets[i]); err != nil {
			return err
		}
	}
	return f.Write(w)
}

// quick is how hard a workbook is packed, from 1 to 9. A table of tickets says the same words over
// and over: the usual 6 takes half as long again for the whole export, and saves an eighth.
const quick = 3

// packer packs a workbook's parts quickly.
func packer(w io.Writer) excelize.ZipWriter {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, quick) })
	return z
}

// workbook is one being written.
type workbook struct {
	file  *excelize.File
	taken map[string]bool // names of sheets, lower-case
	began bool            // the sheet that a new workbook has got its name

	head, headText, title, wrap int
	by                          [Moment + 1]int // styles of cells by kind
	masked                      int
}

// look makes the styles.
func (x *workbook) look() error {
	style := func(s excelize.Style) (id int, err error) { return x.file.NewStyle(&s) }
	right := &excelize.Alignment{Horizontal: "right", Vertical: "center", WrapText: true}
	begin := &excelize.Alignment{Horizontal: "left", Vertical: "center", WrapText: true}
	rule := []excelize.Border{{Type: "bottom", Color: "15222C", Style: 1}}
	bold := &excelize.Font{Bold: true}
	format := func(s string) excelize.Style { return excelize.Style{CustomNumFmt: &s} }
	masked := format("@")
	masked.Alignment = &excelize.Alignment{Horizontal: "right"}
	for _, s := range []struct {
		into  *int
		style excelize.Style
	}{
		{&x.head, excelize.Style{Font: bold, Alignment: right, Border: rule}},
		{&x.headText, excelize.Style{Font: bold, Alignment: begin, Border: rule}},
		{&x.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}}},
		{&x.wrap, excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
		{&x.by[Text], format("@")},
		{&x.by[Count], format("#,##0")},
		{&x.by[Seconds], format("[h]:mm:ss")},
		{&x.by[Rate], format("0.0%")},
		{&x.by[Decimal], format("0.00")},
		{&x.by[Day], format("yyyy-mm-dd")},
		{&x.by[Moment], format("yyyy-mm-dd hh:mm:ss")},
		{&x.masked, masked},
	} {
		id, err := style(s.style)
		if err != nil {
			return err
		}
		*s.into = id
	}
	return nil
}

// open makes a sheet of a name that no other has.
func (x *workbook) open(name string) (*excelize.StreamWriter, error) {
	name = x.free(name)
	if !x.began {
		x.began = true
		if err := x.file.SetSheetName("Sheet1", name); err != nil {
			return nil, err
		}
	} else if _, err := x.file.NewSheet(name); err != nil {
		return nil, err
	}
	fit, orientation, size := 0, "landscape", 9
	if err := x.file.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &orientation, Size: &size, FitToHeight: &fit}); err != nil {
		return nil, err
	}
	yes := true
	if err := x.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return nil, err
	}
	return x.file.NewStreamWriter(name)
}

// free makes a name that a workbook takes: at most 31 characters, none of []:*?/\,
// and no other sheet's.
func (x *workbook) free(name string) string {
	const most = 31
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
			return ' '
		}
		return r
	}, name), "' ")
	if name == "" {
		name = "-"
	}
	base := name
	for n := 2; ; n++ {
		for units(base) > most {
			_, size := utf8.DecodeLastRuneInString(base)
			base = base[:len(base)-size]
		}
		if key := strings.ToLower(base); !x.taken[key] {
			x.taken[key] = true
			return base
		}
		end := fmt.Sprintf(" %d", n)
		base = name
		for units(base+end) > most {
			_, size := utf8.DecodeLastRuneInString(base)
			base = base[:len(base)-size]
		}
		base += end
	}
}

// units is how long a workbook finds a name: in units of UTF-16.
func units(s string) int { return len(utf16.Encode([]rune(s))) }

// facts writes the first sheet.
func (x *workbook) facts(b *Book) error {
	if len(b.Facts) == 0 {
		return nil
	}
	out, err := x.open(b.Facts[0].Name)
	if err != nil {
		return err
	}
	if err := out.SetColWidth(1, 1, 24); err != nil {
		return err
	}
	if err := out.SetColWidth(2, 2, 72); err != nil {
		return err
	}
	if err := out.SetRow("A1", []any{excelize.Cell{Value: b.Title, StyleID: x.title}}, excelize.RowOpts{Height: 28}); err != nil {
		return err
	}
	for i, l := range b.Lead {
		c := x.cell(l.Cell, l.Kind)
		if c.Value == nil {
			c = excelize.Cell{Value: "–", StyleID: x.masked}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+3), []any{excelize.Cell{Value: l.Name, StyleID: x.headText}, c}); err != nil {
			return err
		}
	}
	after := 3
	if len(b.Lead) > 0 {
		after += len(b.Lead) + 1
	}
	for i, f := range b.Facts {
		at := fmt.Sprintf("A%d", i+after)
		if err := out.SetRow(at, []any{excelize.Cell{Value: f.Name, StyleID: x.headText}, excelize.Cell{Value: f.Text, StyleID: x.wrap}}); err != nil {
			return err
		}
	}
	return out.Flush()
}

// MostRows is how many rows a sheet of a workbook takes, its head among them.
const MostRows = excelize.TotalRows

// sweepEvery is after how many rows what they left is swept away. A row leaves some
// kilobytes; beside the writer's buffer of 16 MiB, which doubles, the collector would let
// as much again lie about before it came by itself.
const sweepEvery = 2048

// sheet writes a table.
func (x *workbook) sheet(s *Sheet) error {
	out, err := x.open(s.Name)
	if err != nil {
		return err
	}
	head := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		style := x.head
		if c.Kind == Text || c.Kind == Day {
			style = x.headText
		}
		head[i] = excelize.Cell{Value: c.Name, StyleID: style}
		if err := out.SetColWidth(i+1, i+1, c.width()); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
		return err
	}
	if err := out.SetRow("A1", head, excelize.RowOpts{Height: 36}); err != nil {
		return err
	}
	n := 1
	cells, line := make([]excelize.Cell, len(s.Columns)), make([]any, len(s.Columns))
	for row, err := range s.Rows {
		if err != nil {
			return err
		}
		if n++; n%sweepEvery == 0 {
			runtime.GC()
		}
		for i, c := range row {
			cells[i] = x.cell(c, s.Columns[i].Kind)
			if line[i] = nil; cells[i].Value != nil {
				line[i] = &cells[i]
			}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", n), line); err != nil {
			return err
		}
	}
	return out.Flush()
}

// width is how wide a column is, in characters: its kind's cells and its name have room.
func (c *Column) width() float64 {
	width := map[Kind]float64{Text: 22, Count: 10, Seconds: 11, Rate: 10, Decimal: 10, Day: 12, Moment: 19}[c.Kind]
	longest := 0.0
	for word := range strings.FieldsSeq(c.Name) {
		n := 0.0
		for _, r := range word {
			if r >= 0x2e80 {
				n += 2
			} else {
				n += 1.1
			}
		}
		longest = max(longest, min(n, 16))
	}
	return max(width, longest+2)
}

const secondsOfDay = 24 * 60 * 60

// serial is a moment as a workbook counts: the days since the last but one of 1899, of which
// 1 January 1970 is the 25,569th. A workbook's moments have no zone: they are as the clock on
// the wall said, to the second.
func serial(t time.Time) float64 {
	_, offset := t.Zone()
	return 25569 + float64(t.Unix()+int64(offset))/secondsOfDay
}

// cell makes a cell of its column's kind; an empty one has no value.
func (x *workbook) cell(c Cell, k Kind) excelize.Cell {
	switch c.kind {
	case cellText:
		if k == Day {
			if day, err := time.Parse(time.DateOnly, c.text); err == nil {
				return excelize.Cell{Value: serial(day), StyleID: x.by[Day]}
			}
		}
		return excelize.Cell{Value: c.text, StyleID: x.by[Text]}
	case cellNumber:
		if k == Seconds {
			return excelize.Cell{Value: float64(c.n) / secondsOfDay, StyleID: x.by[Seconds]}
		}
		return excelize.Cell{Value: c.n, StyleID: x.by[Count]}
	case cellRatio:
		if k == Decimal { // as said: 1.63, not the 1.625 that shows as such
			if v, err := strconv.ParseFloat(c.ratio(k), 64); err == nil {
				return excelize.Cell{Value: v, StyleID: x.by[k]}
			}
		}
		return excelize.Cell{Value: float64(c.n) / float64(c.of), StyleID: x.by[k]}
	case cellTime:
		return excelize.Cell{Value: serial(c.at), StyleID: x.by[Moment]}
	case cellMasked:
		return excelize.Cell{Value: c.under(), StyleID: x.masked}
	case cellHidden:
		return excelize.Cell{Value: c.text, StyleID: x.masked}
	case cellEmpty:
	}
	return excelize.Cell{}
}
