package main

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/display"
)

// hosts are the names that this house answers to. A page of somebody else's can have its own name lead to this
// machine after it was opened, and would then be of the same origin as what answers there: the browser says so itself, and no
// cookie and no header tells the two apart but the name in Host. So a name that nobody gave this house gets nothing.
// An address in digits is nobody's name, and leads nowhere else.
type hosts struct {
	own  map[string]bool // in lower case, without a port
	demo func() bool     // who asks nobody for a token is strict: this machine's own names alone
	cert *certificate    // nil: plain HTTP
}

// ownHosts reads the names that the start gives: what phones open, what is listened on, what --host adds.
func ownHosts(o appOptions, demo func() bool) *hosts {
	h := &hosts{own: map[string]bool{"localhost": true}, demo: demo, cert: o.Certificate}
	if u, err := url.Parse(o.PublicURL); err == nil && u.Hostname() != "" {
		h.own[hostName(u.Hostname())] = true
	}
	for _, name := range o.Hosts {
		if name != "" {
			h.own[hostName(name)] = true
		}
	}
	return h
}

// hostName is a name as it is compared: in lower case, without the root's dot and an address's brackets and zone.
func hostName(name string) string {
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]") {
		name = name[1 : len(name)-1]
	}
	if addr, err := netip.ParseAddr(name); err == nil {
		return addr.Unmap().WithZone("").String()
	}
	return name
}

// answers says whether a request's Host is one of the house's. A program that sends none is no browser.
func (h *hosts) answers(host string) bool {
	if host == "" {
		return true
	}
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	name := hostName(host)
	addr, err := netip.ParseAddr(name)
	switch {
	case h.own[name], strings.HasSuffix(name, ".localhost"):
		return true
	case err == nil:
		return addr.IsLoopback() || !h.demo()
	case h.demo():
		return false
	}
	// A name without a dot is nobody's to buy: the house's own network knows it.
	return !strings.Contains(name, ".") || machine(name) || h.cert.names(name)
}

// machine says whether a name is this machine's, as it has it or as its neighbours say it.
func machine(name string) bool {
	own, err := os.Hostname()
	if err != nil {
		return false
	}
	own = hostName(own)
	short, _, _ := strings.Cut(own, ".")
	return name == own || name == short+".local"
}

// names says whether the certificate stands for a name.
func (c *certificate) names(host string) bool {
	chain, err := c.now()
	return err == nil && len(chain) > 0 && chain[0].VerifyHostname(host) == nil
}

// guard refuses a request that comes by another name.
func (h *hosts) guard(kit *display.Kit) gin.HandlerFunc {
	return func(c *gin.Context) {
		if h.answers(c.Request.Host) || strings.HasPrefix(c.Request.URL.Path, "/assets/") { // what the refusal looks like
			return
		}
		c.Header("Cache-Control", "no-store")
		kit.Refused(c, display.Refuse(display.ErrWrongHost))
	}
}
