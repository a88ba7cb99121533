package config

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net/netip"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
)

// certificate makes one by itself, for a name.
func certificate(t *testing.T, name string, from, to time.Time) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotBefore: from, NotAfter: to,
		IsCA: true, BasicConstraintsValid: true, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhyPhonesDoNotGetThrough(t *testing.T) {
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	const days = 24 * time.Hour
	here := []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("192.168.1.10")}
	good := certificate(t, "queue.example.org", now.Add(-days), now.Add(60*days))
	known := x509.NewCertPool()
	known.AddCert(good)
	at := func(phone queue.Phone, url string) Reach {
		return Reach{Phone: phone, URL: url, Listen: "192.168.1.10:8080", Addrs: here, Roots: known, Now: now}
	}
	with := func(c *x509.Certificate) Reach {
		r := at(queue.PhonePublic, "https://queue.example.org")
		r.TLS, r.Chain = true, []*x509.Certificate{c}
		return r
	}
	other := with(good)
	other.URL = "https://192.168.1.10"
	broken := with(good)
	broken.Chain, broken.Broken = nil, "no such file"
	speaksTLS := at(queue.PhoneWifi, "http://192.168.1.10:8080")
	speaksTLS.TLS = true
	off := with(certificate(t, "queue.example.org", now.Add(-2*days), now.Add(-days)))
	off.Phone = queue.PhoneOff
	for name, c := range map[string]struct {
		reach Reach
		want  string
	}{
		"in the hall":             {at(queue.PhoneWifi, "http://192.168.1.10:8080"), ""},
		"off":                     {at(queue.PhoneOff, "http://127.0.0.1:8080"), ""},
		"this machine's own":      {at(queue.PhoneWifi, "http://127.0.0.1:8080"), FaultHere},
		"by name":                 {at(queue.PhonePublic, "https://localhost"), FaultHere},
		"the version six":         {at(queue.PhoneWifi, "http://[::1]:8080"), FaultHere},
		"a wildcard":              {at(queue.PhoneWifi, "http://0.0.0.0:8080"), FaultAnywhere},
		"six's wildcard":          {at(queue.PhonePublic, "https://[::]"), FaultAnywhere},
		"moved":                   {at(queue.PhoneWifi, "http://192.168.1.11:8080"), FaultElsewhere},
		"mdns":                    {at(queue.PhoneWifi, "http://onedoor.local:8080"), FaultLocalName},
		"a bare name":             {at(queue.PhoneWifi, "http://onedoor:8080"), FaultLocalName},
		"public at home":          {at(queue.PhonePublic, "https://10.1.2.3"), FaultHouse},
		"public in a lan":         {at(queue.PhonePublic, "https://queue.lan"), FaultHouse},
		"public by http":          {at(queue.PhonePublic, "http://queue.example.org"), FaultPlain},
		"https without TLS":       {at(queue.PhoneWifi, "https://192.168.1.10:8080"), FaultNotTLS},
		"https by a proxy":        {at(queue.PhonePublic, "https://queue.example.org"), ""},
		"http with TLS":           {speaksTLS, FaultTLS},
		"a certificate":           {with(good), ""},
		"for another name":        {other, FaultHouse + " " + FaultOtherName},
		"that can't be read":      {broken, FaultBroken},
		"that ran out":            {with(certificate(t, "queue.example.org", now.Add(-2*days), now.Add(-days))), FaultExpired},
		"that ran out, phone off": {off, FaultExpired},
		"of tomorrow":             {with(certificate(t, "queue.example.org", now.Add(days), now.Add(90*days))), FaultEarly},
		"that runs out, unknown":  {with(certificate(t, "queue.example.org", now.Add(-days), now.Add(5*days))), FaultSoon + " " + FaultNotTrusted},
	} {
		var codes []string
		for _, f := range c.reach.Faults() {
			codes = append(codes, f.Code)
			if what, fix := f.sentence(); what == f.Code || fix == "" || strings.Contains(what, "  ") {
				t.Errorf("%s: %q; %q", name, what, fix)
			}
		}
		if got := strings.Join(codes, " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
