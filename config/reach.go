package config

import (
	"crypto/x509"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"onedoor/queue"
)

// Reach is how phones and browsers are to find the house. It is looked at by check, when the program
// starts, and again and again while it runs: an address may move and a certificate runs out.
type Reach struct {
	Phone  queue.Phone
	URL    string              // what the QR begins with; "": what is listened on
	Listen string              // host:port that is listened on; "": not known
	TLS    bool                // the program itself speaks TLS there
	Chain  []*x509.Certificate // that it shows, its own first; nil: it has none, or it can't be read
	Broken string              // why the certificate or its key can't be read; "": they can
	Addrs  []netip.Addr        // of this machine; nil: not known
	Roots  *x509.CertPool      // whom phones trust; nil: as this machine does
	Now    time.Time
}

// The faults of Reach.
const (
	FaultHere       = "here"         // the address means the phone itself
	FaultAnywhere   = "anywhere"     // the address is one to listen on, not one to open
	FaultHouse      = "house"        // an address of a local network, and phones are on mobile data
	FaultLocalName  = "local_name"   // a name that many phones can't look up
	FaultPlain      = "plain"        // public and not https
	FaultElsewhere  = "elsewhere"    // an address that isn't this machine's
	FaultNotTLS     = "not_tls"      // https, and the program speaks plainly there
	FaultTLS        = "tls"          // http, and the program speaks TLS there
	FaultBroken     = "cert_broken"  // the certificate or its key can't be read; args: why
	FaultExpired    = "cert_expired" // args: on
	FaultEarly      = "cert_early"   // not valid yet; args: on
	FaultSoon       = "cert_soon"    // runs out within days; args: on, days
	FaultOtherName  = "cert_name"    // it is for another name; args: host, names
	FaultNotTrusted = "cert_trust"   // phones don't know who made it
)

// Fault is why a phone or a browser may not get through, as a code with arguments.
type Fault struct {
	Code   string
	Args   map[string]string
	Urgent bool // nobody gets through, now
}

// soon is how long before its end a certificate is told of.
const soon = 21 * 24 * time.Hour

// Faults lists what is wrong, the address first.
func (r Reach) Faults() []Fault {
	list := r.address()
	if r.Phone != queue.PhoneOff {
		list = append(list, r.port()...)
	}
	return append(list, r.certificate()...)
}

// address finds addresses that phones can't open.
func (r Reach) address() []Fault {
	u, err := url.Parse(r.URL)
	if r.Phone == queue.PhoneOff || err != nil || u.Hostname() == "" {
		return nil
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	a, err := netip.ParseAddr(host)
	literal := err == nil
	args := map[string]string{"url": r.URL, "host": host}
	fault := func(code string) []Fault { return []Fault{{Code: code, Args: args}} }
	switch {
	case literal && a.IsUnspecified():
		return fault(FaultAnywhere)
	case loopback(host):
		return fault(FaultHere)
	case r.Phone == queue.PhonePublic && u.Scheme != "https":
		return fault(FaultPlain)
	case r.Phone == queue.PhonePublic && homeOnly(host):
		return fault(FaultHouse)
	case r.Phone == queue.PhoneWifi && (strings.HasSuffix(host, ".local") || !literal && !strings.Contains(host, ".")):
		return fault(FaultLocalName)
	case r.Phone == queue.PhoneWifi && literal && r.Addrs != nil && !slices.Contains(r.Addrs, a.Unmap().WithZone("")):
		return fault(FaultElsewhere)
	}
	return nil
}

// port finds an address that leads to the program's own port and says the wrong scheme.
func (r Reach) port() []Fault {
	u, err := url.Parse(r.URL)
	_, listening, bad := net.SplitHostPort(r.Listen)
	if err != nil || bad != nil || u.Hostname() == "" {
		return nil
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	// The name may be a proxy's on another machine, which is free to listen on the same port.
	a, err := netip.ParseAddr(u.Hostname())
	if port != listening || err != nil || r.Addrs == nil || !slices.Contains(r.Addrs, a.Unmap()) {
		return nil
	}
	args := map[string]string{"url": r.URL}
	switch {
	case u.Scheme == "https" && !r.TLS:
		return []Fault{{Code: FaultNotTLS, Args: args, Urgent: true}}
	case u.Scheme == "http" && r.TLS:
		return []Fault{{Code: FaultTLS, Args: args, Urgent: true}}
	}
	return nil
}

// certificate finds what browsers will say of the certificate.
func (r Reach) certificate() []Fault {
	if r.Broken != "" {
		return []Fault{{Code: FaultBroken, Args: map[string]string{"why": r.Broken}, Urgent: true}}
	}
	if len(r.Chain) == 0 {
		return nil
	}
	leaf := r.Chain[0]
	on := func(t time.Time) map[string]string { return map[string]string{"on": t.UTC().Format(time.RFC3339)} }
	var list []Fault
	switch left := leaf.NotAfter.Sub(r.Now); {
	case left <= 0:
		return []Fault{{Code: FaultExpired, Args: on(leaf.NotAfter), Urgent: true}}
	case r.Now.Before(leaf.NotBefore):
		return []Fault{{Code: FaultEarly, Args: on(leaf.NotBefore), Urgent: true}}
	case left <= soon:
		args := on(leaf.NotAfter)
		args["days"] = strconv.Itoa(int(left / (24 * time.Hour)))
		list = append(list, Fault{Code: FaultSoon, Args: args})
	}
	u, err := url.Parse(r.URL)
	if err == nil && u.Scheme == "https" && u.Hostname() != "" && leaf.VerifyHostname(u.Hostname()) != nil {
		return append(list, Fault{Code: FaultOtherName, Args: map[string]string{"host": u.Hostname(), "names": namesOf(leaf)}, Urgent: true})
	}
	if !r.trusted() {
		list = append(list, Fault{Code: FaultNotTrusted})
	}
	return list
}

// namesOf lists what a certificate is for.
func namesOf(c *x509.Certificate) string {
	names := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names[:min(len(names), 5)], ", ")
}

// trusted says whether phones know who made the certificate, as far as this machine can tell: one without a
// list of those who are trusted can't, and doubts nobody.
func (r Reach) trusted() bool {
	roots := r.Roots
	if roots == nil {
		var err error
		if roots, err = x509.SystemCertPool(); err != nil || roots.Equal(x509.NewCertPool()) {
			return true
		}
	}
	between := x509.NewCertPool()
	for _, c := range r.Chain[1:] {
		between.AddCert(c)
	}
	_, err := r.Chain[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: r.Now})
	return err == nil
}

