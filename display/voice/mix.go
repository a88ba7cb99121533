package voice

import (
	"fmt"
	"time"
)

// Cue is where a clip lies in the audio of a call: what a test listens for.
type Cue struct {
	Clip   string `json:"clip"`
	Text   string `json:"text,omitempty"`
	Lang   string `json:"lang,omitempty"`
	FromMS int64  `json:"from_ms"`
	ToMS   int64  `json:"to_ms"`
}

// mix is clips in the order in which they are heard.
type mix struct {
	items []mixed
}

// mixed is a clip, and how long it is silent behind it.
type mixed struct {
	clip
	lang string
	rest time.Duration
}

// chimed begins a mix with a chime, or an alarm.
func chimed(alert bool) *mix {
	name, s := "chime", chime()
	if alert {
		name, s = "alarm", alarm()
	}
	return &mix{[]mixed{{clip{Clip{Name: name}, "", len(s), func() (Sound, error) { return s, nil }, ""}, "", comma}}}
}

// add puts what says a line behind it.
func (m *mix) add(lang string, parts []part) {
	for i, p := range parts {
		rest := p.rest
		if i == len(parts)-1 {
			rest = period
		}
		m.items = append(m.items, mixed{p.clip, lang, rest})
	}
}

// length is how long it takes to hear it.
func (m *mix) length() time.Duration {
	n := 0
	for i, x := range m.items {
		n += x.samples
		if i < len(m.items)-1 {
			n += samples(x.rest)
		}
	}
	return time.Duration(n) * time.Second / Rate
}

// render joins the clips, sample by sample, and says where each lies.
func (m *mix) render() (Sound, []Cue, error) {
	var s Sound
	var cues []Cue
	for i, x := range m.items {
		one, err := x.sound()
		if err != nil {
			return nil, nil, fmt.Errorf("clip %s: %w", x.Name, err)
		}
		cues = append(cues, Cue{x.Name, x.Text, x.lang, s.Length().Milliseconds(), (s.Length() + one.Length()).Milliseconds()})
		s = append(s, one...)
		if i < len(m.items)-1 {
			s = append(s, make(Sound, samples(x.rest))...)
		}
	}
	return s, cues, nil
}
