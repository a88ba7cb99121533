package voice

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strings"
	"sync"

	"github.com/pion/opus"
	"github.com/pion/opus/pkg/oggreader"
)

//go:embed pack/*.opus pack/*.json
var packFiles embed.FS

// Packed says where a clip lies in the file of its language, in samples at Rate.
type Packed struct {
	Name    string `json:"name"`
	Text    string `json:"text"`
	From    int    `json:"from"`
	Samples int    `json:"samples"`
	Gain    Gain   `json:"gain"` // brings it to Level again: coding has changed it
}

// Gain is how much louder a sound is made, in hundredths of a decibel.
type Gain int

// GainTo is what brings a sound to Level.
func GainTo(s Sound) Gain { return Gain(math.Round(100 * (Level - Loudness(s)))) }

// Of makes a sound louder by the gain.
func (g Gain) Of(s Sound) Sound {
	by := float32(math.Pow(10, float64(g)/2000))
	out := make(Sound, len(s))
	for i, v := range s {
		out[i] = v * by
	}
	return out
}

// shipped is the pack that is in the program, read once: nobody changes it. Clips stay compressed: decoding one takes
// a few milliseconds.
var shipped = sync.OnceValues(readPack)

func readPack() (map[string]*book, error) {
	lists, err := packFiles.ReadDir("pack")
	if err != nil {
		return nil, err
	}
	books := map[string]*book{}
	for _, f := range lists {
		lang, index := strings.CutSuffix(f.Name(), ".json")
		if !index {
			continue
		}
		if books[lang], err = unpack(lang); err != nil {
			return nil, fmt.Errorf("pack of clips in %s: %w", lang, err)
		}
	}
	return books, nil
}

func unpack(lang string) (*book, error) {
	list, err := packFiles.ReadFile(path.Join("pack", lang+".json"))
	if err != nil {
		return nil, err
	}
	var index []Packed
	if err := json.Unmarshal(list, &index); err != nil {
		return nil, err
	}
	file, err := packFiles.ReadFile(path.Join("pack", lang+".opus"))
	if err != nil {
		return nil, err
	}
	t, err := ReadTape(file)
	if err != nil {
		return nil, err
	}
	b := newBook(lang)
	for _, p := range index {
		b.add(clip{Clip{Name: p.Name, Text: p.Text}, "pack", p.Samples, func() (Sound, error) {
			s, err := t.Play(p.From, p.Samples)
			return p.Gain.Of(s), err
		}, ""})
	}
	return b, nil
}

// The measures of Opus (RFC 7845): a frame of the pack has 20 ms, and a decoder that begins
// somewhere is right after 80 ms.
const (
	frame   = Rate / 50
	preroll = 4
	opusHz  = 48_000 // that pre-skip is counted in
)

// Tape is the frames of an Ogg Opus file of one channel.
type Tape struct {
	frames [][]byte
	skip   int // samples at Rate before the first that was put in
}

// ReadTape reads a file of 20 ms frames, as the pack has them.
func ReadTape(file []byte) (*Tape, error) {
	r, head, err := oggreader.NewWith(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	t := &Tape{skip: int(head.PreSkip) * Rate / opusHz}
	for {
		p, _, err := r.ParseNextPacket()
		switch {
		case errors.Is(err, io.EOF):
			return t, nil
		case err != nil:
			return nil, err
		case bytes.HasPrefix(p, []byte("OpusTags")), bytes.HasPrefix(p, []byte("OpusHead")):
		default:
			t.frames = append(t.frames, bytes.Clone(p))
		}
	}
}

// Play decodes so many samples.
func (t *Tape) Play(from, n int) (Sound, error) {
	from += t.skip
	first := max(0, from/frame-preroll)
	d, err := opus.NewDecoderWithOutput(Rate, 1)
	if err != nil {
		return nil, err
	}
	var s Sound
	out := make([]float32, frame)
	for i := first; i < len(t.frames) && len(s) < from-first*frame+n; i++ {
		k, err := d.DecodeToFloat32(t.frames[i], out)
		if err != nil {
			return nil, err
		}
		s = append(s, out[:k]...)
	}
	from -= first * frame
	if from+n > len(s) {
		return nil, errors.New("the tape is cut off")
	}
	return s[from : from+n], nil
}
