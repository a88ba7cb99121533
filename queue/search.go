package queue

const (
	maxHits       = 99 // the largest number of hits that is counted as such
	maxSearchLang = 16 // the longest tag of a language, in bytes
)

// CountSearch writes down how a search at a kiosk ended. It holds nothing of what was typed.
type CountSearch struct {
	Kiosk    KioskID
	Lang     string
	Hits     int
	Service  ServiceID  // that was taken; empty: none
	Question QuestionID // that was gone on to; empty: none
}

func (c CountSearch) decide(l *Lobby, _ Input) (*Decision, error) {
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
	d := SearchedData{Kiosk: c.Kiosk, Lang: c.Lang, Hits: min(c.Hits, maxHits), Service: c.Service, Question: c.Question}
	return &Decision{Data: []Data{d}}, nil
}
