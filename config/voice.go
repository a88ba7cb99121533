package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"onedoor/queue"
)

// Voice is how calls are heard, beside what the rules say: recordings, and loudspeakers at the
// server's own sound card.
type Voice struct {
	Clips    string    // folder of the centre's recordings, absolute or beside the file; "": none
	Yi       bool      // 一 in a ticket's number is read 一 and not 幺
	Speakers []Speaker // each in another zone
}

// Speaker is a program of the server that plays a WAVE file which it reads.
type Speaker struct {
	Zone queue.ZoneID
	Play string
}

// ClipsPart is the folder of recordings.
const ClipsPart Part = "voice.clips"

func (b *builder) readVoice(root *table) {
	t := b.optional(root, "voice", "the voice")
	v := &b.centre.Voice
	v.Clips = t.text("clips")
	if v.Clips != "" {
		b.centre.mark(ClipsPart, t.spotOfKey("clips"))
	}
	v.Yi = t.choice("one", "yao", "yi") == "yi"
	b.centre.mark(SpeakersPart, t.spotOfKey("speakers"))
	for _, s := range t.items("speakers") {
		st, ok := b.table(s, "a speaker")
		if !ok {
			continue
		}
		zone := st.needID("zone", `zone: "1"`)
		st.what = "the speaker of the zone " + fmt.Sprintf("%q", zone.id)
		play := strings.TrimSpace(st.needText("play", "play: aplay -q -"))
		st.done()
		switch {
		case zone.id == "" || play == "":
		case slices.ContainsFunc(v.Speakers, func(o Speaker) bool { return string(o.Zone) == zone.id }):
			b.bad(zone.at, fmt.Sprintf("the zone %q has two speakers", zone.id), "name one: two that say the same can't be understood")
		default:
			v.Speakers = append(v.Speakers, Speaker{queue.ZoneID(zone.id), play})
			b.speakers = append(b.speakers, zone)
		}
	}
	t.done()
}

// checkSpeakers holds speakers against the zones that screens are heard in: what is said there
// is what the screens show.
func (b *builder) checkSpeakers() {
	zones := maps.Clone(b.defs[aFloor])
	for i := range b.rules.Screens {
		if z := b.rules.Screens[i].Zone; z != "" {
			if zones == nil {
				zones = map[string]spot{}
			}
			zones[string(z)] = spot{}
		}
	}
	for _, zone := range b.speakers {
		if _, ok := zones[zone.id]; !ok {
			b.bad(zone.at, fmt.Sprintf("a speaker is in the zone %q, in which no screen is", zone.id), guess(zone.id, slices.Collect(maps.Keys(zones))))
		}
	}
}
