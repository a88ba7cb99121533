package printertest

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"onedoor/printer"
	"onedoor/printer/paper"
)

// Books is what a house knows of its slips, to be held against the paper that came
// out: each entry is one attempt, an original or a marked reprint of it.
type Books struct {
	Entries []*Entry

	// Unheard reports of a page within which the power went whether nobody can know of
	// it: what was sent next stands below the half slip that hung out. So it is with a
	// printer that never answers. Only if every slip began with a feed past the knife and
	// a cut would it stand alone, and that is a second tip of white paper for each. Such
	// pages are let pass; all else holds. Nil is a printer of which all is known.
	Unheard func(paper.Page) bool

	// Adapter is a line on which bytes have left and aren't there yet: a printer that was
	// switched off within a slip gets the rest of it, without its beginning, when it is on
	// again, and nobody can take that back. Such a slip has a hole.
	Adapter bool
}

// Entry is what the books know of a slip.
type Entry struct {
	Job     printer.Job
	Number  string
	Begun   bool            // a byte of it may have left
	Verdict printer.Verdict // the last one; the zero Verdict is none yet

	lines []string // from top to bottom, alone on its paper
	ink   []byte   // and its dots
}

// NewEntry enters a slip that p is to print, under the number that it says.
func NewEntry(p printer.Profile, number string, job printer.Job) (*Entry, error) {
	b, err := printer.Encode(p, job.Slip)
	if err != nil {
		return nil, fmt.Errorf("enter %s: %w", number, err)
	}
	page := paper.Interpret(p, b)[0]
	return &Entry{Job: job, Number: number, lines: page.Texts, ink: page.Ink()}, nil
}

// String is the number and the attempt.
func (e *Entry) String() string { return fmt.Sprintf("%s/%d", e.Number, e.Job.Attempt) }

// possible reports whether any of it may be on paper.
func (e *Entry) possible() bool {
	return e.Begun && e.Verdict.State != printer.Failed && e.Verdict.State != printer.Lapsed
}

// Wrong is where paper and books disagree.
type Wrong struct {
	Text     string
	Page     uint64 // the paper it is about; 0: none
	Entry    *Entry // the slip it is about; nil: none
	Believed bool   // the slip was confirmed weakly, which is believed and not known
}

// paperwork is a check under way.
type paperwork struct {
	Books
	wrong     []Wrong
	pieces    map[*Entry]int // of paper with something of it alone
	whole     map[*Entry]int // of them those with all of it
	originals map[string]int // unmarked numbers
	through   bool           // the last cut went through what was printed
}

// Check holds all paper of a printer against the books: what was confirmed is on
// paper once, whole to the dot; nothing is there twice without a mark; each piece is
// one slip's or the beginning of one, that was begun and wasn't given up; and whatever
// a printer may have stumbled over stands on paper that is in doubt.
func (b Books) Check(pages []paper.Page) []Wrong {
	w := &paperwork{Books: b, pieces: map[*Entry]int{}, whole: map[*Entry]int{}, originals: map[string]int{}}
	for _, page := range pages {
		w.page(page)
	}
	for _, e := range b.Entries {
		w.entry(e)
	}
	return w.wrong
}

func (w *paperwork) add(page paper.Page, e *Entry, format string, a ...any) {
	w.wrong = append(w.wrong, Wrong{Text: fmt.Sprintf(format, a...), Page: page.Seq, Entry: e})
}

// page checks one piece of paper.
func (w *paperwork) page(page paper.Page) {
	for _, n := range numbers(page.Texts) {
		if n.Mark != "" {
			continue
		}
		if w.originals[n.Number]++; w.originals[n.Number] == 2 {
			w.add(page, nil, "page %d is the second unmarked slip of %s", page.Seq, n.Number)
		}
	}
	rest := w.through
	w.through = slices.ContainsFunc(page.Problems, func(p paper.Problem) bool { return p.Text == paper.CutThrough })
	if len(page.Texts) == 0 {
		if len(page.Ink()) > 0 && !rest { // of a slip whose cut lost its feed
			w.add(page, nil, "page %d holds dots without a word", page.Seq)
		}
		return
	}
	owners := w.owners(page)
	if len(owners) == 0 {
		w.nobodys(page)
		return
	}
	if e := owners[0]; !slices.ContainsFunc(owners, (*Entry).possible) {
		w.add(page, e, "page %d holds %q of %v, begun %v, which ended as %q", page.Seq, page.Texts, e, e.Begun, e.Verdict.State)
	}
	if len(owners) == 1 {
		w.pieces[owners[0]]++
	}
	if i := slices.IndexFunc(owners, func(e *Entry) bool { return bytes.Equal(page.Ink(), e.ink) }); i >= 0 {
		w.whole[owners[i]]++
		w.stumbled(page, owners[i])
	}
}

