package daily

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"onedoor/queue"
	"onedoor/queue/report/sheet"
)

// Marks keeps a text under a name, durably. The journal fits it.
type Marks interface {
	Mark(ctx context.Context, name string) (text string, ok bool, err error)
	PutMark(ctx context.Context, name, text string) error
}

// Settings says where a day's figures go; it may change while running.
type Settings struct {
	Dir  string // "": no files
	Post Post
}

// Post is the district's end.
type Post struct {
	URL       string // "": none
	TokenFile string // a file with the token alone; "": no token. Read at each try
	Header    string // that carries the token; "": Authorization, as a Bearer
}

// Options is what a Daily is made of.
type Options struct {
	Settings func() Settings
	// Book makes a closed day's figures, without citizens' data.
	Book    func(ctx context.Context, day queue.Day) (*sheet.Book, error)
	Today   func() queue.Day                                 // the lobby's day; "" while there is none
	First   func(ctx context.Context) (queue.Day, error)     // of the books; "" while there is none
	Journal func(ctx context.Context) (id string, err error) // the journal's id
	Marks   Marks
	Now     func() time.Time  // the wall's clock; time.Now when nil
	Send    http.RoundTripper // nil: over the network
	Log     *slog.Logger      // slog.Default when nil
}

// Daily hands days on. Run must run; State may be asked by anybody.
type Daily struct {
	Options
	client *http.Client

	mu    sync.Mutex
	state State
}

// The pauses.
const (
	lookEvery  = 30 * time.Second // how often it is looked whether a day has closed
	firstPause = 30 * time.Second // after the first failure; doubled after each
	mostPause  = time.Hour
	mostAfter  = 24 * time.Hour // of what a Retry-After is heeded
	postWithin = 30 * time.Second
)

