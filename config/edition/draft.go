package edition

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"onedoor/queue"
)

// Draft is what somebody is about to change. Its hashes may be masked.
type Draft struct {
	Base   string // the sum of the text that it was begun from
	Src    []byte
	Import bool // it began as a text from elsewhere
}

// A draft's file is draft.li.yaml: a line with the sum of its base, then its text, so that one rename changes both.
func (s *Shelf) draftFile(who queue.StaffID) string { return "draft." + string(who) + nameTail }

const (
	baseHead   = "# made from "
	importHead = "# imported, to take the place of "
)

// Draft gives somebody's draft; ok is false when they have none.
func (s *Shelf) Draft(who queue.StaffID) (d Draft, ok bool, err error) {
	b, err := os.ReadFile(filepath.Join(s.o.Dir, s.draftFile(who)))
	if errors.Is(err, fs.ErrNotExist) {
		return s.formerDraft(who)
	}
	if err != nil {
		return d, false, fmt.Errorf("read a draft: %w", err)
	}
	head, src, whole := bytes.Cut(b, []byte("\n"))
	base, known := strings.CutPrefix(string(head), baseHead)
	imported := false
	if !known {
		base, imported = strings.CutPrefix(string(head), importHead)
	}
	if !whole || !known && !imported {
		return d, false, nil
	}
	return Draft{base, src, imported}, true, nil
}

// formerDraft reads a draft of a release before, whose file was draft.li.<sum of its base>.yaml.
func (s *Shelf) formerDraft(who queue.StaffID) (d Draft, ok bool, err error) {
	names, err := s.formerDrafts(who)
	if err != nil || len(names) == 0 {
		return d, false, err
	}
	d.Base = strings.TrimSuffix(strings.TrimPrefix(names[0], "draft."+string(who)+"."), nameTail)
	if d.Src, err = os.ReadFile(filepath.Join(s.o.Dir, names[0])); err != nil {
		return d, false, fmt.Errorf("read a draft: %w", err)
	}
	return d, true, nil
}

func (s *Shelf) formerDrafts(who queue.StaffID) ([]string, error) {
	entries, err := os.ReadDir(s.o.Dir)
	if err != nil {
		return nil, fmt.Errorf("list the drafts: %w", err)
	}
	var names []string
	for _, f := range entries {
		sum, ok := strings.CutPrefix(f.Name(), "draft."+string(who)+".")
		if sum, tail := strings.CutSuffix(sum, nameTail); ok && tail && len(sum) == 64 {
			names = append(names, f.Name())
		}
	}
	return names, nil
}

// KeepDraft keeps somebody's draft in place of the one before.
func (s *Shelf) KeepDraft(who queue.StaffID, d Draft) error {
	old, err := s.formerDrafts(who)
	if err != nil {
		return err
	}
	head := baseHead
	if d.Import {
		head = importHead
	}
	if err := s.writeFile(s.draftFile(who), append([]byte(head+d.Base+"\n"), d.Src...)); err != nil {
		return fmt.Errorf("keep a draft: %w", err)
	}
	for _, o := range old {
		_ = os.Remove(filepath.Join(s.o.Dir, o)) // the next one tries again
	}
	return nil
}

// DropDraft throws somebody's draft away, and what lies beside it.
func (s *Shelf) DropDraft(who queue.StaffID) error {
	names, err := s.formerDrafts(who)
	if err != nil {
		return err
	}
	if err := s.unstage(who); err != nil {
		return err
	}
	for _, name := range append(names, s.draftFile(who)) {
		if err := os.Remove(filepath.Join(s.o.Dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("drop a draft: %w", err)
		}
	}
	return nil
}
