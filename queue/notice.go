package queue

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// NoticeID is a notice's number in the books: from 1, never reused.
type NoticeID int64

// NoticeCode names a prepared text.
type NoticeCode string

// NoticeKind is how loud a notice is.
type NoticeKind string

// The kinds of notices.
const (
	NoticeNote      NoticeKind = "note"      // beside the calls
	NoticeEmergency NoticeKind = "emergency" // over everything else
)

// NoticeText is a text that the centre has prepared.
type NoticeText struct {
	ID        NoticeCode `json:"id"`
	Text      Text       `json:"text"`
	Emergency bool       `json:"emergency,omitempty"`
}

// Notice is what a supervisor tells everybody in the hall by the screens. Words that were
// prepared stand in it as they were then; free words are a personal row.
type Notice struct {
	ID      NoticeID   `json:"id"`
	Kind    NoticeKind `json:"kind"`
	Code    NoticeCode `json:"code,omitempty"`    // of the prepared text; empty: it was written freely
	Words   Text       `json:"words,omitempty"`   // of the prepared text
	Row     int64      `json:"row,omitempty"`     // id of the personal row with the free text, see ReadNotice
	Screens []ScreenID `json:"screens,omitempty"` // where it stands; empty: everywhere
	Since   time.Time  `json:"since"`
	Until   time.Time  `json:"until,omitzero"` // zero: until it is taken back
	Staff   StaffID    `json:"staff,omitempty"`
}

// On says whether a notice stands on a screen.
func (n *Notice) On(s ScreenID) bool { return len(n.Screens) == 0 || slices.Contains(n.Screens, s) }

// RowNotice is the kind of the personal rows with the free text of notices.
const RowNotice = "notice"

const (
	maxNotices    = 20                  // at once: more of them nobody reads
	maxNoticeText = 200                 // characters in each language
	noticeKept    = 30 * 24 * time.Hour // a free text that nobody takes back
)

// ReadNotice gives the free text in a personal row; nil for a row of another kind.
func ReadNotice(p Personal) Text {
	var t Text
	if p.Kind != RowNotice || json.Unmarshal([]byte(p.Value), &t) != nil {
		return nil
	}
	return t
}

// Notices gives the notices that stand: emergencies first, the newest first. The caller
// may keep them, not change them.
func (l *Lobby) Notices() []Notice {
	list := slices.Clone(l.notices)
	slices.SortFunc(list, func(a, b Notice) int {
		if a.Kind != b.Kind {
			return cmp.Compare(a.Kind, b.Kind) // emergency before note
		}
		return cmp.Compare(b.ID, a.ID)
	})
	return list
}

// Notice gives a notice that stands, or nil.
func (l *Lobby) Notice(id NoticeID) *Notice {
	for i := range l.notices {
		if l.notices[i].ID == id {
			return &l.notices[i]
		}
	}
	return nil
}

// PostNotice puts a notice on screens: a prepared text by its code, or a free text. A prepared
// text that stands on the same screens is put up anew.
type PostNotice struct {
	Kind    NoticeKind // empty: as prepared; a note when it is free
	Code    NoticeCode
	Text    Text       // free, by language; leave Code empty then
	Screens []ScreenID // empty: all
	Until   time.Time  // zero: until it is taken back; a free text ends after 30 days
}

func (c PostNotice) decide(l *Lobby, in Input) (*Decision, error) {
	if err := byHouse(l, in.Actor, RoleSupervisor); err != nil {
		return nil, err
	}
	n := Notice{ID: l.lastNotice + 1, Kind: c.Kind, Code: c.Code, Until: c.Until, Since: in.Now, Staff: staffOf(in.Actor)}
	if !n.Until.IsZero() {
		n.Until = n.Until.UTC().Truncate(time.Microsecond)
		if !n.Until.After(in.Now) || n.Until.After(in.Now.AddDate(1, 0, 0)) {
			return nil, refuse(ErrBadValue, "field", "until")
		}
	}
	var err error
	if n.Screens, err = l.noticeScreens(c.Screens); err != nil {
		return nil, err
	}
	d := &Decision{notice: n.ID}
	if err := d.words(l, &n, c.Text, in.Now); err != nil {
		return nil, err
	}
	if n.Kind != NoticeNote && n.Kind != NoticeEmergency {
		return nil, refuse(ErrBadValue, "field", "kind", "value", firstRunes(string(n.Kind), 40))
	}
	for i := range l.notices {
		if old := &l.notices[i]; n.Code != "" && old.Code == n.Code && slices.Equal(old.Screens, n.Screens) {
			d.Data = append(d.Data, NoticeTakenData{Notice: old.ID, Why: "replaced"})
		}
	}
	if len(l.notices)-len(d.Data) >= maxNotices {
		return nil, refuse(ErrNoticesFull, "max", strconv.Itoa(maxNotices))
	}
	d.Data = append(d.Data, NoticePostedData{Notice: n})
	return d, nil
}

