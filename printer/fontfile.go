package printer

import (
	"errors"
	"fmt"
	"image"
	"os"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// A Font has pictures of characters; it reports false for one that it lacks.
// Font24 is one, LoadFont makes one of a file. It may be called from anywhere.
type Font func(rune) (Glyph, bool)

// LoadFont reads a TrueType or OpenType font, or the first of a collection, for
// what the embedded font lacks: rare hanzi of names above all. Its characters are
// drawn 24 dots high when they are asked for: 12 wide where half an em is enough,
// else 24. The error says what is wrong with the file.
//
// A program sets it as Encoder's or Options' Font; a centre names the file as the
// font of its print settings.
func LoadFont(path string) (Font, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	all, err := sfnt.ParseCollection(data)
	if err != nil {
		return nil, fmt.Errorf("font %s: not a TrueType or OpenType font that can be drawn here: %w", path, err)
	}
	f, err := all.Font(0)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", path, err)
	}
	face := outlines{f: f}
	if g, ok := face.glyph('中'); !ok || g.Rows == (Glyph{}).Rows {
		if g, ok := face.glyph('A'); !ok || g.Rows == (Glyph{}).Rows {
			return nil, fmt.Errorf("font %s: %w", path, errNoOutlines)
		}
	}
	return face.glyph, nil
}

var errNoOutlines = errors.New("neither a letter nor a hanzi can be drawn from it; a font of outlines is needed")

// outlines draws the glyphs of an outline font.
type outlines struct{ f *sfnt.Font }

const (
	emDots   = 23 // an em on paper: a hanzi keeps a dot from the next
	baseline = 20 // dots from the top, so that a hanzi stands in the middle
)

// glyph draws a character. It holds nothing back between calls.
func (o outlines) glyph(r rune) (Glyph, bool) {
	var buf sfnt.Buffer
	index, err := o.f.GlyphIndex(&buf, r)
	if err != nil || index == 0 {
		return Glyph{}, false
	}
	upm := int(o.f.UnitsPerEm())
	advance, err := o.f.GlyphAdvance(&buf, index, fixed.I(upm), font.HintingNone)
	if err != nil || advance <= 0 {
		return Glyph{}, false
	}
	segments, err := o.f.LoadGlyph(&buf, index, fixed.I(upm), nil)
	if err != nil {
		return Glyph{}, false // a picture in colours, for instance
	}
	em := float32(advance) / 64 / float32(upm)
	g := Glyph{Width: 24}
	if em <= 0.6 {
		g.Width = 12
	}
	scale := float32(emDots)
	if wide := em * scale; wide > float32(g.Width) {
		scale *= float32(g.Width) / wide
	}
	left := (float32(g.Width) - em*scale) / 2
	trace(&g, segments, scale/float32(upm), left)
	return g, true
}

// trace fills an outline and takes every dot that is half covered as black.
func trace(g *Glyph, segments sfnt.Segments, scale, left float32) {
	at := func(p fixed.Point26_6) (float32, float32) {
		return left + float32(p.X)/64*scale, baseline + float32(p.Y)/64*scale
	}
	z := vector.NewRasterizer(g.Width, GlyphHeight)
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
	img := image.NewAlpha(image.Rect(0, 0, g.Width, GlyphHeight))
	z.Draw(img, img.Bounds(), image.Opaque, image.Point{})
	for y := range GlyphHeight {
		for x := range g.Width {
			g.Rows[y] <<= 1
			if img.AlphaAt(x, y).A >= 0x68 { // a little under half: thermal strokes are rather thin
				g.Rows[y] |= 1
			}
		}
	}
}
