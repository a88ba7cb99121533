package printer

import (
	"slices"
	"strings"
	"testing"
)

// wrapped cuts a text into lines as a Chinese printer's are.
func wrapped(text string, limit int) (got []string, torn bool) {
	var l lines
	l.measure([]rune(text), func(r rune) int {
		if r < 0x80 {
			return 1
		}
		return 2
	})
	l.wrap(limit)
	for _, s := range l.spans {
		got = append(got, string(l.text[s.from:s.to]))
	}
	return got, l.torn
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  []string
	}{
		{"", 8, nil},
		{"  a  ", 8, []string{"a"}},
		{"请在一楼大厅等", 8, []string{"请在一楼", "大厅等"}},
		{"请在一楼，叫到再去", 8, []string{"请在一", "楼，", "叫到再去"}}, // no comma at a line's start
		{"请在一楼大厅等，叫到再去", 16, []string{"请在一楼大厅等，", "叫到再去"}},
		{"没有手机也一样叫您。过号请持此票到咨询台", 32, []string{"没有手机也一样叫您。", "过号请持此票到咨询台"}},
		{"农村土地承包经营权流转纠纷调解", 28, []string{"农村土地承包经营", "权流转纠纷调解"}}, // no lonely last character
		{"到（三楼）去", 5, []string{"到", "（三", "楼）", "去"}},            // no bracket at a line's end
		{"wait in the hall", 8, []string{"wait in", "the hall"}},
		{"wait in the hall", 7, []string{"wait", "in the", "hall"}},
		{"Please wait in the hall, floor 1", 24, []string{"Please wait in the hall,", "floor 1"}},
		{"李堃 朱镕基 喆赟", 14, []string{"李堃 朱镕基", "喆赟"}}, // at a space rather
		{"号", 1, []string{"号"}},
		{"一\n\n二", 8, []string{"一", "", "二"}},
		{"一   二三", 4, []string{"一", "二三"}}, // spaces at a line's end take no room
	} {
		if got, _ := wrapped(c.text, c.limit); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d: got %q, want %q", c.text, c.limit, got, c.want)
		}
	}
}

// TestWhatStaysTogether cuts texts at every width at which their longest part
// fits, and never finds one of the parts torn.
func TestWhatStaysTogether(t *testing.T) {
	for _, c := range []struct{ text, whole string }{
		{"请A012号到窗口", "A012号"},
		{"查询码 4827-163 请收好", "4827-163"},
		{"前面还有 2 位", "2 位"},
		{"请到第12窗口办理", "第12窗"},
		{"到3楼请乘电梯", "3楼"},
		{"等等——再说一遍", "等——"},
		{"等等……再说一遍", "等……"},
		{"费用￥80元起步", "￥80元"},
		{"约占50%的人", "50%"},
		{"体温37.2℃以上", "37.2℃"},
		{"宽度为 25 mm 左右", "25 mm"},
		{"连接Wi-Fi再扫", "Wi-Fi"},
		{"他说“你好”就走", "“你"},
		{"他说“你好”就走", "好”"},
		{"打开《条例》看看", "《条"},
		{"打开《条例》看看", "例》"},
		{"甲·乙到场", "甲·"},
		{"周一～周五上班", "一～"},
		{"问：谁来？", "来？"},
		{"he said (yes), maybe", "(yes),"},
		{"see floor 12 now", "12"},
	} {
		whole, _ := wrapped(c.whole, 1000)
		least := 0
		for _, r := range whole[0] {
			least++
			if r >= 0x80 {
				least++
			}
		}
		for limit := max(least, 8); limit < 40; limit++ {
			got, torn := wrapped(c.text, limit)
			if torn || !slices.ContainsFunc(got, func(l string) bool { return strings.Contains(l, c.whole) }) {
				t.Errorf("%q in %d: %q tears %q", c.text, limit, got, c.whole)
			}
		}
	}
}

func TestLongWordsAreTornAsALastResort(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  int // lines
		torn  bool
	}{
		{"abcdefghij", 4, 3, true},
		{"，，，，", 4, 2, true},
		{"self-evident", 8, 2, false}, // a compound gives way
		{"4827-163", 6, 2, true},
	} {
		if got, torn := wrapped(c.text, c.limit); len(got) != c.want || torn != c.torn {
			t.Errorf("%q in %d: got %q, torn %v", c.text, c.limit, got, torn)
		}
	}
}

// FuzzWrap holds every cut against the rules: no line too wide or empty, nothing
// lost, and no mark where it may not stand unless something had to be torn.
func FuzzWrap(f *testing.F) {
	f.Add("请在一楼大厅等，叫到再去", 8)
	f.Add("Missed your call? Bring this ticket.", 12)
	f.Add("——……（（））", 4)
	f.Add("2 位 25 mm ￥80%", 6)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = 2 + min(max(limit, 0), 100)
		if len(text) > 2000 {
			return
		}
		text = strings.ReplaceAll(text, "\n", "")
		got, torn := wrapped(text, limit)
		var whole strings.Builder
		for i, l := range got {
			runes := []rune(l)
			n := len(runes)
			for _, r := range runes {
				if r >= 0x80 {
					n++
				}
			}
			if n > limit || l == "" && len(got) > 1 {
				t.Errorf("%q is %d cells of %d", l, n, limit)
			}
			if !torn && i > 0 && classOf(runes[0])&closes != 0 {
				t.Errorf("%q: a line begins with %c: %q", text, runes[0], got)
			}
			if !torn && i < len(got)-1 && classOf(runes[len(runes)-1])&opens != 0 {
				t.Errorf("%q: a line ends with %c: %q", text, runes[len(runes)-1], got)
			}
			whole.WriteString(l)
		}
		squeeze := func(s string) string { return strings.ReplaceAll(string([]rune(s)), " ", "") }
		if squeeze(whole.String()) != squeeze(text) {
			t.Errorf("%q became %q", text, whole.String())
		}
	})
}
