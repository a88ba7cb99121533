package search

import (
	"slices"
	"testing"
)

func index() *Index {
	return New([]Entry{
		{"wages", []Words{{"工资没拿到", 0}, {"Unpaid wages", 0}, {"讨薪", 1}}},
		{"injury", []Words{{"工伤", 0}, {"Injured at work", 0}, {"劳动维权", 2}}},
		{"again", []Words{{"重新调解", 0}, {"12345 热线", 1}, {"女律师", 1}}},
		{"empty", []Words{{"，", 0}}},
	})
}

func ids(hits []Hit) []string {
	var list []string
	for _, h := range hits {
		list = append(list, h.ID)
	}
	return list
}

func TestFind(t *testing.T) {
	for typed, want := range map[string][]string{
		"工资":                {"wages"},
		"我的工资没有拿到怎么办":       {"wages"},
		"g":                 {"wages", "injury"}, // the configured order
		"gz":                {"wages"},
		"gs":                {"injury"},
		"gongzi":            {"wages"},
		"gongz":             {"wages"}, // still typing
		"ＧＯＮＧＺＩ":            {"wages"},
		"gong zi":           {"wages"},
		"gonzhi":            {"wages"},
		"gongzimenadao":     {"wages"}, // a letter left out
		"gongzzimeinadao":   {"wages"}, // one doubled
		"ogngzi":            nil,       // the first letter is always hit
		"zhongxin":          {"again"}, // 重 is zhong
		"chongxintiaojie":   {"again"}, // and chong
		"diaojie":           {"again"},
		"nvlvshi":           {"again"},
		"nulushi":           {"again"},
		"123":               {"again"},
		"unpaid":            {"wages"},
		"unpiad":            {"wages"},
		"the wages":         {"wages"},
		"work":              {"injury"},
		"公资":                {"wages"}, // a wrong hanzi of the same sound
		"":                  nil,
		"？！ ":               nil,
		"的":                 nil,
		"天气":                nil,
		"\xff\xfe":          nil,
		"supercalifragilis": nil,
	} {
		if got := ids(index().Find(typed, 6)); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", typed, got, want)
		}
	}
	if got := index().Find("g", 1); len(got) != 1 {
		t.Errorf("asked for one it finds %v", got)
	}
}

// FuzzFind types anything: nothing falls over, and what is found is in order.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"gzmnd", "工资", "my wages", "lü", "ａ１", "zhzhzhzhzh", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"} {
		f.Add(s)
	}
	x := index()
	f.Fuzz(func(t *testing.T, typed string) {
		hits := x.Find(typed, 3)
		if len(hits) > 3 || !slices.IsSortedFunc(hits, func(a, b Hit) int { return a.Cost - b.Cost }) {
			t.Errorf("%q finds %v", typed, hits)
		}
		for _, h := range hits {
			if h.Cost < 0 || h.Cost >= nowhere {
				t.Errorf("%q: %v", typed, h)
			}
		}
	})
}
