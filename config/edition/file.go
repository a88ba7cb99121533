package edition

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The names of what lies beside a file while it is replaced.
const (
	freshFile = ".centre-*.tmp"
	asideFile = ".centre-*.before"
)

// swap is a file that was replaced. The one before lies aside until it is done, so that going back needs no room.
type swap struct{ file, aside string }

// swapIn puts a text in a file's place, whole or not at all, as readable as the file was. After an error the file is as
// it was.
func swapIn(target string, src []byte) (*swap, error) {
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real
	}
	mode, group, there := fs.FileMode(0o640), -1, false
	if info, err := os.Stat(target); err == nil {
		mode, group, there = info.Mode().Perm(), groupOf(info), true
		if err := writeProtected(target, mode); err != nil {
			return nil, err
		}
	}
	fresh, err := writeBeside(target, freshFile, src, mode, group)
	if err != nil {
		return nil, err
	}
	s := &swap{file: target}
	if there {
		s.aside, err = setAside(target, mode, group)
	}
	if err == nil {
		err = os.Rename(fresh, target)
	}
	if err != nil {
		_ = os.Remove(fresh)
		s.done()
		return nil, fmt.Errorf("write %s: %w", filepath.Base(target), err)
	}
	if err := syncDir(filepath.Dir(target)); err != nil {
		return nil, errors.Join(err, s.back())
	}
	return s, nil
}

// writeBeside writes a new file into the folder of another one.
func writeBeside(target, form string, src []byte, mode fs.FileMode, group int) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(target), form)
	if err != nil {
		return "", &ReadOnlyError{target, err}
	}
	_ = f.Chown(-1, group) // the program's own group will do
	_, err = f.Write(src)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		_ = os.Remove(f.Name())
		return "", fmt.Errorf("write %s: %w", filepath.Base(target), err)
	}
	return f.Name(), nil
}

// setAside gives a file a second name; where there are no such names, a copy.
func setAside(target string, mode fs.FileMode, group int) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(target), asideFile)
	if err != nil {
		return "", err
	}
	aside := f.Name()
	if err := errors.Join(f.Close(), os.Remove(aside)); err != nil {
		return "", err
	}
	if os.Link(target, aside) == nil {
		return aside, nil
	}
	src, err := os.ReadFile(target)
	if err != nil {
		return "", err
	}
	return writeBeside(target, asideFile, src, mode, group)
}

// back puts the file before in its place again, at once: a crash finds one of the two there.
func (s *swap) back() error {
	var err error
	if s.aside == "" { // there was none
		err = os.Remove(s.file)
	} else {
		err = os.Rename(s.aside, s.file)
	}
	return errors.Join(err, syncDir(filepath.Dir(s.file)))
}

// done lets the file before go.
func (s *swap) done() {
	if s.aside != "" {
		_ = os.Remove(s.aside) // beside the config the next start tries again
	}
}

// replace puts a text in a file's place for good.
func replace(target string, src []byte) error {
	s, err := swapIn(target, src)
	if err != nil {
		return err
	}
	s.done()
	return nil
}

// sweep takes away what a crash left beside a file.
func sweep(target string) {
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real
	}
	for _, form := range []string{freshFile, asideFile} {
		left, _ := filepath.Glob(filepath.Join(filepath.Dir(target), form))
		for _, name := range left {
			_ = os.Remove(name)
		}
	}
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync the folder: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
