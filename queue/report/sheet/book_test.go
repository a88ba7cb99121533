package sheet_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"onedoor/queue/report"
	"onedoor/queue/report/sheet"
)

// book has a cell of every kind, and what would be a formula.
func book() *sheet.Book {
	at := time.Date(2026, 11, 23, 9, 41, 5, 0, time.FixedZone("", 8*3600))
	return &sheet.Book{
		Title: "报表 2026-11-23",
		Lead:  []sheet.Line{{Name: "批次", Kind: sheet.Count, Cell: sheet.Number(18951)}, {Name: "办结率", Kind: sheet.Rate, Cell: sheet.Hidden("不显示")}, {Name: "等候", Kind: sheet.Seconds}},
		Facts: []sheet.Fact{{ID: "from", Name: "报表", Text: "2026-11-23"}, {ID: "note", Name: "说明", Text: "=1+1"}},
		Sheets: []sheet.Sheet{
			{
				ID: "day", Name: "每天 [批次]: a/b", Columns: []sheet.Column{
					{ID: "day", Name: "日期", Kind: sheet.Day},
					{ID: "batches", Name: "批次", Kind: sheet.Count},
					{ID: "wait_s", Name: "等候", Kind: sheet.Seconds},
					{ID: "rate", Name: "办结率", Kind: sheet.Rate},
					{ID: "per", Name: "每批", Kind: sheet.Decimal},
					{ID: "at", Name: "取号", Kind: sheet.Moment},
					{ID: "note", Name: "备注", Kind: sheet.Text},
				},
				Rows: sheet.Of([][]sheet.Cell{
					{sheet.Word("2026-11-23"), sheet.Number(18951), sheet.Number(93784), sheet.Ratio(12311, 13423), sheet.Ratio(2833, 1911), sheet.At(at), sheet.Word("=HYPERLINK(\"http://x\")")},
					{sheet.Word("2026-11-24"), sheet.Masked(5), {}, sheet.Ratio(0, 0), sheet.Ratio(1, 0), sheet.At(time.Time{}), sheet.Word("-2")},
				}),
			},
			{ID: "lang", Name: "每天 [批次]: a/b", Columns: []sheet.Column{{ID: "lang", Name: "语言"}}, Rows: sheet.Of(nil)},
		},
	}
}

// TestRatiosAreRoundedHalfUp as the page rounds them: half of a last place is one, also where a
// binary fraction is a little less.
func TestRatiosAreRoundedHalfUp(t *testing.T) {
	for _, c := range []struct {
		n, of   int
		decimal string
		rate    string
	}{{9, 8, "1.13", "1.1250"}, {201, 200, "1.01", "1.0050"}, {1, 20000, "0.00", "0.0001"}, {1, 3, "0.33", "0.3333"}, {2, 3, "0.67", "0.6667"}, {0, 3, "0.00", "0.0000"}, {3, 3, "1.00", "1.0000"}} {
		b := sheet.Book{Sheets: []sheet.Sheet{{
			ID: "t", Columns: []sheet.Column{{ID: "d", Kind: sheet.Decimal}, {ID: "r", Kind: sheet.Rate}},
			Rows: sheet.Of([][]sheet.Cell{{sheet.Ratio(c.n, c.of), sheet.Ratio(c.n, c.of)}}),
		}}}
		var out bytes.Buffer
		if err := b.CSV(&out); err != nil {
			t.Fatal(err)
		}
		if got := strings.Fields(out.String())[1]; got != c.decimal+","+c.rate || c.decimal != report.Ratio(c.n, c.of) {
			t.Errorf("%d of %d is %s, the page says %s", c.n, c.of, got, report.Ratio(c.n, c.of))
		}
	}
}

func TestCSVReadsBack(t *testing.T) {
	var b bytes.Buffer
	if err := book().CSV(&b); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(b.String(), "\ufeff")
	if !marked || strings.Count(text, "\r\n") != 7 || strings.Count(text, "\n") != 7 {
		t.Errorf("mark %v, lines %q", marked, text)
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		"section|day|batches|wait_s|rate|per|at|note",
		`day|2026-11-23|18951|93784|0.9172|1.48|2026-11-23T09:41:05+08:00|'=HYPERLINK("http://x")`,
		"day|2026-11-24|<5|||||'-2",
		"section|lang",
		"section|fact|name|text",
		"facts|from|报表|2026-11-23",
		"facts|note|说明|'=1+1",
	} {
		if got := strings.Join(lines[i], "|"); got != want {
			t.Errorf("line %d is %q, want %q", i, got, want)
		}
	}
}

