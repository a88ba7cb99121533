package printer

import (
	"slices"
	"strings"
	"testing"
)

func lines(text string, limit int) []string {
	var got []string
	wrap([]rune(text), limit, func(l []rune) { got = append(got, string(l)) })
	return got
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
		{"请在一楼，叫到再去", 8, []string{"请在一", "楼，叫到", "再去"}}, // no comma at a line's start
		{"到（三楼）去", 5, []string{"到", "（三", "楼）", "去"}},   // no bracket at a line's end
		{"wait in the hall", 8, []string{"wait in", "the hall"}},
		{"wait in the hall", 7, []string{"wait in", "the", "hall"}},
		{"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"请A012号", 6, []string{"请A012", "号"}},
		{"，，，，", 4, []string{"，，", "，，"}}, // nothing else to do
		{"号", 1, []string{"号"}},
	} {
		if got := lines(c.text, c.limit); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d: got %q, want %q", c.text, c.limit, got, c.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("请在一楼大厅等，叫到再去", 8)
	f.Add("Missed your call? Bring this ticket.", 12)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = 2 + min(max(limit, 0), 100)
		var whole strings.Builder
		for _, l := range lines(text, limit) {
			if width([]rune(l)) > limit || l == "" {
				t.Errorf("%q is %d cells of %d", l, width([]rune(l)), limit)
			}
			whole.WriteString(l)
		}
		squeeze := func(s string) string { return strings.ReplaceAll(string([]rune(s)), " ", "") }
		if squeeze(whole.String()) != squeeze(text) {
			t.Errorf("%q became %q", text, whole.String())
		}
	})
}
