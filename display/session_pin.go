package display

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"net/netip"
	"strings"
	"time"

	"onedoor/queue"
)

// StaffStore keeps what a PIN was, and who is logged in. The journal fits it.
type StaffStore interface {
	// PutFirstPIN is PINStore's PutPIN for a PIN that somebody else chose: MustChange says
	// so until the next PutPIN.
	PutFirstPIN(ctx context.Context, staff queue.StaffID, phc string, at time.Time) error
	MustChange(ctx context.Context, staff queue.StaffID) (bool, error)
	// FormerPINs gives the hashes of somebody's last PINs, the one in force first.
	FormerPINs(ctx context.Context, staff queue.StaffID, n int) ([]string, error)
	EachSession(ctx context.Context, now time.Time, each func(hash []byte, staff queue.StaffID, made, expires time.Time)) error
	ForgetStaff(ctx context.Context, staff queue.StaffID) error
}

// owed says why somebody has to change their PIN: it is one that somebody else chose.
type owed uint8

const (
	owedNothing owed = iota
	// owedForFile is the first PIN of the centre's file. Every page of the staff's leads to
	// another one first. The API goes on: who writes a program's PIN into the file is who runs
	// it, and no program can choose one over again.
	owedForFile
	// owedForSet is a PIN that an administrator has set. Nothing is done by it but changing it.
	owedForSet
)

// owes says why somebody has to change their PIN. The demo's stands on its pages, and stays.
func (s *Sessions) owes(ctx context.Context, staff queue.StaffID) (owed, error) {
	if s.staff == nil {
		return owedNothing, nil
	}
	must, err := s.staff.MustChange(ctx, staff)
	switch {
	case err != nil:
		return owedNothing, fmt.Errorf("read whose PIN it is: %w", err)
	case must:
		return owedForSet, nil
	case !s.policy().ChangeFirst || s.kit.Demo():
		return owedNothing, nil
	}
	_, own, err := s.store.PIN(ctx, staff)
	if err != nil {
		return owedNothing, fmt.Errorf("read PIN: %w", err)
	}
	if own {
		return owedNothing, nil
	}
	return owedForFile, nil
}

// ChangePIN replaces somebody's own PIN by one that the policy takes, ends all of their
// sessions and opens a new one. The present PIN counts as an attempt to log in.
func (s *Sessions) ChangePIN(ctx context.Context, staff queue.StaffID, present, pin string) (token string, err error) {
	if fixed, err := s.Fixed(ctx, staff); fixed || err != nil {
		return "", cmp.Or(err, error(Refuse(queue.ErrNotAllowed, "what", "demo_pin")))
	}
	leave, err := s.wait(ctx, netip.Prefix{})
	if err != nil {
		return "", err
	}
	defer leave()
	if err := s.verify(ctx, pair{staff: staff}, present); isCode(err, ErrBadPIN) { // they are logged in: nothing is given away
		return "", Refuse(ErrWrongPIN)
	} else if err != nil {
		return "", err
	}
	if err := s.policy().Check(pin, staff); err != nil {
		return "", err
	}
	if err := s.isNew(ctx, staff, present, pin); err != nil {
		return "", err
	}
	phc, err := HashPIN(pin, s.random)
	if err != nil {
		return "", err
	}
	if err := s.store.PutPIN(ctx, staff, phc, s.now()); err != nil {
		return "", fmt.Errorf("keep PIN: %w", err)
	}
	s.dismissAll(staff)
	Record(ctx, s.audit, s.log, AuditEntry{Staff: staff, Act: "pin_changed", Subject: string(staff)})
	return s.open(ctx, staff)
}

// isNew refuses a PIN that somebody has or had.
func (s *Sessions) isNew(ctx context.Context, staff queue.StaffID, present, pin string) error {
	used := Refuse(ErrWeakPIN, "what", "used", "n", "0")
	if pin == present {
		return used
	}
	if s.staff == nil {
		return nil
	}
	former, err := s.staff.FormerPINs(ctx, staff, s.policy().History)
	if err != nil {
		return fmt.Errorf("read former PINs: %w", err)
	}
	for _, phc := range former {
		if fits, err := VerifyPIN(phc, pin); err == nil && fits {
			return used
		}
	}
	return nil
}

// SetFirstPIN gives somebody a PIN that they have to change at the next log-in, ends
// their sessions and their lock-out. Without a PIN it draws one. It gives the PIN, which
// nobody can read again, and its hash.
func (s *Sessions) SetFirstPIN(ctx context.Context, by, staff queue.StaffID, pin string) (chosen, phc string, err error) {
	if s.staff == nil {
		return "", "", Refuse(ErrNotFound)
	}
	if fixed, err := s.Fixed(ctx, staff); fixed || err != nil {
		return "", "", cmp.Or(err, error(Refuse(queue.ErrNotAllowed, "what", "demo_pin")))
	}
	if pin == "" {
		if pin, err = s.drawPIN(staff); err != nil {
			return "", "", err
		}
	}
	if err := s.policy().Check(pin, staff); err != nil {
		return "", "", err
	}
	leave, err := s.wait(ctx, netip.Prefix{})
	if err != nil {
		return "", "", err
	}
	defer leave()
	if phc, err = HashPIN(pin, s.random); err != nil {
		return "", "", err
	}
	if err := s.staff.PutFirstPIN(ctx, staff, phc, s.now()); err != nil {
		return "", "", fmt.Errorf("keep PIN: %w", err)
	}
	s.forgive(staff)
	s.dismissAll(staff)
	Record(ctx, s.audit, s.log, AuditEntry{Staff: by, Act: "pin_set", Subject: string(staff)})
	return pin, phc, nil
}

// Fixed says whether somebody is of the demo as it came: their PIN stands on its pages.
func (s *Sessions) Fixed(ctx context.Context, staff queue.StaffID) (bool, error) {
	if !s.kit.Demo() || s.kit.Rules().Person(staff) == nil {
		return false, nil
	}
	_, own, err := s.store.PIN(ctx, staff)
	return !own, err
}

// drawPIN draws a PIN that the policy takes; nearly every one is.
func (s *Sessions) drawPIN(staff queue.StaffID) (string, error) {
	policy := s.policy()
	n := max(policy.Length, 6)
	bound := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
	for {
		v, err := rand.Int(s.random, bound)
		if err != nil {
			return "", fmt.Errorf("draw a PIN: %w", err)
		}
		pin := v.String()
		pin = strings.Repeat("0", n-len(pin)) + pin
		if policy.Check(pin, staff) == nil {
			return pin, nil
		}
	}
}

// dismissAll ends all sessions of somebody that are in memory; the store's are gone.
func (s *Sessions) dismissAll(staff queue.StaffID) {
	s.dismiss(s.forget(func(_ [32]byte, of queue.StaffID) bool { return of == staff })...)
}
