package daily_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/queue"
	"onedoor/queue/report/daily"
)

// said is what a body says: its revision and its batches.
func said(t *testing.T, a arrival) string {
	t.Helper()
	var b struct {
		Day, Revision string
		Totals        []struct{ Batches int }
	}
	if err := json.Unmarshal([]byte(a.body), &b); err != nil || len(b.Totals) != 1 {
		t.Fatalf("%v: %s", err, a.body)
	}
	return b.Day[8:] + " r" + b.Revision + " " + strconv.Itoa(b.Totals[0].Batches)
}

func (c *centre) said(t *testing.T) (list []string) {
	t.Helper()
	for _, a := range c.district.got {
		list = append(list, said(t, a))
	}
	return list
}

// TestADayThatChangedGoesAgain has a day's figures change after it went: within the bound it
// goes once more each time, as a higher revision under a key of its own, and beyond it doesn't.
func TestADayThatChangedGoesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		c.settle = 3
		c.live(t, time.Hour)
		for _, later := range []map[queue.Day]int{
			{},                // the 1st closes
			{"2000-01-01": 1}, // an evaluation came
			{"2000-01-01": 1},
			{"2000-01-01": 2}, // on the last day of the bound
			{"2000-01-01": 3}, // too late
			{"2000-01-01": 3, "2000-01-04": 5},
		} {
			c.later = later
			c.live(t, 23*time.Hour)
			c.live(t, time.Hour)
		}
		want := []string{"01 r1 20", "02 r1 20", "01 r2 21", "03 r1 20", "04 r1 20", "01 r3 22", "05 r1 20", "06 r1 20", "04 r2 25"}
		if got := c.said(t); !slices.Equal(got, want) {
			t.Errorf("posted %q", got)
		}
	})
}

// TestACorrectionHasAKeyOfItsOwn and is in the file, which is of the same books.
func TestACorrectionHasAKeyOfItsOwn(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		c.settle, c.settings.Dir = 3, dir
		c.live(t, 25*time.Hour)
		c.later["2000-01-01"] = 1
		c.live(t, 24*time.Hour)
		if got := c.keys(); !slices.Equal(got, []string{"j1-2000-01-01", "j1-2000-01-02", "j1-2000-01-01-r2"}) {
			t.Errorf("keys %q", got)
		}
		b, err := os.ReadFile(filepath.Join(dir, "onedoor-2000-01-01.csv"))
		if err != nil || !strings.Contains(string(b), "facts,revision,revision,2\r\n") || !strings.Contains(string(b), "totals,21\r\n") {
			t.Errorf("the file says %q, %v", b, err)
		}
		if made := c.made["2000-01-01"]; made != 4 { // twice for each way
			t.Errorf("made %d times", made)
		}
		c.live(t, time.Hour) // looked at once a day
		if made := c.made["2000-01-01"]; made != 4 {
			t.Errorf("made %d times after a restart", made)
		}
	})
}

// TestRestoredBooksReplaceNothing restores a backup of the 2nd on the 4th: what the other books
// handed on stays, and what the backup doesn't have whole isn't handed on as if it were.
func TestRestoredBooksReplaceNothing(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		c.settle, c.settings.Dir = 5, dir
		c.live(t, 30*time.Hour) // the 1st is handed on; a backup of the 2nd
		backup := map[string]string{"daily.file": c.marks.kept["daily.file"], "daily.post": c.marks.kept["daily.post"]}
		c.live(t, 48*time.Hour) // the 2nd and 3rd are
		before := map[string]string{}
		for _, day := range []string{"01", "02", "03"} {
			for _, form := range []string{".csv", ".xlsx"} {
				b, err := os.ReadFile(filepath.Join(dir, "onedoor-2000-01-"+day+form))
				if err != nil {
					t.Fatal(err)
				}
				before["onedoor-2000-01-"+day+form] = string(b)
			}
		}
		posted := len(c.district.got)

		c.marks.kept, c.journal, c.gap = backup, "j2", daily.Gap{From: "2000-01-02", To: "2000-01-04"}
		for _, day := range []queue.Day{"2000-01-01", "2000-01-02", "2000-01-03"} {
			c.later[day] = -20 // the backup knows nothing of them
		}
		p := c.live(t, 2*time.Hour)
		if s := p.State(); s.Post.Lost != c.gap || s.File.Lost != c.gap || s.Post.Behind+s.File.Behind != 0 || s.Post.Trouble+s.File.Trouble != "" {
			t.Errorf("state %+v", s)
		}
		p = c.live(t, 48*time.Hour)
		var got []string
		for _, a := range c.district.got[posted:] {
			got = append(got, a.key)
		}
		if !slices.Equal(got, []string{"j2-2000-01-04", "j2-2000-01-05"}) {
			t.Errorf("the restored books posted %q", got)
		}
		for name, want := range before {
			if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(b) != want {
				t.Errorf("%s was replaced, %v", name, err)
			}
		}
		if _, err := os.Stat(filepath.Join(dir, "onedoor-2000-01-04.xlsx")); err != nil {
			t.Error(err)
		}
		if s := p.State().Post; s.Lost.To == "" {
			t.Errorf("nothing is told of the lost days: %+v", s)
		}
		if s := c.live(t, 6*24*time.Hour).State().Post; s.Lost.To != "" {
			t.Errorf("lost days are told for ever: %+v", s)
		}
	})
}

