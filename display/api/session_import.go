package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/docket"
)

// errBadList is the code of a list of sessions with mistakes.
const errBadList queue.Code = "bad_list"

// listProblem is a mistake of a list with its sentence.
type listProblem struct {
	docket.Problem
	Detail string `json:"detail"`
}

// importSessions plans the sessions of a list, all or none.
func (a *api) importSessions(c *gin.Context) {
	raw, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, docket.MaxBytes))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		a.fail(c, &bodyError{http.StatusRequestEntityTooLarge, errTooLarge, map[string]string{
			"what": "over_limit", "max_bytes": strconv.Itoa(docket.MaxBytes),
		}})
		return
	case err != nil:
		a.fail(c, unreadable("broken_off"))
		return
	}
	rules := a.Kit.Rules()
	list, problems := docket.Read(raw, rules, rules.Date(a.Queue.Now()))
	if len(problems) > 0 {
		a.badList(c, problems)
		return
	}
	if a.Notes != nil {
		if err := docket.Keep(c.Request.Context(), a.Queue, a.Notes, list); err != nil {
			a.fail(c, err)
			return
		}
	}
	command := queue.PlanSessions{Sessions: list}
	if err := a.seed(command.Seed[:]); err != nil {
		a.fail(c, err)
		return
	}
	r, err := a.do(c, byStaff(c), "", raw, command)
	if err != nil {
		a.fail(c, err)
		return
	}
	views, err := a.sessionViews(c, append([]*queue.Session{}, r.Sessions...))
	if err != nil {
		a.fail(c, err)
		return
	}
	a.answer(c, http.StatusOK, gin.H{"listed": len(list), "changed": len(views), "sessions": views})
}

// badList refuses a list with all its mistakes.
func (a *api) badList(c *gin.Context, problems []docket.Problem) {
	lang := a.Kit.Lang(c)
	list := make([]listProblem, len(problems))
	for i, p := range problems {
		list[i] = listProblem{p, a.Kit.ListProblem(lang, p.Code, p.Line, p.Column, p.Args)}
	}
	b, err := json.Marshal(struct {
		display.Problem
		Problems []listProblem `json:"problems"`
	}{display.Problem{
		Type: "urn:onedoor:problem:" + string(errBadList), Title: a.Kit.T(lang, "docket.title"), Status: http.StatusUnprocessableEntity,
		Detail: a.Kit.T(lang, "docket.detail", "n", len(problems)), Instance: c.FullPath(), Code: errBadList,
	}, list})
	if err != nil {
		a.fail(c, fmt.Errorf("encode problem: %w", err))
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusUnprocessableEntity, "application/problem+json", b)
	c.Abort()
}
