package voice

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// keptAudio is how many pieces of audio a store keeps, of half a megabyte at most as a rule. A
// call is fetched when it begins, and nobody asks for it when it is older than Fresh: forty of
// them last for minutes, in a house of ten zones, too. Of a kiosk's sentences it is most of
// those of two languages; what is gone is made anew.
const keptAudio = 40

// audio is what is heard at one address.
type audio struct {
	key  string // of its bytes: the same sound has the same address
	wav  []byte
	cues []byte // JSON
	of   string // what it was made of
}

// store keeps the audio that was used last.
type store struct {
	mu   sync.Mutex
	kept []*audio
}

// get gives the audio of an address.
func (s *store) get(key string) *audio {
	return s.find(func(a *audio) bool { return a.key == key })
}

func (s *store) find(is func(*audio) bool) *audio {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.kept, is)
	if i < 0 {
		return nil
	}
	a := s.kept[i]
	s.kept = append(slices.Delete(s.kept, i, i+1), a)
	return a
}

// make gives the audio of a mix, rendering it if it isn't kept.
func (s *store) make(m *mix) (*audio, error) {
	var of bytes.Buffer
	for _, x := range m.items {
		fmt.Fprintf(&of, "%s %s/%s %s %d\n", x.from, x.lang, x.Name, x.stamp, x.rest)
	}
	if a := s.find(func(a *audio) bool { return a.of == of.String() }); a != nil {
		return a, nil
	}
	sound, cues, err := m.render()
	if err != nil {
		return nil, err
	}
	a := &audio{wav: sound.WAV(), of: of.String()}
	sum := sha256.Sum256(a.wav)
	a.key = hex.EncodeToString(sum[:12])
	a.cues, err = json.Marshal(struct {
		LengthMS int64 `json:"length_ms"`
		Cues     []Cue `json:"cues"`
	}{sound.Length().Milliseconds(), cues})
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = append(s.kept, a)
	if len(s.kept) > keptAudio {
		s.kept = slices.Delete(s.kept, 0, len(s.kept)-keptAudio)
	}
	return a, nil
}
