package main

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"onedoor/config"
	"onedoor/config/edition"
)

// sampleFile is where changes of the sample centre are kept, beside its books: whoever deletes the data directory
// has the sample as it came.
func sampleFile(data string) string { return filepath.Join(data, "sample.yaml") }

// changedSample is the sample centre as somebody has changed it in the administration; nil when nobody has, or when
// what is there can't be used any more.
func changedSample(data string, log *slog.Logger) *config.Centre {
	file := sampleFile(data)
	src, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		log.Warn("the changes of the sample centre can't be read; it is as it came", "err", err)
		return nil
	}
	centre, problems := config.ParseSample(file, src)
	if centre == nil {
		log.Warn("the changes of the sample centre can't be used any more; it is as it came", "problems", problems.String())
	}
	return centre
}

// openShelf begins to keep the editions of the config. The one in force at the start is the first, or the next when
// somebody changed the file while the program was down.
func (a *app) openShelf(o appOptions) (err error) {
	file := o.Config
	if file == "" {
		file = sampleFile(o.Data)
	}
	a.shelf, err = edition.New(edition.Options{
		File: file, Sample: o.Config == "", Dir: filepath.Join(o.Data, "config"), Now: time.Now, Apply: a.takeOver,
	})
	if err != nil {
		return err
	}
	text, err := a.shelf.Current()
	if err != nil {
		return badInput(err)
	}
	if err := a.shelf.Took(text.Src); err != nil { // a full disk doesn't keep the hall shut
		a.log.Error("this edition of the config is not kept", "err", err)
	}
	return nil
}
