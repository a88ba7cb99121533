package display

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"onedoor/queue"
)

// OpenSession is somebody who is logged in.
type OpenSession struct {
	ID      string // a handle that opens nothing
	Staff   queue.StaffID
	Made    time.Time
	Expires time.Time
	Live    int // live pages that it has open
}

// List gives who is logged in, the newest first.
func (s *Sessions) List(ctx context.Context) ([]OpenSession, error) {
	if s.staff == nil {
		return nil, nil
	}
	var list []OpenSession
	err := s.staff.EachSession(ctx, s.now(), func(hash []byte, staff queue.StaffID, made, expires time.Time) {
		o := OpenSession{ID: hex.EncodeToString(handle(hash)), Staff: staff, Made: made, Expires: expires}
		if len(hash) == sha256.Size {
			s.mu.Lock()
			o.Live = len(s.live[[sha256.Size]byte(hash)])
			s.mu.Unlock()
		}
		list = append(list, o)
	})
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return list, nil
}

// handle names a session without giving its hash away.
func handle(hash []byte) []byte {
	sum := sha256.Sum256(hash)
	return sum[:8]
}

// End ends one session of somebody's.
func (s *Sessions) End(ctx context.Context, by queue.StaffID, id string) error {
	var found []byte
	var whose queue.StaffID
	err := s.staff.EachSession(ctx, s.now(), func(hash []byte, staff queue.StaffID, _, _ time.Time) {
		if hex.EncodeToString(handle(hash)) == id {
			found, whose = append([]byte(nil), hash...), staff
		}
	})
	switch {
	case err != nil:
		return fmt.Errorf("find a session: %w", err)
	case found == nil:
		return nil // it has ended already
	}
	if err := s.store.DeleteSession(ctx, found); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	s.dismiss(s.forget(func(h [sha256.Size]byte, _ queue.StaffID) bool { return string(h[:]) == string(found) })...)
	Record(ctx, s.audit, s.log, AuditEntry{Staff: by, Act: "session_ended", Subject: string(whose)})
	return nil
}

// Locked says until when somebody is locked out; zero when they aren't.
func (s *Sessions) Locked(ctx context.Context, staff queue.StaffID) (until time.Time, err error) {
	all, err := s.tries(ctx, staff, true)
	if err != nil {
		return time.Time{}, err
	}
	t := s.worst(staff, all, s.policy())
	wait, locked := t.wait(s.policy())
	if until = t.last.Add(wait); !locked || !until.After(s.now()) {
		return time.Time{}, nil
	}
	return until, nil
}

// Unlock forgets somebody's failures.
func (s *Sessions) Unlock(ctx context.Context, by, staff queue.StaffID) error {
	return s.unlock(ctx, AuditEntry{Staff: by, Act: "unlocked", Subject: string(staff)})
}

func (s *Sessions) unlock(ctx context.Context, e AuditEntry) error {
	staff := queue.StaffID(e.Subject)
	if err := s.putTries(ctx, staff, true, tries{}); err != nil {
		return err
	}
	s.forgive(staff)
	Record(ctx, s.audit, s.log, e)
	return nil
}

// MustChange says whether somebody has to change their PIN at the next log-in.
func (s *Sessions) MustChange(ctx context.Context, staff queue.StaffID) (bool, error) {
	why, err := s.owes(ctx, staff)
	return why != owedNothing, err
}

// Forget drops what is kept of somebody who has left.
func (s *Sessions) Forget(ctx context.Context, staff queue.StaffID) error {
	if s.staff == nil {
		return nil
	}
	if err := s.staff.ForgetStaff(ctx, staff); err != nil {
		return fmt.Errorf("forget a member of staff: %w", err)
	}
	s.dismissAll(staff)
	return nil
}
