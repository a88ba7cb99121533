package queue

import (
	"slices"
	"time"
)

type (
	// CategoryID names a kind of trouble.
	CategoryID string
	// TagID names a place or a party.
	TagID string
	// BodyID names somebody outside the centre whom visitors are told to ask.
	BodyID string
)

// Category is a kind of trouble that staff choose for a matter: property fees, wages.
type Category struct {
	ID   CategoryID `json:"id"`
	Name Text       `json:"name"`
}

// Tag is a place or a party that matters have in common. Tags are the config's: words that
// somebody types are never the same twice, and a name kept as a hash is a name still.
type Tag struct {
	ID   TagID   `json:"id"`
	Name Text    `json:"name"`
	Kind TagKind `json:"kind"`
}

// TagKind is what a tag names.
type TagKind string

// The kinds of tags.
const (
	TagPlace TagKind = "place" // an estate, a building site
	TagParty TagKind = "party" // a company
)

// Body is an office outside the centre.
type Body struct {
	ID   BodyID `json:"id"`
	Name Text   `json:"name"`
}

// SurgeRule is when similar matters are a surge: so many of the same category and tag
// within so many days, of 24 hours each. Count 0: never.
type SurgeRule struct {
	Count int `json:"count"`
	Days  int `json:"days"`
}

// Mark is one thing that a recent matter is like. The Lobby holds those within the days of
// the surge rule.
type Mark struct {
	Matter   MatterID   `json:"matter"`
	Category CategoryID `json:"category"`
	Tag      TagID      `json:"tag"`
	At       time.Time  `json:"at"`
}

// Surge is a number of similar matters that was told to the supervisor.
type Surge struct {
	Seq      int64      `json:"seq"` // of the event that told of it last
	Category CategoryID `json:"category"`
	Tag      TagID      `json:"tag"`
	Matters  []MatterID `json:"matters"` // that it was told with, in order
	At       time.Time  `json:"at"`
	SeenAt   time.Time  `json:"seen_at,omitzero"` // when it was acknowledged; zero: not yet
	SeenBy   StaffID    `json:"seen_by,omitempty"`
}

// Surges gives the surges of the last days, oldest first.
func (l *Lobby) Surges() []Surge { return l.surges }

// SurgeGroup gives the tickets of a surge's matters that wait now: the group that is
// proposed. Nothing is done with them by itself.
func (l *Lobby) SurgeGroup(s *Surge) []*Ticket {
	var list []*Ticket
	for t := range l.Tickets() {
		if t.State == Waiting && t.Matter != 0 && slices.Contains(s.Matters, t.Matter) {
			list = append(list, t)
		}
	}
	return list
}

// MarkMatter says what the matter of the ticket in hand is like. A ticket without a matter
// gets one.
type MarkMatter struct {
	Window   WindowID
	Category CategoryID
	Tags     []TagID
}

func (c MarkMatter) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	d := one(t, c.Window)
	matter := t.Matter
	if matter == 0 {
		if matter, err = d.about(l, t, c.Window, nil, "", in.Now); err != nil {
			return nil, err
		}
	}
	return d, d.mark(l, t, c.Window, matter, c.Category, c.Tags, in.Now)
}

// mark marks a matter, and tells of each surge that this makes or makes larger.
func (d *Decision) mark(l *Lobby, t *Ticket, w WindowID, matter MatterID, category CategoryID, tags []TagID, now time.Time) error {
	if l.rules.Category(category) == nil {
		return refuse(ErrBadValue, "field", "category", "value", string(category))
	}
	tags = slices.Compact(slices.Sorted(slices.Values(tags)))
	for _, tag := range tags {
		if l.rules.Tag(tag) == nil {
			return refuse(ErrBadValue, "field", "tags", "value", string(tag))
		}
	}
	if t.Matter == matter && t.Category == category && slices.Equal(t.Tags, tags) {
		return nil
	}
	d.Data = append(d.Data, MatterMarkedData{OnTicket: on(t), Window: w, Matter: matter, Category: category, Tags: tags})
	for _, tag := range tags {
		if list := l.similar(category, tag, matter, now); l.news(category, tag, list, now) {
			d.Data = append(d.Data, SurgeFoundData{Category: category, Tag: tag, Matters: list})
		}
	}
	return nil
}

// similar lists the matters of the last days with a category and a tag, and one more, in
// order.
func (l *Lobby) similar(category CategoryID, tag TagID, one MatterID, now time.Time) []MatterID {
	list := []MatterID{one}
	for _, m := range l.marks {
		if m.Category == category && m.Tag == tag && l.recent(m.At, now) && m.Matter != one {
			list = append(list, m.Matter)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// recent says whether something is within the days of the surge rule.
func (l *Lobby) recent(at, now time.Time) bool {
	return now.Sub(at) < time.Duration(l.rules.Policy.Surge.Days)*24*time.Hour
}

// surgeOf finds the surge of a category and a tag among those of the last days; -1: there
// is none.
func (l *Lobby) surgeOf(category CategoryID, tag TagID) int {
	return slices.IndexFunc(l.surges, func(s Surge) bool { return s.Category == category && s.Tag == tag })
}

// news says whether similar matters are a surge that was not told yet, or has grown since.
func (l *Lobby) news(category CategoryID, tag TagID, matters []MatterID, now time.Time) bool {
	if n := l.rules.Policy.Surge.Count; n == 0 || len(matters) < n {
		return false
	}
	i := l.surgeOf(category, tag)
	return i < 0 || !l.recent(l.surges[i].At, now) || slices.ContainsFunc(matters, func(m MatterID) bool { return !slices.Contains(l.surges[i].Matters, m) })
}

// SeeSurge acknowledges a surge.
type SeeSurge struct{ Seq int64 }

func (c SeeSurge) decide(l *Lobby, in Input) (*Decision, error) {
	staff, ok := in.Actor.Staff()
	if p := l.rules.Person(staff); in.Actor != System && (!ok || p == nil || !p.Is(RoleSupervisor)) {
		return nil, refuse(ErrNotAllowed)
	}
	for i := range l.surges {
		s := &l.surges[i]
		switch {
		case s.Seq != c.Seq:
		case !s.SeenAt.IsZero():
			return &Decision{}, nil
		default:
			return &Decision{Data: []Data{SurgeSeenData{Surge: s.Seq, Category: s.Category, Tag: s.Tag, Staff: staff}}, cause: s.Seq}, nil
		}
	}
	return nil, refuse(ErrUnknownSurge)
}
