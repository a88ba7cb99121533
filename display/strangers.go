package display

import (
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

// Somebody at one address may ask for wrongRefs tickets that are nobody's, and then for
// one in wrongRefEvery. A ref has 96 bits: nobody finds one by trying, limited or not, and
// what is kept from happening is that trying costs others the books' time.
const (
	wrongRefs     = 30
	wrongRefEvery = 2 * time.Second
	maxAddresses  = 4096 // addresses remembered at a time
)

// Strangers counts refs that are nobody's by the address they came from. Everybody in the
// hall may come from one address, so it never keeps anybody from a ticket of today: whoever
// asks has looked among the living before, and an address that tries too much has to wait
// for what the books alone know. The zero value is ready for use.
type Strangers struct {
	mu    sync.Mutex
	until map[netip.Prefix]time.Time // when all tries of an address are its again
}

// AddressOf is whom a guess is counted against: who isn't logged in goes by the address, which a header of their own
// can't change.
func AddressOf(c *gin.Context) string { return strangerOf(c).String() }

// strangerOf is what counts as one address: of IPv6 the network, since a phone has as many
// addresses there as it likes. Only the connection's own end is believed, and a proxy on this
// machine about who came to it, which is what it has added last.
func strangerOf(c *gin.Context) netip.Prefix {
	addr, err := netip.ParseAddr(c.RemoteIP())
	if err != nil {
		return netip.Prefix{} // a test, or a socket of the system's own
	}
	if via := c.Request.Header.Values("X-Forwarded-For"); addr.IsLoopback() && len(via) > 0 {
		last := via[len(via)-1]
		if came, err := netip.ParseAddr(strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])); err == nil {
			addr = came
		}
	}
	addr = addr.Unmap().WithZone("")
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	return netip.PrefixFrom(addr, bits).Masked()
}

// Allow refuses an address that has sent too many refs of nobody's lately.
func (s *Strangers) Allow(c *gin.Context, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	free := s.until[strangerOf(c)].Add(-(wrongRefs - 1) * wrongRefEvery) // from when on one more is allowed
	if !free.After(now) {
		return nil
	}
	over := free.Sub(now)
	return Refuse(ErrSlowDown, "retry_s", strconv.Itoa(int((over+time.Second-1)/time.Second)))
}

// Wrong notes that a ref was nobody's.
func (s *Strangers) Wrong(c *gin.Context, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.until == nil {
		s.until = map[netip.Prefix]time.Time{}
	}
	who := strangerOf(c)
	if _, known := s.until[who]; !known && len(s.until) >= maxAddresses {
		s.forget(now)
	}
	from := s.until[who]
	if from.Before(now) {
		from = now
	}
	s.until[who] = from.Add(wrongRefEvery)
}

// forget makes room: for who has all tries back, and else for everybody.
func (s *Strangers) forget(now time.Time) {
	for who, until := range s.until {
		if !until.After(now) {
			delete(s.until, who)
		}
	}
	if len(s.until) >= maxAddresses {
		clear(s.until)
	}
}

// nobodysRef has a ref's form; refs are random, and this one is none.
const nobodysRef = "----------------"

// PlainRef gives what to look up for a ref as it came: itself, or, when it can't be one (a
// ref is 96 bits in base64url), one that is nobody's. So a ref that can't be one costs the
// same work as one that could.
func PlainRef(s string) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	if len(s) != len(nobodysRef) || strings.Trim(s, letters) != "" {
		return nobodysRef
	}
	return s
}
