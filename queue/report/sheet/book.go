package sheet

import (
	"fmt"
	"iter"
	"strconv"
	"time"
)

// Book is some tables about one thing.
type Book struct {
	Title  string // what the workbook says of itself
	Facts  []Fact // what stands on the first sheet: the period, the filter, when it was made
	Lead   []Line // the first figures of a workbook's first sheet; the tables have them, too
	Sheets []Sheet
}

// Line is a figure with its name.
type Line struct {
	Name string
	Kind Kind
	Cell Cell
}

// Fact is a line of the first sheet.
type Fact struct {
	ID   string // of JSON
	Name string
	Text string
}

// Sheet is one table.
type Sheet struct {
	ID      string // of JSON, lower-case ASCII
	Name    string // of the workbook's tab
	Columns []Column
	Rows    iter.Seq2[[]Cell, error] // each as long as Columns
}

// Kind is what a column's cells are.
type Kind int

// The kinds of columns.
const (
	Text    Kind = iota // a string
	Count               // a whole number
	Seconds             // a whole number of seconds; [h]:mm:ss in a workbook
	Rate                // a part of a whole, from 0 to 1; per cent with one decimal in a workbook
	Decimal             // a number with two decimals
	Day                 // a local day, as 2026-11-23
	Moment              // a local time of a day
)

// Column is a column's head.
type Column struct {
	ID   string // of CSV and JSON, lower-case ASCII
	Name string // of a workbook, in the reader's language
	Kind Kind
}

// Cell is one cell; the zero Cell is empty.
type Cell struct {
	kind  cellKind
	text  string
	n, of int64
	at    time.Time
}

type cellKind int

const (
	cellEmpty cellKind = iota
	cellText
	cellNumber
	cellRatio
	cellTime
	cellMasked
	cellHidden
)

// Word is a cell of text, or of a day in a column of days.
func Word(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{kind: cellText, text: s}
}

// Number is a cell of a count or of seconds.
func Number(n int) Cell { return Cell{kind: cellNumber, n: int64(n)} }

// Ratio is a cell of one number divided by another, empty without a denominator.
func Ratio(n, of int) Cell {
	if of == 0 {
		return Cell{}
	}
	return Cell{kind: cellRatio, n: int64(n), of: int64(of)}
}

// At is a cell of a moment, in the zone it is to be read in; empty for the zero time.
func At(t time.Time) Cell {
	if t.IsZero() {
		return Cell{}
	}
	return Cell{kind: cellTime, at: t}
}

// Masked is a cell whose figure is under a number and not told.
func Masked(under int) Cell { return Cell{kind: cellMasked, n: int64(under)} }

// Hidden is a cell whose figure isn't told and isn't said to be under a number either, with the
// word for that.
func Hidden(word string) Cell { return Cell{kind: cellHidden, text: word} }

// Of makes rows of what is there already.
func Of(rows [][]Cell) iter.Seq2[[]Cell, error] {
	return func(yield func([]Cell, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// ratio writes a ratio with the decimals of its column: four for a rate, which are two
// of a per cent, two for a decimal.
func (c Cell) ratio(k Kind) string {
	decimals := 4
	if k == Decimal {
		decimals = 2
	}
	sign, n, of := "", c.n, c.of
	if of < 0 {
		n, of = -n, -of
	}
	if n < 0 {
		sign, n = "-", -n
	}
	scale := int64(1)
	for range decimals {
		scale *= 10
	}
	n = (2*n*scale + of) / (2 * of) // half up, as the page says it
	return fmt.Sprintf("%s%d.%0*d", sign, n/scale, decimals, n%scale)
}

// under says a masked figure.
func (c Cell) under() string { return "<" + strconv.FormatInt(c.n, 10) }
