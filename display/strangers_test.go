package display

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// from is a request from an address.
func from(addr string) *gin.Context {
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest("GET", "/", nil)
	c.Request.RemoteAddr = addr
	c.Request.Header.Set("X-Forwarded-For", "203.0.113.9") // anybody can write that
	return c
}

func TestWhoTriesRefsWaits(t *testing.T) {
	var s Strangers
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	here, there := from("192.0.2.1:4000"), from("192.0.2.2:4000")
	for i := range wrongRefs {
		if err := s.Allow(here, now); err != nil {
			t.Fatalf("the %d. try: %v", i+1, err)
		}
		s.Wrong(here, now)
	}
	err := s.Allow(here, now)
	if e, ok := errors.AsType[*queue.Error](err); !ok || e.Code != ErrSlowDown || e.Args["retry_s"] != "2" {
		t.Fatalf("one too many: %v", err)
	}
	if err := s.Allow(there, now); err != nil {
		t.Errorf("another address: %v", err)
	}
	if err := s.Allow(from("192.0.2.1:5000"), now); err == nil {
		t.Error("another port is another address")
	}
	if err := s.Allow(here, now.Add(wrongRefEvery)); err != nil {
		t.Errorf("a moment later: %v", err)
	}
	proxied := from("127.0.0.1:4000")
	proxied.Request.Header.Add("X-Forwarded-For", "192.0.2.7, 192.0.2.1")
	if err := s.Allow(proxied, now); err == nil {
		t.Error("who comes by a proxy of this machine is somebody else")
	}
	proxied.Request.Header.Set("X-Forwarded-For", "192.0.2.1, 192.0.2.8")
	if err := s.Allow(proxied, now); err != nil {
		t.Errorf("another visitor of the proxy: %v", err)
	}
	a, b := from("[2001:db8:1:2::1]:1"), from("[2001:db8:1:2:ffff::2]:1")
	for range wrongRefs {
		s.Wrong(a, now)
	}
	if err := s.Allow(b, now); err == nil {
		t.Error("another address of one IPv6 network is another address")
	}
	for i := range 3 * maxAddresses {
		s.Wrong(from(fmt.Sprintf("10.0.%d.%d:1", i/256, i%256)), now)
		if len(s.until) > maxAddresses {
			t.Fatal("it remembers everybody")
		}
	}
}

func TestARefThatCantBeOneIsNobodys(t *testing.T) {
	for _, s := range []string{"", "x", "AAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAA=", "AAAAAAAAAAAAA\x00AA", "字字字字字1"} {
		if got := PlainRef(s); got != nobodysRef {
			t.Errorf("%q is looked up as %q", s, got)
		}
	}
	if s := "Az09-_AAAAAAAAAA"; PlainRef(s) != s {
		t.Error("a ref isn't looked up as itself")
	}
}
