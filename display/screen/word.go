package screen

import (
	"slices"
	"sync"

	"onedoor/display"
	"onedoor/queue"
)

// words is who has the word in each zone: of all browsers that are heard together, one.
type words struct {
	other func(queue.ZoneID) bool // somebody else speaks there: a loudspeaker of the server

	mu    sync.Mutex
	zones map[queue.ZoneID]*word
}

// word is the browsers of a zone, those that have been here longest first, and who speaks.
type word struct {
	browsers []*browser
	speaker  *browser
	lent     bool // the loudspeaker of the server lacks words for what is being said
}

// hear notes what a browser can let people hear, and where it hangs now.
func (w *words) hear(b *browser, zone queue.ZoneID, sound display.Sound) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if b.sound != "" && b.zone != zone { // the rules have changed
		w.forget(b)
	}
	z := w.zone(zone)
	if !slices.Contains(z.browsers, b) {
		z.browsers = append(z.browsers, b)
	}
	b.sound, b.zone = sound, zone
	w.choose(z, zone)
}

// zone gives a zone's word. The caller holds the lock.
func (w *words) zone(id queue.ZoneID) *word {
	z := w.zones[id]
	if z == nil {
		z = &word{}
		if w.zones == nil {
			w.zones = map[queue.ZoneID]*word{}
		}
		w.zones[id] = z
	}
	return z
}

// lend gives one browser the word beside a loudspeaker of the server, for what is said next and
// lacks clips, and takes it back.
func (w *words) lend(zone queue.ZoneID, lent bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if z := w.zone(zone); z.lent != lent {
		z.lent = lent
		w.choose(z, zone)
	}
}

// leave forgets a browser that has gone.
func (w *words) leave(b *browser) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.forget(b)
}

func (w *words) forget(b *browser) {
	z := w.zones[b.zone]
	if z == nil {
		return
	}
	z.browsers = slices.DeleteFunc(z.browsers, func(o *browser) bool { return o == b })
	w.choose(z, b.zone)
}

// choose gives the word to one browser: the speaker as long as it can, else whoever has been
// here longest with the best sound; nobody where a loudspeaker of the server says all. The
// caller holds the lock.
func (w *words) choose(z *word, id queue.ZoneID) {
	best := func(s display.Sound) *browser {
		if z.speaker != nil && z.speaker.sound == s && slices.Contains(z.browsers, z.speaker) {
			return z.speaker
		}
		for _, b := range z.browsers {
			if b.sound == s {
				return b
			}
		}
		return nil
	}
	next := best(display.SoundOn)
	if next == nil {
		next = best(display.SoundNoVoice) // a chime is better than nothing
	}
	if w.other != nil && !z.lent && w.other(id) {
		next = nil
	}
	if next == z.speaker {
		return
	}
	old := z.speaker
	z.speaker = next
	for b, speak := range map[*browser]bool{old: false, next: true} {
		if b != nil {
			_ = b.socket.SendJSON(voiceMessage{Type: "voice", Speak: speak}) // plain values
		}
	}
}
