package main

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/queue"
)

// reach looks at how phones and browsers find the house now.
func reach(c queue.Centre, base, listen string, shown *certificate) config.Reach {
	r := config.Reach{Phone: c.Phone, URL: base, Listen: listen, TLS: shown != nil, Addrs: ownAddresses(), Now: time.Now()}
	if c.Demo { // for this machine's own browser alone
		r.Phone = queue.PhoneOff
	}
	var broken error
	if r.Chain, broken = shown.now(); broken != nil {
		r.Broken = broken.Error()
	}
	return r
}

// ownAddresses lists this machine's addresses; nil when they can't be had.
func ownAddresses() []netip.Addr {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var list []netip.Addr
	for _, a := range addrs {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			list = append(list, p.Addr().Unmap().WithZone(""))
		}
	}
	return list
}

// strictFor is how long, in seconds, a browser that came by the public https address remembers to come by
// no other: a week. Renewing may fail, and then the house must be reachable again before long.
const strictFor = "604800"

// strict has browsers come to the public https address by https alone, so that a typed name doesn't pass
// through a phone network in the clear. It is said to nobody who came by another name: it holds for a host with all its
// ports, and kiosks and screens in the house may open that machine by http. It doesn't hold for
// hosts below the name.
func strict(base string) gin.HandlerFunc {
	u, err := url.Parse(base)
	secure := err == nil && u.Scheme == "https"
	if secure {
		_, number := netip.ParseAddr(u.Hostname())
		secure = number != nil // it is for names alone, RFC 6797, 8.1.1
	}
	return func(c *gin.Context) {
		if secure && c.Request.TLS != nil && strings.EqualFold(hostOf(c.Request), u.Hostname()) {
			c.Header("Strict-Transport-Security", "max-age="+strictFor)
		}
	}
}

func hostOf(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.Host); err == nil {
		return host
	}
	return r.Host
}
