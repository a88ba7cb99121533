package display

import (
	"context"
	"fmt"
	"net/netip"
	"strconv"
	"time"

	"onedoor/queue"
)

// Failures to log in are counted twice. By id and address they slow the next attempt down and lock it out, so that a
// stranger locks out nobody but himself. By id alone, which the store keeps, they lock out every address that this
// person hasn't logged in from, once there are manyAddresses times as many: whoever has a hundred addresses gets no
// further. What was counted before the program began holds for every address, so that a restart forgives nothing.
const (
	freeAttempts  = 3    // failures that cost nothing
	manyAddresses = 5    // lock-outs' worth of failures from all addresses together
	maxStrangers  = 512  // unknown ids whose failures are remembered
	maxPairs      = 4096 // ids at addresses
)

// pair is an id and the address that it was tried from; none for a program's own.
type pair struct {
	staff queue.StaffID
	from  netip.Prefix
}

type tries struct {
	failed int
	last   time.Time
}

// verify holds the PIN against the hash and counts failures. The caller has
// the turn.
func (s *Sessions) verify(ctx context.Context, who pair, pin string) error {
	staff := who.staff
	person, known := s.directory(staff)
	known = known && s.kit.Rules().Person(staff) != nil
	now, policy := s.now(), s.policy()
	all, err := s.tries(ctx, staff, known)
	if err != nil {
		return err
	}
	t, home := s.triesFrom(who, all)
	t, all = t.eased(now, policy), all.eased(now, policy)
	refused := t.refusal(now, policy)
	if refused == nil && !home && all.failed >= manyAddresses*policy.LockAfter {
		refused = all.refusal(now, policy)
	}
	if refused != nil {
		if !known || s.pardon == nil || !s.pardon(staff) {
			return refused
		}
		if err := s.unlock(ctx, AuditEntry{Act: "unlocked_on_machine", Subject: string(staff)}); err != nil {
			return err
		}
		t, all = tries{}, tries{}
	}
	hash := s.dummy
	if known {
		hash = person.FirstPIN
		own, ok, err := s.store.PIN(ctx, staff)
		if err != nil {
			return fmt.Errorf("read PIN: %w", err)
		}
		if ok {
			hash = own
		}
	}
	fits, err := VerifyPIN(hash, pin)
	if err != nil {
		return fmt.Errorf("verify PIN: %w", err)
	}
	if fits && known {
		s.succeeded(who)
		if all.failed == 0 {
			return nil
		}
		return s.putTries(ctx, staff, known, tries{})
	}
	return s.failed(ctx, who, known, tries{t.failed + 1, now}, tries{all.failed + 1, now})
}

// failed counts a failure. One of somebody's and one of nobody's write as much, so that they take the same time.
func (s *Sessions) failed(ctx context.Context, who pair, known bool, t, all tries) error {
	s.putTriesFrom(who, t)
	if err := s.putTries(ctx, who.staff, known, all); err != nil {
		return err
	}
	if !known { // of ids that are nobody's there may be any number: nothing is kept of them but a row that is none's
		for range 2 {
			if err := s.store.PutAttempts(ctx, "", 1, all.last); err != nil {
				return fmt.Errorf("keep attempts: %w", err)
			}
		}
		return Refuse(ErrBadPIN)
	}
	act := "login_failed"
	if t.failed >= s.policy().LockAfter {
		act = "locked_out"
	}
	Record(ctx, s.audit, s.log, AuditEntry{Act: act, Subject: string(who.staff)})
	return Refuse(ErrBadPIN)
}

// wait gives how long somebody has to wait before the next attempt, at most: 1, 2, 4 …
// seconds after the fourth failure, then the whole lock-out.
func (t tries) wait(p PINPolicy) (d time.Duration, locked bool) {
	switch {
	case t.failed >= p.LockAfter:
		return p.LockFor, true
	case t.failed <= freeAttempts:
		return 0, false
	}
	return time.Second << min(t.failed-freeAttempts-1, 5), false
}

// eased gives what is left of failures when nobody has failed for as long as a lock-out: the next one slows down, and
// doesn't lock again.
func (t tries) eased(now time.Time, p PINPolicy) tries {
	if now.Sub(t.last) >= p.LockFor {
		t.failed = min(t.failed, freeAttempts)
	}
	return t
}

// refusal says whether somebody has to wait before the next attempt.
func (t tries) refusal(now time.Time, p PINPolicy) error {
	wait, locked := t.wait(p)
	left := t.last.Add(wait).Sub(now)
	if left <= 0 || left > wait { // later, or the clock went back
		return nil
	}
	code := ErrSlowDown
	if locked {
		code = ErrLocked
	}
	seconds := int((left + time.Second - 1) / time.Second)
	return Refuse(code, "retry_s", strconv.Itoa(seconds), "minutes", strconv.Itoa((seconds+59)/60))
}

// triesFrom gives the failures from one address, and whether somebody has logged in from there. An address of which
// nothing is known has those of before the start.
func (s *Sessions) triesFrom(who pair, all tries) (t tries, home bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.pairs[who]
	if !ok && !all.last.After(s.born) {
		t = all
	}
	return t, s.homes[who]
}

func (s *Sessions) putTriesFrom(who pair, t tries) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.pairs[who]; !ok && len(s.pairs) >= maxPairs {
		for old, v := range s.pairs {
			if t.last.Sub(v.last) >= s.policy().LockFor {
				delete(s.pairs, old)
			}
		}
		if len(s.pairs) >= maxPairs { // a crowd of liars: the count by id alone goes on
			clear(s.pairs)
		}
	}
	s.pairs[who] = t
}

// succeeded forgets the failures of an id at an address, and remembers that it has logged in from there.
func (s *Sessions) succeeded(who pair) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pairs[who] = tries{}
	if len(s.homes) >= maxPairs {
		clear(s.homes)
	}
	s.homes[who] = true
}

// friend says whether anybody has logged in from an address.
func (s *Sessions) friend(from netip.Prefix) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for who := range s.homes {
		if who.from == from {
			return true
		}
	}
	return false
}

// forgive forgets the failures of an id at every address.
func (s *Sessions) forgive(staff queue.StaffID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for who := range s.pairs {
		if who.staff == staff {
			delete(s.pairs, who)
		}
	}
}

// worst gives the failures that lock somebody out the longest.
func (s *Sessions) worst(staff queue.StaffID, all tries, p PINPolicy) (t tries) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !all.last.After(s.born) || all.failed >= manyAddresses*p.LockAfter {
		t = all
	}
	for who, v := range s.pairs {
		if who.staff == staff && v.failed >= p.LockAfter && v.last.After(t.last) {
			t = v
		}
	}
	return t
}

func (s *Sessions) tries(ctx context.Context, staff queue.StaffID, known bool) (tries, error) {
	if known {
		failed, last, err := s.store.Attempts(ctx, staff)
		if err != nil {
			return tries{}, fmt.Errorf("read attempts: %w", err)
		}
		return tries{failed, last}, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.strangers[staff], nil
}

func (s *Sessions) putTries(ctx context.Context, staff queue.StaffID, known bool, t tries) error {
	if known {
		if err := s.store.PutAttempts(ctx, staff, t.failed, t.last); err != nil {
			return fmt.Errorf("keep attempts: %w", err)
		}
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.strangers) >= maxStrangers {
		clear(s.strangers)
	}
	s.strangers[staff] = t
	return nil
}
