package people_test

import (
	"database/sql"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// BenchmarkAuditPage opens the audit of a day of 100,000 lines, half of them events: the newest page, and the
// ones for which everything is read, since nothing is like what they ask for.
func BenchmarkAuditPage(b *testing.B) {
	h := open(b)
	root := h.root()
	queuetest.Do(b, h.queue, queue.ByStaff("anna"), queue.OpenWindow{Window: "w1"})
	db, err := sql.Open("sqlite3", h.store.File())
	must(b, err)
	now := time.Now().UnixMicro()
	for _, q := range []string{
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) INSERT INTO audits (at, staff, act, subject) SELECT ?1 + i, 'root', 'unlocked', 'anna' FROM n`,
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000), e AS (SELECT * FROM events WHERE type = 'window_opened')
		INSERT INTO events SELECT e.seq + i, ?1 + i, day, type, v, actor, cause, data, hash FROM n, e`,
	} {
		_, err := db.Exec(q, now)
		must(b, err)
	}
	must(b, db.Close())
	for _, tt := range [][2]string{{"newest", "/admin/audit"}, {"nothing", "/admin/audit?window=w2"}, {"number", "/admin/audit?number=A999"}} {
		b.Run(tt[0], func(b *testing.B) {
			for b.Loop() {
				resp, err := root.c.Get(h.url + tt[1])
				must(b, err)
				if resp.StatusCode != http.StatusOK {
					b.Fatal(resp.Status)
				}
				must(b, drain(resp.Body))
			}
		})
	}
}

// drain reads a body to its end.
func drain(r io.ReadCloser) error {
	_, err := io.Copy(io.Discard, r)
	return errors.Join(err, r.Close())
}
