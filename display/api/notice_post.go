package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

type noticeBody struct {
	Code    queue.NoticeCode `json:"code"` // of a prepared text, or
	Text    queue.Text       `json:"text"` // free words by language
	Kind    queue.NoticeKind `json:"kind"`
	Screens []queue.ScreenID `json:"screens"` // empty: all
	ForS    *int64           `json:"for_s"`   // absent: until it is taken back
	Until   *time.Time       `json:"until"`   // instead of for_s
}

type noticeAnswer struct {
	Notice display.NoticeView `json:"notice"`
}

// postNotice puts a notice on screens.
func (a *api) postNotice(c *gin.Context) {
	var b noticeBody
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	what := queue.PostNotice{Code: b.Code, Text: b.Text, Kind: b.Kind, Screens: b.Screens}
	lasts, err := lasting("for_s", b.ForS)
	switch {
	case err != nil:
		a.fail(c, err)
		return
	case b.Until != nil && b.ForS != nil:
		a.fail(c, display.Refuse(queue.ErrBadValue, "field", "until"))
		return
	case b.Until != nil:
		what.Until = *b.Until
	case lasts > 0:
		what.Until = a.Queue.Now().Add(lasts)
	}
	r, err := a.do(c, byStaff(c), "", raw, what)
	if err != nil {
		a.fail(c, err)
		return
	}
	// Of the result and the body alone, so that a repeated request gets the same.
	text := r.Notice.Words
	if r.Notice.Row != 0 {
		text = queue.Text{}
		for lang, s := range b.Text {
			if s = strings.TrimSpace(s); s != "" {
				text[lang] = s
			}
		}
	}
	a.answer(c, http.StatusCreated, noticeAnswer{display.NewNoticeView(r.Notice, text, a.Kit.Rules())})
}
