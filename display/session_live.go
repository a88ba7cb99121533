package display

import (
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// policyViolation is the WebSocket close code for a right that is gone (RFC
// 6455, 7.4.1).
const policyViolation = 1008

// Live makes a staff page's socket end with the session it came by, so that
// nothing goes on being told to a page whose person has logged out. The page
// hears {"type":"gone"} and asks for itself anew. Give what it returns to
// Pump.Serve.
func (s *Sessions) Live(c *gin.Context, open func(*Socket)) func(*Socket) {
	token, _ := Token(c)
	if token == "" { // a page that asks for no session, as /paper in the demo
		return open
	}
	hash := sha256.Sum256([]byte(token))
	return func(sock *Socket) {
		open(sock)
		leave := sock.onClose
		sock.OnClose(func() {
			s.release(hash, sock)
			if leave != nil {
				leave()
			}
		})
		until, ok := s.hold(hash, sock)
		if !ok { // it has ended meanwhile
			s.dismiss(sock)
			return
		}
		sock.lasts(func() bool {
			if s.now().Before(until) {
				return true
			}
			s.dismiss(sock)
			return false
		})
	}
}

// hold keeps a socket with its session, and says when that ends; false when there is no such session.
func (s *Sessions) hold(hash [sha256.Size]byte, sock *Socket) (until time.Time, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.known[hash]
	if !ok {
		return time.Time{}, false
	}
	if s.live[hash] == nil {
		s.live[hash] = map[*Socket]string{}
	}
	s.live[hash][sock] = s.rightsOf(v.staff)
	return v.expires, true
}

// rightsOf is what somebody may do, to be held against what they might do before.
func (s *Sessions) rightsOf(staff queue.StaffID) string {
	p := s.kit.Rules().Person(staff)
	if p == nil {
		return ""
	}
	return fmt.Sprint(p.Roles, p.Windows)
}

// Recheck ends the live pages of everybody whose roles or windows are others than when the
// page came, so that it asks for itself anew and shows what they may do now; whoever has left
// the rules is led to the log-in. Call it when new rules are in force.
func (s *Sessions) Recheck() {
	var ended []*Socket
	s.mu.Lock()
	for hash, sockets := range s.live {
		now := s.rightsOf(s.known[hash].staff)
		for sock, then := range sockets {
			if now != then {
				ended = append(ended, sock)
			}
		}
	}
	s.mu.Unlock()
	s.dismiss(ended...)
}

// Present says whether somebody has a page open now, by a session that goes on.
func (s *Sessions) Present(staff queue.StaffID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for hash, sockets := range s.live {
		if v, ok := s.known[hash]; ok && v.staff == staff && len(sockets) > 0 {
			return true
		}
	}
	return false
}

func (s *Sessions) release(hash [sha256.Size]byte, sock *Socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if delete(s.live[hash], sock); len(s.live[hash]) == 0 {
		delete(s.live, hash)
	}
}

// forget drops sessions from memory, and gives the sockets that came by them.
// Which tells sessions by their hash and who they belong to.
func (s *Sessions) forget(which func(hash [sha256.Size]byte, staff queue.StaffID) bool) (ended []*Socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgot++
	for hash, v := range s.known {
		if !which(hash, v.staff) {
			continue
		}
		delete(s.known, hash)
		for sock := range s.live[hash] {
			ended = append(ended, sock)
		}
	}
	return ended
}

// dismiss says goodbye to sockets.
func (s *Sessions) dismiss(list ...*Socket) {
	for _, sock := range list {
		_ = sock.SendJSON(struct { // a value that always encodes
			Type string    `json:"type"`
			At   time.Time `json:"at"`
		}{"gone", s.now()})
		sock.Close(policyViolation, "logged_out")
	}
}
