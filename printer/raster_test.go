package printer

import (
	"bytes"
	"testing"
)

// raster is a picture as it was sent: rows of stride bytes.
type raster struct {
	stride, rows int
	data         []byte
}

// pictures takes the GS v 0 pictures out of encoded bytes, and what stands between.
func pictures(t testing.TB, b []byte) (all []raster, modes []byte) {
	t.Helper()
	for {
		at := bytes.Index(b, []byte("\x1dv0"))
		if at < 0 {
			return all, modes
		}
		b = b[at+3:]
		r := raster{stride: int(b[1]) | int(b[2])<<8, rows: int(b[3]) | int(b[4])<<8}
		modes = append(modes, b[0])
		r.data = b[5 : 5+r.stride*r.rows]
		b = b[5+len(r.data):]
		all = append(all, r)
	}
}

func TestRasterQRIsSentInHalfItsSize(t *testing.T) {
	var s Slip
	s.QR(sampleURL)
	all, modes := pictures(t, encode(t, profile(t, "raster-58"), s))
	if len(all) != 1 || modes[0] != 3 {
		t.Fatalf("got %d pictures, modes %v; one, doubled, was wanted", len(all), modes)
	}
	r := all[0]
	if r.rows != 66 || r.stride != 9 {
		t.Errorf("got %d rows of %d bytes; 33 modules of 2 dots are 66 rows of 9", r.rows, r.stride)
	}
	// The three eyes stand in the corners: the code has no border of its own.
	for _, at := range [][2]int{{0, 0}, {0, 65}, {65, 0}} {
		if r.data[at[1]*r.stride+at[0]/8]&(0x80>>(at[0]%8)) == 0 {
			t.Errorf("no dot in the corner %v: is there a border?", at)
		}
	}
	if commandAt(r.data) >= 0 {
		t.Error("a real-time command is in the data")
	}
}

// barred is a glyph source with one picture, whose dots spell DLE EOT.
func barred(r rune) (Glyph, bool) {
	if r != '☃' {
		return Glyph{}, false
	}
	g := Glyph{Width: 24}
	for y := range g.Rows {
		g.Rows[y] = 0x100400
	}
	return g, true
}

func drawnWith(t *testing.T, p Profile, s Slip, font Font) []byte {
	t.Helper()
	b, err := Encoder{Profile: p, Font: font}.Encode(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOnlyTheLineThatNeedsItIsDrawn(t *testing.T) {
	var s Slip
	s.Text("before", Style{})
	s.Text("☃", Style{Size: 2, Align: Centre})
	s.Text("after", Style{})
	b := drawnWith(t, profile(t, "generic-80"), s, barred)
	all, modes := pictures(t, b)
	if len(all) != 1 || modes[0] != 3 || all[0].rows != GlyphHeight {
		t.Fatalf("got %d pictures, modes %v", len(all), modes)
	}
	if !bytes.Contains(b, []byte("before\n")) || !bytes.Contains(b, []byte("after\n")) {
		t.Errorf("the other lines should be text: %q", b)
	}
}

func TestPicturesHoldNoCommands(t *testing.T) {
	for size := 1; size <= 4; size++ {
		b := drawnWith(t, profile(t, "generic-80"), line("☃☃", Style{Size: size}), barred)
		all, _ := pictures(t, b)
		for _, r := range all {
			if at := commandAt(r.data); at >= 0 {
				t.Errorf("size %d: DLE % X at %d", size, r.data[at+1], at)
			}
		}
	}
	// Nothing helps here but a speck of black.
	e := newSheet(Encoder{Profile: profile(t, "generic-80")})
	e.picture(picture{dots: 64, rows: 1, row: func(to []byte, _, _ int) { copy(to, "\x10\x04\x10\x14\x10\x05\x00\x00") }})
	all, _ := pictures(t, e.out)
	if len(all) != 1 || commandAt(all[0].data) >= 0 {
		t.Errorf("still a command: % X", all)
	}
}

// TestPicturesComeInBandsForSmallBuffers has no band take more than half a buffer, be
// it of a few bytes by DIP switch, unless a single row does.
func TestPicturesComeInBandsForSmallBuffers(t *testing.T) {
	var s Slip
	s.QR(sampleURL) // 66 rows of 9 bytes
	s.Text("东", Style{Size: 3})
	p := profile(t, "raster-58")
	p.Encoding = CP437
	p.Buffer = 4096
	whole, _ := pictures(t, encode(t, p, s))
	if len(whole) != 2 {
		t.Fatalf("%d pictures", len(whole))
	}
	for _, c := range []struct{ buffer, rows int }{
		{10, 1}, {40, 2}, {64, 3}, {128, 7}, {1024, 56}, {0, 56},
	} {
		p.Buffer = c.buffer
		bands, _ := pictures(t, encode(t, p, s))
		if bands[0].rows != c.rows {
			t.Errorf("a buffer of %d: %d rows, want %d", c.buffer, bands[0].rows, c.rows)
		}
		var data []byte
		for _, r := range bands {
			if n := len(r.data); n > p.buffer()/2 && r.rows > 1 {
				t.Errorf("a buffer of %d: a band of %d bytes", c.buffer, n)
			}
			data = append(data, r.data...)
		}
		if !bytes.Equal(data, append(bytes.Clone(whole[0].data), whole[1].data...)) {
			t.Errorf("a buffer of %d: the bands aren't the pictures", c.buffer)
		}
	}
}
