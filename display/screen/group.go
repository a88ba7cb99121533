package screen

import (
	"encoding/json"
	"slices"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// shownCalls is how many calls a snapshot has; a page shows fewer.
const shownCalls = 12

// The messages; see the package's comment.
type (
	head struct {
		Type string `json:"type"`
		Seq  int64  `json:"seq"`
		N    int64  `json:"n"` // of the group's messages: a snapshot's is the last one's
	}
	snapshotMessage struct {
		head
		At    time.Time     `json:"at"`
		Calls []callMessage `json:"calls"`
		standing
		Missed  []string    `json:"missed"`
		Rules   string      `json:"rules"`            // the page of other rules loads itself anew
		Saying  *saying     `json:"saying,omitempty"` // is being said where the screen hangs
		Notices []noticeRow `json:"notices,omitempty"`
		Pack    bool        `json:"pack,omitempty"` // there is audio for all that is said
	}
	callMessage struct {
		head
		At     time.Time `json:"at"`
		Number string    `json:"number"`
		Window place     `json:"window"`
		Again  bool      `json:"again"`
		State  string    `json:"state"`           // called, settled
		Kind   string    `json:"kind,omitempty"`  // consultation, session; absent: one visit to one window
		Party  int       `json:"party,omitempty"` // heads of a group; absent: one
		Send   int       `json:"send,omitempty"`  // of a group, who shall come at most; absent: all
		Other  *other    `json:"other,omitempty"` // where the ticket's language isn't the screen's
	}
	// other says where to go once more, in the language of the ticket.
	other struct {
		Lang  string `json:"lang"` // its tag, as zh-CN
		Go    string `json:"go"`   // please go to
		Label string `json:"label"`
		Floor string `json:"floor,omitempty"`
		Way   string `json:"way,omitempty"`
	}
	place struct {
		ID    queue.WindowID `json:"id"`
		Label string         `json:"label"`
		Floor string         `json:"floor"`
		Way   string         `json:"way,omitempty"`
		Up    bool           `json:"up,omitempty"` // one has to go to another floor
	}
	numberMessage struct {
		head
		Number string `json:"number"`
	}
	missedMessage struct {
		head
		Missed []string `json:"missed"` // numbers
	}
	waitingMessage struct {
		head
		standing
	}
	voiceMessage struct {
		Type  string `json:"type"`
		Speak bool   `json:"speak"`
	}
)

// group is the sockets that show one screen in one language.
type group struct {
	kit     *display.Kit
	view    view
	sockets *display.Group
	sent    int64    // messages, whether anybody was there to hear them or not; under Screens.mu
	missed  []string // last numbers sent; under Screens.mu
	told    standing // last counts sent; under Screens.mu
	notices string   // last notices sent; under Screens.mu
}

func newGroup(k *display.Kit, v view) *group {
	return &group{kit: k, view: v, sockets: display.NewGroup()}
}

// rule gives the screen's rule; nil when it has left the rules.
func (g *group) rule() *queue.Screen { return g.kit.Rules().Screen(g.view.screen) }

// shows says whether the screen shows a window's calls.
func (g *group) shows(w queue.WindowID) bool {
	r, rules := g.rule(), g.kit.Rules()
	return r != nil && rules.Shows(r, rules.Window(w))
}

// windows lists those whose calls the screen shows.
func (g *group) windows() []queue.WindowID {
	r := g.rule()
	if r == nil {
		return nil
	}
	return g.kit.Rules().Shown(r)
}

// here says whether everything this screen shows is on one floor, so that
// whoever stands before it is there already.
func (g *group) here(rules *queue.Rules) bool {
	r := g.rule()
	if r == nil {
		return false
	}
	floor := queue.FloorID("")
	for _, id := range rules.Shown(r) {
		w := rules.Window(id)
		if w == nil || floor != "" && w.Floor != floor {
			return false
		}
		floor = w.Floor
	}
	return floor != ""
}

// call tells an entry in the group's language; false when it isn't shown here.
func (g *group) call(e entry) (callMessage, bool) {
	if !g.shows(e.Window) || e.window == nil {
		return callMessage{}, false
	}
	rules := g.kit.Rules()
	floor, lang := rules.Floor(e.window.Floor), g.view.lang
	m := callMessage{
		head: head{Type: "call", Seq: e.Seq}, At: e.At.In(rules.Location()), Number: e.Number, Again: e.Again, State: "called", Send: e.Send,
		Window: place{ID: e.Window, Label: e.window.Label.In(lang), Way: e.window.Way.In(lang)},
	}
	if e.settled {
		m.State = "settled"
	}
	switch {
	case e.Joint:
		m.Kind = "consultation"
	case e.session:
		m.Kind = "session"
	}
	if e.party > 1 {
		m.Party = e.party
	}
	if floor != nil {
		m.Window.Floor = floor.Name.In(lang)
		m.Window.Up = len(floor.Way) > 0 && !g.here(rules)
	}
	m.Other = g.other(e, m.Kind)
	return m, true
}

// other says where an entry's visitor goes in the ticket's language; nil when that is the screen's.
func (g *group) other(e entry, kind string) *other {
	if e.Lang == g.view.lang || !slices.Contains(g.kit.Catalogue.Langs(), e.Lang) {
		return nil
	}
	key := "screen." + g.bids()
	if kind != "" {
		key += "_" + kind
	}
	o := &other{Lang: g.kit.T(e.Lang, "common.lang_tag"), Go: g.kit.T(e.Lang, key), Label: e.window.Label.In(e.Lang), Way: e.window.Way.In(e.Lang)}
	if floor := g.kit.Rules().Floor(e.window.Floor); floor != nil {
		o.Floor = floor.Name.In(e.Lang)
	}
	return o
}

// browser is one socket of a screen.
type browser struct {
	screens *Screens
	group   *group
	socket  *display.Socket
	key     uint64
	sound   display.Sound // under words.mu, as zone
	zone    queue.ZoneID
	since   time.Time
}

// note tells the board how the browser is.
func (b *browser) note(sound display.Sound, seq int64) {
	now := b.screens.kit.Now()
	h := display.ScreenHealth{ID: b.group.view.screen, Key: b.key, Seen: now, Sound: sound, Shown: seq}
	if sound == display.SoundUnknown {
		h.Since = now
	}
	b.screens.board.Screen(h)
}

// hear takes what the page says of itself.
func (b *browser) hear(raw []byte) {
	var m struct {
		Type  string        `json:"type"`
		Seq   int64         `json:"seq"`
		Sound display.Sound `json:"sound"`
	}
	if json.Unmarshal(raw, &m) != nil {
		return
	}
	switch m.Type {
	case "alive":
		if b.screens.board.ScreenAsked(b.group.view.screen, b.since) {
			if m := b.screens.message(struct {
				Type string `json:"type"`
			}{"reload"}); m != nil {
				b.socket.Send(m)
			}
		}
	case "again": // something is missing there
		b.screens.resend(b)
		return
	default:
		return
	}
	switch m.Sound {
	case display.SoundOn, display.SoundNoVoice, display.SoundLocked, display.SoundOff:
	default:
		return
	}
	b.note(m.Sound, m.Seq)
	if r := b.group.rule(); r != nil {
		b.screens.words.hear(b, b.screens.kit.Rules().ZoneOf(r), m.Sound)
	}
}

// resend gives a browser all that its view shows.
func (s *Screens) resend(b *browser) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.snapshot(b.group); m != nil {
		b.socket.Send(m)
	}
}

// leave forgets the browser.
func (b *browser) leave() {
	b.group.sockets.Leave(b.socket)
	b.screens.board.ScreenGone(b.key, b.screens.kit.Now())
	b.screens.words.leave(b)
}
