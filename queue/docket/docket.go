// Package docket reads the day's list of sessions, as a court or a mediation office keeps it
// in a spreadsheet, saved as CSV.
//
// One line is one party of a session; the lines of a session have the same key. The first
// line names the columns, in any order, in English or Chinese:
//
//	key      编号  the list's own key of the session: up to 32 letters, digits, - and _
//	date     日期  2026-11-23, 2026/11/23 or 2026年11月23日; empty: today
//	time     时间  9:30
//	service  事项  its id or its name
//	room     地点  the window's id or its name; empty where the service has one room only
//	party    身份  which party, by its id or its name: applicant, 申请人
//	heads    人数  how many are expected; may be empty
//	remote   远程  yes or 是 when the party takes part from elsewhere; may be empty
//	name     姓名  of the party; for staff, kept as a personal row; may be empty
//	case     案号  the outside number; for staff, kept as a personal row; may be empty
//
// heads, remote, name, case, date and room may be left out altogether. What is the same for
// all parties of a session (date, time, service, room, case) may stand in its first line
// only. The file is UTF-8, with a mark at its beginning or without one, or GB18030, which
// spreadsheets in China write; cells are separated by commas, semicolons or tabs.
//
// A list with a mistake gives all of its mistakes, and no session. Rejected: taking the lines
// that are right. Whoever repairs the rest would have to know which are in already.
//
// The key is not the case number: it stands in the books' events, which have no personal
// data, and the same key in the next version of the list is the same session.
package docket

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
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
		colService: {"service", "事项", "业务"},
		colRoom:    {"room", "地点", "法庭", "房间", "窗口"},
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
			if x.Line != y.Line {
				return x.Line - y.Line
			}
			return x.Column - y.Column
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

// line is one line of a list.
type line struct {
	b     *reader
	n     int
	cells []string
}

// cell gives what stands in a column; "" when nothing does.
func (l line) cell(c column) string {
	if i := l.b.place[c]; i > 0 && i <= len(l.cells) {
		return l.cells[i-1]
	}
	return ""
}

// bad notes a problem of a cell.
func (l line) bad(c column, code string, pairs ...string) {
	l.b.problem(l.n, l.b.place[c], code, append(pairs, "value", l.cell(c))...)
}

// line takes one party in.
func (b *reader) line(l line) {
	key, day := l.cell(colKey), l.day()
	i, known := b.at[key+" "+string(day)]
	switch {
	case key == "":
		l.bad(colKey, "needed")
	case !queue.IsSessionKey(key):
		l.bad(colKey, "bad_key")
	}
	if known {
		b.same(l, i)
		if side, ok := l.side(b.rules.Service(b.sessions[i].Service)); ok {
			b.sessions[i].Sides = append(b.sessions[i].Sides, side)
		}
		return
	}
	p := queue.PlannedSession{Key: key}
	s := l.service()
	if s != nil {
		p.Service, p.Room = s.ID, l.room(s)
	}
	p.At = l.at(day)
	if b.place[colCase] > 0 {
		p.Case = l.text(colCase)
	}
	if side, ok := l.side(s); ok {
		p.Sides = append(p.Sides, side)
	}
	b.at[key+" "+string(day)] = len(b.sessions)
	b.sessions, b.lines = append(b.sessions, p), append(b.lines, l)
}

// same holds a further line of a session against its first.
func (b *reader) same(l line, i int) {
	first := b.lines[i]
	for _, c := range []column{colTime, colService, colRoom, colCase} {
		if v := l.cell(c); v != "" && v != first.cell(c) {
			l.bad(c, "differs", "first", first.cell(c), "key", l.cell(colKey))
		}
	}
}

// day reads the date; today when there is none.
func (l line) day() queue.Day {
	v := l.cell(colDate)
	if v == "" {
		return l.b.today
	}
	for _, form := range []string{"2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2006年1月2日"} {
		if t, err := time.Parse(form, v); err == nil {
			day := queue.Day(t.Format(time.DateOnly))
			if day < l.b.today {
				l.bad(colDate, "past")
			}
			return day
		}
	}
	l.bad(colDate, "bad_date")
	return l.b.today
}

