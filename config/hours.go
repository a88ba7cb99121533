package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"onedoor/queue"
)

const (
	spanFix = "write from one time of day to a later one, as 9:00-12:00, 13:30-17:30, or closed"
	dayFix  = "write it as 2026-10-01"
	longest = 60 // days that an entry may last
)

// weekdays are how a week's keys are written, in the order of time.Weekday.
func weekdays() []string { return []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} }

// readHours reads the hours of the centre or of a service; nil when there are none,
// which is around the clock, or the centre's.
func (b *builder) readHours(parent *table) *queue.Hours { return b.readWeekly(parent, "hours") }

// readWeekly reads hours or a roster: spans of each weekday, and days that differ.
func (b *builder) readWeekly(parent *table, key string) *queue.Hours {
	v, ok := parent.get(key)
	if !ok {
		return nil
	}
	t, ok := b.table(v, "the "+key+" of "+parent.what)
	if !ok {
		return nil
	}
	h := &queue.Hours{}
	if v, ok := t.need("week", "mon-fri: 9:00-12:00, 13:30-17:30 below it"); ok {
		b.readWeek(h, v, t.what)
	}
	for _, v := range t.items("days") {
		b.readDays(h, v, t.what)
	}
	slices.SortFunc(h.Days, func(a, b queue.OtherDay) int { return strings.Compare(string(a.Day), string(b.Day)) })
	t.done()
	return h
}

// readWeek reads the weekdays; one that isn't named is closed.
func (b *builder) readWeek(h *queue.Hours, v value, what string) {
	week, ok := b.table(v, "the week of "+what)
	if !ok {
		return
	}
	seen := map[int]string{}
	for _, key := range slices.Clone(week.order) {
		days, ok := weekRange(key)
		if !ok {
			week.known = append(week.known, key)
			b.bad(week.pairs[key].key, fmt.Sprintf("%q in %s is no weekday", key, week.what), "write mon to sun, or two of them, as mon-fri")
		}
		spans := b.spans(week, key)
		for _, d := range days {
			if first, twice := seen[d]; twice {
				b.bad(week.pairs[key].key, fmt.Sprintf("%s is in %q and in %q of %s", weekdays()[d], first, key, week.what), "keep it in one of them")
			}
			seen[d] = key
			h.Week[d] = spans
		}
	}
	week.done()
}

// weekRange reads a weekday, or all from one to another.
func weekRange(key string) (days []int, ok bool) {
	first, last, ranged := strings.Cut(key, "-")
	from, to := slices.Index(weekdays(), first), slices.Index(weekdays(), last)
	if !ranged {
		to = from
	}
	if from < 0 || to < 0 {
		return nil, false
	}
	for d := from; ; d = (d + 1) % 7 {
		if days = append(days, d); d == to {
			return days, true
		}
	}
}

// readDays reads an entry of the days that differ.
func (b *builder) readDays(h *queue.Hours, v value, what string) {
	t, ok := b.table(v, "a day of "+what)
	if !ok {
		return
	}
	from, ok := b.day(t, "on")
	to := from
	if _, there := t.get("to"); there && ok {
		if to, ok = b.day(t, "to"); ok && (to.Before(from) || to.Sub(from) > longest*24*time.Hour) {
			b.bad(t.spotOfKey("to"), fmt.Sprintf("%q of %s isn't within %d days after %q", "to", t.what, longest, "on"), dayFix)
			ok = false
		}
	}
	o := queue.OtherDay{Name: t.names("name"), Spans: b.spans(t, "open")}
	t.done()
	for ; ok && !to.Before(from); from = from.AddDate(0, 0, 1) {
		o.Day = queue.Day(from.Format(time.DateOnly))
		if slices.ContainsFunc(h.Days, func(d queue.OtherDay) bool { return d.Day == o.Day }) {
			b.bad(t.spotOfKey("on"), fmt.Sprintf("%s is there twice in the days of %s", o.Day, what), "keep one of them")
			return
		}
		h.Days = append(h.Days, o)
	}
}

