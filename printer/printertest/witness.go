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
	Number   string // A012; empty when no number can be read on it
	Mark     string // 补打 2: the line that says that this isn't the original
	QR       string // what the printer's own code holds, else what Read finds
	Torn     bool   // it ended with the power
	Texts    []string
	Problems []paper.Problem
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
	s := Slip{Seq: p.Seq, Torn: p.Torn, Texts: p.Texts, Problems: p.Problems}
	s.Number, s.Mark = label(p.Texts)
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

// label finds the number, which stands alone on its line, and the mark above it.
func label(texts []string) (number, mark string) {
	isNumber := regexp.MustCompile(`^[A-Z]{1,3}[0-9]{3,}$`)
	isMark := regexp.MustCompile(`(?i)补打|测试|reprint|test`)
	for _, text := range texts {
		switch {
		case number == "" && isNumber.MatchString(text):
			number = text
		case mark == "" && number == "" && isMark.MatchString(text):
			mark = text
		}
	}
	return number, mark
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
	return slices.DeleteFunc(w.Slips(), func(s Slip) bool { return s.Number != number })
}

// Twice lists the numbers of which more than one slip without a mark came out.
func (w *Witness) Twice() []string {
	unmarked := map[string]int{}
	var twice []string
	for _, s := range w.Slips() {
		if s.Number == "" || s.Mark != "" {
			continue
		}
		if unmarked[s.Number]++; unmarked[s.Number] == 2 {
			twice = append(twice, s.Number)
		}
	}
	slices.Sort(twice)
	return twice
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
