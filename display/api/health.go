package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// checkTime is how long readiness may take to find out.
const checkTime = 2 * time.Second

// Check is one thing that must hold before the house is ready: the store can be
// written, the journal has caught up.
type Check struct {
	Name  string
	Check func(context.Context) error // nil error: it holds
}

// checked is what became of a check.
type checked struct {
	Name string `json:"name"`
	OK   bool   `json:"ok"`
	Why  string `json:"why,omitempty"`
}

// alive says that the process answers.
func (a *api) alive(c *gin.Context) { a.answer(c, http.StatusOK, gin.H{"alive": true}) }

// ready says whether visitors can be served: the writer answers, the books are
// sound, and what the other checks look at holds.
func (a *api) ready(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), checkTime)
	defer cancel()
	checks := append([]Check{{"queue", a.writes}}, a.Checks...)
	status, list := http.StatusOK, make([]checked, len(checks))
	for i, check := range checks {
		list[i] = checked{Name: check.Name, OK: true}
		if err := check.Check(ctx); err != nil {
			list[i].OK, list[i].Why = false, codeOf(err)
			status = http.StatusServiceUnavailable
		}
	}
	a.answer(c, status, gin.H{"ready": status == http.StatusOK, "checks": list})
}

// codeOf gives a failed check's code: anybody may ask, so paths and causes stay
// in the log.
func codeOf(err error) string {
	if e, ok := errors.AsType[*queue.Error](err); ok {
		return string(e.Code)
	}
	return "failed"
}

// writes asks the writer for a tick: a writer that hangs in a commit doesn't
// answer, and one with damaged books refuses.
func (a *api) writes(ctx context.Context) error {
	_, err := a.Queue.Do(ctx, queue.Request{Command: queue.Tick{}, Actor: queue.Clock})
	return err
}
