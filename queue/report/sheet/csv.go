package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// CSV writes the tables one below the other. With more than one, the first column,
// "section", says which table a line is of, and each has its own head; the facts are the last
// table, of the section "facts". Times are seconds; moments are RFC 3339.
func (b *Book) CSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for i := range b.Sheets {
		if err := b.Sheets[i].csv(out, len(b.Sheets) > 1); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	if len(b.Sheets) > 1 && len(b.Facts) > 0 {
		facts := b.factsSheet()
		if err := facts.csv(out, true); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// factsSheet makes a table of the facts.
func (b *Book) factsSheet() Sheet {
	rows := make([][]Cell, len(b.Facts))
	for i, f := range b.Facts {
		rows[i] = []Cell{Word(f.ID), Word(f.Name), Word(f.Text)}
	}
	return Sheet{ID: "facts", Columns: []Column{{ID: "fact"}, {ID: "name"}, {ID: "text"}}, Rows: Of(rows)}
}

func (s *Sheet) csv(out *csv.Writer, section bool) error {
	var line []string
	if section {
		line = append(line, "section")
	}
	for _, c := range s.Columns {
		line = append(line, c.ID)
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for row, err := range s.Rows {
		if err != nil {
			return err
		}
		line = line[:0]
		if section {
			line = append(line, s.ID)
		}
		for i, c := range row {
			line = append(line, c.csv(s.Columns[i].Kind))
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	return nil
}

func (c Cell) csv(k Kind) string {
	switch c.kind {
	case cellText:
		return Plain(c.text)
	case cellNumber:
		return strconv.FormatInt(c.n, 10)
	case cellRatio:
		return c.ratio(k)
	case cellTime:
		return c.at.Format(time.RFC3339)
	case cellMasked:
		return c.under()
	case cellHidden:
		return c.text
	case cellEmpty:
	}
	return ""
}

// Plain makes a text safe in a program that takes some texts for formulas: one that
// would begin such gets an apostrophe before it.
func Plain(s string) string {
	trimmed := strings.TrimLeft(s, " \u00a0\u3000\ufeff")
	if trimmed == "" || s == "-" { // no formula: the key of what is nobody's
		return s
	}
	first, _ := firstRune(trimmed)
	if strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) || strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\r") {
		return "'" + s
	}
	return s
}

func firstRune(s string) (rune, bool) {
	for _, r := range s {
		return r, true
	}
	return 0, false
}
