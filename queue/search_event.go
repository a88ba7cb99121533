package queue

// Searched tells of the search at a kiosk.
const Searched Type = "searched"

// SearchedData is one visitor's search, at its end. What was typed isn't in it: where nothing came up, it
// may be a personal row, which belongs to no ticket and is erased in time.
type SearchedData struct {
	Kiosk    KioskID    `json:"kiosk"`
	Lang     string     `json:"lang"`
	Hits     int        `json:"hits"`               // that the last thing typed brought up; 0: it served nobody
	Service  ServiceID  `json:"service,omitempty"`  // that was taken of them
	Question QuestionID `json:"question,omitempty"` // or the question that was gone on to; neither: nothing was
	Word     int64      `json:"word,omitempty"`     // id of the personal row with what found nothing; 0: it isn't kept
}

// Type names the event's type.
func (SearchedData) Type() Type { return Searched }

func decodeSearch(raw []byte) (Data, error) { return decode[SearchedData](raw) }

// apply changes nothing but the last row's id: a search is a figure for the books, and the lobby goes on
// as it was.
func (d SearchedData) apply(l *Lobby, _ *Event) { l.lastNote = max(l.lastNote, d.Word) }
