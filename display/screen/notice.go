package screen

import (
	"context"
	"fmt"
	"slices"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

const (
	noticeWait  = 3 * time.Second        // that the words of notices may take to be read
	noticeAgain = 500 * time.Millisecond // after which words that couldn't be read are asked for again
)

// The messages about notices; see the package's comment.
type (
	noticesMessage struct {
		head
		Notices []noticeRow `json:"notices"`
	}
	// noticeRow is a notice on a screen: in every language that it is written in.
	noticeRow struct {
		ID   queue.NoticeID   `json:"id"`
		Kind queue.NoticeKind `json:"kind"`
		Text queue.Text       `json:"text"`
	}
)

// readNotices reads the notices that stand, with their words. It may read the disk, so it is
// called outside of any lock. What can't be read is left out: a screen goes on.
func (s *Screens) readNotices(ctx context.Context) ([]display.NoticeView, error) {
	var list []queue.Notice
	var rules *queue.Rules
	s.queue.View(func(l *queue.Lobby) { list, rules = l.Notices(), l.Rules() })
	if len(list) == 0 || rules == nil {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, noticeWait)
	defer cancel()
	return s.notices.Views(ctx, list, rules)
}

// keepNotices tells of notices when they are new, and reads words again and again that couldn't
// be read, until ctx ends. It has a goroutine of its own: no call waits for the disk.
func (s *Screens) keepNotices(ctx context.Context) {
	failed := false
	for {
		var again <-chan time.Time
		if failed {
			again = time.After(noticeAgain)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.posted:
		case <-again:
		}
		err := s.tellNotices(ctx)
		if err != nil && !failed && ctx.Err() == nil {
			s.log.Warn("the words of a notice can't be read yet", "err", err)
		}
		failed = err != nil
	}
}

// post has the notices told soon.
func (s *Screens) post() {
	select {
	case s.posted <- struct{}{}:
	default: // they will be
	}
}

// tellNotices tells the groups whose notices have changed.
func (s *Screens) tellNotices(ctx context.Context) error {
	views, err := s.readNotices(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hall.notices = views
	s.each(func(g *group) {
		told := g.notices
		if list := s.noticesTo(g); told != g.notices {
			s.send(g, head{Type: "notices", Seq: s.hall.seq}, func(h head) any { return noticesMessage{h, list} })
		}
	})
	return err
}

// noticesTo gives the notices that stand on a group's screen: emergencies first, the newest first.
// The caller holds s.mu.
func (s *Screens) noticesTo(g *group) []noticeRow {
	list, ids := []noticeRow{}, ""
	for _, n := range s.hall.notices {
		if len(n.Screens) == 0 || slices.Contains(n.Screens, g.view.screen) {
			list = append(list, noticeRow{n.ID, n.Kind, n.Text})
			ids += fmt.Sprint(n.ID, " ")
		}
	}
	g.notices = ids
	return list
}

// changesNotices says whether events of a type change what notices stand.
func changesNotices(e queue.Event) bool {
	return e.Type == queue.NoticePosted || e.Type == queue.NoticeTaken
}
