package edition_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/config/edition"
)

// TestLeaf changes a file of words, goes back, and finds it as it was after each refusal.
func TestLeaf(t *testing.T) {
	s, file := shelf(t, nil)
	var refuse error
	applied := 0
	l, err := s.Leaf("ug", "ug.json", func(src []byte) error {
		if strings.Contains(string(src), "bad") {
			return errors.New("bad words")
		}
		return nil
	}, func() error { applied++; return refuse })
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(filepath.Dir(file), "ug.json")
	now := func() edition.Text {
		t.Helper()
		text, err := l.Current()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	if n := now(); len(n.Src) != 0 {
		t.Errorf("before: %s", n.Src)
	}
	for range 2 { // the second leaves it alone
		if err := l.Begin(); err != nil {
			t.Fatal(err)
		}
	}
	empty := now()
	put := func(base edition.Text, src string, act edition.Act, of int) error {
		return l.Put(edition.Change{Who: "li", Act: act, Of: of, Base: base.Sum, Src: []byte(src)})
	}
	if err := put(empty, "one", edition.Applied, 0); err != nil || applied != 1 {
		t.Fatal(err)
	}
	if err := put(empty, "two", edition.Applied, 0); err == nil {
		t.Error("a stale one is taken")
	}
	if err := put(now(), "bad", edition.Applied, 0); err == nil || applied != 1 {
		t.Error("what the check refuses is taken")
	}
	refuse = errors.New("no")
	if err := put(now(), "three", edition.Applied, 0); err == nil || string(now().Src) != "one" {
		t.Errorf("not taken over, and there: %v %s", err, now().Src)
	}
	refuse = nil
	if err := put(now(), string(empty.Src), edition.Back, 1); err != nil {
		t.Fatal(err)
	}
	var got []string
	list, err := l.Editions()
	for _, e := range list {
		got = append(got, fmt.Sprintf("%d %s %s %d", e.N, e.Staff, e.Act, e.Of))
	}
	if want := "3 li back 1, 2 li applied 0, 1  hand 0"; err != nil || strings.Join(got, ", ") != want {
		t.Errorf("%v: %s", err, strings.Join(got, ", "))
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "{}\n" {
		t.Errorf("%v %s", err, b)
	}
	if configs, err := s.Editions(); err != nil || len(configs) != 0 {
		t.Errorf("they stand among the config's: %v %v", configs, err)
	}
}

// TestWordsWaitForAConfig that is taken over: an import may be putting other words in their place.
func TestWordsWaitForAConfig(t *testing.T) {
	var l *edition.Leaf
	looked, saved := make(chan struct{}, 1), make(chan error, 1)
	s, _ := shelf(t, func(*config.Centre) error {
		go func() {
			saved <- l.Put(edition.Change{Who: "li", Act: edition.Applied, Base: edition.SumOf(nil), Src: []byte("one")})
		}()
		select {
		case <-looked:
			t.Error("words are looked at meanwhile, to be saved")
		case <-time.After(50 * time.Millisecond):
		}
		return nil
	})
	l, err := s.Leaf("ug", "ug.json", func([]byte) error { looked <- struct{}{}; return nil }, func() error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	first := current(t, s)
	if _, err := s.Put(t.Context(), edition.Change{Who: "li", Act: edition.Applied, Base: first.Sum, Src: hotline(first.Src, "12348")}); err != nil {
		t.Fatal(err)
	}
	if err := <-saved; err != nil {
		t.Error(err)
	}
}
