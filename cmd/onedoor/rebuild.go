package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"onedoor/queue/journal"
)

type rebuildCmd struct {
	Data string `type:"path" default:"data" env:"ONEDOOR_DATA" placeholder:"DIR" help:"Where the books are kept."`
}

// Run makes what the pages and reports read anew from the events, while the program doesn't run.
// The events stay as they are.
func (c *rebuildCmd) Run(ctx context.Context, std streams) (err error) {
	if _, err := os.Stat(filepath.Join(c.Data, "onedoor.db")); err != nil {
		return badInput(fmt.Errorf("read the books: %w", err)) // none is made for the asking
	}
	store, err := journal.Open(ctx, journal.Options{Dir: c.Data, Now: time.Now})
	if err != nil {
		return taken(err)
	}
	if err := errors.Join(store.Rebuild(ctx), store.Close()); err != nil {
		return taken(err)
	}
	_, err = fmt.Fprintln(std.out, "made anew from the events:", c.Data)
	return err
}
