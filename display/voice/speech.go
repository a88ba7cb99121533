package voice

import (
	"slices"
	"strings"
	"time"
)

// speech is a call as it will be said.
type speech struct {
	lines  []Line
	mix    *mix          // a chime or an alarm, and the lines that clips say
	length time.Duration // of the audio, and about of the lines that it lacks
}

// lacks says whether there is a line that no clip says.
func (s *speech) lacks() bool {
	return slices.ContainsFunc(s.lines, func(l Line) bool { return l.Local })
}

// speechOf makes a call's sentences and finds their clips. A line whose place no clip says
// sends people to the screen; one that can't be said at all is left to the browser.
func (a *Announcer) speechOf(c Call) speech {
	c.Yi = a.tongue.Load().yi
	return a.speech(Compose(a.kit, c), chimed(false))
}

// speech finds the clips of lines, and puts them behind a chime or an alarm, which is heard also
// when there are none.
func (a *Announcer) speech(lines []Line, m *mix) speech {
	s := speech{lines: lines, mix: m}
	v := a.Voice()
	for i := range s.lines {
		l := &s.lines[i]
		parts, _, ok := v.say(l.lang, l.Text)
		if !ok {
			if parts, _, ok = v.say(l.lang, l.short); ok {
				l.Text = l.short
			}
		}
		if !ok {
			l.Local = true
			s.length += guessLine(*l)
			continue
		}
		m.add(l.lang, parts)
	}
	s.length += m.length()
	return s
}

// spell says a number sign by sign, as the centre says 一.
func (a *Announcer) spell(lang, number string) string {
	s := spell(lang, number)
	if a.tongue.Load().yi {
		s = strings.ReplaceAll(s, "幺", "一")
	}
	return s
}

// guessLine is about how long a machine's voice needs for a line.
func guessLine(l Line) time.Duration {
	each := 90 * time.Millisecond
	if l.Lang == "zh-CN" {
		each = 260 * time.Millisecond
	}
	return time.Duration(len([]rune(l.Text)))*each + 300*time.Millisecond
}
