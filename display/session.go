package display

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

const (
	sessionCookie = "onedoor_session"
	sessionLife   = 12 * time.Hour // a working day, breaks and all

	freeAttempts = 3   // failures that cost nothing
	maxWaiting   = 8   // verifications in line; the next one is told to come again
	maxStrangers = 512 // unknown ids whose failures are remembered
)

// Person is what the config knows of a member of staff beyond the rules.
type Person struct {
	Name     string // as staff see it
	FirstPIN string // argon2id hash in the PHC string format
}

// SessionOptions is what Sessions is made of.
type SessionOptions struct {
	Kit       *Kit
	Store     LoginStore
	Directory func(queue.StaffID) (Person, bool) // from the config
	Now       func() time.Time                   // wall clock; time.Now when nil
	Random    io.Reader                          // crypto/rand when nil

	PINs  func() PINPolicy // nil: the policy that holds where a centre writes none
	Staff StaffStore       // nil: no PIN has to be changed, and none is remembered
	Audit Auditor          // nil: nothing is written down
	Log   *slog.Logger     // slog.Default when nil
}

// Sessions logs staff in and out and guards what is theirs. The rules say who
// may do what; the config and the store say who they are.
type Sessions struct {
	kit       *Kit
	store     LoginStore
	directory func(queue.StaffID) (Person, bool)
	now       func() time.Time
	random    io.Reader
	cross     *http.CrossOriginProtection
	rights    map[string]access // of each route, by method and path
	policy    func() PINPolicy
	staff     StaffStore
	audit     Auditor
	log       *slog.Logger
	dummy     string        // no PIN's hash; verified for strangers, so that they take as long
	turn      chan struct{} // holds one: one verification at a time
	line      chan struct{} // who waits for the turn

	mu        sync.Mutex
	strangers map[queue.StaffID]tries
	known     map[[sha256.Size]byte]session            // what the store said, so that a call costs no read
	live      map[[sha256.Size]byte]map[*Socket]string // with the rights of who came by it, when it came
}

type tries struct {
	failed int
	last   time.Time
}

type session struct {
	staff   queue.StaffID
	expires time.Time
	owed    owed
}

