package voice

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
)

// MostFile is the largest recording that is read, in bytes: a minute in two channels at 96 kHz.
const MostFile = maxFile

// Keep puts a recording of a clip into a folder, which it makes, in place of the one before, which is kept as
// NAME.wav.old; the folder's list then says the clip's words. A recording with a fault that makes it useless is
// refused: the faults tell. It is written whole or not at all, at Rate in one channel, so that nothing else that its
// file held is kept and an export has room for it.
func Keep(dir, lang string, c Clip, file []byte) ([]*RecordError, error) {
	if !plainName(c.Name) || !plainName(lang) || len(wordsOf(lang, c.Text)) == 0 {
		return nil, fmt.Errorf("%q in %q is no clip", c.Name, lang)
	}
	if len(file) > maxFile {
		return []*RecordError{fault("large", "larger than {n} MB", "n", maxFile>>20)}, nil
	}
	s, err := ReadWAV(file)
	if f := asFault(err); f != nil {
		return []*RecordError{f}, nil
	}
	if err != nil {
		return nil, err
	}
	found := faults(s, Trim(s), lang, c.Text)
	for _, f := range found {
		if f.Lost {
			return found, nil
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // nothing secret
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close() //nolint:errcheck // only a handle
	if err := root.MkdirAll(lang, 0o755); err != nil {
		return nil, err
	}
	name := path.Join(lang, c.Name+".wav")
	if old, err := root.ReadFile(name); err == nil {
		if err := put(root, name+".old", old); err != nil {
			return nil, err
		}
	}
	if err := put(root, name, s.WAV()); err != nil {
		return nil, err
	}
	return found, list(root, lang, c)
}

// Drop takes a recording of a folder away; it is kept as NAME.wav.old. One that isn't there is fs.ErrNotExist.
func Drop(dir, lang, name string) error {
	if !plainName(name) || !plainName(lang) {
		return fs.ErrNotExist
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // only a handle
	file := path.Join(lang, name+".wav")
	return root.Rename(file, file+".old")
}

// put writes a file of a folder, whole or not at all, and nowhere else: the writer of editions follows links.
func put(root *os.Root, name string, b []byte) error {
	f, err := root.OpenFile(name+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = root.Rename(name+".new", name)
	}
	if err != nil {
		return errors.Join(err, root.Remove(name+".new"))
	}
	dir, err := root.Open(path.Dir(name))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// list has the list of a folder say what is heard in a clip. Every other line stays as it is.
func list(root *os.Root, lang string, c Clip) error {
	b, err := root.ReadFile(lang + ".tsv")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	line, found := c.Name+"\t"+c.Text, false
	var out []string
	for l := range strings.Lines(string(b)) {
		l = strings.TrimRight(l, "\r\n")
		if name, rest, _ := strings.Cut(strings.TrimPrefix(l, "\ufeff"), "\t"); name == c.Name {
			if found {
				continue
			}
			if text, _, _ := strings.Cut(rest, "\t"); strings.TrimSpace(text) != c.Text {
				l = line
			}
			found = true
		}
		out = append(out, l)
	}
	if !found {
		out = append(out, line)
	}
	fresh := []byte(strings.Join(out, "\n") + "\n")
	if bytes.Equal(fresh, b) {
		return nil
	}
	return put(root, lang+".tsv", fresh)
}
