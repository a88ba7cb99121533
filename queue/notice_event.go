package queue

import (
	"fmt"
	"slices"
)

// The events that tell of notices. A free text is a personal row.
const (
	NoticePosted Type = "notice_posted"
	NoticeTaken  Type = "notice_taken"
)

type (
	// NoticePostedData is a notice that stands on screens from now on.
	NoticePostedData struct {
		Notice Notice `json:"notice"`
	}
	// NoticeTakenData is a notice that stands no longer.
	NoticeTakenData struct {
		Notice NoticeID `json:"notice"`
		Why    string   `json:"why,omitempty"` // time, replaced; empty: somebody took it back
	}
)

// Type names the event's type.
func (NoticePostedData) Type() Type { return NoticePosted }

// Type names the event's type.
func (NoticeTakenData) Type() Type { return NoticeTaken }

// decodeNotice reads the data of an event that tells of a notice.
func decodeNotice(t Type, raw []byte) (Data, error) {
	switch t {
	case NoticePosted:
		return decode[NoticePostedData](raw)
	case NoticeTaken:
		return decode[NoticeTakenData](raw)
	default:
		return nil, fmt.Errorf("event type %q doesn't tell of a notice", t)
	}
}

func (d NoticePostedData) apply(l *Lobby, _ *Event) {
	l.lastNotice = d.Notice.ID
	l.lastNote = max(l.lastNote, d.Notice.Row)
	l.notices = append(l.notices, d.Notice)
}

func (d NoticeTakenData) apply(l *Lobby, _ *Event) {
	l.notices = slices.DeleteFunc(l.notices, func(n Notice) bool { return n.ID == d.Notice })
}
