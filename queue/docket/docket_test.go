package docket_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"onedoor/queue"
	"onedoor/queue/docket"
	"onedoor/queue/queuetest"
)

func rules(t *testing.T) *queue.Rules {
	t.Helper()
	r := queuetest.Rules()
	r.Services[3].Sides = []queue.SideRule{
		{ID: "applicant", Name: queue.Text{"zh": "申请人", "en": "Applicant"}},
		{ID: "respondent", Name: queue.Text{"zh": "被申请人", "en": "Respondent"}},
	}
	if err := r.Prepare(); err != nil {
		t.Fatal(err)
	}
	return r
}

const (
	today = queue.Day("2026-11-23")
	list  = `编号,日期,时间,事项,地点,身份,人数,远程,姓名,案号
1,,9:30,共享法庭,共享法庭,申请人,2,,王某,(2026)宁0105民初1号
1,,,,,被申请人,1,是,李某,
2,2026年11月24日,14：00,court,,respondent,,否,,
`
)

func TestAListIsReadInItsEncodings(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(list)
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string]string{
		"UTF-8": list, "with a mark": "\ufeff" + list, "GB18030": gb, "semicolons": strings.ReplaceAll(list, ",", ";"),
		"tabs": strings.ReplaceAll(list, ",", "\t"), "lines of Windows": strings.ReplaceAll(list, "\n", "\r\n"),
		"empty lines": "\n" + strings.ReplaceAll(list, "\n", "\n,,,\n\n"),
	} {
		t.Run(name, func(t *testing.T) {
			got, problems := docket.Read([]byte(raw), rules(t), today)
			if len(problems) > 0 || len(got) != 2 {
				t.Fatalf("%d sessions, %v", len(got), problems)
			}
			a, b := got[0], got[1]
			if a.Key != "1" || !a.At.Equal(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)) || a.Service != "court" || a.Room != "court" ||
				*a.Case != "(2026)宁0105民初1号" || len(a.Sides) != 2 {
				t.Errorf("%+v", a)
			}
			if s := a.Sides[0]; s.Role != "applicant" || s.Heads != 2 || s.Remote || *s.Name != "王某" {
				t.Errorf("%+v", s)
			}
			if s := a.Sides[1]; s.Role != "respondent" || s.Heads != 1 || !s.Remote || *s.Name != "李某" {
				t.Errorf("%+v", s)
			}
			if b.Room != "court" || !b.At.Equal(time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)) || b.Sides[0].Remote {
				t.Errorf("%+v", b)
			}
		})
	}
}

// TestEveryMistakeIsToldAtOnce gives the line and the cell of each, and no session.
func TestEveryMistakeIsToldAtOnce(t *testing.T) {
	raw := `key,time,service,room,party,heads,remote,date
1,9:30,court,court,applicant,2,,
1,10:00,court,,judge,many,perhaps,
(2026)1,25:00,legal,w1,applicant,,,
,,,,,,,
3,9:00,divorce,court,,,,2026-11-22
4,9:00,court,w1,applicant,,,tomorrow
`
	got, problems := docket.Read([]byte(raw), rules(t), today)
	if got != nil {
		t.Errorf("%d sessions of a list with mistakes", len(got))
	}
	var have []string
	for _, p := range problems {
		have = append(have, fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Code))
	}
	want := []string{
		"3:2 differs", "3:5 unknown_party", "3:6 bad_number", "3:7 bad_yes",
		"4:1 bad_key", "4:2 bad_time", "4:3 no_sessions",
		"6:3 unknown_service", "6:5 needed", "6:8 past",
		"7:4 not_there", "7:8 bad_date",
	}
	if strings.Join(have, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatIsNoList(t *testing.T) {
	for name, c := range map[string]struct{ raw, want string }{
		"nothing":          {"", "1:0 empty"},
		"heads only":       {"key,time,service,party\n", "2:0 empty"},
		"a picture":        {"\x89PNG\r\n\x1a\n\x00\x00\xff\xff", "1:0 encoding"},
		"an open quote":    {"key,time,service,party\n\"1,9:30,court,applicant\n", "2:0 csv"},
		"a column missing": {"key,time,party\n1,9:30,applicant\n", "1:0 missing_column"},
		"a column unknown": {"key,time,service,party,judge\n1,9:30,court,applicant,x\n", "1:5 unknown_column"},
		"a column twice":   {"key,time,service,party,编号\n1,9:30,court,applicant,1\n", "1:5 column_twice"},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := docket.Read([]byte(c.raw), rules(t), today)
			if len(problems) != 1 {
				t.Fatalf("%v", problems)
			}
			if p := problems[0]; fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Code) != c.want {
				t.Errorf("%+v, want %s", p, c.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(list))
	f.Add([]byte("key,time,service,party\n1,9:30,court,applicant\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := rules(t)
		sessions, problems := docket.Read(raw, r, today)
		if (len(sessions) > 0) == (len(problems) > 0) {
			t.Fatalf("%d sessions and %d problems", len(sessions), len(problems))
		}
		for _, s := range sessions {
			if r.Service(s.Service) == nil || r.Window(s.Room) == nil || len(s.Sides) == 0 || !queue.IsSessionKey(s.Key) {
				t.Fatalf("%+v", s)
			}
		}
	})
}

// TestTheSampleIsAList reads what is offered to begin from.
func TestTheSampleIsAList(t *testing.T) {
	r := rules(t)
	for _, lang := range []string{"zh", "en"} {
		raw := docket.Sample(r, "2026-11-24", lang)
		list, problems := docket.Read(raw, r, "2026-11-23")
		if len(problems) > 0 || len(list) == 0 || len(list[0].Sides) != len(r.Service(list[0].Service).Sides) {
			t.Errorf("%s: %+v of\n%s: %+v", lang, problems, raw, list)
		}
	}
}
