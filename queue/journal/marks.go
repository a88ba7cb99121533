package journal

import (
	"context"

	"onedoor/queue"
)

// A mark is how far somebody who follows the books has come, as the daily figures
// on their way to the district. It is no event: it is nothing that happened in the
// hall; and it stands in the books so that a backup has it.

// Mark gives the text kept under a name; ok is false when there is none.
func (b *Books) Mark(ctx context.Context, name string) (text string, ok bool, err error) {
	ok, err = b.one(ctx, "read a mark", "SELECT value FROM meta WHERE key = ?", "mark."+name)(&text)
	return text, ok, err
}

// PutMark keeps a text under a name and returns when it is durable.
func (s *Store) PutMark(ctx context.Context, name, text string) error {
	return s.write(ctx, "keep a mark",
		row("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", "mark."+name, text))
}

// FirstDay gives the first day of which the books have a ticket; "" while there is none.
func (b *Books) FirstDay(ctx context.Context) (queue.Day, error) {
	var day queue.Day
	_, err := b.one(ctx, "read the first day", "SELECT coalesce(min(day), '') FROM tickets")(&day)
	return day, err
}

// Lobby gives the lobby as the books have it, for programs that read beside the one that
// writes: its rules and its day.
func (b *Books) Lobby(ctx context.Context) (*queue.Lobby, error) {
	loaded, err := b.load(ctx)
	if err != nil {
		return nil, err
	}
	l := queue.NewLobby()
	if loaded.Snapshot != nil {
		if l, err = queue.RestoreLobby(loaded.Snapshot); err != nil {
			return nil, b.wrap("read the lobby", err)
		}
	}
	for e, err := range loaded.Events {
		if err != nil {
			return nil, err
		}
		l.Apply(&e)
	}
	return l, nil
}
