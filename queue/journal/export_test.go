package journal

import (
	"database/sql/driver"
	"strconv"
	"testing"
)

// Bound sets how many pages the file may have, as an expression.
func (s *Store) Bound(t testing.TB, pages string) {
	t.Helper()
	var n int64
	if err := s.read.QueryRowContext(t.Context(), "SELECT "+pages).Scan(&n); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.writer.conn.Raw(func(c any) error {
		_, err := c.(driver.ExecerContext).ExecContext(t.Context(), "PRAGMA max_page_count = "+strconv.FormatInt(n, 10), nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Hold begins reading and gives a function that ends it.
func (b *Books) Hold(t testing.TB) (release func()) {
	t.Helper()
	tx, err := b.read.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRowContext(t.Context(), "SELECT count(*) FROM events").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
	}
}

// Repack unpacks a packed day and packs it again.
func Repack(packed []byte) ([]byte, error) {
	names := NewNames()
	var v Visits
	if _, err := v.unpack(packed, names, nil); err != nil {
		return nil, err
	}
	return v.pack(names), nil
}

// Readers is how many connections read.
const Readers = readers

// Waited is how often somebody has waited for a connection.
func (b *Books) Waited() int64 { return b.read.Stats().WaitCount }
