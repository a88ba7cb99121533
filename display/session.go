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
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

const (
	sessionCookie = "onedoor_session"
	sessionLife   = 12 * time.Hour // a working day, breaks and all

	maxWaiting = 8 // verifications in line; the next one is told to come again
	maxFriends = 4 // of addresses from which somebody has logged in before, besides these
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

	Pardon func(queue.StaffID) bool // takes what was left on the machine for somebody who is locked out; nil: nothing is
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
	pardon    func(queue.StaffID) bool
	dummy     string        // no PIN's hash; verified for strangers, so that they take as long
	turn      chan struct{} // holds one: one verification at a time
	line      chan struct{} // who waits for the turn
	friends   chan struct{} // who waits from an address that somebody has logged in from
	born      time.Time     // when the program began to count failures by address

	mu        sync.Mutex
	strangers map[queue.StaffID]tries                  // of ids that are nobody's
	pairs     map[pair]tries                           // of one id from one address
	homes     map[pair]bool                            // where somebody has logged in from
	known     map[[sha256.Size]byte]session            // what the store said, so that a call costs no read
	forgot    uint64                                   // how often some were forgotten: what the store said before is old
	live      map[[sha256.Size]byte]map[*Socket]string // with the rights of who came by it, when it came
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
		cross: http.NewCrossOriginProtection(), rights: rights(), turn: make(chan struct{}, 1), line: make(chan struct{}, maxWaiting), friends: make(chan struct{}, maxFriends),
		strangers: map[queue.StaffID]tries{}, pairs: map[pair]tries{}, homes: map[pair]bool{}, known: map[[sha256.Size]byte]session{},
		live: map[[sha256.Size]byte]map[*Socket]string{},
	}
	s.policy, s.staff, s.audit, s.log, s.pardon = o.PINs, o.Staff, o.Audit, o.Log, o.Pardon
	if s.now == nil {
		s.now = time.Now
	}
	s.born = s.now()
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
	return s.enter(ctx, pair{staff: staff}, pin)
}

// LoginFrom is Login by a request: who fails at another address doesn't lock this one out.
func (s *Sessions) LoginFrom(c *gin.Context, staff queue.StaffID, pin string) (token string, err error) {
	return s.enter(c.Request.Context(), pair{staff, strangerOf(c)}, pin)
}

func (s *Sessions) enter(ctx context.Context, who pair, pin string) (token string, err error) {
	leave, err := s.wait(ctx, who.from)
	if err != nil {
		return "", err
	}
	defer leave()
	if err := s.verify(ctx, who, pin); err != nil {
		return "", err
	}
	return s.open(ctx, who.staff)
}

// wait waits for the turn to verify a PIN, one at a time. Who comes when the line is
// long is told to come again; strangers don't fill the places of the house's own.
func (s *Sessions) wait(ctx context.Context, from netip.Prefix) (leave func(), err error) {
	line := s.line
	select {
	case line <- struct{}{}:
	default:
		if !s.friend(from) {
			return nil, Refuse(ErrSlowDown, "retry_s", "2")
		}
		line = s.friends
		select {
		case line <- struct{}{}:
		default:
			return nil, Refuse(ErrSlowDown, "retry_s", "2")
		}
	}
	select {
	case s.turn <- struct{}{}:
		return func() { <-s.turn; <-line }, nil
	case <-ctx.Done():
		<-line
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
	v, found, err := s.session(ctx, sha256.Sum256([]byte(token)))
	if err != nil || !found || !s.now().Before(v.expires) {
		return nil, owedNothing, err
	}
	return s.kit.Rules().Person(v.staff), v.owed, nil
}

// session gives a session from memory or from the store. What is forgotten while the store is read is read again, so
// that none that has ended is remembered.
func (s *Sessions) session(ctx context.Context, hash [sha256.Size]byte) (v session, found bool, err error) {
	for {
		s.mu.Lock()
		known, ok := s.known[hash]
		forgot := s.forgot
		s.mu.Unlock()
		if ok {
			return known, true, nil
		}
		if v.staff, v.expires, found, err = s.store.Session(ctx, hash[:]); err != nil {
			return v, false, fmt.Errorf("read session: %w", err)
		}
		if !found {
			return v, false, nil
		}
		if v.owed, err = s.owes(ctx, v.staff); err != nil {
			return v, false, err
		}
		if s.remember(hash, v, forgot) {
			return v, true, nil
		}
	}
}

// remember keeps what the store said, and forgets what has expired; false when some were forgotten since.
func (s *Sessions) remember(hash [sha256.Size]byte, v session, forgot uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if forgot != s.forgot {
		return false
	}
	if len(s.known) > 256 {
		now := s.now()
		for h, old := range s.known {
			if !now.Before(old.expires) {
				delete(s.known, h)
			}
		}
	}
	s.known[hash] = v
	return true
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
