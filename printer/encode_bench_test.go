package printer

import "testing"

// BenchmarkEncode tells what a slip costs in time and in bytes; the goals are
// 20 µs without a raster, 400 bytes with the printer's own QR code, 1,000 with ours.
func BenchmarkEncode(b *testing.B) {
	profiles := BuiltIn()
	for _, name := range profiles.Names() {
		for _, lang := range []string{"zh", "en"} {
			b.Run(name+"/"+lang, func(b *testing.B) {
				slip := sample(b, lang)
				buf := make([]byte, 0, 2048)
				b.ReportAllocs()
				for b.Loop() {
					var err error
					if buf, err = AppendEncode(buf[:0], profiles[name], slip); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(buf)), "bytes/slip")
			})
		}
	}
}

// TestEncodeAllocatesLittle holds a slip without a raster to less than one allocation
// a line, those of its printer's character set included.
func TestEncodeAllocatesLittle(t *testing.T) {
	for name, p := range BuiltIn() {
		if p.QR == RasterQR {
			continue
		}
		for lang := range samples() {
			slip, buf := sample(t, lang), make([]byte, 0, 2048)
			lines := 0 // of characters: a byte 0A may be a length, or end a line of nothing
			for _, b := range slip.Blocks {
				if b.Kind == Text || b.Kind == Rule {
					lines++
				}
			}
			allocs := testing.AllocsPerRun(50, func() { buf, _ = AppendEncode(buf[:0], p, slip) })
			if allocs > float64(lines) {
				t.Errorf("%s %s: %v allocations for %d lines", name, lang, allocs, lines)
			}
		}
	}
}
