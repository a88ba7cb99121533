package screen

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"onedoor/queue"
)

// shownPauses is how many windows a screen of several says of that they pause.
const shownPauses = 4

// soon is how long before the next opening a closed house stays awake: people come early, and
// a noon break is no night.
const soon = 3 * time.Hour

// standing is how the house stands, as one group shows it: who waits, which windows pause, and
// whether there are numbers.
type standing struct {
	Waiting []waitingRow `json:"waiting"`
	Paused  []pausedRow  `json:"paused,omitempty"`
	House   houseRow     `json:"house"`
}

type (
	waitingRow struct {
		Service queue.ServiceID `json:"service"`
		Name    string          `json:"name"`
		Waiting int             `json:"waiting"`
		Open    bool            `json:"open"`            // a window for it is open
		Shut    bool            `json:"shut,omitempty"`  // it is closed for the day
		Pause   string          `json:"pause,omitempty"` // why the one window of the screen doesn't serve now
		Serve   int             `json:"serve,omitempty"` // of those who wait: past closing time, and will be served
		Carry   int             `json:"carry,omitempty"` // and whose number is good the next day
		Tell    int             `json:"tell,omitempty"`  // and who need another day
	}
	pausedRow struct {
		Window queue.WindowID `json:"window"`
		Label  string         `json:"label"`
		Words  string         `json:"words"` // why, and until when where that is known
	}
	houseRow struct {
		State string `json:"state"`           // open, break (opens soon), closed
		Words string `json:"words,omitempty"` // when it opens
	}
)

func (s standing) equal(o standing) bool {
	return slices.Equal(s.Waiting, o.Waiting) && slices.Equal(s.Paused, o.Paused) && s.House == o.House
}

// stands reads how the house stands for a group. The caller holds s.mu.
func (s *Screens) stands(g *group) standing {
	g.told = standing{Waiting: s.waiting(g), Paused: s.paused(g), House: s.house(g)}
	return g.told
}

// waiting gives the rows of a group: the services its windows serve, in the
// rules' order, by their public names. The caller holds s.mu.
func (s *Screens) waiting(g *group) []waitingRow {
	rows, pause := []waitingRow{}, s.pause(g)
	for _, v := range g.services() {
		c := s.hall.rows[v.ID]
		rows = append(rows, waitingRow{
			Service: v.ID, Name: v.PublicName(g.view.lang), Waiting: c.waiting, Open: c.open, Shut: c.shut, Pause: pause,
			Serve: c.late[queue.ClosingServe], Carry: c.late[queue.ClosingCarry], Tell: c.late[queue.ClosingTell],
		})
	}
	return rows
}

// services lists those that a group's windows serve, in the rules' order.
func (g *group) services() []*queue.Service {
	rules := g.kit.Rules()
	var list []*queue.Service
	for i := range rules.Services {
		v := &rules.Services[i]
		if slices.ContainsFunc(rules.Windows, func(w queue.WindowRule) bool { return g.shows(w.ID) && w.Serves(v.ID) }) {
			list = append(list, v)
		}
	}
	return list
}

// pause says why the one window of a group doesn't serve now; "" when it does, or there are
// several. The caller holds s.mu.
func (s *Screens) pause(g *group) string {
	shown := g.windows()
	if len(shown) != 1 {
		return ""
	}
	if w, ok := s.hall.pauses[shown[0]]; ok {
		return g.kit.PauseWords(g.view.lang, w.Reason, w.Back)
	}
	return ""
}

// paused lists the windows that pause, on a screen of several. The caller holds s.mu.
func (s *Screens) paused(g *group) []pausedRow {
	shown := g.windows()
	if len(shown) == 1 {
		return nil
	}
	var list []pausedRow
	for _, id := range shown {
		if w, ok := s.hall.pauses[id]; ok && len(list) < shownPauses {
			list = append(list, pausedRow{id, g.kit.Rules().Window(id).Label.In(g.view.lang), g.kit.PauseWords(g.view.lang, w.Reason, w.Back)})
		}
	}
	return list
}

// house says whether a group's services give out numbers, and when they do again: by the time
// that people's watches show, as everywhere where hours are kept. Who still waits keeps it open,
// and so does a clock that is doubted. The caller holds s.mu.
func (s *Screens) house(g *group) houseRow {
	rules, now := g.kit.Rules(), s.queue.Wall()
	var from time.Time
	for _, v := range g.services() {
		o := rules.Opening(v, now)
		if o.Open || s.hall.rows[v.ID].waiting > 0 {
			return houseRow{State: "open"}
		}
		if !o.From.IsZero() && (from.IsZero() || o.From.Before(from)) {
			from = o.From
		}
	}
	row := houseRow{State: "closed"}
	if !from.IsZero() {
		row.Words = g.kit.T(g.view.lang, "screen.opens", "time", g.kit.When(g.view.lang, from))
		if from.Sub(now) <= soon {
			row.State = "break"
		}
	}
	return row
}

// fingerprint tells rules from others, of which a page was drawn.
type fingerprint struct {
	rules *queue.Rules
	sum   string
}

// of gives the fingerprint of rules; the last one is kept. The caller holds Screens.mu.
func (f *fingerprint) of(r *queue.Rules) string {
	if f.rules != r {
		b, err := json.Marshal(r)
		if err != nil { // plain values
			return ""
		}
		sum := sha256.Sum256(b)
		f.rules, f.sum = r, hex.EncodeToString(sum[:6])
	}
	return f.sum
}
