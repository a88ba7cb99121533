package studio

import (
	"slices"
	"testing"
)

func TestPinyin(t *testing.T) {
	for text, want := range map[string][]string{
		"31 号窗口":        {"san1 shi2 yi1 hao4 chuang1 kou3"},
		"法律援助窗口":        {"fa3 lv4 yuan2 zhu4 chuang1 kou3"},
		"VIP 室":         {"[en]V I P", "shi4"},
		"您的号码是":         {"nin2 de5 hao4 ma3 shi4"},
		"请乘电梯上三楼，到 B 区": {"qing3 cheng2 dian4 ti1 shang4 san1 lou2 dao4", "[en]B", "qu1"},
	} {
		if got := Pinyin(text); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
