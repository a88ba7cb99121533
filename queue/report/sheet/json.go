package sheet

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"
)

// JSON writes one object: the facts by their ids, and each table by its id as a list of
// objects by the columns' ids. Rates are numbers from 0 to 1, times are seconds.
func (b *Book) JSON(w io.Writer) error {
	j := &jsonWriter{w: bufio.NewWriter(w)}
	j.raw("{")
	for i, f := range b.Facts {
		j.comma(i)
		j.raw("\n  ")
		j.value(f.ID)
		j.raw(": ")
		j.value(f.Text)
	}
	for i := range b.Sheets {
		s := &b.Sheets[i]
		j.comma(i + len(b.Facts))
		j.raw("\n  ")
		j.value(s.ID)
		j.raw(": [")
		j.rows(s)
		j.raw("]")
	}
	j.raw("\n}\n")
	if j.err == nil {
		j.err = j.w.Flush()
	}
	if j.err != nil {
		return fmt.Errorf("write JSON: %w", j.err)
	}
	return nil
}

// jsonWriter writes until the first error, which it keeps.
type jsonWriter struct {
	w   *bufio.Writer
	err error
}

func (j *jsonWriter) raw(s string) {
	if j.err == nil {
		_, j.err = j.w.WriteString(s)
	}
}

func (j *jsonWriter) comma(i int) {
	if i > 0 {
		j.raw(",")
	}
}

func (j *jsonWriter) value(v any) {
	b, err := json.Marshal(v)
	if err != nil && j.err == nil {
		j.err = err
	}
	j.raw(string(b))
}

func (j *jsonWriter) rows(s *Sheet) {
	n := 0
	for row, err := range s.Rows {
		if err != nil && j.err == nil {
			j.err = err
		}
		if j.err != nil {
			return
		}
		j.comma(n)
		n++
		j.raw("\n    {")
		for i, c := range row {
			j.comma(i)
			j.value(s.Columns[i].ID)
			j.raw(":")
			j.value(c.json(s.Columns[i].Kind))
		}
		j.raw("}")
	}
	if n > 0 {
		j.raw("\n  ")
	}
}

func (c Cell) json(k Kind) any {
	switch c.kind {
	case cellText:
		return c.text
	case cellNumber:
		return c.n
	case cellRatio:
		v, err := strconv.ParseFloat(c.ratio(k), 64)
		if err != nil || math.IsInf(v, 0) {
			return nil
		}
		return v
	case cellTime:
		return c.at.Format(time.RFC3339)
	case cellMasked:
		return map[string]int64{"under": c.n}
	case cellHidden:
		return map[string]bool{"hidden": true}
	case cellEmpty:
	}
	return nil
}
