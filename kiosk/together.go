package kiosk

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

// groupAtLeast is how many make a group: fewer say so at the options. Up to manyAtMost a count is
// one touch; more is typed.
const (
	groupAtLeast = 5
	manyAtMost   = 29
)

// togetherData is the page of a group: how many they are, or that one of them has a number already.
// The count goes with them to the matter and stands on the key that takes their one number.
type togetherData struct {
	frame
	Counts []headCount
	Most   int    // of one number
	Type   bool   // the count is typed
	Typed  string // as it was, when it was none
	Said   string // what is wrong with it
	Back   string
}

type headCount struct {
	N  int
	To string
}

// group reads a head count that is carried on; 0: none, or none of a group.
func (f *face) group(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < groupAtLeast || n > f.mostHeads() {
		return 0
	}
	return n
}

func (f *face) mostHeads() int { return max(1, f.kit.Rules().Policy.MaxParty) }

func (f *face) togetherPage(c *gin.Context) {
	d := f.togetherForm(f.frame(c, "together", idleS))
	d.Type = c.Query("more") != "" && d.Most > manyAtMost
	if d.Type {
		d.Back = d.To("together")
	}
	f.page(c, http.StatusOK, "together", d.Lang, d)
}

func (f *face) togetherForm(fr frame) togetherData {
	fr.Group = 0
	d := togetherData{frame: fr, Most: f.mostHeads(), Back: fr.To()}
	for n := groupAtLeast; n <= min(manyAtMost, d.Most); n++ {
		at := fr
		at.Group = n
		d.Counts = append(d.Counts, headCount{n, at.To()})
	}
	return d
}

// More is where the count can be typed; "" where there are no larger groups.
func (d togetherData) More() string {
	if d.Most <= manyAtMost {
		return ""
	}
	return joined(d.To("together"), "more=1")
}

// together takes a count that was typed, and goes on to the matters.
func (f *face) together(c *gin.Context) {
	fr, ok := f.posted(c, "together", idleS)
	if !ok {
		return
	}
	d := f.togetherForm(fr)
	typed := notDigits.ReplaceAllString(c.PostForm("heads"), "")
	if n := f.group(typed); n > 0 {
		d.Group = n
		c.Redirect(http.StatusSeeOther, d.To())
		return
	}
	d.Type, d.Back = true, d.To("together")
	d.Said = f.kit.T(d.Lang, "kiosk.together_range", "low", groupAtLeast, "high", d.Most, "desk", d.Desk)
	if len(typed) <= 3 {
		d.Typed = typed
	}
	f.page(c, http.StatusUnprocessableEntity, "together", d.Lang, d)
}
