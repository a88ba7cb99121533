package edition

import (
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
	Base string // the sum of the text that it was begun from
	Src  []byte
}

// A draft's file is draft.li.<sum of its base>.yaml, so that one rename changes both.
func draftHead(who queue.StaffID) string { return "draft." + string(who) + "." }

// Draft gives somebody's draft; ok is false when they have none.
func (s *Shelf) Draft(who queue.StaffID) (d Draft, ok bool, err error) {
	names, err := s.drafts(who)
	if err != nil || len(names) == 0 {
		return d, false, err
	}
	d.Base = strings.TrimSuffix(strings.TrimPrefix(names[0], draftHead(who)), nameTail)
	d.Src, err = os.ReadFile(filepath.Join(s.o.Dir, names[0]))
	if errors.Is(err, fs.ErrNotExist) {
		return d, false, nil
	}
	if err != nil {
		return d, false, fmt.Errorf("read a draft: %w", err)
	}
	return d, true, nil
}

func (s *Shelf) drafts(who queue.StaffID) ([]string, error) {
	entries, err := os.ReadDir(s.o.Dir)
	if err != nil {
		return nil, fmt.Errorf("list the drafts: %w", err)
	}
	var names []string
	for _, f := range entries {
		if strings.HasPrefix(f.Name(), draftHead(who)) && strings.HasSuffix(f.Name(), nameTail) {
			names = append(names, f.Name())
		}
	}
	return names, nil
}

// KeepDraft keeps somebody's draft in place of the one before.
func (s *Shelf) KeepDraft(who queue.StaffID, d Draft) error {
	old, err := s.drafts(who)
	if err != nil {
		return err
	}
	name := draftHead(who) + d.Base + nameTail
	if err := s.writeFile(name, d.Src); err != nil {
		return fmt.Errorf("keep a draft: %w", err)
	}
	for _, o := range old {
		if o != name {
			_ = os.Remove(filepath.Join(s.o.Dir, o)) // the next one tries again
		}
	}
	return nil
}

// DropDraft throws somebody's draft away.
func (s *Shelf) DropDraft(who queue.StaffID) error {
	names, err := s.drafts(who)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := os.Remove(filepath.Join(s.o.Dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("drop a draft: %w", err)
		}
	}
	return nil
}
