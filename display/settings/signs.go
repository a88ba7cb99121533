package settings

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"onedoor/config"
)

// fold writes the full-width signs of a Chinese keyboard as the file has them: ９：００ is 9:00.
func fold(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '\u3000':
			return ' '
		}
		return r
	}, s))
}

// hourSigns are ways to write "to" and "and" between times of day that the file doesn't know.
var hourSigns = strings.NewReplacer("——", "-", "—", "-", "~", "-", "至", "-", "到", "-", "、", ",", ";", ",", "。", ",")

// hours writes the hours of a day as the file has them. What the file knows already stays as it is.
func hours(s string) string {
	return strings.TrimRight(hourSigns.Replace(fold(s)), ", ")
}

// isHours says whether a field holds the hours of one day.
func isHours(f config.Field) bool { return f.Kind == config.TextKind && f.Key == "open" }

// typedIn is what somebody wrote into a field of one line, with the signs of the file where it is no text for people.
func typedIn(f config.Field, s string) string {
	switch {
	case isHours(f):
		return hours(s)
	case f.Kind == config.NumberKind, f.Kind == config.DateKind, f.Kind == config.TimeKind, f.Key == "noon", f.Key == "last_ticket":
		return fold(s)
	}
	return s
}

var clock = regexp.MustCompile(`(\d+):(\d+)`)

// plainly says what is wrong with the hours of a day or with a date as a form has them; "" when it is something else.
func (s *Settings) plainly(lang string, f *field, value string) string {
	switch {
	case value == "":
	case f.Kind == config.WeekKind || isHours(f.Field):
		if _, ok := config.ReadSpans(value); ok {
			return ""
		}
		for _, m := range clock.FindAllStringSubmatch(value, -1) {
			h, _ := strconv.Atoi(m[1]) // digits; one that is too large is refused below
			min, _ := strconv.Atoi(m[2])
			if h > 24 || h == 24 && min > 0 || min > 59 {
				return s.Kit.T(lang, "settings.hours_no_time", "time", m[0])
			}
		}
		return s.Kit.T(lang, "settings.hours_wrong", "value", value)
	case f.Kind == config.DateKind:
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return s.Kit.T(lang, "settings.date_wrong", "value", value)
		}
	}
	return ""
}
