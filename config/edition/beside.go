package edition

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"onedoor/config"
	"onedoor/queue"
)

// What an import has beside its config waits with the draft, in the folder beside.li, with the names of an export.
func (s *Shelf) stageDir(who queue.StaffID) string {
	return filepath.Join(s.o.Dir, "beside."+string(who))
}

// stagedFolder is what an import is written to before it is whole.
const stagedFolder = ".stage-*"

// Stage keeps what a bundle has beside its config with somebody's draft, in place of what was kept before.
func (s *Shelf) Stage(who queue.StaffID, b *Bundle) error {
	if err := s.unstage(who); err != nil || len(b.Words)+len(b.Clips) == 0 {
		return err
	}
	files := map[string][]byte{}
	for lang, text := range b.Words {
		files["words/"+lang+".json"] = text
	}
	for name, text := range b.Clips {
		files["clips/"+name] = text
	}
	tmp, err := os.MkdirTemp(s.o.Dir, stagedFolder)
	if err != nil {
		return fmt.Errorf("keep an import: %w", err)
	}
	for name, text := range files {
		file := filepath.Join(tmp, filepath.FromSlash(name))
		if err = os.MkdirAll(filepath.Dir(file), 0o700); err == nil {
			err = os.WriteFile(file, text, 0o600)
		}
		if err != nil {
			break
		}
	}
	if err == nil {
		err = os.Rename(tmp, s.stageDir(who))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keep an import: %w", err), os.RemoveAll(tmp))
	}
	return syncDir(s.o.Dir)
}

func (s *Shelf) unstage(who queue.StaffID) error {
	if err := os.RemoveAll(s.stageDir(who)); err != nil {
		return fmt.Errorf("drop an import: %w", err)
	}
	return nil
}

