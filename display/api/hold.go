package api

import (
	"fmt"
	"math"
	"strings"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

type holdBody struct {
	Reason string `json:"reason"` // a code (copying, papers, other), or the reason in words
	ForS   *int64 `json:"for_s"`  // seconds; without it as long as the policy allows
	Note   string `json:"note"`
}

// hold puts the ticket in hand aside.
func hold(w queue.WindowID, b *holdBody) (queue.Command, error) {
	code, words := inWords(b.Reason)
	command := queue.Hold{Window: w, Reason: code, Note: strings.TrimSpace(words + "\n" + b.Note)}
	var err error
	command.For, err = lasting("for_s", b.ForS)
	return command, err
}

// lasting reads a field of seconds that may be left out: 0 then.
func lasting(field string, seconds *int64) (time.Duration, error) {
	switch {
	case seconds == nil:
		return 0, nil
	case *seconds < 1 || *seconds > math.MaxInt32: // the rules have bounds of their own
		return 0, display.Refuse(queue.ErrBadValue, "field", field, "value", fmt.Sprint(*seconds), "min", "1")
	}
	return time.Duration(*seconds) * time.Second, nil
}
