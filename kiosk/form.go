package kiosk

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

const (
	maxForm = 4 << 10 // the longest body of a form, in bytes
	maxKey  = 64      // the longest key of a drawn page

	ticketDigits  = 7 // of the code on a ticket's paper
	sessionDigits = 6 // of the code with which the parties of a session check in

	maxTyped = 12 // the longest code that is shown again as it was typed, in bytes
)

// posted reads what every form of the kiosk carries on. One that another site's page sent is
// refused: ok is false then, and the visitor has been told.
func (f *face) posted(c *gin.Context, page string, idle int) (fr frame, ok bool) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxForm)
	fr = f.frameOf(c, page, c.PostForm("lang"), c.PostForm("look"), idle)
	fr.Answer = true
	fr.Plain, fr.Group = fr.Plain || c.PostForm("plain") != "", f.group(c.PostForm("group"))
	if err := f.cross.Check(c.Request); err != nil {
		f.fail(c, fr, &queue.Error{Code: display.ErrCrossSite, Cause: err})
		return fr, false
	}
	return fr, true
}

// notDigits is what people type between the digits of a code.
var notDigits = regexp.MustCompile(`[^0-9]`)

// untyped says that nothing was typed where a code of n digits is asked for; "" when something
// was. It counts as no guess.
func (f *face) untyped(fr frame, typed string, n int) string {
	if strings.TrimSpace(typed) != "" {
		return ""
	}
	return f.kit.T(fr.Lang, "kiosk.code_short", "n", n)
}

// once makes the request of a form of which one drawn page is answered once: a finger that
// touches twice, a form sent again after a restart, all get the first answer, whatever the
// second asked for. So the form's body isn't part of the key.
func once(c *gin.Context, k queue.KioskID, command queue.Command) queue.Request {
	r := queue.Request{Command: command, Actor: queue.ByKiosk(k)}
	if key := c.PostForm("key"); key != "" && len(key) <= maxKey {
		r.Key = queue.Key{Principal: guesser(k), Route: c.Request.Method + " " + c.FullPath(), Key: key}
		r.Body = sha256.Sum256([]byte(key))
	}
	return r
}

// guesser is a kiosk as the owner of keys, and as who may send so many wrong codes.
func guesser(k queue.KioskID) string { return string(queue.ByKiosk(k)) }

// seed reads fresh randomness of which a ref is made.
func (f *face) seed(into []byte) error {
	if _, err := io.ReadFull(f.random, into); err != nil {
		return fmt.Errorf("read seed: %w", err)
	}
	return nil
}
