package display

import (
	"time"

	"onedoor/queue"
)

// What is in the way of the daily figures, in words. The hall and the administration both say it; way is file or post,
// and why a code with the number of an answer.

// Day says a day as people do; "" for none.
func (k *Kit) Day(lang string, day queue.Day) string {
	if day == "" {
		return ""
	}
	at, err := time.ParseInLocation(time.DateOnly, string(day), k.rules().Location())
	if err != nil {
		return string(day)
	}
	return k.Date(lang, at)
}

// DailyStuck says that a day isn't handed on and when that is tried again, the zero time for not known; n days wait.
func (k *Kit) DailyStuck(lang, way string, day queue.Day, why string, code int, next time.Time, n int) string {
	at := "–"
	if !next.IsZero() {
		at = k.Time(next)
	}
	return k.T(lang, "daily."+way, "day", k.Day(lang, day), "why", k.dailyWhy(lang, why, code), "time", at, "n", n)
}

// DailyHeld says that a day was left behind, the first of n.
func (k *Kit) DailyHeld(lang, way string, day queue.Day, why string, code, n int) string {
	return k.T(lang, "daily.held_"+way, "day", k.Day(lang, day), "why", k.dailyWhy(lang, why, code), "n", n)
}

// DailyLost says which days are not handed on, since the books were restored.
func (k *Kit) DailyLost(lang string, from, to queue.Day) string {
	return k.T(lang, "daily.lost", "from", k.Day(lang, from), "to", k.Day(lang, to))
}

func (k *Kit) dailyWhy(lang, why string, code int) string {
	return k.T(lang, "daily.why."+why, "code", code)
}
