package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"onedoor/queue"
)

// Options are what a Store is made of.
type Options struct {
	Dir    string           // the data directory; made when it isn't there
	Now    func() time.Time // the wall clock; nil: time.Now
	Logger *slog.Logger     // nil: none
}

// Store keeps the books of one data directory, which no other process may use
// at the same time. Safe for concurrent use.
type Store struct {
	*Books
	now  func() time.Time
	log  *slog.Logger
	lock *os.File

	trusted atomic.Bool // what follows the newest snapshot was verified

	mu      sync.Mutex // over writing and what stands below
	pool    *sql.DB    // of the writer and the keeper
	writer  *writer    // nil until the first write
	keeper  *keeper
	packer  *dayPacker
	doubt   error // whether the last commit is in the file isn't known; set for good
	closed  bool
	unwiped bool // erased rows may still stand in the log

	health health
}

var _ queue.Store = (*Store)(nil)

// Open opens the books of a data directory, or begins new ones. It checks what
// it finds before it writes anything: a directory in use (*InUseError), a file of
// a newer program (*NewerError) or of another program (*ForeignError), and damage
// (code ErrDamaged) are refused with the file left as it is.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{now: o.Now, log: o.Logger, lock: lock, unwiped: true}
	if err := s.open(ctx, filepath.Join(dir, fileName)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// open reads first and brings an older or new file to the newest form.
func (s *Store) open(ctx context.Context, file string) error {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open the journal: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("open the journal: %w", err)
	}
	books, version, err := openBooks(ctx, file)
	if err != nil {
		return err
	}
	s.Books = books
	known, err := newestForm()
	if err != nil {
		return err
	}
	s.pool, err = openPool(dsn(file, url.Values{
		"mode": {"rw"}, "_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_foreign_keys": {"true"},
		"_secure_delete": {"true"}, "_busy_timeout": {"500"}, "_txlock": {"immediate"}, "_mutex": {"no"}, "_cache_size": {"-4000"},
	}), "PRAGMA wal_autocheckpoint = 0", "PRAGMA temp_store = MEMORY", "PRAGMA trusted_schema = OFF",
		fmt.Sprintf("PRAGMA journal_size_limit = %d", walKept))
	if err != nil {
		return err
	}
	if version == known {
		return nil // the writer comes with the first write
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.upgrade(ctx, version, known)
}

// upgrade brings the file to the newest form. What stands in an older one is
// verified first.
func (s *Store) upgrade(ctx context.Context, version, known int) error {
	if version > 0 {
		if err := s.trust(ctx); err != nil {
			return err
		}
	}
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return s.wrap("open the journal for writing", err)
	}
	err = migrate(ctx, conn, version)
	if err = errors.Join(s.wrap("open the journal for writing", err), conn.Close()); err != nil {
		return err
	}
	if version > 0 { // a new house has none to bring
		s.log.InfoContext(ctx, "books brought to a new form", "from", version, "to", known)
	}
	if err := syncDir(filepath.Dir(s.file)); err != nil {
		return err
	}
	if version > 0 { // counting what is there may take a while, and no visitor shall wait for it
		_, err = s.ready(ctx)
	}
	return err
}

// syncDir makes a directory's entries durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync the directory: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("sync the directory: %w", err)
	}
	return nil
}

// trust verifies what follows the newest snapshot, unless Load has done so.
func (s *Store) trust(ctx context.Context) error {
	if s.trusted.Load() {
		return nil
	}
	loaded, err := s.Load(ctx)
	if err != nil {
		return err
	}
	for _, err := range loaded.Events {
		if err != nil {
			return err
		}
	}
	return nil
}

// ready gives the writer. It is made at the first write, so that a file that
// turns out to be damaged while it is loaded was never opened for writing.
func (s *Store) ready(ctx context.Context) (*writer, error) {
	switch {
	case s.closed:
		return nil, errClosed
	case s.doubt != nil:
		return nil, s.doubt
	case s.writer != nil:
		return s.writer, nil
	}
	if err := s.trust(ctx); err != nil {
		return nil, err
	}
	w, err := s.openWriter(ctx)
	if err != nil {
		return nil, s.wrap("open the journal for writing", err)
	}
	if err := w.transact(context.WithoutCancel(ctx), func(x driver.ExecerContext) error { return w.fill(ctx, x) }); err != nil {
		return nil, errors.Join(s.wrap("count what is in the books", err), w.close())
	}
	s.writer = w
	s.keeper = startKeeper(s.pool, s.log, &s.mu, s.alive)
	s.packer = s.startPacker()
	return w, nil
}

// Close ends reading and writing and gives the directory back.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	k, p := s.keeper, s.packer
	s.mu.Unlock()
	if k != nil {
		p.stop()
		k.stop()
	}
	var errs []error
	if s.writer != nil {
		if s.doubt == nil {
			s.endRun()
		}
		errs = append(errs, s.writer.close())
	}
	if s.Books != nil {
		errs = append(errs, s.Books.Close())
	}
	if s.pool != nil { // the last connection: it carries the log over into the file
		errs = append(errs, s.pool.Close())
	}
	errs = append(errs, s.lock.Close())
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close the journal: %w", err)
	}
	return nil
}
