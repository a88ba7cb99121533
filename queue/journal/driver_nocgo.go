//go:build !cgo

package journal

import (
	"database/sql"
	"errors"
)

// errNoCompiler is what a program that was built without cgo says: SQLite is C.
var errNoCompiler = errors.New("this program was built without a C compiler and so has no SQLite to keep the books with: " +
	"install one (on Debian: apt-get install gcc libc6-dev) and build again with CGO_ENABLED=1")

func openPool(string, ...string) (*sql.DB, error) { return nil, errNoCompiler }

func faultOf(error) fault { return faultOther }