// New makes a Daily.
func New(o Options) *Daily {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Daily{Options: o, client: &http.Client{
		Transport: o.Send, Timeout: postWithin,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// State is how far the two ways have come.
type State struct{ File, Post Way }

// Way is how far one way has come.
type Way struct {
	On      bool
	Through queue.Day // the last day that arrived; "" when none did
	Due     queue.Day // the day that goes next
	Behind  int       // closed days that haven't
	Tries   int       // of the next day, that failed
	Next    time.Time // when it is tried again; zero: nothing failed
	Trouble Trouble   // of the last try; "" when it went well
	Code    int       // what the district answered, with TroubleAnswer
}

// Trouble is why a day didn't arrive.
type Trouble string

// The troubles. Each has a sentence in the catalogue, as daily.directory.
const (
	TroubleDirectory Trouble = "directory" // it isn't there, or isn't one
	TroubleWrite     Trouble = "write"     // a file could not be written
	TroubleToken     Trouble = "token"     // the token's file can't be read
	TroubleReach     Trouble = "reach"     // nobody at that address, or no network
	TroubleTimeout   Trouble = "timeout"   // no answer in time
	TroubleTrust     Trouble = "trust"     // the other end's certificate isn't trusted
	TroubleAnswer    Trouble = "answer"    // an answer that doesn't accept; see Code
	TroubleFigures   Trouble = "figures"   // the day's figures could not be made
	TroubleBooks     Trouble = "books"     // the mark could not be read or kept
)

// State says how far it has come.
func (d *Daily) State() State {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.state
}

// Run hands days on until the context ends.
func (d *Daily) Run(ctx context.Context) error {
	for {
		again := d.Look(ctx)
		timer := time.NewTimer(again)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil
		}
	}
}

// Look hands on what is due, and gives how long there is nothing to do.
func (d *Daily) Look(ctx context.Context) time.Duration {
	s := d.Settings()
	wait := d.way(ctx, way{
		name: "daily.file", on: s.Dir != "", state: func(st *State) *Way { return &st.File },
		hand: func(ctx context.Context, m *mark) error { return d.write(ctx, s.Dir, m.due()) },
	})
	return min(wait, d.way(ctx, way{
		name: "daily.post", on: s.Post.URL != "", state: func(st *State) *Way { return &st.Post },
		hand: func(ctx context.Context, m *mark) error { return d.post(ctx, s.Post, m) },
	}))
}

// way is one of the two ways.
type way struct {
	name  string // of its mark
	on    bool
	state func(*State) *Way
	hand  func(context.Context, *mark) error
}

// mark is what is kept of a way.
type mark struct {
	Through queue.Day       `json:"through"`        // all up to it has arrived
	Journal string          `json:"journal"`        // whose key the body goes under
	Body    json.RawMessage `json:"body,omitempty"` // of the day after Through, once it was tried
	Tries   int             `json:"tries,omitempty"`
	Next    time.Time       `json:"next,omitzero"`
	Trouble Trouble         `json:"trouble,omitempty"`
	Code    int             `json:"code,omitempty"`
	Arrived bool            `json:"arrived,omitempty"` // any day has, so Through is more than where it began
}

// due is the next day to hand on.
func (m *mark) due() queue.Day { return after(m.Through, 1) }

// way hands on the closed days of one way until one fails.
func (d *Daily) way(ctx context.Context, w way) time.Duration {
	today := d.Today()
	if !w.on || today == "" {
		d.tell(w, mark{}, today)
		return lookEvery
	}
	m, err := d.read(ctx, w.name, today)
	if err != nil {
		if ctx.Err() == nil {
			d.Log.Warn("the daily figures wait: how far they went can't be read", "way", w.name, "err", err)
			m.Trouble = TroubleBooks
			d.tell(w, m, today)
		}
		return lookEvery
	}
	defer func() { d.tell(w, m, today) }()
	for m.due() < today && ctx.Err() == nil {
		if wait := m.Next.Sub(d.Now()); wait > 0 {
			return min(wait, lookEvery)
		}
		day := m.due()
		if err := w.hand(ctx, &m); err != nil {
			if ctx.Err() != nil {
				return lookEvery
			}
			d.failed(ctx, w, &m, day, err)
			return min(m.Next.Sub(d.Now()), lookEvery)
		}
		m = mark{Through: day, Journal: m.Journal, Arrived: true}
		if err := d.keep(ctx, w.name, m); err != nil {
			d.Log.Warn("the daily figures arrived and it could not be kept; they go again", "way", w.name, "day", day, "err", err)
			m.Trouble = TroubleBooks
			return lookEvery
		}
		d.Log.Info("the day's figures have been handed on", "way", w.name, "day", day)
		d.tell(w, m, today)
	}
	return lookEvery
}

// failed notes a failure and when the next try is.
func (d *Daily) failed(ctx context.Context, w way, m *mark, day queue.Day, err error) {
	m.Tries++
	m.Trouble, m.Code = TroubleFigures, 0
	pause := min(firstPause<<min(m.Tries-1, 10), mostPause)
	pause += time.Duration(rand.Int64N(int64(pause / 5))) // so that a district's centres don't all come at once
	if f := (*fault)(nil); asFault(err, &f) {
		m.Trouble, m.Code = f.trouble, f.code
		pause = max(pause, min(f.after, mostAfter))
	}
	m.Next = d.Now().Add(pause).Round(0)
	d.Log.Warn("the day's figures could not be handed on; tried again", "way", w.name, "day", day,
		"tries", m.Tries, "next", m.Next, "why", string(m.Trouble), "answer", m.Code, "err", err)
	if err := d.keep(ctx, w.name, *m); err != nil {
		d.Log.Warn("how far the daily figures went could not be kept", "way", w.name, "err", err)
	}
}

// read reads a way's mark. Without one it begins with yesterday, or with the first
// day of the books.
func (d *Daily) read(ctx context.Context, name string, today queue.Day) (m mark, err error) {
	text, ok, err := d.Marks.Mark(ctx, name)
	if err != nil {
		return m, err
	}
	if ok {
		if err := json.Unmarshal([]byte(text), &m); err != nil {
			return mark{}, fmt.Errorf("the mark %s: %w", name, err)
		}
	} else {
		first, err := d.First(ctx)
		if err != nil {
			return m, err
		}
		m.Through = after(max(after(today, -1), first), -1)
		if first == "" {
			m.Through = after(today, -1)
		}
	}
	id, err := d.Journal(ctx)
	if err != nil {
		return m, err
	}
	if m.Journal != id { // the books were restored
		m.Journal, m.Body = id, nil
	}
	return m, nil
}

func (d *Daily) keep(ctx context.Context, name string, m mark) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return d.Marks.PutMark(context.WithoutCancel(ctx), name, string(text))
}

// tell shows how far a way has come.
func (d *Daily) tell(w way, m mark, today queue.Day) {
	s := Way{On: w.on, Due: m.due(), Tries: m.Tries, Next: m.Next, Trouble: m.Trouble, Code: m.Code}
	if m.Arrived {
		s.Through = m.Through
	}
	for day := m.Through; w.on && day != "" && after(day, 1) < today; day = after(day, 1) {
		s.Behind++
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	*w.state(&d.state) = s
}

// after is the day some days later; "" of no day.
func after(day queue.Day, n int) queue.Day {
	at, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return ""
	}
	return queue.Day(at.AddDate(0, 0, n).Format(time.DateOnly))
}
