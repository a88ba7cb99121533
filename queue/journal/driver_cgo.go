//go:build cgo

package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// connector opens connections that all have the same settings: those of the
// DSN, then the setup statements, which the DSN has no words for.
type connector struct {
	dsn   string
	setup []string
}

// openPool gives a pool of connections with the given settings.
func openPool(dsn string, setup ...string) (*sql.DB, error) {
	return sql.OpenDB(connector{dsn: dsn, setup: setup}), nil
}

// Connect opens one connection.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	d := sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		for _, statement := range c.setup {
			if _, err := conn.Exec(statement, nil); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	}}
	return d.Open(c.dsn)
}

// Driver gives SQLite's driver.
func (connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

// faultOf says what kind of failure an error of SQLite is.
func faultOf(err error) fault {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return faultOther
	}
	switch {
	case e.Code == sqlite3.ErrFull, e.SystemErrno == syscall.ENOSPC, e.SystemErrno == syscall.EDQUOT:
		return faultFull
	case e.Code == sqlite3.ErrError, // our statements are right, so the tables aren't
		e.Code == sqlite3.ErrCorrupt, e.Code == sqlite3.ErrNotADB, e.ExtendedCode == sqlite3.ErrIoErrShortRead:
		return faultDamaged
	case e.ExtendedCode == sqlite3.ErrIoErrFsync, e.ExtendedCode == sqlite3.ErrIoErrDirFsync:
		return faultSync
	case e.ExtendedCode == sqlite3.ErrConstraintUnique, e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey:
		return faultTwice
	}
	return faultOther
}
