package printer

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Encoding is the Chinese character set a printer understands.
type Encoding string

// The three sets, each within the next.
const (
	GB2312  Encoding = "gb2312"  // lead A1–F7, trail A1–FE
	GBK     Encoding = "gbk"     // any two-byte code
	GB18030 Encoding = "gb18030" // four-byte codes as well
)

// QRKind is how a QR code gets on paper.
type QRKind string

// Native has the printer draw it (GS ( k), Raster sends its dots (GS v 0).
const (
	NativeQR QRKind = "native"
	RasterQR QRKind = "raster"
)

// Cutter is what stands behind the paper's end.
type Cutter string

// The ends of a slip. Without a cutter the paper is fed to the tear bar.
const (
	NoCutter   Cutter = "none"
	PartialCut Cutter = "partial"
	FullCut    Cutter = "full"
)

// Abilities are the questions a printer may answer. They are hopes, except where
// the profile Promises: what a generic printer really answers is learnt from it.
type Abilities struct {
	ProcessID bool // GS ( H fn 48: answered when printing is done
	Fence     bool // GS r 1: answered when reached in the buffer
	RealTime  bool // DLE EOT 1–4: answered at once
	Auto      bool // GS a: status sent unasked when it changes
}

// Quirks are the ways in which printers differ from the book.
type Quirks struct {
	KanjiOffBeforeQR bool // FS . before GS ( k, else the QR may come out empty
	HanziSize        bool // FS ! beside GS !, which scales only Latin on some
}

// Profile is all the encoder and the spool know of a kind of printer. It is
// data: a new printer is a new value, not a new branch.
type Profile struct {
	Name     string
	About    string // the printers meant, for a technician who chooses
	Source   string // where its facts come from
	Tried    bool   // a slip of it was looked at on real paper
	Dots     int    // printable dots across the paper
	DPI      int    // dots per inch, both ways
	Columns  int    // Latin characters a line at normal size; a hanzi takes two
	Encoding Encoding
	Page     int // ESC t: the printer's number for an Encoding that is a code page; ignored with Chinese sets
	Spacing  int // ESC 3: dots from line to line; 0 leaves the printer's own
	QR       QRKind
	Module   int // dots a QR module measures; even for RasterQR, which sends them doubled
	Cutter   Cutter
	Status   Abilities
	Promises bool          // it always answers: a silent one is off, and nothing is sent to it
	Buffer   int           // bytes it takes in before it must print; 0 is unknown, taken as small
	Pace     int           // bytes a second it can follow without flow control; 0: as fast as the line
	Margin   time.Duration // from the last byte to the cut: 83 mm at a slow 90 mm/s take 0.9 s, the cut some more
	Quirks   Quirks
}

// Profiles are printers by name.
type Profiles map[string]Profile

// DefaultProfile is what a printer gets when its URL names none.
const DefaultProfile = "generic-80"

// BuiltIn returns the profiles that come with the program: a fresh copy, to which
// a centre may add its own.
func BuiltIn() Profiles {
	epson := Profile{
		Name: "epson-80", Dots: 576, DPI: 203, Columns: 48, Encoding: GB18030,
		QR: NativeQR, Module: 6, Cutter: PartialCut,
		Status:   Abilities{ProcessID: true, Fence: true, RealTime: true, Auto: true},
		Promises: true, Buffer: 4096, Margin: time.Second,
		Quirks: Quirks{KanjiOffBeforeQR: true},
	}
	generic := Profile{
		Name: "generic-80", Dots: 576, DPI: 203, Columns: 48, Encoding: GBK,
		QR: NativeQR, Module: 6, Cutter: PartialCut,
		Status: Abilities{Fence: true, RealTime: true},
		Buffer: 4096, Margin: 1500 * time.Millisecond,
		Quirks: Quirks{KanjiOffBeforeQR: true, HanziSize: true},
	}
	narrow := generic
	narrow.Name, narrow.Dots, narrow.Columns, narrow.Cutter = "generic-58", 384, 32, NoCutter
	raster := narrow
	raster.Name, raster.Encoding, raster.QR, raster.Module = "raster-58", GB2312, RasterQR, 4
	return Profiles{epson.Name: epson, generic.Name: generic, narrow.Name: narrow, raster.Name: raster}
}

// Names lists the known profiles in alphabetical order.
func (ps Profiles) Names() []string { return slices.Sorted(maps.Keys(ps)) }

// Find returns a profile by name; the empty name is DefaultProfile. The error
// lists the known ones.
func (ps Profiles) Find(name string) (Profile, error) {
	if name == "" {
		name = DefaultProfile
	}
	if p, ok := ps[name]; ok {
		return p, nil
	}
	return Profile{}, fmt.Errorf("unknown printer profile %q; known are %s", name, strings.Join(ps.Names(), ", "))
}

// Check says what is impossible about a profile: the first thing found.
func (p Profile) Check() error {
	switch {
	case p.Name == "":
		return fmt.Errorf("a printer profile needs a name")
	case p.Dots < 64 || p.Dots > 2048 || p.Dots%8 != 0:
		return fmt.Errorf("profile %s: dots is %d; a multiple of 8 from 64 to 2048 is right", p.Name, p.Dots)
	case p.Columns < 16 || p.Columns*8 > p.Dots:
		return fmt.Errorf("profile %s: columns is %d; 16 to %d fit %d dots", p.Name, p.Columns, p.Dots/8, p.Dots)
	case p.Encoding != GB2312 && p.Encoding != GBK && p.Encoding != GB18030:
		return fmt.Errorf("profile %s: encoding is %q; gb2312, gbk or gb18030 is right", p.Name, p.Encoding)
	case p.QR != NativeQR && p.QR != RasterQR:
		return fmt.Errorf("profile %s: qr is %q; native or raster is right", p.Name, p.QR)
	case p.Module < 1 || p.Module > 16 || p.QR == RasterQR && p.Module%4 != 0:
		return fmt.Errorf("profile %s: module is %d; 1 to 16 dots is right, a multiple of 4 for raster", p.Name, p.Module)
	case p.Cutter != NoCutter && p.Cutter != PartialCut && p.Cutter != FullCut:
		return fmt.Errorf("profile %s: cutter is %q; none, partial or full is right", p.Name, p.Cutter)
	case p.Promises && !p.Status.RealTime:
		return fmt.Errorf("profile %s: promises answers but has no DLE EOT to answer", p.Name)
	}
	return nil
}
