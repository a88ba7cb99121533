package settings

import (
	"net/url"

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
		line := dailyWay{Key: w.key, Where: w.where, Last: s.Kit.Day(lang, w.way.Through), Behind: w.way.Behind, Urgent: w.way.Behind >= dailyAlarm}
		n := len(w.way.Held)
		switch {
		case w.way.Trouble != "":
			line.Why = s.Kit.DailyStuck(lang, w.key, w.way.Due, string(w.way.Trouble), w.way.Code, w.way.Next, w.way.Behind)
		case n > 0:
			first := w.way.Held[0]
			line.Why, line.Urgent = s.Kit.DailyHeld(lang, w.key, first.Day, string(first.Trouble), first.Code, n), true
		case w.way.Lost.To != "":
			line.Why = s.Kit.DailyLost(lang, w.way.Lost.From, w.way.Lost.Last())
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
