package queue

// Searched tells of the search at a kiosk.
const Searched Type = "searched"

// SearchedData is one visitor's search, at its end: what was typed is nowhere. Counting what came up and
// what was taken of it says which words a centre's search lacks.
type SearchedData struct {
	Kiosk    KioskID    `json:"kiosk"`
	Lang     string     `json:"lang"`
	Hits     int        `json:"hits"`               // that the last thing typed brought up; 0: it served nobody
	Service  ServiceID  `json:"service,omitempty"`  // that was taken of them
	Question QuestionID `json:"question,omitempty"` // or the question that was gone on to; neither: nothing was
}

// Type names the event's type.
func (SearchedData) Type() Type { return Searched }

func decodeSearch(raw []byte) (Data, error) { return decode[SearchedData](raw) }

// apply changes nothing: a search is a figure for the books, and the lobby goes on as it was.
func (SearchedData) apply(*Lobby, *Event) {}
