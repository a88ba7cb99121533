package journal

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// pageSize is SQLite's, in bytes.
	pageSize = 4096
	// walPages is after about how many pages the log is carried over into the file.
	walPages = 2000
	// walKept is how long the log's file may stay, in bytes. Writing over what is
	// there is several times as fast as making a file longer.
	walKept = 64 << 20
)

// keeper carries the log over into the file while commits go on: by a connection
// and in a goroutine of its own, so that no commit waits for it. Only when
// commits came in between, the short rest is done under the store's lock, after
// which the log begins anew and stays short.
type keeper struct {
	pool   *sql.DB
	log    *slog.Logger
	mu     *sync.Mutex // the store's
	alive  func()      // called once a minute
	pages  atomic.Int64
	wake   chan struct{}
	cancel context.CancelFunc
	done   chan struct{}
}

func startKeeper(pool *sql.DB, log *slog.Logger, mu *sync.Mutex, alive func()) *keeper {
	ctx, cancel := context.WithCancel(context.Background())
	k := &keeper{pool: pool, log: log, mu: mu, alive: alive, wake: make(chan struct{}, 1), cancel: cancel, done: make(chan struct{})}
	go k.run(ctx)
	return k
}

// wrote tells the keeper about how many pages went into the log.
func (k *keeper) wrote(pages int) {
	if k.pages.Add(int64(pages)) < walPages {
		return
	}
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// stop ends the keeper and waits for it.
func (k *keeper) stop() {
	k.cancel()
	<-k.done
}

func (k *keeper) run(ctx context.Context) {
	defer close(k.done)
	minute := time.NewTicker(runEvery)
	defer minute.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-minute.C:
			k.alive()
			continue
		case <-k.wake:
		}
		k.pages.Store(0)
		if err := k.carryOver(); err != nil {
			// The log stays and grows; commits tell when the disk is the reason.
			k.log.Warn("log not carried over", "err", err)
		}
	}
}

// carryOver is not cut off by the context: it is short, and a cut would gain
// nothing.
func (k *keeper) carryOver() error {
	whole, err := k.checkpoint()
	if err != nil || whole {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	_, err = k.checkpoint()
	return err
}

// checkpoint moves what it can without waiting for anybody.
func (k *keeper) checkpoint() (whole bool, err error) {
	var busy, frames, moved int
	err = k.pool.QueryRow("PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &frames, &moved)
	return frames == moved, err
}
