package admin_test

import (
	"strings"
	"testing"
	"time"

	"onedoor/queue/report/daily"
)

// TestHallSaysWhatIsInTheWayOfTheDailyFigures lets the district fail for a night, then
// for days; what goes well is not worth a line.
func TestHallSaysWhatIsInTheWayOfTheDailyFigures(t *testing.T) {
	next := time.Date(2026, 11, 23, 1, 45, 0, 0, time.UTC)
	for _, tt := range []struct {
		state  daily.State
		want   string // "": no line
		urgent bool
	}{
		{daily.State{}, "", false},
		{daily.State{Post: daily.Way{On: true, Through: "2026-11-22", Due: "2026-11-23"}}, "", false},
		{
			daily.State{Post: daily.Way{On: true, Due: "2026-11-22", Behind: 1, Tries: 2, Next: next, Trouble: daily.TroubleAnswer, Code: 503}},
			"报送区里：11月22日 星期日的没送到（对方答复 503），9:45 再试；待送 1 天。", false,
		},
		{
			daily.State{File: daily.Way{On: true, Due: "2026-11-20", Behind: 3, Tries: 40, Next: next, Trouble: daily.TroubleDirectory}},
			"每日文件：11月20日 星期五的没写成（目录不在），9:45 再试；待写 3 天。", true,
		},
		{
			daily.State{Post: daily.Way{On: true, Through: "2026-11-22", Held: []daily.Held{{Day: "2026-11-20", Revision: 1, Trouble: daily.TroubleAnswer, Code: 422}}}},
			"报送区里：11月20日 星期五的被拒收，先放下了（对方答复 422），每天再试一次，后面的照常；放下 1 天。", true,
		},
		{
			daily.State{File: daily.Way{On: true, Through: "2026-11-22", Held: []daily.Held{{Day: "2026-11-20", Revision: 1, Trouble: daily.TroubleForeign}}}},
			"每日文件：11月20日 星期五的先放下了（那里有别的账本写的同名文件），每天再试一次，后面的照常；放下 1 天。", true,
		},
		{
			daily.State{File: daily.Way{On: true, Lost: daily.Gap{From: "2026-11-19", To: "2026-11-22"}}, Post: daily.Way{On: true, Lost: daily.Gap{From: "2026-11-19", To: "2026-11-22"}}},
			"账本是恢复的：11月19日 星期四到11月21日 星期六的数据不完整，不再交出去。", false,
		},
	} {
		h := open(t, houseOptions{begin: time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC), daily: tt.state})
		_, doc := h.get(t, h.login(t, "supervisor"), "/hall")
		found := ""
		for _, n := range needs(doc) {
			if strings.Contains(n, "报送") || strings.Contains(n, "每日文件") || strings.Contains(n, "账本") {
				found = n
			}
		}
		if found != tt.want {
			t.Errorf("%+v: %q, want %q", tt.state, found, tt.want)
		}
		if got := doc.Find(".need.urgent span").Text(); tt.want != "" && strings.Contains(got, tt.want) != tt.urgent {
			t.Errorf("urgent: %q", got)
		}
	}
}

// TestEveryTroubleHasItsWords names each in both languages.
func TestEveryTroubleHasItsWords(t *testing.T) {
	for _, trouble := range []daily.Trouble{
		daily.TroubleDirectory, daily.TroubleWrite, daily.TroubleToken, daily.TroubleReach, daily.TroubleTimeout,
		daily.TroubleTrust, daily.TroubleAnswer, daily.TroubleFigures, daily.TroubleBooks, daily.TroubleForeign,
	} {
		h := open(t, houseOptions{daily: daily.State{File: daily.Way{On: true, Due: "2026-11-22", Trouble: trouble}}})
		for _, lang := range []string{"zh", "en"} {
			if _, doc := h.get(t, h.login(t, "supervisor"), "/hall?lang="+lang); strings.Contains(strings.Join(needs(doc), " "), "daily.why") {
				t.Errorf("%s has no words in %s", trouble, lang)
			}
		}
	}
}
