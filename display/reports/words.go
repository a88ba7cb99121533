package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/report"
)

// words says figures and what they are of, in a language.
type words struct {
	cat   *display.Catalogue
	lang  string
	rules *queue.Rules
	names map[queue.StaffID]string
	mask  int
}

// t says a sentence of the reports.
func (w *words) t(key string, args ...any) string { return w.cat.T(w.lang, "reports."+key, args...) }

// measure is a figure's short name.
func (w *words) measure(m report.Measure) string { return w.cat.T(w.lang, m.Name()) }

// heading is a measure at the head of a column: times say their unit.
func (w *words) heading(m report.Measure) string {
	if m.Kind() == report.KindTime {
		return w.t("in_minutes", "what", w.measure(m))
	}
	return w.measure(m)
}

// define is a measure's definition.
func (w *words) define(m report.Measure) string {
	return w.cat.T(w.lang, m.Definition(), "mask", w.mask)
}

// nobody is the key of what is nobody's and nowhere.
const nobody = "-"

// none is what stands for no figure.
const none = "–"

// figure says a figure alone, without its unit.
func (w *words) figure(f report.Figure) string {
	switch {
	case f.Masked && f.Few:
		return w.masked()
	case f.Masked:
		return w.t("hidden")
	case f.None():
		return none
	}
	switch f.Measure.Kind() {
	case report.KindRate:
		return f.Rate() + " %"
	case report.KindRatio:
		return f.Decimal()
	case report.KindTime:
		return minutes(f.Seconds)
	case report.KindCount:
	}
	return report.Thousands(f.N)
}

// withheld names what a filter can't be applied to; "" when that is nothing.
func (w *words) withheld(r *report.Report) string {
	var list []string
	for _, s := range r.Withheld {
		list = append(list, w.t("section."+string(s)))
	}
	for _, m := range r.WithheldMeasures {
		list = append(list, w.measure(m))
	}
	return strings.Join(list, w.cat.T(w.lang, "common.list_comma"))
}

// masked says that a count is too small to be told.
func (w *words) masked() string { return "<" + strconv.Itoa(w.mask) }

// made says what a rate is made of: "12,311 / 13,423"; "" for all else and for rates of
// seconds.
func made(f report.Figure) string {
	if f.Masked || f.None() || f.Measure.Kind() != report.KindRate || ofSeconds(f.Measure) {
		return ""
	}
	return report.Thousands(f.N) + " / " + report.Thousands(f.Of)
}

func ofSeconds(m report.Measure) bool { return m == report.ServerUp }

// minutes says seconds in minutes: one decimal below ten, whole ones above, half up.
func minutes(seconds int) string {
	tenths := (seconds + 3) / 6
	if tenths < 100 {
		return strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10)
	}
	return report.Thousands((seconds + 30) / 60)
}

// change says how a figure differs from the one before: "+12", "−1.7 points"; "" where
// there is nothing to compare.
func (w *words) change(now, before report.Figure) string {
	if now.Masked || before.Masked || now.None() || before.None() {
		return ""
	}
	switch now.Measure.Kind() {
	case report.KindRate:
		d := (now.N*2000+now.Of)/(2*now.Of) - (before.N*2000+before.Of)/(2*before.Of)
		return w.t("points", "n", signed(d, tenths(max(d, -d))))
	case report.KindTime:
		d := now.Seconds - before.Seconds
		return signed(d, minutes(max(d, -d)))
	case report.KindRatio:
		return ""
	case report.KindCount:
	}
	d := now.N - before.N
	if before.N == 0 {
		return signed(d, report.Thousands(max(d, -d)))
	}
	share := (max(d, -d)*200 + before.N) / (2 * before.N) // half up, as all figures are
	if share >= 1000 {                                    // of so little that a share says nothing
		return signed(d, report.Thousands(max(d, -d)))
	}
	return w.t("change", "n", signed(d, report.Thousands(max(d, -d))), "percent", signed(d, strconv.Itoa(share)))
}

func tenths(n int) string { return strconv.Itoa(n/10) + "." + strconv.Itoa(n%10) }

// signed puts a sign before a number that has none.
func signed(d int, number string) string {
	switch {
	case d > 0:
		return "+" + number
	case d < 0:
		return "−" + number
	}
	return "±0"
}

// day is a day in full: 2026年11月23日 星期一, Monday 23 November 2026.
func (w *words) day(d queue.Day) string {
	at, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return w.t("date.day", "year", at.Year(), "month", w.month(at), "day", at.Day(), "weekday", w.weekday(at.Weekday()))
}

