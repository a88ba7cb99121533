package printertest

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"onedoor/printer/paper"
)

// Slip is a piece of paper as a witness remembers it.
type Slip struct {
	Seq      uint64 // of the page
	Numbered        // the first one
	Numbers  []Numbered
	QR       string // what the printer's own code holds, else what Read finds
	Torn     bool   // it was taken off by force, before it was ended
	PowerCut bool   // the power went within it
	Texts    []string
	Problems []paper.Problem
}

// Numbered is a ticket's number that can be read on a piece of paper; there may be
// more than one where a slip was torn.
type Numbered struct {
	Number string // A012; empty when there is none
	Mark   string // 补打 2: the line that says that this isn't the original
}

// Witness keeps every slip that comes out of a virtual printer, for as long as
// the test runs.
type Witness struct {
	// Read reads the code of a slip whose QR was sent as dots, for instance Zbar.
	// It may be nil. It is set before the first slip.
	Read func(paper.Page) string

	mu      sync.Mutex
	slips   []Slip
	changed chan struct{}
}

// Watch begins to witness. It sees pages that are still kept, and all to come.
func Watch(tb testing.TB, v *paper.Virtual) *Witness {
	tb.Helper()
	w := &Witness{changed: make(chan struct{})}
	ctx, stop := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() {
		var seq uint64
		for {
			pages, err := v.Wait(ctx, seq)
			if err != nil {
				return
			}
			for _, p := range pages {
				if p.Seq != seq+1 {
					tb.Errorf("witness missed %d slips: the printer keeps too few", p.Seq-seq-1)
				}
				seq = p.Seq
				w.see(p)
			}
		}
	})
	tb.Cleanup(func() { stop(); work.Wait() })
	return w
}

// see remembers a page.
func (w *Witness) see(p paper.Page) {
	s := Slip{
		Seq: p.Seq, Numbers: numbers(p.Texts), Torn: p.Torn, PowerCut: p.PowerCut,
		Texts: p.Texts, Problems: p.Problems,
	}
	if len(s.Numbers) > 0 {
		s.Numbered = s.Numbers[0]
	}
	if len(p.QRs) > 0 {
		s.QR = p.QRs[0].Data
	} else if w.Read != nil {
		s.QR = w.Read(p)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.slips = append(w.slips, s)
	close(w.changed)
	w.changed = make(chan struct{})
}

// numbers finds the numbers, each of which stands alone on its line, and the mark of
// each: it stands somewhere above, on the same slip, or on the line below. So a slip
// that lost its head with the power is still known for a reprint. A mark is good for
// one number: another slip may stand on the same paper.
//
// Marks are those of the slips in display/locale. They stand alone on their line: a
// centre's name may well contain one.
func numbers(texts []string) (all []Numbered) {
	isNumber := regexp.MustCompile(`^[A-Z]{1,3}[0-9]{3,}$`).MatchString
	isMark := regexp.MustCompile(`^(?i:补打 [0-9]+|reprint [0-9]+|测试|test)$`).MatchString
	above := ""
	for i, text := range texts {
		last := len(all) - 1
		switch {
		case isNumber(text):
			all = append(all, Numbered{text, above})
			above = ""
		case !isMark(text):
		case last >= 0 && texts[i-1] == all[last].Number:
			all[last].Mark = text
		case above == "":
			above = text
		}
	}
	return all
}

// Slips returns all slips so far, in the order they came out.
func (w *Witness) Slips() []Slip {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.slips)
}

// Await waits until ok holds for the slips so far, and returns them. The error is
// the context's.
func (w *Witness) Await(ctx context.Context, ok func([]Slip) bool) ([]Slip, error) {
	for {
		w.mu.Lock()
		slips, changed := slices.Clone(w.slips), w.changed
		w.mu.Unlock()
		if ok(slips) {
			return slips, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return slips, ctx.Err()
		}
	}
}

// Of returns the slips with a number, whole and torn.
func (w *Witness) Of(number string) []Slip {
	return slices.DeleteFunc(w.Slips(), func(s Slip) bool {
		return !slices.ContainsFunc(s.Numbers, func(n Numbered) bool { return n.Number == number })
	})
}

// Twice lists the numbers that came out more than once without a mark, be it on one
// piece of paper.
func (w *Witness) Twice() []string {
	unmarked := map[string]int{}
	var twice []string
	for _, s := range w.Slips() {
		for _, n := range s.Numbers {
			if n.Mark != "" {
				continue
			}
			if unmarked[n.Number]++; unmarked[n.Number] == 2 {
				twice = append(twice, n.Number)
			}
		}
	}
	slices.Sort(twice)
	return twice
}

// Shared lists the pieces of paper on which more than one slip stands: two numbers,
// or one twice.
func (w *Witness) Shared() []Slip {
	return slices.DeleteFunc(w.Slips(), func(s Slip) bool { return len(s.Numbers) < 2 })
}

// Faulty lists what a real printer might have stumbled over, one line a problem.
func (w *Witness) Faulty() []string {
	var out []string
	for _, s := range w.Slips() {
		for _, p := range s.Problems {
			out = append(out, strings.TrimSpace(s.Number+" "+p.Text))
		}
	}
	return out
}
