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
	if b.ForS != nil {
		if *b.ForS < 1 || *b.ForS > math.MaxInt32 {
			return nil, display.Refuse(queue.ErrBadValue, "field", "for_s", "value", fmt.Sprint(*b.ForS), "min", "1")
		}
		command.For = time.Duration(*b.ForS) * time.Second
	}
	return command, nil
}
