package config

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"

	"onedoor/queue"
)

func TestInitLoadsClean(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "centre")
	made, err := Init(dir, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(dir, InitConfig))
	if err != nil {
		t.Fatal(err)
	}
	c, problems := Load("centre.yaml", src)
	if c == nil || len(problems) > 0 {
		t.Fatalf("the file that init wrote has problems:\n%s", problems)
	}
	if c.Rules.Centre.Demo {
		t.Error("a centre of one's own is a demo")
	}
	for _, s := range made.Staff {
		if !matches(c.PINs[queue.StaffID(s.ID)], s.Value) {
			t.Errorf("the PIN of %s doesn't open", s.ID)
		}
	}
	for _, s := range made.Kiosks {
		if c.KioskTokens[queue.KioskID(s.ID)] != TokenHash(s.Value) {
			t.Errorf("the token of kiosk %s doesn't open", s.ID)
		}
	}
	for _, s := range made.Screens {
		if c.ScreenTokens[queue.ScreenID(s.ID)] != TokenHash(s.Value) {
			t.Errorf("the token of screen %s doesn't open", s.ID)
		}
	}
	if len(made.Staff) != 2 || len(made.Kiosks) != 1 || len(made.Screens) != 1 {
		t.Errorf("made %+v", made)
	}
	checkInitFiles(t, made)
}

// checkInitFiles looks for secrets in the clear, and at who may read.
func checkInitFiles(t *testing.T, made *Created) {
	t.Helper()
	for _, path := range made.Files {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o007 != 0 {
			t.Errorf("%s is %v: everybody may read it", path, info.Mode())
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range append(append(made.Staff, made.Kiosks...), made.Screens...) {
			if bytes.Contains(text, []byte(s.Value)) {
				t.Errorf("%s holds the secret of %s in the clear", path, s.ID)
			}
		}
		if bytes.Contains(text, []byte("{{")) || bytes.Contains(text, []byte("<no value>")) {
			t.Errorf("%s is not filled in", path)
		}
	}
}

// TestInitNamesEachSecretOnce: as the pages do, 密码 and 令牌.
func TestInitNamesEachSecretOnce(t *testing.T) {
	b, err := os.ReadFile("init.yaml.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(string(b), "\n") {
		chinese := strings.ContainsFunc(line, func(r rune) bool { return unicode.Is(unicode.Han, r) })
		if chinese && (strings.Contains(line, "PIN") || strings.Contains(line, "口令")) {
			t.Errorf("line %d: %s", n+1, line)
		}
	}
}

func TestInitOverwritesNothing(t *testing.T) {
	for _, there := range []string{InitConfig, InitService, InitKiosk} {
		dir := t.TempDir()
		path := filepath.Join(dir, there)
		if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Init(dir, rand.Reader)
		if !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), path) {
			t.Errorf("got %v", err)
		}
		if text, _ := os.ReadFile(path); string(text) != "mine" {
			t.Errorf("%s was overwritten", there)
		}
		if list, _ := os.ReadDir(dir); len(list) != 1 {
			t.Errorf("something was written beside %s: %v", there, list)
		}
	}
}

func TestInitWithoutRandomness(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "x")
	if _, err := Init(dir, iotest.ErrReader(errors.New("no entropy"))); err == nil {
		t.Error("made PINs without random numbers")
	}
	if _, err := Init(dir, zeros{}); err == nil {
		t.Error("made PINs of zeros")
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a directory was left behind")
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestNewPIN(t *testing.T) {
	seen := make(map[string]bool)
	for range 2000 {
		pin, err := NewPIN(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if len(pin) != 6 || strings.Trim(pin, "0123456789") != "" || easyPIN(pin) {
			t.Fatalf("PIN %q", pin)
		}
		seen[pin] = true
	}
	if len(seen) < 1900 {
		t.Errorf("only %d different PINs in 2000", len(seen))
	}
	for _, pin := range []string{"246810", "000000", "123456", "654321", "121212", "975310", "975319"} {
		if easyPIN(pin) != (pin != "975319" && pin != "975310") {
			t.Errorf("easyPIN(%s) = %v", pin, easyPIN(pin))
		}
	}
}

// TestUnitStandsByItself reads the unit and its recipe: the service runs what the
// recipe puts in place, as a user who can't look into anybody's home, and README.md
// has the same commands.
func TestUnitStandsByItself(t *testing.T) {
	dir := t.TempDir()
	if _, err := Init(dir, rand.Reader); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, InitService))
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	unit := string(raw)
	if strings.Contains(unit, dir) {
		t.Errorf("the unit names the folder that init was run in:\n%s", unit)
	}
	for _, key := range []string{
		"\nUser=onedoor\n", "\nStateDirectory=onedoor\n", "\nExecReload=/bin/kill -HUP $MAINPID\n",
		"\nExecStart=/usr/local/bin/onedoor serve --config /etc/onedoor/centre.yaml --data /var/lib/onedoor ",
	} {
		if !strings.Contains(unit, key) {
			t.Errorf("the unit has no %q", key)
		}
	}
	placed := make(map[string]bool)
	for line := range strings.Lines(unit) {
		command, ok := strings.CutPrefix(strings.TrimSpace(line), "#   ")
		if !ok {
			continue
		}
		if !strings.Contains(string(readme), "    "+command) {
			t.Errorf("README.md has no %q", command)
		}
		words := strings.Fields(command)
		placed[words[len(words)-1]] = true
	}
	for _, file := range []string{"/usr/local/bin/onedoor", "/etc/onedoor", "/etc/onedoor/centre.yaml", "/etc/systemd/system/onedoor.service"} {
		if !placed[file] {
			t.Errorf("the recipe puts nothing at %s", file)
		}
	}
}
