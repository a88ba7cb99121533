package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// lockName is the file in the data directory that a running program holds.
const lockName = "onedoor.lock"

// InUseError says that another process keeps its books in the directory.
type InUseError struct {
	Dir string
	PID int // of the other process; 0: not known
}

// Error names the directory, the process and the ways out.
func (e *InUseError) Error() string {
	who := "another onedoor"
	if e.PID > 0 {
		who = fmt.Sprintf("another onedoor (process %d)", e.PID)
	}
	return fmt.Sprintf("the data directory %s is in use by %s; stop that one, or choose another directory with --data", e.Dir, who)
}

// lockDir takes the directory for this process. The kernel gives it back when
// the process ends, however it ends.
func lockDir(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data directory: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		holder, _ := io.ReadAll(io.LimitReader(f, 32))
		pid, _ := strconv.Atoi(strings.TrimSpace(string(holder)))
		return nil, errors.Join(&InUseError{Dir: dir, PID: pid}, f.Close())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock the data directory: %w", err), f.Close())
	}
	// The number only helps to find the process; a full disk may keep it out.
	if f.Truncate(0) == nil {
		_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	return f, nil
}