// TestAFileOfOtherBooksStays meets a file under a day's name: another's, a person's, and one
// whose table alone was taken away. It stays, the next days go on, and once it is gone the day
// is written.
func TestAFileOfOtherBooksStays(t *testing.T) {
	for name, in := range map[string]struct{ file, content string }{
		"other books":   {"onedoor-2000-01-01.csv", "\ufeffsection,fact,name,text\r\nfacts,journal,journal,j0\r\n"},
		"nobody's":      {"onedoor-2000-01-01.csv", "a,b\r\n1,2\r\n"},
		"no table":      {"onedoor-2000-01-01.csv", "\"a"},
		"no workbook":   {"onedoor-2000-01-01.xlsx", "PK"},
		"a lone folder": {"onedoor-2000-01-01.xlsx", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			at := filepath.Join(dir, in.file)
			if in.content == "" {
				if err := os.Mkdir(at, 0o755); err != nil {
					t.Fatal(err)
				}
			} else if err := os.WriteFile(at, []byte(in.content), 0o600); err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) {
				c := newCentre()
				c.settings = daily.Settings{Dir: dir}
				s := c.live(t, 50*time.Hour).State().File
				want := daily.Held{Day: "2000-01-01", Revision: 1, Trouble: daily.TroubleForeign}
				if !slices.Equal(s.Held, []daily.Held{want}) || s.Through != "2000-01-02" || s.Trouble != "" {
					t.Errorf("state %+v", s)
				}
				if in.content != "" {
					if b, err := os.ReadFile(at); err != nil || string(b) != in.content {
						t.Errorf("%q, %v", b, err)
					}
				}
				if entries, err := os.ReadDir(dir); err != nil || len(entries) != 3 {
					t.Errorf("%v, %v", entries, err)
				}
				if err := os.Remove(at); err != nil {
					t.Fatal(err)
				}
				if s = c.live(t, 24*time.Hour).State().File; len(s.Held) != 0 {
					t.Errorf("when it is gone: %+v", s)
				}
				if _, err := os.Stat(at); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestAPoisonDayHoldsUpNoOther has a day refused as it is: after a day of it the later ones go,
// and it is tried again once a day until somebody has mended what was wrong there.
func TestAPoisonDayHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		c.settle = 2
		mended := false
		refuse := func(r *http.Request) (*http.Response, error) {
			if !mended && strings.HasSuffix(r.Header.Get("Idempotency-Key"), "-01") {
				return status(422)(r)
			}
			return status(200)(r)
		}
		c.district.answers = slices.Repeat([]func(*http.Request) (*http.Response, error){refuse}, 1000)
		s := c.live(t, 47*time.Hour).State().Post
		if s.Behind != 1 || s.Code != 422 || len(s.Held) != 0 {
			t.Errorf("within a day %+v", s)
		}
		c.live(t, 3*time.Hour)
		s = c.live(t, 4*24*time.Hour).State().Post
		if want := (daily.Held{Day: "2000-01-01", Revision: 1, Trouble: daily.TroubleAnswer, Code: 422}); !slices.Equal(s.Held, []daily.Held{want}) || s.Through != "2000-01-06" || s.Trouble != "" {
			t.Errorf("left behind: %+v", s)
		}
		tries := 0
		for _, a := range c.district.got {
			if a.at.After(time.Date(2000, 1, 3, 6, 0, 0, 0, time.UTC)) && strings.HasSuffix(a.key, "-01") {
				tries++
			}
		}
		if tries != 4 {
			t.Errorf("tried %d times in four days", tries)
		}
		mended = true
		if s = c.live(t, 24*time.Hour).State().Post; len(s.Held) != 0 {
			t.Errorf("when it is mended: %+v", s)
		}
	})
}

// TestAMistakeOfTheConfigLeavesNoDayBehind meets for days what all days would be met with.
func TestAMistakeOfTheConfigLeavesNoDayBehind(t *testing.T) {
	for _, code := range []int{401, 403, 404, 408, 429, 500, 503} {
		synctest.Test(t, func(t *testing.T) {
			c := newCentre()
			c.district.answers = slices.Repeat([]func(*http.Request) (*http.Response, error){status(code)}, 1000)
			if s := c.live(t, 5*24*time.Hour).State().Post; len(s.Held) != 0 || s.Behind != 4 {
				t.Errorf("%d: %+v", code, s)
			}
		})
	}
}

