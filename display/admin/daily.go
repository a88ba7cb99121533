package admin

import (
	"time"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/report/daily"
)

// dailyAlarm is how long a closed day may be on its way before somebody must look: a
// night without a network is nothing.
const dailyAlarm = 3

// DailyLine is how one way of the daily figures stands, for people.
type DailyLine struct {
	Key      string // which way: daily_file, daily_post
	Sentence string
	Bad      bool // the last try failed
	Urgent   bool // for days
}

// dailyLines says what is in the way of the daily figures; none when all is well.
func dailyLines(k *display.Kit, lang string, s daily.State) []DailyLine {
	var list []DailyLine
	lost := false
	for _, w := range []struct {
		key string
		way daily.Way
	}{{"file", s.File}, {"post", s.Post}} {
		if n := len(w.way.Held); w.way.On && n > 0 {
			first := w.way.Held[0]
			list = append(list, DailyLine{
				Key: "daily_held_" + w.key,
				Sentence: k.T(lang, "daily.held_"+w.key, "day", dayWords(k, lang, first.Day),
					"why", k.T(lang, "daily.why."+string(first.Trouble), "code", first.Code), "n", n),
				Bad: true, Urgent: true,
			})
		}
		if w.way.On && w.way.Lost.To != "" && !lost {
			lost = true // the same for both
			list = append(list, DailyLine{Key: "daily_lost", Sentence: k.T(lang, "daily.lost", "from", dayWords(k, lang, w.way.Lost.From), "to", dayWords(k, lang, w.way.Lost.Last()))})
		}
		if !w.way.On || w.way.Trouble == "" {
			continue
		}
		why := k.T(lang, "daily.why."+string(w.way.Trouble), "code", w.way.Code)
		next := "–"
		if !w.way.Next.IsZero() {
			next = k.Time(w.way.Next)
		}
		list = append(list, DailyLine{
			Key:      "daily_" + w.key,
			Sentence: k.T(lang, "daily."+w.key, "day", dayWords(k, lang, w.way.Due), "why", why, "time", next, "n", w.way.Behind),
			Bad:      true, Urgent: w.way.Behind >= dailyAlarm,
		})
	}
	return list
}

// dayWords says a day as people do.
func dayWords(k *display.Kit, lang string, day queue.Day) string {
	at, err := time.ParseInLocation(time.DateOnly, string(day), k.Rules().Location())
	if err != nil {
		return string(day)
	}
	return k.Date(lang, at)
}

// daily says in the hall what is in the way of the daily figures.
func (b *hallBuilder) daily() {
	if b.a.Daily == nil {
		return
	}
	for _, l := range dailyLines(b.a.Kit, b.lang, b.a.Daily()) {
		if l.Urgent {
			b.urgent(l.Key, "warning", l.Sentence, "")
		} else {
			b.soon(l.Key, "warning", l.Sentence, "")
		}
	}
}
