package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"onedoor/config"
	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// twoDaysOfBooks has three tickets of 23 November, two of them of legal advice, and none of
// the 24th, on which it is; and one more for each service named.
func twoDaysOfBooks(t *testing.T, dir string, more ...queue.ServiceID) (*queue.Queue, *journal.Store) {
	t.Helper()
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	store, err := journal.Open(t.Context(), journal.Options{Dir: dir, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() }) // a test may have closed it
	q := queuetest.Start(t, config.Sample().Rules, queue.Options{Store: store, Now: clock, Tick: time.Hour})
	for i, s := range []queue.ServiceID{"legal", "legal", "petition"} {
		queuetest.Do(t, q, queue.System, queue.Issue{Service: s, Party: i + 1, Seed: queuetest.Seed()})
	}
	for _, s := range more {
		queuetest.Do(t, q, queue.System, queue.Issue{Service: s, Party: 1, Seed: queuetest.Seed()})
	}
	now = now.AddDate(0, 0, 1)
	queuetest.Do(t, q, queue.System, queue.OpenWindow{Window: "w1"})
	return q, store
}

// TestReportSaysTheSameInEachFormat reads back what onedoor report prints.
func TestReportSaysTheSameInEachFormat(t *testing.T) {
	dir := t.TempDir()
	twoDaysOfBooks(t, dir)
	output := func(format string) []byte {
		t.Helper()
		var out, errs bytes.Buffer
		code := run(t.Context(), []string{"report", "--from", "2026-11-23", "--format", format, "--data", dir, "--lang", "en"}, streams{&out, &errs})
		if code != exitOK {
			t.Fatalf("%s: exit %d: %s", format, code, errs.String())
		}
		return out.Bytes()
	}
	var object struct {
		From    string
		Totals  []struct{ Batches, Persons int }
		Service []struct {
			Key     string
			Batches int
		}
	}
	if err := json.Unmarshal(output("json"), &object); err != nil || object.From != "2026-11-23" || len(object.Totals) != 1 || object.Totals[0].Batches != 3 || object.Totals[0].Persons != 6 {
		t.Errorf("json: %+v, %v", object, err)
	}
	for _, s := range object.Service {
		if want := map[string]int{"legal": 2, "petition": 1}[s.Key]; s.Batches != want {
			t.Errorf("json: %d batches of %s, want %d", s.Batches, s.Key, want)
		}
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(output("csv"), []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	lines, err := r.ReadAll()
	if err != nil || lines[1][0] != "totals" || lines[1][3] != "3" || lines[1][4] != "6" {
		t.Errorf("csv: %v, %v", lines[:2], err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(output("xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if v, err := f.GetCellValue("Totals", "C2"); err != nil || v != "3" {
		t.Errorf("xlsx: %q, %v", v, err)
	}
	for flag, want := range map[string]int{"--service=legal": 2, "--service=legal,petition": 3, "--class=priority": 0, "--hour=10": 3, "--weekday=2": 0, "--spoken=zh": 3} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), []string{"report", "--from", "2026-11-23", "--format", "json", "--data", dir, flag}, streams{&out, &errs}); code != exitOK {
			t.Fatalf("%s: exit %d: %s", flag, code, errs.String())
		}
		if err := json.Unmarshal(out.Bytes(), &object); err != nil || object.Totals[0].Batches != want {
			t.Errorf("%s: %+v, %v, want %d", flag, object.Totals, err, want)
		}
	}
	const day = "2026-11-23"
	for _, args := range [][]string{
		{"--from", day, "--service", "nothing"},
		{"--from", day, "--window", "w99"},
		{"--from", day, "--staff", "demo"},
		{"--from", day, "--class", "vip"},
		{"--from", day, "--hour", "24"},
		{"--from", day, "--weekday", "0"},
		{"--from", day, "--department", "none"},
	} {
		var errs bytes.Buffer
		if code := run(t.Context(), append([]string{"report", "--data", dir}, args...), streams{io.Discard, &errs}); code != exitUsage {
			t.Errorf("%v: exit %d: %s", args, code, errs.String())
		}
	}
	for _, args := range [][]string{{"--from", "yesterday"}, {"--from", "2026-11-23", "--to", "2026-11-22"}, {"--from", "2026-11-23", "--lang", "tlh"}} {
		var errs bytes.Buffer
		if code := run(t.Context(), append([]string{"report", "--data", dir}, args...), streams{io.Discard, &errs}); code != exitUsage {
			t.Errorf("%v: exit %d: %s", args, code, errs.String())
		}
	}
}

// TestAClosedDayLeavesTheHouseWithoutCitizens writes a day's files and posts it.
func TestAClosedDayLeavesTheHouseWithoutCitizens(t *testing.T) {
	var key, body string
	district := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		key, body = r.Header.Get("Idempotency-Key"), string(b)
	}))
	defer district.Close()
	many := slices.Repeat([]queue.ServiceID{"legal", "mediation"}, 8)
	q, store := twoDaysOfBooks(t, t.TempDir(), many...)
	centre := config.Sample()
	centre.Daily = config.Daily{Dir: t.TempDir(), Post: config.DailyPost{URL: district.URL}}
	a := &app{log: slog.New(slog.DiscardHandler), store: store, queue: q}
	a.centre.Store(centre)
	words, err := display.LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	days := a.openDaily(words)
	days.Look(context.WithoutCancel(t.Context()))
	if s := days.State(); s.File.Through != "2026-11-23" || s.Post.Through != "2026-11-23" || s.Post.Behind+s.File.Behind != 0 {
		t.Fatalf("state %+v", s)
	}
	id, err := store.Journal(t.Context())
	if err != nil || key != id+"-2026-11-23" {
		t.Errorf("key %q of the journal %q, %v", key, id, err)
	}
	file, err := os.ReadFile(filepath.Join(centre.Daily.Dir, "onedoor-2026-11-23.csv"))
	if err != nil {
		t.Fatal(err)
	}
	var object struct {
		Revision, Journal, Open string
		Until                   string `json:"changes_until"`
		Totals                  []struct{ Batches int }
		Service                 []struct {
			Key     string
			Batches any
		}
		Window, Consult, Search []any
	}
	if err := json.Unmarshal([]byte(body), &object); err != nil || len(object.Totals) != 1 || object.Totals[0].Batches != 19 {
		t.Errorf("posted %+v, %v", object, err)
	}
	if object.Revision != "1" || object.Journal != id || object.Until != "2026-12-04" || object.Open != "" || object.Window != nil || object.Consult != nil {
		t.Errorf("posted %+v", object)
	}
	masked := 0
	for _, s := range object.Service {
		if n, ok := s.Batches.(float64); !ok {
			masked++
		} else if s.Key == "petition" || n > 0 && n < 5 {
			t.Errorf("%v batches of %s have left the house", n, s.Key)
		}
	}
	if masked != 2 {
		t.Errorf("%d services are hidden", masked)
	}
	tickets, err := store.TicketsOfDay(t.Context(), "2026-11-23")
	if err != nil || len(tickets) != 19 {
		t.Fatal(tickets, err)
	}
	if !strings.Contains(string(file), ",journal,") || !strings.Contains(string(file), id) {
		t.Error("the file doesn't say of which books it is")
	}
	for _, text := range []string{body, string(file)} {
		for _, x := range tickets {
			if strings.Contains(text, x.Ref) || strings.Contains(text, x.Number) {
				t.Error("a ticket's key or number has left the house")
			}
		}
		if strings.Contains(text, `"staff":`) || strings.Contains(text, `"search":`) || strings.Contains(text, "\nsearch,") {
			t.Error("figures by person, or what visitors typed, have left the house")
		}
	}
}

// TestCheckTellsWhatKeepsTheDaysHere warns of a directory and a token that aren't there.
func TestCheckTellsWhatKeepsTheDaysHere(t *testing.T) {
	dir := t.TempDir()
	if _, err := config.Init(dir, rand.Reader); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, config.InitConfig)
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	src = append(src, "\ndaily:\n  dir: "+dir+"/daily\n  post: {url: \"https://district.example/\", token_file: token}\n"...)
	if err := os.WriteFile(name, src, 0o600); err != nil {
		t.Fatal(err)
	}
	check := func() string {
		var errs bytes.Buffer
		if code := run(t.Context(), []string{"check", "--config", name}, streams{io.Discard, &errs}); code != exitOK {
			t.Fatalf("exit %d: %s", code, errs.String())
		}
		return errs.String()
	}
	if got := check(); !strings.Contains(got, "warning: the directory of the daily figures can't be used") || !strings.Contains(got, "warning: the token for the district can't be read") {
		t.Errorf("check says %q", got)
	}
	if err := os.Mkdir(filepath.Join(dir, "daily"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "token"), []byte("T\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := check(); strings.Contains(got, "daily figures") || strings.Contains(got, "district") {
		t.Errorf("check still says %q", got)
	}
}
