package voice

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// Kind is what a clip is for.
type Kind string

// The kinds, in the order in which they are listed.
const (
	Around    Kind = "around" // what stands around a number and a place in every call
	Number    Kind = "number"
	Letter    Kind = "letter" // that tickets begin with
	Place     Kind = "place"  // windows, floors and the ways to them
	Emergency Kind = "emergency"
	Sentence  Kind = "sentence" // of a kiosk
	More      Kind = "more"     // of the pack or the folder, and asked for by nothing of the config as such
)

// Kinds lists the kinds in their order.
func Kinds() []Kind { return []Kind{Around, Number, Letter, Place, Emergency, Sentence, More} }

// Heard is what is known of a recording.
type Heard struct {
	Length time.Duration // as it is heard: without the silence at its ends
	LUFS   float64       // of an own recording as it was recorded, of the pack's as it is played; −Inf: silence
}

// Entry is a clip with whose voice says it.
type Entry struct {
	Clip
	Kind   Kind
	Pack   *Heard // as the pack says it; nil: it can't
	Joined int    // of how many of its clips the pack makes it
	Own    *Heard // in the centre's folder; nil: it has none, or one that can't be used
	Faults []*RecordError
	Says   string // whose voice says these words by themselves: own, pack, or "" for nobody's
}

// Entries lists what there is to record in a language, and what is recorded: all that Script asks for, then what
// pack and folder have beside it. None: the program makes no calls in this language.
func (v *Voice) Entries(k *display.Kit, rules *queue.Rules, lang string) ([]Entry, error) {
	need, err := Script(k, rules, lang)
	if err != nil || len(need) == 0 {
		return nil, err
	}
	v.measure(lang)
	var list []Entry
	listed := map[string]bool{}
	add := func(c Clip, kind Kind) {
		if listed[c.Name] {
			return
		}
		listed[c.Name] = true
		e := Entry{Clip: c, Kind: kind}
		if m, ok := v.packed(lang, c.Text); ok {
			e.Pack, e.Joined = &Heard{m.length(), packLoudness(lang, m.items[0].Name)}, len(m.items)
		}
		if r, ok := v.records[lang+"/"+c.Name]; ok {
			e.Faults = r.faults
			if r.sound != nil {
				e.Own = &Heard{r.sound.Length(), r.lufs}
			}
		}
		if parts, _, ok := v.say(lang, c.Text); ok {
			e.Says = parts[0].from
		}
		list = append(list, e)
	}
	for _, c := range need {
		add(c, kindOf(c.Name))
	}
	var more []Clip
	for _, b := range []*book{v.own[lang], v.pack[lang]} {
		for _, c := range byName(b) {
			more = append(more, c.Clip)
		}
	}
	slices.SortStableFunc(more, func(a, b Clip) int { return cmp.Compare(a.Name, b.Name) })
	for _, c := range more {
		kind := More
		if k := kindOf(c.Name); k == Number || k == Letter {
			kind = k
		}
		add(c, kind)
	}
	slices.SortStableFunc(list, func(a, b Entry) int { return slices.Index(Kinds(), a.Kind) - slices.Index(Kinds(), b.Kind) })
	return list, nil
}

// kindOf tells by a clip's name what it is for.
func kindOf(name string) Kind {
	head, _, numbered := strings.Cut(name, "-")
	if !numbered {
		return Around
	}
	switch head {
	case "number":
		return Number
	case "letter":
		return Letter
	case "at", "on", "way":
		if name == "at-most" {
			return Around
		}
		return Place
	case "notice":
		return Emergency
	case "say":
		return Sentence
	}
	return Around
}

func byName(b *book) map[string]clip {
	named := map[string]clip{}
	if b != nil {
		for _, c := range b.clips {
			named[c.Name] = c
		}
	}
	return named
}

// packed is how the pack says a text.
func (v *Voice) packed(lang, text string) (*mix, bool) {
	b := v.pack[lang]
	if b == nil {
		return nil, false
	}
	parts, missing := b.find(text)
	m := &mix{}
	m.add(lang, parts)
	return m, len(parts) > 0 && len(missing) == 0
}

// Own gives a recording as it is heard; ok is false when there is none.
func (v *Voice) Own(lang, name string) (s Sound, ok bool) {
	r := v.records[lang+"/"+name]
	return r.sound, r.sound != nil
}

// Packed gives a text as the pack says it; ok is false when it can't.
func (v *Voice) Packed(lang, text string) (s Sound, ok bool, err error) {
	m, ok := v.packed(lang, text)
	if !ok {
		return nil, false, nil
	}
	s, _, err = m.render()
	return s, err == nil, err
}

// Records is how many recordings of a language can be used.
func (v *Voice) Records(lang string) int {
	if v.own[lang] == nil {
		return 0
	}
	return len(v.own[lang].clips)
}

// IsNumber says whether a text has the form of a ticket's number, as A012.
func IsNumber(s string) bool { return numberForm.MatchString(s) }

// measured keeps how loud the clips of the pack are: it is the same as long as the program runs, and measuring takes
// some milliseconds each.
var measuredPack struct {
	sync.Mutex
	lufs map[string]float64 // by language and name
}

func packLoudness(lang, name string) float64 {
	measuredPack.Lock()
	defer measuredPack.Unlock()
	return measuredPack.lufs[lang+"/"+name]
}

// measure finds how loud the pack's clips of a language are, once.
func (v *Voice) measure(lang string) {
	measuredPack.Lock()
	defer measuredPack.Unlock()
	var clips []clip
	for name, c := range byName(v.pack[lang]) {
		if _, known := measuredPack.lufs[lang+"/"+name]; !known {
			clips = append(clips, c)
		}
	}
	if measuredPack.lufs == nil {
		measuredPack.lufs = map[string]float64{}
	}
	lufs := make([]float64, len(clips))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(clips)); i = next.Add(1) - 1 {
				if s, err := clips[i].sound(); err == nil {
					lufs[i] = Loudness(s)
				}
			}
		})
	}
	wait.Wait()
	for i, c := range clips {
		measuredPack.lufs[lang+"/"+c.Name] = lufs[i]
	}
}
