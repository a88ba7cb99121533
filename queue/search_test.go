package queue_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestASearchIsCountedAndChangesNothing writes a search down as what came of it, and refuses what no
// kiosk says.
func TestASearchIsCountedAndChangesNothing(t *testing.T) {
	store := &queuetest.Store{}
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: store, Tick: time.Hour})
	do := func(c queue.CountSearch) error {
		_, err := q.Do(t.Context(), queue.Request{Command: c, Actor: queue.ByKiosk("main")})
		return err
	}
	if err := do(queue.CountSearch{Kiosk: "main", Hits: 1000, Service: "legal"}); err != nil {
		t.Fatal(err)
	}
	loaded, err := store.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var last queue.Event
	for e, err := range loaded.Events {
		if last = e; err != nil {
			t.Fatal(err)
		}
	}
	want := queue.SearchedData{Kiosk: "main", Lang: "zh", Hits: 99, Service: "legal"}
	if got := last.Data; !reflect.DeepEqual(got, want) {
		t.Errorf("written down as %+v, want %+v", got, want)
	}
	for typed, kept := range map[string]string{
		"工资卡": "工资卡", " Wage   CARD ": "wage card", "12345": "", "139 0000 1234": "", "a@b": "", strings.Repeat("工", 25): "", "": "", "110": "110", "\xff": "",
	} {
		for _, hits := range []int{0, 1} {
			if err := do(queue.CountSearch{Kiosk: "main", Hits: hits, Typed: typed}); err != nil {
				t.Fatal(err)
			}
			events := store.Events()
			rows, err := store.Notes(t.Context(), []int64{events[len(events)-1].Data.(queue.SearchedData).Word})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, r := range rows {
				got = r.Value
				if r.Kind != queue.RowSearch || r.Ticket != 0 || r.EraseAfter.Before(q.Now().AddDate(0, 0, 30)) || r.EraseAfter.After(q.Now().AddDate(0, 0, 32)) {
					t.Errorf("kept as %+v", r)
				}
			}
			if want := map[int]string{0: kept}[hits]; got != want {
				t.Errorf("of %q with %d hits %q is kept, want %q", typed, hits, got, want)
			}
		}
	}
	for code, c := range map[queue.Code]queue.CountSearch{
		queue.ErrUnknownKiosk:   {Kiosk: "nowhere"},
		queue.ErrUnknownService: {Kiosk: "main", Hits: 1, Service: "nothing"},
		queue.ErrBadValue:       {Kiosk: "main", Hits: -1},
	} {
		if err := do(c); !errors.Is(err, &queue.Error{Code: code}) {
			t.Errorf("%+v: %v, want %s", c, err, code)
		}
	}
}
