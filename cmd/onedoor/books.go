package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"onedoor/queue"
	"onedoor/queue/journal"
)

type backupCmd struct {
	File string `arg:"" type:"path" help:"The file to write; it must not be there yet."`
	Data string `type:"path" default:"data" env:"ONEDOOR_DATA" placeholder:"DIR" help:"Where the books are kept."`
}

// Run writes a verified copy of the books, also while the program runs.
func (c *backupCmd) Run(ctx context.Context, std streams) error {
	books, err := journal.OpenBooks(ctx, c.Data)
	if err != nil {
		return err
	}
	if err := errors.Join(books.Backup(ctx, c.File), books.Close()); err != nil {
		return taken(err)
	}
	_, err = fmt.Fprintln(std.out, "wrote and verified", c.File)
	return err
}

type restoreCmd struct {
	File string `arg:"" type:"path" help:"The backup."`
	Data string `type:"path" default:"data" env:"ONEDOOR_DATA" placeholder:"DIR" help:"An empty data directory."`
}

// Run verifies a backup and puts it into an empty data directory.
func (c *restoreCmd) Run(ctx context.Context, std streams) error {
	if _, err := os.Stat(c.File); err != nil {
		return badInput(fmt.Errorf("read the backup: %w", err))
	}
	if err := journal.Restore(ctx, c.File, c.Data); err != nil {
		return taken(err)
	}
	_, err := fmt.Fprintln(std.out, "restored into", c.Data)
	return err
}

// taken makes it the input's fault when something is already where the output
// should go, or when what is there isn't sound books of this program.
func taken(err error) error {
	_, exists := errors.AsType[*journal.ExistsError](err)
	_, newer := errors.AsType[*journal.NewerError](err)
	_, foreign := errors.AsType[*journal.ForeignError](err)
	if exists || newer || foreign || errors.Is(err, &queue.Error{Code: queue.ErrDamaged}) {
		return badInput(err)
	}
	return err
}
