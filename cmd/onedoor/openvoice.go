package main

import (
	"path/filepath"

	"onedoor/config"
	"onedoor/display/voice"
)

// clipsDir is where a centre's recordings are: beside its file, unless it says a whole path.
func clipsDir(centre *config.Centre, file string) string {
	dir := centre.Voice.Clips
	if dir != "" && !filepath.IsAbs(dir) {
		dir = filepath.Join(filepath.Dir(file), dir)
	}
	return dir
}

// openVoice makes the announcer of a centre. What is wrong with its recordings is said, and
// the pack of the program stands in for them.
func (a *app) openVoice(o appOptions, h house) *voice.Announcer {
	v, err := voice.Open(clipsDir(o.Centre, o.Config))
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