// TestAKillBetweenKeepingAndTheAnswer ends the program while the district reads: what it read was
// kept before it left, and goes again to the byte.
func TestAKillBetweenKeepingAndTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		ctx, kill := context.WithCancel(t.Context())
		c.district.answers = append(c.district.answers, func(r *http.Request) (*http.Response, error) {
			var m struct{ Body json.RawMessage }
			if err := json.Unmarshal([]byte(c.marks.kept["daily.post"]), &m); err != nil || string(m.Body) != c.district.got[0].body {
				t.Errorf("when it leaves, %q is kept, %v", m.Body, err)
			}
			kill()
			return silent(r)
		})
		if err := c.start().Run(ctx); err != nil {
			t.Error(err)
		}
		c.later["2000-01-01"] = 7
		c.live(t, time.Minute)
		got := c.district.got
		if len(got) != 2 || got[0].body != got[1].body || got[0].key != got[1].key || c.made["2000-01-01"] != 1 {
			t.Errorf("%d requests, made %d times: %+v", len(got), c.made["2000-01-01"], got)
		}
	})
}

// TestAFileIsWholeOrNotThere has the figures fail half-way, and the disk: nothing stands under the
// name meanwhile and nothing is left, and an older revision stays.
func TestAFileIsWholeOrNotThere(t *testing.T) {
	dir := t.TempDir()
	names := func() (list []string) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			list = append(list, e.Name())
		}
		return list
	}
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		c.settle, c.settings = 3, daily.Settings{Dir: dir}
		c.broken = errors.New("the books ended")
		if s := c.live(t, 25*time.Hour).State().File; s.Trouble != daily.TroubleFigures || len(names()) != 0 {
			t.Errorf("half-way: %+v, %v", s, names())
		}
		c.broken = nil
		reads := 0
		c.seen = func(queue.Day) {
			reads++
			if slices.Contains(names(), "onedoor-2000-01-01.xlsx") || reads == 2 && slices.Contains(names(), "onedoor-2000-01-01.csv") {
				t.Errorf("there while it is written: %v", names())
			}
		}
		p := c.start()
		p.OnSync(func(f *os.File) error {
			if slices.Contains(names(), "onedoor-2000-01-01.csv") {
				t.Error("it had its name before it was on the disk")
			}
			return errors.New("the disk is gone")
		})
		time.Sleep(time.Hour)
		p.Look(t.Context())
		if s := p.State().File; s.Trouble != daily.TroubleWrite || len(names()) != 0 {
			t.Errorf("on a bad disk: %+v, %v", s, names())
		}
		c.seen = nil
		c.live(t, 2*time.Hour)
		first, err := os.ReadFile(filepath.Join(dir, "onedoor-2000-01-01.csv"))
		if err != nil || len(names()) != 2 {
			t.Fatal(err, names())
		}
		c.later["2000-01-01"], c.settings.Dir = 1, filepath.Join(dir, "gone")
		c.live(t, 23*time.Hour)
		if b, err := os.ReadFile(filepath.Join(dir, "onedoor-2000-01-01.csv")); err != nil || string(b) != string(first) {
			t.Error("the first revision is gone", err)
		}
	})
}

// TestAPauseIsBounded asks for a year, and sets the clock back a year.
func TestAPauseIsBounded(t *testing.T) {
	for name, after := range map[string]string{"seconds": "31536000", "a date": "Sat, 01 Jan 2005 00:00:00 GMT"} {
		synctest.Test(t, func(t *testing.T) {
			c := newCentre()
			c.district.answers = append(c.district.answers, status(503, "Retry-After", after))
			if s := c.live(t, 49*time.Hour+10*time.Minute).State().Post; s.Through != "2000-01-02" || s.Behind != 0 || len(c.district.got) != 3 {
				t.Errorf("%s: %+v", name, s)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		c.live(t, time.Minute)
		c.marks.kept["daily.post"] = `{"through":"1999-12-31","journal":"j1","tries":3,"next":"2031-01-01T00:00:00Z"}`
		if s := c.live(t, 25*time.Hour).State().Post; s.Through != "2000-01-01" {
			t.Errorf("a wrong clock's pause: %+v", s)
		}
	})
}

// TestAMarkOfAnOlderReleaseGoesOn finds a body that was kept before days were corrected.
func TestAMarkOfAnOlderReleaseGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCentre()
		c.marks.kept["daily.post"] = `{"through":"1999-12-30","journal":"j1","body":{"day":"1999-12-31"},"tries":1}`
		c.live(t, time.Minute)
		if got := c.district.got; len(got) != 1 || got[0].key != "j1-1999-12-31" || got[0].body != `{"day":"1999-12-31"}` {
			t.Errorf("posted %+v", got)
		}
	})
}
