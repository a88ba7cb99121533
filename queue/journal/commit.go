package journal

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"onedoor/queue"
)

// Commit makes a batch durable as a whole: when it returns nil, the disk has
// said that it is. A full disk (code ErrDiskFull) and a disk that refuses
// (a plain error) have kept nothing of it. When even that can't be made sure of,
// the error has the code ErrDamaged and the store writes nothing more: the next
// start finds out.
func (s *Store) Commit(ctx context.Context, b *queue.Batch) error {
	ctx = context.WithoutCancel(ctx) // a commit cut off halfway helps nobody
	s.mu.Lock()
	defer s.mu.Unlock()
	w, err := s.ready(ctx)
	if err != nil {
		return err
	}
	links, err := w.link(b.Events)
	if err != nil {
		return err
	}
	end := w.head
	if len(links) > 0 {
		end = links[len(links)-1].head
	}
	began := time.Now()
	if err := w.transact(ctx, func(x driver.ExecerContext) error { return w.put(ctx, x, b, links, end, s.now()) }); err != nil {
		return s.failed(ctx, w, err)
	}
	w.head = end
	s.health.committed(s.now(), time.Since(began), len(b.Events))
	if slices.ContainsFunc(b.Events, closesDay) {
		s.packer.due()
	}
	s.keeper.wrote(2 + 3*len(b.Events) + len(b.Answers) + len(b.Snapshot)/pageSize)
	return nil
}

// link is an event ready to be stored.
type link struct {
	event *queue.Event
	data  []byte
	head
}

// link encodes and chains events after the last one in the file.
func (w *writer) link(events []queue.Event) ([]link, error) {
	links := make([]link, len(events))
	prev := w.head
	for i := range events {
		e := &events[i]
		if e.Seq != prev.seq+1 {
			return nil, fmt.Errorf("commit: event %d can't follow event %d", e.Seq, prev.seq)
		}
		data, err := queue.EncodeData(e.Data)
		if err != nil {
			return nil, fmt.Errorf("commit: %w", err)
		}
		prev = head{e.Seq, queue.Chain(prev.hash, e, data)}
		links[i] = link{event: e, data: data, head: prev}
	}
	return links, nil
}

// put writes a batch's rows. Called in a transaction.
func (w *writer) put(ctx context.Context, x driver.ExecerContext, b *queue.Batch, links []link, end head, now time.Time) error {
	for i := range links {
		e := links[i].event
		if err := w.event.exec(ctx, e.Seq, micros(e.At), string(e.Day), string(e.Type), int64(e.V), string(e.Actor), e.Cause,
			string(links[i].data), links[i].hash[:]); err != nil {
			return fmt.Errorf("write event %d: %w", e.Seq, err)
		}
		if err := putMatter(ctx, x, e); err != nil {
			return fmt.Errorf("write the matter of event %d: %w", e.Seq, err)
		}
		if err := putEvaluation(ctx, x, e); err != nil {
			return fmt.Errorf("write the evaluation of event %d: %w", e.Seq, err)
		}
		if err := w.putTally(ctx, e); err != nil {
			return fmt.Errorf("count event %d: %w", e.Seq, err)
		}
		if err := putFollowUp(ctx, x, e); err != nil {
			return fmt.Errorf("write the follow-up of event %d: %w", e.Seq, err)
		}
		if err := putAlert(ctx, x, e); err != nil {
			return fmt.Errorf("write the alert of event %d: %w", e.Seq, err)
		}
	}
	undone := slices.ContainsFunc(b.Events, undoes)
	for _, t := range b.Tickets {
		if err := w.putTicket(ctx, t); err != nil {
			return fmt.Errorf("write ticket %d: %w", t.ID, err)
		}
		if undone {
			if err := w.dropLegs(ctx, t); err != nil {
				return fmt.Errorf("write ticket %d: %w", t.ID, err)
			}
		}
	}
	if err := w.putFigures(ctx, b, undone, now); err != nil {
		return err
	}
	for _, p := range b.Personal {
		if err := w.personal.exec(ctx, p.ID, int64(p.Ticket), p.Kind, p.Value, micros(p.EraseAfter)); err != nil {
			return fmt.Errorf("write personal row %d: %w", p.ID, taken(err))
		}
	}
	for _, id := range b.Expired {
		if err := w.expire.exec(ctx, micros(b.Events[len(b.Events)-1].At), id); err != nil {
			return fmt.Errorf("end personal row %d: %w", id, err)
		}
	}
	if err := w.putAnswers(ctx, b.Answers, now); err != nil {
		return err
	}
	if b.Snapshot == nil {
		return nil
	}
	return w.putSnapshot(ctx, end, b.Snapshot)
}

