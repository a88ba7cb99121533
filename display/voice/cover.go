package voice

import (
	"fmt"
	"strings"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// Gap is something that no clip says, so that people are sent to the screen or a browser's own voice is asked.
type Gap struct {
	What  string // window, floor, way, service, emergency, sentence
	ID    string
	Text  string   // that can't be said
	Words []string // of it that no clip says
}

// Cover is what of a centre can be said in a language.
type Cover struct {
	Own, Pack, Lost int // windows whose calls the centre's recordings say, the pack, or nobody
	Gaps            []Gap
}

// Covers tells what of the config can be said in a language, and what can't.
func (v *Voice) Covers(k *display.Kit, rules *queue.Rules, lang string) Cover {
	var cover Cover
	try := func(what, id, text string) string {
		if text == "" {
			return ""
		}
		parts, missing, ok := v.say(lang, text)
		if ok {
			return parts[0].from
		}
		cover.Gaps = append(cover.Gaps, Gap{what, id, text, missing})
		return ""
	}
	for i := range rules.Windows {
		w := &rules.Windows[i]
		switch try("window", string(w.ID), line(k, lang, Call{Number: sampleNumber, Window: w, Floor: rules.Floor(w.Floor), Here: true}).Text) {
		case "own":
			cover.Own++
		case "pack":
			cover.Pack++
		default:
			cover.Lost++
		}
	}
	for i := range rules.Centre.Floors {
		f := &rules.Centre.Floors[i]
		try("floor", string(f.ID), f.Name[lang])
		try("way", string(f.ID), strings.TrimPrefix(f.Way[lang], k.T(lang, "voice.please")))
	}
	for i := range rules.Services {
		s := &rules.Services[i]
		try("service", string(s.ID), spell(lang, fmt.Sprintf("%s012", s.Prefix)))
	}
	for _, c := range Emergencies(rules, lang) {
		try("emergency", strings.TrimPrefix(c.Name, "notice-"), c.Text)
	}
	for _, id := range Prompts() {
		try("sentence", id, prompt(k, rules, lang, id))
	}
	return cover
}

// sampleNumber has every kind of sign; its letter is one that every pack says.
const sampleNumber = "A012"

// Said is a line of a call as it would be said.
type Said struct {
	Text  string
	Lang  string
	From  string // own, pack, or "": a browser's own voice is asked
	Short bool   // its place can't be said: it sends people to the screen
	Clips []string
}

// Trial is a call as it would be said now.
type Trial struct {
	Said   []Said
	Length time.Duration

	mix *mix
}

// Try makes a call that nobody hears but who asked.
func (a *Announcer) Try(c Call) Trial {
	c.Yi = a.tongue.Load().yi
	whole := Compose(a.kit, c)
	long := make([]string, len(whole))
	for i := range whole {
		long[i] = whole[i].Text
	}
	s := a.speech(whole, chimed(false))
	t := Trial{Length: s.length, mix: s.mix}
	v := a.Voice()
	for i, l := range s.lines {
		said := Said{Text: l.Text, Lang: l.lang, Short: l.Text != long[i]}
		if parts, _, ok := v.say(l.lang, l.Text); ok {
			said.From = parts[0].from
			for _, p := range parts {
				said.Clips = append(said.Clips, p.Name)
			}
		}
		t.Said = append(t.Said, said)
	}
	return t
}

// WAV gives what is heard of a trial.
func (a *Announcer) WAV(t Trial) ([]byte, error) {
	made, err := a.sentences.make(t.mix)
	if err != nil {
		return nil, err
	}
	return made.wav, nil
}