// sentence is a fault in the words of check, and what to do about it.
func (f Fault) sentence() (what, fix string) {
	a := f.Args
	switch f.Code {
	case FaultHere:
		return "the address " + a["url"] + " is this machine's own", "a phone can't open it: write the address in the hall's network"
	case FaultAnywhere:
		return "the address " + a["url"] + " is one to listen on, not one to open", "write the name or address that phones use"
	case FaultHouse:
		return "phone is public but the address " + a["url"] + " is one of a local network",
			"a phone on mobile data can't open it: write a public name, or phone: wifi or off"
	case FaultLocalName:
		return "many phones can't look the name " + a["host"] + " up", "write the address of this machine in numbers, or a name of the network's DNS"
	case FaultPlain:
		return "phone is public but the address " + a["url"] + " is not https", "write the https address, or phone: wifi or off"
	case FaultElsewhere:
		return "the address " + a["host"] + " is not one of this machine's", "has it moved? write the one it has now, and keep it fixed in the router"
	case FaultNotTLS:
		return "the address " + a["url"] + " is https, but the program speaks http there", "give --tls-cert and --tls-key, or write the http address"
	case FaultTLS:
		return "the address " + a["url"] + " is http, but the program speaks https there", "write the https address"
	case FaultBroken:
		return "the certificate can't be read: " + a["why"], "give a chain and its key in PEM, readable by the program"
	case FaultExpired:
		return "the certificate ran out on " + day(a["on"]), "renew it: browsers refuse the house until then"
	case FaultEarly:
		return "the certificate begins on " + day(a["on"]), "is the clock right?"
	case FaultSoon:
		return "the certificate runs out on " + day(a["on"]), "renew it in time; it is read again by itself"
	case FaultOtherName:
		return "the certificate is for " + a["names"] + ", not for " + a["host"], "get one for that name, or write an address that it is for"
	case FaultNotTrusted:
		return "this machine doesn't know who made the certificate", "visitors' phones will warn: get one of a public authority, and give the whole chain"
	}
	return f.Code, ""
}

func day(t string) string { return t[:min(len(t), len(time.DateOnly))] }

// ReachProblems tells faults as problems of the config, at the address in the file. Those that the file's own
// check has told already are left out.
func (c *Centre) ReachProblems(faults []Fault, ofFile bool) (list Problems) {
	for _, f := range faults {
		if ofFile && slices.Contains([]string{FaultHere, FaultAnywhere, FaultHouse, FaultPlain, FaultLocalName}, f.Code) {
			continue
		}
		what, fix := f.sentence()
		severity := Warning
		if f.Code == FaultBroken { // the program doesn't start with it
			severity = Error
		}
		list = append(list, c.At(AddressPart, severity, what, fix))
	}
	return list
}
