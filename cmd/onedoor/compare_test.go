package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shot is one picture beside that of the other walk.
type shot struct {
	Name   string
	Is     string  // same, changed, new, gone; "" without another walk
	Share  float64 // of the points that differ, in percent
	Before string  // address of the other picture
	Heat   string  // address of the picture of the differences
}

// close compares the pictures with those of the other walk and writes index.html,
// what has changed first.
func (a *album) close() {
	a.t.Helper()
	if a.dir == "" {
		return
	}
	var shots []shot
	for _, name := range a.names {
		s := shot{Name: name}
		if a.ref != "" {
			if err := a.compare(&s); err != nil {
				a.t.Errorf("%s: %v", name, err)
			}
		}
		shots = append(shots, s)
	}
	if a.ref != "" {
		others, _ := filepath.Glob(filepath.Join(a.ref, "*.png"))
		for _, other := range others {
			name := strings.TrimSuffix(filepath.Base(other), ".png")
			if !slices.Contains(a.names, name) && !strings.HasSuffix(name, ".heat") {
				shots = append(shots, shot{Name: name, Is: "gone", Before: other})
			}
		}
	}
	order := []string{"changed", "new", "gone", "same", ""}
	slices.SortStableFunc(shots, func(x, y shot) int { return slices.Index(order, x.Is) - slices.Index(order, y.Is) })
	f, err := os.Create(filepath.Join(a.dir, "index.html"))
	if err == nil {
		err = errors.Join(albumPage.Execute(f, shots), f.Close())
	}
	if err != nil {
		a.t.Error(err)
	}
	counts := map[string]int{}
	for _, s := range shots {
		counts[s.Is]++
	}
	a.t.Logf("%d pictures in %s/index.html; compared: %v", len(a.names), a.dir, counts)
}

// compare fills in how a picture differs from the other walk's.
func (a *album) compare(s *shot) error {
	now, err := readPNG(a.file(s.Name))
	if err != nil {
		return err
	}
	s.Before = filepath.Join(a.ref, s.Name+".png")
	before, err := readPNG(s.Before)
	if errors.Is(err, fs.ErrNotExist) {
		s.Is, s.Before = "new", ""
		return nil
	}
	if err != nil {
		return err
	}
	var fickle []image.Rectangle
	for _, dir := range []string{a.dir, a.ref} {
		marks, err := os.ReadFile(filepath.Join(dir, s.Name+".json"))
		if err != nil {
			return err
		}
		var boxes [][4]float64
		if err := json.Unmarshal(marks, &boxes); err != nil {
			return err
		}
		for _, b := range boxes {
			fickle = append(fickle, image.Rect(int(b[0])-2, int(b[1])-2, int(b[0]+b[2])+3, int(b[1]+b[3])+3))
		}
	}
	heat, share := differ(before, now, fickle)
	if share == 0 {
		s.Is = "same"
		return nil
	}
	s.Is, s.Share, s.Heat = "changed", share, s.Name+".heat.png"
	f, err := os.Create(filepath.Join(a.dir, s.Heat))
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, heat), f.Close())
}

func readPNG(file string) (*image.RGBA, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	rgba := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(rgba, rgba.Bounds(), img, img.Bounds().Min, draw.Src)
	return rgba, nil
}

// unlike is how far a channel may be from the other picture's before the eye
// would see it.
const unlike = 24

