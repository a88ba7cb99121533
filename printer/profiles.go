package printer

import "time"

// BuiltIn returns the profiles that come with the program: a fresh copy, to which
// a centre may add its own. Not one of them was tried on paper: they are what
// makers and others wrote down, and where that is silent, the choice that does
// the least harm: dots instead of the printer's own QR code, the smaller
// character set, no promise to answer.
func BuiltIn() Profiles {
	ps := Profiles{}
	for _, p := range builtIn() {
		ps[p.Name] = p
	}
	return ps
}

// builtIn is the table. Every profile is written out, so that one can be read,
// and copied, without the others.
func builtIn() []Profile {
	return []Profile{
		{
			Name:   "epson-80",
			About:  "Epson TM-T20II, T82II, T82III, T83III, m30 and newer, 80 mm, 203 dpi",
			Source: "Epson's ESC/POS reference; 1/406 inch by the TM-T20's sample programs",
			Dots:   576, DPI: 203, Columns: 48, Encoding: GB18030, QR: NativeQR, Module: 6, Cutter: PartialCut,
			Status:   Abilities{ProcessID: true, Fence: true, RealTime: true, Auto: true},
			Promises: true, Buffer: 4096, Margin: time.Second,
			Quirks: Quirks{KanjiOffBeforeQR: true, HalfDots: true},
		},
		{
			Name:   "epson-58",
			About:  "the same with the 58 mm paper guide and the paper width set to 58 mm",
			Source: "Epson's ESC/POS reference; 384 dots as all at 203 dpi on 58 mm (Epson's own setting may allow 420)",
			Dots:   384, DPI: 203, Columns: 32, Encoding: GB18030, QR: NativeQR, Module: 6, Cutter: PartialCut,
			Status:   Abilities{ProcessID: true, Fence: true, RealTime: true, Auto: true},
			Promises: true, Buffer: 4096, Margin: time.Second,
			Quirks: Quirks{KanjiOffBeforeQR: true, HalfDots: true},
		},
		{
			Name:   "epson-t88",
			About:  "Epson TM-T88IV and T88V, 80 mm, 180 dpi",
			Source: "Epson's ESC/POS reference: process id from T88IV on, 1/360 inch",
			Dots:   512, DPI: 180, Columns: 42, Encoding: GB18030, QR: NativeQR, Module: 5, Cutter: PartialCut,
			Status:   Abilities{ProcessID: true, Fence: true, RealTime: true, Auto: true},
			Promises: true, Buffer: 4096, Margin: time.Second,
			Quirks: Quirks{KanjiOffBeforeQR: true, HalfDots: true},
		},
		{
			Name:   "epson-t88iii",
			About:  "Epson TM-T88II and T88III, 80 mm, 180 dpi: no process id",
			Source: "TM-T88III specification, revision E: GS r, ASB, GB 2312 in early ones; no QR code of its own in it",
			Dots:   512, DPI: 180, Columns: 42, Encoding: GB2312, QR: RasterQR, Module: 4, Cutter: PartialCut,
			Status:   Abilities{Fence: true, RealTime: true, Auto: true},
			Promises: true, Buffer: 4096, Margin: time.Second,
			Quirks: Quirks{KanjiOffBeforeQR: true, HalfDots: true},
		},
		{
			Name:   "epson-t81",
			About:  "Epson TM-T81 and the first T82, 80 mm, 203 dpi: no process id",
			Source: "Epson's ESC/POS reference: GS r, ASB, no GS ( H 48; whether all have GS ( k isn't told, hence dots",
			Dots:   576, DPI: 203, Columns: 48, Encoding: GB18030, QR: RasterQR, Module: 4, Cutter: PartialCut,
			Status:   Abilities{Fence: true, RealTime: true, Auto: true},
			Promises: true, Buffer: 4096, Margin: time.Second,
			Quirks: Quirks{KanjiOffBeforeQR: true, HalfDots: true},
		},
		{
			Name:   "generic-80",
			About:  "80 mm, 203 dpi, with a cutter, of a maker not named here",
			Source: "what most makers' manuals have in common",
			Dots:   576, DPI: 203, Columns: 48, Encoding: GBK, QR: NativeQR, Module: 6, Cutter: PartialCut,
			Status: Abilities{Fence: true, RealTime: true},
			Buffer: 4096, Margin: 1500 * time.Millisecond,
			Quirks: Quirks{KanjiOffBeforeQR: true, HanziSize: true},
		},
		{
			Name:   "generic-58",
			About:  "58 mm, 203 dpi, without a cutter, of a maker not named here",
			Source: "what most makers' manuals have in common",
			Dots:   384, DPI: 203, Columns: 32, Encoding: GBK, QR: NativeQR, Module: 6, Cutter: NoCutter,
			Status: Abilities{Fence: true, RealTime: true},
			Buffer: 4096, Margin: 1500 * time.Millisecond,
			Quirks: Quirks{KanjiOffBeforeQR: true, HanziSize: true},
		},
		{
			Name:   "raster-80",
			About:  "80 mm, 203 dpi, with a cutter, that prints k1A2… instead of a QR code",
			Source: "what all have in common: GS v 0 and GB 2312",
			Dots:   576, DPI: 203, Columns: 48, Encoding: GB2312, QR: RasterQR, Module: 4, Cutter: PartialCut,
			Status: Abilities{Fence: true, RealTime: true},
			Buffer: 4096, Margin: 1500 * time.Millisecond,
			Quirks: Quirks{KanjiOffBeforeQR: true, HanziSize: true},
		},
		{
			Name:   "raster-58",
			About:  "58 mm, 203 dpi, without a cutter, that prints k1A2… instead of a QR code",
			Source: "what all have in common: GS v 0 and GB 2312; older Chinese ones have other QR commands (1B 5A, 1D 6B 61)",
			Dots:   384, DPI: 203, Columns: 32, Encoding: GB2312, QR: RasterQR, Module: 4, Cutter: NoCutter,
			Status: Abilities{Fence: true, RealTime: true},
			Buffer: 4096, Margin: 1500 * time.Millisecond,
			Quirks: Quirks{KanjiOffBeforeQR: true, HanziSize: true},
		},
		{
			Name:   "snbc-80",
			About:  "SNBC 北洋 BTP-R880NP, BTP-98NP and like ones, 80 mm, 203 dpi",
			Source: "BTP-R880NP programming manual: GS r, GS a with four bytes, DLE EOT; its QR commands aren't sure, hence dots",
			Dots:   576, DPI: 203, Columns: 48, Encoding: GBK, QR: RasterQR, Module: 4, Cutter: PartialCut,
			Status: Abilities{Fence: true, RealTime: true, Auto: true},
			Buffer: 4096, Margin: 1500 * time.Millisecond,
			Quirks: Quirks{KanjiOffBeforeQR: true},
		},
		{
			Name:   "hprt-80",
			About:  "HPRT 汉印 TP80K, TP805, TP809 and like ones, 80 mm, 203 dpi",
			Source: "TP809 and TP80K programming manuals: GS ( k 165 to 181, FS !, ASB; GS r by the PPTII-A's",
			Dots:   576, DPI: 203, Columns: 48, Encoding: GBK, QR: NativeQR, Module: 6, Cutter: PartialCut,
			Status: Abilities{Fence: true, RealTime: true, Auto: true},
			Buffer: 4096, Margin: 1500 * time.Millisecond,
			Quirks: Quirks{KanjiOffBeforeQR: true, HanziSize: true},
		},
		{
			Name:   "zjiang-58",
			About:  "Zjiang 资江 ZJ-5870, ZJ-5890 and the many sold under other names as POS-58, 58 mm, 203 dpi",
			Source: "the makers' command lists: FS ! beside GS !; public capability tables know no GS ( k and no cutter; a small buffer",
			Dots:   384, DPI: 203, Columns: 32, Encoding: GBK, QR: RasterQR, Module: 4, Cutter: NoCutter,
			Status: Abilities{Fence: true, RealTime: true},
			Buffer: 1024, Margin: 2 * time.Second,
			Quirks: Quirks{KanjiOffBeforeQR: true, HanziSize: true},
		},
	}
}
