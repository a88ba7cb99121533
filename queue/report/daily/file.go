package daily

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"onedoor/queue"
)

// fault is a failure that has a name for people.
type fault struct {
	trouble Trouble
	code    int
	after   time.Duration // what the other end asks for
	err     error
}

func (f *fault) Error() string {
	if f.err == nil {
		return string(f.trouble)
	}
	return string(f.trouble) + ": " + f.err.Error()
}

func (f *fault) Unwrap() error { return f.err }

func asFault(err error, into **fault) bool { return errors.As(err, into) }

// CheckDir says why files can't be put into a directory; nil: it is there.
func CheckDir(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = errors.New(dir + " is no directory")
	}
	return err
}

// CheckToken says why a token's file can't be used.
func CheckToken(name string) error {
	_, err := readToken(name)
	return err
}

// write writes a day's files.
func (d *Daily) write(ctx context.Context, dir string, day queue.Day) error {
	if err := CheckDir(dir); err != nil {
		return &fault{trouble: TroubleDirectory, err: err}
	}
	for _, form := range []string{"csv", "xlsx"} {
		book, err := d.Book(ctx, day) // once for each form: a table's rows may be read once only
		if err != nil {
			return &fault{trouble: TroubleFigures, err: err}
		}
		write := book.CSV
		if form == "xlsx" {
			write = book.XLSX
		}
		if err := whole(filepath.Join(dir, FileName(day, form)), write); err != nil {
			return &fault{trouble: TroubleWrite, err: err}
		}
	}
	return nil
}

// FileName is a day's file: onedoor-2026-11-23.csv.
func FileName(day queue.Day, form string) string { return "onedoor-" + string(day) + "." + form }

// whole writes a file so that it appears whole under its name or not at all.
func whole(name string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".onedoor-*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	err = write(f)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), name); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(name))
	if err != nil {
		return nil // the file is there; its name will be
	}
	_ = dir.Sync() // a share may not know how
	return dir.Close()
}
