package search_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"onedoor/kiosk/search"
)

func TestSpell(t *testing.T) {
	for text, want := range map[string][]string{
		"法律援助":  {"falvyuanzhu", "flyz"},
		"3 号窗口": {"3haochuangkou", "3hck"},
		"重庆路":   {"zhongqinglu", "chongqinglu", "cql"},
		"Legal": {"legal"},
		"":      nil,
	} {
		got := strings.Fields(search.Spell(text))
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%q is spelled %q, want %q among it", text, got, w)
			}
		}
		if want == nil && len(got) != 0 {
			t.Errorf("%q is spelled %q", text, got)
		}
	}
}

func FuzzSpell(f *testing.F) {
	f.Add("法律援助")
	f.Add("重重重重重重 Ωé")
	f.Add("\xff重")
	f.Fuzz(func(t *testing.T, text string) {
		if got := search.Spell(text); utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("%q is spelled %q", text, got)
		}
	})
}
