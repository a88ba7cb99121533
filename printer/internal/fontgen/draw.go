package main

import (
	"fmt"
	"image"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

const (
	rows = 24 // dots a glyph is high
	over = 8  // sub-dots to a dot while fitting
)

// outline draws a glyph at eight times the dots into a field of width×24 dots.
// sx and sy are the sizes of the em in dots; the origin is at (x, y) dots.
func outline(f *sfnt.Font, r rune, width int, sx, sy, x, y float32) (*image.Alpha, error) {
	var buf sfnt.Buffer
	gi, err := f.GlyphIndex(&buf, r)
	if err != nil {
		return nil, err
	}
	if gi == 0 {
		return nil, fmt.Errorf("%q (%U): no glyph", r, r)
	}
	upm := float32(f.UnitsPerEm())
	segments, err := f.LoadGlyph(&buf, gi, fixed.I(int(f.UnitsPerEm())), nil)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", r, err)
	}
	at := func(p fixed.Point26_6) (float32, float32) {
		return (x + float32(p.X)/64/upm*sx) * over, (y + float32(p.Y)/64/upm*sy) * over
	}
	z := vector.NewRasterizer(width*over, rows*over)
	for _, s := range segments {
		ax, ay := at(s.Args[0])
		bx, by := at(s.Args[1])
		cx, cy := at(s.Args[2])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			z.ClosePath()
			z.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			z.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			z.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			z.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	z.ClosePath()
	img := image.NewAlpha(image.Rect(0, 0, width*over, rows*over))
	z.Draw(img, img.Bounds(), image.Opaque, image.Point{})
	return img, nil
}

// advance is the glyph's advance in parts of the em.
func advance(f *sfnt.Font, r rune) float32 {
	var buf sfnt.Buffer
	gi, err := f.GlyphIndex(&buf, r)
	if err != nil || gi == 0 {
		return 0
	}
	upm := int(f.UnitsPerEm())
	a, err := f.GlyphAdvance(&buf, gi, fixed.I(upm), font.HintingNone)
	if err != nil {
		return 0
	}
	return float32(a) / 64 / float32(upm)
}

// drawNarrow draws a 12×24 glyph. Letters are stretched upwards, as a ticket
// printer's are; digits come from the proportional cut, whose zero is plain.
func drawNarrow(mono, digits *sfnt.Font, r rune) ([rows]uint32, error) {
	if r == '_' { // stretched, it is a slip's rule: the outline's would be a hair
		return [rows]uint32{21: 0xFFF, 22: 0xFFF}, nil
	}
	f := mono
	if r >= '0' && r <= '9' {
		f = digits
	}
	adv := advance(f, r)
	if adv == 0 {
		return [rows]uint32{}, fmt.Errorf("%q: no glyph", r)
	}
	img, err := outline(f, r, 12, 12/adv, narrowEm(f, r), 0, narrowBase)
	if err != nil {
		return [rows]uint32{}, err
	}
	return fit(img, 12), nil
}

// narrowEm is the height of the em for a narrow glyph: less for capitals with an
// accent, which would be cut off.
func narrowEm(f *sfnt.Font, r rune) float32 {
	const usual = 22.5
	var buf sfnt.Buffer
	gi, err := f.GlyphIndex(&buf, r)
	if err != nil {
		return usual
	}
	upm := int(f.UnitsPerEm())
	bounds, _, err := f.GlyphBounds(&buf, gi, fixed.I(upm), font.HintingNone)
	if err != nil {
		return usual
	}
	if top := -float32(bounds.Min.Y) / 64 / float32(upm); top*usual > narrowBase {
		return narrowBase / top
	}
	return usual
}

// drawWide draws a 24×24 glyph. What the hanzi font lacks comes from the sans
// font, put together from simpler signs where it must be.
func drawWide(han, sans *sfnt.Font, r rune) ([rows]uint32, error) {
	if adv := advance(han, r); adv > 0 && r != '·' {
		img, err := outline(han, r, 24, hanEm, hanEm, (24-adv*hanEm)/2-aside(r), hanBase)
		if err != nil {
			return [rows]uint32{}, err
		}
		return fit(img, 24), nil
	}
	text := standIn(r)
	var adv float32
	for _, c := range text {
		adv += advance(sans, c)
	}
	if adv == 0 {
		return [rows]uint32{}, fmt.Errorf("%q (%U): in no font", r, r)
	}
	em := min(23/adv, 22)
	x := (24-adv*em)/2 - aside(r)
	sum := image.NewAlpha(image.Rect(0, 0, 24*over, rows*over))
	for _, c := range text {
		img, err := outline(sans, c, 24, em, max(em, 17), x, 19)
		if err != nil {
			return [rows]uint32{}, err
		}
		for i, v := range img.Pix {
			sum.Pix[i] = max(sum.Pix[i], v)
		}
		x += advance(sans, c) * em
	}
	return fit(sum, 24), nil
}

// aside is how many dots a sign moves to the left: the font centres these in
// their square, as is done in Taiwan; mainland typography sets them left, and what
// opens right, beside what it opens.
func aside(r rune) float32 {
	switch r {
	case '，':
		return 7
	case '！', '：', '；', '”', '’', '）', '〕':
		return 6
	case '“', '‘', '（', '〔':
		return -6
	default:
		return 0
	}
}

// standIn spells a sign of GB 2312's symbol rows in simpler signs.
func standIn(r rune) string {
	switch {
	case r >= '⑴' && r <= '⒇':
		return fmt.Sprintf("(%d)", r-'⑴'+1)
	case r >= '⒈' && r <= '⒛':
		return fmt.Sprintf("%d.", r-'⒈'+1)
	case r == '℃':
		return "°C"
	case r == '〈':
		return "⟨"
	case r == '⌒':
		return "◠"
	case r == '〉':
		return "⟩"
	default:
		return string(r)
	}
}

// The em of the hanzi and its baseline, in dots.
const (
	hanEm   = 24
	hanBase = 20.75

	narrowBase = 18.5
)
