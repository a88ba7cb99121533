package display

import (
	"slices"
	"time"

	"onedoor/queue"
)

// VoiceHealth is what is known of how calls are heard. The zero value says that nothing is.
type VoiceHealth struct {
	Known    bool            // there is an announcer
	Standin  bool            // a machine's voice that came with the program says them
	Broken   bool            // some recordings can't be used; the log says which
	Missing  []string        // places and prepared emergencies that no clip says, in their words: people are sent to the screen
	Unsaid   []string        // emergencies that stand and no clip says: an alarm sounds, and their words are shown
	Speakers []SpeakerHealth // at the server's own sound card, by zone
}

// SpeakerHealth is a loudspeaker of the server.
type SpeakerHealth struct {
	Zone  queue.ZoneID
	Fails time.Time // since when it doesn't play; zero: it does, or wasn't asked to
	Left  time.Time // when it last couldn't say all of an announcement; zero: never
}

// Voice notes how calls are heard.
func (b *Board) Voice(h VoiceHealth) {
	b.mu.Lock()
	defer b.mu.Unlock()
	h.Missing, h.Unsaid, h.Speakers = slices.Clone(h.Missing), slices.Clone(h.Unsaid), slices.Clone(h.Speakers)
	b.voice = h
}
