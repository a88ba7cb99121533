package paper

import (
	"fmt"

	"onedoor/printer"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Ask is a question in the bytes, put to the printer when everything before it
// has been printed.
type Ask struct {
	Kind AskKind
	N    byte    // the argument of GS I, GS r, GS a, DLE EOT, DLE ENQ
	ID   [4]byte // the process id of GS ( H
}

// AskKind tells the questions apart.
type AskKind uint8

// The questions that wait their turn. The last two are mostly carried out as they
// come in: see realTime.
const (
	AskProcess  AskKind = iota // GS ( H 48
	AskPaper                   // GS r
	AskIdentity                // GS I
	AskAuto                    // GS a: report changes from now on
	AskStatus                  // DLE EOT, from printers that let it wait its turn
	AskRecover                 // DLE ENQ, from the same
)

// String is the command that asks.
func (k AskKind) String() string {
	switch k {
	case AskProcess:
		return "GS ( H"
	case AskPaper:
		return "GS r"
	case AskIdentity:
		return "GS I"
	case AskAuto:
		return "GS a"
	case AskStatus:
		return "DLE EOT"
	case AskRecover:
		return "DLE ENQ"
	}
	return "ask(?)"
}

// Hooks are told what the interpreter does, in order, from within Write. Each
// may be nil.
type Hooks struct {
	Page func(Page) // a piece of paper came off
	Ask  func(Ask)  // a question's turn has come
	Init func()     // ESC @

	// Feed has the paper move on by so many dots, after what stands there is drawn.
	// It returns how far the paper came, and false when the power went: then the
	// command ends there, and PowerOff follows.
	Feed func(dots int) (moved int, on bool)
}

// Interpreter prints ESC/POS bytes on paper in memory, as a printer of the given
// profile would. It takes any bytes without panicking, in bounded memory. It is
// used by one goroutine.
type Interpreter struct {
	profile printer.Profile
	hooks   Hooks
	scanner scanner
	decoder *encoding.Decoder // of GB 18030, which contains the other two
	short   []byte            // an unfinished command
	want    int               // bytes it takes to finish it
	skip    int               // bytes of a refused command still to be swallowed
	offset  int64             // of short's first byte
	printed int               // bytes since the last cut
	total   int64             // bytes altogether

	began func(c command, offset int64) // a command is to be carried out; may be nil
	ended func()                        // it has been; may be nil

	state          // what ESC @ resets
	line    line   // what isn't printed yet
	roll    roll   // the paper
	page    Page   // what is told of it
	lead    []byte // an unfinished character
	unlined bool   // hanzi have been printed since Kanji mode went on
	dead    bool   // the power went within a command, until PowerOff
}

// state is what commands set and ESC @ resets.
type state struct {
	hanzi   bool             // Kanji mode
	table   *charmap.Charmap // the code page outside of it; nil: nobody knows which
	align   printer.Align
	bold    bool
	latin   look
	han     look
	spacing int // dots from line to line
	margin  int
	width   int // printable dots right of margin
	code    code
	picture *picture // stored by GS ( L
}

// look is how characters are drawn.
type look struct {
	w, h      int // factors, 1 to 8
	underline bool
}

const maxCommand = 1 << 20 // bytes a single command may have

// NewInterpreter makes a printer that has just been switched on.
func NewInterpreter(p printer.Profile, h Hooks) *Interpreter {
	ip := &Interpreter{profile: p, hooks: h, scanner: newScanner(), decoder: simplifiedchinese.GB18030.NewDecoder()}
	stride := min(max(p.Dots/8, 8), 256)
	ip.roll = roll{stride: stride, y: ip.gap()}
	ip.page.Width = stride * 8
	ip.initialise()
	return ip
}

// Interpret prints b and returns the pages, the last one torn off where the
// bytes end. It keeps the newest 100.
func Interpret(p printer.Profile, b []byte) []Page {
	const most = 100
	var pages []Page
	ip := NewInterpreter(p, Hooks{Page: func(page Page) {
		if pages = append(pages, page); len(pages) > most {
			pages = pages[1:]
		}
	}})
	_, _ = ip.Write(b)
	ip.Flush()
	ip.Tear()
	return pages
}

// gap is the distance in dots between the head and where the paper is cut or
// torn: some 12 mm at a cutter, 6 mm at a tear bar. It is empty at a page's top.
func (ip *Interpreter) gap() int {
	mm := 12
	if ip.profile.Cutter == printer.NoCutter {
		mm = 6
	}
	return (mm*ip.profile.DPI*10 + 127) / 254
}

// initialise is ESC @.
func (ip *Interpreter) initialise() {
	ip.state = state{
		align: printer.Left, latin: look{w: 1, h: 1}, han: look{w: 1, h: 1},
		hanzi:   ip.beginsInHanzi(),
		spacing: ip.defaultSpacing(), width: ip.page.Width, code: code{module: 3, level: '0'},
	}
	ip.line, ip.lead, ip.unlined = line{}, nil, false
}

// beginsInHanzi reports whether Kanji mode is on after ESC @. With makers it
// differs, so it is always what the bytes mustn't rely on: off for a Chinese set,
// on for a code page on a printer that may have hanzi.
func (ip *Interpreter) beginsInHanzi() bool {
	_, page := ip.profile.Encoding.CodePage()
	return page && ip.profile.Quirks.KanjiOffBeforeQR
}

// defaultSpacing is a sixth of an inch with Epson, 30 dots with the others.
func (ip *Interpreter) defaultSpacing() int {
	if ip.profile.Quirks.HalfDots {
		return ip.profile.DPI / 6
	}
	return 30
}

// Write takes the next bytes. It never fails.
func (ip *Interpreter) Write(b []byte) (int, error) {
	for _, c := range b {
		ip.printed++
		ip.total++
		if ip.skip > 0 {
			ip.skip--
			ip.offset++
			continue
		}
		ip.short = append(ip.short, c)
		if len(ip.short) < ip.want {
			continue
		}
		ip.advance()
	}
	return len(b), nil
}

// advance does the command that short holds, if it is whole.
func (ip *Interpreter) advance() {
	for len(ip.short) > 0 {
		c, want := ip.scanner.scan(ip.short)
		if want > maxCommand {
			ip.flag("a command of %d bytes", want)
			ip.skip = want - len(ip.short)
			ip.offset += int64(len(ip.short))
			ip.short, ip.want = ip.short[:0], 0
			return
		}
		if want > 0 {
			ip.want = want
			return
		}
		if ip.began != nil {
			ip.began(c, ip.offset)
		}
		ip.do(c)
		if ip.ended != nil {
			ip.ended()
		}
		n := len(c.raw)
		ip.offset += int64(n)
		ip.short = ip.short[:copy(ip.short, ip.short[n:])]
		ip.want = 0
	}
}

// Flush takes an unfinished command at the end of the bytes for what it is.
func (ip *Interpreter) Flush() {
	if len(ip.short) > 0 || ip.skip > 0 {
		ip.flag("the bytes end within a command: % X", ip.short[:min(len(ip.short), 16)])
		ip.short, ip.want, ip.skip = nil, 0, 0
	}
	ip.dropLead()
	if !ip.line.empty() {
		ip.flag("the last line isn't ended and stays in the printer")
	}
}

// Pending reports whether something has been printed since the last cut, or has
// gone wrong in trying.
func (ip *Interpreter) Pending() bool {
	return len(ip.roll.dots) > 0 || len(ip.page.Texts) > 0 || len(ip.page.Problems) > 0
}

// Clear reports whether everything printed has passed the cutter or tear bar.
func (ip *Interpreter) Clear() bool {
	return len(ip.short) == 0 && ip.out()
}

// out is Clear between commands.
func (ip *Interpreter) out() bool {
	return ip.line.empty() && ip.roll.y-ip.gap() >= ip.roll.inked()
}

// Tear takes the paper off where it comes out, if there is anything on it.
func (ip *Interpreter) Tear() {
	if ip.Pending() {
		ip.takePaper(max(ip.roll.y-ip.gap(), ip.roll.inked()))
	}
}

// TearOff takes the paper off as it hangs out, in the middle of a slip if need be.
func (ip *Interpreter) TearOff() {
	ip.page.Torn = ip.Pending() && !ip.Clear()
	ip.Tear()
}

// PowerOff loses what isn't printed, be it the lower half of a line. The paper stays
// where it is: half a slip goes on hanging out, and what is printed next stands below
// it.
func (ip *Interpreter) PowerOff() {
	ip.short, ip.want, ip.skip, ip.dead = nil, 0, 0, false
	ip.initialise()
	ip.roll.clip()
	ip.page.PowerCut = true
}

// takePaper hands over the paper above row y.
func (ip *Interpreter) takePaper(y int) {
	page := ip.page
	page.Height = max(y, 0)
	page.dots = ip.roll.take(page.Height)
	page.Bytes = ip.printed
	page.Offset = ip.total - int64(ip.printed)
	ip.page = Page{Width: page.Width}
	ip.roll.y = ip.gap()
	ip.printed = 0
	if ip.hooks.Page != nil {
		ip.hooks.Page(page)
	}
}

// feed moves the paper on. It reports false when the power went: what the command
// would do next isn't done.
func (ip *Interpreter) feed(dots int) bool {
	if dots <= 0 || ip.dead {
		return !ip.dead
	}
	if ip.hooks.Feed != nil {
		var on bool
		dots, on = ip.hooks.Feed(dots)
		ip.dead = !on
	}
	ip.roll.y += dots
	if ip.roll.y >= maxRows {
		ip.flag("a metre of paper without a cut")
		ip.takePaper(maxRows)
	}
	return !ip.dead
}

// flag notes a problem at the current command.
func (ip *Interpreter) flag(format string, args ...any) {
	if len(ip.page.Problems) < maxProblems {
		ip.page.Problems = append(ip.page.Problems, Problem{ip.offset, fmt.Sprintf(format, args...)})
	}
}
