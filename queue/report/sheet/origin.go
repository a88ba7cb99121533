package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"
)

// FactOf reads a fact back out of a file that a Book wrote, as CSV or, of the fact "journal"
// alone, as a workbook; "" when the file doesn't have it. A file that is no such thing is an error.
func FactOf(name, id string) (text string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // only read
	if strings.HasSuffix(name, ".xlsx") {
		return originOf(f, id)
	}
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	for {
		line, err := r.Read()
		if errors.Is(err, io.EOF) {
			return "", nil
		}
		if err != nil {
			return "", fmt.Errorf("read CSV: %w", err)
		}
		if len(line) == 4 && line[0] == "facts" && line[1] == id {
			return line[3], nil
		}
	}
}

// originOf reads whose figures a workbook has.
func originOf(r io.Reader, id string) (string, error) {
	if id != journalID {
		return "", nil
	}
	f, err := excelize.OpenReader(r)
	if err != nil {
		return "", fmt.Errorf("read XLSX: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	p, err := f.GetDocProps()
	if err != nil {
		return "", fmt.Errorf("read XLSX: %w", err)
	}
	return p.Identifier, nil
}

// journalID is the fact that says whose figures a book has.
const journalID = "journal"

// origin is whose figures the book has; "" when it doesn't say.
func (b *Book) origin() string {
	for _, f := range b.Facts {
		if f.ID == journalID {
			return f.Text
		}
	}
	return ""
}
