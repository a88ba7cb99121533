package kiosk

import (
	"strings"
	"testing"
)

// TestTheSlipsPageIsUpToDate has a slip come out under the open page, beside a second
// printer whose name is long.
func TestTheSlipsPageIsUpToDate(t *testing.T) {
	_, p := virtual(t, "epson-80")
	_, other := virtual(t, "epson-80")
	other.ID = "p2"
	h := busyHouse(t, p, other)
	b := newTab(t, h.serve(t).URL)
	b.Size(1280, 800)
	for _, lang := range []string{"en", "zh"} {
		b.Open("/language/" + lang + "?to=/paper")
		b.See(`[data-state][data-live="live"]`)
		b.shot("paper-none-" + lang)
		if lines := value[float64](b, `document.querySelector("h1").getBoundingClientRect().height`); lines > 60 {
			t.Errorf("%s: the title is %.0f px high", lang, lines)
		}
	}
	if got := value[string](b, `document.querySelector(".nothing p").textContent`); got != "程序启动以后还没有打出号票" {
		t.Errorf("says %q", got)
	}
	value[bool](b, `(document.querySelector("[data-state]").textContent = "0:00", true)`)
	h.print(t)
	h.take(t, "/kiosk/main/about/labour", "labour")
	b.See(".mouth img")
	if got := value[string](b, `document.querySelector("[data-state]").textContent`); !strings.HasSuffix(got, " 刚更新") {
		t.Errorf("a slip came and the page says %q", got)
	}
	b.shot("paper-one-zh")
	b.Open("/language/en?to=/paper")
	b.See(".mouth img")
	b.shot("paper-one-en")
}
