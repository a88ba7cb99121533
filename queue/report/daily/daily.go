package daily

import (
	"context"
	"log/slog"
	"net/http"
	"os"
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
	// Book makes a closed day's figures, without citizens' data. Its facts say what the issue is:
	// "journal" and "revision". When it was made is said in "made_at".
	Book    func(ctx context.Context, i Issue) (*sheet.Book, error)
	Today   func() queue.Day                                 // the lobby's day; "" while there is none
	First   func(ctx context.Context) (queue.Day, error)     // of the books; "" while there is none
	Journal func(ctx context.Context) (id string, err error) // the journal's id
	Gap     func(ctx context.Context) (Gap, error)           // what restored books don't have; nil: nothing
	Settle  func() int                                       // days after a day's end that its figures may change; nil: none
	Marks   Marks
	Now     func() time.Time  // the wall's clock; time.Now when nil
	Send    http.RoundTripper // nil: over the network
	Log     *slog.Logger      // slog.Default when nil
}

// Issue is a day's figures as they are handed on once.
type Issue struct {
	Day      queue.Day
	Revision int    // 1 for the first, one more for each that corrects it
	Journal  string // the id of the books that they are of
	Gap      Gap    // of these books
}

// Gap is what books that were restored from a backup don't have whole: the days from the one of
// the backup to the one on which they went on. The zero Gap is none.
type Gap struct{ From, To queue.Day }

// Lost says whether a day is one that other books had, and these don't have whole. The day on which
// the books went on is not: nobody else will hand that on.
func (g Gap) Lost(day queue.Day) bool { return g.From <= day && day < g.To }

// Daily hands days on. Run must run; State may be asked by anybody.
type Daily struct {
	Options
	client *http.Client

	sync func(*os.File) error // of a file that is written

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

// The patience with a day that doesn't get through.
const (
	refusedFor = 24 * time.Hour // a day that is refused as it is holds up the later ones
	heldFor    = 90             // days that it is tried again, once a day
)

// New makes a Daily.
func New(o Options) *Daily {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Gap == nil {
		o.Gap = func(context.Context) (Gap, error) { return Gap{}, nil }
	}
	if o.Settle == nil {
		o.Settle = func() int { return 0 }
	}
	return &Daily{Options: o, sync: (*os.File).Sync, client: &http.Client{
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
	Held    []Held    // days that were left behind, the oldest first; each is tried again once a day
	Lost    Gap       // days that are never handed on, for a week after the books were restored
}

// Last is the last day that is lost.
func (g Gap) Last() queue.Day { return after(g.To, -1) }

// Held is a day that was left behind so that it doesn't hold up the later ones.
type Held struct {
	Day      queue.Day
	Revision int // 1: the day has never arrived
	Trouble  Trouble
	Code     int // what the district answered, with TroubleAnswer
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
	TroubleForeign   Trouble = "foreign"   // a file of other books stands under the day's name
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
		hand: func(ctx context.Context, m *mark, b *sheet.Book) error { return d.write(ctx, s.Dir, m, b) },
	})
	return min(wait, d.way(ctx, way{
		name: "daily.post", on: s.Post.URL != "", state: func(st *State) *Way { return &st.Post },
		hand: func(ctx context.Context, m *mark, b *sheet.Book) error { return d.post(ctx, s.Post, m, b) }, keeps: true,
	}))
}
