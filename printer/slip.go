package printer

// Align says where a text stands between the paper's edges.
type Align uint8

// The three places; centre is the usual one on a slip.
const (
	Left Align = iota
	Centre
	Right
)

// String is the align's name.
func (a Align) String() string {
	switch a {
	case Left:
		return "left"
	case Centre:
		return "centre"
	case Right:
		return "right"
	}
	return "align(?)"
}

// Style is how a text looks.
type Style struct {
	Size  int // times the normal character, 1 to 8; 0 is 1
	Align Align
	Bold  bool
	Anew  bool // it comes out right on a printer that was switched off and on since the slip began
}

// Kind tells what a Block is.
type Kind uint8

// The kinds of blocks. A cut isn't one: every slip ends with it.
const (
	Text Kind = iota // Text in Style, wrapped to the paper
	Rule             // one thin line across the paper
	QR               // Text as a QR code, centred, with its quiet zone
	Feed             // Lines empty lines of normal height
	Gap              // Lines dots of empty paper, for looks: a device may round it
)

// String is the kind's name.
func (k Kind) String() string {
	switch k {
	case Text:
		return "text"
	case Rule:
		return "rule"
	case QR:
		return "qr"
	case Feed:
		return "feed"
	case Gap:
		return "gap"
	}
	return "kind(?)"
}

// Block is one thing on a slip.
type Block struct {
	Kind  Kind
	Text  string // Text: what it says; QR: what it holds
	Style Style  // Text only
	Lines int    // Feed: lines; Gap: dots
}

// Slip is a document for a narrow roll of paper: blocks from top to bottom, then
// a cut. It knows nothing of a device. The zero value is an empty slip, ready to
// be built on.
type Slip struct {
	Lang   string // BCP 47 tag of the texts; decides on quotes and dashes
	Blocks []Block
}

// Text adds a paragraph.
func (s *Slip) Text(text string, style Style) {
	s.Blocks = append(s.Blocks, Block{Kind: Text, Text: text, Style: style})
}

// Rule adds a line across the paper.
func (s *Slip) Rule() { s.Blocks = append(s.Blocks, Block{Kind: Rule}) }

// QR adds a QR code, centred.
func (s *Slip) QR(data string) { s.Blocks = append(s.Blocks, Block{Kind: QR, Text: data}) }

// Feed adds empty lines.
func (s *Slip) Feed(lines int) { s.Blocks = append(s.Blocks, Block{Kind: Feed, Lines: lines}) }

// Gap adds some dots of empty paper.
func (s *Slip) Gap(dots int) { s.Blocks = append(s.Blocks, Block{Kind: Gap, Lines: dots}) }
