package display

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"onedoor/queue"
)

// KioskHealth is what a kiosk's page last said of itself.
type KioskHealth struct {
	ID      queue.KioskID
	Seen    time.Time     // last heartbeat
	Loaded  time.Time     // when the page was opened
	Touched time.Time     // last touch; zero: never
	Face    string        // what it shows: start, ticket, offline …
	PageAge time.Duration // Seen − Loaded
	Sound   Sound         // whether it can say aloud that no paper came
	Painted time.Time     // when the browser last drew; zero: it didn't say
	Reload  Reload        // what is wished of it; filled in by Snapshot
}

// paintDeaf is how long before a heartbeat a page that can be seen has drawn at the latest: a page
// asks to draw at each heartbeat.
const paintDeaf = 20 * time.Second

// Frozen says whether the page still answers but shows nothing new: it hangs, or is covered.
func (h KioskHealth) Frozen() bool { return !h.Painted.IsZero() && h.Seen.Sub(h.Painted) > paintDeaf }

// The states of a printer. Why says more of those in which nothing comes out.
const (
	PrinterReady     = "ready"
	PrinterBusy      = "busy"    // printing
	PrinterOneWay    = "one_way" // never answers: what is sent is believed to come out
	PrinterPaperOut  = "paper_out"
	PrinterCoverOpen = "cover_open"
	PrinterOff       = "off"     // silent, unplugged, or none
	PrinterError     = "error"   // the cutter, the head, the port
	PrinterUnknown   = "unknown" // nothing was heard yet
)

// PrinterStates lists them, from well to unknown.
func PrinterStates() []string {
	return []string{
		PrinterReady, PrinterBusy, PrinterOneWay, PrinterPaperOut, PrinterCoverOpen, PrinterOff, PrinterError, PrinterUnknown,
	}
}

// PrinterHealth is what is known of a printer.
type PrinterHealth struct {
	ID      queue.PrinterID
	State   string    // one of PrinterStates
	Why     string    // code of what is wrong
	Since   time.Time // in this state
	Seen    time.Time // last answer; zero: never
	Low     bool      // paper near its end
	Profile string    // what it is taken for
}

// Well says whether slips come out, as far as the printer tells. From ready to
// busy and back nothing changes that somebody would want to know since when.
func (h PrinterHealth) Well() bool {
	return h.State == PrinterReady || h.State == PrinterBusy || h.State == PrinterOneWay
}

// ScreenHealth is one browser that shows a screen; a screen may have several.
type ScreenHealth struct {
	ID    queue.ScreenID
	Key   uint64    // of the browser's socket, from Board.Key
	Since time.Time // connected
	Seen  time.Time // last word
	Sound Sound
	Shown int64 // seq of the last message it says it has drawn
}

// Sound is what a screen or a kiosk can let people hear.
type Sound string

// The states of a screen's sound.
const (
	SoundUnknown Sound = "unknown"  // it hasn't said
	SoundOn      Sound = "on"       // chime and voice
	SoundNoVoice Sound = "no_voice" // chime only: no voice for the language without a network
	SoundLocked  Sound = "locked"   // the browser waits for somebody to touch it
	SoundOff     Sound = "off"      // switched off on purpose
)

// Board is the health of devices, in memory: what /hall shows. Nothing of it is
// an event. It is safe for concurrent use.
type Board struct {
	mu       sync.Mutex
	kiosks   map[queue.KioskID]KioskHealth
	printers map[queue.PrinterID]PrinterHealth
	screens  map[uint64]ScreenHealth
	voice    VoiceHealth
	gone     map[queue.ScreenID]time.Time // when a screen's last browser went
	reloads  map[queue.KioskID]wished
	anew     map[queue.ScreenID]time.Time // when it was wished that a screen loads its page anew
	key      uint64
	bells    map[chan struct{}]struct{} // of those who follow the printers
}

// NewBoard makes an empty board.
func NewBoard() *Board {
	return &Board{
		kiosks: map[queue.KioskID]KioskHealth{}, printers: map[queue.PrinterID]PrinterHealth{},
		screens: map[uint64]ScreenHealth{}, gone: map[queue.ScreenID]time.Time{}, reloads: map[queue.KioskID]wished{}, anew: map[queue.ScreenID]time.Time{},
		bells: map[chan struct{}]struct{}{},
	}
}

// Bell gives a channel that rings when a printer is no longer as it was. It holds one
// ring, so nobody waits for who doesn't listen. Hush ends it.
func (b *Board) Bell() (rings <-chan struct{}, hush func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	bell := make(chan struct{}, 1)
	b.bells[bell] = struct{}{}
	return bell, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.bells, bell)
	}
}

