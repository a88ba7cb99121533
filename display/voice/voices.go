package voice

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Voice is all that can be said: the centre's own recordings, and behind them the pack of
// clips that is in the program, a machine's voice that stands in until there are recordings.
// A line is said by one of them: two voices in one sentence can't be followed.
type Voice struct {
	Broken bool // some recordings can't be used

	own, pack map[string]*book    // by language
	dir       string              // of the recordings; "": there is none
	records   map[string]recorded // by language and name: every recording that is there
}

// recorded is a recording as it was read, and the file that it was read from.
type recorded struct {
	stamp  string // of the file: its size and when it was written
	sound  Sound  // as it is heard; nil: it can't be used
	lufs   float64
	faults []*RecordError
}

// Open reads the pack, and a folder of recordings; "" for none. What can't be read of the
// folder is an error beside a Voice that works without it.
func Open(dir string) (*Voice, error) { return (*Voice)(nil).Again(dir) }

// Again is Open for a voice that is spoken with already: recordings whose files are as they were aren't read anew.
func (v *Voice) Again(dir string) (*Voice, error) {
	before := v
	v = &Voice{own: map[string]*book{}, dir: dir, records: map[string]recorded{}}
	if before != nil {
		v.pack = before.pack
	} else {
		before = v
	}
	var err error
	if v.pack == nil {
		if v.pack, err = readPack(); err != nil {
			return nil, err
		}
	}
	if dir == "" {
		return v, nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		v.Broken = true
		return v, fmt.Errorf("open the folder of recordings: %w", err)
	}
	defer root.Close() //nolint:errcheck // only read
	var bad []error
	v.own, bad = v.recordings(root.FS(), before)
	v.Broken = len(bad) > 0
	return v, errors.Join(bad...)
}

// recordings reads a folder: LANG.tsv lists what LANG/NAME.wav says. A file that isn't there
// yet is no error.
func (v *Voice) recordings(dir fs.FS, before *Voice) (map[string]*book, []error) {
	books := map[string]*book{}
	var bad []error
	lists, err := fs.Glob(dir, "*.tsv")
	if err != nil {
		return books, []error{err}
	}
	for _, list := range lists {
		lang := strings.TrimSuffix(list, ".tsv")
		clips, err := ReadScript(dir, lang)
		if err != nil {
			bad = append(bad, err)
			continue
		}
		b := newBook(lang)
		known := map[string]recorded{}
		if before.dir == v.dir {
			known = before.records
		}
		records, errs := recordAll(dir, lang, clips, known)
		for i, c := range clips {
			r, err := records[i], errs[i]
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			v.records[lang+"/"+c.Name] = r
			if err != nil {
				bad = append(bad, err)
				continue
			}
			b.add(clip{c, "own", len(r.sound), func() (Sound, error) { return r.sound, nil }, r.stamp})
		}
		books[lang] = b
	}
	return books, bad
}

// recordAll reads the recordings of a list, as many at a time as there are processors: a start
// waits for them.
func recordAll(dir fs.FS, lang string, clips []Clip, known map[string]recorded) (records []recorded, errs []error) {
	records, errs = make([]recorded, len(clips)), make([]error, len(clips))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(clips)); i = next.Add(1) - 1 {
				records[i], errs[i] = record(dir, lang, clips[i], known[lang+"/"+clips[i].Name])
			}
		})
	}
	wait.Wait()
	return records, errs
}

// maxFile is the largest recording that is read: a minute in two channels at 96 kHz.
const maxFile = 24 << 20

// record reads a recording and makes it a clip, unless its file is the one that is known.
func record(dir fs.FS, lang string, c Clip, known recorded) (r recorded, err error) {
	file := path.Join(lang, c.Name+".wav")
	info, err := fs.Stat(dir, file)
	if err != nil {
		return r, err
	}
	if r.stamp = fmt.Sprint(info.Size(), " ", info.ModTime().UnixNano()); r.stamp == known.stamp && known.sound != nil {
		return known, nil
	}
	s, err := readRecord(dir, lang, c.Name)
	if err != nil {
		if f := asFault(err); f != nil {
			r.faults = []*RecordError{f}
		}
		return r, err
	}
	cut := Trim(s)
	r.faults, r.lufs = faults(s, cut, lang, c.Text), Loudness(cut)
	if r.sound = Normalise(cut); r.sound == nil {
		return r, fmt.Errorf("%s: nothing is heard in it", file)
	}
	return r, nil
}

// readRecord reads a recording as it is.
func readRecord(dir fs.FS, lang, name string) (Sound, error) {
	file := path.Join(lang, name+".wav")
	info, err := fs.Stat(dir, file)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%s: %w", file, fault("large", "larger than {n} MB", "n", maxFile>>20))
	}
	b, err := fs.ReadFile(dir, file)
	if err != nil {
		return nil, err
	}
	s, err := ReadWAV(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

// ReadScript reads LANG.tsv of a folder: a clip a line, its name, a tab, and what it says.
// A third column, how espeak-ng is told to say it, is for make.
func ReadScript(dir fs.FS, lang string) ([]Clip, error) {
	b, err := fs.ReadFile(dir, lang+".tsv")
	if err != nil {
		return nil, err
	}
	var clips []Clip
	seen := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(b))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, rest, ok := strings.Cut(line, "\t")
		text, how, _ := strings.Cut(rest, "\t")
		switch {
		case !ok || len(wordsOf(lang, text)) == 0:
			return nil, fmt.Errorf("%s.tsv, line %d: write the file's name, a tab, and what it says", lang, n)
		case !plainName(name) || seen[name]:
			return nil, fmt.Errorf("%s.tsv, line %d: %q is no name of its own of a-z, 0-9 and -", lang, n, name)
		}
		seen[name] = true
		clips = append(clips, Clip{Name: name, Text: strings.TrimSpace(text), How: strings.TrimSpace(how)})
	}
	return clips, lines.Err()
}

func plainName(s string) bool {
	return s != "" && len(s) < 80 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// say finds what says a text in a language: recordings, else the pack. It is false when
// neither can say all of it; missing are then the words that recordings and pack lack.
func (v *Voice) say(lang, text string) (parts []part, missing []string, ok bool) {
	for _, b := range []*book{v.own[lang], v.pack[lang]} {
		if b == nil {
			continue
		}
		found, lost := b.find(text)
		if len(lost) == 0 && len(found) > 0 {
			return found, nil, true
		}
		missing = lost
	}
	return nil, missing, false
}

// Langs lists the languages in which something can be said.
func (v *Voice) Langs() []string {
	langs := slices.Collect(maps.Keys(v.pack))
	langs = slices.AppendSeq(langs, maps.Keys(v.own))
	slices.Sort(langs)
	return slices.Compact(langs)
}
