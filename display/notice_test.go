package display_test

import (
	"context"
	"errors"
	"testing"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// drawer is a display.Rows that counts how often it is asked.
type drawer struct {
	rows  map[int64]queue.Personal
	asked int
	fail  error
}

func (s *drawer) Notes(_ context.Context, ids []int64) (list []queue.Personal, err error) {
	s.asked++
	for _, id := range ids {
		if p, ok := s.rows[id]; ok {
			list = append(list, p)
		}
	}
	return list, s.fail
}

func TestAFreeTextIsReadOnce(t *testing.T) {
	rules := queuetest.Rules()
	if err := rules.Prepare(); err != nil {
		t.Fatal(err)
	}
	s := &drawer{rows: map[int64]queue.Personal{7: {ID: 7, Kind: queue.RowNotice, Value: `{"zh":"三楼正在测试"}`}}}
	list := []queue.Notice{
		{ID: 3, Kind: queue.NoticeEmergency, Code: "leave", Words: queue.Text{"zh": "请离开大楼"}},
		{ID: 2, Kind: queue.NoticeNote, Row: 7, Screens: []queue.ScreenID{"hall"}},
		{ID: 1, Kind: queue.NoticeNote, Row: 5}, // erased
	}
	n := display.NewNotices(s)
	s.fail = errors.New("the disk")
	if views, err := n.Views(t.Context(), list, rules); err == nil || len(views) != 1 || views[0].ID != 3 {
		t.Errorf("while the rows can't be read: %+v, %v", views, err)
	}
	s.fail, s.asked = nil, 0
	for range 3 {
		views, err := n.Views(t.Context(), list, rules)
		if err != nil || len(views) != 2 || views[0].Text.In("zh") != "请离开大楼" || views[1].Text.In("zh") != "三楼正在测试" || views[1].Screens[0] != "hall" {
			t.Fatalf("%+v, %v", views, err)
		}
	}
	if s.asked != 1 {
		t.Errorf("the rows were read %d times", s.asked)
	}
}
