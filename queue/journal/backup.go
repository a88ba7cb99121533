package journal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// partSuffix marks a file that isn't complete yet.
const partSuffix = ".part"

// ExistsError says that something is where a backup or restored books should
// go. Nothing is ever overwritten.
type ExistsError struct {
	Path string
	What string
}

// Error says what is there.
func (e *ExistsError) Error() string {
	return fmt.Sprintf("%s %s; nothing was written", e.Path, e.What)
}

// Backup writes a complete copy of the books as they are now, also while a
// lobby is open. The copy is verified before it gets its name; a file that
// exists is never overwritten (*ExistsError).
func (b *Books) Backup(ctx context.Context, file string) (err error) {
	file, err = filepath.Abs(file)
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := free(file); err != nil {
		return err
	}
	part := file + partSuffix
	if err := createEmpty(part); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	if err := b.vacuumInto(ctx, part); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := syncFile(part); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := checkCopy(ctx, part); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return place(part, file)
}

// vacuumInto copies the books as they are at one moment, page by page and without
// what was deleted. The connection is its own: the pool's may not even do this.
func (b *Books) vacuumInto(ctx context.Context, file string) error {
	pool, err := openPool(dsn(b.file, url.Values{"mode": {"ro"}, "_mutex": {"no"}, "_busy_timeout": {"5000"}}), "PRAGMA temp_store = MEMORY")
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, "VACUUM INTO ?", file)
	return errors.Join(err, pool.Close())
}

// createEmpty makes an empty file that only its owner reads, in the place of
// one that was left incomplete.
func createEmpty(file string) error {
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func syncFile(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// free refuses a name that is taken.
func free(file string) error {
	switch _, err := os.Lstat(file); {
	case err == nil:
		return &ExistsError{Path: file, What: "is already there"}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return nil
}

// place gives a complete file its name, unless the name is taken, and makes
// that durable.
func place(part, file string) error {
	err := os.Link(part, file)
	switch {
	case err == nil:
		err = os.Remove(part)
	case errors.Is(err, fs.ErrExist):
		return &ExistsError{Path: file, What: "is already there"}
	default: // a memory stick's file system has no links
		if err := free(file); err != nil {
			return err
		}
		err = os.Rename(part, file)
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(file))
}

// openCopy opens a file that nobody writes and that nothing may be put beside.
func openCopy(ctx context.Context, file string) (*Books, error) {
	if info, err := os.Stat(file + "-wal"); err == nil && info.Size() > 0 {
		return nil, &ForeignError{File: file, What: "there is a log beside it, so it is no backup but the books of a running or killed program"}
	}
	b, version, err := openBooks(ctx, file, "immutable", "1")
	if err != nil {
		return nil, err
	}
	if version == 0 {
		return nil, errors.Join(&ForeignError{File: file, What: "there is nothing in it"}, b.Close())
	}
	return b, nil
}

// checkCopy verifies all of a backup.
func checkCopy(ctx context.Context, file string) error {
	b, err := openCopy(ctx, file)
	if err != nil {
		return err
	}
	return errors.Join(b.check(ctx), b.Close())
}

// Restore brings a backup back into a data directory that is empty or isn't
// there yet, after verifying all of it. The journal gets a new id, and everybody
// logs in anew.
func Restore(ctx context.Context, file, dir string) (err error) {
	file, err = filepath.Abs(file)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := checkCopy(ctx, file); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := onlyOurs(dir); err != nil {
		return err
	}
	lock, err := lockDir(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if err := onlyOurs(dir); err != nil { // now that nobody else begins here
		return err
	}
	target := filepath.Join(dir, fileName)
	part := target + partSuffix
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(part))
		}
	}()
	if err := copyFile(part, file); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := renew(ctx, part); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return place(part, target)
}

// onlyOurs refuses a directory with anything in it but the lock and what a
// restore that was cut off left.
func onlyOurs(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	for _, e := range entries {
		if e.Name() != lockName && e.Name() != fileName+partSuffix {
			return &ExistsError{Path: dir, What: "is not empty: " + e.Name() + " is in it"}
		}
	}
	return nil
}

func copyFile(to, from string) error {
	if err := createEmpty(to); err != nil {
		return err
	}
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = src.Close() }() // only read
	dst, err := os.OpenFile(to, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Sync(), dst.Close())
}

// renew makes a copy a journal of its own.
func renew(ctx context.Context, file string) error {
	pool, err := openPool(dsn(file, url.Values{
		"mode": {"rw"}, "_journal_mode": {"DELETE"}, "_synchronous": {"FULL"}, "_secure_delete": {"true"}, "_txlock": {"immediate"},
	}))
	if err != nil {
		return err
	}
	err = func() error {
		tx, err := pool.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }() // after a commit it does nothing
		for _, table := range []string{"sessions", "answers"} {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table); err != nil {
				return err
			}
		}
		if err := newJournal(ctx, tx); err != nil {
			return err
		}
		if err := noteRestored(ctx, tx); err != nil {
			return err
		}
		return tx.Commit()
	}()
	return errors.Join(err, pool.Close())
}
