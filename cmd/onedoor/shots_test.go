package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// album keeps the pictures of a walk in the folder of ONEDOOR_SHOTS; without it,
// it keeps none. ONEDOOR_SHOTS_REF names the folder of another walk's pictures,
// against which these are compared. Such pictures aren't kept in the repository:
// they would weigh megabytes, and differ by every machine's fonts. make shots
// REF=main~1 has that revision walk on the same machine instead.
type album struct {
	t        *testing.T
	dir, ref string
	names    []string
}

func newAlbum(t *testing.T) *album {
	t.Helper()
	a := &album{t: t, dir: os.Getenv("ONEDOOR_SHOTS"), ref: os.Getenv("ONEDOOR_SHOTS_REF")}
	if a.dir != "" {
		if err := os.MkdirAll(a.dir, 0o750); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func (a *album) file(name string) string { return filepath.Join(a.dir, name+".png") }

// take keeps a picture, and where on it stands what no two walks have alike.
func (a *album) take(t *tab, name string) {
	a.t.Helper()
	if a.dir == "" {
		return
	}
	fickle := read[[][4]float64](t, `[...document.querySelectorAll(".when, .at, .live, [data-live], [data-clock], [data-left], [data-bar], img, [class*=qr] svg, [data-fickle], .demo")]
		.map((e) => e.getBoundingClientRect()).filter((r) => r.width > 0).map((r) => [r.left, r.top, r.width, r.height].map((n) => n * devicePixelRatio))`)
	marks, err := json.Marshal(fickle)
	if err == nil {
		err = os.WriteFile(filepath.Join(a.dir, name+".json"), marks, 0o600)
	}
	if err == nil {
		err = t.keep(a.file(name))
	}
	if err != nil {
		a.t.Errorf("%s: %v", name, err)
		return
	}
	a.names = append(a.names, name)
}

// compose puts pictures side by side, for README.md.
func (a *album) compose(b *browser, name string, pictures ...string) {
	a.t.Helper()
	if a.dir == "" {
		return
	}
	var html bytes.Buffer
	html.WriteString(`<!doctype html><style>body{margin:0;padding:28px;background:#e9e4d8;display:inline-flex;gap:24px}` +
		`img{height:520px;border-radius:14px;box-shadow:0 4px 18px #0003}</style><body>`)
	for _, p := range pictures {
		png, err := os.ReadFile(a.file(p))
		if err != nil {
			a.t.Fatal(err)
		}
		fmt.Fprintf(&html, `<img src="data:image/png;base64,%s">`, base64.StdEncoding.EncodeToString(png))
	}
	t := b.tab("composer", size{2000, 576, 1})
	t.do("compose", chromedp.Navigate("about:blank"), chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		frames, err := cdp.Call(ctx, target, page.GetFrameTree, chromedp.Void{})
		if err != nil {
			return err
		}
		_, err = cdp.Call(ctx, target, page.SetDocumentContent, page.SetDocumentContentParams{FrameID: frames.FrameTree.Frame.ID, HTML: html.String()})
		return err
	}))
	t.await("the pictures", `document.images.length > 0 && [...document.images].every((i) => i.complete && i.naturalWidth > 0)`)
	box := read[[]float64](t, `[document.body.getBoundingClientRect().width, document.body.getBoundingClientRect().height]`)
	quality := int64(82)
	ctx, cancel := context.WithTimeout(t.ctx, eyesight)
	defer cancel()
	webp, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatWebp, Quality: &quality,
		Clip: &page.Viewport{Width: box[0], Height: box[1], Scale: 1},
	})
	if err == nil {
		err = os.WriteFile(filepath.Join(a.dir, name+".webp"), webp.Data, 0o600)
	}
	if err != nil {
		a.t.Errorf("%s: %v", name, err)
	}
}
