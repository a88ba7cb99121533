package voice

import (
	"slices"
	"testing"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func kit(t *testing.T) *display.Kit {
	t.Helper()
	rules := queuetest.Rules()
	if err := rules.Prepare(); err != nil {
		t.Fatal(err)
	}
	return kitOf(t, &rules)
}

// kitOf makes a kit of rules that a test may put others in the place of.
func kitOf(t *testing.T, rules **queue.Rules) *display.Kit {
	t.Helper()
	k, err := display.New(display.Options{Rules: func() *queue.Rules { return *rules }})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestCompose(t *testing.T) {
	k := kit(t)
	r := k.Rules()
	twelve := &queue.WindowRule{Label: queue.Text{"zh": "12 号窗口", "en": "Window 12"}}
	for _, c := range []struct {
		name string
		call Call
		want []string
	}{
		{"house", Call{"A012", "zh", r.Window("w1"), r.Floor("f1"), false, 0, false, false}, []string{
			"请 A 零幺二号，到一楼一号窗口。", "请 A 零幺二号，到一楼一号窗口。",
		}},
		{"way", Call{"H001", "zh", r.Window("court"), r.Floor("f3"), false, 0, false, false}, []string{
			"请 H 零零幺号，乘电梯上三楼，到共享法庭。", "请 H 零零幺号，乘电梯上三楼，到共享法庭。",
		}},
		{"already there", Call{"H001", "zh", r.Window("court"), r.Floor("f3"), true, 0, false, false}, []string{
			"请 H 零零幺号，到三楼共享法庭。", "请 H 零零幺号，到三楼共享法庭。",
		}},
		{"English ticket", Call{"A1000", "en", twelve, nil, true, 0, false, false}, []string{
			"请 A 幺零零零号，到十二号窗口。", "请 A 幺零零零号，到十二号窗口。", "Ticket A 1 0 0 0: please go to Window 12.",
		}},
		{"English way", Call{"H107", "en-US", r.Window("court"), r.Floor("f3"), false, 0, false, false}, []string{
			"请 H 幺零七号，乘电梯上三楼，到共享法庭。", "请 H 幺零七号，乘电梯上三楼，到共享法庭。",
			"Ticket H 1 0 7: take the lift to floor 3, then go to Shared court.",
		}},
		{"a group's representatives", Call{"A017", "en", twelve, nil, true, 5, false, false}, []string{
			"请 A 零幺七号，到十二号窗口。请最多来五位代表，其他人请稍等。", "请 A 零幺七号，到十二号窗口。请最多来五位代表，其他人请稍等。",
			"Ticket A 0 1 7: please go to Window 12. At most 5 of you, please; the others wait.",
		}},
	} {
		var got []string
		for _, l := range Compose(k, c.call) {
			got = append(got, l.Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{
		0: "零", 1: "一", 2: "二", 10: "十", 12: "十二", 20: "二十", 31: "三十一", 100: "一百", 105: "一百零五",
		110: "一百一十", 112: "一百一十二", 1000: "一千", 1001: "一千零一", 1010: "一千零一十", 9999: "九千九百九十九", 10000: "幺零零零零",
	} {
		if got := count(n); got != want {
			t.Errorf("count(%d) = %s, want %s", n, got, want)
		}
	}
}

func FuzzChinese(f *testing.F) {
	f.Add("3 号窗口")
	f.Add("٣ x 007 ９")
	f.Fuzz(func(_ *testing.T, s string) { chinese(s) }) // ends, whatever it is given
}
