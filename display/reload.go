package display

import (
	"time"

	"onedoor/queue"
)

// Reload is a wish that a kiosk loads its page anew.
type Reload string

// The kinds of Reload.
const (
	ReloadNone Reload = ""
	ReloadIdle Reload = "idle" // as soon as nobody stands before it
	ReloadNow  Reload = "now"  // whatever it shows
)

// wished is a Reload with the moment from which on a page is new enough.
type wished struct {
	at   time.Time
	kind Reload
}

// AskReload wishes that a kiosk loads its page anew. The wish stands until it shows a page that
// was loaded later, or the program ends. Who wished it now isn't overruled by who can wait.
func (b *Board) AskReload(k queue.KioskID, kind Reload, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if old, stands := b.reloads[k]; stands && old.kind == ReloadNow {
		kind = ReloadNow
	}
	b.reloads[k] = wished{at: at, kind: kind}
}

// ReloadOf says what is wished of a kiosk whose page was loaded at a moment.
func (b *Board) ReloadOf(k queue.KioskID, loaded time.Time) Reload {
	b.mu.Lock()
	defer b.mu.Unlock()
	w, stands := b.reloads[k]
	switch {
	case !stands:
		return ReloadNone
	case loaded.After(w.at):
		delete(b.reloads, k)
		return ReloadNone
	}
	return w.kind
}

// AskScreen wishes that every browser of a screen loads its page anew.
func (b *Board) AskScreen(s queue.ScreenID, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.anew[s] = at
}

// ScreenAsked says whether a screen's browser that is here since a moment is wished to load its page anew.
func (b *Board) ScreenAsked(s queue.ScreenID, since time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	at, wished := b.anew[s]
	return wished && !since.After(at)
}
