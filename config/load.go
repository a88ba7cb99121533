package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"onedoor/printer"
	"onedoor/queue"
)

// Centre is what a config file says: the rules, and beside them what is not
// for the journal.
type Centre struct {
	Rules     *queue.Rules // prepared
	PublicURL string       // where phones and browsers find the house, without a slash at the end; "" when not given

	Names     map[queue.StaffID]string // names of people, for staff pages only
	PINs      map[queue.StaffID]string // argon2id hashes of the first PINs
	PINPolicy PINs                     // what is asked of PINs
	AuditDays int                      // how long what staff did is kept that is no event

	KioskTokens  map[queue.KioskID]string  // SHA-256 of the device's token, lower-case hex; none in the sample
	ScreenTokens map[queue.ScreenID]string // as KioskTokens

	Catalogues map[string]string // files of the centre's own words by language, of its own or the program's, as the config names them: beside it

	Template printer.Template           // how slips are laid out; empty: as usual
	Font     string                     // path of a font for what printers can't say; "": the embedded one alone
	Profiles printer.Profiles           // those that come with the program, and the centre's own
	Printers map[queue.PrinterID]string // URLs, as printer.ParseURL takes them with Profiles

	Voice Voice // how calls are heard
	Daily Daily // where each day's figures go

	pinSpots []ref         // where each first_pin stands, in the order of the file
	spots    map[Part]spot // where what At can name stands
	file     string
	instead  map[string]string // of files beside it, see Instead
}

const (
	maxBytes = 256 << 10 // a centre of a hundred windows has some 50 KB
	maxDepth = 32        // the deepest value of a centre is five levels in
)

// Load reads a config file and tries its PINs. The centre is nil when there is
// an error among the problems; warnings leave it usable. Name stands before
// each problem. It costs some 20 ms for each PIN; see Parse.
func Load(name string, src []byte) (*Centre, Problems) {
	c, problems := Parse(name, src)
	if c == nil {
		return nil, problems
	}
	problems = append(problems, c.DefaultPINs()...)
	problems.sort()
	if len(problems.Errors()) > 0 {
		return nil, problems
	}
	return c, problems
}

// Parse is Load without trying the PINs, for callers that read again and again.
// A file that Parse takes may still hold the sample's PIN: see DefaultPINs.
func Parse(name string, src []byte) (*Centre, Problems) {
	return parse(name, src, false)
}

func parse(name string, src []byte, sample bool) (*Centre, Problems) {
	b := newBuilder(name, sample)
	if root, ok := b.tree(src); ok {
		b.build(root)
	}
	if len(b.problems.Errors()) == 0 {
		if err := b.rules.Prepare(); err != nil {
			b.bad(spot{}, "the rules can't be taken: "+err.Error(), "")
		}
	}
	b.problems.sort()
	if len(b.problems.Errors()) > 0 {
		return nil, b.problems
	}
	return b.centre, b.problems
}

// tree parses the bytes into one document's root.
func (r *reader) tree(src []byte) (root value, ok bool) {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	switch {
	case len(src) > maxBytes:
		r.bad(spot{}, "the file is larger than 256 KiB", "is it the right file?")
		return value{}, false
	case !utf8.Valid(src):
		r.bad(firstInvalid(src), "the file is not UTF-8 text here", "save it as UTF-8")
		return value{}, false
	}
	if at, deep := tooDeep(src); deep {
		r.bad(at, "brackets or dashes are nested too deeply here", "a centre needs no more than a few levels")
		return value{}, false
	}
	f, err := r.parseYAML(src)
	if err != nil {
		r.syntax(err)
		return value{}, false
	}
	var docs []*ast.DocumentNode
	for _, d := range f.Docs {
		if d.Body != nil {
			docs = append(docs, d)
		}
	}
	switch {
	case len(docs) == 0:
		r.bad(spot{}, "the file is empty", "onedoor init DIR writes one to begin with")
		return value{}, false
	case len(docs) > 1:
		r.bad(valueOf(docs[1].Body).at, "a second document begins here", "a centre is one document: take the --- out")
		return value{}, false
	}
	return valueOf(docs[0].Body), true
}

// parseYAML turns a panic of the YAML parser, should a file find one, into an
// error: the technician has a typing mistake, not a program that died.
func (r *reader) parseYAML(src []byte) (f *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the YAML can't be read: %v", p)
		}
	}()
	// Twice the same key is found here, with both lines, rather than by the parser,
	// which would stop at the first.
	return parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
}

func (r *reader) syntax(err error) {
	if e, ok := errors.AsType[yaml.Error](err); ok {
		r.bad(spotOf(e.GetToken()), "not YAML: "+e.GetMessage(), "check the indentation, quotes and brackets here and just above")
		return
	}
	what, _, _ := strings.Cut(err.Error(), "\n")
	r.bad(spot{}, "not YAML: "+what, "")
}

func firstInvalid(src []byte) spot {
	at := spot{1, 1}
	for len(src) > 0 {
		c, n := utf8.DecodeRune(src)
		switch {
		case c == utf8.RuneError && n == 1:
			return at
		case c == '\n':
			at = spot{at.line + 1, 1}
		default:
			at.column++
		}
		src = src[n:]
	}
	return at
}

// tooDeep finds nesting that no centre needs before the recursive parser meets
// it: a stack that overflows can't be recovered from. It skips comments but knows
// no quotes, which only makes it stricter than it must be.
func tooDeep(src []byte) (spot, bool) {
	at, depth := spot{1, 0}, 0
	lead, comment, prev := 0, false, '\n' // of this line
	for _, c := range string(src) {
		at.column++
		switch {
		case c == '\n':
			at, lead, comment = spot{at.line + 1, 0}, 0, false
		case comment:
		case c == '#' && strings.ContainsRune(" \t\n", prev):
			comment = true
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth = max(depth-1, 0)
		case strings.ContainsRune("-?:!&*", c):
			lead++
		}
		prev = c
		if depth > maxDepth || lead > 8*maxDepth {
			return at, true
		}
	}
	return spot{}, false
}
