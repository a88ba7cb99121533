package edition_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/config/edition"
)

// shelf is one over a changed sample, which needs no hashing of PINs.
func shelf(t *testing.T, apply func(*config.Centre) error) (*edition.Shelf, string) {
	t.Helper()
	dir := t.TempDir()
	s, err := edition.New(edition.Options{
		File: filepath.Join(dir, "sample.yaml"), Sample: true, Dir: filepath.Join(dir, "config"), Now: time.Now,
		Apply: func(_ context.Context, c *config.Centre) error {
			if apply == nil {
				return nil
			}
			return apply(c)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, filepath.Join(dir, "sample.yaml")
}

func current(t *testing.T, s *edition.Shelf) edition.Text {
	t.Helper()
	text, err := s.Current()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func hotline(src []byte, n string) []byte {
	return bytes.Replace(src, []byte(`hotline: "12345"`), []byte(`hotline: "`+n+`"`), 1)
}

func TestPut(t *testing.T) {
	var force string
	s, file := shelf(t, func(c *config.Centre) error {
		force = c.Rules.Centre.Hotline
		return nil
	})
	first := current(t, s)
	if err := s.Took(first.Src); err != nil || s.File() != "" {
		t.Fatal(err, s.File())
	}
	if _, err := s.Put(t.Context(), edition.Change{Who: "li", Act: edition.Applied, Base: first.Sum, Src: hotline(first.Src, "12348")}); err != nil || force != "12348" {
		t.Fatal(err, force)
	}
	// The second one's base is another: nothing changes.
	_, err := s.Put(t.Context(), edition.Change{Who: "wu", Act: edition.Applied, Base: first.Sum, Src: hotline(first.Src, "110")})
	if stale, ok := errors.AsType[*edition.StaleError](err); !ok || stale.Now.Sum != current(t, s).Sum || force != "12348" {
		t.Fatal(err)
	}
	// By hand, without anybody having it read again.
	if err := os.WriteFile(file, hotline(first.Src, "119"), 0o600); err != nil {
		t.Fatal(err)
	}
	if hand := current(t, s); s.InForce(hand) {
		t.Error("what nobody took over is in force")
	}
	hand := current(t, s)
	_, err = s.Put(t.Context(), edition.Change{Who: "wu", Base: hand.Sum, Src: bytes.Replace(hand.Src, []byte("prefix: A"), []byte("prefix: I"), 1)})
	if bad, ok := errors.AsType[*config.InvalidError](err); !ok || !strings.Contains(bad.Error(), "I, O, Q") || current(t, s).Sum != hand.Sum {
		t.Fatal(err)
	}
	if _, err = s.Put(t.Context(), edition.Change{Who: "wu", Act: edition.Back, Of: 2, Base: hand.Sum, Src: hotline(first.Src, "12348")}); err != nil {
		t.Fatal(err)
	}
	var got []string
	list, err := s.Editions()
	for _, e := range list {
		got = append(got, fmt.Sprintf("%d %s %s %d", e.N, e.Staff, e.Act, e.Of))
	}
	if want := "4 wu back 2, 3  hand 0, 2 li applied 0, 1  hand 0"; err != nil || strings.Join(got, ", ") != want {
		t.Errorf("%v: %s", err, strings.Join(got, ", "))
	}
	if e, src, ok, err := s.Edition(3); err != nil || !ok || e.Act != edition.Hand || e.Staff != "" || !bytes.Equal(src, hand.Src) {
		t.Errorf("%v %+v", err, e)
	}
}

// TestTheLogSaysWhichEditionIsInForce, and who brought it, by ids.
func TestTheLogSaysWhichEditionIsInForce(t *testing.T) {
	var said strings.Builder
	dir := t.TempDir()
	s, err := edition.New(edition.Options{
		File: filepath.Join(dir, "sample.yaml"), Sample: true, Dir: filepath.Join(dir, "config"), Now: time.Now,
		Apply: func(context.Context, *config.Centre) error { return nil }, Log: slog.New(slog.NewTextHandler(&said, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	first := current(t, s)
	if _, err := s.Put(t.Context(), edition.Change{Who: "li", Act: edition.Applied, Base: first.Sum, Src: hotline(first.Src, "12348")}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Reread(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(said.String(), "edition=2 staff=li act=applied"); n != 2 {
		t.Errorf("it is said %d times, at the change and when it is read again:\n%s", n, said.String())
	}
}

// TestPutBack has the hall refuse the rules: file and history are as before.
func TestPutBack(t *testing.T) {
	s, file := shelf(t, func(*config.Centre) error { return errors.New("no") })
	first := current(t, s)
	if err := s.Took(first.Src); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), edition.Change{Who: "li", Base: first.Sum, Act: edition.Applied, Src: hotline(first.Src, "1")}); err == nil {
		t.Fatal("nothing is told")
	}
	list, err := s.Editions()
	if _, gone := os.Stat(file); err != nil || len(list) != 1 || gone == nil || current(t, s).Sum != first.Sum {
		t.Errorf("%v %v", err, list)
	}
}

// TestPutBackNeedsNoRoom holds that the file that is put back is the one that was there, and not a copy: a full disk has
// room for neither.
func TestPutBackNeedsNoRoom(t *testing.T) {
	s, file := shelf(t, func(*config.Centre) error { return errors.New("no") })
	if err := os.WriteFile(file, config.SampleText(), 0o600); err != nil {
		t.Fatal(err)
	}
	was, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	first := current(t, s)
	if err := s.Took(first.Src); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), edition.Change{Who: "li", Base: first.Sum, Act: edition.Applied, Src: hotline(first.Src, "1")}); err == nil {
		t.Fatal("nothing is told")
	}
	now, err := os.Stat(file)
	if err != nil || !os.SameFile(was, now) || current(t, s).Sum != first.Sum {
		t.Errorf("another file is there: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".centre-*")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// TestAConfigIsThereAtEveryMoment: the file that is put back replaces the refused one, which isn't taken away before.
func TestAConfigIsThereAtEveryMoment(t *testing.T) {
	var s *edition.Shelf
	var file string
	s, file = shelf(t, func(*config.Centre) error {
		aside, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".centre-*.before"))
		if err != nil || len(aside) != 1 {
			t.Fatalf("aside lie %v, %v", aside, err)
		}
		return errors.Join(errors.New("no"), os.Remove(aside[0])) // as if the disk had lost it
	})
	if err := os.WriteFile(file, config.SampleText(), 0o600); err != nil {
		t.Fatal(err)
	}
	first := current(t, s)
	if _, err := s.Put(t.Context(), edition.Change{Who: "li", Base: first.Sum, Act: edition.Applied, Src: hotline(first.Src, "1")}); err == nil {
		t.Fatal("nothing is told")
	}
	if b, err := os.ReadFile(file); err != nil || len(b) == 0 {
		t.Errorf("no config is left: %v", err)
	}
}

// TestWhatACrashLeftIsSwept: an import that was half-written, an edition, the config beside the config.
func TestWhatACrashLeftIsSwept(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"config/.stage-1/clips/zh/one.wav", "config/.new-1", ".centre-1.tmp", ".centre-1.before", "config/draft.li.yaml"} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, []byte("x"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := edition.New(edition.Options{File: filepath.Join(dir, "centre.yaml"), Dir: filepath.Join(dir, "config"), Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(dir + "/*/*")
	more, err2 := filepath.Glob(dir + "/.*")
	if all := append(left, more...); err != nil || err2 != nil || len(all) != 1 || filepath.Base(all[0]) != "draft.li.yaml" {
		t.Errorf("left are %v", all)
	}
}

// TestTheSameTextAgain is no change: nobody takes it over, and no edition is made or lost.
func TestTheSameTextAgain(t *testing.T) {
	s, _ := shelf(t, func(*config.Centre) error { return errors.New("no") })
	first := current(t, s)
	if err := s.Took(first.Src); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), edition.Change{Who: "li", Base: first.Sum, Act: edition.Program, Src: first.Src}); err != nil {
		t.Error(err)
	}
	if list, err := s.Editions(); err != nil || len(list) != 1 {
		t.Errorf("%v %v", list, err)
	}
}

// TestAnApplyOutlivesItsRequest ends the request while the hall takes the rules over: file and hall stay of one mind.
func TestAnApplyOutlivesItsRequest(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	dir := t.TempDir()
	s, err := edition.New(edition.Options{
		File: filepath.Join(dir, "sample.yaml"), Sample: true, Dir: filepath.Join(dir, "config"), Now: time.Now,
		Apply: func(ctx context.Context, _ *config.Centre) error { leave(); return ctx.Err() },
	})
	if err != nil {
		t.Fatal(err)
	}
	first := current(t, s)
	fresh := hotline(first.Src, "12348")
	if _, err := s.Put(ctx, edition.Change{Who: "li", Act: edition.Applied, Base: first.Sum, Src: fresh}); err != nil || current(t, s).Sum != edition.SumOf(fresh) {
		t.Error(err)
	}
}

// TestRereadWaitsForAnApply has the file reread while another text is applied: the newer one is in force at the end.
func TestRereadWaitsForAnApply(t *testing.T) {
	var force string
	begun, reread := make(chan struct{}, 2), make(chan error, 1)
	var s *edition.Shelf
	s, _ = shelf(t, func(c *config.Centre) error {
		if begun <- struct{}{}; len(begun) == 1 && force == "" {
			asked := make(chan struct{})
			go func() {
				close(asked)
				_, err := s.Reread(t.Context())
				reread <- err
			}()
			<-asked
		}
		force = c.Rules.Centre.Hotline
		return nil
	})
	first := current(t, s)
	if _, err := s.Put(t.Context(), edition.Change{Who: "li", Act: edition.Applied, Base: first.Sum, Src: hotline(first.Src, "12348")}); err != nil {
		t.Fatal(err)
	}
	if err := <-reread; err != nil || force != "12348" || !s.InForce(current(t, s)) {
		t.Error(err, force)
	}
}

// TestADraftOfTheReleaseBefore is read, and replaced by one file.
func TestADraftOfTheReleaseBefore(t *testing.T) {
	s, file := shelf(t, nil)
	old := filepath.Join(filepath.Dir(file), "config", "draft.li."+strings.Repeat("a", 64)+".yaml")
	if err := os.WriteFile(old, []byte("a: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if d, ok, err := s.Draft("li"); !ok || err != nil || d.Base != strings.Repeat("a", 64) || string(d.Src) != "a: 1\n" {
		t.Errorf("%+v %v", d, err)
	}
	if err := s.KeepDraft("li", edition.Draft{Base: strings.Repeat("b", 64), Src: []byte("a: 2\n")}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(old, []byte("a: 1\n"), 0o600); err != nil { // as a crash between both steps left it
		t.Fatal(err)
	}
	if d, ok, err := s.Draft("li"); !ok || err != nil || string(d.Src) != "a: 2\n" {
		t.Errorf("the older half: %+v %v", d, err)
	}
}

func TestDrafts(t *testing.T) {
	s, _ := shelf(t, nil)
	if _, ok, err := s.Draft("li"); ok || err != nil {
		t.Fatal(ok, err)
	}
	for _, text := range []string{"a: 1\n", "a: 2\n"} {
		if err := s.KeepDraft("li", edition.Draft{Base: strings.Repeat(text[3:4], 64), Src: []byte(text)}); err != nil {
			t.Fatal(err)
		}
	}
	d, ok, err := s.Draft("li")
	if !ok || err != nil || d.Base != strings.Repeat("2", 64) || string(d.Src) != "a: 2\n" {
		t.Errorf("%+v %v", d, err)
	}
	if _, ok, _ := s.Draft("lin"); ok {
		t.Error("somebody has another one's draft")
	}
	if err := s.DropDraft("li"); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := s.Draft("li"); ok {
		t.Error("it is still there")
	}
}

func TestReadOnly(t *testing.T) {
	if os.Getuid() == 0 {
		dir := t.TempDir() // root may write everywhere but below what is no folder
		s, err := edition.New(edition.Options{File: filepath.Join(dir, "none", "centre.yaml"), Dir: dir, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := errors.AsType[*edition.ReadOnlyError](s.Writable()); !ok {
			t.Error(e)
		}
		return
	}
	s, file := shelf(t, nil)
	if err := os.Chmod(filepath.Dir(file), 0o500); err != nil { //nolint:gosec // to be refused
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Dir(file), 0o700) }) //nolint:gosec // to be removed
	if e, ok := errors.AsType[*edition.ReadOnlyError](s.Writable()); !ok {
		t.Error(e)
	}
}

func TestDiffAndMerge(t *testing.T) {
	base := "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n"
	mine, theirs := strings.Replace(base, "b\n", "B\nB2\n", 1), strings.Replace(base, "h\n", "", 1)
	var told []string
	for _, h := range edition.Diff([]byte(base), []byte(strings.Replace(mine, "h\n", "", 1)), 1) {
		for _, l := range h.Lines {
			told = append(told, l.Op.String()+l.Text)
		}
		told = append(told, "/")
	}
	if got := strings.Join(told, ""); got != " a−b+B+B2 c/ g−h i/" {
		t.Error(got)
	}
	merged, ok := edition.Merge([]byte(base), []byte(mine), []byte(theirs))
	if !ok || string(merged) != "a\nB\nB2\nc\nd\ne\nf\ng\ni\nj\n" {
		t.Errorf("%v %q", ok, merged)
	}
	if _, ok := edition.Merge([]byte(base), []byte(mine), []byte(strings.Replace(base, "b\n", "x\n", 1))); ok {
		t.Error("two changes of one line are one")
	}
	if same, ok := edition.Merge([]byte(base), []byte(mine), []byte(mine)); !ok || string(same) != mine {
		t.Errorf("the same change twice: %v %q", ok, same)
	}
}

// FuzzMerge brings changes of any texts together: with an untouched text it is the other one, and it is the same
// from both sides.
func FuzzMerge(f *testing.F) {
	f.Add("a\nb\nc\n", "a\nx\nc\n", "a\nb\nc\nd\n")
	f.Add("", "a\n", "b\n")
	f.Fuzz(func(t *testing.T, base, mine, theirs string) {
		clean := func(s string) []byte { return []byte(strings.TrimRight(strings.ReplaceAll(s, "\r", ""), "\n") + "\n") }
		b, m, th := clean(base), clean(mine), clean(theirs)
		if got, ok := edition.Merge(b, m, b); !ok || !bytes.Equal(got, m) && len(bytes.TrimSpace(m)) > 0 {
			t.Fatalf("%v %q is %q", ok, m, got)
		}
		one, ok1 := edition.Merge(b, m, th)
		two, ok2 := edition.Merge(b, th, m)
		if ok1 != ok2 || ok1 && !bytes.Equal(one, two) {
			t.Fatalf("%v %q, %v %q", ok1, one, ok2, two)
		}
	})
}
