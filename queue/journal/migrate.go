package journal

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// The migrations are numbered from 1 without gaps; the file's user_version is
// the number of the last one that it went through. A released one is never
// changed.
//
//go:embed migrations/*.sql
var migrations embed.FS

// migrationFiles lists the migrations in order.
func migrationFiles() ([]string, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	for i, name := range names { // sorted
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		if n, err := strconv.Atoi(number); err != nil || n != i+1 {
			return nil, fmt.Errorf("list migrations: %s does not have number %04d", name, i+1)
		}
	}
	return names, nil
}

// newestForm is the form that this program writes.
func newestForm() (int, error) {
	names, err := migrationFiles()
	return len(names), err
}

// migrate brings a file from a form to the newest, each step whole or not at all.
func migrate(ctx context.Context, conn *sql.Conn, from int) error {
	names, err := migrationFiles()
	if err != nil {
		return err
	}
	for i := from; i < len(names); i++ {
		if err := migrateStep(ctx, conn, names[i], i+1); err != nil {
			return fmt.Errorf("bring the books to form %d: %w", i+1, err)
		}
	}
	return nil
}

func migrateStep(ctx context.Context, conn *sql.Conn, name string, version int) (err error) {
	script, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if _, err := tx.ExecContext(ctx, string(script)); err != nil {
		return err
	}
	if version == 1 {
		if _, err := tx.ExecContext(ctx, "PRAGMA application_id = "+strconv.Itoa(applicationID)); err != nil {
			return err
		}
		if err := newJournal(ctx, tx); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "PRAGMA user_version = "+strconv.Itoa(version)); err != nil {
		return err
	}
	return tx.Commit()
}

// execer is what both a transaction and a connection can do.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// newJournal gives the file an id of its own.
func newJournal(ctx context.Context, x execer) error {
	_, err := x.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES ('journal', lower(hex(randomblob(16))))
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
	return err
}
