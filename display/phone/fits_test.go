package phone

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// misfits lists what of a page is wider than the phone, and which controls are lower than a
// finger needs.
const misfits = `(() => {
	const bad = [];
	if (document.documentElement.scrollWidth > innerWidth) bad.push("it scrolls sideways");
	for (const e of document.querySelectorAll("body *")) {
		const r = e.getBoundingClientRect();
		if (!r.width || getComputedStyle(e).position === "fixed" || e.closest(".hidden-text, svg")) continue;
		const name = e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 20);
		if (r.right > innerWidth + 0.5 || r.left < -0.5) bad.push(name + " sticks out");
		if (e.matches("button, summary, a") && r.height < 44) bad.push(name + " is " + r.height + " px high");
		if (e.matches(".number, .facts strong") && e.scrollWidth > e.clientWidth + 1) bad.push(name + " is cut");
	}
	return bad;
})()`

// TestEveryStateFits holds each page to the narrowest phone, and to one whose owner reads at
// twice the size. ONEDOOR_SHOTS names a folder for pictures.
func TestEveryStateFits(t *testing.T) {
	b := newTab(t)
	for _, st := range states() {
		t.Run(st.name, func(t *testing.T) {
			h, path := st.in(t, "zh")
			b.Size(320, 640, chromedp.EmulateScale(1))
			for _, lang := range []string{"zh", "en"} {
				b.Open(h.server.URL + path + "?lang=" + lang)
				for _, size := range []string{"100%", "200%"} {
					bad := read[[]string](b, `(document.documentElement.style.fontSize = "`+size+`",
						document.querySelectorAll("details").forEach((d) => { d.open = true; }), `+misfits+`)`)
					if len(bad) > 0 {
						t.Errorf("in %s at %s: %s", lang, size, strings.Join(bad, "; "))
					}
				}
			}
			if os.Getenv("ONEDOOR_SHOTS") != "" {
				b.portraits(st.name, h.server.URL+path)
			}
		})
	}
}

// portraits takes a state's pictures.
func (b *tab) portraits(name, url string) {
	b.T.Helper()
	take := func(suffix, open string, w, high int64) {
		b.Size(w, high, chromedp.EmulateScale(2))
		b.Open(url + open)
		b.See(`[data-state][data-live="live"]`)
		b.See(`main`)
		if suffix == "-large" {
			read[bool](b, `(document.documentElement.style.fontSize = "200%", true)`)
		}
		whole := max(high, int64(read[float64](b, `document.documentElement.scrollHeight`)))
		b.Size(w, whole, chromedp.EmulateScale(2))
		b.Do(chromedp.Sleep(700 * time.Millisecond))
		b.Shot("phone-" + name + suffix)
	}
	take("-zh", "?lang=zh", 390, 844)
	take("-en", "?lang=en", 390, 844)
	take("-320", "?lang=zh", 320, 568)
	take("-large", "?lang=zh", 390, 844)
	b.Media("", "prefers-color-scheme", "dark")
	take("-dark", "?lang=zh", 390, 844)
	b.Media("", "prefers-contrast", "more")
	take("-contrast", "?lang=zh", 390, 844)
	b.Media("")
}
