package daily_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xuri/excelize/v2"

	"onedoor/queue"
	"onedoor/queue/report/daily"
	"onedoor/queue/report/sheet"
)

// marks are kept over restarts of the program, as the journal's.
type marks struct {
	mu   sync.Mutex
	kept map[string]string
	bad  error
}

func (m *marks) Mark(_ context.Context, name string) (string, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	text, ok := m.kept[name]
	return text, ok, m.bad
}

func (m *marks) PutMark(_ context.Context, name, text string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.bad != nil {
		return m.bad
	}
	m.kept[name] = text
	return nil
}

// arrival is one request that came to the district.
type arrival struct {
	at             time.Time
	key, auth, own string
	body           string
}

// district answers as it is told, then with 204.
type district struct {
	mu      sync.Mutex
	answers []func(*http.Request) (*http.Response, error)
	got     []arrival
}

func (d *district) RoundTrip(r *http.Request) (*http.Response, error) {
	b, _ := io.ReadAll(r.Body)
	d.mu.Lock()
	d.got = append(d.got, arrival{time.Now(), r.Header.Get("Idempotency-Key"), r.Header.Get("Authorization"), r.Header.Get("X-Key"), string(b)})
	var answer func(*http.Request) (*http.Response, error)
	if len(d.answers) > 0 {
		answer, d.answers = d.answers[0], d.answers[1:]
	}
	d.mu.Unlock()
	if answer == nil {
		return status(http.StatusNoContent)(r)
	}
	return answer(r)
}

func status(code int, head ...string) func(*http.Request) (*http.Response, error) {
	return func(r *http.Request) (*http.Response, error) {
		resp := &http.Response{StatusCode: code, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("what a district says")), Request: r}
		for i := 0; i+1 < len(head); i += 2 {
			resp.Header.Set(head[i], head[i+1])
		}
		return resp, nil
	}
}

func silent(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// centre is a house with days that close.
type centre struct {
	marks    *marks
	district *district
	settings daily.Settings
	journal  string
	first    queue.Day
	gap      daily.Gap
	settle   int
	made     map[queue.Day]int // how often a day's figures were made
	later    map[queue.Day]int // what came to a day's figures after it closed
	bad      error
	broken   error               // of the rows, half-way
	seen     func(day queue.Day) // when the rows are read
	log      bytes.Buffer
}

func newCentre() *centre {
	return &centre{
		marks: &marks{kept: map[string]string{}}, district: &district{}, journal: "j1", first: "2000-01-01", made: map[queue.Day]int{}, later: map[queue.Day]int{},
		settings: daily.Settings{Post: daily.Post{URL: "https://district.example/days?secret=1"}},
	}
}

// today is the local day of the bubble's clock, which begins on 2000-01-01.
func today() queue.Day { return queue.Day(time.Now().Format(time.DateOnly)) }

func (c *centre) start() *daily.Daily {
	return daily.New(daily.Options{
		Settings: func() daily.Settings { return c.settings },
		Book:     c.book,
		Today:    today, First: func(context.Context) (queue.Day, error) { return c.first, nil },
		Gap: func(context.Context) (daily.Gap, error) { return c.gap, nil }, Settle: func() int { return c.settle },
		Journal: func(context.Context) (string, error) { return c.journal, nil },
		Marks:   c.marks, Send: c.district, Log: slog.New(slog.NewTextHandler(&c.log, nil)),
	})
}

// book has 20 batches and what came later, and says how often it was made.
func (c *centre) book(_ context.Context, i daily.Issue) (*sheet.Book, error) {
	c.made[i.Day]++
	rows := func(yield func([]sheet.Cell, error) bool) {
		if c.seen != nil {
			c.seen(i.Day)
		}
		if yield([]sheet.Cell{sheet.Number(20 + c.later[i.Day])}, nil) && c.broken != nil {
			yield(nil, c.broken)
		}
	}
	return &sheet.Book{
		Facts: []sheet.Fact{
			{ID: "day", Name: "day", Text: string(i.Day)},
			{ID: "journal", Name: "journal", Text: i.Journal},
			{ID: "revision", Name: "revision", Text: strconv.Itoa(i.Revision)},
			{ID: "made_at", Name: "made", Text: strconv.Itoa(c.made[i.Day])},
		},
		Sheets: []sheet.Sheet{
			{ID: "totals", Name: "totals", Columns: []sheet.Column{{ID: "batches", Name: "batches", Kind: sheet.Count}}, Rows: rows},
			{ID: "hour", Name: "hour", Columns: []sheet.Column{{ID: "hour", Name: "hour"}}, Rows: sheet.Of(nil)},
		},
	}, c.bad
}

// live lets the house run for a time, then stops it.
func (c *centre) live(t *testing.T, d time.Duration) *daily.Daily {
	t.Helper()
	p := c.start()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if err := p.Run(ctx); err != nil {
		t.Error(err)
	}
	return p
}

func (c *centre) keys() []string {
	var keys []string
	for _, a := range c.district.got {
		keys = append(keys, a.key)
	}
	return keys
}

func TestADayIsPostedWhenItHasClosedAndOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		p := c.live(t, 73*time.Hour)
		if got := strings.Join(c.keys(), " "); got != "j1-2000-01-01 j1-2000-01-02 j1-2000-01-03" {
			t.Errorf("keys %q", got)
		}
		for i, a := range c.district.got {
			if closed := time.Date(2000, 1, 2+i, 0, 0, 0, 0, time.UTC); a.at.Before(closed) || a.at.After(closed.Add(time.Minute)) {
				t.Errorf("day %d went at %v", i+1, a.at)
			}
		}
		if s := p.State().Post; !s.On || s.Through != "2000-01-03" || s.Behind != 0 || s.Trouble != "" || !s.Next.IsZero() {
			t.Errorf("state %+v", s)
		}
		if s := p.State().File; s.On {
			t.Errorf("files are on: %+v", s)
		}
		c.live(t, 2*time.Hour) // a restart
		if len(c.district.got) != 3 {
			t.Errorf("posted again after a restart: %v", c.keys())
		}
	})
}