// NewSessions makes Sessions.
func NewSessions(o SessionOptions) (*Sessions, error) {
	s := &Sessions{
		kit: o.Kit, store: o.Store, directory: o.Directory, now: o.Now, random: o.Random,
		cross: http.NewCrossOriginProtection(), rights: rights(), turn: make(chan struct{}, 1), line: make(chan struct{}, maxWaiting),
		strangers: map[queue.StaffID]tries{}, known: map[[sha256.Size]byte]session{},
		live: map[[sha256.Size]byte]map[*Socket]string{},
	}
	s.policy, s.staff, s.audit, s.log = o.PINs, o.Staff, o.Audit, o.Log
	if s.now == nil {
		s.now = time.Now
	}
	if s.random == nil {
		s.random = rand.Reader
	}
	if s.policy == nil {
		s.policy = DefaultPINs
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	var err error
	if s.dummy, err = dummyPHC(s.random); err != nil {
		return nil, err
	}
	return s, nil
}

// Login verifies a PIN and opens a session. Unknown staff and wrong PINs are
// the same refusal and take the same time. Failures slow the next attempt of
// the same staff id down, then lock it out.
func (s *Sessions) Login(ctx context.Context, staff queue.StaffID, pin string) (token string, err error) {
	leave, err := s.wait(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	if err := s.verify(ctx, staff, pin); err != nil {
		return "", err
	}
	return s.open(ctx, staff)
}

// wait waits for the turn to verify a PIN, one at a time. Who comes when the line is
// long is told to come again.
func (s *Sessions) wait(ctx context.Context) (leave func(), err error) {
	select {
	case s.line <- struct{}{}:
	default:
		return nil, Refuse(ErrSlowDown, "retry_s", "2")
	}
	select {
	case s.turn <- struct{}{}:
		return func() { <-s.turn; <-s.line }, nil
	case <-ctx.Done():
		<-s.line
		return nil, ctx.Err()
	}
}

// open begins a session.
func (s *Sessions) open(ctx context.Context, staff queue.StaffID) (token string, err error) {
	secret := make([]byte, 32)
	if _, err := io.ReadFull(s.random, secret); err != nil {
		return "", fmt.Errorf("read token: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(secret)
	hash := sha256.Sum256([]byte(token))
	now := s.now()
	if err := s.store.PutSession(ctx, hash[:], staff, now, now.Add(sessionLife)); err != nil {
		return "", fmt.Errorf("keep session: %w", err)
	}
	return token, nil
}

// verify holds the PIN against the hash and counts failures. The caller has
// the turn.
func (s *Sessions) verify(ctx context.Context, staff queue.StaffID, pin string) error {
	person, known := s.directory(staff)
	known = known && s.kit.Rules().Person(staff) != nil
	t, err := s.tries(ctx, staff, known)
	if err != nil {
		return err
	}
	now := s.now()
	policy := s.policy()
	if err := t.refusal(now, policy); err != nil {
		return err
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
		if t.failed == 0 {
			return nil
		}
		return s.putTries(ctx, staff, known, tries{})
	}
	if err := s.putTries(ctx, staff, known, tries{failed: t.failed + 1, last: now}); err != nil {
		return err
	}
	if known { // of ids that are nobody's there may be any number
		act := "login_failed"
		if t.failed+1 >= policy.LockAfter {
			act = "locked_out"
		}
		Record(ctx, s.audit, s.log, AuditEntry{Act: act, Subject: string(staff)})
	}
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

// Who gives the member of staff a token belongs to. Somebody who has left the
// rules has no session any more.
func (s *Sessions) Who(ctx context.Context, token string) (*queue.Staff, bool, error) {
	p, _, err := s.find(ctx, token)
	return p, p != nil, err
}

// find gives who a token belongs to, nil when nobody's, and whether they have to change
// their PIN before anything else.
func (s *Sessions) find(ctx context.Context, token string) (p *queue.Staff, why owed, err error) {
	if token == "" {
		return nil, owedNothing, nil
	}
	hash := sha256.Sum256([]byte(token))
	s.mu.Lock()
	v, ok := s.known[hash]
	s.mu.Unlock()
	if !ok {
		staff, expires, found, err := s.store.Session(ctx, hash[:])
		if err != nil {
			return nil, owedNothing, fmt.Errorf("read session: %w", err)
		}
		if !found {
			return nil, owedNothing, nil
		}
		v = session{staff: staff, expires: expires}
		if v.owed, err = s.owes(ctx, staff); err != nil {
			return nil, owedNothing, err
		}
		s.remember(hash, v)
	}
	if !s.now().Before(v.expires) {
		return nil, owedNothing, nil
	}
	return s.kit.Rules().Person(v.staff), v.owed, nil
}

// remember keeps what the store said, and forgets what has expired.
func (s *Sessions) remember(hash [sha256.Size]byte, v session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) > 256 {
		now := s.now()
		for h, old := range s.known {
			if !now.Before(old.expires) {
				delete(s.known, h)
			}
		}
	}
	s.known[hash] = v
}

// Logout ends a session, and the sockets that came by it.
func (s *Sessions) Logout(ctx context.Context, token string) error {
	hash := sha256.Sum256([]byte(token))
	if err := s.store.DeleteSession(ctx, hash[:]); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	s.dismiss(s.forget(func(h [sha256.Size]byte, _ queue.StaffID) bool { return h == hash })...)
	return nil
}

// Name gives a member of staff's name, or their id.
func (s *Sessions) Name(id queue.StaffID) string {
	if p, ok := s.directory(id); ok && p.Name != "" {
		return p.Name
	}
	return string(id)
}

// Token gives the token of a request: the bearer's, else the cookie's.
func Token(c *gin.Context) (token string, bearer bool) {
	if v, ok := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer "); ok {
		return strings.TrimSpace(v), true
	}
	if v, err := c.Cookie(sessionCookie); err == nil {
		return v, false
	}
	return "", false
}

// SetCookie gives the browser its session; an empty token takes it away.
func SetCookie(c *gin.Context, token string) {
	cookie := &http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", MaxAge: int(sessionLife / time.Second),
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: Encrypted(c.Request),
	}
	if token == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(c.Writer, cookie)
}