// keptFor is how long an answer is kept for a repeated request, and dropEvery
// how often those that are older are dropped.
const (
	keptFor   = 24 * time.Hour
	dropEvery = 10 * time.Minute
)

// putAnswers keeps answers, and drops old ones now and then.
func (w *writer) putAnswers(ctx context.Context, answers []queue.Answer, now time.Time) error {
	for i := range answers {
		a := &answers[i]
		if err := w.answer.exec(ctx, a.Principal, a.Route, a.Key.Key, micros(a.At), a.Body[:], string(a.Result)); err != nil {
			return fmt.Errorf("write answer: %w", err)
		}
	}
	if len(answers) == 0 || now.Sub(w.dropped) < dropEvery {
		return nil
	}
	w.dropped = now
	if err := w.dropAnswers.exec(ctx, micros(now.Add(-keptFor))); err != nil {
		return fmt.Errorf("drop old answers: %w", err)
	}
	return nil
}

// putSnapshot keeps a snapshot beside the newest one.
func (w *writer) putSnapshot(ctx context.Context, end head, state []byte) error {
	if err := w.dropSnapshots.exec(ctx); err != nil {
		return fmt.Errorf("drop old snapshots: %w", err)
	}
	sum := sha256.Sum256(state)
	if err := w.snapshot.exec(ctx, end.seq, end.hash[:], sum[:], state); err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	return nil
}

// failed finds out what a failed transaction left behind, and says so.
//
// A write that failed leaves nothing: the log's last frame, which makes the
// transaction count, is written after all others. A sync that failed is another
// matter: all frames may be in the log, unseen by this process, and a restart
// would find them. So a further, tiny transaction is written over them. When
// that one is durable, the failed one is gone for certain.
func (s *Store) failed(ctx context.Context, w *writer, cause error) error {
	s.health.failed(s.now())
	if faultOf(cause) == faultSync {
		if err := w.probeWrite(ctx, s.now(), 0); err != nil {
			return s.giveUp(fmt.Errorf("the disk does not take what is written, and what became of the last changes shows at the next start: %w", cause))
		}
	}
	seen, err := s.headOf(ctx, w.conn)
	if err != nil {
		return s.giveUp(errors.Join(cause, err))
	}
	if seen != w.head {
		return s.giveUp(fmt.Errorf("a failed commit left the books at event %d instead of %d: %w", seen.seq, w.head.seq, cause))
	}
	return s.wrap("commit", cause)
}

// giveUp ends writing until the next start.
func (s *Store) giveUp(cause error) error {
	s.doubt = &queue.Error{Code: queue.ErrDamaged, Cause: cause}
	return s.doubt
}

// probeWrite writes the scratch row, durably, and as long as is asked for.
func (w *writer) probeWrite(ctx context.Context, at time.Time, size int) error {
	text := fmt.Sprintf("%-*d", size, micros(at))
	return w.transact(ctx, func(driver.ExecerContext) error {
		if err := w.noteRun(ctx, at); err != nil {
			return err
		}
		return w.probe.exec(ctx, text)
	})
}

// Kept gives the result that was kept under an idempotency key within the last
// day.
func (s *Store) Kept(ctx context.Context, k queue.Key) (queue.Kept, bool, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT body, result FROM answers WHERE principal = ? AND route = ? AND key = ? AND at >= ?",
		k.Principal, k.Route, k.Key, micros(s.now().Add(-keptFor)))
	if err != nil {
		return queue.Kept{}, false, s.wrap("read a kept answer", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	if !rows.Next() {
		return queue.Kept{}, false, s.wrap("read a kept answer", rows.Err())
	}
	var body []byte
	var result string
	if err := rows.Scan(&body, &result); err != nil {
		return queue.Kept{}, false, s.wrap("read a kept answer", err)
	}
	kept := queue.Kept{Result: json.RawMessage(result)}
	if copy(kept.Body[:], body) != len(kept.Body) {
		return queue.Kept{}, false, s.damaged(0, "a kept answer's hash is cut off", nil)
	}
	return kept, true, nil
}
