package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// lookEvery is how often the certificate's files are looked at for a renewal.
const lookEvery = 10 * time.Second

// certificate is the one that the program shows. It is read again when its files change and at each
// SIGHUP; connections that are open stay. Files that don't fit each other, as in the middle of a
// renewal, change nothing.
type certificate struct {
	cert, key string // paths, PEM
	log       *slog.Logger

	mu     sync.RWMutex
	shown  *tls.Certificate
	broken error     // of the last reading
	stamp  [2]string // of the files then
}

// openCertificate reads a certificate for the first time; nil without files.
func openCertificate(cert, key string, log *slog.Logger) (*certificate, error) {
	if cert == "" {
		return nil, nil //nolint:nilnil // there is none, and that is all right
	}
	c := &certificate{cert: cert, key: key, log: log}
	if err := c.read(); err != nil {
		return nil, badInput(fmt.Errorf("read the certificate: %w", err))
	}
	return c, nil
}

// read takes the files as they are now.
func (c *certificate) read() error {
	stamp := c.stamps()
	fresh, err := tls.LoadX509KeyPair(c.cert, c.key)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stamp, c.broken = stamp, err
	if err == nil {
		c.shown = &fresh
	}
	return err
}

// stamps tells versions of the files apart, also where a link leads elsewhere.
func (c *certificate) stamps() (list [2]string) {
	for i, name := range [...]string{c.cert, c.key} {
		if info, err := os.Stat(name); err == nil {
			list[i] = fmt.Sprint(info.ModTime().UnixNano(), info.Size())
		}
	}
	return list
}

// changed says whether the files are others than those that were read.
func (c *certificate) changed() bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.stamps() != c.stamp
}

// config is how the program speaks TLS: version 1.2 and later, which phones of the last ten years do, with
// Go's own choice of ciphers; HTTP/2 where the other side takes it, while sockets ask for HTTP/1.1.
func (c *certificate) config() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			c.mu.RLock()
			defer c.mu.RUnlock()
			return c.shown, nil
		},
	}
}

// now gives the chain that is shown, its own certificate first, and why the files can't be read.
func (c *certificate) now() (chain []*x509.Certificate, broken error) {
	if c == nil {
		return nil, nil
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.shown == nil {
		return nil, c.broken
	}
	for _, der := range c.shown.Certificate {
		if cert, err := x509.ParseCertificate(der); err == nil {
			chain = append(chain, cert)
		}
	}
	return chain, c.broken
}

// follow reads the files again when they change, and when it is told to, until the context ends.
func (c *certificate) follow(ctx context.Context) error {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		told := false
		select {
		case <-ctx.Done():
			return nil
		case <-hup:
			told = true
		case <-look.C:
		}
		if !told && !c.changed() {
			continue
		}
		if err := c.read(); err != nil {
			c.log.Error("the certificate was not read again; the one before is shown on", "err", err)
			continue
		}
		chain, _ := c.now()
		c.log.Info("the certificate was read", "until", chain[0].NotAfter.Format(time.DateOnly))
	}
}