// Staged lists what waits with somebody's draft by its name in an export, sorted, and gives a mark that another import
// changes; none and "" for nothing.
func (s *Shelf) Staged(who queue.StaffID) (names []string, mark string) {
	dir := s.stageDir(who)
	var all strings.Builder
	_ = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil //nolint:nilerr // what can't be read is refused where it is put in place
		}
		rel, _ := filepath.Rel(dir, p)
		names = append(names, filepath.ToSlash(rel))
		if info, err := d.Info(); err == nil {
			fmt.Fprintf(&all, "%s %d %d\n", rel, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	if len(names) == 0 {
		return nil, ""
	}
	return names, SumOf([]byte(all.String()))
}

// Over has a centre that is only looked at read what waits with somebody's draft in place of what lies beside the file.
func (s *Shelf) Over(who queue.StaffID, centre *config.Centre) error {
	names, _ := s.Staged(who)
	targets, err := s.targets(names, s.stageDir(who), centre)
	if err != nil {
		return err
	}
	instead := map[string]string{}
	for _, t := range targets {
		if t.lang != "" {
			instead[centre.Beside(centre.Catalogues[t.lang])] = t.from
		}
	}
	if clips := centre.Beside(centre.Voice.Clips); centre.Voice.Clips != "" && len(instead) < len(targets) {
		if _, err := os.Stat(clips); errors.Is(err, fs.ErrNotExist) {
			instead[clips] = filepath.Join(s.stageDir(who), "clips")
		}
	}
	centre.Instead(instead)
	return nil
}

// Fits says why what a bundle has beside its config can't be put where its text says that it lies; nil, too, for a text
// that is wrong itself.
func (s *Shelf) Fits(b *Bundle) error {
	centre, _ := s.Check(Fill(b.Src))
	if centre == nil {
		return nil
	}
	var names []string
	for lang := range b.Words {
		names = append(names, "words/"+lang+".json")
	}
	for name := range b.Clips {
		names = append(names, "clips/"+name)
	}
	slices.Sort(names)
	_, err := s.targets(names, "", centre)
	return err
}

// target is a file beside the config that is put in place with it.
type target struct {
	from, file string
	lang       string // of words; "" for what belongs to recordings
	past       record // of words
}

// planned lists what a change puts in place beside the config.
func (s *Shelf) planned(c Change, centre *config.Centre) ([]target, error) {
	if !c.Staged {
		return nil, nil
	}
	names, _ := s.Staged(c.Who)
	return s.targets(names, s.stageDir(c.Who), centre)
}

// targets finds where a centre says that files of an export lie.
func (s *Shelf) targets(names []string, from string, centre *config.Centre) ([]target, error) {
	var list []target
	for _, name := range names {
		t := target{from: filepath.Join(from, filepath.FromSlash(name))}
		words := packedWords.FindStringSubmatch(name)
		clip, isClip := strings.CutPrefix(name, "clips/")
		at := ""
		switch {
		case words != nil:
			t.lang = words[1]
			t.past = record{filepath.Join(s.o.Dir, "words-"+t.lang), ".json", s.o.Now}
			if at = centre.Catalogues[t.lang]; at == "" {
				return nil, refuse(Unnamed, t.lang)
			}
		case isClip && centre.Voice.Clips == "":
			return nil, refuse(NoClips)
		case isClip && packedClip.MatchString(name):
			at = filepath.Join(centre.Voice.Clips, filepath.FromSlash(clip))
		default:
			return nil, refuse(Foreign, name)
		}
		var err error
		if t.file, err = s.place(at, t.lang != ""); err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

// place gives the whole path of what a config names beside it, where an import may write it: below the config's folder,
// but neither among the books nor among the editions, and words only into a file that is new or has words.
func (s *Shelf) place(name string, words bool) (string, error) {
	folder, err := filepath.Abs(filepath.Dir(s.o.File))
	if err != nil {
		return "", err
	}
	file := name
	if !filepath.IsAbs(file) {
		file = filepath.Join(folder, file)
	}
	if words && filepath.Ext(file) != ".json" {
		return "", refuse(NotJSON, name)
	}
	dir, err := filepath.Abs(s.o.Dir)
	if err != nil {
		return "", err
	}
	folder, dir = solid(folder), solid(dir)
	real := solid(file)
	books := filepath.Dir(dir)
	if !within(folder, real) || within(dir, real) || books != folder && within(books, real) || filepath.Ext(real) != filepath.Ext(file) {
		return "", refuse(Elsewhere, name)
	}
	if words {
		if b, err := os.ReadFile(real); err == nil && len(bytes.TrimSpace(b)) > 0 {
			var faces map[string]map[string]json.RawMessage
			if json.Unmarshal(b, &faces) != nil {
				return "", refuse(OtherThing, name)
			}
		}
	}
	return file, nil
}

// solid follows the links of as much of a path as there is.
func solid(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(solid(parent), filepath.Base(path))
	}
	return path
}

// within says whether a path lies below a folder.
func within(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != "." && filepath.IsLocal(rel)
}

// put puts the file in its place. What lay there is kept: words as an edition, see Leaf.
func (t target) put(who queue.StaffID) (*swap, int, error) {
	src, err := os.ReadFile(t.from)
	if err != nil {
		return nil, 0, err
	}
	n := 0
	if t.lang != "" {
		if n, err = t.keep(who, src); err != nil {
			return nil, 0, err
		}
	}
	if err = os.MkdirAll(filepath.Dir(t.file), 0o750); err == nil {
		var sw *swap
		if sw, err = swapIn(t.file, src); err == nil {
			return sw, n, nil
		}
	}
	return nil, 0, errors.Join(err, t.drop(n))
}

func (t target) keep(who queue.StaffID, src []byte) (int, error) {
	if err := os.MkdirAll(t.past.dir, 0o700); err != nil {
		return 0, err
	}
	if old, err := os.ReadFile(t.file); err == nil && len(old) > 0 {
		if _, err := t.past.keepIfNew(textOf(old), "", Hand, 0); err != nil {
			return 0, err
		}
	}
	return t.past.keepIfNew(textOf(src), who, Import, 0)
}

func (t target) drop(n int) error {
	if n == 0 {
		return nil
	}
	return t.past.drop(n)
}

// done keeps the recording before as NAME.wav.old and lets what else was replaced go.
func (t target) done(sw *swap) {
	if sw.aside != "" && filepath.Ext(t.file) == ".wav" && os.Rename(sw.aside, sw.file+".old") == nil {
		return
	}
	sw.done()
}