// differ draws the new picture pale and what differs from the old one red, a few
// points wider than it is so that a moved hair is seen, and gives the share of
// points that differ, in percent. What lies in fickle doesn't count and is drawn
// grey.
func differ(before, now *image.RGBA, fickle []image.Rectangle) (heat *image.RGBA, share float64) {
	all := before.Bounds().Union(now.Bounds())
	heat = image.NewRGBA(all)
	red, grey := color.RGBA{0xd0, 0x10, 0x20, 0xff}, color.RGBA{0xd8, 0xdc, 0xe0, 0xff}
	var points []image.Point
	for y := range all.Dy() {
		for x := range all.Dx() {
			p := image.Pt(x, y)
			if slices.ContainsFunc(fickle, func(r image.Rectangle) bool { return p.In(r) }) {
				heat.SetRGBA(x, y, grey)
				continue
			}
			in := p.In(before.Bounds()) && p.In(now.Bounds())
			b, n := before.RGBAAt(x, y), now.RGBAAt(x, y)
			if !in || max(apart(b.R, n.R), apart(b.G, n.G), apart(b.B, n.B)) > unlike {
				points = append(points, p)
				continue
			}
			luma := (299*int(n.R) + 587*int(n.G) + 114*int(n.B)) / 1000
			pale := uint8(192 + luma/4) //nolint:gosec // at most 255
			heat.SetRGBA(x, y, color.RGBA{pale, pale, pale, 0xff})
		}
	}
	for _, p := range points {
		draw.Draw(heat, image.Rect(p.X-2, p.Y-2, p.X+3, p.Y+3), image.NewUniform(red), image.Point{}, draw.Src)
	}
	return heat, 100 * float64(len(points)) / float64(all.Dx()*all.Dy())
}

func apart(a, b uint8) uint8 { return max(a, b) - min(a, b) }

// TestDifferencesAreSeen compares a picture with itself, with one that has a
// point more, and with one whose only difference is where no two walks agree.
func TestDifferencesAreSeen(t *testing.T) {
	t.Parallel()
	white := func(points ...image.Point) *image.RGBA {
		img := image.NewRGBA(image.Rect(0, 0, 100, 50))
		draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
		for _, p := range points {
			img.SetRGBA(p.X, p.Y, color.RGBA{A: 0xff})
		}
		return img
	}
	at := image.Pt(40, 20)
	if _, share := differ(white(), white(), nil); share != 0 {
		t.Errorf("a picture differs from itself by %v %%", share)
	}
	heat, share := differ(white(), white(at), nil)
	if share != 100.0/5000 || heat.RGBAAt(41, 21).R != 0xd0 || heat.RGBAAt(41, 21).G != 0x10 {
		t.Errorf("a point more is %v %%, and beside it %v", share, heat.RGBAAt(41, 21))
	}
	if _, share := differ(white(), white(at), []image.Rectangle{image.Rect(30, 10, 50, 30)}); share != 0 {
		t.Errorf("what may differ counts: %v %%", share)
	}
	if _, share := differ(white(), image.NewRGBA(image.Rect(0, 0, 100, 60)), nil); share == 0 {
		t.Error("another size is no difference")
	}
}

var albumPage = template.Must(template.New("album").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>OneDoor: every page and state</title>
<style>
body { margin: 0; padding: 32px; background: #f6f3ec; color: #15222c; font: 15px/1.5 Inter, "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; }
h1 { font-size: 31px; margin: 0 0 24px; }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); gap: 24px; padding: 0; margin: 0; list-style: none; }
li { background: #fff; border-radius: 16px; padding: 12px; }
li.changed { grid-column: span 3; background: #f9e9e0; }
li p { margin: 8px 4px 0; overflow-wrap: anywhere; }
.row { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 8px; }
img { width: 100%; height: 240px; object-fit: contain; background: #ebe6da; border-radius: 8px; display: block; }
li.changed img { height: 380px; }
b { color: #a8421a; }
</style></head><body><h1>{{len .}} pictures</h1><ul>
{{range .}}<li class="{{.Is}}"><div class="row">{{if .Before}}<a href="{{.Before}}"><img loading="lazy" src="{{.Before}}" alt="before"></a>{{end}}{{if ne .Is "gone"}}<a href="{{.Name}}.png"><img loading="lazy" src="{{.Name}}.png" alt="now"></a>{{end}}{{with .Heat}}<a href="{{.}}"><img loading="lazy" src="{{.}}" alt="what differs"></a>{{end}}</div>
<p>{{.Name}}{{with .Is}} · <b>{{.}}</b>{{end}}{{if .Share}} · {{printf "%.2f" .Share}} %{{end}}</p></li>
{{end}}</ul></body></html>
`))
