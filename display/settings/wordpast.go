package settings

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/config/edition"
	"onedoor/display"
)

// wordsBack puts an edition of a file of words in force again.
func (s *Settings) wordsBack(c *gin.Context) {
	a := asked(c.PostForm)
	l, own, now, ok := s.wordsFile(c, a, nil)
	if !ok {
		return
	}
	n, err := strconv.Atoi(c.PostForm("n"))
	if err != nil {
		s.Kit.Fail(c, display.Refuse(display.ErrBadRequest))
		return
	}
	_, src, found, err := l.Edition(n)
	if err != nil || !found {
		s.Kit.Fail(c, display.Refuse(display.ErrNotFound))
		return
	}
	if c.PostForm("base") != now.Sum {
		s.words(c, http.StatusConflict, a, nil, nil, s.Kit.T(s.Kit.Lang(c), "words.changed_meanwhile"))
		return
	}
	if err := l.Put(edition.Change{Who: display.StaffOf(c), Act: edition.Back, Of: n, Base: now.Sum, Src: src}); err != nil {
		s.wordsRefused(c, a, nil, err)
		return
	}
	before, _ := display.ReadWords(src)
	s.recordWords(c, a.Of, "words_restored", len(differing(own, before)))
	c.Redirect(http.StatusSeeOther, a.url(1)+"&back=1")
}

// wordsAt gives what a file of words said, by the text's sum; known is false when that text isn't kept.
func wordsAt(l *edition.Leaf, sum string) (said words, known bool) {
	if sum == edition.SumOf(nil) { // there was no file
		return words{}, true
	}
	list, err := l.Editions()
	if err != nil {
		return nil, false
	}
	for _, e := range list {
		if _, src, ok, err := l.Edition(e.N); err == nil && ok && edition.SumOf(src) == sum {
			said, err = display.ReadWords(src)
			return said, err == nil
		}
	}
	return nil, false
}

// wordsPast lists the last editions of a file of words with what each changed.
func (s *Settings) wordsPast(l *edition.Leaf, now edition.Text) ([]wordsEdition, error) {
	list, err := l.Editions()
	if err != nil {
		return nil, err
	}
	texts := make([]words, min(len(list), editionsOld+1))
	var past []wordsEdition
	for i := range texts {
		_, src, ok, err := l.Edition(list[i].N)
		if err != nil || !ok {
			return past, err
		}
		if texts[i], err = display.ReadWords(src); err != nil {
			texts[i] = words{} // a hand's mistake: it can't be gone back to, which the check says
		}
		if i == 0 {
			past = append(past, wordsEdition{Edition: list[0], Now: edition.SumOf(src) == now.Sum})
		} else if i < editionsOld {
			past = append(past, wordsEdition{Edition: list[i]})
		}
	}
	for i := range past {
		e := &past[i]
		e.At = e.At.In(s.zone())
		if e.Staff != "" {
			e.Who = s.Sessions.Name(e.Staff)
		}
		before := words{}
		if i+1 < len(texts) {
			before = texts[i+1]
		}
		keys := differing(before, texts[i])
		e.N = len(keys)
		for _, key := range keys[:min(len(keys), changesTold)] {
			e.Changes = append(e.Changes, wordsChange{key, before[key]["other"], texts[i][key]["other"]})
		}
	}
	return past, nil
}

// differing lists the keys that say something else, sorted.
func differing(a, b words) []string {
	keys := map[string]bool{}
	for _, w := range []words{a, b} {
		for key := range w {
			if !maps.Equal(a[key], b[key]) {
				keys[key] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

// Date says when an edition was made.
func (e wordsEdition) Date() string { return e.At.Format("2006-01-02 15:04") }
