package display

import (
	"context"
	"maps"
	"sync"
	"time"

	"onedoor/queue"
)

// NoticeView is a notice with its words, for the screens, the hall and programs.
type NoticeView struct {
	ID      queue.NoticeID   `json:"id"`
	Kind    queue.NoticeKind `json:"kind"`
	Code    queue.NoticeCode `json:"code,omitempty"` // of the prepared text
	Text    queue.Text       `json:"text"`           // by language; a free text may be in one alone
	Screens []queue.ScreenID `json:"screens"`        // where it stands; empty: everywhere
	Since   time.Time        `json:"since"`
	Until   *time.Time       `json:"until"` // null: until it is taken back
}

// NewNoticeView makes the view of a notice and its words.
func NewNoticeView(n *queue.Notice, text queue.Text, r *queue.Rules) NoticeView {
	v := NoticeView{
		ID: n.ID, Kind: n.Kind, Code: n.Code, Text: text, Screens: n.Screens,
		Since: n.Since.In(r.Location()), Until: instant(n.Until, r.Location()),
	}
	if v.Screens == nil {
		v.Screens = []queue.ScreenID{}
	}
	return v
}

// Notices reads the words of notices. What was written freely is a personal row, which the
// Lobby doesn't hold: each is read once, so that every screen may ask at every change.
// Safe for concurrent use.
type Notices struct {
	rows Rows

	mu    sync.Mutex
	known map[int64]queue.Text // by row; nil: it has been erased
}

// NewNotices makes a reader of notices; without rows no free text is known.
func NewNotices(rows Rows) *Notices { return &Notices{rows: rows, known: map[int64]queue.Text{}} }

// Views gives what Lobby.Notices gave, in the same order, with words. Call it outside of the view of
// the queue: it may read from the disk. A free text that has been erased meanwhile is left out; after an
// error all whose words are known are there.
func (n *Notices) Views(ctx context.Context, list []queue.Notice, r *queue.Rules) ([]NoticeView, error) {
	err := n.learn(ctx, list)
	n.mu.Lock()
	defer n.mu.Unlock()
	views := make([]NoticeView, 0, len(list))
	for i := range list {
		text := list[i].Words
		if list[i].Row != 0 {
			text = n.known[list[i].Row]
		}
		if len(text) > 0 {
			views = append(views, NewNoticeView(&list[i], text, r))
		}
	}
	return views, err
}

// learn reads the free texts of a list that aren't known yet. Nobody waits for another's disk.
func (n *Notices) learn(ctx context.Context, list []queue.Notice) error {
	var unread []int64
	standing := map[int64]bool{}
	n.mu.Lock()
	for i := range list {
		row := list[i].Row
		standing[row] = true
		if _, known := n.known[row]; row != 0 && !known && n.rows != nil {
			unread = append(unread, row)
		}
	}
	n.mu.Unlock()
	if len(unread) == 0 {
		return nil
	}
	found, err := n.rows.Notes(ctx, unread)
	if err != nil {
		return err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.known) > 100 { // others may stand on other screens; they are read again
		maps.DeleteFunc(n.known, func(row int64, _ queue.Text) bool { return !standing[row] })
	}
	for _, row := range unread {
		n.known[row] = nil
	}
	for _, p := range found {
		n.known[p.ID] = queue.ReadNotice(p)
	}
	return nil
}
