package docket

import (
	"strings"
	"time"
	"unicode/utf8"

	"onedoor/queue"
)

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
	l.bad(colParty, "unknown_party", "known", strings.Join(roles, ", "), "service", string(s.ID))
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
