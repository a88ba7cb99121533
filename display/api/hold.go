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
	command.For, err = lasting(b.ForS)
	return command, err
}

// lasting reads for_s: 0 when it is absent.
func lasting(forS *int64) (time.Duration, error) {
	switch {
	case forS == nil:
		return 0, nil
	case *forS < 1 || *forS > math.MaxInt32:
		return 0, display.Refuse(queue.ErrBadValue, "field", "for_s", "value", fmt.Sprint(*forS), "min", "1")
	}
	return time.Duration(*forS) * time.Second, nil
}