// TestWhatFailsIsTriedUntilItIsAccepted meets each way a district can fail, then
// accepts; the same body goes each time, though the figures change meanwhile.
func TestWhatFailsIsTriedUntilItIsAccepted(t *testing.T) {
	for name, tt := range map[string]struct {
		answer  func(*http.Request) (*http.Response, error)
		trouble daily.Trouble
		code    int
	}{
		"500":       {status(500), daily.TroubleAnswer, 500},
		"401":       {status(401), daily.TroubleAnswer, 401},
		"a move":    {status(301, "Location", "https://other.example/"), daily.TroubleAnswer, 301},
		"422":       {status(422), daily.TroubleAnswer, 422},
		"silence":   {silent, daily.TroubleTimeout, 0},
		"nobody":    {func(*http.Request) (*http.Response, error) { return nil, errors.New("connection refused") }, daily.TroubleReach, 0},
		"wait long": {status(503, "Retry-After", "7200"), daily.TroubleAnswer, 503},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCentre()
				c.district.answers = []func(*http.Request) (*http.Response, error){tt.answer, tt.answer, tt.answer}
				p := c.live(t, 24*time.Hour+35*time.Second)
				if s := p.State().Post; s.Trouble != tt.trouble || s.Code != tt.code || s.Behind != 1 || s.Tries == 0 || s.Next.IsZero() {
					t.Errorf("after the first try %+v", s)
				}
				c.live(t, 20*time.Minute) // restarts do not forget the pause or the body
				p = c.live(t, 22*time.Hour)
				if s := p.State().Post; s.Trouble != "" || s.Through != "2000-01-01" || s.Behind != 0 {
					t.Errorf("in the end %+v", s)
				}
				got := c.district.got
				if len(got) != 4 || c.made["2000-01-01"] != 1 {
					t.Fatalf("%d requests, the day was made %d times", len(got), c.made["2000-01-01"])
				}
				for i := 1; i < len(got); i++ {
					if got[i].key != got[0].key || got[i].body != got[0].body {
						t.Errorf("another key or body: %+v", got[i])
					}
					pause := got[i].at.Sub(got[i-1].at)
					if least := 30 * time.Second << (i - 1); pause < least || name == "wait long" && pause < 2*time.Hour {
						t.Errorf("try %d after %v", i+1, pause)
					}
				}
				if log := c.log.String(); strings.Contains(log, "secret") || strings.Contains(log, "district says") || strings.Contains(log, "district.example") {
					t.Errorf("the log tells too much: %s", log)
				}
			})
		})
	}
}