func (w *words) month(at time.Time) string {
	return w.cat.T(w.lang, fmt.Sprintf("common.month.%d", at.Month()))
}

func (w *words) weekday(d time.Weekday) string {
	return w.cat.T(w.lang, fmt.Sprintf("common.weekday.%d", d))
}

// period is a period in full.
func (w *words) period(p report.Period) string {
	from, err1 := time.Parse(time.DateOnly, string(p.From))
	to, err2 := time.Parse(time.DateOnly, string(p.To))
	if err1 != nil || err2 != nil {
		return string(p.From) + " – " + string(p.To)
	}
	switch p.Unit() {
	case report.UnitDay:
		return w.day(p.From)
	case report.UnitMonth:
		return w.t("date.month", "year", from.Year(), "month", w.month(from))
	case report.UnitYear:
		return w.t("date.year", "year", from.Year())
	case report.UnitWeek, report.UnitRange:
	}
	return w.t("date.range", "from", w.t("date.short", "month", w.month(from), "day", from.Day(), "year", from.Year()),
		"to", w.t("date.short", "month", w.month(to), "day", to.Day(), "year", to.Year()))
}

// key names what a row is of.
func (w *words) key(by report.Dimension, key string) string {
	switch by {
	case report.DimNone:
		return w.t("all")
	case report.DimDay:
		return w.dayRow(key)
	case report.DimWeekday:
		return w.weekday(time.Weekday(number(key) % 7))
	case report.DimHour:
		return w.t("hour_row", "from", number(key), "to", number(key)+1)
	case report.DimWait:
		return w.span(key)
	case report.DimHeat:
		d, h, _ := strings.Cut(key, "-")
		return w.weekday(time.Weekday(number(d)%7)) + " " + w.key(report.DimHour, h)
	case report.DimClass, report.DimParty, report.DimRepeat, report.DimAlert:
		if k := "reports." + string(by) + "." + key; w.cat.Has(k) {
			return w.cat.T(w.lang, k)
		}
		return key
	case report.DimLang:
		if k := "common.language_" + key; w.cat.Has(k) {
			return w.cat.T(w.lang, k)
		}
		return key
	default:
	}
	if key == nobody {
		return w.t("nobody")
	}
	if name := w.named(by, key); name != "" {
		return name
	}
	return w.t("gone", "id", key)
}

// dayRow is a day of a table: 11月23日 星期一, Mon 23 November.
func (w *words) dayRow(key string) string {
	at, err := time.Parse(time.DateOnly, key)
	if err != nil {
		return key
	}
	return w.cat.T(w.lang, "common.date", "day", at.Day(), "month", w.month(at), "weekday", w.weekday(at.Weekday()))
}

// named is the name of a thing of the rules; "" when it is gone from them.
func (w *words) named(by report.Dimension, key string) string {
	switch by {
	case report.DimDepartment:
		for _, d := range w.rules.Departments {
			if string(d.ID) == key {
				return d.Name.In(w.lang)
			}
		}
	case report.DimService:
		if s := w.rules.Service(queue.ServiceID(key)); s != nil {
			return s.Name.In(w.lang)
		}
	case report.DimWindow:
		if x := w.rules.Window(queue.WindowID(key)); x != nil {
			return x.Label.In(w.lang)
		}
	case report.DimStaff:
		id := queue.StaffID(key)
		if name := w.names[id]; name != "" || !slices.ContainsFunc(w.rules.Staff, func(s queue.Staff) bool { return s.ID == id }) {
			return name
		}
		return key // nobody says the names
	case report.DimOutcome:
		for _, o := range w.rules.Outcomes {
			if string(o.ID) == key {
				return o.Name.In(w.lang)
			}
		}
	case report.DimLevel:
		for _, l := range w.rules.Evaluation {
			if string(l.ID) == key {
				return l.Name.In(w.lang)
			}
		}
	case report.DimKiosk:
		for _, k := range w.rules.Kiosks {
			if string(k.ID) == key {
				return k.Name.In(w.lang)
			}
		}
	case report.DimPrinter: // a printer has no name but its id
		return key
	default:
	}
	return ""
}

// span is a part of a distribution: 0–5 min, over 60 min.
func (w *words) span(key string) string {
	from, to, _ := strings.Cut(key, "-")
	if to == "" {
		return w.t("span_over", "n", bound(from))
	}
	return w.t("span", "from", bound(from), "to", bound(to))
}

// bound says a bound of a distribution in minutes.
func bound(seconds string) string {
	n := number(seconds)
	if n%60 == 0 {
		return strconv.Itoa(n / 60)
	}
	return minutes(n)
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
