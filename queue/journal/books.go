package journal

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"onedoor/queue"
)

// fileName is the database in the data directory.
const fileName = "onedoor.db"

// applicationID marks our files in SQLite's header: "1Dor" in ASCII.
const applicationID = 0x31446f72

// readers is how many connections read at once.
const readers = 4

// Books is the reading side of a journal. It never writes to the file, and may
// be open beside the process that does. Safe for concurrent use.
type Books struct {
	file  string
	read  *sql.DB
	rules *rulebook
	long  chan struct{} // of those who have a moment
	tx    *sql.Tx       // of one moment; nil: as they stand
}

// OpenBooks opens the books in a data directory for reading only. It needs no
// lock, so that reports and backups work while the lobby is open. A file that
// isn't there, isn't ours, is newer or older than this program knows is an
// error.
func OpenBooks(ctx context.Context, dir string) (*Books, error) {
	file, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return nil, fmt.Errorf("open the books: %w", err)
	}
	b, version, err := openBooks(ctx, file)
	if err != nil {
		return nil, err
	}
	known, err := newestForm()
	if err == nil && version < known {
		err = fmt.Errorf("%s has the older form %d and this program reads form %d; start onedoor serve once to bring it up to date", file, version, known)
	}
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// openBooks opens a file for reading and says of which form it is; 0 is a file
// that nothing was written to yet.
func openBooks(ctx context.Context, file string, more ...string) (*Books, int, error) {
	if err := looksLikeSQLite(file); err != nil {
		return nil, 0, err
	}
	query := url.Values{
		"mode": {"ro"}, "_query_only": {"true"}, "_mutex": {"no"}, "_busy_timeout": {"5000"}, "_cache_size": {"-1000"},
	}
	for i := 0; i+1 < len(more); i += 2 {
		query.Set(more[i], more[i+1])
	}
	pool, err := openPool(dsn(file, query), "PRAGMA temp_store = MEMORY", "PRAGMA trusted_schema = OFF")
	if err != nil {
		return nil, 0, err
	}
	pool.SetMaxOpenConns(readers)
	pool.SetMaxIdleConns(readers)
	pool.SetConnMaxIdleTime(time.Minute)
	b := &Books{file: file, read: pool, rules: &rulebook{by: map[int64]*queue.Rules{}}, long: make(chan struct{}, moments)}
	version, err := b.form(ctx)
	if err != nil {
		return nil, 0, errors.Join(err, b.Close())
	}
	return b, version, nil
}

// dsn is a file's name as SQLite's URI.
func dsn(file string, query url.Values) string {
	return "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + query.Encode()
}

// looksLikeSQLite refuses what can't be a database by its first bytes, so that
// SQLite isn't even asked.
func looksLikeSQLite(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("open the books: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	const magic = "SQLite format 3\x00"
	head := make([]byte, len(magic))
	n, err := io.ReadFull(f, head)
	switch {
	case errors.Is(err, io.EOF):
		return nil // created, and nothing in it yet
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("open the books: %w", err)
	case string(head[:n]) != magic:
		return &ForeignError{File: file, What: "it does not begin like an SQLite database"}
	}
	return nil
}

// form gives the version of the file's form after making sure that it is ours.
func (b *Books) form(ctx context.Context) (int, error) {
	var id, version, tables int
	err := b.read.QueryRowContext(ctx, `SELECT
		(SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version),
		(SELECT count(*) FROM sqlite_schema)`).Scan(&id, &version, &tables)
	if err != nil {
		return 0, b.wrap("read the head of the file", err)
	}
	known, err := newestForm()
	switch {
	case err != nil:
		return 0, err
	case id == 0 && version == 0 && tables == 0:
		return 0, nil
	case id != applicationID:
		return 0, &ForeignError{File: b.file, What: "it is an SQLite database of another program"}
	case version < 1:
		return 0, b.damaged(0, "the number of its form is gone", nil)
	case version > known:
		return 0, &NewerError{File: b.file, Version: version, Known: known}
	}
	return version, nil
}

// Close ends reading.
func (b *Books) Close() error {
	if err := b.read.Close(); err != nil {
		return fmt.Errorf("close the books: %w", err)
	}
	return nil
}

// File is the database's full name.
func (b *Books) File() string { return b.file }

// Journal gives the journal's id, new at every restore.
func (b *Books) Journal(ctx context.Context) (string, error) {
	var id string
	err := b.read.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'journal'").Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", b.damaged(0, "the journal's id is gone", nil)
	}
	return id, b.wrap("read the journal's id", err)
}

// head is where the books end.
type head struct {
	seq  int64
	hash [sha256.Size]byte
}

// querier is what both a pool and a connection can do.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// headOf reads the last event's number and hash.
func (b *Books) headOf(ctx context.Context, q querier) (head, error) {
	var h head
	var hash []byte
	err := q.QueryRowContext(ctx, "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").Scan(&h.seq, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return head{}, nil
	}
	if err != nil {
		return head{}, b.wrap("read the last event", err)
	}
	if copy(h.hash[:], hash) != len(h.hash) {
		return head{}, b.damaged(h.seq, "its hash is cut off", nil)
	}
	return h, nil
}

// micros is an instant as it is stored.
func micros(t time.Time) int64 { return t.UnixMicro() }

// microsOrNull is an instant as it is stored; the zero instant is NULL.
func microsOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// instant reads what micros stored.
func instant(us int64) time.Time { return time.UnixMicro(us).UTC() }

// instantOrZero reads what microsOrNull stored.
func instantOrZero(us sql.NullInt64) time.Time {
	if !us.Valid {
		return time.Time{}
	}
	return instant(us.Int64)
}

var _ interface {
	Ticket(ctx context.Context, ref string) (*queue.Ticket, bool, error)
	Notes(ctx context.Context, ids []int64) ([]queue.Personal, error)
} = (*Books)(nil)