func TestJSONReadsBack(t *testing.T) {
	var b bytes.Buffer
	if err := book().JSON(&b); err != nil {
		t.Fatal(err)
	}
	var got struct {
		From string
		Day  []struct {
			Day     string
			Batches any
			WaitS   *int `json:"wait_s"`
			Rate    *float64
			Note    string
		}
		Lang []any
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	first, second := got.Day[0], got.Day[1]
	if got.From != "2026-11-23" || first.Batches != 18951.0 || *first.WaitS != 93784 || *first.Rate != 0.9172 || first.Note[0] != '=' {
		t.Errorf("first %+v", first)
	}
	if masked, ok := second.Batches.(map[string]any); !ok || masked["under"] != 5.0 || second.WaitS != nil || second.Rate != nil || got.Lang == nil {
		t.Errorf("second %+v, lang %v", second, got.Lang)
	}
}

func TestXLSXReadsBack(t *testing.T) {
	var b bytes.Buffer
	if err := book().XLSX(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	names := f.GetSheetList()
	if strings.Join(names, "|") != "报表|每天  批次   a b|每天  批次   a b 2" {
		t.Errorf("sheets %q", names)
	}
	raw := func(cell string) string {
		v, err := f.GetCellValue(names[1], cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for cell, want := range map[string]string{"B2": "18951", "G2": `=HYPERLINK("http://x")`, "B3": "<5", "C3": "", "D3": "", "G3": "-2"} {
		if got := raw(cell); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
	for cell, want := range map[string]string{"A2": "2026-11-23", "B2": "18,951", "C2": "26:03:04", "D2": "91.7%", "E2": "1.48", "F2": "2026-11-23 09:41:05"} {
		if got, err := f.GetCellValue(names[1], cell); err != nil || got != want {
			t.Errorf("%s shows %q, %v, want %q", cell, got, err, want)
		}
	}
	if formula, err := f.GetCellFormula(names[1], "G2"); formula != "" || err != nil {
		t.Errorf("a formula %q, %v", formula, err)
	}
	if p, err := f.GetPanes(names[1]); err != nil || !p.Freeze || p.YSplit != 1 {
		t.Errorf("panes %+v, %v", p, err)
	}
}

// TestAnotherProgramReadsTheWorkbook has openpyxl, which shares no code with excelize,
// read every cell. Debian's package of it belongs to Debian's Python.
func TestAnotherProgramReadsTheWorkbook(t *testing.T) {
	name := filepath.Join(t.TempDir(), "book.xlsx")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(book().XLSX(f), f.Close()); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "/usr/bin/python3", "-c", `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
s = book.worksheets[1]
print(json.dumps({"kinds": [c.data_type for c in s[2]], "date": s["A2"].is_date, "cells": [str(c.value) for row in s.iter_rows() for c in row],
	"freeze": s.freeze_panes, "width": s.column_dimensions["A"].width, "sheets": len(book.sheetnames)}))`, name).CombinedOutput()
	if err != nil {
		t.Fatalf("openpyxl (.tools/setup installs it): %v\n%s", err, out)
	}
	var got struct {
		Kinds, Cells []string
		Date         bool
		Freeze       string
		Width        float64
		Sheets       int
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if strings.Join(got.Kinds, "") != "dnnnnds" && strings.Join(got.Kinds, "") != "dndnnds" || !got.Date || got.Freeze != "B2" || got.Width < 12 || got.Sheets != 3 {
		t.Errorf("openpyxl finds %+v", got)
	}
	want := []string{
		"日期", "批次", "等候", "办结率", "每批", "取号", "备注",
		"2026-11-23 00:00:00", "18951", "1 day, 2:03:04", "0.91715711", "1.48", "2026-11-23 09:41:05", `=HYPERLINK("http://x")`,
		"2026-11-24 00:00:00", "<5", "None", "None", "None", "None", "-2",
	}
	for i, w := range want {
		if !strings.HasPrefix(got.Cells[i], w) {
			t.Errorf("cell %d is %q, want %q", i, got.Cells[i], w)
		}
	}
}

func TestNamesOfSheets(t *testing.T) {
	long := strings.Repeat("工", 40)
	b := &sheet.Book{}
	for _, name := range []string{long, long, long, "", "'", "a", "A", "𠀀" + long} {
		b.Sheets = append(b.Sheets, sheet.Sheet{ID: "x", Name: name, Columns: []sheet.Column{{ID: "x"}}, Rows: sheet.Of(nil)})
	}
	var out bytes.Buffer
	if err := b.XLSX(&out); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil || f.SheetCount != len(b.Sheets) {
		t.Fatalf("%v, %v", f, err)
	}
}

var errBroken = errors.New("the disk is gone")

// TestARowThatFailsFailsTheBook makes none of the three look whole.
func TestARowThatFailsFailsTheBook(t *testing.T) {
	var rows iter.Seq2[[]sheet.Cell, error] = func(yield func([]sheet.Cell, error) bool) {
		_ = yield([]sheet.Cell{sheet.Number(1)}, nil) && yield(nil, errBroken)
	}
	b := &sheet.Book{Sheets: []sheet.Sheet{{ID: "x", Name: "x", Columns: []sheet.Column{{ID: "n"}}, Rows: rows}}}
	var out bytes.Buffer
	for name, err := range map[string]error{"csv": b.CSV(&out), "json": b.JSON(&out), "xlsx": b.XLSX(&out)} {
		if !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"", "=1", " =1", "\t=1", "＝1", "-2", "-", "工资", "'=1", "\ufeff@x", "a=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := sheet.Plain(s)
		if strings.TrimPrefix(got, "'") != s && got != s {
			t.Fatalf("%q became %q", s, got)
		}
		if begin := strings.TrimLeft(got, " "); got != "-" && begin != "" && strings.ContainsRune("=+-@\t\r", rune(begin[0])) {
			t.Fatalf("%q became %q, which may be a formula", s, got)
		}
	})
}

// TestAWorkbookBeginsWithItsFigures has them before what it says of itself.
func TestAWorkbookBeginsWithItsFigures(t *testing.T) {
	var out bytes.Buffer
	if err := book().XLSX(&out); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for cell, want := range map[string]string{"A3": "批次", "B3": "18,951", "A4": "办结率", "B4": "不显示", "A5": "等候", "B5": "–", "A7": "报表", "B7": "2026-11-23"} {
		if got, err := f.GetCellValue(f.GetSheetList()[0], cell); err != nil || got != want {
			t.Errorf("%s shows %q, %v, want %q", cell, got, err, want)
		}
	}
}
