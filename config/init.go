package config

import (
	"bytes"
	_ "embed"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"
	"unicode"
)

//go:embed init.yaml.tmpl
var initYAML string

//go:embed init.service.tmpl
var initService string

//go:embed init.kiosk.tmpl
var initKiosk string

// The files that Init writes.
const (
	InitConfig  = "centre.yaml"
	InitService = "onedoor.service"
	InitKiosk   = "kiosk.sh"
)

// Secret is a PIN or a token in the clear, to be shown once and forgotten.
type Secret struct {
	ID    string // of the member of staff, the kiosk or the screen
	Value string
}

// Created is what Init made.
type Created struct {
	Files   []string // full paths
	Staff   []Secret // PINs of six digits
	Kiosks  []Secret // device tokens of 128 random bits, in lower-case base32
	Screens []Secret // as Kiosks
}

// Init writes a small, complete, commented config of one's own and a unit for
// systemd and a script for the browsers of kiosks and screens into a directory, which it makes when it isn't there. PINs and tokens
// come from rnd, stand in the file as hashes only, and in Created in the clear.
// It overwrites nothing: an error that is fs.ErrExist says which file is there.
func Init(dir string, rnd io.Reader) (*Created, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the directory: %w", err)
	}
	if strings.ContainsFunc(dir, unicode.IsControl) {
		return nil, fmt.Errorf("the directory %q has a control character in its name", dir)
	}
	c := &Created{Files: []string{filepath.Join(dir, InitConfig), filepath.Join(dir, InitService), filepath.Join(dir, InitKiosk)}}
	for _, f := range c.Files {
		if _, err := os.Lstat(f); err == nil {
			return nil, existsError(f)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("look for an older file: %w", err)
		}
	}
	texts, err := c.render(rnd)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the directory: %w", err)
	}
	for i, f := range c.Files {
		if err := writeNew(f, texts[i]); err != nil {
			for _, done := range c.Files[:i] {
				_ = os.Remove(done) // half a config would stand in the way of the next try
			}
			return nil, err
		}
	}
	return c, nil
}

// render makes the secrets and the text of each file.
func (c *Created) render(rnd io.Reader) ([][]byte, error) {
	hashes := make(map[string]string)
	for _, id := range []string{"wang", "li"} {
		pin, err := c.newPIN(rnd)
		if err != nil {
			return nil, err
		}
		c.Staff = append(c.Staff, Secret{id, pin})
		if hashes[id], err = HashPIN(pin, rnd); err != nil {
			return nil, err
		}
	}
	for _, d := range []struct {
		id string
		to *[]Secret
	}{{"main", &c.Kiosks}, {"hall", &c.Screens}} {
		token, err := NewToken(rnd)
		if err != nil {
			return nil, err
		}
		*d.to = append(*d.to, Secret{d.id, token})
		hashes[d.id] = TokenHash(token)
	}
	data := map[string]any{"Hash": hashes}
	out := make([][]byte, 0, len(c.Files))
	for _, text := range []string{initYAML, initService, initKiosk} {
		t, err := template.New("").Option("missingkey=error").Parse(text)
		if err != nil {
			return nil, fmt.Errorf("the embedded template: %w", err)
		}
		var b bytes.Buffer
		if err := t.Execute(&b, data); err != nil {
			return nil, fmt.Errorf("the embedded template: %w", err)
		}
		out = append(out, b.Bytes())
	}
	return out, nil
}

// newPIN draws six digits that nobody else has and nobody tries first.
func (c *Created) newPIN(rnd io.Reader) (string, error) {
	for range 100 {
		pin, err := NewPIN(rnd)
		if err != nil {
			return "", err
		}
		if !slices.ContainsFunc(c.Staff, func(s Secret) bool { return s.Value == pin }) {
			return pin, nil
		}
	}
	return "", errors.New("the source of random numbers repeats itself")
}

// NewPIN draws a PIN of six digits, evenly among those that aren't the first
// ones anybody would try: the demo's, runs and few different digits.
func NewPIN(rnd io.Reader) (string, error) {
	const all, even = 1_000_000, (1 << 32) / 1_000_000 * 1_000_000
	for range 100 {
		var b [4]byte
		if _, err := io.ReadFull(rnd, b[:]); err != nil {
			return "", fmt.Errorf("draw a PIN: %w", err)
		}
		n := binary.BigEndian.Uint32(b[:])
		if n >= even {
			continue
		}
		if pin := fmt.Sprintf("%06d", n%all); !easyPIN(pin) {
			return pin, nil
		}
	}
	return "", errors.New("draw a PIN: the source of random numbers is not random")
}

// easyPIN says whether a PIN is among the first to be tried: the demo's, fewer
// than three different digits, or equal steps as in 123456 and 975310.
func easyPIN(pin string) bool {
	different, steps := make(map[byte]bool), make(map[byte]bool)
	for i := range len(pin) {
		different[pin[i]] = true
		if i > 0 {
			steps[pin[i]-pin[i-1]] = true
		}
	}
	return pin == DemoPIN || len(different) < 3 || len(steps) == 1
}

// NewToken draws a device's token: 128 random bits as 26 letters and digits
// that can be typed from paper.
func NewToken(rnd io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(rnd, b[:]); err != nil {
		return "", fmt.Errorf("draw a token: %w", err)
	}
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:])), nil
}

// writeNew writes a file that must not be there yet, readable for its owner and
// group: the hash of a PIN of six digits is no secret to somebody with time.
func writeNew(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if errors.Is(err, fs.ErrExist) {
		return existsError(path)
	}
	if err != nil {
		return fmt.Errorf("make the file: %w", err)
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		_ = os.Remove(path) // it was made here a moment ago
		return fmt.Errorf("write the file: %w", err)
	}
	return nil
}

func existsError(path string) error {
	return fmt.Errorf("%s is there already, and init never overwrites: %w", path, fs.ErrExist)
}
