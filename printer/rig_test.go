package printer_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/printer/printertest"
)

// record is what the house's books know of a slip.
type record struct {
	job      printer.Job
	number   string
	lines    []string // what is printed of it, from top to bottom
	begun    bool
	process  uint32
	end      printer.State // "": none yet
	weak     bool
	reprint  bool // somebody was given another one
	withQR   bool
	original int64 // of a reprint: the job it stands for
}

// house is a lobby with one printer: its books outlive the program that prints,
// and its witness is the paper.
type house struct {
	*testing.T
	p     printer.Profile
	v     *paper.Virtual
	stop  func()
	doubt bool // a slip in doubt is printed again, marked

	oneWay bool // the printer never answers

	mu      sync.Mutex
	records []*record
}

// newHouse has a printer at work, in memory, that answers as told.
func newHouse(t *testing.T, p printer.Profile, answers *printer.Abilities) *house {
	t.Helper()
	v, err := paper.NewVirtual(paper.Options{Profile: p, Answers: answers, InMemory: true, Keep: 1000})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() { _ = v.Run(ctx) })
	return &house{
		T: t, p: p, v: v, stop: func() { cancel(); work.Wait() }, doubt: true,
		oneWay: answers != nil && *answers == printer.Abilities{},
	}
}

// ask enters a slip into the books.
func (h *house) ask() *record {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := int64(len(h.records) + 1)
	r := &record{number: fmt.Sprintf("A%03d", n)}
	r.lines = []string{r.number, r.number + " window one", "please wait " + r.number}
	h.enter(r, n, 1)
	return r
}

// enter makes a record's job. The lock is held.
func (h *house) enter(r *record, id int64, attempt int) {
	s := printer.Slip{Lang: "en"}
	for i, line := range r.lines {
		if i == len(r.lines)-1 {
			s.QR("http://x/" + r.number)
			r.withQR = true
		}
		s.Text(line, printer.Style{Size: 1 + i%2, Align: printer.Centre, Bold: i == 0})
	}
	r.job = printer.Job{ID: id, Attempt: attempt, Slip: s}
	h.records = append(h.records, r)
}

// permit holds what is about to be written against the books: no byte of a slip
// leaves before its beginning is written down.
func (h *house) permit(p []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	begun := map[string]bool{}
	for _, r := range h.records {
		begun[r.number] = begun[r.number] || r.begun && r.end == ""
	}
	for number, yes := range begun {
		if !yes && bytes.Contains(p, []byte(number)) {
			h.Errorf("a byte of %s leaves, and it hasn't begun", number)
		}
	}
}

func (h *house) find(id int64) *record {
	for _, r := range h.records {
		if r.job.ID == id {
			return r
		}
	}
	return nil
}

func (h *house) begin(id int64, attempt int, process uint32) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.find(id)
	if r.end != "" || r.job.Attempt != attempt {
		h.Errorf("job %d/%d begins, and is %q as %d", id, attempt, r.end, r.job.Attempt)
	}
	r.begun, r.process = true, process
}

func (h *house) settle(id int64, v printer.Verdict) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.find(id)
	late := r.end == printer.InDoubt && v.State == printer.Confirmed && !v.Weak
	if r.end != "" && !late || !r.begun {
		h.Errorf("job %d was %q, begun %v, and ends as %+v", id, r.end, r.begun, v)
	}
	r.end, r.weak = v.State, v.Weak
	if v.State == printer.InDoubt && h.doubt && r.job.Attempt == 1 {
		h.again(r)
	}
}

// again has a marked slip printed. The lock is held.
func (h *house) again(r *record) {
	r.reprint = true
	second := &record{number: r.number, original: r.job.ID, lines: append([]string{"REPRINT 2"}, r.lines...)}
	h.enter(second, int64(len(h.records)+1), 2)
}

func (h *house) stall(id int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.find(id).begun = false // no byte of it left
}

// open lists the slips that have no end yet.
func (h *house) open() (all []*record) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range h.records {
		if r.end == "" {
			all = append(all, r)
		}
	}
	return all
}

// live runs the program until it dies, or until limit is over, or nothing is left
// to print and some time has passed. It reports whether it died.
func (h *house) live(l *life, limit time.Duration) bool {
	h.Helper()
	ctx := l.born(h)
	defer l.cancel()
	s := h.wake(l)
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Run(ctx) }()
	for end := time.Now().Add(limit); !l.isDead() && time.Now().Before(end); {
		for _, r := range h.open() {
			s.Submit(r.job)
		}
		if len(h.open()) == 0 {
			time.Sleep(3 * time.Second)
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	died := l.isDead()
	l.cancel()
	<-done
	return died
}

// wake makes a spool of what the books say: what was begun and has no end is in
// doubt, and what is in doubt may still come.
func (h *house) wake(l *life) *printer.Spool {
	h.Helper()
	var await []printer.Awaited
	for _, r := range h.open() {
		if r.begun {
			h.settle(r.job.ID, printer.Verdict{State: printer.InDoubt})
		}
	}
	h.mu.Lock()
	for _, r := range h.records {
		if r.end == printer.InDoubt {
			await = append(await, printer.Awaited{Job: r.job.ID, Attempt: r.job.Attempt, Process: r.process})
		}
	}
	h.mu.Unlock()
	s, err := printer.NewSpool(printer.Options{
		Name: "main", Profile: h.p, Ledger: l, Await: await,
		Open: func(context.Context) (printer.Port, error) {
			port, err := h.v.Connect()
			if err != nil {
				return nil, err
			}
			return &thread{port, l}, nil
		},
	})
	if err != nil {
		h.Fatal(err)
	}
	return s
}

// witness holds the paper against the books, when all is over.
func (h *house) witness() {
	h.Helper()
	h.v.TearOff()
	synctest.Wait()
	books := printertest.Books{}
	if h.oneWay {
		books.Unheard = func(paper.Page) bool { return true }
	}
	for _, r := range h.records {
		e, err := printertest.NewEntry(h.p, r.number, r.job)
		if err != nil {
			h.Fatal(err)
		}
		e.Begun, e.Verdict = r.begun, printer.Verdict{State: r.end, Weak: r.weak}
		books.Entries = append(books.Entries, e)
		if r.end == printer.Failed || r.end == printer.Lapsed || r.end == "" {
			h.Errorf("%v ended as %q", e, r.end)
		}
	}
	for _, wrong := range books.Check(h.v.Pages(0)) {
		h.Error(wrong.Text)
	}
}

// of finds the slip that a page is of: all its lines are, in order, the first
// ones of a slip.
func (h *house) of(page paper.Page) *record {
	for _, r := range h.records {
		if len(page.Texts) <= len(r.lines) && slices.Equal(page.Texts, r.lines[:len(page.Texts)]) {
			return r
		}
	}
	return nil
}

// dump says what the books and the paper hold.
func (h *house) dump() string {
	var out strings.Builder
	for _, r := range h.records {
		fmt.Fprintf(&out, "%s/%d begun %v %s weak %v\n", r.number, r.job.Attempt, r.begun, r.end, r.weak)
	}
	for _, page := range h.v.Pages(0) {
		fmt.Fprintf(&out, "page %d: %q %d codes, torn %v, %v\n", page.Seq, page.Texts, len(page.QRs), page.Torn, page.Problems)
	}
	return out.String()
}
