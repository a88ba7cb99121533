package journal_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// TestDiskFull fills a real disk: a tmpfs of 4 MiB, mounted in a mount namespace
// of a copy of this program, so that it is gone whatever happens. Where the
// kernel doesn't allow that, TestFileAtItsBound has to do.
func TestDiskFull(t *testing.T) {
	if dir, ok := strings.CutPrefix(os.Getenv(childVar), "full:"); ok {
		onFullDisk(t, dir)
		return
	}
	c := child(t, "full", t.TempDir())
	c.Args = append(c.Args, "-test.run=^TestDiskFull$", "-test.v")
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS, Pdeathsig: syscall.SIGKILL}
	if os.Getuid() != 0 {
		c.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	out, err := c.Output()
	var exit *exec.ExitError
	switch {
	case err == nil:
	case errors.As(err, &exit) && exit.ExitCode() == noMount, errors.Is(err, syscall.EPERM):
		t.Log("no mount allowed here: the bounded file has to do")
	default:
		t.Errorf("%v\n%s", err, out)
	}
}

// TestFileAtItsBound reaches SQLite's own bound on the file.
func TestFileAtItsBound(t *testing.T) {
	c := newClock()
	s, err := journal.Open(t.Context(), journal.Options{Dir: t.TempDir(), Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	whenFull(t, s, c,
		func() { s.Bound(t, "(SELECT page_count + 20 FROM pragma_page_count)") },
		func() { s.Bound(t, "1000000") })
}

// noMount is how a child ends that may not mount.
const noMount = 77

// onFullDisk runs in the child.
func onFullDisk(t *testing.T, dir string) {
	err := errors.Join(
		syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""),
		syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"),
	)
	if err != nil {
		t.Log(err)
		os.Exit(noMount)
	}
	filler := filepath.Join(dir, "filler")
	fill := func() { // all but some 200 KiB
		f, err := os.Create(filler)
		if err != nil {
			t.Fatal(err)
		}
		block := make([]byte, 64<<10)
		for err == nil {
			_, err = f.Write(block)
		}
		info, statErr := f.Stat()
		if !errors.Is(err, syscall.ENOSPC) || statErr != nil {
			t.Fatal(err, statErr)
		}
		if err := errors.Join(f.Truncate(info.Size()-200<<10), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	c := newClock()
	s, err := journal.Open(t.Context(), journal.Options{Dir: filepath.Join(dir, "data"), Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	whenFull(t, s, c, fill, func() {
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
	})
}

// whenFull issues tickets into a store until it is full, looks at what still
// works, and makes space again.
func whenFull(t *testing.T, s *journal.Store, c *clock, fill, empty func()) {
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Now: c.Now, Tick: time.Hour})
	queuetest.Issue(t, q, "legal")
	fill()
	var acknowledged []*queue.Ticket
	issue := func() error {
		r, err := q.Do(t.Context(), queue.Request{Actor: queue.System, Command: queue.Issue{Service: "legal", Seed: queuetest.Seed()}})
		if err == nil {
			acknowledged = append(acknowledged, r.Ticket)
		}
		return err
	}
	var err error
	for err == nil && len(acknowledged) < 20_000 {
		err = issue()
	}
	full := &queue.Error{Code: queue.ErrDiskFull}
	for range 5 { // and stays so
		if !errors.Is(err, full) {
			t.Fatalf("after %d tickets: %v", len(acknowledged), err)
		}
		err = issue()
	}
	c.forward(time.Minute)
	if err := s.Ready(t.Context()); !errors.Is(err, full) {
		t.Errorf("Ready on a full disk: %v", err)
	}
	for _, x := range []*queue.Ticket{acknowledged[0], acknowledged[len(acknowledged)-1]} {
		if got, ok, err := s.Ticket(t.Context(), x.Ref); err != nil || !ok || got.Number != x.Number {
			t.Errorf("reading on a full disk: %v, %v, %v", got, ok, err)
		}
	}
	empty()
	before := len(acknowledged)
	for range 50 {
		if err := issue(); err != nil {
			t.Fatalf("when there is space again: %v", err)
		}
	}
	if a, b := acknowledged[before-1], acknowledged[before]; b.ID != a.ID+1 {
		t.Errorf("ticket %d came after ticket %d", b.ID, a.ID)
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("Ready when there is space again: %v", err)
	}
	if err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}
