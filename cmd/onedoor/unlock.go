package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
)

// pardonFor is how long a pardon waits for its log-in. One that nobody needed is no key for later.
const pardonFor = time.Hour

type unlockCmd struct {
	Staff string `arg:"" help:"Who is locked out: their staff id."`
	Data  string `type:"path" default:"data" env:"ONEDOOR_DATA" placeholder:"DIR" help:"Where the books are kept."`
}

// Run lets somebody log in again who is locked out after wrong PINs, when no administrator can. What locks is kept in
// the books and, for each address, in the program that runs, which only itself may write to. So the command leaves a
// pardon beside the books, for whoever may write there; the program takes it, writes that down and forgets the
// failures when that person tries next, whether it runs now or is started later.
func (c *unlockCmd) Run(ctx context.Context, std streams) error {
	if !staffForm.MatchString(c.Staff) {
		return badInput(fmt.Errorf("%q is no staff id", c.Staff))
	}
	books, err := journal.OpenBooks(ctx, c.Data)
	if errors.Is(err, os.ErrNotExist) {
		return badInput(fmt.Errorf("read the books: %w", err))
	}
	if err != nil {
		return taken(err)
	}
	rules, err := books.RulesOf(ctx, "9999-12-31") // the newest: the lobby's day may be ahead of this machine's
	if err := errors.Join(err, books.Close()); err != nil {
		return taken(err)
	}
	if rules == nil || rules.Person(queue.StaffID(c.Staff)) == nil {
		return badInput(fmt.Errorf("nobody here has the staff id %q", c.Staff))
	}
	if err := os.WriteFile(pardonOf(c.Data, c.Staff), nil, 0o600); err != nil {
		return fmt.Errorf("leave a pardon: %w", err)
	}
	_, err = fmt.Fprintf(std.out, "%s may log in again: the next try within an hour counts as the first.\n", c.Staff)
	return err
}

// staffForm is that of every id, and of a file's name.
var staffForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,31}$`)

func pardonOf(dir, staff string) string { return filepath.Join(dir, "unlock-"+staff) }

// pardons takes what the command unlock has left in a data directory. A pardon is good once, and one that is too old
// is none.
func pardons(dir string, now func() time.Time, log *slog.Logger) func(queue.StaffID) bool {
	return func(staff queue.StaffID) bool {
		file := pardonOf(dir, string(staff))
		left, err := os.Lstat(file)
		if err != nil || !staffForm.MatchString(string(staff)) {
			return false
		}
		if err := os.Remove(file); err != nil { // it would be good again and again
			log.Error("a pardon can't be taken", "err", err)
			return false
		}
		age := now().Sub(left.ModTime())
		return left.Mode().IsRegular() && age > -pardonFor && age < pardonFor
	}
}