// at reads the time of day.
func (l line) at(day queue.Day) time.Time {
	v := strings.ReplaceAll(l.cell(colTime), "：", ":")
	if v == "" {
		l.bad(colTime, "needed")
		return time.Time{}
	}
	for _, form := range []string{"15:04", "15:04:05"} {
		if t, err := time.ParseInLocation(time.DateOnly+" "+form, string(day)+" "+v, l.b.rules.Location()); err == nil {
			return t
		}
	}
	l.bad(colTime, "bad_time")
	return time.Time{}
}

// service finds a service that has sessions by its id or a name.
func (l line) service() *queue.Service {
	v := l.cell(colService)
	if v == "" {
		l.bad(colService, "needed")
		return nil
	}
	for i := range l.b.rules.Services {
		s := &l.b.rules.Services[i]
		if string(s.ID) != v && !named(s.Name, v) && !named(s.Public, v) {
			continue
		}
		if len(s.Sides) == 0 {
			l.bad(colService, "no_sessions")
			return nil
		}
		return s
	}
	l.bad(colService, "unknown_service")
	return nil
}

func named(t queue.Text, v string) bool {
	for _, name := range t {
		if strings.EqualFold(name, v) {
			return true
		}
	}
	return false
}

// room finds a window of the service by its id or its label.
func (l line) room(s *queue.Service) queue.WindowID {
	v := l.cell(colRoom)
	var serving []queue.WindowID
	for i := range l.b.rules.Windows {
		w := &l.b.rules.Windows[i]
		serves := w.Serves(s.ID)
		if serves {
			serving = append(serving, w.ID)
		}
		if v == "" || string(w.ID) != v && !named(w.Label, v) {
			continue
		}
		if !serves {
			l.bad(colRoom, "not_there", "service", l.cell(colService))
		}
		return w.ID
	}
	switch {
	case v != "":
		l.bad(colRoom, "unknown_room")
	case len(serving) == 1:
		return serving[0]
	default:
		l.bad(colRoom, "needed")
	}
	return ""
}

// side reads the party of a line.
func (l line) side(s *queue.Service) (queue.PlannedSide, bool) {
	p := queue.PlannedSide{Remote: l.remote(), Heads: l.heads()}
	if l.b.place[colName] > 0 {
		p.Name = l.text(colName)
	}
	v := l.cell(colParty)
	if v == "" {
		l.bad(colParty, "needed")
		return p, false
	}
	if s == nil {
		return p, false
	}
	var roles []string
	for i := range s.Sides {
		if side := &s.Sides[i]; string(side.ID) == v || named(side.Name, v) {
			p.Role = side.ID
			return p, true
		}
		roles = append(roles, string(s.Sides[i].ID))
	}
	l.bad(colParty, "unknown_party", "known", strings.Join(roles, ", "))
	return p, false
}

func (l line) remote() bool {
	switch strings.ToLower(l.cell(colRemote)) {
	case "", "no", "n", "0", "false", "否", "×", "现场":
		return false
	case "yes", "y", "1", "true", "是", "√", "远程", "线上", "remote":
		return true
	}
	l.bad(colRemote, "bad_yes")
	return false
}

func (l line) heads() int {
	v, n := l.cell(colHeads), 0
	for _, c := range v {
		if c < '0' || c > '9' || n > 10_000 {
			l.bad(colHeads, "bad_number")
			return 0
		}
		n = n*10 + int(c-'0')
	}
	if limit := max(1, l.b.rules.Policy.MaxParty); n > limit {
		l.bad(colHeads, "bad_number")
		return 0
	}
	return n
}

// maxText is the longest name or case number, in characters.
const maxText = 60

func (l line) text(c column) *string {
	v := l.cell(c)
	if utf8.RuneCountInString(v) > maxText {
		l.b.problem(l.n, l.b.place[c], "too_wide")
	}
	return &v
}
