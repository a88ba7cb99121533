package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// statusGone is what the access log shows of a caller who hung up before the
// answer; nobody receives it.
const statusGone = 499

// answer writes a value as JSON.
func (a *api) answer(c *gin.Context, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		a.fail(c, fmt.Errorf("encode answer: %w", err))
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Data(status, "application/json", b)
}

// fail writes a refusal as a problem document and ends the chain.
func (a *api) fail(c *gin.Context, err error) {
	var unreadable *bodyError
	var refusal *queue.Error
	switch {
	case errors.Is(err, context.Canceled):
		c.AbortWithStatus(statusGone)
	case errors.As(err, &unreadable):
		a.failBody(c, unreadable)
	default:
		if errors.As(err, &refusal) && display.Status(refusal.Code) == http.StatusUnauthorized {
			c.Header("WWW-Authenticate", `Bearer realm="onedoor"`)
		}
		a.Kit.Problem(c, err)
	}
}

// failBody says what is wrong with a request that could not be read. Its
// sentences are the API's own, because they speak to who writes programs.
func (a *api) failBody(c *gin.Context, e *bodyError) {
	lang := a.Kit.Lang(c)
	args := make([]any, 0, 2*len(e.args))
	for k, v := range e.args {
		if k == "expected" {
			v = a.Kit.T(lang, "api.type."+v)
		}
		args = append(args, k, v)
	}
	b, err := json.Marshal(display.Problem{
		Type: "urn:onedoor:problem:" + string(e.code), Title: a.Kit.T(lang, "api."+string(e.code)), Status: e.status,
		Detail: a.Kit.T(lang, "api."+e.args["what"], args...), Instance: c.FullPath(), Code: e.code, Args: e.args,
	})
	if err != nil {
		a.Kit.Problem(c, fmt.Errorf("encode problem: %w", err))
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Data(e.status, "application/problem+json", b)
	c.Abort()
}

// do asks the queue for a command on behalf of a caller. Where names the thing
// that the route acts on, for the caller's idempotency key; raw is the body.
func (a *api) do(c *gin.Context, who caller, where string, raw []byte, command queue.Command) (queue.Result, error) {
	r := queue.Request{Command: command, Actor: who.actor, Body: sha256.Sum256(raw)}
	if keys, sent := c.Request.Header["Idempotency-Key"]; sent {
		if err := goodKey(keys); err != nil {
			return queue.Result{}, err
		}
		route := c.Request.Method + " " + c.FullPath()
		if where != "" {
			route += " " + where
		}
		r.Key = queue.Key{Principal: who.principal, Route: route, Key: keys[0]}
	}
	return a.Queue.Do(c.Request.Context(), r)
}

// maxKey is the longest idempotency key, in bytes.
const maxKey = 255

// goodKey refuses keys that can't be kept: one header, visible ASCII.
func goodKey(keys []string) error {
	visible := func(r rune) bool { return r > ' ' && r < 0x7f }
	if len(keys) != 1 || keys[0] == "" || len(keys[0]) > maxKey ||
		strings.ContainsFunc(keys[0], func(r rune) bool { return !visible(r) }) {
		return unreadable("key")
	}
	return nil
}
