package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"
)

// pair is a certificate of one's own making and its key, in files.
type pair struct {
	cert, key string // paths
	trust     *x509.CertPool
}

// make writes a certificate for this machine with a number, over the one before.
func (p *pair) make(t *testing.T, number int64, until time.Time) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(number), Subject: pkix.Name{CommonName: "the hall"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: until, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, p.cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	writeFile(t, p.key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}))
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	p.trust.AddCert(c)
}

func newPair(t *testing.T) *pair {
	dir := t.TempDir()
	return &pair{filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), x509.NewCertPool()}
}

// TestTLS serves with a real certificate, renews it under an open socket, and breaks it.
func TestTLS(t *testing.T) {
	t.Parallel()
	own := newPair(t)
	own.make(t, 1, time.Now().AddDate(0, 3, 0))
	p := serve(t, t.TempDir(), "--printer", "none:", "--tls-cert", own.cert, "--tls-key", own.key)
	if !strings.HasPrefix(p.url, "https://127.0.0.1:") {
		t.Fatalf("it is open at %s", p.url)
	}
	host := strings.TrimPrefix(p.url, "https://")
	shown := func() int64 {
		c, err := tls.Dial("tcp", host, &tls.Config{RootCAs: own.trust}) //nolint:gosec // the newest version there is
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		return c.ConnectionState().PeerCertificates[0].SerialNumber.Int64()
	}

	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: own.trust}, ForceAttemptHTTP2: true}} //nolint:gosec // as above
	answer, err := client.Post(p.url+"/api/v1/session", "application/json", strings.NewReader(`{"staff":"demo","pin":"246810"}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if cookies := answer.Cookies(); answer.Proto != "HTTP/2.0" || len(cookies) != 1 || !cookies[0].Secure || !cookies[0].HttpOnly {
		t.Errorf("%s, cookies %v", answer.Proto, cookies)
	}
	if csp := answer.Header.Get("Content-Security-Policy"); !strings.Contains(csp, " wss://"+host) {
		t.Errorf("the policy is %s", csp)
	}
	if h := answer.Header.Get("Strict-Transport-Security"); h != "" {
		t.Errorf("a number is kept as a name that is always secure: %s", h)
	}
	if c, err := tls.Dial("tcp", host, &tls.Config{RootCAs: own.trust, MaxVersion: tls.VersionTLS11}); err == nil { //nolint:gosec // that is the question
		_ = c.Close()
		t.Error("it speaks TLS 1.1")
	}
	plain, err := http.Get("http://" + host + "/")
	if err != nil {
		t.Fatal(err)
	}
	_ = plain.Body.Close()
	if plain.StatusCode != http.StatusBadRequest {
		t.Errorf("in the clear it answers %d", plain.StatusCode)
	}

	socket, _, err := (&websocket.Dialer{TLSClientConfig: &tls.Config{RootCAs: own.trust}}).Dial("wss://"+host+"/ws/screen/hall", nil) //nolint:gosec // as above
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	hears := func() {
		t.Helper()
		_ = socket.SetReadDeadline(time.Now().Add(20 * time.Second))
		if _, r, err := socket.NextReader(); err != nil {
			t.Fatalf("the socket was lost: %v\n%s", err, p.log)
		} else if _, err := io.Copy(io.Discard, r); err != nil {
			t.Fatal(err)
		}
	}
	hears()
	own.make(t, 2, time.Now().AddDate(0, 3, 0))
	_ = p.cmd.Process.Signal(syscall.SIGHUP)
	p.await(t, "the new certificate", func() bool { return shown() == 2 })
	hears()
	writeFile(t, own.key, []byte("half a key"))
	_ = p.cmd.Process.Signal(syscall.SIGHUP)
	p.await(t, "word of the broken one", func() bool { return strings.Contains(p.log.String(), "was not read again") })
	if n := shown(); n != 2 {
		t.Errorf("after a broken renewal it shows %d", n)
	}
	hears()
}

// TestARenewedCertificateIsFound looks at files that change without a word.
func TestARenewedCertificateIsFound(t *testing.T) {
	own := newPair(t)
	own.make(t, 1, time.Now().AddDate(0, 3, 0))
	c, err := openCertificate(own.cert, own.key, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.changed() {
		t.Error("it has changed at once")
	}
	own.make(t, 2, time.Now().AddDate(0, 0, 5))
	if !c.changed() || c.read() != nil || c.changed() {
		t.Error("the renewal isn't found")
	}
	if chain, broken := c.now(); broken != nil || chain[0].SerialNumber.Int64() != 2 {
		t.Errorf("it shows %v, %v", chain, broken)
	}
	writeFile(t, own.cert, nil)
	if !c.changed() || c.read() == nil {
		t.Error("an empty file is taken")
	}
	if chain, broken := c.now(); broken == nil || chain[0].SerialNumber.Int64() != 2 {
		t.Errorf("after that it shows %v, %v", chain, broken)
	}
}

// TestCheckTellsWhetherPhonesGetThrough looks at flags and file together.
func TestCheckTellsWhetherPhonesGetThrough(t *testing.T) {
	t.Parallel()
	own := newPair(t)
	own.make(t, 1, time.Now().AddDate(0, 0, 5))
	house := newCentre(t, "phone: off", "phone: public\n  public_url: https://10.0.0.5")
	said := ends(t, "check", "--config", house.config, "--tls-cert", own.cert, "--tls-key", own.key)
	said.wants(t, exitOK, "https://10.0.0.5 is one of a local network", "the certificate runs out on", "is for 127.0.0.1, not for 10.0.0.5")
	if n := strings.Count(said.err, "local network"); n != 1 {
		t.Errorf("the address is told %d times:\n%s", n, said.err)
	}
	ends(t, "check", "--config", house.config, "--tls-cert", own.cert, "--tls-key", own.cert).wants(t, exitInput, "the certificate can't be read")
	ends(t, "check", "--config", house.config, "--public-url", "http://0.0.0.0:8080").wants(t, exitOK, "is one to listen on, not one to open")
	ends(t, "serve", "--data", t.TempDir(), "--tls-cert", own.cert, "--tls-key", own.cert).wants(t, exitInput, "read the certificate")
}

func TestStrictOnlyForThePublicName(t *testing.T) {
	for name, c := range map[string]struct {
		base, host string
		tls, want  bool
	}{
		"the public name":       {"https://queue.example.org", "queue.example.org", true, true},
		"with a port":           {"https://queue.example.org:8443", "QUEUE.example.org:8443", true, true},
		"the kiosk's name":      {"https://queue.example.org", "hall.lan", true, false},
		"by http":               {"https://queue.example.org", "queue.example.org", false, false},
		"a number":              {"https://192.168.1.10", "192.168.1.10", true, false},
		"a centre without":      {"http://queue.example.org", "queue.example.org", true, false},
		"no address was given":  {"", "queue.example.org", true, false},
		"somebody else's again": {"https://queue.example.org", "example.org", true, false},
	} {
		w := httptest.NewRecorder()
		gc, _ := gin.CreateTestContext(w)
		gc.Request = httptest.NewRequest(http.MethodGet, "http://"+c.host+"/", nil)
		gc.Request.TLS = nil
		if c.tls {
			gc.Request.TLS = &tls.ConnectionState{}
		}
		strict(c.base)(gc)
		if got := w.Header().Get("Strict-Transport-Security"); (got != "") != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
