package config

import (
	"fmt"
	"path/filepath"
	"slices"

	"onedoor/printer"
)

// The parts that only the file on the machine changes.
const (
	SpeakersPart Part = "voice.speakers"
	DailyURLPart Part = "daily.post.url"
)

// OnlyByHand finds what a change of the administration may not bring: a program to be run, a host that figures are sent
// to, a file or folder outside the config's own, to be written or to be read. Whoever may write the file on the machine has these rights already;
// whoever has an administrator's PIN has not. What was there may stay, move and go.
func (c *Centre) OnlyByHand(was *Centre) Problems {
	var list Problems
	refuse := func(p Part, what string) {
		list = append(list, c.At(p, Error, fmt.Sprintf("%q is new here, and is taken only from the file on the machine itself", what),
			"change the file there, and have it read again"))
	}
	for _, s := range c.Voice.Speakers {
		if !slices.ContainsFunc(was.Voice.Speakers, func(o Speaker) bool { return o.Play == s.Play }) {
			refuse(SpeakersPart, "play: "+s.Play)
		}
	}
	for _, x := range []struct {
		part     Part
		now, was string
		path     bool // and may be anything below the config's folder
	}{
		{DailyDirPart, c.Daily.Dir, was.Daily.Dir, false},
		{DailyURLPart, c.Daily.Post.URL, was.Daily.Post.URL, false},
		{DailyTokenPart, c.Daily.Post.TokenFile, was.Daily.Post.TokenFile, false},
		{FontPart, c.Font, was.Font, true},
		{ClipsPart, c.Voice.Clips, was.Voice.Clips, true},
	} {
		if x.now != "" && x.now != x.was && (!x.path || !filepath.IsLocal(x.now)) {
			refuse(x.part, string(x.part))
		}
	}
	for lang, file := range c.Catalogues {
		if file != was.Catalogues[lang] && !filepath.IsLocal(file) {
			refuse(CataloguesPart, string(CataloguesPart))
		}
	}
	had := map[string]bool{}
	for _, u := range was.Printers {
		had[u] = true
	}
	for id, text := range c.Printers {
		u, err := printer.ParseURL(text, c.Profiles)
		switch {
		case had[text] || err != nil: // what is wrong is said of it where it is read
		case u.Scheme == printer.File:
			refuse(PrinterPart(id), "url: file:")
		case u.Script != "":
			refuse(PrinterPart(id), "url: script=")
		}
	}
	list.sort()
	return list
}