func TestAConflictMeansThatTheDistrictHasTheDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		c.district.answers = append(c.district.answers, status(http.StatusConflict))
		if s := c.live(t, 25*time.Hour).State().Post; s.Through != "2000-01-01" || s.Trouble != "" || len(c.district.got) != 1 {
			t.Errorf("state %+v, %v", s, c.keys())
		}
	})
}

func TestAWeekWithoutNetworkLosesNothingAndKeepsTheOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		ends := time.Now().AddDate(0, 0, 8).Add(time.Hour)
		cut := func(r *http.Request) (*http.Response, error) {
			if time.Now().Before(ends) {
				return nil, errors.New("no route")
			}
			return status(200)(r)
		}
		c.district.answers = slices.Repeat([]func(*http.Request) (*http.Response, error){cut}, 1000)
		if s := c.live(t, 8*24*time.Hour).State().Post; s.Behind != 7 || s.Through != "" {
			t.Errorf("after a week %+v", s)
		}
		tries := len(c.district.got)
		if tries < 150 || tries > 220 {
			t.Errorf("%d tries in a week; an hour is the longest pause", tries)
		}
		c.live(t, 4*time.Hour)
		var accepted []string
		for _, a := range c.district.got {
			if !a.at.Before(ends) {
				accepted = append(accepted, a.key)
			}
		}
		want := []string{"j1-2000-01-01", "j1-2000-01-02", "j1-2000-01-03", "j1-2000-01-04", "j1-2000-01-05", "j1-2000-01-06", "j1-2000-01-07", "j1-2000-01-08"}
		if !slices.Equal(accepted, want) {
			t.Errorf("accepted %v", accepted)
		}
	})
}

func TestItBeginsWithYesterdayUnlessTheBooksAreYounger(t *testing.T) {
	for first, want := range map[queue.Day]string{"1999-01-01": "j1-1999-12-31", "2000-01-01": "", "": ""} {
		synctest.Test(t, func(t *testing.T) {
			c := newCentre()
			c.first = first
			c.live(t, time.Minute)
			if got := strings.Join(c.keys(), " "); got != want {
				t.Errorf("books from %q: posted %q, want %q", first, got, want)
			}
		})
	}
}

func TestRestoredBooksGoOnUnderTheirOwnKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		c.live(t, 25*time.Hour)
		c.district.answers = append(c.district.answers, status(500))
		c.live(t, 24*time.Hour) // the second day fails once
		c.journal = "j2"
		c.made["2000-01-02"] = 100
		c.live(t, time.Hour)
		c.live(t, 24*time.Hour)
		keys := c.keys()
		if last := keys[len(keys)-1]; last != "j2-2000-01-03" || !slices.Contains(keys, "j1-2000-01-02") {
			t.Errorf("keys %v", keys)
		}
	})
}

func TestTheTokenIsReadAtEachTryAndNeverTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		c.settings.Post.TokenFile = filepath.Join(t.TempDir(), "token")
		p := c.live(t, 24*time.Hour+time.Minute)
		if s := p.State().Post; s.Trouble != daily.TroubleToken || len(c.district.got) != 0 {
			t.Errorf("without the file %+v, %v", s, c.keys())
		}
		if err := os.WriteFile(c.settings.Post.TokenFile, []byte("T0ken\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		c.live(t, time.Hour)
		c.settings.Post.Header = "X-Key"
		c.live(t, 24*time.Hour)
		if got := c.district.got; len(got) != 2 || got[0].auth != "Bearer T0ken" || got[1].own != "T0ken" || got[1].auth != "" {
			t.Errorf("got %+v", got)
		}
		if strings.Contains(c.log.String(), "T0ken") {
			t.Error("the token is in the log")
		}
	})
}