// noticeScreens gives the screens of a notice in the rules' order; none when it is all of them.
func (l *Lobby) noticeScreens(ids []ScreenID) ([]ScreenID, error) {
	for _, id := range ids {
		if l.rules.Screen(id) == nil {
			return nil, refuse(ErrBadValue, "field", "screens", "value", firstRunes(string(id), 40))
		}
	}
	var list []ScreenID
	for i := range l.rules.Screens {
		if id := l.rules.Screens[i].ID; slices.Contains(ids, id) {
			list = append(list, id)
		}
	}
	if len(list) == len(l.rules.Screens) {
		return nil, nil
	}
	return list, nil
}

// words gives a notice its text: what was prepared, or a personal row with the free text.
func (d *Decision) words(l *Lobby, n *Notice, free Text, now time.Time) error {
	if n.Code != "" {
		p := l.rules.Notice(n.Code)
		if p == nil || len(free) > 0 {
			return refuse(ErrBadValue, "field", "code", "value", firstRunes(string(n.Code), 40))
		}
		n.Words = p.Text
		switch {
		case n.Kind != "":
		case p.Emergency:
			n.Kind = NoticeEmergency
		default:
			n.Kind = NoticeNote
		}
		return nil
	}
	text, err := l.noticeText(free)
	if err != nil {
		return err
	}
	if n.Kind == "" {
		n.Kind = NoticeNote
	}
	if last := now.Add(noticeKept); n.Until.IsZero() || n.Until.After(last) {
		n.Until = last
	}
	n.Row = d.personal(l, 0, RowNotice, text, n.Until)
	return nil
}

// noticeText gives a free text in the form it is kept in.
func (l *Lobby) noticeText(free Text) (string, error) {
	text := Text{}
	for _, lang := range slices.Sorted(maps.Keys(free)) {
		s := strings.TrimSpace(free[lang])
		switch {
		case len(l.rules.Centre.Languages) > 0 && !slices.Contains(l.rules.Centre.Languages, lang), len(lang) > 35:
			return "", refuse(ErrBadValue, "field", "text", "value", firstRunes(lang, 40))
		case !utf8.ValidString(s), strings.ContainsFunc(s, unicode.IsControl):
			return "", refuse(ErrBadValue, "field", "text")
		case utf8.RuneCountInString(s) > maxNoticeText:
			return "", refuse(ErrBadValue, "field", "text", "max", strconv.Itoa(maxNoticeText))
		case s != "":
			text[lang] = s
		}
	}
	if len(text) == 0 {
		return "", refuse(ErrBadValue, "field", "text")
	}
	b, err := json.Marshal(text)
	if err != nil {
		return "", fmt.Errorf("encode the text of a notice: %w", err)
	}
	return string(b), nil
}

// TakeNotice takes a notice back. Its free text is erased.
type TakeNotice struct{ Notice NoticeID }

func (c TakeNotice) decide(l *Lobby, in Input) (*Decision, error) {
	if err := byHouse(l, in.Actor, RoleSupervisor); err != nil {
		return nil, err
	}
	n := l.Notice(c.Notice)
	if n == nil {
		return nil, refuse(ErrUnknownNotice)
	}
	d := &Decision{Data: []Data{NoticeTakenData{Notice: n.ID}}}
	if n.Row != 0 {
		d.Expired = []int64{n.Row}
	}
	return d, nil
}

// noticeTick ends the notices whose time is over.
func (l *Lobby) noticeTick(d *Decision, now time.Time) {
	for i := range l.notices {
		if n := &l.notices[i]; !n.Until.IsZero() && !now.Before(n.Until) {
			d.Data = append(d.Data, NoticeTakenData{Notice: n.ID, Why: "time"})
		}
	}
}
