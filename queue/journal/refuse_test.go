package journal_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"onedoor/queue/journal"
)

// childHold opens a store and holds it until it is killed.
func childHold(dir string) {
	if _, err := journal.Open(context.Background(), journal.Options{Dir: dir}); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("held")
	select {}
}

func TestASecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	c := child(t, "hold", dir)
	out := lines(t, c)
	if !out.Scan() || out.Text() != "held" {
		t.Fatalf("the first process: %s", out.Text())
	}
	_, err := journal.Open(t.Context(), journal.Options{Dir: dir})
	var inUse *journal.InUseError
	if !errors.As(err, &inUse) || inUse.Dir != dir || inUse.PID != c.Process.Pid {
		t.Fatalf("the second process: %v", err)
	}
	for _, part := range []string{dir, strconv.Itoa(c.Process.Pid), "--data"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not name %s", err, part)
		}
	}
	if b, err := journal.OpenBooks(t.Context(), dir); err != nil {
		t.Errorf("reading beside it: %v", err)
	} else if err := b.Close(); err != nil {
		t.Error(err)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // it was killed
	s := open(t, dir)
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("after the first was killed: %v", err)
	}
	if _, err := journal.Open(t.Context(), journal.Options{Dir: dir}); !errors.As(err, &inUse) || inUse.PID != os.Getpid() {
		t.Errorf("twice in one process: %v", err)
	}
}

// content reads a file whole.
func content(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestANewerFileIsRefusedUntouched(t *testing.T) {
	dir := t.TempDir()
	with(t, dir, func(t *testing.T, s *journal.Store) { randomDay(t, s, 2, 50) })
	file := filepath.Join(dir, "onedoor.db")
	alter(t, file, "PRAGMA user_version = 99")
	before := content(t, file)
	_, err := journal.Open(t.Context(), journal.Options{Dir: dir})
	var newer *journal.NewerError
	if !errors.As(err, &newer) || newer.Version != 99 || newer.File != file {
		t.Errorf("a newer file: %v", err)
	}
	if _, err := journal.OpenBooks(t.Context(), dir); !errors.As(err, &newer) {
		t.Errorf("reading a newer file: %v", err)
	}
	if content(t, file) != before {
		t.Error("a newer file was touched")
	}
}

func TestAFileOfAnotherProgramIsRefusedUntouched(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "onedoor.db")
	alterNew(t, file, "CREATE TABLE songs (title TEXT)")
	other := content(t, file)
	for name, text := range map[string]string{"another database": other, "a text": "a shopping list, long enough", "a short text": "x"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := journal.Open(t.Context(), journal.Options{Dir: dir})
		var foreign *journal.ForeignError
		if !errors.As(err, &foreign) || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: %v", name, err)
		}
		if content(t, file) != text {
			t.Errorf("%s was touched", name)
		}
	}
}

// alterNew makes a database that isn't ours.
func alterNew(t *testing.T, file, statement string) {
	t.Helper()
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	alter(t, file, statement)
}

func TestAFileThatWasOnlyBegunIsBegunAnew(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "onedoor.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	randomDay(t, open(t, dir), 1, 20)
}

func TestACleanEndLeavesOneFile(t *testing.T) {
	dir := t.TempDir()
	with(t, dir, func(t *testing.T, s *journal.Store) { randomDay(t, s, 2, 50) })
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got := strings.Join(names, " "); got != "onedoor.db onedoor.lock" {
		t.Errorf("left behind: %s", got)
	}
}

func TestBooksNeedAFile(t *testing.T) {
	if _, err := journal.OpenBooks(t.Context(), t.TempDir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// Without a C compiler Go leaves SQLite out and says nothing; the program must.
func TestWithoutACompilerItSaysSo(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	main := filepath.Join(t.TempDir(), "main.go")
	const program = `package main

import (
	"context"
	"fmt"
	"os"

	"onedoor/queue/journal"
)

func main() {
	_, err := journal.Open(context.Background(), journal.Options{Dir: os.Args[1]})
	fmt.Println(err)
}
`
	if err := os.WriteFile(main, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), "go", "run", main, t.TempDir())
	c.Dir, c.Env = root, append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if !strings.HasPrefix(string(out), "this program was built without a C compiler") || strings.Count(string(out), "\n") != 1 {
		t.Errorf("it says: %s", out)
	}
}