// nobodys checks a page that holds more than the beginning of one slip.
func (w *paperwork) nobodys(page paper.Page) {
	if page.PowerCut && (w.Unheard != nil && w.Unheard(page) || w.Adapter && w.holed(page)) {
		return
	}
	w.add(page, nil, "page %d holds %q, which is nobody's alone", page.Seq, page.Texts)
	// Of a slip that was believed to be out nothing is cleared away.
	first := w.first(page)
	w.wrong[len(w.wrong)-1].Believed = page.PowerCut && first != nil && first.Verdict.Weak
}

// first is the slip that a page begins with; nil when it begins with none.
func (w *paperwork) first(page paper.Page) (first *Entry) {
	most := 0
	for _, e := range w.Entries {
		n := 0
		for n < min(len(e.lines), len(page.Texts)) && e.lines[n] == page.Texts[n] {
			n++
		}
		if n > most {
			first, most = e, n
		}
	}
	if most == 0 || most == len(first.lines) { // all of it
		return nil
	}
	return first
}

// holed reports whether a page is one slip's, some of which is lost: no line of another
// stands on it, and no line of its own twice. A line that is torn, or in another
// character set, may still say the number, and no other.
func (w *paperwork) holed(page paper.Page) bool {
	number := regexp.MustCompile(`[A-Z]{1,3}[0-9]{3,}`)
	return slices.ContainsFunc(w.Entries, func(e *Entry) bool {
		own := slices.Clone(e.lines)
		for _, text := range page.Texts {
			if i := slices.Index(own, text); i >= 0 {
				own = slices.Delete(own, i, i+1)
			} else if number.MatchString(text) && !strings.Contains(text, e.Number) || w.says(text) {
				return false
			}
		}
		return true
	})
}

// says reports whether a line is some slip's.
func (w *paperwork) says(text string) bool {
	return slices.ContainsFunc(w.Entries, func(e *Entry) bool { return slices.Contains(e.lines, text) })
}

// owners are the slips that a page can be of: its lines are, in order, the first
// ones of a slip.
func (w *paperwork) owners(page paper.Page) (all []*Entry) {
	for _, e := range w.Entries {
		if len(page.Texts) <= len(e.lines) && slices.Equal(page.Texts, e.lines[:len(page.Texts)]) {
			all = append(all, e)
		}
	}
	return all
}

// stumbled checks what a printer may have stumbled over on a whole slip.
func (w *paperwork) stumbled(page paper.Page, e *Entry) {
	for _, p := range page.Problems {
		if e.Verdict.State != printer.InDoubt && !harmless(p) {
			w.add(page, e, "page %d, %v: %s at %d", page.Seq, e, p.Text, p.Offset)
		}
	}
}

// harmless reports whether a problem is one that printers pass over: a question
// of which half was asked.
func harmless(p paper.Problem) bool {
	code, ok := strings.CutPrefix(p.Text, "unknown command ")
	return ok && slices.Contains([]string{"01", "02", "03", "04", "10", "1D"}, code)
}

// entry checks one slip of the books.
func (w *paperwork) entry(e *Entry) {
	v, whole := e.Verdict, w.whole[e]
	if n := w.pieces[e]; n > 1 {
		w.add(paper.Page{}, e, "%v came out on %d pieces of paper, and ended as %+v", e, n, v)
	}
	if v.State == printer.Confirmed && whole == 0 {
		w.add(paper.Page{}, e, "%v is confirmed and not on paper: %+v", e, v)
		w.wrong[len(w.wrong)-1].Believed = v.Weak
	}
}

// Whole counts the pieces of paper with all of a slip.
func (e *Entry) Whole(pages []paper.Page) (n int) {
	for _, page := range pages {
		if bytes.Equal(page.Ink(), e.ink) {
			n++
		}
	}
	return n
}