func TestFilesOfADayAreWholeAndInOrder(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		c.settings = daily.Settings{Dir: dir}
		p := c.live(t, 49*time.Hour)
		if s := p.State().File; s.Through != "2000-01-02" || s.Behind != 0 {
			t.Errorf("state %+v", s)
		}
		c.settings.Dir = filepath.Join(dir, "gone") // a share that isn't mounted
		p = c.live(t, 24*time.Hour)
		if s := p.State().File; s.Trouble != daily.TroubleDirectory || s.Behind != 1 {
			t.Errorf("without the directory %+v", s)
		}
		if _, err := os.Stat(c.settings.Dir); err == nil {
			t.Error("the directory was made")
		}
		c.settings.Dir = dir
		c.live(t, 2*time.Hour)
	})
	var names []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	want := "onedoor-2000-01-01.csv onedoor-2000-01-01.xlsx onedoor-2000-01-02.csv onedoor-2000-01-02.xlsx onedoor-2000-01-03.csv onedoor-2000-01-03.xlsx"
	if strings.Join(names, " ") != want {
		t.Fatalf("files %v", names)
	}
	b, err := os.ReadFile(filepath.Join(dir, names[0]))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	if lines, err := r.ReadAll(); err != nil || lines[1][1] != "20" {
		t.Errorf("%v, %v", lines, err)
	}
	f, err := excelize.OpenFile(filepath.Join(dir, names[1]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if v, err := f.GetCellValue("totals", "A2"); err != nil || v != "20" {
		t.Errorf("the workbook says %q, %v", v, err)
	}
}

func TestFiguresAndMarksThatFailAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		c.bad = errors.New("the disk is full")
		if s := c.live(t, 25*time.Hour).State().Post; s.Trouble != daily.TroubleFigures || len(c.district.got) != 0 {
			t.Errorf("without figures %+v", s)
		}
		c.bad, c.marks.bad = nil, errors.New("the books are shut")
		if s := c.live(t, time.Hour).State().Post; s.Trouble != daily.TroubleBooks || len(c.district.got) != 0 {
			t.Errorf("without marks %+v", s)
		}
		c.marks.bad = nil
		if s := c.live(t, time.Hour).State().Post; s.Trouble != "" || len(c.district.got) != 1 {
			t.Errorf("in the end %+v", s)
		}
	})
}

// TestOverARealLine posts to a server, whose certificate is trusted in the end.
func TestOverARealLine(t *testing.T) {
	got := make(chan arrival, 9)
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got <- arrival{key: r.Header.Get("Idempotency-Key"), body: string(b)}
		w.WriteHeader(http.StatusAccepted)
	}))
	defer server.Close()
	server.Config.ErrorLog = nil
	c := newCentre()
	c.first = "1999-01-01"
	c.settings.Post.URL = server.URL
	look := func(send http.RoundTripper) daily.Way {
		p := daily.New(daily.Options{
			Settings: func() daily.Settings { return c.settings },
			Book: func(_ context.Context, i daily.Issue) (*sheet.Book, error) {
				return &sheet.Book{Facts: []sheet.Fact{{ID: "day", Text: string(i.Day)}}}, nil
			},
			Today: func() queue.Day { return "2026-11-24" }, First: func(context.Context) (queue.Day, error) { return c.first, nil },
			Journal: func(context.Context) (string, error) { return "j1", nil },
			Marks:   c.marks, Send: send, Log: slog.New(slog.DiscardHandler),
		})
		p.Look(t.Context())
		return p.State().Post
	}
	if s := look(nil); s.Trouble != daily.TroubleTrust {
		t.Errorf("an unknown authority: %+v", s)
	}
	maps.DeleteFunc(c.marks.kept, func(string, string) bool { return true })
	if s := look(server.Client().Transport); s.Through != "2026-11-23" {
		t.Errorf("state %+v", s)
	}
	a := <-got
	var body struct{ Day string }
	if err := json.Unmarshal([]byte(a.body), &body); err != nil || body.Day != "2026-11-23" || a.key != "j1-2026-11-23" {
		t.Errorf("%+v, %v", a, err)
	}
}
