package phone

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// media sets what the phone's owner likes, as pairs of a feature and its value.
func (b *tab) media(pairs ...string) {
	b.t.Helper()
	p := emulation.SetEmulatedMediaParams{}
	for i := 0; i+1 < len(pairs); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: pairs[i], Value: pairs[i+1]})
	}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, p); err != nil {
		b.t.Fatal(err)
	}
}

// read evaluates an expression in the page.
func read[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

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
	browser, dir := newTab(t), os.Getenv("ONEDOOR_SHOTS")
	for _, st := range states() {
		t.Run(st.name, func(t *testing.T) {
			b := &tab{t, browser.ctx}
			h, path := st.in(t, "zh")
			b.do(chromedp.EmulateViewport(320, 640, chromedp.EmulateScale(1)))
			for _, lang := range []string{"zh", "en"} {
				b.open(h.server.URL + path + "?lang=" + lang)
				for _, size := range []string{"100%", "200%"} {
					bad := read[[]string](b, `(document.documentElement.style.fontSize = "`+size+`",
						document.querySelectorAll("details").forEach((d) => { d.open = true; }), `+misfits+`)`)
					if len(bad) > 0 {
						t.Errorf("in %s at %s: %s", lang, size, strings.Join(bad, "; "))
					}
				}
			}
			if dir != "" {
				b.portraits(dir, st.name, h.server.URL+path)
			}
		})
	}
}

// portraits takes a state's pictures.
func (b *tab) portraits(dir, name, url string) {
	b.t.Helper()
	take := func(suffix, open string, w, high int64) {
		b.do(chromedp.EmulateViewport(w, high, chromedp.EmulateScale(2)))
		b.open(url + open)
		b.see(`[data-state][data-live="live"]`)
		b.see(`main`)
		if suffix == "-large" {
			read[bool](b, `(document.documentElement.style.fontSize = "200%", true)`)
		}
		whole := max(high, int64(read[float64](b, `document.documentElement.scrollHeight`)))
		b.do(chromedp.EmulateViewport(w, whole, chromedp.EmulateScale(2)), chromedp.Sleep(700*time.Millisecond))
		png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "phone-"+name+suffix+".png"), png, 0o600)
		}
		if err != nil {
			b.t.Error(err)
		}
	}
	take("-zh", "?lang=zh", 390, 844)
	take("-en", "?lang=en", 390, 844)
	take("-320", "?lang=zh", 320, 568)
	take("-large", "?lang=zh", 390, 844)
	b.media("prefers-color-scheme", "dark")
	take("-dark", "?lang=zh", 390, 844)
	b.media("prefers-contrast", "more")
	take("-contrast", "?lang=zh", 390, 844)
	b.media()
}