// day reads a date that must be there.
func (b *builder) day(t *table, key string) (time.Time, bool) {
	v, ok := t.need(key, key+": 2026-10-01")
	if !ok {
		return time.Time{}, false
	}
	name := fmt.Sprintf("%q of %s", key, t.what)
	text, ok := b.scalar(v, name)
	if !ok {
		return time.Time{}, false
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		fix := dayFix
		if dayForm.MatchString(text) {
			fix = "there is no such day"
		}
		b.bad(v.at, fmt.Sprintf("%s is %q", name, short(text)), fix)
		return time.Time{}, false
	}
	return day, true
}

var dayForm = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

var spanForm = regexp.MustCompile(`^(\d{1,2}):(\d\d) ?[-–] ?(\d{1,2}):(\d\d)$`)

// spans reads the parts of a day, a text: 9:00-12:00, 13:30-17:30. One that is absent,
// or says closed, has none.
func (b *builder) spans(t *table, key string) (list []queue.Span) {
	v, ok := t.get(key)
	if !ok {
		return nil
	}
	name := fmt.Sprintf("%q of %s", key, t.what)
	n, ok := v.node.(*ast.StringNode)
	if !ok { // a list, or what YAML makes of 9:00 within braces
		b.wrongType(v, name, "a text on a line of its own, as 9:00-12:00, 13:30-17:30")
		return nil
	}
	if n.Value == "closed" {
		return nil
	}
	for text := range strings.SplitSeq(n.Value, ",") {
		s, ok := spanOf(strings.TrimSpace(text))
		switch {
		case !ok:
			b.bad(v.at, fmt.Sprintf("%s is %q", name, short(n.Value)), spanFix)
			return nil
		case len(list) > 0 && s.From < list[len(list)-1].To:
			b.bad(v.at, fmt.Sprintf("%s is %q, of which one part begins before the one before it has ended", name, short(n.Value)), "write them in their order, none within another")
			return nil
		}
		if n := len(list); n > 0 && s.From == list[n-1].To { // one span in two words
			list[n-1].To = s.To
			continue
		}
		list = append(list, s)
	}
	return list
}

// spanOf reads 9:00-17:30. A day ends at 24:00.
func spanOf(text string) (s queue.Span, ok bool) {
	m := spanForm.FindStringSubmatch(text)
	if m == nil {
		return s, false
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1]) // two digits at most
	}
	s = queue.Span{From: n[0]*60 + n[1], To: n[2]*60 + n[3]}
	return s, n[1] < 60 && n[3] < 60 && s.From < s.To && s.To <= 24*60
}

// ReadSpans reads the parts of a day as the file writes them, 9:00-12:00, 13:30-17:30, for forms; ok is false when they
// can't be read or aren't in their order. None, or closed, is a day without.
func ReadSpans(text string) (list []queue.Span, ok bool) {
	text = strings.NewReplacer("，", ",", "、", ",", "：", ":", "；", ",", "—", "-", "~", "-").Replace(strings.TrimSpace(text))
	if text == "" || text == "closed" {
		return nil, true
	}
	for part := range strings.SplitSeq(text, ",") {
		s, ok := spanOf(strings.TrimSpace(part))
		if !ok || len(list) > 0 && s.From <= list[len(list)-1].To {
			return nil, false
		}
		list = append(list, s)
	}
	return list, true
}

// WriteSpans writes the parts of a day as ReadSpans reads them; none is empty.
func WriteSpans(list []queue.Span) string {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = fmt.Sprintf("%d:%02d-%d:%02d", s.From/60, s.From%60, s.To/60, s.To%60)
	}
	return strings.Join(parts, ", ")
}

// Week writes the hours of a week, by time.Weekday, as the file's "week": days in a row that are alike stand as one,
// from Monday on; a day without any isn't named.
func Week(week [7][]queue.Span) Map {
	var m Map
	names := weekdays()
	for from := 0; from < 7; {
		day := func(i int) int { return (i + 1) % 7 } // Monday first
		text, to := WriteSpans(week[day(from)]), from
		for to+1 < 7 && WriteSpans(week[day(to+1)]) == text {
			to++
		}
		key := names[day(from)]
		if to > from {
			key += "-" + names[day(to)]
		}
		if text != "" {
			m = append(m, Pair{Key: key, Value: text})
		}
		from = to + 1
	}
	return m
}
