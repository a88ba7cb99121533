package queue

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxHits       = 99 // the largest number of hits that is counted as such
	maxSearchLang = 16 // the longest tag of a language, in bytes
	maxSearchWord = 24 // the most characters of what is kept as a word
	maxWordDigits = 3  // more of them are a telephone number, a person's or a case's
)

// RowSearch is the kind of the personal rows with words that were searched for and found nothing.
const RowSearch = "search"

// CountSearch writes down how a search at a kiosk ended. Of what was typed nothing is kept, but
// where it found nothing and the rules say for how long.
type CountSearch struct {
	Kiosk    KioskID
	Lang     string
	Hits     int
	Service  ServiceID  // that was taken; empty: none
	Question QuestionID // that was gone on to; empty: none
	Typed    string     // that found nothing; empty: nobody says
}

// searchWord is what was typed as a word that may be kept: in lower case and with single spaces;
// empty for what is too long for one, or may be a number of somebody.
func searchWord(typed string) string {
	if !utf8.ValidString(typed) {
		return ""
	}
	word := strings.Join(strings.Fields(strings.ToLower(typed)), " ")
	digits := 0
	for _, r := range word {
		switch {
		case unicode.IsDigit(r):
			digits++
		case r == '@', !unicode.IsPrint(r):
			return ""
		}
	}
	if digits > maxWordDigits || utf8.RuneCountInString(word) > maxSearchWord {
		return ""
	}
	return word
}

func (c CountSearch) decide(l *Lobby, in Input) (*Decision, error) {
	switch {
	case l.rules.Kiosk(c.Kiosk) == nil:
		return nil, refuse(ErrUnknownKiosk, "kiosk", string(c.Kiosk))
	case c.Hits < 0:
		return nil, refuse(ErrBadValue, "field", "hits")
	case c.Service != "" && l.rules.Service(c.Service) == nil:
		return nil, refuse(ErrUnknownService, "service", string(c.Service))
	case c.Question != "" && l.rules.Triage.Question(c.Question) == nil:
		return nil, refuse(ErrBadValue, "field", "question")
	case c.Lang == "":
		c.Lang = l.rules.Centre.Locale
	}
	if len(c.Lang) > maxSearchLang {
		return nil, refuse(ErrBadValue, "field", "lang")
	}
	s := SearchedData{Kiosk: c.Kiosk, Lang: c.Lang, Hits: min(c.Hits, maxHits), Service: c.Service, Question: c.Question}
	d := &Decision{}
	if days, word := l.rules.Reports.WordsDays, searchWord(c.Typed); c.Hits == 0 && days > 0 && word != "" {
		s.Word = d.personal(l, 0, RowSearch, word, l.rules.daysOn(in.Now, days))
	}
	d.Data = []Data{s}
	return d, nil
}
