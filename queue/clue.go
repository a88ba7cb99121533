package queue

import (
	"regexp"
	"strings"
	"time"
)

// Clue is what somebody brings of an earlier visit: what a scanner reads from old paper, or
// what is typed.
type Clue struct {
	Kind  ClueKind
	Value string
	Day   Day // of a number
}

// ClueKind is what a clue is.
type ClueKind string

// The kinds of clues.
const (
	ClueRef    ClueKind = "ref"    // of an old ticket: what its QR says
	ClueCode   ClueKind = "code"   // the seven digits on its paper
	ClueNumber ClueKind = "number" // its number and day
	ClueCase   ClueKind = "case"   // the number that a court or an office gave the matter
	ClueTicket ClueKind = "ticket" // its id in the books; never typed
)

var (
	clueRef    = regexp.MustCompile(`^(?:https?://\S+/t/)?([A-Za-z0-9_-]{16})(?:[/?#]\S*)?$`)
	clueCode   = regexp.MustCompile(`^([0-9]{4})[ -]?([0-9]{3})$`)
	clueNumber = regexp.MustCompile(`^([0-9]{4}-[0-9]{2}-[0-9]{2})\s+([A-Za-z]{1,2}[0-9]{3,6})$`)
)

// ReadClue says what a text may be; ok is false when it can be nothing.
func ReadClue(text string) (c Clue, ok bool) {
	text = strings.TrimSpace(text)
	if m := clueCode.FindStringSubmatch(text); m != nil {
		return Clue{Kind: ClueCode, Value: m[1] + m[2]}, true
	}
	if m := clueRef.FindStringSubmatch(text); m != nil {
		return Clue{Kind: ClueRef, Value: m[1]}, true
	}
	if m := clueNumber.FindStringSubmatch(text); m != nil {
		if _, err := time.Parse(time.DateOnly, m[1]); err == nil {
			return Clue{Kind: ClueNumber, Value: strings.ToUpper(m[2]), Day: Day(m[1])}, true
		}
	}
	number, err := CaseNumber(text)
	if err != nil || len(number) < 4 || !strings.ContainsAny(number, "0123456789") || strings.Contains(number, "://") {
		return Clue{}, false
	}
	return Clue{Kind: ClueCase, Value: number}, true
}

// MatterFile is what the books know of a matter.
type MatterFile struct {
	ID       MatterID
	At       time.Time // when it was opened
	Day      Day
	Service  ServiceID
	Category CategoryID
	Tags     []TagID
	Rows     []int64   // ids of its personal rows, as far as they are kept
	Visits   []*Ticket // about it, oldest first
}
