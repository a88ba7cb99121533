package journal_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// childVar tells a copy of the test program which child it is.
const childVar = "ONEDOOR_JOURNAL_CHILD"

// TestMain runs the tests, or, in a copy of the program that a test started,
// what that test needs a process of its own for.
func TestMain(m *testing.M) {
	switch name, dir, _ := strings.Cut(os.Getenv(childVar), ":"); name {
	case "":
		os.Exit(m.Run())
	case "hold":
		childHold(dir)
	case "issue":
		childIssue(dir)
	case "full":
		os.Exit(m.Run()) // in a place of its own, see TestDiskFull
	default:
		fmt.Fprintln(os.Stderr, "no such child:", name)
		os.Exit(2)
	}
}

// child makes the command that runs a child of this program, perhaps under
// another one.
func child(t *testing.T, name, dir string, under ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	line := append(under, self)
	c := exec.CommandContext(t.Context(), line[0], line[1:]...)
	c.Env = append(os.Environ(), childVar+"="+name+":"+dir)
	c.Stderr = os.Stderr
	return c
}

// lines starts a command and gives its output line by line. It kills the
// command when the test ends, if it has not ended by itself.
func lines(t *testing.T, c *exec.Cmd) *bufio.Scanner {
	t.Helper()
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if c.ProcessState == nil {
			_ = c.Process.Kill()
			_ = c.Wait()
		}
	})
	return bufio.NewScanner(out)
}

// need gives a program's path; the tests can't do without it.
func need(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatalf("this test needs %s (on Debian: apt-get install %s)", program, program)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}
