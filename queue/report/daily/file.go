package daily

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"onedoor/queue"
	"onedoor/queue/report/sheet"
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

// refused says whether it is this day that isn't taken, so that another may be.
func (f *fault) refused() bool {
	switch f.code {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusProxyAuthRequired, http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return false // all days are met with it
	}
	return f.trouble == TroubleForeign || f.trouble == TroubleAnswer && f.code/100 == 4
}

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

// write writes a day's files. One that other books wrote is never replaced.
func (d *Daily) write(ctx context.Context, dir string, m *mark, book *sheet.Book) error {
	if err := CheckDir(dir); err != nil {
		return &fault{trouble: TroubleDirectory, err: err}
	}
	forms := []struct {
		name  string
		write func(io.Writer) error
	}{{"csv", book.CSV}, {"xlsx", book.XLSX}}
	for _, f := range forms {
		name := filepath.Join(dir, FileName(m.Day, f.name))
		switch origin, err := sheet.FactOf(name, "journal"); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil || origin != m.Journal:
			return &fault{trouble: TroubleForeign, err: errors.Join(errors.New(FileName(m.Day, f.name)+" is of other books"), err)}
		}
	}
	for _, f := range forms {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := d.whole(filepath.Join(dir, FileName(m.Day, f.name)), f.write); err != nil {
			return &fault{trouble: TroubleWrite, err: err}
		}
	}
	return nil
}

// FileName is a day's file: onedoor-2026-11-23.csv.
func FileName(day queue.Day, form string) string { return "onedoor-" + string(day) + "." + form }

// whole writes a file so that it appears whole under its name or not at all.
func (d *Daily) whole(name string, write func(io.Writer) error) (err error) {
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
		err = d.sync(f)
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
