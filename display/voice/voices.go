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

	own, pack map[string]*book // by language
}

// Open reads the pack, and a folder of recordings; "" for none. What can't be read of the
// folder is an error beside a Voice that works without it.
func Open(dir string) (*Voice, error) {
	v := &Voice{own: map[string]*book{}}
	var err error
	if v.pack, err = shipped(); err != nil {
		return nil, err
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
	v.own, bad = recordings(root.FS())
	v.Broken = len(bad) > 0
	return v, errors.Join(bad...)
}

// recordings reads a folder: LANG.tsv lists what LANG/NAME.wav says. A file that isn't there
// yet is no error.
func recordings(dir fs.FS) (map[string]*book, []error) {
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
		sounds, errs := recordAll(dir, lang, clips)
		for i, c := range clips {
			s, err := sounds[i], errs[i]
			switch {
			case errors.Is(err, fs.ErrNotExist):
			case err != nil:
				bad = append(bad, err)
			default:
				b.add(clip{c, "own", len(s), func() (Sound, error) { return s, nil }})
			}
		}
		books[lang] = b
	}
	return books, bad
}

// recordAll reads the recordings of a list, as many at a time as there are processors: a start
// waits for them.
func recordAll(dir fs.FS, lang string, clips []Clip) (sounds []Sound, errs []error) {
	sounds, errs = make([]Sound, len(clips)), make([]error, len(clips))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(clips)); i = next.Add(1) - 1 {
				sounds[i], errs[i] = record(dir, lang, clips[i].Name)
			}
		})
	}
	wait.Wait()
	return sounds, errs
}

// maxFile is the largest recording that is read: a minute in two channels at 96 kHz.
const maxFile = 24 << 20

// record reads a recording and makes it a clip.
func record(dir fs.FS, lang, name string) (Sound, error) {
	s, err := readRecord(dir, lang, name)
	if err != nil {
		return nil, err
	}
	if s = Normalise(Trim(s)); s == nil {
		return nil, fmt.Errorf("%s/%s.wav: nothing is heard in it", lang, name)
	}
	return s, nil
}

// readRecord reads a recording as it is.
func readRecord(dir fs.FS, lang, name string) (Sound, error) {
	file := path.Join(lang, name+".wav")
	info, err := fs.Stat(dir, file)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%s: larger than %d MB", file, maxFile>>20)
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
