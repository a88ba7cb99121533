package main

import (
	"onedoor/config"
	"onedoor/display/voice"
)

// clipsDir is where a centre's recordings are: beside its file, unless it says a whole path; "" without any.
func clipsDir(centre *config.Centre) string {
	if centre.Voice.Clips == "" {
		return ""
	}
	return centre.Beside(centre.Voice.Clips)
}

// revoice has calls said with the recordings that a centre has now. Those that can't be used are said; the pack of the
// program stands in for them.
func (a *app) revoice(c *config.Centre) error {
	v, err := a.voice.Voice().Again(clipsDir(c))
	if v == nil {
		return err
	}
	if err != nil {
		a.log.Error("the recordings can't all be used; the voice of the program stands in", "err", err)
	}
	a.voice.Speak(v, c.Voice.Yi)
	return nil
}

// openVoice makes the announcer of a centre. What is wrong with its recordings is said, and
// the pack of the program stands in for them.
func (a *app) openVoice(o appOptions, h house) *voice.Announcer {
	v, err := voice.Open(clipsDir(o.Centre))
	if err != nil {
		a.log.Error("the recordings can't all be used; the voice of the program stands in", "err", err)
	}
	var speakers []voice.Speaker
	for _, s := range o.Centre.Voice.Speakers {
		speakers = append(speakers, voice.Speaker{Zone: s.Zone, Play: s.Play})
	}
	return voice.New(voice.Options{
		Kit: h.kit, Queue: a.queue, Notices: h.notices, Voice: v, Yi: o.Centre.Voice.Yi, Speakers: speakers, Board: h.board, Log: a.log,
	})
}
