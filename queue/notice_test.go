package queue_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// prepared are rules with two texts for the screens.
func prepared() *queue.Rules {
	r := queuetest.Rules()
	r.Centre.Languages = []string{"zh", "en"}
	r.Notices = []queue.NoticeText{
		{ID: "lift", Text: queue.Text{"zh": "电梯停用", "en": "The lift is out of order"}},
		{ID: "leave", Text: queue.Text{"zh": "请离开大楼", "en": "Please leave the building"}, Emergency: true},
	}
	return r
}

func notices(q *queue.Queue) (list []queue.Notice) {
	q.View(func(l *queue.Lobby) { list = l.Notices() })
	return list
}

func TestNoticesStandUntilTheirTimeOrUntilTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &queuetest.Store{}
		q := queuetest.Start(t, prepared(), queue.Options{Store: store})
		note := queuetest.Do(t, q, "staff:boss", queue.PostNotice{Code: "lift", Screens: []queue.ScreenID{"floor1"}}).Notice
		free := queuetest.Do(t, q, "staff:boss", queue.PostNotice{Text: queue.Text{"zh": " 中午不休息 ", "en": ""}, Until: q.Now().Add(time.Hour)}).Notice
		queuetest.Do(t, q, "staff:boss", queue.PostNotice{Code: "leave"})
		list := notices(q)
		if len(list) != 3 || list[0].Code != "leave" || list[0].Kind != queue.NoticeEmergency ||
			list[1].ID != free.ID || list[2].ID != note.ID {
			t.Fatalf("the notices stand as %+v", list)
		}
		if list[2].On("hall") || !list[2].On("floor1") || !list[0].On("hall") || list[2].Words.In("en") != "The lift is out of order" {
			t.Errorf("a notice for one screen: %+v", list[2])
		}
		rows, _ := store.Notes(t.Context(), []int64{free.Row})
		if len(rows) != 1 || queue.ReadNotice(rows[0]).In("zh") != "中午不休息" || !rows[0].EraseAfter.Equal(free.Until) {
			t.Fatalf("the free text is kept as %+v", rows)
		}
		for _, e := range store.Events() {
			if raw, _ := json.Marshal(e.Data); strings.Contains(string(raw), "中午") {
				t.Errorf("the event %s has the free text", e.Type)
			}
		}
		time.Sleep(time.Hour + 2*time.Second)
		if list := notices(q); len(list) != 2 {
			t.Errorf("an hour later %+v", list)
		}
		queuetest.Do(t, q, "staff:boss", queue.TakeNotice{Notice: note.ID})
		if list := notices(q); len(list) != 1 || list[0].Code != "leave" {
			t.Errorf("after one was taken back %+v", list)
		}
	})
}

// TestANoticeOfOldBooksIsRead has a clip, that notices once named.
func TestANoticeOfOldBooksIsRead(t *testing.T) {
	d, err := queue.DecodeData(queue.NoticePosted, 1, []byte(`{"notice":{"id":7,"kind":"emergency","code":"leave","words":{"zh":"请离开"},"clip":"leave","since":"2026-11-23T01:30:00Z"}}`))
	if n, ok := d.(queue.NoticePostedData); err != nil || !ok || n.Notice.ID != 7 || n.Notice.Words.In("zh") != "请离开" {
		t.Errorf("it is read as %+v: %v", d, err)
	}
}

func TestAFreeTextIsErasedWhenItIsTakenBack(t *testing.T) {
	store := &queuetest.Store{}
	q := queuetest.Start(t, prepared(), queue.Options{Store: store})
	n := queuetest.Do(t, q, "staff:boss", queue.PostNotice{Text: queue.Text{"zh": "中午不休息"}}).Notice
	if n.Until.IsZero() {
		t.Error("a free text without an end has none")
	}
	queuetest.Do(t, q, "staff:boss", queue.TakeNotice{Notice: n.ID})
	if rows, _ := store.Notes(t.Context(), []int64{n.Row}); len(rows) != 0 {
		t.Errorf("its text is still there: %+v", rows)
	}
}

func TestAPreparedTextStandsOnce(t *testing.T) {
	q := queuetest.Start(t, prepared(), queue.Options{Store: &queuetest.Store{}})
	first := queuetest.Do(t, q, "staff:boss", queue.PostNotice{Code: "lift", Screens: []queue.ScreenID{"floor1", "hall"}}).Notice
	if len(first.Screens) != 0 {
		t.Errorf("every screen is told as %v", first.Screens)
	}
	again := queuetest.Do(t, q, "staff:boss", queue.PostNotice{Code: "lift", Kind: queue.NoticeEmergency}).Notice
	if list := notices(q); len(list) != 1 || list[0].ID != again.ID || list[0].Kind != queue.NoticeEmergency {
		t.Errorf("put up twice it stands as %+v", list)
	}
}

func TestNoticesThatAreRefused(t *testing.T) {
	q := queuetest.Start(t, prepared(), queue.Options{Store: &queuetest.Store{}})
	for name, c := range map[string]struct {
		actor queue.Actor
		what  queue.Command
		code  queue.Code
	}{
		"by a clerk":         {"staff:anna", queue.PostNotice{Code: "lift"}, queue.ErrNotAllowed},
		"taken by a clerk":   {"staff:anna", queue.TakeNotice{Notice: 1}, queue.ErrNotAllowed},
		"nothing to say":     {"staff:boss", queue.PostNotice{Text: queue.Text{"zh": " "}}, queue.ErrBadValue},
		"two texts":          {"staff:boss", queue.PostNotice{Code: "lift", Text: queue.Text{"zh": "也"}}, queue.ErrBadValue},
		"not prepared":       {"staff:boss", queue.PostNotice{Code: "nothing"}, queue.ErrBadValue},
		"no such screen":     {"staff:boss", queue.PostNotice{Code: "lift", Screens: []queue.ScreenID{"nowhere"}}, queue.ErrBadValue},
		"a time in the past": {"staff:boss", queue.PostNotice{Code: "lift", Until: q.Now()}, queue.ErrBadValue},
		"another kind":       {"staff:boss", queue.PostNotice{Code: "lift", Kind: "advert"}, queue.ErrBadValue},
		"another language":   {"staff:boss", queue.PostNotice{Text: queue.Text{"fr": "Bonjour"}}, queue.ErrBadValue},
		"too long":           {"staff:boss", queue.PostNotice{Text: queue.Text{"zh": strings.Repeat("长", 201)}}, queue.ErrBadValue},
		"two lines":          {"staff:boss", queue.PostNotice{Text: queue.Text{"zh": "一\n二"}}, queue.ErrBadValue},
		"no such notice":     {"staff:boss", queue.TakeNotice{Notice: 7}, queue.ErrUnknownNotice},
	} {
		if _, err := q.Do(t.Context(), queue.Request{Actor: c.actor, Command: c.what}); !errors.Is(err, &queue.Error{Code: c.code}) {
			t.Errorf("%s: %v, not %s", name, err, c.code)
		}
	}
	for range 20 {
		queuetest.Do(t, q, "staff:boss", queue.PostNotice{Text: queue.Text{"zh": "一"}})
	}
	if _, err := q.Do(t.Context(), queue.Request{Actor: "staff:boss", Command: queue.PostNotice{Code: "lift"}}); !errors.Is(err, &queue.Error{Code: queue.ErrNoticesFull}) {
		t.Errorf("one more than anybody reads: %v", err)
	}
}
