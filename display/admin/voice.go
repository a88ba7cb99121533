package admin

import "strings"

// unsaid says which places the voice has no clip of, and when recordings can't be used.
func (b *hallBuilder) unsaid() {
	v := b.health.Voice
	for _, text := range v.Unsaid {
		b.urgent("unsaid-"+text, "sound", b.t("need_emergency_unsaid", "text", text), "")
	}
	if len(v.Missing) > 0 {
		b.soon("unsaid", "sound", b.t("need_unsaid", "places", strings.Join(v.Missing, b.t("and"))), "")
	}
	if v.Broken {
		b.soon("recordings", "sound", b.t("need_recordings"), "")
	}
}

// voice lists how calls are heard: whose voice it is, and the server's loudspeakers.
func (b *hallBuilder) voice() []device {
	v := b.health.Voice
	own := device{Name: b.t("voice_calls"), Words: b.t("voice_own"), NoDevice: true}
	if v.Standin {
		own.Words = b.t("voice_standin")
	}
	list := []device{own}
	for _, s := range v.Speakers {
		d := device{ID: string(s.Zone), Name: b.t("voice_speaker", "zone", string(s.Zone)), Words: b.t("voice_plays")}
		switch {
		case !s.Left.IsZero() && s.Fails.IsZero():
			d.Words = b.t("voice_left", "time", b.at(s.Left))
		case !s.Fails.IsZero():
			d.Words, d.Bad = b.t("voice_fails", "time", b.at(s.Fails)), true
		}
		list = append(list, d)
	}
	return list
}
