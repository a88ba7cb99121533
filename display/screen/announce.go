package screen

import (
	"maps"
	"time"

	"onedoor/display/voice"
	"onedoor/queue"
)

// The messages about what is said; see the package's comment.
type (
	announceMessage struct {
		Type     string         `json:"type"`
		Seq      int64          `json:"seq"`
		Call     int64          `json:"call"`
		Number   string         `json:"number"`
		Audio    *string        `json:"audio"`
		LengthMS int64          `json:"length_ms"`
		Lines    []voice.Line   `json:"lines"`
		Cut      bool           `json:"cut,omitempty"`
		Notice   queue.NoticeID `json:"notice,omitempty"`
		BehindMS int64          `json:"behind_ms,omitempty"` // the server's loudspeaker plays so long; then a browser says the local lines
	}
	hushMessage struct {
		Type string `json:"type"`
		Seq  int64  `json:"seq"`
		Call int64  `json:"call"`
	}
	// saying is what a snapshot knows of an announcement under way.
	saying struct {
		Call   int64     `json:"call"`
		Number string    `json:"number"`
		Until  time.Time `json:"until"`
	}
)

// heard is what goes to the screens of a zone.
type heard struct {
	zone queue.ZoneID
	call int64
	say  *voice.Announcement // nil: hush
}

var _ voice.Listener = (*Screens)(nil)

// Say tells the screens of a zone that a call is being said. A screen hears of the call
// itself first.
func (s *Screens) Say(z queue.ZoneID, a voice.Announcement) { s.hear(heard{z, a.Call, &a}) }

// Hush tells them that it isn't any more.
func (s *Screens) Hush(z queue.ZoneID, call int64) { s.hear(heard{z, call, nil}) }

func (s *Screens) hear(h heard) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h.call > s.hall.seq || len(s.ahead) > 0 {
		s.ahead = append(s.ahead, h)
		return
	}
	s.announce(h)
}

// catchUp tells what was said of calls that have been followed now. The caller holds s.mu.
func (s *Screens) catchUp() {
	for len(s.ahead) > 0 && s.ahead[0].call <= s.hall.seq {
		s.announce(s.ahead[0])
		s.ahead = s.ahead[1:]
	}
}

// announce sends what is said to every screen of the zone. The caller holds s.mu.
func (s *Screens) announce(h heard) {
	v := any(hushMessage{"hush", s.hall.seq, h.call})
	if s.said == nil {
		s.said = map[queue.ZoneID]saying{}
	}
	delete(s.said, h.zone)
	if a := h.say; a != nil {
		m := announceMessage{
			Type: "announce", Seq: s.hall.seq, Call: a.Call, Number: a.Number, LengthMS: a.Length.Milliseconds(), Lines: a.Lines, Cut: a.Cut, Notice: a.Notice,
			BehindMS: a.Behind.Milliseconds(),
		}
		if a.Audio != "" {
			m.Audio = &a.Audio
		}
		v = m
		s.said[h.zone] = saying{a.Call, a.Number, a.Begins.Add(a.Length)}
	}
	s.words.lend(h.zone, h.say != nil && h.say.Aside)
	m := s.message(v)
	if m == nil {
		return
	}
	s.each(func(g *group) {
		if r := g.rule(); r != nil && s.kit.Rules().ZoneOf(r) == h.zone {
			g.sockets.Send(m)
		}
	})
}

// sayingTo gives what is being said where a group's screen hangs; nil when nothing is. The
// caller holds s.mu.
func (s *Screens) sayingTo(g *group) *saying {
	r := g.rule()
	if r == nil {
		return nil
	}
	maps.DeleteFunc(s.said, func(_ queue.ZoneID, x saying) bool { return !s.kit.Now().Before(x.Until) })
	if x, ok := s.said[s.kit.Rules().ZoneOf(r)]; ok {
		return &x
	}
	return nil
}
