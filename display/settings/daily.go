package settings

import (
	"net/url"
	"time"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/report/daily"
)

// dailyAlarm is how many closed days may be on their way before somebody must look: a night without a network is nothing.
const dailyAlarm = 3

// dailyWay is how far the daily figures have come on one way, for people.
type dailyWay struct {
	Key    string // file, post
	Where  string // the directory, or the district's host
	Last   string // the last day that arrived; "" when none did
	Behind int    // closed days that haven't
	Why    string // what is in the way, a sentence; "" when nothing is
	Urgent bool   // for days
}

// dailyWays lists the ways that the config has, none when it has none.
func (s *Settings) dailyWays(lang string) []dailyWay {
	if s.Daily == nil {
		return nil
	}
	state, conf := s.Daily(), s.Centre().Daily
	var list []dailyWay
	for _, w := range []struct {
		key, where string
		way        daily.Way
	}{{"file", conf.Dir, state.File}, {"post", host(conf.Post.URL), state.Post}} {
		if !w.way.On {
			continue
		}
		line := dailyWay{Key: w.key, Where: w.where, Last: dayWords(s.Kit, lang, w.way.Through), Behind: w.way.Behind, Urgent: w.way.Behind >= dailyAlarm}
		if w.way.Trouble != "" {
			next := "–"
			if !w.way.Next.IsZero() {
				next = s.Kit.Time(w.way.Next)
			}
			why := s.Kit.T(lang, "daily.why."+string(w.way.Trouble), "code", w.way.Code)
			line.Why = s.Kit.T(lang, "daily."+w.key, "day", dayWords(s.Kit, lang, w.way.Due), "why", why, "time", next, "n", w.way.Behind)
		}
		if n := len(w.way.Held); line.Why == "" && n > 0 {
			first := w.way.Held[0]
			line.Urgent = true
			line.Why = s.Kit.T(lang, "daily.held_"+w.key, "day", dayWords(s.Kit, lang, first.Day),
				"why", s.Kit.T(lang, "daily.why."+string(first.Trouble), "code", first.Code), "n", n)
		}
		if line.Why == "" && w.way.Lost.To != "" {
			line.Why = s.Kit.T(lang, "daily.lost", "from", dayWords(s.Kit, lang, w.way.Lost.From), "to", dayWords(s.Kit, lang, w.way.Lost.Last()))
		}
		list = append(list, line)
	}
	return list
}

// host is where an address leads, without what else it says.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// dayWords says a day as people do; "" for none.
func dayWords(k *display.Kit, lang string, day queue.Day) string {
	if day == "" {
		return ""
	}
	at, err := time.ParseInLocation(time.DateOnly, string(day), k.Rules().Location())
	if err != nil {
		return string(day)
	}
	return k.Date(lang, at)
}