// ring rings every bell. The lock is held.
func (b *Board) ring() {
	for bell := range b.bells {
		select {
		case bell <- struct{}{}:
		default:
		}
	}
}

// Kiosk notes what a kiosk says.
func (b *Board) Kiosk(h KioskHealth) {
	b.mu.Lock()
	defer b.mu.Unlock()
	h.PageAge = h.Seen.Sub(h.Loaded)
	if h.Touched.IsZero() {
		h.Touched = b.kiosks[h.ID].Touched
	}
	b.kiosks[h.ID] = h
}

// Printer notes how a printer is. Since is kept while the state is the same.
func (b *Board) Printer(h PrinterHealth) {
	b.mu.Lock()
	defer b.mu.Unlock()
	old, ok := b.printers[h.ID]
	if ok && old.Well() == h.Well() && old.Why == h.Why && (h.Well() || old.State == h.State) {
		h.Since = old.Since
	}
	b.printers[h.ID] = h
	if old.Seen = h.Seen; old != h { // heard again, and nothing else: no news
		b.ring()
	}
}

// Key gives a number for a browser's socket.
func (b *Board) Key() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.key++
	return b.key
}

// Screen notes what a screen's browser says.
func (b *Board) Screen(h ScreenHealth) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if old, ok := b.screens[h.Key]; ok && h.Since.IsZero() {
		h.Since = old.Since
	}
	b.screens[h.Key] = h
}

// ScreenGone notes that a browser has gone.
func (b *Board) ScreenGone(key uint64, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if h, ok := b.screens[key]; ok {
		b.gone[h.ID] = at
		delete(b.screens, key)
	}
}

// Health is the board at one moment, each list by id.
type Health struct {
	Kiosks   []KioskHealth
	Printers []PrinterHealth
	Screens  []ScreenHealth
	Voice    VoiceHealth
	Gone     map[queue.ScreenID]time.Time // screens without a browser, since when
}

// PrintsAt says where a kiosk's slips come out now: of its own printer unless that
// is known not to print, else of the first fallback that is well. With "" they
// don't come out; why is the code of what keeps its own printer from printing.
func (h Health) PrintsAt(k *queue.Kiosk) (at queue.PrinterID, why string) {
	heard := map[queue.PrinterID]PrinterHealth{}
	for _, p := range h.Printers {
		heard[p.ID] = p
	}
	own, known := heard[k.Printer]
	if !known || own.Well() || own.State == PrinterUnknown {
		return k.Printer, ""
	}
	for _, id := range k.Fallback {
		if p, known := heard[id]; known && p.Well() {
			return id, cmp.Or(own.Why, own.State)
		}
	}
	return "", cmp.Or(own.Why, own.State)
}

// HoldsUp says, as a code, what keeps a printer from going on with the slip under way;
// "" when nothing is known to. The books hear of it only when the slip has come to its
// end.
func (h Health) HoldsUp(id queue.PrinterID) string {
	for _, p := range h.Printers {
		if p.ID == id && !p.Well() && p.State != PrinterUnknown {
			return cmp.Or(p.Why, p.State)
		}
	}
	return ""
}

// Print is what is known of a ticket's paper: what the books say, and of a slip that
// is under way what holds it up.
func (h Health) Print(p queue.Print) queue.Print {
	if p.State == queue.Printing {
		p.Why = h.HoldsUp(p.Printer)
	}
	return p
}

// Snapshot copies the board. Without one, nobody knows anything.
func (b *Board) Snapshot() Health {
	if b == nil {
		return Health{}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	h := Health{Voice: b.voice, Gone: map[queue.ScreenID]time.Time{}}
	h.Kiosks = slices.SortedFunc(maps.Values(b.kiosks), func(a, b KioskHealth) int { return cmp.Compare(a.ID, b.ID) })
	for i := range h.Kiosks {
		h.Kiosks[i].Reload = b.reloads[h.Kiosks[i].ID].kind
	}
	h.Printers = slices.SortedFunc(maps.Values(b.printers), func(a, b PrinterHealth) int { return cmp.Compare(a.ID, b.ID) })
	h.Screens = slices.SortedFunc(maps.Values(b.screens), func(a, b ScreenHealth) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Key, b.Key))
	})
	for id, at := range b.gone {
		if !slices.ContainsFunc(h.Screens, func(s ScreenHealth) bool { return s.ID == id }) {
			h.Gone[id] = at
		}
	}
	return h
}
