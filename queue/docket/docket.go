package docket

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"onedoor/queue"
)

// MaxBytes is the longest list that is taken, in bytes.
const MaxBytes = 1 << 20

// maxLines is how many lines a list may have, the first not counted.
const maxLines = 2000

// Problem is one mistake of a list.
type Problem struct {
	Line   int               `json:"line"`   // in the file, from 1
	Column int               `json:"column"` // the cell, from 1; 0: the whole line
	Code   string            `json:"code"`   // of the sentence docket.… in the catalogue
	Args   map[string]string `json:"args,omitempty"`
}

// column is what a cell says.
type column int

const (
	colKey column = iota
	colDate
	colTime
	colService
	colRoom
	colParty
	colHeads
	colRemote
	colName
	colCase
	columns
)

// heads are the names of the columns; the first is what a problem calls it.
func heads() [columns][]string {
	return [columns][]string{
		colKey:     {"key", "编号", "序号", "场次"},
		colDate:    {"date", "日期", "开庭日期"},
		colTime:    {"time", "时间", "开庭时间"},
		colService: {"service", "业务", "事项"},
		colRoom:    {"room", "窗口", "地点", "法庭", "房间"},
		colParty:   {"party", "身份", "诉讼地位", "当事人身份"},
		colHeads:   {"heads", "人数"},
		colRemote:  {"remote", "远程", "线上"},
		colName:    {"name", "姓名", "名称", "当事人"},
		colCase:    {"case", "案号"},
	}
}

// needed are the columns that every list has.
func needed() []column { return []column{colKey, colTime, colService, colParty} }

// Read reads a list for the rules in force. Today is the lobby's day, for lines without a
// date. The sessions come in the order of their first lines; with problems there are none.
func Read(raw []byte, r *queue.Rules, today queue.Day) ([]queue.PlannedSession, []Problem) {
	b := &reader{rules: r, today: today, at: map[string]int{}}
	text, ok := decode(raw)
	if !ok {
		b.problem(1, 0, "encoding")
		return nil, b.problems
	}
	b.read(text)
	if len(b.problems) > 0 {
		slices.SortStableFunc(b.problems, func(x, y Problem) int {
			return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column))
		})
		return nil, b.problems
	}
	return b.sessions, nil
}

// decode gives a list's text: UTF-8, else GB18030.
func decode(raw []byte) (string, bool) {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if utf8.Valid(raw) {
		return string(raw), !bytes.ContainsRune(raw, 0)
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
	return string(text), err == nil && !bytes.ContainsRune(text, utf8.RuneError) && !bytes.ContainsRune(text, 0)
}

// reader makes sessions of lines.
type reader struct {
	rules    *queue.Rules
	today    queue.Day
	problems []Problem
	place    [columns]int // of each column among the cells, from 1; 0: it isn't there
	sessions []queue.PlannedSession
	lines    []line         // the first of each session
	at       map[string]int // key and day → which of the sessions
}

func (b *reader) problem(line, col int, code string, pairs ...string) {
	p := Problem{Line: line, Column: col, Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if p.Args == nil {
			p.Args = map[string]string{}
		}
		p.Args[pairs[i]] = short(pairs[i+1])
	}
	b.problems = append(b.problems, p)
}

// short cuts what somebody wrote to what fits a sentence.
func short(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

func (b *reader) read(text string) {
	c := csv.NewReader(strings.NewReader(text))
	c.FieldsPerRecord = -1
	first, _, _ := strings.Cut(text, "\n")
	for _, comma := range []rune{';', '\t', '，'} {
		if !strings.ContainsRune(first, ',') && strings.ContainsRune(first, comma) {
			c.Comma = comma
		}
	}
	c.TrimLeadingSpace = c.Comma != '\t'
	head, lines := true, 0
	for {
		cells, err := c.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if head {
				b.problem(1, 0, "empty")
			} else if lines == 0 && len(b.problems) == 0 {
				b.problem(2, 0, "empty")
			}
			return
		case errors.As(err, &broken):
			b.problem(broken.Line, 0, "csv")
			return
		case err != nil:
			b.problem(1, 0, "csv")
			return
		}
		n, _ := c.FieldPos(0)
		for i := range cells {
			cells[i] = strings.TrimSpace(strings.ReplaceAll(cells[i], "\u3000", " "))
		}
		if strings.Join(cells, "") == "" {
			continue
		}
		if head {
			head = false
			if !b.head(n, cells) {
				return
			}
			continue
		}
		if lines++; lines > maxLines {
			b.problem(n, 0, "too_long")
			return
		}
		b.line(line{b, n, cells})
	}
}

// head finds the columns; false when lines can't be read without them.
func (b *reader) head(n int, cells []string) bool {
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		found := false
		for c, names := range heads() {
			if !slices.Contains(names, strings.ToLower(cell)) {
				continue
			}
			if found = true; b.place[c] != 0 {
				b.problem(n, i+1, "column_twice", "column", cell)
			}
			b.place[c] = i + 1
		}
		if !found {
			b.problem(n, i+1, "unknown_column", "column", cell)
		}
	}
	all := true
	for _, c := range needed() {
		if b.place[c] == 0 {
			all = false
			b.problem(n, 0, "missing_column", "column", heads()[c][0], "zh", heads()[c][1])
		}
	}
	return all
}
