package admin

import (
	"onedoor/display"
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
				Key: "daily_held_" + w.key, Bad: true, Urgent: true,
				Sentence: k.DailyHeld(lang, w.key, first.Day, string(first.Trouble), first.Code, n),
			})
		}
		if w.way.On && w.way.Lost.To != "" && !lost {
			lost = true // the same for both
			list = append(list, DailyLine{Key: "daily_lost", Sentence: k.DailyLost(lang, w.way.Lost.From, w.way.Lost.Last())})
		}
		if !w.way.On || w.way.Trouble == "" {
			continue
		}
		list = append(list, DailyLine{
			Key: "daily_" + w.key, Bad: true, Urgent: w.way.Behind >= dailyAlarm,
			Sentence: k.DailyStuck(lang, w.key, w.way.Due, string(w.way.Trouble), w.way.Code, w.way.Next, w.way.Behind),
		})
	}
	return list
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
